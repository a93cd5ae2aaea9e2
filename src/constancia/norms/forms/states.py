"""States of a subject over time, such as `segregated` or `pregnant`: they hold, do not hold, are doubtful, or are not on record. Pure.

A state is shown by rows that say so and excluded by rows that say otherwise; silence never excludes it. That is why losing a row
can turn YES or NO into BLANK and never into each other, which keeps every verdict safe against missing facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from constancia.core.text import Text
from constancia.norms.forms.board import Board
from constancia.norms.forms.rows import Rows
from constancia.norms.forms.sheet import Sheet

NO, YES, DOUBT, CLASH, BLANK = range(5)
"""How a state stands: does not hold, holds, is doubtful, is both shown and excluded, is not on record."""


@dataclass(frozen=True, slots=True)
class State:
    """A named state: rows that show it, that exclude it, that leave it doubtful, and that overrule what shows it for a while.

    `weakly` are rows that only suggest it: they make it doubtful where nothing else speaks.
    `silent` names the register whose closing excludes the state where no row speaks of it, `filed` the register in which the closing
    of the person's own file does. `closed` names a register too: then
    the state is that it is closed. `outlasts`: it may hold of a person who is no longer in custody (a court order, a pregnancy).
    `asks` is what must be on record to decide the state.
    """

    name: str
    text: Text
    holds: tuple[Rows, ...] = ()
    fails: tuple[Rows, ...] = ()
    doubtful: tuple[Rows, ...] = ()
    overruled: tuple[Rows, ...] = ()
    weakly: tuple[Rows, ...] = ()
    silent: str = ""
    filed: str = ""
    closed: str = ""
    outlasts: bool = False
    asks: str = ""

    @property
    def timeless(self) -> bool:
        """Tell whether it is no sign that the subject was in its universe at a moment: it says nothing of one, or it outlasts it."""
        return self.outlasts or (not self.closed and all(not rows.since for kind in self.kinds for rows in kind))

    @property
    def kinds(self) -> tuple[tuple[Rows, ...], ...]:
        """Return its kinds of rows, in the order of their counters."""
        return (self.holds, self.fails, self.doubtful, self.overruled, self.weakly)


COUNTERS = 7
"""How many counters a state has: rows that show, exclude, doubt, overrule and suggest it, closings that fit, and that do not."""


def standing(holds: int, fails: int, doubtful: int, overruled: int, weakly: int, closings: int, overfull: int) -> int:
    """Return how a state stands where so many rows show, exclude, doubt, overrule and suggest it, and so many closings stand.

    A closing excludes the state where no row speaks of it; one that its register contradicts (it holds more) leaves it doubtful.
    """
    if overruled:
        return NO
    if fails:
        return CLASH if holds or doubtful else NO
    if doubtful:
        return DOUBT
    if holds:
        return YES
    if closings and not weakly:
        return NO
    return DOUBT if overfull or weakly else BLANK


def labelled(board: Board, state: State, kind: str) -> list[list[pl.DataFrame]]:
    """Return, for each counter of a state, the intervals that raise it."""
    if state.closed:
        return [[board.closed(state.closed, kind)], [], [], [], [], [], [board.closed(state.closed, kind, over=True)]]
    closings = [[board.closed(state.silent, kind, over=over)] if state.silent else [] for over in (False, True)]
    if state.filed:
        closings[0].append(board.filed(state.filed))
    return [*([board.intervals(rows, kind) for rows in each] for each in state.kinds), *closings]


def spans(sheet: Sheet, state: State, lo: int, hi: int) -> Iterable[tuple[int, int, int]]:
    """Yield for one subject the intervals that raise a state's counters, cut to [lo, hi): since, until, which counter."""
    if state.closed or state.silent:
        fits = 0 if state.closed else COUNTERS - 2
        for since, until, is_over in sheet.closed(state.closed or state.silent, lo, hi):
            yield since, until, COUNTERS - 1 if is_over else fits
    if state.filed:
        for since, until in sheet.filed(state.filed, lo, hi):
            yield since, until, COUNTERS - 2
    for counter, kinds in enumerate(state.kinds):
        for rows in kinds:
            for since, until in sheet.intervals(rows, lo, hi):
                yield since, until, counter
