"""Interval rules over a whole log of events, array by array: spells with a merge gap, occupancy by the hour, days present. Pure.

The log names for each event a person, a moment (seconds of UTC) and what holds from then until the person's next event. These are
the set-wise counterparts of `spell`, `interval` and a count of days for logs too large to be tables of facts; events at the same
moment count in the order in which they arrived.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[Any]

HOUR, DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Intervals:
    """What held of which person, from when until when: rows of the log in order of person and time."""

    person: Ints
    since: Ints
    until: Ints
    order: Ints


def intervals(person: Ints, moment: Ints, end: int) -> Intervals:
    """Return the intervals between the events of each person; the last goes on until `end`. The log is in order of arrival."""
    if end <= np.iinfo(np.int32).max:
        moment = moment.astype(np.int32)
    order = by_person(person)
    person, since = person[order], moment[order]
    same = person[1:] == person[:-1]
    if (same & (since[1:] < since[:-1])).any():
        placed = np.lexsort((since, person))
        order, since = order[placed], since[placed]
    until = np.empty_like(since)
    until[:-1] = np.where(same, since[1:], end)
    until[-1:] = end
    return Intervals(person, since, until, order)


def by_person(person: Ints) -> Ints:
    """Return the order of persons, events of one person in the order in which they stand: 16 bits at a time, without comparing."""
    order = np.argsort(person.astype(np.uint16), kind="stable").astype(np.int32)
    high = person >> 16
    if not high.any():
        return order
    return order[np.argsort(high[order].astype(np.uint16), kind="stable")]


def spells(rows: Intervals, holds: Ints, gap: int) -> tuple[Ints, Ints, Ints]:
    """Return the runs (person, since, until) in which something holds; breaks of up to `gap` seconds do not end a run."""
    chosen = holds & (rows.since < rows.until)
    person, since, until = rows.person[chosen], rows.since[chosen], rows.until[chosen]
    if not len(person):
        return person, since, until
    new = np.append(True, (person[1:] != person[:-1]) | (since[1:] - until[:-1] > gap))
    first = np.flatnonzero(new)
    return person[first], since[first], until[np.append(first[1:], len(new)) - 1]


def excess(since: Ints, until: Ints, limit: int) -> tuple[int, int]:
    """Return how many runs are longer than a limit, and by how many seconds in all."""
    over = until - since - limit
    return int((over > 0).sum()), int(over[over > 0].sum())


def occupancy(rows: Intervals, place: Ints, counts: Ints, start: int, hours: int, places: int) -> Ints:
    """Return how many persons are in each place (0 is none) at each hour mark: an array of places by hours.

    A person is there at a mark if since <= mark < until.
    """
    first, last = (
        np.clip((each - (start - HOUR + 1)) // HOUR, 0, hours).astype(np.int32) for each in (rows.since, rows.until)
    )
    chosen = np.flatnonzero(counts & (place > 0) & (first < last)).astype(np.int32)
    row = place[chosen].astype(np.int32) * (hours + 1)
    change = np.zeros((places + 1) * (hours + 1), dtype=np.int16)
    np.add.at(change, row + first[chosen], np.int16(1))
    np.subtract.at(change, row + last[chosen], np.int16(1))
    table = change.reshape(places + 1, hours + 1)
    np.cumsum(table, axis=1, dtype=np.int16, out=table)
    return table[1:, :hours]


def days_present(rows: Intervals, counts: Ints, offset: int) -> tuple[Ints, Ints, Ints]:
    """Return, interval by interval, the local days on which a person was present and no earlier interval counted: row, first, last.

    Any part of a day counts once for a person. `offset` is the zone's, in seconds.
    """
    chosen = np.flatnonzero(counts & (rows.since < rows.until))
    person = rows.person[chosen]
    first = (rows.since[chosen] + offset) // DAY
    last = (rows.until[chosen] - 1 + offset) // DAY
    same = person[1:] == person[:-1]
    first[1:] = np.where(same, np.maximum(first[1:], last[:-1] + 1), first[1:])
    kept = first <= last
    return chosen[kept], first[kept], last[kept]
