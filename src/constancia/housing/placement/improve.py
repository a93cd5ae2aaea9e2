"""Making a sound placement better by small changes, each kept only when the objective falls; every hard rule stays kept."""

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from constancia.housing.placement.index import EMPTY, Index
from constancia.housing.placement.repair import Repair
from constancia.housing.placement.score import Score, split

CELLS_TRIED = 24
"""A group of companions is brought together in at most so many cells before it is left as it is."""
NOTHING = 1e-9
ROUNDS = 6


class Improve:
    """Improves the placement of an index until nothing more is found or the deadline comes.

    With `moving` false, no change is kept that moves more people from their present cells than before.
    """

    def __init__(self, index: Index, repair: Repair, deadline: float, *, moving: bool = True) -> None:
        self._moving = moving
        self.index, self._repair, self._deadline = index, repair, deadline
        self.score = Score(index)
        self._weights = index.instance.weights

    def run(self) -> float:
        """Improve in rounds; return by how much the objective changed (never up)."""
        total = 0.0
        for _ in range(ROUNDS):
            gained = self._companions() + self._watch() + self._home() + self._even_out()
            total += gained
            if gained > -NOTHING or self._late():
                break
        return total

    def _late(self) -> bool:
        return time.monotonic() > self._deadline

    def _keep_if_better(self, change: Callable[[], bool]) -> float:
        """Carry out a change; undo it unless it succeeds and the objective falls. Return the change of the objective."""
        start = len(self.index.log)
        if change():
            gained = self.score.change(start)
            if gained < -NOTHING and (self._moving or self.score.moves(start) <= 0):
                return gained
        self.index.undo(start)
        return 0.0

    def _companions(self) -> float:
        """Bring groups of companions together that are split."""
        gained = 0.0
        for members in self.score.companies.values():
            if self._weights.split and split(self.index.cell_of[each] for each in members) and not self._late():
                gained += self._bring_together(members)
        return gained

    def _bring_together(self, members: list[int]) -> float:
        index = self.index
        apart = {each: {index.cell_of[each]} - {-1} for each in members}
        now = set().union(*apart.values())
        shared = np.ones(len(index.inside), bool)
        for each in members:
            shared &= index.suitable(each) & ((index.holds == index.wants[each]) | (index.holds == EMPTY))
        cells = np.flatnonzero(shared & (index.instance.cells.capacity >= 2))
        missing = index.count[cells] + len(members) - index.instance.cells.capacity[cells]
        order = np.lexsort((index.crowding[cells], np.maximum(0, missing)))
        for cell in [*sorted(now), *cells[order][:CELLS_TRIED].tolist()]:
            gained = self._keep_if_better(partial(self._gather, members, cell))
            if gained:
                return gained
        return 0.0

    def _gather(self, members: list[int], cell: int) -> bool:
        """Bring as many of a group as possible into one cell; others make way for them."""
        index = self.index
        coming = [each for each in members if index.cell_of[each] != cell]
        for each in coming:
            if index.cell_of[each] >= 0:
                index.remove(each)
        room = int(index.instance.cells.capacity[cell]) - int(index.count[cell])
        making_way = self._who_makes_way(cell, members, len(coming) - room)
        for each in making_way:
            index.remove(each)
        back = [each for each in coming if not self._enters(each, cell)]
        return not self._repair.place_all([*making_way, *back])

    def _enters(self, person: int, cell: int) -> bool:
        if not self.index.may_take(person)[cell]:
            return False
        self.index.add(person, cell)
        return True

    def _who_makes_way(self, cell: int, members: list[int], number: int) -> list[int]:
        """Return people of a cell who can most easily live elsewhere: without companions, separations, needs."""
        persons = self.index.instance.persons
        others = self.index.inside[cell] - set(members)

        def hardness(person: int) -> tuple[int, int, int]:
            needs = int(persons.lower_bunk[person]) + int(persons.wheelchair[person]) + int(persons.medical[person])
            together = int(self.score.company_of[person] >= 0)
            return (together, self.index.apart.weight(person) + needs, person)

        return sorted(others, key=hardness)[: max(0, number)]

    def _watch(self) -> float:
        """Spread those who need watching where a cell has more of them than its limit."""
        gained = 0.0
        watched = self.index.instance.persons.watch
        for cell, inside in enumerate(self.index.inside) if self._weights.watch else ():
            there = sorted(person for person in inside if watched[person])
            for person in there[self.score.watch_limit[cell] :]:
                gained += self._keep_if_better(partial(self._elsewhere, person))
            if self._late():
                break
        return gained

    def _elsewhere(self, person: int) -> bool:
        """Move somebody to the roomiest other cell that has watch to spare, or exchange places with one unwatched."""
        index, watched = self.index, self.index.instance.persons.watch
        left = index.remove(person)
        allowed = index.may_take(person)
        allowed[left] = False
        for cell in np.flatnonzero(allowed).tolist()[:CELLS_TRIED]:
            if sum(bool(watched[other]) for other in index.inside[cell]) < self.score.watch_limit[cell]:
                index.add(person, cell)
                return True
        return False

    def _home(self) -> float:
        """Return people to their present cells."""
        gained = 0.0
        present = self.index.instance.persons.present
        if not self._weights.move:
            return gained
        for person in np.flatnonzero(present >= 0).tolist():
            home = int(present[person])
            if self.index.cell_of[person] not in {-1, home} and not self._late():
                gained += self._keep_if_better(partial(self._return, person, home))
        return gained

    def _return(self, person: int, home: int) -> bool:
        self.index.remove(person)
        return self._enters(person, home)

    def _even_out(self) -> float:
        """Move people from crowded cells to airier ones."""
        gained = 0.0
        relief = self.index.relief()
        for cell in np.argsort(-relief, kind="stable").tolist():
            if self._late() or relief[cell] <= 0:
                break
            gained += self._thin_out(cell)
        return gained

    def _thin_out(self, cell: int) -> float:
        """Move people out of one cell while that lowers the objective."""
        gained, tried = 0.0, set()
        for person in sorted(self.index.inside[cell]):
            kind = self._repair.kind[person] if person not in self.index.apart.of else -1 - person
            if kind in tried or self.score.company_of[person] >= 0:
                continue
            change = self._keep_if_better(partial(self._to_airier, person))
            gained += change
            if not change:
                tried.add(kind)
        return gained

    def _to_airier(self, person: int) -> bool:
        allowed = self.index.may_take(person)
        cell = self.index.roomiest(allowed)
        if cell < 0 or self.index.crowding[cell] >= self.index.relief_of(self.index.cell_of[person]):
            return False
        self.index.remove(person)
        self.index.add(person, cell)
        return True
