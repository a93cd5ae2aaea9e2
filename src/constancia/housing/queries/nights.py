"""Who slept beside whom on a given night, with the entries that show it; now, or as the register knew it at an entry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from constancia.core.time import from_local
from constancia.housing.events.sleeping import Placed
from constancia.housing.models import Placement
from constancia.housing.queries.rows import among
from constancia.housing.timeline import sleeping
from constancia.ledger.journal import Recorded, entries, entries_by_subject
from constancia.register.timeline import Span, spans

FALLS, ENDS = time(21), time(6)
"""A night goes from nine in the evening to six in the morning by the clocks of the place."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Two people in one cell during a night, both present: from when to when, and the entries that say so.

    `entries` are those that put each of them in the cell, those by which each was in custody there, and those that ended it.
    """

    person: str
    other: str
    cell: str
    since: datetime
    until: datetime
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Present:
    """Somebody present in a cell for a while: placed there, and held (not out) at the facility."""

    person: str
    cell: str
    since: datetime
    until: datetime
    entries: frozenset[int]


def night_of(evening: date, zone: str) -> tuple[datetime, datetime]:
    """Return when the night that begins on a local day falls and ends; a change of the clocks makes it shorter or longer."""
    falls = from_local(datetime.combine(evening, FALLS), zone)
    return falls, from_local(datetime.combine(evening + timedelta(days=1), ENDS), zone)


def slept_beside(person: str, evening: date, zone: str, *, known_at: int | None = None) -> list[Beside]:
    """Return with whom a person shared a cell during the night that begins on a local day, in order of time.

    `known_at` asks what the register said at that entry of the journal (None: now).
    """
    falls, ends = night_of(evening, zone)
    own = _present(_chains([person], known_at), falls, ends)
    cells = {each.cell for each in own}
    others = _who_was_in(cells, falls, ends, known_at) - {person}
    theirs = _present(_chains(others, known_at), falls, ends)
    found = [beside for one in own for other in theirs if one.cell == other.cell and (beside := _together(one, other))]
    return sorted(found, key=lambda each: (each.since, each.other))


def _together(one: _Present, other: _Present) -> Beside | None:
    since, until = max(one.since, other.since), min(one.until, other.until)
    if until <= since:
        return None
    return Beside(one.person, other.person, one.cell, since, until, tuple(sorted(one.entries | other.entries)))


def _who_was_in(cells: Iterable[str], falls: datetime, ends: datetime, known_at: int | None) -> set[str]:
    """Return everybody who may have been in one of some cells: by the tables, or as known at an entry by the journal."""
    wanted = set(cells)
    if known_at is None:
        rows = Placement._default_manager.filter(since__lt=ends).exclude(until__lte=falls)
        return {person for (person,) in among(rows, "cell", wanted, "person")}
    placed = entries(events=[Placed.code], upto=known_at)
    return {each.subject for each in placed if isinstance(each.event, Placed) and each.event.cell in wanted}


def _chains(persons: Iterable[str], known_at: int | None) -> dict[str, list[Recorded]]:
    return entries_by_subject(sorted(persons), upto=known_at)


def _present(chains: dict[str, list[Recorded]], falls: datetime, ends: datetime) -> list[_Present]:
    return [
        present
        for person, chain in chains.items()
        for placement in sleeping.placements(person, chain)
        for present in _pieces(placement, spans(chain), falls, ends)
    ]


def _pieces(
    placement: sleeping.Placement, custody: Sequence[Span], falls: datetime, ends: datetime
) -> Iterator[_Present]:
    """Yield when somebody was really in the cell during a night: placed there, and not out."""
    for span in custody:
        if span.state != "held" or span.evidence != "recorded" or span.stay != placement.stay:
            continue
        since = max(falls, placement.since, span.since)
        until = min(each for each in (ends, placement.until, span.until) if each is not None)
        if since < until:
            numbers = {placement.entry, span.entry}
            numbers |= {each for each in (placement.ended_by, span.ended_by) if each is not None and until < ends}
            yield _Present(placement.person, placement.cell, since, until, frozenset(numbers))
