"""Whole local days of subjects, and stretches cut at local midnight. Pure.

A day is judged only when it lies whole inside the subject's universe in one zone; it lasts 23 to 25 hours where clocks change.
"""

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from constancia.norms.calendars import day_of, days_between, start_of
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


def by_day(days: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Return spans cut at local midnights, with the `day` and its end `ends`; what lies on no whole day is left out."""
    columns = [each for each in spans.columns if each not in ("subject", "since", "until")]
    parts = [
        _cut(zone, days.filter(pl.col("zone") == zone), spans, columns)
        for zone in sorted(days["zone"].unique().to_list())
    ]
    if not parts:
        return spans.with_columns(pl.lit(0, pl.Int64).alias("day"), pl.lit(0, pl.Int64).alias("ends")).clear()
    return pl.concat(parts)


def _cut(zone: str, days: pl.DataFrame, spans: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    limits = days.select(pl.col("day").min().alias("since"), pl.col("ends").max().alias("until"))
    first, last = limits.row(0)
    inside = spans.filter((pl.col("since") < last) & (pl.col("until") > first)).with_columns(
        pl.max_horizontal("since", pl.lit(first, pl.Int64)), pl.min_horizontal("until", pl.lit(last, pl.Int64))
    )
    midnights = _midnights(limits, zone)
    begin = midnights.search_sorted(inside["since"], side="right").cast(pl.Int64) - 1
    end = midnights.search_sorted(inside["until"], side="left").cast(pl.Int64)
    places = pl.int_ranges(begin, end, eager=True)
    midnight = pl.lit(midnights)
    return (
        inside.with_columns(places.alias("place"))
        .explode("place")
        .with_columns(
            midnight.gather(pl.col("place")).alias("day"),
            pl.max_horizontal("since", midnight.gather(pl.col("place"))).alias("since"),
            pl.min_horizontal("until", midnight.gather(pl.col("place") + 1)).alias("until"),
        )
        .join(days.select("subject", "day", "ends"), on=["subject", "day"])
        .select("subject", "since", "until", *columns, "day", "ends")
    )


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
