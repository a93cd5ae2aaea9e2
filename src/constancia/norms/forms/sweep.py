"""The one sweep under every form that looks at time: how many intervals of each label cover each stretch, for all subjects. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl

from constancia.norms.forms.arrays import Ints, changes, column, keys

Stretch = tuple[int, int, tuple[int, ...]]
"""A stretch of time of one subject: since, until, and how many intervals of each label cover it."""


def sweep(labels: Sequence[Sequence[pl.DataFrame]]) -> pl.DataFrame:
    """Return the stretches of every subject on which the counts of all labels stay the same.

    Columns: subject, since, until and `n0`, `n1` … one count for each label. An interval may carry a whole-number `weight` that
    is added instead of one. Stretches that nothing covers are left out.
    """
    given = [(label, frame) for label, frames in enumerate(labels) for frame in frames if frame.height]
    if not given:
        counts = {f"n{label}": pl.Int64 for label in range(len(labels))}
        return pl.DataFrame(schema={"subject": pl.UInt32, "since": pl.Int64, "until": pl.Int64, **counts})
    subject = np.concatenate([column(frame, "subject") for _, frame in given for _ in range(2)])
    at = np.concatenate([column(frame, each) for _, frame in given for each in ("since", "until")])
    (key,) = keys([subject], [at])
    order = np.argsort(key, kind="stable")
    last = np.flatnonzero(np.append(changes(key[order])[1:], True))
    cover = np.concatenate([np.repeat(np.array([1, -1], dtype=np.int32), frame.height) for _, frame in given])
    covers = np.cumsum(cover[order], dtype=np.int32)[last]
    covered = covers > 0
    at, subject = at[order][last], subject[order][last]
    found = {"subject": subject[covered], "since": at[covered], "until": np.append(at[1:], 0)[covered]}
    used = {label for label, _ in given}
    if len(used) == 1 and not any("weight" in frame.columns for _, frame in given):
        levels = {used.pop(): covers[covered].astype(np.int64)}
    else:
        changed = np.concatenate([_weights(frame) for _, frame in given])[order]
        marked = np.concatenate([np.full(2 * frame.height, label, dtype=np.int16) for label, frame in given])[order]
        levels = {label: np.cumsum(np.where(marked == label, changed, 0))[last][covered] for label in used}
    nothing = np.zeros(len(found["since"]), dtype=np.int64)
    found |= {f"n{label}": levels.get(label, nothing) for label in range(len(labels))}
    return pl.DataFrame(found).with_columns(pl.col("subject").cast(pl.UInt32))


def _weights(frame: pl.DataFrame) -> Ints:
    """Return what each beginning of an interval adds and each end takes away."""
    weight = column(frame, "weight") if "weight" in frame.columns else np.ones(frame.height, dtype=np.int64)
    return np.concatenate([weight, -weight])


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
    frame = intervals.select("subject", "since", "until")
    if frame.height < 2:
        return frame
    subject, since, until = (column(frame, each) for each in ("subject", "since", "until"))
    begin, end = keys([subject, subject], [since, until])
    order = np.argsort(begin, kind="stable")
    reach = np.maximum.accumulate(end[order])
    first = np.append(True, begin[order][1:] > reach[:-1])
    begins = np.flatnonzero(first)
    furthest = np.maximum.reduceat(until[order], begins)
    found = {"subject": subject[order][begins], "since": since[order][begins], "until": furthest}
    return pl.DataFrame(found).with_columns(pl.col("subject").cast(frame["subject"].dtype))


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
    frame = frame.select("subject", "since", "until", *same)
    if frame.height < 2:
        return frame
    subject, since, until = (column(frame, each) for each in ("subject", "since", "until"))
    new = changes(subject, *(column(frame, each) for each in same))
    new[1:] |= since[1:] != until[:-1]
    begins = np.flatnonzero(new)
    ends = np.append(begins[1:] - 1, len(new) - 1)
    return frame[begins].with_columns(pl.Series("until", until[ends]))
