"""Closings of registers when each part holds some of their records only. Pure.

A closing says how many records its register holds in all. In a part it is made to say as many fewer as stand elsewhere, so that it
fits, or is contradicted, exactly where it does in the whole.
"""

from collections.abc import Iterable

import polars as pl

from constancia.norms.facts.frames import Facts
from constancia.norms.forms.board import Board
from constancia.norms.forms.reading import reads
from constancia.norms.scale.asked import Asked

HELD = pl.Schema({"record": pl.String(), "held": pl.Int64()})
"""How many records in force each closing of a facility finds in its register."""


def registers(asked: Asked, kind: str) -> list[str]:
    """Return the registers whose closings the questions about a kind of subject read."""
    return sorted({each for question in asked.questions(kind) for each in reads(question.rung.form).registers})


def held_in(asked: Asked, facts: Facts, of: Iterable[str]) -> pl.DataFrame:
    """Return `HELD` over these facts, for the closings of some registers."""
    board = Board(facts, asked.as_of, asked.profile.setting)
    found = [board.holdings(each).select(pl.col(name).cast(type_) for name, type_ in HELD.items()) for each in of]
    return pl.concat([pl.DataFrame(schema=HELD), *found])


def held_in_batch(asked: Asked, register: str, closings: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return `HELD` over some rows of a register, the latest version of each record."""
    return held_in(asked, Facts({register: rows, "closing": closings}), [register])


def added(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return `HELD` over all parts from `HELD` of each."""
    return pl.concat([pl.DataFrame(schema=HELD), *frames]).group_by("record").agg(pl.col("held").sum())


def fitted(asked: Asked, kind: str, facts: Facts, held: pl.DataFrame) -> Facts:
    """Return a part's facts with closings that count its own records; `held` says how many there are over all parts."""
    closings = facts.frame("closing")
    if closings.is_empty():
        return facts
    here = held_in(asked, facts, registers(asked, kind)).rename({"held": "here"})
    counted = closings.join(held, on="record", how="left").join(here, on="record", how="left")
    elsewhere = pl.col("held").fill_null(0) - pl.col("here").fill_null(0)
    nobody = pl.lit(None, pl.String)
    of_places = counted.filter(pl.col("facility").is_not_null()).with_columns(
        (pl.col("records") - elsewhere).alias("records"), nobody.alias("person")
    )
    of_persons = closings.filter(pl.col("person").is_not_null()).with_columns(
        pl.format("{}:person", "record").alias("record"), nobody.alias("facility")
    )
    made = pl.concat([of_places.select(closings.columns), of_persons])
    return Facts({**{name: facts.versions(name) for name in facts.given}, "closing": made})
