"""Forms that look at one record at a time: which records, when, whether the norm applies to each, and the decision on each. Pure.

As with timelines, the decision is a function of a few small numbers, asked once per combination by the set-wise evaluator and once
per record by the one-subject evaluator.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.arrays import found_places
from constancia.norms.forms.board import Board
from constancia.norms.forms.pieces import Decision
from constancia.norms.forms.rows import Rows, Test, Time, holds, latest, latest_of, truth
from constancia.norms.forms.setting import BEGINS
from constancia.norms.forms.sheet import Fact, Sheet
from constancia.norms.forms.states import BLANK, CLASH, NO, YES, State
from constancia.norms.forms.timeline import stretches, stretches_one
from constancia.norms.verdicts import BREACH, MET, NOT_APPLICABLE, PENDING, PRESUMED, REVIEW, UNKNOWN

FALSE, TRUE, OPEN = range(3)
"""A truth as a small number; OPEN where a blank leaves it open."""


def small(found: bool | None) -> int:
    """Return a three-valued truth as a small number."""
    return OPEN if found is None else TRUE if found else FALSE


def small_expr(found: pl.Expr) -> pl.Expr:
    """Return the same, row by row."""
    return found.cast(pl.Int8).fill_null(OPEN)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Records to judge one by one.

    `rows` are the records, `at` the moment of each at which it is judged, `applies` tests that make the norm apply to it, `covers`
    states of the subject at that moment that must hold. `planned`: the column of a planned moment; such a record is judged from
    when it was written down.
    """

    subject: str
    rows: Rows
    at: tuple[Time, ...]
    applies: tuple[Test, ...] = ()
    covers: tuple[State, ...] = ()
    planned: str = ""

    @property
    def asks(self) -> str:
        """Return what must be on record to know whether it applies."""
        return Rows(self.rows.table, (*self.applies, *self.rows.where)).asks

    def decision(  # noqa: PLR0911 - one line for each case
        self, selected: int, applies: int, covers: Sequence[int], inner: Callable[[], Decision]
    ) -> Decision:
        """Return the decision on a record, given whether it surely counts, applies, is covered, and the decision if so."""
        if applies == FALSE:
            return Decision(NOT_APPLICABLE, "not_applicable")
        if NO in covers:
            return Decision(NOT_APPLICABLE, "not_covered")
        found = inner()
        if found.verdict in (MET, UNKNOWN, REVIEW, NOT_APPLICABLE, PENDING):
            return found
        if OPEN in (selected, applies):
            return Decision(UNKNOWN, "not_on_record", self.asks)
        blank = [state.asks for state, stands in zip(self.covers, covers, strict=True) if stands == BLANK]
        if blank:
            return Decision(UNKNOWN, "cover_open", ";".join(blank))
        if CLASH in covers:
            return Decision(REVIEW, "clash")
        if any(stands != YES for stands in covers):
            return Decision(PRESUMED, "cover_doubtful") if found.verdict == BREACH else found
        return found

    def found(self, board: Board) -> pl.DataFrame:
        """Return the records judged: `subject`, `at` (may be blank), `placed` (never blank), `selected`, `applies`, `c0` and so on."""
        return board.keep(("occasion", self), lambda: self._found(board))

    def _found(self, board: Board) -> pl.DataFrame:
        key = f"#{self.subject}"
        placed = pl.coalesce(*(pl.col(each) for each in self._places))
        frame = (
            board.rows(self.rows)
            .filter(pl.col(key).is_not_null())
            .with_columns(
                pl.col(key).alias("subject"),
                latest(self.at).alias("at"),
                small_expr(pl.col("truth")).alias("selected"),
                small_expr(truth(self.applies)).alias("applies"),
            )
            .with_columns(
                pl.min_horizontal(pl.coalesce("at", placed), pl.lit(board.as_of)).alias("placed")
                if self.planned
                else pl.coalesce("at", placed).alias("placed")
            )
            .filter(pl.col("placed") <= board.as_of)
        )
        if not self.covers:
            return frame
        frame = frame.with_columns(pl.min_horizontal(self._covered_at(frame), pl.lit(board.as_of - 1)).alias("_at"))
        frame = standing_at(board, frame, self.subject, self.covers, "_at")
        frame = standing_at(board, frame.with_columns(pl.col("_at") - 1), self.subject, self.covers, "_at", "_before")
        names = [(f"c{place}", f"_before{place}") for place in range(len(self.covers))]
        found = (pl.when(pl.col(now) == BLANK).then(before).otherwise(pl.col(now)).alias(now) for now, before in names)
        return frame.with_columns(*found).drop("_at", *(before for _, before in names))

    def _covered_at(self, frame: pl.DataFrame) -> pl.Expr:
        """Return when it is asked whether the subject is covered: at the record's moment, or when its own interval begins.

        Where that moment says nothing, the moment just before does: whoever leaves was there.
        """
        return pl.max_horizontal("placed", "since") if "since" in frame.columns else pl.col("placed")

    @property
    def _places(self) -> tuple[str, ...]:
        if self.planned:
            return ("recorded_at", self.planned)
        ends = ("until",) if self.rows.since else ()
        return (*BEGINS[self.rows.table], *ends, "recorded_at")

    def found_one(self, sheet: Sheet, as_of: int, only: Iterable[Fact] | None = None) -> Iterator["Found"]:
        """Yield the records of one subject that are judged, or only some of them."""
        rows = sheet.counting(self.rows) if only is None else sheet.counting_of(self.rows, only)
        for row, surely in rows:
            at = latest_of(self.at, row)
            placed = at
            if placed is None:
                placed = next((row[each] for each in self._places if row[each] is not None), None)
            if self.planned:
                placed = as_of if placed is None else min(placed, as_of)
            if placed is not None and placed <= as_of:
                moment = min(max(placed, row.get("since") or -ENDLESS), as_of - 1)
                covers = self._covers_one(sheet, moment)
                yield Found(row, at, placed, small(surely), small(holds(self.applies, row, sheet.value)), covers)

    def _covers_one(self, sheet: Sheet, moment: int) -> tuple[int, ...]:
        now, before = (
            next(
                (stands for _, _, stands in stretches_one(sheet, self.covers, at, at + 1)), (BLANK,) * len(self.covers)
            )
            for at in (moment, moment - 1)
        )
        return tuple(was if stands == BLANK else stands for stands, was in zip(now, before, strict=True))


class Found(NamedTuple):
    """One record judged: its row, the moment (blank when not on record), a moment to place it by, and what is known of it."""

    row: Fact
    at: int | None
    placed: int
    selected: int
    applies: int
    covers: tuple[int, ...]


def standing_at(
    board: Board, frame: pl.DataFrame, subject: str, states: Sequence[State], at: str, name: str = "c"
) -> pl.DataFrame:
    """Return a frame of records with how some states of their subject stand at the moment in column `at` (`c0`, `c1` …)."""
    lines = stretches(board, subject, states).rename({"since": "_from", "until": "_to"})
    joined = frame.sort(at).join_asof(
        lines.sort("_from"), left_on=at, right_on="_from", by="subject", check_sortedness=False
    )
    inside = pl.col(at) < pl.col("_to")
    places = range(len(states))
    stands = [pl.when(inside).then(pl.col(f"s{place}")).fill_null(BLANK).cast(pl.Int8) for place in places]
    return joined.with_columns(*(each.alias(f"{name}{place}") for place, each in enumerate(stands))).drop(
        *(f"s{place}" for place in places), "_from", "_to"
    )


def numbered(
    board: Board, frame: pl.DataFrame, columns: Sequence[str], decide: Callable[..., Decision | None]
) -> pl.DataFrame:
    """Return a frame with the decision on each combination of some small columns numbered as `why`; undecided rows dropped."""
    code, sizes, bases = np.zeros(frame.height, dtype=np.int64), [], []
    for each in columns:
        values = frame[each].cast(pl.Int64).fill_null(_BLANK).to_numpy()
        base = int(values.min()) if len(values) else 0
        size = int(values.max()) - base + 1 if len(values) else 1
        code = code * size + (values - base)
        sizes.append(size)
        bases.append(base)
    known, places = found_places(code)
    made = [decide(*_unfolded(int(each), sizes, bases)) for each in known]
    numbers = np.array([-1 if each is None else board.number(each) for each in made], dtype=np.int64)
    why = pl.Series("why", numbers[places] if len(code) else code)
    return frame.with_columns(why).filter(pl.col("why") >= 0).with_columns(pl.col("why").cast(pl.UInt32))


_BLANK = -1
"""What a blank stands for while values are counted; no value of these columns is less than nought."""


def _unfolded(code: int, sizes: Sequence[int], bases: Sequence[int]) -> tuple[int | None, ...]:
    values: list[int | None] = []
    for size, base in zip(reversed(sizes), reversed(bases), strict=True):
        code, rest = divmod(code, size)
        values.append(None if rest + base == _BLANK else rest + base)
    return tuple(reversed(values))


def cover_columns(occasion: Occasion) -> list[str]:
    """Return the names of the columns that say how an occasion's covering states stand."""
    return [f"c{place}" for place in range(len(occasion.covers))]
