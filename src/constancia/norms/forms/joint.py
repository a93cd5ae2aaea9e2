"""The form `joint`: a figure between two rungs that breaches a norm only together with other bad conditions."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from constancia.norms.forms.board import Board
from constancia.norms.forms.derived import Form, source, source_one
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, joined
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import BLANK, CLASH, DOUBT, NO, YES
from constancia.norms.forms.timeline import Scope, decided, decided_one
from constancia.norms.verdicts import MET, NOT_APPLICABLE, PRESUMED, REVIEW, UNKNOWN


@dataclass(frozen=True, slots=True)
class Joint:
    """Where the `upper` rung is not met and the `lower` one is, any of the `conditions` exceeded gives `exceed`.

    Conditions that are not known leave it UNKNOWN; that all are met must be shown. `asks` names what they need.
    """

    scope: Scope
    upper: Form
    lower: Form
    conditions: tuple[Form, ...]
    exceed: str = PRESUMED
    asks: str = ""

    def judged(self, stands: tuple[int, ...]) -> Decision:
        """Return the decision where the rungs and the conditions stand so."""
        under_upper, under_lower, *conditions = stands
        if under_upper == NO:
            return Decision(MET, "above_band")
        if under_lower == YES:
            return Decision(NOT_APPLICABLE, "below_band")
        if CLASH in (under_upper, under_lower) or DOUBT in (under_upper, under_lower):
            return Decision(REVIEW, "clash")
        if BLANK in (under_upper, under_lower):
            return Decision(UNKNOWN, "not_on_record", "cell.gross_area;cell.sanitary_area;presence.count")
        return self._joined(conditions)

    def _joined(self, conditions: list[int]) -> Decision:
        if YES in conditions:
            return Decision(self.exceed, "aggravated")
        if BLANK in conditions:
            return Decision(UNKNOWN, "not_on_record", self.asks)
        if CLASH in conditions or DOUBT in conditions:
            return Decision(REVIEW, "doubtful")
        return Decision(MET, "not_aggravated")

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        sources = [source(board, each) for each in (self.upper, self.lower, *self.conditions)]
        states, decide = self.scope.deciding(sources, self.judged)
        return as_pieces(decided(board, self.scope.subject, states, decide))

    def one(self, sheet: Sheet, lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject between `lo` and `hi`."""
        sources = [source_one(sheet, each, lo, hi) for each in (self.upper, self.lower, *self.conditions)]
        states, decide = self.scope.deciding(sources, self.judged)
        found = decided_one(sheet, states, decide, lo, hi)
        yield from joined(Piece("", since, until, decision) for since, until, decision in found)
