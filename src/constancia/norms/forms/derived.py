"""What one form finds, as a state for another: exceeded, kept, doubtful or not known. Pure."""

from collections.abc import Iterator
from typing import Any, Protocol

import polars as pl

from constancia.norms.forms.board import Board
from constancia.norms.forms.pieces import Piece
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import State
from constancia.norms.forms.timeline import Marks, Source
from constancia.norms.verdicts import BLOCK, BREACH, MET, NOT_APPLICABLE, PRESUMED, REVIEW, RISK

SHOWS = (BREACH, PRESUMED, RISK, BLOCK)
EXCLUDES = (MET, NOT_APPLICABLE)


class Form(Protocol):
    """A temporal form with its parameters: two evaluators that must agree exactly."""

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        ...

    def one(self, sheet: Sheet, lo: int, hi: int, memory: Any, /) -> Iterator[Piece]:
        """Yield the pieces of one subject from `lo` to `hi` (forms about records: all of them)."""
        ...


def source(board: Board, of: State | Form) -> Source:
    """Return a state as it is, and a form as the marks of what it finds: exceeded shows, met excludes, REVIEW is doubtful."""
    if isinstance(of, State):
        return of
    pieces = board.keep(("pieces", of), lambda: of.setwise(board)).filter(pl.col("since") < pl.col("until"))
    shown, excluded, doubtful = (_with(board, pieces, verdicts) for verdicts in (SHOWS, EXCLUDES, (REVIEW,)))
    return Marks(shown, excluded, doubtful)


def _with(board: Board, pieces: pl.DataFrame, verdicts: tuple[str, ...]) -> pl.DataFrame:
    numbers = [place for place, each in enumerate(board.decisions) if each.verdict in verdicts]
    return pieces.filter(pl.col("why").is_in(numbers)).select("subject", "since", "until")


def source_one(sheet: Sheet, of: State | Form, lo: int, hi: int) -> Source:
    """Return the same for one subject."""
    if isinstance(of, State):
        return of
    pieces = list(of.one(sheet, lo, hi, {}))
    spans = (
        [(each.since, each.until) for each in pieces if each.decision.verdict in verdicts]
        for verdicts in (SHOWS, EXCLUDES, (REVIEW,))
    )
    shown, excluded, doubtful = spans
    return Marks(spans=shown, excluded_spans=excluded, doubtful_spans=doubtful)
