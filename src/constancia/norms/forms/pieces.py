"""What an evaluator returns: pieces of time (or records), each with one decision about it. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import polars as pl

from constancia.norms.verdicts import MET, NOT_APPLICABLE, UNKNOWN


class Decision(NamedTuple):
    """A verdict, why (a code of `words.REASONS`), and what is not on record (`table.column;…`)."""

    verdict: str
    reason: str
    missing: str = ""


class Piece(NamedTuple):
    """One decision about one record (or, with a blank record, one stretch of time) of a subject.

    `num` / `den` is what was measured, exactly; `due` the moment a limit runs out; `limit` a limit worked out from the facts.
    Times are microseconds of UTC.
    """

    record: str
    since: int
    until: int
    decision: Decision
    num: int | None = None
    den: int | None = None
    due: int | None = None
    limit: int | None = None


PIECES = {
    "subject": pl.UInt32(),
    "record": pl.String(),
    "since": pl.Int64(),
    "until": pl.Int64(),
    "why": pl.UInt32(),
    "num": pl.Int64(),
    "den": pl.Int64(),
    "due": pl.Int64(),
    "limit": pl.Int64(),
}
"""The columns of a frame of pieces: `why` numbers the decision in the board's list."""


def as_pieces(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with exactly the columns of pieces; those it lacks are blank."""
    return frame.select(
        *(
            (pl.col(name) if name in frame.columns else pl.lit("" if name == "record" else None)).cast(kind).alias(name)
            for name, kind in PIECES.items()
        )
    )


def measures(decision: Decision) -> bool:
    """Tell whether a stretch of time with this decision has a length worth showing."""
    return decision.verdict not in (MET, UNKNOWN, NOT_APPLICABLE)


Merge = Callable[[Piece, Piece], Piece]
"""How two stretches that touch and say the same become one."""


def longer(first: Piece, second: Piece) -> Piece:
    """Return two stretches as one; what was measured is left to the form."""
    return first._replace(until=second.until)


def with_least(first: Piece, second: Piece) -> Piece:
    """Return two stretches as one with the lesser measured value: no mean hides the worst day."""
    return _with(first, second, is_worse=_value(second) < _value(first))


def with_most(first: Piece, second: Piece) -> Piece:
    """Return two stretches as one with the greater measured value."""
    return _with(first, second, is_worse=_value(second) > _value(first))


def _with(first: Piece, second: Piece, *, is_worse: bool) -> Piece:
    kept = second if is_worse else first
    return first._replace(until=second.until, num=kept.num, den=kept.den, limit=kept.limit)


def _value(piece: Piece) -> float:
    return 0.0 if piece.num is None or not piece.den else piece.num / piece.den


def joined(pieces: Iterable[Piece], merge: Merge = longer) -> Iterator[Piece]:
    """Yield stretches of time, those that touch and say the same for the same reason made one."""
    last: Piece | None = None
    for each in pieces:
        if last is not None and (last.until, last.decision) == (each.since, each.decision):
            last = merge(last, each)
        else:
            if last is not None:
                yield last
            last = each
    if last is not None:
        yield last
