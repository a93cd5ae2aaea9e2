"""The set-wise evaluator: every norm of a library over all the facts at once. Pure.

Facts go in as frames, verdicts come out as frames, so that a partition of the facts by subject can be judged apart from the others
(with the facilities and closings given to each).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

import polars as pl

from constancia.norms.calendars import micros
from constancia.norms.facts.frames import ENDLESS, Facts
from constancia.norms.forms.board import Board
from constancia.norms.forms.setting import Setting
from constancia.norms.library.model import Limb, Norm, Rung
from constancia.norms.library.read import Library
from constancia.norms.units import UNITS
from constancia.norms.verdicts import NOT_APPLICABLE, WORST_FIRST, Verdict

Decisive = Mapping[tuple[str, str, str], bool]
"""Which rung of which limb of which norm may raise alarms under a profile."""

VERDICT = pl.Enum(list(WORST_FIRST))

COLUMNS = {
    "subject": pl.String(),
    "record": pl.String(),
    "verdict": VERDICT,
    "since": pl.Int64(),
    "until": pl.Int64(),
    "num": pl.Int64(),
    "den": pl.Int64(),
    "reason": pl.String(),
    "missing": pl.String(),
    "due": pl.Int64(),
    "limit": pl.Int64(),
}
"""The columns of a frame of verdicts; moments are microseconds of UTC, blank where they have no end (or beginning)."""


@dataclass(frozen=True, slots=True)
class Question:
    """One rung of one limb of one norm: what a frame of verdicts answers."""

    norm: Norm
    limb: Limb
    rung: Rung

    @property
    def key(self) -> tuple[str, str, str]:
        """Return norm, limb and rung by name."""
        return (self.norm.id, self.limb.name, self.rung.id)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a library says of some facts at a moment, question by question."""

    board: Board
    answers: list[tuple[Question, pl.DataFrame]]
    decisive: Decisive = field(default_factory=dict)

    def verdicts(self) -> Iterator[Verdict]:
        """Yield every verdict, in the order of the library, of subjects and of time."""
        for question, frame in self.answers:
            decisive = self.decisive.get(question.key, False)
            for row in frame.iter_rows(named=True):
                yield as_verdict(question, row, decisive=decisive)


def questions(library: Library, norms: Iterable[str] = ()) -> Iterator[Question]:
    """Yield every question of a library, or of some of its norms."""
    wanted = {library.norm(each).id for each in norms} or set(library.norms)
    for norm in library.norms.values():
        if norm.id in wanted:
            for limb in norm.limbs:
                for rung in limb.rungs:
                    yield Question(norm, limb, rung)


def judge(
    library: Library,
    facts: Facts,
    as_of: int,
    setting: Setting,
    *,
    norms: Iterable[str] = (),
    decisive: Decisive | None = None,
) -> Judgement:
    """Return the verdicts of a library (or some of its norms) on all the facts, as they stand at `as_of`."""
    board = Board(facts, as_of, setting)
    answers = [(each, answer(each, board)) for each in questions(library, norms)]
    return Judgement(board, answers, decisive or {})


def answer(question: Question, board: Board) -> pl.DataFrame:
    """Return the verdicts on one question as a frame with `COLUMNS`, sorted by subject, time and record."""
    pieces = board.keep(("pieces", question.rung.form), lambda: question.rung.form.setwise(board))
    since, until = in_force(question.norm)
    pieces = pieces.filter((pl.col("since") < until) & ((pl.col("until") > since) | (pl.col("since") >= since)))
    decisions = pl.DataFrame(
        board.decisions, schema={"verdict": pl.String, "reason": pl.String, "missing": pl.String}, orient="row"
    ).with_row_index("why")
    begin = pl.max_horizontal("since", pl.lit(since))
    end = pl.min_horizontal("until", pl.lit(until))
    return (
        pieces.join(decisions, on="why", how="left")
        .sort("subject", "since", *(["record"] if hasattr(question.rung.form, "occasion") else []))
        .with_columns(
            board.identifier(question.limb.subject, pl.col("subject")).alias("subject"),
            pl.when(begin > -ENDLESS).then(begin).alias("since"),
            pl.when(end < board.as_of).then(end).alias("until"),
        )
        .select(list(COLUMNS))
    )


def in_force(norm: Norm) -> tuple[int, int]:
    """Return from when until when a norm counts, as microseconds of UTC."""
    begin, end = (None if day is None else micros(_midnight(day)) for day in (norm.since, norm.until))
    return -ENDLESS if begin is None else begin, ENDLESS if end is None else end


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def as_verdict(question: Question, row: Mapping[str, Any], *, decisive: bool) -> Verdict:
    """Return one row of a frame of verdicts as a verdict."""
    num = None if row["verdict"] == NOT_APPLICABLE else row["num"]
    scale = UNITS[question.limb.unit][0]
    limit = row["limit"]
    return Verdict(
        *question.key,
        question.limb.subject,
        row["subject"],
        row["record"] or "",
        row["verdict"],
        row["since"],
        row["until"],
        None if num is None else Fraction(num, (row["den"] or 1) * scale),
        question.rung.threshold if limit is None else f"{float(Fraction(limit, scale)):g} {question.limb.unit}",
        question.limb.unit,
        row["reason"],
        tuple(row["missing"].split(";")) if row["missing"] else (),
        row["due"],
        decisive,
        question.rung.text_status,
    )
