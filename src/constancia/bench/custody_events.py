"""Ten million invented custody events in Parquet: who was in which cell, in what regime, present or not, under which contract.

The data set is the one on which eleven engines were once compared: half of the people are there at the start, half are admitted
evenly over five years; stays are exponential with a mean of 1,400 days; events stand in the order in which they arrived.
"""

from pathlib import Path

import numpy as np
import polars as pl

DAYS, DAY = 1826, 86_400
FIRST = 1_609_459_200
"""2021-01-01T00:00:00Z, in seconds."""

PEOPLE_PER_EVENT = 60_000 / 10_000_000
MEAN_STAY, IN_SOLITARY, PRESENT = 1400 * DAY, 0.089, 0.937
SHARED, SOLITARY = 512, 256
NOBODY, ORDINARY, ALONE = 0, 1, 2
"""Regimes: released, ordinary, solitary."""


def write_events(path: Path, count: int, seed: int = 1) -> None:
    """Write `count` events; a person's first event is the admission, the last (if within the window) the release."""
    dice = np.random.default_rng(seed)
    people = max(int(count * PEOPLE_PER_EVENT), 4)
    admitted = np.where(np.arange(people) < people // 2, 0, dice.integers(0, DAYS * DAY, people))
    released = admitted + dice.exponential(MEAN_STAY, people).astype(np.int64)
    leaves = released < DAYS * DAY
    until = np.where(leaves, released, DAYS * DAY)
    length = np.maximum(until - admitted, 1)
    fixed = people + int(leaves.sum())
    person = np.repeat(np.arange(people), dice.multinomial(count - fixed, length / length.sum()))
    moment = admitted[person] + (dice.random(len(person)) * length[person]).astype(np.int64)
    alone = dice.random(len(person)) < IN_SOLITARY
    cell = np.where(alone, SHARED + 1 + person % SOLITARY, 1 + (person * 7 + moment // (90 * DAY)) % SHARED)
    inside = pl.DataFrame(
        {
            "person_id": np.concatenate([np.arange(people), person]),
            "ts": FIRST + np.concatenate([admitted, moment]),
            "cell_id": np.concatenate([1 + np.arange(people) * 7 % SHARED, cell]),
            "regime": np.concatenate([np.full(people, ORDINARY), np.where(alone, ALONE, ORDINARY)]),
            "present": dice.random(people + len(person)) < PRESENT,
        }
    )
    out = pl.DataFrame({"person_id": np.arange(people)[leaves], "ts": FIRST + released[leaves]}).with_columns(
        pl.lit(0, pl.Int64).alias("cell_id"),
        pl.lit(NOBODY, pl.Int64).alias("regime"),
        pl.lit(value=False).alias("present"),
    )
    events = pl.concat([inside, out]).sort("ts", maintain_order=True).with_row_index("event_id")
    events.select(
        pl.col("event_id").cast(pl.Int64),
        pl.col("person_id").cast(pl.Int32),
        pl.col("ts").cast(pl.Int64),
        pl.col("cell_id").cast(pl.Int16),
        pl.col("regime").cast(pl.Int8),
        pl.col("present"),
        (1 + pl.col("person_id") % 20).cast(pl.Int8).alias("contract"),
    ).write_parquet(path, compression="zstd")
