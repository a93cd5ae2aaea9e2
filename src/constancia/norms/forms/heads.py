"""How many persons are in a cell or facility: at least those named, and exactly so many where the roll was counted. Pure.

Naming persons proves that there are at least so many; only a count proves that there are no more. Where more are named than were
counted the two contradict each other, and both figures are kept.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.flat import flat
from constancia.norms.forms.rows import Rows, Test
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.sweep import united, united_one

NAMED = Rows(
    "presence", (Test("person", "filled", value=True), Test("person.kind", "any_of", ("held",), or_blank=True))
)
COUNTED = Rows("presence", (Test("count", "filled", value=True),))
COUNTED_THERE = Rows("presence", (*COUNTED.where, Test("cell", "filled", value=False)))
"""Counts of a whole facility name no cell."""


def counted_rows(kind: str) -> Rows:
    """Return the rows that count the persons of a kind of subject."""
    return COUNTED_THERE if kind == "facility" else COUNTED


def named(board: Board, kind: str) -> pl.DataFrame:
    """Return when each person was named as present, by subject: one interval a person."""
    return board.keep(("named", kind), lambda: _named(board, kind))


def _named(board: Board, kind: str) -> pl.DataFrame:
    rows = board.rows(NAMED).filter(pl.col(f"#{kind}").is_not_null() & pl.col("since").is_not_null())
    pair = pl.struct(f"#{kind}", "#person").rank("dense").cast(pl.UInt32)
    found = rows.select(
        pair.alias("subject"), pl.col(f"#{kind}").alias("of"), "since", pl.col("until").fill_null(ENDLESS)
    )
    pairs = found.select("subject", "of").unique()
    return board.clipped(
        united(found).join(pairs, on="subject").select(pl.col("of").alias("subject"), "since", "until")
    )


def counted(board: Board, kind: str) -> pl.DataFrame:
    """Return the counts of each subject over time: least and most where counts differ (`lo`, `hi`)."""
    return board.keep(("counted", kind), lambda: _counted(board, kind))


def _counted(board: Board, kind: str) -> pl.DataFrame:
    rows = board.rows(counted_rows(kind)).filter(pl.col(f"#{kind}").is_not_null() & pl.col("since").is_not_null())
    found = rows.select(
        pl.col(f"#{kind}").alias("subject"), "since", pl.col("until").fill_null(ENDLESS), pl.col("count").alias("value")
    )
    return flat(board.clipped(found.unique()))


def named_one(sheet: Sheet, lo: int, hi: int) -> Sequence[tuple[int, int]]:
    """Return when each person was named as present in one subject, cut to [lo, hi); kept until the next row arrives."""
    return sheet.keep(("named", lo, hi), lambda: list(_named_one(sheet, lo, hi)))


def _named_one(sheet: Sheet, lo: int, hi: int) -> Iterator[tuple[int, int]]:
    by_person: dict[str, list[tuple[int, int]]] = {}
    for row, surely in sheet.counting(NAMED, lo):
        if surely and row["since"] is not None:
            until = hi if row["until"] is None else min(row["until"], hi)
            if max(row["since"], lo) < until:
                by_person.setdefault(row["person"], []).append((max(row["since"], lo), until))
    for spans in by_person.values():
        yield from united_one(spans)


def counted_one(sheet: Sheet, lo: int, hi: int) -> Sequence[tuple[int, int, int]]:
    """Return the counts of one subject, cut to [lo, hi); kept until the next row arrives."""
    return sheet.keep(("counted", lo, hi), lambda: list(_counted_one(sheet, lo, hi)))


def _counted_one(sheet: Sheet, lo: int, hi: int) -> Iterator[tuple[int, int, int]]:
    for row, surely in sheet.counting(counted_rows(sheet.kind), lo):
        if surely and row["since"] is not None:
            until = hi if row["until"] is None else min(row["until"], hi)
            if max(row["since"], lo) < until:
                yield max(row["since"], lo), until, row["count"]
