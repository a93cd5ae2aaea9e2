"""The one sweep under every form that looks at time: how many intervals of each label cover each stretch, for all subjects. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

Stretch = tuple[int, int, tuple[int, ...]]
"""A stretch of time of one subject: since, until, and how many intervals of each label cover it."""


def sweep(labels: Sequence[Sequence[pl.DataFrame]]) -> pl.DataFrame:
    """Return the stretches of every subject on which the counts of all labels stay the same.

    Columns: subject, since, until and `n0`, `n1` … one count for each label. An interval may carry a whole-number `weight` that
    is added instead of one. Stretches that nothing covers are left out.
    """
    edges = [_edges(frame, label) for label, frames in enumerate(labels) for frame in frames if frame.height]
    names = [f"n{label}" for label in range(len(labels))]
    if not edges:
        return pl.DataFrame(
            schema={"subject": pl.UInt32, "since": pl.Int64, "until": pl.Int64, **dict.fromkeys(names, pl.Int64)}
        )
    changes = (
        pl.concat(edges)
        .group_by("subject", "since")
        .agg(
            *(pl.col("change").filter(pl.col("label") == label).sum().alias(name) for label, name in enumerate(names)),
            pl.col("cover").sum(),
        )
        .sort("subject", "since")
    )
    return (
        changes.with_columns(*(pl.col(name).cum_sum() for name in names), pl.col("cover").cum_sum())
        .with_columns(pl.col("since").shift(-1).alias("until"))
        .filter(pl.col("cover") > 0)
        .select("subject", "since", "until", *names)
    )


def _edges(frame: pl.DataFrame, label: int) -> pl.DataFrame:
    weight = pl.col("weight") if "weight" in frame.columns else pl.lit(1, pl.Int64)
    begin = frame.select("subject", "since", weight.alias("change"), pl.lit(1, pl.Int32).alias("cover"))
    end = frame.select(
        "subject", pl.col("until").alias("since"), (-weight).alias("change"), pl.lit(-1, pl.Int32).alias("cover")
    )
    return pl.concat([begin, end]).with_columns(pl.lit(label, pl.Int8).alias("label"))


def sweep_one(spans: Iterable[tuple[int, int, int]], labels: int) -> Iterator[Stretch]:
    """Yield the same stretches for one subject, from its labelled intervals (since, until, label)."""
    changes: defaultdict[int, list[int]] = defaultdict(lambda: [0] * (labels + 1))
    for since, until, label in spans:
        begin, end = changes[since], changes[until]
        begin[label] += 1
        begin[labels] += 1
        end[label] -= 1
        end[labels] -= 1
    counts = [0] * (labels + 1)
    last = 0
    for at in sorted(changes):
        if counts[labels]:
            yield last, at, tuple(counts[:labels])
        counts = [count + change for count, change in zip(counts, changes[at], strict=True)]
        last = at


def united(intervals: pl.DataFrame) -> pl.DataFrame:
    """Return the union of each subject's intervals, touching ones made one."""
    if not intervals.height:
        return intervals.select("subject", "since", "until")
    return (
        intervals.select("subject", "since", "until")
        .sort("subject", "since")
        .with_columns(pl.col("until").cum_max().over("subject").shift(1).over("subject").alias("reach"))
        .with_columns((pl.col("reach").is_null() | (pl.col("since") > pl.col("reach"))).cum_sum().alias("run"))
        .group_by("run", maintain_order=True)
        .agg(pl.col("subject").first(), pl.col("since").first(), pl.col("until").max())
        .select("subject", "since", "until")
    )


def united_one(intervals: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of one subject's intervals, touching ones made one."""
    found: list[tuple[int, int]] = []
    for since, until in sorted(intervals):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found


def runs_of(frame: pl.DataFrame, *same: str) -> pl.DataFrame:
    """Return stretches with those that touch and agree in the columns `same` made one; the frame is sorted by subject and time."""
    if not frame.height:
        return frame.select("subject", "since", "until", *same)
    new = pl.col("subject").ne(pl.col("subject").shift(1)) | pl.col("since").ne(pl.col("until").shift(1))
    for each in same:
        new |= pl.col(each).ne_missing(pl.col(each).shift(1))
    return (
        frame.with_columns(new.fill_null(value=True).cum_sum().alias("run"))
        .group_by("run", maintain_order=True)
        .agg(*(pl.col(each).first() for each in ("subject", "since", *same)), pl.col("until").last())
        .select("subject", "since", "until", *same)
    )
