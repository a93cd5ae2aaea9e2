"""Forms that look at stretches of time: how the states of a subject stand, and one decision table for both evaluators. Pure.

A decision is a function of how the states stand (five values each). The set-wise evaluator asks it once for each combination that
occurs and looks the answer up; the one-subject evaluator asks it for each stretch. So the two cannot disagree in law, only in
arithmetic, and a property test watches over that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.arrays import column, found_places
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
)
from constancia.norms.forms.sweep import runs_of, sweep
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
    if all(isinstance(each, State) for each in states):
        return board.keep(("stretches", kind, tuple(states)), lambda: _stretches(board, kind, states))
    return _stretches(board, kind, states)


def _stretches(board: Board, kind: str, states: Sequence[Source]) -> pl.DataFrame:
    lines = [stood(board, kind, state) if isinstance(state, State) else _stood(_given(state)) for state in states]
    found = sweep([[line.rename({"stands": "weight"}).with_columns(pl.col("weight") + 1)] for line in lines])
    decoded = {f"s{place}": _DECODE[column(found, f"n{place}")] for place in range(len(states))}
    return found.select("subject", "since", "until").with_columns(
        *(pl.Series(name, values) for name, values in decoded.items())
    )


_DECODE = np.array([BLANK, *range(5)], dtype=np.int8)


def stood(board: Board, kind: str, state: State) -> pl.DataFrame:
    """Return how one state of every subject stood over time (`stands`), equal neighbours made one; what is blank is left out."""
    return board.keep(("stood", kind, state), lambda: _stood(labelled(board, state, kind)))


def _stood(labels: list[list[pl.DataFrame]]) -> pl.DataFrame:
    used = [(counter, frames) for counter, frames in enumerate(labels) if any(frame.height for frame in frames)]
    frame = sweep([frames for _, frames in used])
    bits = np.zeros(frame.height, dtype=np.uint8)
    for place, (counter, _) in enumerate(used):
        bits |= (column(frame, f"n{place}") > 0).view(np.uint8) << np.uint8(counter)
    found = frame.select("subject", "since", "until").with_columns(pl.Series("stands", _STANDING[bits]))
    return runs_of(found, "stands")


_STANDING = np.array(
    [standing(*(bits >> counter & 1 for counter in range(COUNTERS))) for bits in range(2**COUNTERS)], dtype=np.int64
)
"""How a state stands for each combination of counters that are not nought."""


def _given(marks: Marks) -> list[list[pl.DataFrame]]:
    frames = [[] if frame is None else [frame] for frame in (marks.frame, marks.excluded, marks.doubtful)]
    return [*frames, *([] for _ in range(COUNTERS - 3))]


def decided(board: Board, kind: str, states: Sequence[Source], decide: Decide) -> pl.DataFrame:
    """Return the stretches of every subject with their decision numbered (`why`), equal neighbours made one."""
    frame = stretches(board, kind, states)
    code = np.zeros(frame.height, dtype=np.int64)
    for place in range(len(states)):
        code += column(frame, f"s{place}").astype(np.int64) * 5**place
    known, places = found_places(code)
    made = [decide(_stands(int(each), len(states))) for each in known]
    numbers = np.array([-1 if found is None else board.number(found) for found in made], dtype=np.int64)
    why = numbers[places] if len(code) else code
    frame = frame.select("subject", "since", "until").with_columns(pl.Series("why", why))
    return runs_of(frame.filter(pl.col("why") >= 0).with_columns(pl.col("why").cast(pl.UInt32)), "why")


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


def stretches_one(
    sheet: Sheet, states: Sequence[Source], lo: int, hi: int
) -> Sequence[tuple[int, int, tuple[int, ...]]]:
    """Return the stretches of one subject with how each state stands; of states alone they are kept until the next row arrives."""
    if all(isinstance(each, State) for each in states):
        key = (*map(id, states), lo, hi)
        return sheet.keep(key, lambda: list(_beside_each_other(sheet, states, lo, hi)))
    return list(_beside_each_other(sheet, states, lo, hi))


def stood_one(sheet: Sheet, state: Source, lo: int, hi: int) -> Sequence[tuple[int, int, int]]:
    """Return how one state of one subject stood between `lo` and `hi`; where it is blank and nothing speaks of it, it is left out."""
    if isinstance(state, State):
        return sheet.keep((id(state), lo, hi, "stood"), lambda: list(_stood_one(spans(sheet, state, lo, hi))))
    return list(_stood_one(_cut(state, lo, hi)))


def _cut(marks: Marks, lo: int, hi: int) -> Iterator[tuple[int, int, int]]:
    for counter, given in enumerate((marks.spans, marks.excluded_spans, marks.doubtful_spans)):
        for since, until in given:
            if max(since, lo) < min(until, hi):
                yield max(since, lo), min(until, hi), counter


def _stood_one(raised: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield stretches with how a state stands, from the intervals that raise its counters; equal neighbours made one."""
    changes = [each for since, until, counter in raised for each in ((since, counter, 1), (until, counter, -1))]
    changes.sort()
    counts, cover = [0] * COUNTERS, 0
    begun, last, stands = -ENDLESS, -ENDLESS, -1
    for at, counter, change in changes:
        if at > last:
            now = standing(*counts) if cover else -1
            if now != stands:
                if stands >= 0:
                    yield begun, last, stands
                begun, stands = last, now
            last = at
        counts[counter] += change
        cover += change
    if stands >= 0:
        yield begun, last, stands


def _beside_each_other(
    sheet: Sheet, states: Sequence[Source], lo: int, hi: int
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield the stretches on which every one of some states stands in one way; what nothing speaks of is left out."""
    changes: list[tuple[int, int, int, int]] = []
    for place, state in enumerate(states):
        for since, until, stands in stood_one(sheet, state, lo, hi):
            changes += ((since, 1, place, stands), (until, 0, place, BLANK))
    changes.sort()
    stood, cover, last = [BLANK] * len(states), 0, -ENDLESS
    for at, begins, place, stands in changes:
        if at > last:
            if cover:
                yield last, at, tuple(stood)
            last = at
        cover += 1 if begins else -1
        stood[place] = stands
