"""From entries to the register's tables. Each posting takes entries in order of number, one or thousands alike.

What a person's entries say is worked out anew from all of them (`timeline`), so that a fact reported late, a correction and
a rebuild all end in the same rows.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from constancia.core.events import Event
from constancia.ledger.journal import Recorded, chains_of
from constancia.ledger.rows import delete_rows, insert_rows
from constancia.register import events as e
from constancia.register import name_index, timeline
from constancia.register.names import compact
from constancia.register.roll import events as r

Chain = Sequence[Recorded]
Row = tuple[Any, ...]


def facility(entries: Sequence[Recorded]) -> None:
    """Write facilities."""
    rows = [
        (said.facility, said.name, said.zone, said.authority, entry.number)
        for entry in entries
        if isinstance(said := entry.event, e.FacilityOpened)
    ]
    insert_rows("register_facility", ("code", "name", "zone", "authority", "entry"), rows)


def rolls(entries: Sequence[Recorded]) -> None:
    """Write which rolls were read."""
    rows = [
        (
            entry.facility,
            said.day,
            said.name,
            said.sha256,
            said.rows,
            said.persons,
            said.stays,
            said.rejected,
            said.stale_of,
            entry.number,
        )
        for entry in entries
        if isinstance(said := entry.event, r.RollTaken)
    ]
    columns = ("facility", "day", "name", "sha256", "rows", "persons", "stays", "rejected", "stale_of", "entry")
    insert_rows("register_roll_day", columns, rows)


def headcounts(entries: Sequence[Recorded]) -> None:
    """Write the counts that somebody published; days without a count get no row."""
    columns = ("facility", "day", "definition", "producer", "count", "entry")
    rows = (
        (entry.facility, said.first_day + timedelta(days=offset), said.definition, said.producer, count, entry.number)
        for entry in entries
        if isinstance(said := entry.event, r.HeadcountsRead)
        for offset, count in enumerate(said.counts)
        if count is not None
    )
    insert_rows("register_headcount", columns, rows)


def names(entries: Sequence[Recorded]) -> None:
    """Take the names that these entries supersede out of the index, and put in those they record."""
    gone = {each.supersedes for each in entries if each.supersedes is not None}
    name_index.remove(gone)
    name_index.add(
        name_index.Standing(entry.number, entry.subject, said.kind, said.written)
        for entry in entries
        if isinstance(said := entry.event, e.NameRecorded) and entry.number not in gone
    )


def person(entries: Sequence[Recorded]) -> None:
    """Rewrite the tables that these entries can have changed, for the persons concerned."""
    histories = [_history(each, chain) for each, chain in chains_of(entries).items()]
    known_before = [each.person for each in histories if each.chain[0].number < entries[0].number]
    kinds = {type(each.event) for each in entries}
    for table in _TABLES:
        if table.concerns is None or kinds & table.concerns:
            delete_rows(table.name, table.key, known_before)
            insert_rows(table.name, table.columns, (row for each in histories for row in table.rows(each)))


@dataclass(frozen=True, slots=True)
class _History:
    """All entries of one person, and what they amount to."""

    person: str
    chain: Chain
    stands: Chain
    versions: Sequence[timeline.Version]
    spans: Sequence[timeline.Span]
    grounds: Sequence[timeline.Ground]


def _history(person_id: str, chain: Chain) -> _History:
    found = timeline.versions(chain)
    spans = [each.span for each in found if each.known_until is None]
    return _History(person_id, chain, timeline.standing(chain), found, spans, timeline.grounds(chain))


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of rows about persons, the events that can change it (None: all), and how its rows come about."""

    name: str
    key: str
    columns: tuple[str, ...]
    rows: Callable[[_History], Iterator[Row]]
    concerns: frozenset[type[Event]] | None


def _person_rows(of: _History) -> Iterator[Row]:
    names = [each.event.written for each in of.stands if isinstance(each.event, e.NameRecorded)]
    births = [each.event for each in of.stands if isinstance(each.event, e.BirthRecorded)]
    sexes = [each.event.on_papers for each in of.stands if isinstance(each.event, e.SexRecorded)]
    open_span = next((each for each in reversed(of.spans) if each.until is None), None)
    yield (
        of.person,
        names[0] if names else "",
        births[-1].earliest if births else None,
        births[-1].latest if births else None,
        sexes[-1] if sexes else "",
        open_span.facility if open_span else "",
        open_span.state if open_span else "",
        of.chain[0].number,
        of.chain[-1].number,
    )


def _identifier_rows(of: _History) -> Iterator[Row]:
    for entry in of.stands:
        said = entry.event
        if isinstance(said, e.IdentifierRecorded):
            yield (of.person, said.kind, said.issuer, said.value, compact(said.value), entry.number)
        elif isinstance(said, r.PersonListed):
            yield (of.person, "roll", said.issuer, said.number, compact(said.number), entry.number)


def _custody_rows(of: _History) -> Iterator[Row]:
    for version in of.versions:
        span = version.span
        yield (
            of.person,
            span.stay,
            span.facility,
            span.state,
            span.evidence,
            span.since,
            span.until,
            span.rows,
            span.status,
            span.sex,
            span.age,
            span.entry,
            span.ended_by,
            version.known_from,
            version.end_known_from,
            version.known_until,
        )


def _ground_rows(of: _History) -> Iterator[Row]:
    for each in of.grounds:
        yield (
            each.ground,
            of.person,
            each.kind,
            each.issuer,
            each.reference,
            each.since,
            each.until,
            each.review_due_on,
            each.challenged,
            each.ended,
            each.document_sha256,
            each.entry,
        )


def _uncovered_rows(of: _History) -> Iterator[Row]:
    overrides = {said.stay: said.override for entry in of.stands if isinstance(said := entry.event, e.Admitted)}
    for piece in timeline.uncovered(of.spans, of.grounds):
        yield (of.person, piece.stay, piece.facility, piece.since, piece.until, overrides.get(piece.stay, ""))


def _hold_rows(of: _History) -> Iterator[Row]:
    lifted = {each.event.hold for each in of.stands if isinstance(each.event, e.HoldLifted)}
    for entry in of.stands:
        if isinstance(said := entry.event, e.HoldPlaced):
            gone = said.hold in lifted
            yield (said.hold, of.person, said.kind, said.authority, said.reference, said.until, gone, entry.number)


def _link_rows(of: _History) -> Iterator[Row]:
    ended = {each.event.link for each in of.stands if isinstance(each.event, e.IdentityUnlinked)}
    for entry in of.stands:
        if isinstance(said := entry.event, e.IdentityLinked):
            gone = said.link in ended
            yield (said.link, of.person, said.other, said.relation, said.reason, gone, entry.number)


def _roll_stay_rows(of: _History) -> Iterator[Row]:
    found: dict[str, dict[str, Any]] = {}
    number = next((each.event.number for each in of.chain if isinstance(each.event, r.PersonListed)), "")
    for entry in of.chain:
        said = entry.event
        if isinstance(said, r.Sighted):
            found[said.stay] = {
                "facility": entry.facility,
                "admitted": said.admitted,
                "first": said.day,
                "last": None,
                "rows": 0,
                "gaps": [],
                "attributes": {},
            }
        if isinstance(said, r.Missed):
            found[said.stay]["last"] = said.last_day
        if isinstance(said, r.SightedAgain):
            stay = found[said.stay]
            stay["gaps"].append([stay["last"].isoformat(), said.day.isoformat()])
            stay["last"] = None
        if isinstance(said, r.Sighted | r.SightedAgain | r.Described):
            found[said.stay]["rows"] = said.rows
            found[said.stay]["attributes"].update((each.name, each.value) for each in said.attributes)
    for stay_id, seen in found.items():
        yield (
            stay_id,
            of.person,
            seen["facility"],
            number,
            seen["admitted"],
            seen["first"],
            seen["last"],
            seen["rows"],
            json.dumps(seen["gaps"]),
            json.dumps(seen["attributes"], sort_keys=True, ensure_ascii=False),
        )


_GROUND_EVENTS = frozenset({e.GroundRecorded, e.GroundReviewed, e.GroundChallenged, e.GroundAnnulled})
_ROLL_EVENTS = frozenset({r.PersonListed, r.Sighted, r.Missed, r.SightedAgain, r.Described})
_MOVES = frozenset(
    {
        e.Admitted,
        e.TransferredOut,
        e.TransferredIn,
        e.LeftTemporarily,
        e.Returned,
        e.Escaped,
        e.Released,
        e.Died,
        e.StatusRecorded,
    }
)
_CORRECTIONS = frozenset({e.EntryWithdrawn})

_TABLES = (
    _Table(
        "register_person",
        "id",
        ("id", "name", "born_earliest", "born_latest", "sex", "facility", "state", "entry", "last_entry"),
        _person_rows,
        None,
    ),
    _Table(
        "register_identifier",
        "person",
        ("person", "kind", "issuer", "value", "compact", "entry"),
        _identifier_rows,
        _CORRECTIONS | {e.IdentifierRecorded, r.PersonListed},
    ),
    _Table(
        "register_custody",
        "person",
        (
            "person",
            "stay",
            "facility",
            "state",
            "evidence",
            "since",
            "until",
            "rows",
            "status",
            "sex",
            "age",
            "entry",
            "ended_by",
            "known_from",
            "end_known_from",
            "known_until",
        ),
        _custody_rows,
        _CORRECTIONS | _MOVES | _ROLL_EVENTS,
    ),
    _Table(
        "register_ground",
        "person",
        (
            "id",
            "person",
            "kind",
            "issuer",
            "reference",
            "since",
            "until",
            "review_due_on",
            "challenged",
            "ended",
            "document_sha256",
            "entry",
        ),
        _ground_rows,
        _CORRECTIONS | _GROUND_EVENTS,
    ),
    _Table(
        "register_uncovered",
        "person",
        ("person", "stay", "facility", "since", "until", "override"),
        _uncovered_rows,
        _CORRECTIONS | _GROUND_EVENTS | _MOVES | _ROLL_EVENTS,
    ),
    _Table(
        "register_hold",
        "person",
        ("id", "person", "kind", "authority", "reference", "until", "lifted", "entry"),
        _hold_rows,
        _CORRECTIONS | {e.HoldPlaced, e.HoldLifted},
    ),
    _Table(
        "register_link",
        "person",
        ("link", "person", "other", "relation", "reason", "ended", "entry"),
        _link_rows,
        _CORRECTIONS | {e.IdentityLinked, e.IdentityUnlinked},
    ),
    _Table(
        "register_roll_stay",
        "person",
        (
            "stay",
            "person",
            "facility",
            "number",
            "admitted",
            "first_day",
            "last_day",
            "rows",
            "gaps",
            "attributes",
        ),
        _roll_stay_rows,
        _ROLL_EVENTS,
    ),
)
