"""From a person's entries to where the person slept, interval by interval. Pure.

A place in a cell lasts no longer than the custody it belongs to: whoever is released, dies, escapes or leaves for another
facility has no cell any more, and whoever is out for a court or a hospital keeps it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from constancia.housing.events import sleeping as e
from constancia.housing.paths import facility_of
from constancia.housing.timeline.places import standing_of
from constancia.register.timeline import Span, spans

KEEPS_A_CELL = frozenset({"held", "absent"})
"""States of custody in which somebody has a place to sleep at the facility."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Somebody's place in a cell during an interval (`until` None: still); `entry` opened it, `ended_by` closed it."""

    person: str
    stay: str
    facility: str
    cell: str
    bed: str
    how: str
    override: int | None
    since: datetime
    until: datetime | None
    entry: int
    ended_by: int | None


def placements(person: str, entries: Iterable[Any]) -> list[Placement]:
    """Return where one person slept, from all entries of the person's file."""
    stands = standing_of(entries)
    marks = [each for each in stands if isinstance(each.event, e.Placed | e.TakenOut)]
    if not marks:
        return []
    custody = [each for each in spans(stands) if each.evidence == "recorded" and each.state in KEEPS_A_CELL]
    found = [_placement(person, mark, following, custody) for mark, following in pairwise([*marks, None])]
    return [each for each in found if each is not None]


def _placement(person: str, mark: Any, following: Any, custody: Sequence[Span]) -> Placement | None:
    """Return one stretch in a cell: from its entry to the next, cut to one unbroken piece of custody there."""
    said = mark.event
    if isinstance(said, e.TakenOut):
        return None
    end, ended_by = (following.occurred_at, following.number) if following else (None, None)
    facility = facility_of(said.cell)
    covers = _unbroken(custody, said.stay, facility, mark.occurred_at, end)
    if covers is None:
        return None
    since, until, closed_by = covers
    if end is not None and (until is None or end <= until):
        until, closed_by = end, ended_by
    if until is not None and until <= since:
        return None
    return Placement(
        person, said.stay, facility, said.cell, said.bed, said.how, said.override, since, until, mark.number, closed_by
    )


def _unbroken(
    custody: Sequence[Span], stay: str, facility: str, at: datetime, end: datetime | None
) -> tuple[datetime, datetime | None, int | None] | None:
    """Return the first unbroken piece of custody of a stay at a facility that overlaps an interval, and what ended it."""
    found: tuple[datetime, datetime | None, int | None] | None = None
    for span in custody:
        if span.stay != stay or span.facility != facility:
            continue
        if found is None and (span.until is None or span.until > at) and (end is None or span.since < end):
            found = (max(at, span.since), span.until, span.ended_by)
        elif found is not None and found[1] == span.since:
            found = (found[0], span.until, span.ended_by)
    return found
