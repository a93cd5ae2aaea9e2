"""Neighbourhoods: a few cells and people decided anew and exactly, around somebody without a cell, or everything if small."""

import time

import numpy as np

from constancia.housing.placement.decide import can_decide, exact_model
from constancia.housing.placement.index import EMPTY, Index
from constancia.housing.placement.repair import Repair
from constancia.housing.placement.score import Score

SMALL = 6_000
"""A question with at most so many pairs of person and cell is decided as a whole."""
MOST_PEOPLE, MOST_CELLS = 90, 45
"""The size of a neighbourhood."""
MOST_TRIED = 25
"""With more people than this without a cell, places are short, and no neighbourhood will find any."""
EFFORT = 2.0
"""CP-SAT's deterministic seconds for one neighbourhood."""


class Nearby:
    """Decides neighbourhoods of an index anew; a decision is kept only when the objective falls."""

    def __init__(self, index: Index, repair: Repair, deadline: float, seed: int) -> None:
        self._index, self._repair, self._deadline, self._seed = index, repair, deadline, seed
        self._score = Score(index)

    def run(self) -> float:
        """Decide everything anew when that is small, else around those without a cell; return the objective's change."""
        people, cells = range(len(self._index.cell_of)), range(len(self._index.inside))
        if not can_decide(self._deadline):
            return 0.0
        if len(people) * len(cells) <= SMALL:
            return self._again(list(people), list(cells))
        gained = 0.0
        without = [person for person in people if self._index.cell_of[person] < 0]
        for person in without if len(without) <= MOST_TRIED else ():
            if self._index.cell_of[person] < 0 and time.monotonic() < self._deadline:
                gained += self._again(*self._around(person))
        return gained

    def _around(self, person: int) -> tuple[list[int], list[int]]:
        """Return people and cells: cells that could take the person, those in the way, and cells that could take these."""
        index = self._index
        people: set[int] = {person}
        cells: set[int] = set()
        for obstacles, cell in self._repair.clearings(person):
            if len(cells) < MOST_CELLS // 2 and len(people) + len(index.inside[cell]) < MOST_PEOPLE:
                cells.add(cell)
                people |= {*obstacles, *(index.inside[cell] if len(index.inside[cell]) <= 8 else ())}
        people |= {other for each in sorted(people) for other, _ in index.apart.of.get(each, ())}
        people = set(sorted(people, key=lambda each: (each != person, each))[:MOST_PEOPLE])
        cells |= {index.cell_of[each] for each in people} - {-1}
        for each in sorted(people):
            room = index.suitable(each) & ((index.holds == index.wants[each]) | (index.holds == EMPTY))
            room &= index.count < index.instance.cells.capacity
            cells |= set(np.flatnonzero(room)[:3].tolist())
        return sorted(people), sorted(cells)

    def _again(self, people: list[int], cells: list[int]) -> float:
        index = self._index
        start = len(index.log)
        now = {person: index.cell_of[person] for person in people}
        for person in people:
            if now[person] >= 0:
                index.remove(person)
        exact = exact_model(index, people, cells)
        exact.minimise()
        exact.hint(now)
        decided = exact.solve(EFFORT, self._seed, self._deadline)
        if decided is not None:
            for person, cell in decided.cells.items():
                if cell >= 0:
                    index.add(person, cell)
            gained = self._score.change(start)
            if gained < -1e-9:
                return gained
        index.undo(start)
        return 0.0
