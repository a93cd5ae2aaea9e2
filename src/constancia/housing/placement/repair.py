"""Making room for people without a cell: by chains in which each takes another's place, and by clearing small obstacles.

Every step keeps all hard rules; a search that fails leaves the index as it was.
"""

import time
from collections import deque
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from constancia.housing.placement.index import EMPTY, Index
from constancia.housing.placement.instance import Flags

CELLS_LOOKED_AT = 80
"""From each person of a chain, so many cells are looked into for somebody who could make way."""
MOST_OBSTACLES = 4
"""At most so many people are moved out of the way of one."""
DEEPEST = 4
MOST_CLEARINGS = 1500
"""So many cells are cleared, at every depth, in the search for one person before it is given up."""


class Repair:
    """Places people in a full house by moving others; `fixed` persons are never moved.

    `deepest` says how many times those moved out of the way may move others out of theirs.
    """

    def __init__(self, index: Index, deadline: float, fixed: Iterable[int] = (), deepest: int = DEEPEST) -> None:
        self.index, self._deadline, self._deepest = index, deadline, deepest
        self._fixed = set(fixed)
        self._clearings_left = 0
        persons = index.instance.persons
        facts = (persons.pool, persons.status, persons.infection, persons.group, persons.single)
        needs = (persons.lower_bunk, persons.wheelchair, persons.medical)
        table = np.column_stack([each.astype(np.int32) for each in (*facts, *needs)])
        self.kind: list[int] = np.unique(table, axis=0, return_inverse=True)[1].reshape(-1).tolist()

    def place_all(self, persons: Iterable[int]) -> list[int]:
        """Place these persons; return those for whom no way was found before the deadline.

        Where no way was found for somebody without separations, none is looked for again for others of the same kind.
        """
        left: list[int] = []
        hopeless: set[int] = set()
        for person in persons:
            same = self.kind[person] in hopeless and person not in self.index.apart.of
            if time.monotonic() > self._deadline or not (self._directly(person) if same else self.place(person)):
                left.append(person)
                if person not in self.index.apart.of:
                    hopeless.add(self.kind[person])
        return left

    def place(self, person: int) -> bool:
        """Place one person who has no cell: directly, by a chain, or by clearing obstacles."""
        if self._directly(person) or self._by_chain(person):
            return True
        for depth in range(1, self._deepest + 1):
            self._clearings_left = MOST_CLEARINGS
            if self._by_clearing(person, depth, set()):
                return True
        return False

    def _directly(self, person: int, without: Flags | None = None) -> bool:
        allowed = self.index.may_take(person)
        if without is not None:
            allowed &= ~without
        cell = self.index.roomiest(allowed)
        if cell >= 0:
            self.index.add(person, cell)
        return cell >= 0

    def _by_chain(self, person: int) -> bool:
        """Find the shortest chain in which each takes the place of the next, and the last finds room."""
        before: dict[int, int] = {}
        queue = deque([person])
        seen = {self.kind[person]}
        while queue:
            current = queue.popleft()
            for cell in self._if_one_left(current):
                for other in sorted(self.index.inside[cell]):
                    kind = self.kind[other] if other not in self.index.apart.of else -1 - other
                    if kind in seen or other in self._fixed or not self._frees(current, other, cell):
                        continue
                    seen.add(kind)
                    before[other] = current
                    if self._has_room(other, cell) and self._shift(other, before):
                        return True
                    queue.append(other)
            if time.monotonic() > self._deadline:
                return False
        return False

    def _if_one_left(self, person: int) -> list[int]:
        """Return cells that would take this person if the right one of those inside made way, the airiest first."""
        index = self.index
        allowed = index.suitable(person) & (index.holds == index.wants[person])
        allowed &= index.barred[index.instance.persons.group[person]] == 0
        if index.instance.persons.single[person]:
            allowed &= index.instance.cells.capacity == 1
        for other, level in index.apart.of.get(person, ()):
            if index.cell_of[other] >= 0 and level > 1:
                start, stop = index.around(index.cell_of[other], level)
                allowed[start:stop] = False
        return _sample(np.flatnonzero(allowed))

    def _frees(self, person: int, other: int, cell: int) -> bool:
        """Tell whether this person could enter a cell once the other one has left it."""
        self.index.remove(other)
        free = bool(self.index.may_take(person)[cell])
        self.index.add(other, cell)
        return free

    def _has_room(self, person: int, cell: int) -> bool:
        allowed = self.index.may_take(person)
        allowed[cell] = False
        return bool(allowed.any())

    def _shift(self, last: int, before: dict[int, int]) -> bool:
        """Carry out a chain from its end; undo it when two of its members stand in each other's way."""
        index, start = self.index, len(self.index.log)
        person: int | None = last
        left = index.remove(last)
        allowed = index.may_take(last)
        allowed[left] = False
        target = index.roomiest(allowed)
        while person is not None:
            if target < 0 or not index.may_take(person)[target]:
                index.undo(start)
                return False
            index.add(person, target)
            person, target = before.get(person), left
            if person is not None and index.cell_of[person] >= 0:
                left = index.remove(person)
        return True

    def _by_clearing(self, person: int, depth: int, closed: set[int]) -> bool:
        """Move the few people out of one cell's way who keep this person out, and place them elsewhere."""
        for obstacles, cell in self._clearings(person, closed):
            if time.monotonic() > self._deadline or self._clearings_left <= 0:
                return False
            self._clearings_left -= 1
            start = len(self.index.log)
            for other in obstacles:
                self.index.remove(other)
            if self.index.may_take(person)[cell] and self._resettle(person, cell, obstacles, depth, closed):
                return True
            self.index.undo(start)
        return False

    def _resettle(self, person: int, cell: int, obstacles: list[int], depth: int, closed: set[int]) -> bool:
        """Place somebody in a cleared cell and those who made way elsewhere; tell whether all found a place."""
        self.index.add(person, cell)
        for other in obstacles:
            placed = self._directly(other) or self._by_chain(other)
            if not placed and depth > 1:
                placed = self._by_clearing(other, depth - 1, closed | {cell})
            if not placed:
                return False
        return True

    def clearings(self, person: int) -> list[tuple[list[int], int]]:
        """Return cells with the few people whose leaving would let this person in, fewest first."""
        return self._clearings(person, set())

    def _clearings(self, person: int, closed: set[int]) -> list[tuple[list[int], int]]:
        index = self.index
        same = (index.holds == index.wants[person]) | (index.holds == EMPTY)
        guess = np.where(same, 0, index.count) + 2 * (index.barred[index.instance.persons.group[person]] > 0)
        candidates = np.flatnonzero(index.suitable(person) & (guess <= MOST_OBSTACLES))
        found = []
        for cell in candidates[np.argsort(guess[candidates], kind="stable")][: 4 * CELLS_LOOKED_AT].tolist():
            obstacles = self._obstacles(person, cell) if cell not in closed else None
            if obstacles is not None:
                found.append((sorted(obstacles), cell))
        found.sort(key=lambda each: len(each[0]))
        return found[:CELLS_LOOKED_AT]

    def _obstacles(self, person: int, cell: int) -> set[int] | None:
        """Return who must leave before this person may enter a cell; None when they are too many or may not move."""
        index, persons = self.index, self.index.instance.persons
        inside = index.inside[cell]
        must = set(index.apart.broken(person, cell, index.cell_of))
        if persons.single[person] or index.holds[cell] not in {EMPTY, index.wants[person]}:
            must |= inside
        must |= {other for other in inside if persons.single[other]}
        must |= self._rivals_around(person, cell)
        for need, left in ((persons.lower_bunk, index.low_left), (persons.wheelchair, index.step_free_left)):
            if need[person] and left[cell] < 1 and not any(need[other] for other in must & inside):
                must |= set(sorted(other for other in inside if need[other])[:1])
        if len(inside - must) >= index.instance.cells.capacity[cell]:
            easiest = sorted(inside - must, key=lambda each: (index.apart.weight(each), each))
            must |= set(easiest[:1])
        return must if len(must) <= MOST_OBSTACLES and not must & self._fixed else None

    def _rivals_around(self, person: int, cell: int) -> set[int]:
        """Return members of rival groups in the cell, its corridor or its module (a few more than may be moved)."""
        index, persons = self.index, self.index.instance.persons
        if not index.barred[persons.group[person], cell]:
            return set()
        rival = index.instance.rival[persons.group[person]]
        found: set[int] = set()
        for level in (3, 2, 1):
            for place in range(*index.around(cell, level)):
                found |= {other for other in index.inside[place] if rival[persons.group[other]] >= level}
                if len(found) > MOST_OBSTACLES:
                    return found
        return found


def _sample(places: NDArray[np.integer[Any]]) -> list[int]:
    """Return at most `CELLS_LOOKED_AT` of some places, evenly spread."""
    step = max(1, len(places) // CELLS_LOOKED_AT)
    found: list[int] = places[::step][:CELLS_LOOKED_AT].tolist()
    return found
