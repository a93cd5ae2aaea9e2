"""The form `overlap`: states that must never meet, or must always hold, while a subject is in scope."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from constancia.norms.forms.board import Board
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, joined, measures
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import BLANK, CLASH, DOUBT, NO, YES, State
from constancia.norms.forms.timeline import Scope, blanks, decided, decided_one
from constancia.norms.verdicts import BREACH, MET, REVIEW, UNKNOWN


@dataclass(frozen=True, slots=True)
class Overlap:
    """States that must `never` meet (save `unless`), or must `always` hold.

    `exceed` is the verdict where they meet or fail, `doubt` where that is doubtful, `silence` where an `always` state is simply not
    on record (`BREACH` for a duty whose record is itself due, else `UNKNOWN`). Measured: the length of the stretch.
    """

    scope: Scope
    never: tuple[State, ...] = ()
    unless: tuple[State, ...] = ()
    always: tuple[State, ...] = ()
    exceed: str = BREACH
    doubt: str = REVIEW
    silence: str = UNKNOWN

    @property
    def states(self) -> tuple[State, ...]:
        """Return its own states in the order in which `judged` reads them."""
        return (*self.unless, *self.never, *self.always)

    def judged(self, stands: tuple[int, ...]) -> Decision:
        """Return the decision on how its own states stand."""
        excuses, rest = stands[: len(self.unless)], stands[len(self.unless) :]
        if YES in excuses:
            return Decision(MET, "excused")
        if self.always:
            return self._kept(rest)
        return self._apart(rest, excuses)

    def _apart(self, stands: tuple[int, ...], excuses: tuple[int, ...]) -> Decision:
        if NO in stands:
            return Decision(MET, "apart")
        if CLASH in stands or CLASH in excuses or DOUBT in excuses:
            return Decision(REVIEW, "clash")
        if BLANK in stands:
            return Decision(UNKNOWN, "not_on_record", blanks(self.never, stands))
        if DOUBT in stands:
            return Decision(self.doubt, "doubtful")
        return Decision(self.exceed, "together")

    def _kept(self, stands: tuple[int, ...]) -> Decision:
        if NO in stands:
            return Decision(self.exceed, "lacking")
        if BLANK in stands:
            return Decision(self.silence, "not_on_record", blanks(self.always, stands))
        if CLASH in stands or DOUBT in stands:
            return Decision(REVIEW, "clash" if CLASH in stands else "doubtful")
        return Decision(MET, "kept")

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        states, decide = self.scope.deciding(self.states, self.judged)
        found = decided(board, self.scope.subject, states, decide)
        length = pl.when(board.is_measured()).then(pl.col("until") - pl.col("since"))
        return as_pieces(found.with_columns(length.alias("num"), pl.lit(1, pl.Int64).alias("den")))

    def one(self, sheet: Sheet, lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject between `lo` and `hi`."""
        states, decide = self.scope.deciding(self.states, self.judged)
        found = decided_one(sheet, states, decide, lo, hi)
        for each in joined(Piece("", since, until, decision) for since, until, decision in found):
            yield each._replace(num=each.until - each.since if measures(each.decision) else None, den=1)
