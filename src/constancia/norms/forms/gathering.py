"""The form `gathering`: many records that begin at one instant in one place, which a person has to look at."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from constancia.norms.forms.board import Board
from constancia.norms.forms.pieces import Decision, Piece, as_pieces
from constancia.norms.forms.rows import Rows, latest, latest_of
from constancia.norms.forms.sheet import Sheet
from constancia.norms.verdicts import REVIEW

FOUND = Decision(REVIEW, "gathered")


@dataclass(frozen=True, slots=True)
class Gathering:
    """At least `at_once` rows of one subject with the same beginning. Measured: how many. Fewer say nothing at all."""

    subject: str
    rows: Rows
    at_once: int

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return one piece for each instant at which many begin."""
        key = pl.col(f"#{self.subject}")
        counted = (
            board.rows(self.rows)
            .filter(pl.col("truth") & key.is_not_null())
            .select(key.alias("subject"), latest(self.rows.since).alias("since"))
            .drop_nulls()
            .filter(pl.col("since") <= board.as_of)
            .group_by("subject", "since")
            .agg(pl.len().cast(pl.Int64).alias("num"))
            .filter(pl.col("num") >= self.at_once)
            .sort("subject", "since")
        )
        return as_pieces(
            counted.with_columns(
                pl.col("since").alias("until"),
                pl.lit(board.number(FOUND), pl.UInt32).alias("why"),
                pl.lit(1, pl.Int64).alias("den"),
            )
        )

    def one(self, sheet: Sheet, _lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the same for one subject."""
        counts: defaultdict[int, int] = defaultdict(int)
        for row, surely in sheet.counting(self.rows):
            since = latest_of(self.rows.since, row)
            if surely and since is not None and since <= hi:
                counts[since] += 1
        for since, count in sorted(counts.items()):
            if count >= self.at_once:
                yield Piece("", since, since, FOUND, count, 1)
