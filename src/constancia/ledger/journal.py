"""The journal: record entries, read them back. Nothing else in Constancia writes a fact."""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection

from constancia.core.actors import Actor
from constancia.core.canonical import canonical_bytes
from constancia.core.events import Event, from_facts, to_facts
from constancia.core.ids import new_id
from constancia.core.refusals import Refused
from constancia.core.time import iso, parse_moment, utc
from constancia.ledger.catalogue import post
from constancia.ledger.commitment import KEY_SIZE, commit
from constancia.ledger.refusals import CLOCK_BEHIND
from constancia.ledger.rows import first_row, in_one_journey, insert_rows
from constancia.ledger.sequence import TAIL, Pen, Tail, pen, tail, tail_of
from constancia.ledger.tree import leaf_hash

CLOCK_TOLERANCE = timedelta(seconds=60)
"""How far the clock may lag behind the last entry (two computers never agree exactly); beyond it nothing is written."""

ENTRY_COLUMNS = (
    "number",
    "event",
    "version",
    "subject",
    "subject_seq",
    "occurred_at",
    "recorded_at",
    "actor",
    "supersedes",
    "document",
    "leaf",
    "leaf_hash",
)


class Draft(NamedTuple):
    """One fact about to be recorded.

    `subject` is the public identifier whose history it belongs to, `occurred_at` when it happened, `zone` the IANA zone
    of the place, `authority` who ordered or answers for it, `supersedes` the number of the entry it corrects.
    """

    event: Event
    subject: str
    occurred_at: datetime
    zone: str
    facility: str = ""
    ground: str = ""
    authority: str = ""
    supersedes: int | None = None


class Recorded(NamedTuple):
    """One entry of the journal, read back as plain data."""

    number: int
    event: Event
    subject: str
    occurred_at: datetime
    zone: str
    recorded_at: datetime
    actor: str
    authority: str
    facility: str
    ground: str
    supersedes: int | None


def record(
    drafts: Sequence[Draft],
    *,
    by: Actor,
    now: datetime,
    new_key: Callable[[int], bytes] = secrets.token_bytes,
) -> list[Recorded]:
    """Write entries and everything derived from them; outside `sequence.writing()` it raises RuntimeError.

    Entries, tables and the new tree head become durable together when that transaction commits, or not at all. Refuses
    with `ledger.not_opened` or `ledger.clock_behind`. One call may hold one draft or many thousands: the result in every
    table is the same.
    """
    return append(drafts, tail(), by=by, now=now, new_key=new_key)


def append(
    drafts: Sequence[Draft], end: Tail, *, by: Actor, now: datetime, new_key: Callable[[int], bytes]
) -> list[Recorded]:
    """Write entries after a known end of the journal; `record` and the opening of a register both end here."""
    recorded_at = _recording_time(utc(now), end.recorded_at)
    recorded = [
        Recorded(
            number,
            draft.event,
            draft.subject,
            utc(draft.occurred_at),
            draft.zone,
            recorded_at,
            by.id,
            draft.authority,
            draft.facility,
            draft.ground,
            draft.supersedes,
        )
        for number, draft in enumerate(drafts, start=end.frontier.size + 1)
    ]
    if not recorded:
        return recorded
    held = pen()
    if held is None:
        raise RuntimeError("entries are recorded by whoever holds the pen (sequence.writing)")
    held.ends.update(_chain_ends({each.subject for each in recorded} - held.ends.keys()))
    made: list[_Made] = []
    with in_one_journey():
        insert_rows("ledger_entry", ENTRY_COLUMNS, _rows(recorded, end, held, new_key, made))
        insert_rows("ledger_opening", ("number", "key"), ((each.number, each.key) for each in made))
        frontier = end.frontier.grown(each.leaf_hash for each in made)
        head = (frontier.size, frontier.root(), frontier.as_bytes(), recorded_at)
        insert_rows("ledger_head", ("size", "root", "frontier", "recorded_at"), [head])
        held.tail = Tail(end.register, frontier, made[-1].leaf_hash, recorded_at)
        for entry in recorded:
            if entry.subject in held.chains:
                held.chains[entry.subject].append(entry)
        post(recorded)
    return recorded


def entries(
    *,
    after: int = 0,
    upto: int | None = None,
    subjects: Iterable[str] | None = None,
    events: Iterable[str] | None = None,
    newest_first: bool = False,
    limit: int | None = None,
) -> Iterator[Recorded]:
    """Yield entries with `after` < number <= `upto`, of some subjects or event codes only, in order of number."""
    where: list[str] = ["number > %s"]
    values: list[Any] = [after]
    if upto is not None:
        where.append("number <= %s")
        values.append(upto)
    for column, chosen in (("subject", subjects), ("event", events)):
        if chosen is not None:
            names: list[Any] = list(chosen)
            where.append(f"{column} IN ({', '.join(['%s'] * len(names)) or 'NULL'})")
            values.extend(names)
    statement = f"SELECT document FROM ledger_entry WHERE {' AND '.join(where)} ORDER BY number"  # noqa: S608
    if newest_first:
        statement += " DESC"
    if limit is not None:
        statement += f" LIMIT {int(limit)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while batch := cursor.fetchmany(2000):
            for (document,) in batch:
                yield read_document(bytes(document))


def entries_by_subject(subjects: Sequence[str], *, upto: int | None = None) -> dict[str, list[Recorded]]:
    """Return the whole chain of each subject, up to entry number `upto`; subjects without entries are left out."""
    chains: dict[str, list[Recorded]] = {}
    for at in range(0, len(subjects), _SUBJECTS_AT_ONCE):
        for entry in entries(subjects=subjects[at : at + _SUBJECTS_AT_ONCE], upto=upto):
            chains.setdefault(entry.subject, []).append(entry)
    return chains


def new_subject(prefix: str, random_index: Callable[[int], int]) -> str:
    """Return an identifier that no subject of the journal carries; call it while holding the pen."""
    while True:
        subject = new_id(prefix, random_index)
        if first_row("SELECT 1 FROM ledger_entry WHERE subject = %s", [subject]) is None:
            return subject


def chain_of(subject: str) -> list[Recorded]:
    """Return all entries of a subject, oldest first; whoever holds the pen reads them once."""
    held = pen()
    if held is None:
        return entries_by_subject([subject]).get(subject, [])
    if subject not in held.chains:
        with connection.cursor() as cursor:
            cursor.execute(_CHAIN, [subject])
            rows = cursor.fetchall()
        held.tail = tail_of(rows[0][:-3]) if rows else None
        chain = [row[-3:] for row in rows if row[-1] is not None]
        held.chains[subject] = [read_document(bytes(document)) for document, _, _ in chain]
        held.ends[subject] = (chain[-1][1], bytes(chain[-1][2])) if chain else (0, b"")
    return held.chains[subject]


def chains_of(recorded: Sequence[Recorded]) -> dict[str, list[Recorded]]:
    """Return the whole chain of each subject of `recorded`, up to the last of them.

    `recorded` must hold every newer entry of these subjects, as it does in a posting that all their events name: only
    what came before, and was not read under the pen already, is read from the journal.
    """
    held = pen()
    known = held.chains if held else {}
    chains: dict[str, list[Recorded]] = {each.subject: [] for each in recorded}
    unread = sorted(chains.keys() - known.keys())
    chains.update(entries_by_subject(unread, upto=recorded[0].number - 1))
    for entry in recorded:
        chains[entry.subject].append(entry)
    return {subject: known.get(subject, chain) for subject, chain in chains.items()}


def read_document(document: bytes) -> Recorded:
    """Read an entry from its stored bytes; the same bytes always say the same, so that those read lately need no reading."""
    return _read_lately(document) if len(document) <= _SHORT else _read(document)


_SHORT = 4_096
"""Longer documents, as of whole plans or a day's readings, are not kept in memory."""


def _read(document: bytes) -> Recorded:
    data = json.loads(document)
    return Recorded(
        data["number"],
        from_facts(data["event"], data["version"], data["facts"]),
        data["subject"],
        parse_moment(data["occurred_at"]),
        data["zone"],
        parse_moment(data["recorded_at"]),
        data["actor"],
        data["authority"],
        data["facility"],
        data["ground"],
        data["supersedes"],
    )


_read_lately = lru_cache(maxsize=4_096)(_read)


def number_known_at(moment: datetime) -> int:
    """Return the number of the last entry recorded at or before a moment; 0 when there was none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(number), 0) FROM ledger_entry WHERE recorded_at <= %s",
            [connection.ops.adapt_datetimefield_value(utc(moment))],
        )
        (number,) = cursor.fetchone()
    return int(number)


_SUBJECTS_AT_ONCE = 2_000

_CHAIN = f"""
WITH tail AS ({TAIL})
SELECT tail.*, c.document, c.subject_seq, c.leaf_hash FROM tail LEFT JOIN ledger_entry c ON c.subject = %s
ORDER BY c.subject_seq
"""  # noqa: S608 - our own words
"""Asks for the end of the journal and, beside it, for all entries of a subject: what every act must know."""

_CHAIN_ENDS = """
SELECT e.subject, e.subject_seq, e.leaf_hash FROM ledger_entry e
JOIN (
    SELECT subject, max(subject_seq) AS top FROM ledger_entry WHERE subject IN ({places}) GROUP BY subject
) t ON t.subject = e.subject AND t.top = e.subject_seq
"""


def _recording_time(now: datetime, last: datetime) -> datetime:
    if now < last - CLOCK_TOLERANCE:
        raise Refused([CLOCK_BEHIND(now=iso(now), last=iso(last))])
    return max(now, last)


class _Made(NamedTuple):
    """What else belongs to an entry whose row was made: its random key and its leaf hash."""

    number: int
    key: bytes
    leaf_hash: bytes


def _rows(
    recorded: Sequence[Recorded], end: Tail, held: Pen, new_key: Callable[[int], bytes], made: list[_Made]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the entry table, and tell `made` of each."""
    whole_second = iso(recorded[0].recorded_at.astimezone(UTC).replace(microsecond=0))
    follows = end.leaf_hash
    for entry in recorded:
        seq, prev = held.ends.get(entry.subject, (0, b""))
        document = canonical_bytes(document_of(entry, seq + 1, follows))
        key = new_key(KEY_SIZE)
        values = committed_values(entry, end.register, seq + 1, prev, document)
        leaf = commit(values, key, whole_second).leaf
        follows = leaf_hash(leaf)
        held.ends[entry.subject] = (seq + 1, follows)
        made.append(_Made(entry.number, key, follows))
        yield (
            entry.number,
            entry.event.code,
            entry.event.version,
            entry.subject,
            seq + 1,
            entry.occurred_at,
            entry.recorded_at,
            entry.actor,
            entry.supersedes,
            document,
            leaf,
            follows,
        )


def document_of(entry: Recorded, subject_seq: int, follows: bytes) -> dict[str, Any]:
    """Return the document whose canonical bytes are stored: the whole entry and the leaf hash it follows."""
    return {
        "number": entry.number,
        "follows": follows.hex(),
        "event": entry.event.code,
        "version": entry.event.version,
        "subject": entry.subject,
        "subject_seq": subject_seq,
        "occurred_at": iso(entry.occurred_at),
        "zone": entry.zone,
        "recorded_at": iso(entry.recorded_at),
        "actor": entry.actor,
        "authority": entry.authority,
        "facility": entry.facility,
        "ground": entry.ground,
        "supersedes": entry.supersedes,
        "facts": to_facts(entry.event),
    }


def committed_values(
    entry: Recorded, register: str, subject_seq: int, prev: bytes, document: bytes
) -> dict[str, str | int]:
    """Return the values that the leaf commits to, by the names of `commitment.FIELDS`."""
    return {
        "register": register,
        "subject": entry.subject,
        "subject_seq": subject_seq,
        "prev": prev.hex(),
        "event": entry.event.code,
        "occurred_at": iso(entry.occurred_at),
        "facility": entry.facility,
        "ground": entry.ground,
        "actor": entry.actor,
        "content": sha256(document).hexdigest(),
    }


def _chain_ends(subjects: set[str]) -> dict[str, tuple[int, bytes]]:
    """Return the last place and leaf hash of each subject's chain."""
    ends: dict[str, tuple[int, bytes]] = {}
    names = sorted(subjects)
    with connection.cursor() as cursor:
        for at in range(0, len(names), _SUBJECTS_AT_ONCE):
            chosen = names[at : at + _SUBJECTS_AT_ONCE]
            cursor.execute(_CHAIN_ENDS.format(places=", ".join(["%s"] * len(chosen))), chosen)
            ends.update((subject, (seq, bytes(last))) for subject, seq, last in cursor.fetchall())
    return ends
