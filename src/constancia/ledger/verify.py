"""Does the journal still say what it said? Names the first entry that was altered, lost or put in another order.

Whatever a corrupter with full control of the database left in a row (another type, another size, nothing at all), the
answer is a named fault: this check neither crashes on it, nor waits for ever, nor calls an empty store whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import DatabaseError, connection

from constancia.core.canonical import from_canonical
from constancia.core.time import iso
from constancia.ledger.commitment import commit
from constancia.ledger.faults import Fault
from constancia.ledger.journal import Recorded, committed_values, document_of, read_document
from constancia.ledger.reading import rows, snapshot
from constancia.ledger.sequence import moment_from_db
from constancia.ledger.tree import Frontier, leaf_hash
from constancia.ledger.triggers import not_in_force

_ENTRIES = """
SELECT number, event, version, subject, subject_seq, occurred_at, recorded_at, actor, supersedes, document, leaf, leaf_hash
FROM ledger_entry ORDER BY number
"""

_OPENINGS = "SELECT number, key FROM ledger_opening ORDER BY number"

_HEADS = "SELECT size, root, frontier, recorded_at FROM ledger_head ORDER BY size"

_STRAY_OPENING = "SELECT min(number) FROM ledger_opening WHERE number < 1 OR number > %s"
"""Asked once the entries are known to be numbered from 1 to their last: an opening beyond belongs to none."""

_NOT_AS_WRITTEN = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading bytes that we did not write can raise."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read, and the first fault if there is one; `root` is the RFC 6962 root over all entries, in hex."""

    entries: int
    root: str
    fault: Fault | None


@dataclass(frozen=True, slots=True)
class NotedHead:
    """A tree head that somebody wrote down outside the register: size and root in hex."""

    size: int
    root: str


class _Row(NamedTuple):
    """One entry as it lies in the store, with the key of its opening."""

    number: Any
    event: Any
    version: Any
    subject: Any
    subject_seq: Any
    occurred_at: Any
    recorded_at: Any
    actor: Any
    supersedes: Any
    document: Any
    leaf: Any
    leaf_hash: Any
    key: Any


@dataclass(slots=True)
class _Walk:
    """How far the check has come, and what the next entry must follow."""

    heads: Iterator[tuple[Any, ...]]
    register: str = ""
    frontier: Frontier = field(default_factory=Frontier)
    last_leaf_hash: bytes = b""
    last_recorded: datetime | None = None
    chains: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    head: tuple[Any, ...] | None = None
    covered: bool = True


def verify(noted: NotedHead | None = None, *, progress: Callable[[int], None] = lambda _number: None) -> Verification:
    """Read the whole journal and compare every copy of every fact; stops at the first fault.

    `noted` is compared as well: only a head kept outside can show that the newest entries, with their heads, were cut
    off together. `progress` is told each entry number. A store that cannot be read is a fault, and so is an empty one.
    """
    walk = _Walk(iter(()))
    try:
        with (
            snapshot(),
            rows(connection, _HEADS) as heads,
            rows(connection, _ENTRIES) as entries,
            rows(connection, _OPENINGS) as openings,
        ):
            walk.heads, walk.head = heads, next(heads, None)
            opened = _with_keys(entries, openings)
            fault = _first_fault(walk, opened, noted, progress) or _last_fault(walk, noted)
    except DatabaseError as error:
        fault = Fault("unreadable", walk.frontier.size, type(error).__name__)
    return Verification(walk.frontier.size, walk.frontier.root().hex(), fault)


def _with_keys(entries: Iterator[tuple[Any, ...]], openings: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Add to each entry the key of its opening, None where it has none.

    Both come in order of number and are laid side by side here: a database that has not counted its rows yet may join
    them by looking through one table again for each row of the other.
    """
    opening = next(openings, None)
    for entry in entries:
        while opening is not None and opening[0] < entry[0]:
            opening = next(openings, None)
        yield (*entry, opening[1] if opening is not None and opening[0] == entry[0] else None)


def _first_fault(
    walk: _Walk, entries: Iterator[tuple[Any, ...]], noted: NotedHead | None, progress: Callable[[int], None]
) -> Fault | None:
    for stored in entries:
        if fault := _entry_fault(_Row(*stored), walk) or _head_fault(walk):
            return fault
        if noted and noted.size == walk.frontier.size and noted.root != walk.frontier.root().hex():
            return Fault("outside_head", noted.size)
        progress(walk.frontier.size)
    return None


def _last_fault(walk: _Walk, noted: NotedHead | None) -> Fault | None:
    """Return what is wrong once every entry was read and none of them is."""
    size = walk.frontier.size
    if walk.head is not None:
        return Fault("cut_short", size + 1)
    if noted and noted.size > size:
        return Fault("outside_head", noted.size)
    if not walk.covered:
        return Fault("uncovered_tail", size)
    with rows(connection, _STRAY_OPENING, [size]) as found:
        ((stray,),) = found
    if stray is not None:
        return Fault("opening", stray)
    if not size:
        return Fault("empty", 0)
    open_gates = not_in_force(connection)
    return Fault("fence", size, ", ".join(open_gates)) if open_gates else None


# ---------------------------------------------------------------- one entry


def _entry_fault(row: _Row, walk: _Walk) -> Fault | None:
    """Check one stored entry against its own bytes and against all before it; move the walk on when it is whole."""
    number = walk.frontier.size + 1
    if row.number != number:
        return _wrong_number(row.number, number)
    try:
        document = _bytes(row.document)
        data: Any = from_canonical(document)
        entry = read_document(document)
        is_whole = data == document_of(entry, data["subject_seq"], bytes.fromhex(data["follows"]))
    except _NOT_AS_WRITTEN:
        return Fault("altered_document", number)
    kind = _order_fault(data, entry, walk) or _opening_fault(row, entry, walk, document)
    if leaf_hash(_bytes(row.leaf)) != _bytes(row.leaf_hash):
        kind = "altered_leaf"
    if kind or not is_whole:
        return Fault(kind or "altered_document", number)
    if differing := _differing_columns(row, entry, data["subject_seq"]):
        return Fault("altered_columns", number, ", ".join(differing))
    if not walk.covered and entry.recorded_at != walk.last_recorded:
        return Fault("head_missing", number - 1)
    _move_on(walk, entry, data["subject_seq"], _bytes(row.leaf_hash))
    return None


def _wrong_number(found: Any, expected: int) -> Fault:
    if type(found) is not int:
        return Fault("altered_columns", expected, "number")
    return Fault("missing", expected) if found > expected else Fault("doubled", found)


def _move_on(walk: _Walk, entry: Recorded, subject_seq: int, leaf: bytes) -> None:
    walk.register = walk.register or entry.subject
    walk.chains[entry.subject] = (subject_seq, leaf)
    walk.frontier = walk.frontier.grown([leaf])
    walk.last_leaf_hash, walk.last_recorded = leaf, entry.recorded_at


def _order_fault(data: Any, entry: Recorded, walk: _Walk) -> str:
    """Return what is wrong between an entry and those before it."""
    if data["follows"] != walk.last_leaf_hash.hex():
        return "reordered"
    if data["subject_seq"] != walk.chains.get(entry.subject, (0, b""))[0] + 1:
        return "subject_order"
    if walk.last_recorded and entry.recorded_at < walk.last_recorded:
        return "clock"
    return ""


def _opening_fault(row: _Row, entry: Recorded, walk: _Walk, document: bytes) -> str:
    """Return what is wrong between an entry's document, its key and its leaf."""
    if row.key is None:
        return "opening"
    seq, prev = walk.chains.get(entry.subject, (0, b""))
    values = committed_values(entry, walk.register or entry.subject, seq + 1, prev, document)
    whole_second = iso(entry.recorded_at.replace(microsecond=0))
    return "" if commit(values, _bytes(row.key), whole_second).leaf == _bytes(row.leaf) else "altered_document"


def _differing_columns(row: _Row, entry: Recorded, subject_seq: int) -> list[str]:
    said = {
        "event": entry.event.code,
        "version": entry.event.version,
        "subject": entry.subject,
        "subject_seq": subject_seq,
        "occurred_at": entry.occurred_at,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "supersedes": entry.supersedes,
    }
    stored = {**row._asdict(), "occurred_at": _moment(row.occurred_at), "recorded_at": _moment(row.recorded_at)}
    return [name for name, value in said.items() if stored[name] != value or row.number != entry.number]


def _bytes(value: Any) -> bytes:
    """Return stored bytes, or none where something else was put in their place (a number must not become its length)."""
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b""


def _moment(value: Any) -> datetime | None:
    try:
        return moment_from_db(value)
    except _NOT_AS_WRITTEN:
        return None


# ---------------------------------------------------------------- tree heads


def _head_fault(walk: _Walk) -> Fault | None:
    """Compare the next tree head, if it is of the size now reached, with the tree of the entries read so far.

    A head is left by each commit. Entries recorded at one instant may be of one commit; when the instant changes there
    must have been a head.
    """
    walk.covered = False
    if walk.head is None:
        return None
    size, root, frontier, recorded_at = walk.head
    if not isinstance(size, int) or size < walk.frontier.size:
        return Fault("head", size if isinstance(size, int) else walk.frontier.size)
    if size > walk.frontier.size:
        return None
    tree = walk.frontier
    fits = (_bytes(root), _bytes(frontier)) == (tree.root(), tree.as_bytes())
    if not fits or _moment(recorded_at) != walk.last_recorded:
        return Fault("head", size)
    walk.head, walk.covered = next(walk.heads, None), True
    return None
