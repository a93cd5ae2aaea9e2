"""Does the journal still say what it said? Names the first entry that was altered, lost or put in another order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from constancia.core.canonical import NotCanonical, from_canonical
from constancia.core.text import Text
from constancia.core.time import iso
from constancia.ledger.commitment import commit
from constancia.ledger.journal import Recorded, committed_values, read_document
from constancia.ledger.sequence import moment_from_db
from constancia.ledger.tree import Frontier, leaf_hash

_ROWS = """
SELECT e.number, e.event, e.version, e.subject, e.subject_seq, e.occurred_at, e.recorded_at, e.actor, e.supersedes,
       e.document, e.leaf, e.leaf_hash, o.key
FROM ledger_entry e LEFT JOIN ledger_opening o ON o.number = e.number
ORDER BY e.number
"""

FAULTS: dict[str, Text] = {
    "missing": Text("Entry {number} is missing.", "Falta el asiento {number}."),
    "altered_document": Text(
        "The document of entry {number} was altered.", "El documento del asiento {number} fue alterado."
    ),
    "altered_columns": Text(
        "The columns of entry {number} ({detail}) do not agree with its document.",
        "Las columnas del asiento {number} ({detail}) no concuerdan con su documento.",
    ),
    "altered_leaf": Text("The leaf of entry {number} was altered.", "La hoja del asiento {number} fue alterada."),
    "reordered": Text(
        "Entry {number} does not follow the entry before it: something was altered, lost or put in another order there.",
        "El asiento {number} no sigue al anterior: algo fue alterado, perdido o reordenado en ese punto.",
    ),
    "subject_order": Text(
        "Entry {number} breaks the order of its subject's own entries.",
        "El asiento {number} rompe el orden de los asientos de su propio sujeto.",
    ),
    "opening": Text(
        "The opening of entry {number} is missing or does not fit its leaf.",
        "La apertura del asiento {number} falta o no corresponde a su hoja.",
    ),
    "clock": Text(
        "Entry {number} was recorded before the entry that it follows.",
        "El asiento {number} está registrado antes que el asiento al que sigue.",
    ),
    "head": Text(
        "The tree head of size {number} does not fit the entries.",
        "La cabeza del árbol de tamaño {number} no corresponde a los asientos.",
    ),
    "cut_short": Text(
        "The journal ends before entry {number}, which a tree head covers.",
        "El diario termina antes del asiento {number}, que una cabeza del árbol cubre.",
    ),
    "uncovered_tail": Text(
        "Entry {number} is covered by no tree head.", "Ninguna cabeza del árbol cubre el asiento {number}."
    ),
    "outside_head": Text(
        "The journal does not hold the tree that was noted outside (size {number}).",
        "El diario no contiene el árbol anotado fuera (tamaño {number}).",
    ),
}
"""Every way in which a journal can fail its verification."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong: its kind (a key of `FAULTS`), the entry number it names, and columns where they matter."""

    kind: str
    number: int
    detail: str = ""

    def message(self, language: str) -> str:
        """Return the sentence in `language`."""
        return FAULTS[self.kind].in_(language).format(number=self.number, detail=self.detail)


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


@dataclass(slots=True)
class _Walk:
    register: str
    frontier: Frontier
    last_leaf_hash: bytes
    last_recorded: datetime | None
    chains: dict[str, tuple[int, bytes]]


def verify(  # noqa: PLR0911 - one return for each way to end
    noted: NotedHead | None = None, *, progress: Callable[[int], None] = lambda _number: None
) -> Verification:
    """Read the whole journal and compare every copy of every fact; stops at the first fault.

    `noted` is compared as well: only a head kept outside can show that the newest entries, with their heads, were cut
    off together. `progress` is told each entry number.
    """
    walk = _Walk("", Frontier(), b"", None, {})
    heads = _heads()
    next_head = next(heads, None)
    noted_seen = noted is None or noted.size == 0
    for row in _stored_rows():
        if fault := _fault_of(row, walk):
            return Verification(walk.frontier.size, walk.frontier.root().hex(), fault)
        if next_head and next_head[0] == walk.frontier.size:
            if next_head[1:] != (walk.frontier.root(), walk.frontier.as_bytes()):
                return _ended(walk, Fault("head", next_head[0]))
            next_head = next(heads, None)
        if noted and noted.size == walk.frontier.size:
            if noted.root != walk.frontier.root().hex():
                return _ended(walk, Fault("outside_head", noted.size))
            noted_seen = True
        progress(walk.frontier.size)
    if next_head:
        return _ended(walk, Fault("cut_short", walk.frontier.size + 1))
    if walk.frontier.size and not _is_head(walk.frontier.size):
        return _ended(walk, Fault("uncovered_tail", walk.frontier.size))
    if noted and not noted_seen:
        return _ended(walk, Fault("outside_head", noted.size))
    return _ended(walk, None)


def _ended(walk: _Walk, fault: Fault | None) -> Verification:
    return Verification(walk.frontier.size, walk.frontier.root().hex(), fault)


def _fault_of(row: tuple[Any, ...], walk: _Walk) -> Fault | None:
    """Check one stored entry against its own bytes and against all before it; move the walk on when it is whole."""
    number, document, leaf, stored_hash = row[0], bytes(row[9]), bytes(row[10]), bytes(row[11])
    if number != walk.frontier.size + 1:
        return Fault("missing", walk.frontier.size + 1)
    try:
        data: Any = from_canonical(document)
        entry = read_document(document)
    except (NotCanonical, ValueError, KeyError, TypeError):
        return Fault("altered_document", number)
    if number == 1:
        walk.register = entry.subject
    kind = _order_fault(data, entry, walk) or _opening_fault(row, entry, walk)
    if leaf_hash(leaf) != stored_hash:
        kind = "altered_leaf"
    if kind:
        return Fault(kind, number)
    if differing := _differing_columns(row, entry, data["subject_seq"]):
        return Fault("altered_columns", number, ", ".join(differing))
    walk.chains[entry.subject] = (data["subject_seq"], stored_hash)
    walk.frontier = walk.frontier.grown([stored_hash])
    walk.last_leaf_hash = stored_hash
    walk.last_recorded = entry.recorded_at
    return None


def _order_fault(data: Any, entry: Recorded, walk: _Walk) -> str:
    """Return what is wrong between an entry and those before it."""
    if data["follows"] != walk.last_leaf_hash.hex():
        return "reordered"
    if data["subject_seq"] != walk.chains.get(entry.subject, (0, b""))[0] + 1:
        return "subject_order"
    if walk.last_recorded and entry.recorded_at < walk.last_recorded:
        return "clock"
    return ""


def _opening_fault(row: tuple[Any, ...], entry: Recorded, walk: _Walk) -> str:
    """Return what is wrong between an entry's document, its key and its leaf."""
    if row[12] is None:
        return "opening"
    seq, prev = walk.chains.get(entry.subject, (0, b""))
    values = committed_values(entry, walk.register, seq + 1, prev, bytes(row[9]))
    whole_second = iso(entry.recorded_at.replace(microsecond=0))
    return "" if commit(values, bytes(row[12]), whole_second).leaf == bytes(row[10]) else "altered_document"


def _differing_columns(row: tuple[Any, ...], entry: Any, subject_seq: int) -> list[str]:
    stored = {
        "event": row[1],
        "version": row[2],
        "subject": row[3],
        "subject_seq": row[4],
        "occurred_at": moment_from_db(row[5]),
        "recorded_at": moment_from_db(row[6]),
        "actor": row[7],
        "supersedes": row[8],
    }
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
    return [name for name in stored if stored[name] != said[name]]


def _stored_rows() -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        while batch := cursor.fetchmany(2000):
            yield from batch


def _heads() -> Iterator[tuple[int, bytes, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, root, frontier FROM ledger_head ORDER BY size")
        while batch := cursor.fetchmany(2000):
            for size, root, frontier in batch:
                yield int(size), bytes(root), bytes(frontier)


def _is_head(size: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ledger_head WHERE size = %s", [size])
        return cursor.fetchone() is not None
