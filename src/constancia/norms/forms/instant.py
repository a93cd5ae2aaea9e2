"""The form `instant`: what a single record must show, judged at the moment it speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.occasions import FALSE, OPEN, TRUE, Occasion, cover_columns, numbered, small, small_expr
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, measures
from constancia.norms.forms.rows import Rows, Test, holds, truth
from constancia.norms.forms.sheet import Fact, Sheet
from constancia.norms.verdicts import BREACH, MET, UNKNOWN

Group = tuple[Test, ...]
"""Tests of which one must hold."""


@dataclass(frozen=True, slots=True)
class Instant:
    """Records that must pass every group of tests; `exceed` is the verdict on one that does not.

    `measure` is `length` (of the record's interval), a numeric column, or nothing.
    """

    occasion: Occasion
    must: tuple[Group, ...]
    exceed: str = BREACH
    measure: str = ""

    @property
    def asks(self) -> str:
        """Return what must be on record to decide."""
        return Rows(self.occasion.rows.table, tuple(test for group in self.must for test in group)).asks

    def judged(self, selected: int, applies: int, passed: int, *covers: int) -> Decision:
        """Return the decision on a record that passes, fails, or leaves it open."""

        def inner() -> Decision:
            if passed == OPEN:
                return Decision(UNKNOWN, "not_on_record", self.asks)
            return Decision(MET, "as_asked") if passed == TRUE else Decision(self.exceed, "not_as_asked")

        return self.occasion.decision(selected, applies, covers, inner)

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        frame = self.occasion.found(board)
        passed = pl.min_horizontal(*(_any(group) for group in self.must))
        frame = frame.with_columns(_small_of_three(passed).alias("passed"))
        frame = numbered(board, frame, ["selected", "applies", "passed", *cover_columns(self.occasion)], self.judged)
        until = pl.col("placed")
        if "until" in frame.columns:
            until = pl.min_horizontal(pl.col("until").fill_null(ENDLESS), pl.lit(board.as_of))
        num = pl.lit(None, pl.Int64)
        if self.measure == "length":
            num = pl.when(board.is_measured()).then(pl.col("until") - pl.col("since"))
        elif self.measure:
            num = pl.col(self.measure)
        return as_pieces(
            frame.with_columns(
                pl.col("placed").alias("since"), pl.max_horizontal(until, "placed").alias("until")
            ).with_columns(num.alias("num"), pl.lit(1, pl.Int64).alias("den"))
        )

    def one(self, sheet: Sheet, _lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject."""
        return self.of(sheet, hi, None)

    def of(self, sheet: Sheet, hi: int, only: Iterable[Fact] | None) -> Iterator[Piece]:
        """Yield the pieces of some records of one subject (None: of all)."""
        for found in self.occasion.found_one(sheet, hi, only):
            answers = [any_of([holds((test,), found.row, sheet.value) for test in group]) for group in self.must]
            passed = FALSE if False in answers else small(None if None in answers else True)
            decision = self.judged(found.selected, found.applies, passed, *found.covers)
            until = found.placed
            if "until" in found.row:
                ended = found.row["until"]
                until = max(min(ENDLESS if ended is None else ended, hi), until)
            num = found.row[self.measure] if self.measure not in ("", "length") else None
            if self.measure == "length" and measures(decision):
                num = until - found.placed
            yield Piece(found.row["record"], found.placed, until, decision, num, 1)


def any_of(answers: list[bool | None]) -> bool | None:
    """Return whether one of several answers holds, three-valued."""
    return True if True in answers else None if None in answers else False


_RANKED = {FALSE: 0, OPEN: 1, TRUE: 2}


def _any(group: Group) -> pl.Expr:
    ranked = [small_expr(truth((test,))).replace_strict(_RANKED, return_dtype=pl.Int8) for test in group]
    return pl.max_horizontal(*ranked)


def _small_of_three(ranked: pl.Expr) -> pl.Expr:
    return ranked.replace_strict({rank: value for value, rank in _RANKED.items()}, return_dtype=pl.Int8)
