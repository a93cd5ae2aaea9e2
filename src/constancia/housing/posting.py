"""From entries to housing's tables. Each posting takes entries in order of number, one or thousands alike.

What the entries of a person, a place or a count say is worked out anew from all of them, so that a fact reported late, a
correction and a rebuild all end in the same rows.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, fields
from datetime import date, datetime
from typing import Any

from constancia.core.events import Event
from constancia.core.time import day_end
from constancia.housing.events import places as p
from constancia.housing.events import separation as s
from constancia.housing.events import sleeping as sl
from constancia.housing.timeline import counts as counting
from constancia.housing.timeline import places as placing
from constancia.housing.timeline import sleeping as beds
from constancia.housing.timeline import statements as stated
from constancia.ledger.journal import Recorded, chains_of
from constancia.ledger.rows import delete_rows, insert_rows

Rows = Callable[[str, Sequence[Recorded]], Iterable[Any]]


def places(entries: Sequence[Recorded]) -> None:
    """Rewrite what the places concerned were when, and which of their beds are reserved."""

    def code(subject: str) -> str:
        return subject.removeprefix("place:")

    _rewrite(entries, "housing_place", "code", placing.Place, lambda _code, chain: placing.places(chain), name=code)
    _rewrite(entries, "housing_reservation", "place", placing.Reservation, _reservations, name=code)


def _reservations(_code: str, chain: Sequence[Recorded]) -> list[placing.Reservation]:
    return placing.reservations(chain, _day_end(chain[0].zone))


def _day_end(zone: str) -> Callable[[date], datetime]:
    return lambda day: day_end(day, zone)


def houses(entries: Sequence[Recorded]) -> None:
    """Rewrite what is fixed for the facilities concerned, and what was published about them."""

    def facility(subject: str) -> str:
        return subject.removeprefix("housing:")

    _rewrite(entries, "housing_house", "facility", placing.House, placing.houses, name=facility)
    columns = ("facility", "what", "value", "unit", "said_by", "said_on", "reference", "entry")
    gone = [str(each.supersedes) for each in entries if each.supersedes is not None]
    delete_rows("housing_claim", "entry", gone)
    rows = [
        (said.facility, said.what, said.value, said.unit, said.said_by, said.said_on, said.reference, entry.number)
        for entry in entries
        if isinstance(said := entry.event, p.ClaimRecorded) and str(entry.number) not in gone
    ]
    insert_rows("housing_claim", columns, rows)


def sleeping(entries: Sequence[Recorded]) -> None:
    """Rewrite where the persons concerned slept; custody that ends, or was wrong, ends the place in a cell with it."""
    _rewrite(entries, "housing_placement", "person", beds.Placement, beds.placements, only_with=sl.Placed)


def needs(entries: Sequence[Recorded]) -> None:
    """Rewrite what the persons concerned need."""
    _rewrite(entries, "housing_need", "person", stated.Need, stated.needs)


def hearings(entries: Sequence[Recorded]) -> None:
    """Rewrite when and where the persons concerned are heard."""
    _rewrite(entries, "housing_hearing", "person", stated.Hearing, stated.hearings_of)


def aparts(entries: Sequence[Recorded]) -> None:
    """Rewrite from whom the persons concerned are kept apart."""
    _rewrite(entries, "housing_apart", "person", stated.Apart, stated.aparts)


def memberships(entries: Sequence[Recorded]) -> None:
    """Rewrite to which groups the persons concerned are said to belong."""
    _rewrite(entries, "housing_membership", "person", stated.Membership, stated.memberships)


def groups(entries: Sequence[Recorded]) -> None:
    """Write groups, and rewrite which of them are kept apart."""
    opened = [
        (said.group, said.name, entry.number) for entry in entries if isinstance(said := entry.event, s.GroupOpened)
    ]
    insert_rows("housing_group", ("code", "name", "entry"), opened)

    def group(subject: str) -> str:
        return subject.removeprefix("group:")

    _rewrite(entries, "housing_rivalry", "group", stated.Rivalry, stated.rivalries, name=group)


def plans(entries: Sequence[Recorded]) -> None:
    """Rewrite the plans concerned and what became of them."""
    chains = chains_of(entries)
    delete_rows("housing_plan", "plan", list(chains))
    columns = (
        "plan",
        "facility",
        "question",
        "state",
        "moves",
        "unplaced",
        "proposed_by",
        "proposed_at",
        "entry",
        "decided_by_entry",
    )
    insert_rows("housing_plan", columns, (_plan(chain) for chain in chains.values()))


def _plan(chain: Sequence[Recorded]) -> tuple[Any, ...]:
    proposed, last = chain[0], chain[-1]
    said: Any = proposed.event
    decided = last.event
    state = "proposed"
    if isinstance(decided, sl.PlanApproved):
        state = "approved" if decided.whole else "in_part"
    elif isinstance(decided, sl.PlanRejected):
        state = "rejected"
    unplaced = sum(not each.to_cell for each in said.moves)
    return (
        said.plan,
        proposed.facility,
        said.question,
        state,
        len(said.moves) - unplaced,
        unplaced,
        proposed.actor,
        proposed.occurred_at,
        proposed.number,
        None if last is proposed else last.number,
    )


def counts(entries: Sequence[Recorded]) -> None:
    """Rewrite the roll calls concerned: what was counted, and every difference."""
    chains = chains_of(entries)
    found = [each for chain in chains.values() if (each := counting.count_of(chain)) is not None]
    for table in ("housing_count", "housing_counted", "housing_difference"):
        delete_rows(table, "count", list(chains))
    insert_rows(
        "housing_count",
        ("count", "facility", "kind", "cells", "as_of", "entry", "closed_by"),
        ((of.count, of.facility, of.kind, len(of.cells), of.as_of, of.entry, of.closed_by) for of in found),
    )
    insert_rows(
        "housing_counted",
        ("count", "cell", "round", "seen", "counted_by", "key", "at", "entry"),
        (
            (of.count, each.cell, each.round, each.seen, each.counted_by, each.key, each.at, each.entry)
            for of in found
            for each in of.counted
        ),
    )
    columns = (
        "count",
        "facility",
        "cell",
        "round",
        "computed",
        "attested",
        "state",
        "explanation",
        "entry",
        "closed_by",
    )
    insert_rows("housing_difference", columns, (row for of in found for row in _difference_rows(of)))


def _difference_rows(of: counting.Count) -> Iterable[tuple[Any, ...]]:
    for each in of.differences:
        yield (
            of.count,
            of.facility,
            each.cell,
            each.round,
            each.computed,
            each.attested,
            each.state,
            each.explanation,
            each.entry,
            each.closed_by,
        )


def _rewrite(
    entries: Sequence[Recorded],
    table: str,
    key: str,
    kind: type[Any],
    rows: Rows,
    *,
    name: Callable[[str], str] = str,
    only_with: type[Event] = Event,
) -> None:
    """Replace the rows of some subjects in a table whose columns are the fields of a dataclass.

    Subjects without any entry of the event `only_with` have no rows, and never had.
    """
    chains = {
        subject: chain
        for subject, chain in chains_of(entries).items()
        if any(isinstance(each.event, only_with) for each in chain)
    }
    known_before = [name(subject) for subject, chain in chains.items() if chain[0].number < entries[0].number]
    delete_rows(table, _quoted(key), known_before)
    columns = tuple(each.name for each in fields(kind))
    insert_rows(
        table,
        [_quoted(each) for each in columns],
        (astuple(row) for s, chain in chains.items() for row in rows(name(s), chain)),
    )


def _quoted(column: str) -> str:
    """Return a column's name as SQL takes it: `group` is a word of its own there."""
    return f'"{column}"'
