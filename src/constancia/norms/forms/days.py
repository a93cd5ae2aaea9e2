"""Whole local days of subjects, and for how long a state stands on each. Pure.

A day is judged only when it lies whole inside the subject's universe in one zone; it lasts 23 to 25 hours where clocks change.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
import polars as pl

from constancia.norms.calendars import day_of, days_between, start_of
from constancia.norms.forms.arrays import Ints, column, keys
from constancia.norms.forms.board import Board
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import YES, State
from constancia.norms.forms.sweep import united, united_one
from constancia.norms.forms.timeline import stretches, stretches_one

Span = tuple[int, int]


def whole_days(board: Board, kind: str, universe: State) -> pl.DataFrame:
    """Return the whole local days of every subject in its universe: subject, day (its first instant), ends, zone."""
    return board.keep(("days", kind, universe), lambda: _whole_days(board, kind, universe))


def _whole_days(board: Board, kind: str, universe: State) -> pl.DataFrame:
    inside = stretches(board, kind, (universe,)).filter(pl.col("s0") == YES).select("subject", "since", "until")
    next_ = pl.col("since").shift(-1).over("subject").fill_null(board.as_of)
    stays = (
        board.zones(kind)
        .with_columns(next_.alias("to"))
        .join(inside, on="subject", suffix="_in")
        .with_columns(
            pl.max_horizontal("since", "since_in").alias("since"), pl.min_horizontal("to", "until").alias("until")
        )
        .filter((pl.col("since") < pl.col("until")) & pl.col("zone").is_not_null())
    )
    parts = [_days_in(part["zone"][0], united(part)) for part in stays.partition_by("zone")]
    empty = {"subject": pl.UInt32, "day": pl.Int64, "ends": pl.Int64, "zone": pl.String}
    if len(parts) == 1:
        return parts[0]
    found = pl.concat(parts) if parts else pl.DataFrame(schema=empty)
    return found.unique(["subject", "day"]).sort("subject", "day")


def _days_in(zone: str, stays: pl.DataFrame) -> pl.DataFrame:
    midnights = _midnights(stays, zone)
    first = midnights.search_sorted(stays["since"], side="left").cast(pl.Int64)
    beyond = midnights.search_sorted(stays["until"], side="right").cast(pl.Int64) - 1
    places = pl.int_ranges(first, beyond.zip_with(beyond > first, first), eager=True)
    found = stays.select("subject").with_columns(places.alias("place")).explode("place").drop_nulls()
    return found.select(
        "subject",
        pl.lit(midnights).gather(pl.col("place")).alias("day"),
        pl.lit(midnights).gather(pl.col("place") + 1).alias("ends"),
        pl.lit(zone).alias("zone"),
    )


def _midnights(spans: pl.DataFrame, zone: str) -> pl.Series:
    """Return every local midnight from the one before the first span to the one after the last."""
    first, last = spans["since"].min(), spans["until"].max()
    assert isinstance(first, int)  # noqa: S101 - the caller has at least one span
    assert isinstance(last, int)  # noqa: S101 - as above
    day = day_of(first, zone)
    found = [start_of(day, zone)]
    while found[-1] <= last:
        day += timedelta(days=1)
        found.append(start_of(day, zone))
    return pl.Series("midnight", found, dtype=pl.Int64)


def time_on(days: pl.DataFrame, line: pl.DataFrame, stands: Sequence[int]) -> Ints:
    """Return for how long, on each day, a state stood in one of some ways; `line` is how it stood over time."""
    spans = line.filter(pl.col("stands").is_in(list(stands)))
    if not spans.height or not days.height:
        return np.zeros(days.height, dtype=np.int64)
    subject = column(spans, "subject")
    concerned = np.zeros(int(max(subject.max(), column(days, "subject").max())) + 1, dtype=bool)
    concerned[subject] = True
    chosen = concerned[column(days, "subject")]
    whose, first, last = (column(days, each)[chosen] for each in ("subject", "day", "ends"))
    total = np.zeros(days.height, dtype=np.int64)
    if len(whose):
        total[chosen] = _time_between(whose, first, last, subject, column(spans, "since"), column(spans, "until"))
    return total


def _time_between(whose: Ints, first: Ints, last: Ints, subject: Ints, since: Ints, until: Ints) -> Ints:
    """Return how much of each subject's spans (in order) lies in each of its days (in order)."""
    since, until = (np.clip(each, first.min(), last.max()) for each in (since, until))
    begin, first_key, last_key = keys([subject, whose, whose], [since, first, last])
    length = until - since
    before = np.cumsum(length) - length

    def so_far(key: Ints, moment: Ints, days_of: Ints) -> Ints:
        place = np.searchsorted(begin, key, side="right") - 1
        within = np.clip(moment - since[place], 0, length[place])
        found = before[place] + np.where(subject[place] == days_of, within, length[place])
        return np.where(place < 0, 0, found)

    at_first = so_far(first_key, first, whose)
    at_last = np.append(at_first[1:], 0)
    alone = np.append((first[1:] != last[:-1]) | (whose[1:] != whose[:-1]), True)
    at_last[alone] = so_far(last_key[alone], last[alone], whose[alone])
    return at_last - at_first


def whole_days_one(sheet: Sheet, universe: State, lo: int, hi: int) -> list[Span]:
    """Return the whole local days of one subject that end after `lo`."""
    begin = lo - _A_LONG_DAY
    inside = [
        (since, until) for since, until, (stands,) in stretches_one(sheet, (universe,), begin, hi) if stands == YES
    ]
    found: set[Span] = set()
    for zone, stays in _by_zone(sheet, united_one(inside), hi).items():
        for since, until in united_one(stays):
            for day in days_between(since, until, zone):
                found.add((start_of(day, zone), start_of(day + timedelta(days=1), zone)))
    return sorted(each for each in found if each[1] > lo)


_A_LONG_DAY = 26 * 3600 * 10**6


def _by_zone(sheet: Sheet, inside: list[Span], hi: int) -> dict[str, list[Span]]:
    stays: dict[str, list[Span]] = {}
    for since, until, zone in _zones_of(sheet, hi):
        for begin, end in inside:
            if zone is not None and max(since, begin) < min(until, end):
                stays.setdefault(zone, []).append((max(since, begin), min(until, end)))
    return stays


def _zones_of(sheet: Sheet, hi: int) -> Iterator[tuple[int, int, str | None]]:
    changes = sheet.zone_changes()
    ends = [since for since, _ in changes[1:]] + [hi]
    for (since, zone), until in zip(changes, ends, strict=False):
        yield since, until, zone
