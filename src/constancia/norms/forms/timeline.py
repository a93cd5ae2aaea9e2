"""Forms that look at stretches of time: how the states of a subject stand, and one decision table for both evaluators. Pure.

A decision is a function of how the states stand (five values each). The set-wise evaluator asks it once for each combination that
occurs and looks the answer up; the one-subject evaluator asks it for each stretch. So the two cannot disagree in law, only in
arithmetic, and a property test watches over that.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from constancia.norms.forms.board import Board
from constancia.norms.forms.pieces import Decision
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import (
    BLANK,
    CLASH,
    COUNTERS,
    NO,
    YES,
    State,
    labelled,
    spans,
    standing,
    standing_expr,
)
from constancia.norms.forms.sweep import runs_of, sweep, sweep_one
from constancia.norms.verdicts import BREACH, MET, NOT_APPLICABLE, PRESUMED, REVIEW, UNKNOWN

Decide = Callable[[tuple[int, ...]], Decision | None]
"""From how the states stand to a decision, or to None where nothing is judged."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Intervals worked out by a form, to be looked at beside states: frames for all subjects, or lists for one.

    The first show the mark, the `excluded` ones exclude it, the `doubtful` ones leave it open to a person.
    """

    frame: pl.DataFrame | None = None
    excluded: pl.DataFrame | None = None
    doubtful: pl.DataFrame | None = None
    spans: Sequence[tuple[int, int]] = ()
    excluded_spans: Sequence[tuple[int, int]] = ()
    doubtful_spans: Sequence[tuple[int, int]] = ()
    timeless: bool = True


Source = State | Marks


@dataclass(frozen=True, slots=True)
class Scope:
    """When and for whom a norm is judged: a universe (such as custody) and states that must all hold (such as being a child)."""

    subject: str
    universe: State
    covers: tuple[State, ...] = ()

    def deciding(
        self, states: Sequence[Source], inner: Callable[[tuple[int, ...]], Decision]
    ) -> tuple[tuple[Source, ...], Decide]:
        """Return all the states to look at, and the decision on them, given the decision on the form's own states."""
        everything = (self.universe, *self.covers, *states)
        first = 1 + len(self.covers)

        def decide(stands: tuple[int, ...]) -> Decision | None:
            covers, own = stands[1:first], stands[first:]
            inside = stands[0] == YES
            if NO in covers:
                return Decision(NOT_APPLICABLE, "not_covered") if inside else None
            if not inside and all(at == BLANK or state.timeless for state, at in zip(states, own, strict=True)):
                return None
            found = self.covered(inner(own), covers)
            if inside or found.verdict not in (MET, UNKNOWN, NOT_APPLICABLE):
                return found
            return Decision(UNKNOWN, "no_universe", self.universe.asks)

        return everything, decide

    def covered(self, found: Decision, covers: tuple[int, ...]) -> Decision:
        """Return a decision as it stands when it is not certain that the norm covers the subject."""
        if found.verdict in (MET, UNKNOWN, REVIEW, NOT_APPLICABLE) or all(each == YES for each in covers):
            return found
        open_ = [state.asks for state, stands in zip(self.covers, covers, strict=True) if stands == BLANK]
        if open_:
            return Decision(UNKNOWN, "cover_open", ";".join(open_))
        if CLASH in covers:
            return Decision(REVIEW, "clash")
        return Decision(PRESUMED, "cover_doubtful") if found.verdict == BREACH else found


def blanks(states: Sequence[State], stands: Sequence[int]) -> str:
    """Return what must be on record to decide the states that are not."""
    return ";".join(dict.fromkeys(state.asks for state, each in zip(states, stands, strict=True) if each == BLANK))


def stretches(board: Board, kind: str, states: Sequence[Source]) -> pl.DataFrame:
    """Return the stretches of every subject with how each state stands (`s0`, `s1` …)."""
    return board.keep(("stretches", kind, tuple(states)), lambda: _stretches(board, kind, states))


def _stretches(board: Board, kind: str, states: Sequence[Source]) -> pl.DataFrame:
    labels = [
        frames
        for state in states
        for frames in (labelled(board, state, kind) if isinstance(state, State) else _given(state))
    ]
    return sweep(labels).select(
        "subject",
        "since",
        "until",
        *(
            standing_expr([pl.col(f"n{COUNTERS * place + counter}") for counter in range(COUNTERS)]).alias(f"s{place}")
            for place in range(len(states))
        ),
    )


def _given(marks: Marks) -> list[list[pl.DataFrame]]:
    frames = [[] if frame is None else [frame] for frame in (marks.frame, marks.excluded, marks.doubtful)]
    return [*frames, *([] for _ in range(COUNTERS - 3))]


def decided(board: Board, kind: str, states: Sequence[Source], decide: Decide) -> pl.DataFrame:
    """Return the stretches of every subject with their decision numbered (`why`), equal neighbours made one."""
    frame = stretches(board, kind, states)
    code = pl.sum_horizontal(*(pl.col(f"s{place}").cast(pl.Int64) * 5**place for place in range(len(states))))
    frame = frame.select("subject", "since", "until", code.alias("code"))
    known = {each: decide(_stands(each, len(states))) for each in frame["code"].unique().to_list()}
    numbers = {code: None if found is None else board.number(found) for code, found in known.items()}
    frame = frame.with_columns(
        pl.col("code").replace_strict(list(numbers), list(numbers.values()), return_dtype=pl.UInt32).alias("why")
        if numbers
        else pl.lit(None, pl.UInt32).alias("why")
    )
    return runs_of(frame.filter(pl.col("why").is_not_null()), "why")


def _stands(code: int, count: int) -> tuple[int, ...]:
    return tuple(code // 5**place % 5 for place in range(count))


def decided_one(
    sheet: Sheet, states: Sequence[Source], decide: Decide, lo: int, hi: int
) -> Iterator[tuple[int, int, Decision]]:
    """Yield the same for one subject between `lo` and `hi`; equal neighbours are left apart."""
    for since, until, stands in stretches_one(sheet, states, lo, hi):
        found = decide(stands)
        if found is not None:
            yield since, until, found


def _cut(marks: Marks, lo: int, hi: int) -> Iterator[tuple[int, int, int]]:
    for counter, given in enumerate((marks.spans, marks.excluded_spans, marks.doubtful_spans)):
        for since, until in given:
            if max(since, lo) < min(until, hi):
                yield max(since, lo), min(until, hi), counter


def stretches_one(
    sheet: Sheet, states: Sequence[Source], lo: int, hi: int
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield the stretches of one subject with how each state stands."""
    marked = (
        (since, until, COUNTERS * place + counter)
        for place, state in enumerate(states)
        for since, until, counter in (spans(sheet, state, lo, hi) if isinstance(state, State) else _cut(state, lo, hi))
    )
    for since, until, counts in sweep_one(marked, COUNTERS * len(states)):
        yield since, until, tuple(standing(*counts[at : at + COUNTERS]) for at in range(0, len(counts), COUNTERS))
