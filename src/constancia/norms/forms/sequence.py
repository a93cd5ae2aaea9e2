"""The form `sequence`: steps that must stand behind an act before it happens. While it is only planned, a missing step blocks it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.occasions import (
    FALSE,
    OPEN,
    TRUE,
    Found,
    Occasion,
    cover_columns,
    numbered,
    small,
    small_expr,
    standing_at,
)
from constancia.norms.forms.pieces import Decision, Piece, as_pieces
from constancia.norms.forms.rows import Rows, Test, earliest_of, ending, holds, latest, latest_of, truth
from constancia.norms.forms.sheet import Fact, Sheet
from constancia.norms.forms.states import BLANK, NO, YES, State
from constancia.norms.forms.timeline import stretches_one
from constancia.norms.verdicts import BLOCK, BREACH, MET, UNKNOWN


@dataclass(frozen=True, slots=True)
class Step:
    """One step: tests on the act's own record, rows of the same subject on or before the act, or a state that must not hold.

    `in_force`: the row's interval must hold at the moment of the act. `about`: the row must name the act's record.
    `asked`: a blank in the act's own record means that the step is missing, not that it is open.
    """

    name: str
    tests: tuple[Test, ...] = ()
    rows: Rows | None = None
    without: State | None = None
    in_force: bool = False
    about: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Sequence_:  # noqa: N801 - the word is taken by the language
    """An act, and the steps that must come first.

    `exceed`: the verdict when it happened without one; an act that is planned and has not happened gives BLOCK instead.
    `planned`: the column of the planned moment, where acts are planned.
    """

    occasion: Occasion
    steps: tuple[Step, ...]
    exceed: str = BREACH
    planned: str = ""

    def judged(self, selected: int, applies: int, failed: int, unsure: int, done: int, *covers: int) -> Decision:
        """Return the decision on an act: `failed` and `unsure` say bit by bit which steps are missing or open."""

        def inner() -> Decision:
            if failed:
                verdict = self.exceed if done == TRUE else BLOCK
                return Decision(verdict, "step_missing", ";".join(self._named(failed)))
            if unsure:
                return Decision(UNKNOWN, "step_open", ";".join(self._named(unsure)))
            return Decision(MET, "steps_done")

        return self.occasion.decision(selected, applies, covers, inner)

    def _named(self, bits: int) -> Iterator[str]:
        table = self.occasion.rows.table
        for place, step in enumerate(self.steps):
            if bits >> place & 1:
                yield _asks(step, table)

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        frame = self.occasion.found(board)
        done = pl.col("at").is_not_null() & (pl.col("at") <= board.as_of)
        frame = frame.with_columns(
            small_expr(done).alias("done"), pl.when(done).then(pl.col("at")).otherwise(board.as_of).alias("moment")
        )
        for place, step in enumerate(self.steps):
            frame = self._with_step(board, frame, step, f"step{place}")
        bits = {
            value: pl.sum_horizontal(
                *((pl.col(f"step{place}") == value).cast(pl.Int64) * 2**place for place in range(len(self.steps)))
            )
            for value in (FALSE, OPEN)
        }
        frame = frame.with_columns(bits[FALSE].alias("failed"), bits[OPEN].alias("unsure"))
        columns = ["selected", "applies", "failed", "unsure", "done", *cover_columns(self.occasion)]
        frame = numbered(board, frame, columns, self.judged)
        is_done = pl.col("done") == TRUE
        return as_pieces(
            frame.with_columns(
                pl.when(is_done).then(pl.col("at")).otherwise(pl.col("placed")).alias("since"),
                pl.when(is_done).then(pl.col("at")).otherwise(pl.lit(board.as_of)).alias("until"),
            )
        )

    def _with_step(self, board: Board, frame: pl.DataFrame, step: Step, name: str) -> pl.DataFrame:
        """Add whether a step stands: true, false or open."""
        if step.rows is not None:
            return self._with_rows(board, frame, step, step.rows, name)
        if step.without is not None:
            just_before = pl.min_horizontal("moment", pl.lit(board.as_of - 1)).alias("_at")
            frame = standing_at(
                board, frame.with_columns(just_before), self.occasion.subject, (step.without,), "_at", "_s"
            )
            stands = pl.col("_s0")
            found = pl.when(stands == NO).then(TRUE).when(stands == YES).then(FALSE).otherwise(OPEN)
            return frame.with_columns(found.cast(pl.Int8).alias(name)).drop("_at", "_s0")
        passed = truth(step.tests)
        return frame.with_columns(small_expr(passed.fill_null(value=False) if step.asked else passed).alias(name))

    def _with_rows(self, board: Board, frame: pl.DataFrame, step: Step, wanted: Rows, name: str) -> pl.DataFrame:
        key = f"#{self.occasion.subject}"
        begins = latest(wanted.since) if step.in_force else latest(wanted.at)
        ends = ending(wanted) if step.in_force else pl.lit(ENDLESS, pl.Int64)
        rows = board.rows(wanted).filter(pl.col(key).is_not_null())
        about = pl.col("about") if step.about else pl.lit("", pl.String)
        steps = rows.select(
            pl.col(key).alias("subject"),
            about.alias("_about"),
            begins.alias("_from"),
            ends.alias("_to"),
            small_expr(pl.col("truth")).alias("_truth"),
        ).drop_nulls("_from")
        pairs = (
            frame.select(
                "subject",
                "record",
                "moment",
                (pl.col("record") if step.about else pl.lit("", pl.String)).alias("_about"),
            )
            .join(steps, on=["subject", "_about"])
            .filter((pl.col("_from") <= pl.col("moment")) & (pl.col("moment") < pl.col("_to")))
            .group_by("record")
            .agg((pl.col("_truth") == TRUE).any().alias("_sure"))
        )
        found = pl.when(pl.col("_sure").is_null()).then(FALSE).when(pl.col("_sure")).then(TRUE).otherwise(OPEN)
        return (
            frame.join(pairs, on="record", how="left", maintain_order="left")
            .with_columns(found.cast(pl.Int8).alias(name))
            .drop("_sure")
        )

    # one subject

    def one(self, sheet: Sheet, _lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject."""
        return self.of(sheet, hi, None)

    def of(self, sheet: Sheet, hi: int, only: Iterable[Fact] | None) -> Iterator[Piece]:
        """Yield the pieces of some records of one subject (None: of all)."""
        for found in self.occasion.found_one(sheet, hi, only):
            done = found.at is not None and found.at <= hi
            moment = found.at if done and found.at is not None else hi
            values = [self._step(sheet, step, found, moment, hi) for step in self.steps]
            failed = sum(2**place for place, value in enumerate(values) if value == FALSE)
            unsure = sum(2**place for place, value in enumerate(values) if value == OPEN)
            decision = self.judged(found.selected, found.applies, failed, unsure, small(done), *found.covers)
            yield Piece(found.row["record"], moment if done else found.placed, moment, decision)

    def _step(self, sheet: Sheet, step: Step, found: Found, moment: int, hi: int) -> int:
        if step.without is not None:
            at = min(moment, hi - 1)
            stands = next((each for _, _, (each,) in stretches_one(sheet, (step.without,), at, at + 1)), BLANK)
            return TRUE if stands == NO else FALSE if stands == YES else OPEN
        if step.rows is None:
            answer = holds(step.tests, found.row, sheet.value)
            return FALSE if answer is None and step.asked else small(answer)
        best = FALSE
        for row, surely in sheet.counting(step.rows):
            begins = latest_of(step.rows.since if step.in_force else step.rows.at, row)
            ends = _ends(sheet, step.rows, row) if step.in_force else ENDLESS
            if step.about and row["about"] != found.row["record"]:
                continue
            if begins is not None and begins <= moment < ends:
                if surely:
                    return TRUE
                best = OPEN
        return best


def _asks(step: Step, table: str) -> str:
    if step.without is not None:
        return step.without.asks
    return step.rows.asks if step.rows else Rows(table, step.tests).asks


def _ends(sheet: Sheet, rows: Rows, row: dict[str, object]) -> int:
    if not rows.until or (rows.ends_if and not holds(rows.ends_if, row, sheet.value)):
        return ENDLESS
    return earliest_of(rows.until, row)
