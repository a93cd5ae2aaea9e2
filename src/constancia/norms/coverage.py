"""How much of the time (or of the records) the facts allow to be judged: published beside every figure of compliance. Pure.

A norm about persons counts person-time in its scope, one about cells the time of the persons in them (and of persons in custody whom
no cell names), one about facilities their time, one about records the records on file. N/A is out of scope; UNKNOWN is in scope
and not judged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from constancia.core.text import Text
from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.heads import counted, named
from constancia.norms.forms.rows import Rows
from constancia.norms.forms.sweep import sweep, united
from constancia.norms.judging import Judgement, Question
from constancia.norms.units import DAY
from constancia.norms.verdicts import NOT_APPLICABLE, UNKNOWN

PERSON_DAYS, FACILITY_DAYS, RECORDS = "person_days", "facility_days", "records"

COUNTED_IN: dict[str, Text] = {
    PERSON_DAYS: Text("person-days", "días-persona"),
    FACILITY_DAYS: Text("facility-days", "días-establecimiento"),
    RECORDS: Text("records", "registros"),
}
"""What a figure of coverage counts."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one question: how much was in its scope and how much of that could be judged, both exact, in days of 24 hours or records."""

    norm: str
    limb: str
    rung: str
    counted_in: str
    judged: Fraction
    in_scope: Fraction

    @property
    def share(self) -> Fraction | None:
        """Return the share that could be judged; None where nothing was in scope."""
        return self.judged / self.in_scope if self.in_scope else None


def coverage(judgement: Judgement) -> Iterator[Coverage]:
    """Yield the coverage of every question of a judgement."""
    board = judgement.board
    for question, frame in judgement.answers:
        decided = frame.filter(pl.col("verdict").cast(pl.String).is_in([UNKNOWN, NOT_APPLICABLE]).not_())
        open_ = frame.filter(pl.col("verdict") == UNKNOWN)
        if hasattr(question.rung.form, "occasion"):
            yield Coverage(
                *question.key, RECORDS, Fraction(decided.height), Fraction(decided.height) + Fraction(open_.height)
            )
        elif question.limb.subject == "cell":
            yield _of_cells(question, frame, decided, board)
        else:
            kind = FACILITY_DAYS if question.limb.subject == "facility" else PERSON_DAYS
            times = [_length(each, board.as_of) for each in (decided, open_)]
            yield Coverage(*question.key, kind, _days(times[0]), _days(sum(times)))


def _of_cells(question: Question, frame: pl.DataFrame, decided: pl.DataFrame, board: Board) -> Coverage:
    judged, outside, everywhere = (
        _person_time(each, board)
        for each in (decided, frame.filter(pl.col("verdict") == NOT_APPLICABLE), frame.clear())
    )
    in_scope = max(everywhere, _in_custody(board)) - outside
    return Coverage(*question.key, PERSON_DAYS, _days(judged), _days(max(judged, in_scope)))


def _person_time(pieces: pl.DataFrame, board: Board) -> int:
    """Return the time of the persons in cells during some pieces (without any piece: all of it), in microseconds."""
    counts = counted(board, "cell")
    labels = [[named(board, "cell")], [counts.select("subject", "since", "until", weight="lo")]]
    if pieces.height:
        labels.append([_intervals(pieces, board)])
    swept = sweep(labels)
    inside = swept.filter(pl.col("n2") > 0) if pieces.height else swept
    time = (pl.col("until") - pl.col("since")) * pl.max_horizontal("n0", "n1")
    return _whole(inside.select(time.sum()).item())


def _intervals(pieces: pl.DataFrame, board: Board) -> pl.DataFrame:
    number = pl.col("subject").cast(board.numbers["cell"]).to_physical().cast(pl.UInt32)
    return united(
        pieces.select(
            number.alias("subject"), pl.col("since").fill_null(-ENDLESS), pl.col("until").fill_null(board.as_of)
        ).filter(pl.col("since") < pl.col("until"))
    )


def _in_custody(board: Board) -> int:
    def made() -> pl.DataFrame:
        return united(board.intervals(Rows("custody"), "person"))

    held = board.keep("custody united", made)
    return _whole(held.select((pl.col("until") - pl.col("since")).sum()).item())


def _length(pieces: pl.DataFrame, as_of: int) -> int:
    return _whole(pieces.select((pl.col("until").fill_null(as_of) - pl.col("since")).sum()).item())


def _whole(found: Any) -> int:
    return int(found or 0)


def _days(micros: int) -> Fraction:
    return Fraction(micros, DAY)
