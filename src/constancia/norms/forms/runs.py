"""Unbroken runs: of a state, of windows nearly filled by it, and with breaks that do not count (EC-BREAK). Pure.

A run is taken from the union of the intervals in which a state holds. `lasts` is the moment at which its last window stops
counting, which may be a little after the state itself has ended.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from constancia.norms.forms.sweep import sweep, sweep_one, united, united_one

Span = tuple[int, int]


class Run(NamedTuple):
    """One run of one subject; `counts` is the moment from which its first window is filled enough."""

    since: int
    until: int
    lasts: int
    counts: int


@dataclass(frozen=True, slots=True)
class Window:
    """A sliding window of elapsed time, and how much of it the state must fill (EC-DAY)."""

    length: int
    at_least: int


@dataclass(frozen=True, slots=True)
class Breaks:
    """Which breaks do not end a run: those shorter than `gap`, or (`equal`) than what was run until then."""

    gap: int = 0
    equal: bool = False


LITERAL = Breaks()
"""Every break ends a run."""


def literal(intervals: pl.DataFrame, window: Window | None, held: pl.DataFrame) -> pl.DataFrame:
    """Return the literal runs of every subject (subject, since, until, lasts), given the union of its intervals.

    Without a window a run is one interval. With one it is the longest stretch in which every window is filled enough; it begins
    and ends while the state holds. No window reaches across a time in which the subject was not `held`.
    """
    if window is None or not intervals.height:
        return intervals.with_columns(pl.col("until").alias("lasts"))
    times = united(pl.concat([intervals, held])).with_row_index("time", offset=0)
    placed = intervals.join_asof(times, on="since", by="subject", check_sortedness=False).rename({"subject": "whose"})
    placed = placed.select("whose", pl.col("time").cast(pl.UInt32).alias("subject"), "since", "until")
    runs = _windowed(placed.select("subject", "since", "until"), window)
    whose = placed.select("subject", "whose").unique()
    return (
        runs.join(whose, on="subject", how="left")
        .select(pl.col("whose").alias("subject"), "since", "until", "lasts")
        .sort("subject", "since")
    )


def _windowed(intervals: pl.DataFrame, window: Window) -> pl.DataFrame:
    good = _good(intervals, window).with_columns((pl.col("since") - window.length).alias("from"))
    begun = good.join_asof(
        intervals.rename({"since": "begins", "until": "ends"}),
        left_on="from",
        right_on="ends",
        by="subject",
        strategy="forward",
        allow_exact_matches=False,
        check_sortedness=False,
    ).select("subject", pl.max_horizontal("begins", "from").alias("since"), pl.col("until").alias("lasts"))
    return begun.join_asof(
        intervals.rename({"since": "begins", "until": "ends"}),
        left_on="lasts",
        right_on="begins",
        by="subject",
        strategy="backward",
        allow_exact_matches=False,
        check_sortedness=False,
    ).select("subject", "since", pl.min_horizontal("ends", "lasts").alias("until"), "lasts")


def _good(intervals: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return when the window that ends at a moment is filled enough: how full it is changes by one second a second or not at all."""
    later = intervals.with_columns(pl.col("since") + window.length, pl.col("until") + window.length)
    hull = pl.concat([intervals, later]).group_by("subject").agg(pl.col("since").min(), pl.col("until").max())
    slope = pl.col("n0") - pl.col("n1")
    gained = slope * (pl.col("until") - pl.col("since"))
    lacks = window.at_least - pl.col("full")
    return united(
        sweep([[intervals], [later], [hull]])
        .with_columns(slope.alias("slope"), (gained.cum_sum() - gained).alias("full"))
        .select(
            "subject",
            pl.when(pl.col("slope") > 0)
            .then(pl.col("since") + pl.max_horizontal(lacks, 0))
            .otherwise(pl.col("since"))
            .alias("since"),
            pl.when((pl.col("slope") <= 0) & (lacks > 0))
            .then(pl.col("since"))
            .when(pl.col("slope") < 0)
            .then(pl.min_horizontal(pl.col("since") - lacks, "until"))
            .otherwise(pl.col("until"))
            .alias("until"),
        )
        .filter(pl.col("since") < pl.col("until"))
    )


def literal_one(
    intervals: Sequence[Span], window: Window | None, held: Sequence[Span], lo: int, before: Iterable[Run]
) -> list[Run]:
    """Return the literal runs of one subject.

    `intervals` is the union from one window before `lo` on, `held` when the subject was held from then on; `before` are the runs
    worked out earlier, of which what lies before `lo` still stands.
    """
    good = [
        (since, until, group) for group in _grouped(intervals, window, held) for since, until in _good_of(group, window)
    ]
    good = [(max(since, lo), until, group) for since, until, group in good if until > lo]
    kept = [run for run in before if run.counts < lo]
    found: list[Run] = []
    if kept and kept[-1].lasts >= lo:
        old = kept.pop()
        joins = bool(good) and good[0][0] == lo
        _, lasts, group = good.pop(0) if joins else (lo, lo, intervals)
        found.append(Run(old.since, _last(group, lasts), lasts, old.counts))
    length = window.length if window else 0
    found += [Run(_first(group, since - length), _last(group, until), until, since) for since, until, group in good]
    return kept + found


def _grouped(intervals: Sequence[Span], window: Window | None, held: Sequence[Span]) -> list[Sequence[Span]]:
    """Return intervals in groups, one for each time of being held: no window reaches from one to another."""
    if window is None:
        return [intervals]
    groups = [
        [span for span in intervals if since <= span[0] < until] for since, until in united_one([*intervals, *held])
    ]
    return [group for group in groups if group]


def _good_of(intervals: Sequence[Span], window: Window | None) -> Sequence[Span]:
    return intervals if window is None else _good_one(intervals, window)


def _good_one(intervals: Sequence[Span], window: Window) -> list[Span]:
    if not intervals:
        return []
    spans = [(since, until, 0) for since, until in intervals]
    spans += [(since + window.length, until + window.length, 1) for since, until in intervals]
    spans.append((intervals[0][0], intervals[-1][1] + window.length, 2))
    return united_one(_filled(spans, window.at_least))


def _filled(spans: list[tuple[int, int, int]], at_least: int) -> Iterator[Span]:
    full = 0
    for since, until, (now, then, _) in sweep_one(spans, 3):
        slope = now - then
        lacks = at_least - full
        begin = since + max(lacks, 0) if slope > 0 else since
        end = until
        if slope <= 0 and lacks > 0:
            end = since
        elif slope < 0:
            end = min(since - lacks, until)
        if begin < end:
            yield begin, end
        full += slope * (until - since)


def _first(intervals: Sequence[Span], at: int) -> int:
    return next(max(since, at) for since, until in intervals if until > at)


def _last(intervals: Sequence[Span], at: int) -> int:
    return next((min(until, at) for since, until in reversed(intervals) if since < at), at)


def bridged(runs: pl.DataFrame, breaks: Breaks, held: pl.DataFrame | None) -> pl.DataFrame:
    """Return the runs of every subject with the moment from which each counts (`begun`): breaks that do not count are bridged.

    Where `held` is given no break is bridged across freedom: both runs must lie in the same unbroken time of being held.
    """
    if not runs.height or breaks == LITERAL:
        return runs.select("subject", "since", "until", pl.col("since").alias("begun"))
    if held is None:
        held = runs.select("subject", pl.lit(-1, pl.Int64).alias("since"), pl.lit(0, pl.Int64).alias("until")).unique()
    held = held.select("subject", pl.col("since").alias("held"), pl.col("until").alias("freed"))
    runs = runs.join_asof(held, left_on="since", right_on="held", by="subject", check_sortedness=False).with_columns(
        pl.when(pl.col("since") < pl.col("freed")).then("held")
    )
    rows = [
        (subject, run.since, run.until, begun)
        for subject, _, since, until in runs.group_by("subject", "held", maintain_order=True)
        .agg("since", "until")
        .iter_rows()
        for run, begun in bridged_one([Run(*each, each[1], each[0]) for each in zip(since, until, strict=True)], breaks)
    ]
    schema = {"subject": pl.UInt32, "since": pl.Int64, "until": pl.Int64, "begun": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("subject", "since")


def bridged_one(runs: Iterable[Run], breaks: Breaks) -> list[tuple[Run, int]]:
    """Return the runs of one subject, held without a break all the time, each with the moment from which it counts."""
    found: list[tuple[Run, int]] = []
    for run in runs:
        begun = run.since
        if found:
            last, earlier = found[-1]
            if run.since - last.until < (last.until - earlier if breaks.equal else breaks.gap):
                begun = earlier
        found.append((run, begun))
    return found


def bridged_where_held(runs: Iterable[Run], breaks: Breaks, held: Sequence[Span]) -> list[tuple[Run, int]]:
    """Return the same for one subject; runs in different times of being held are not bridged."""
    if breaks == LITERAL:
        return [(run, run.since) for run in runs]
    groups: dict[int | None, list[Run]] = {}
    for run in runs:
        groups.setdefault(next((since for since, until in held if since <= run.since < until), None), []).append(run)
    return sorted(each for group in groups.values() for each in bridged_one(group, breaks))
