"""A quick placement without any model: everyone in turn to the first cell that suits. What there is when time is short."""

import time
from collections import Counter
from collections.abc import Iterable

import numpy as np

from constancia.housing.placement.index import EMPTY, Index
from constancia.housing.placement.instance import Flags

NEAR_OTHERS = 10_000
"""More than any cell holds: a corridor that holds the group already matters more than the size of a cell."""
FOR_ISOLATION = 500
"""So much larger an isolation cell must be before the uninfected are put into it."""


def first_fit(index: Index, persons: Iterable[int], deadline: float) -> list[int]:
    """Place people in turn, the hardest to place first; return who is left when the deadline comes or nothing suits."""
    waiting = list(persons)
    fit = _FirstFit(index, waiting)
    turns = sorted(waiting, key=fit.turn)
    return [person for person in turns if time.monotonic() > deadline or not fit.place(person)]


class _FirstFit:
    """Where each group is so far, and how many of each kind still wait: that decides which empty cell is opened."""

    def __init__(self, index: Index, waiting: list[int]) -> None:
        instance, facts = index.instance, index.instance.persons
        self._index = index
        wide: Flags = np.any(instance.rival >= 2, axis=1)
        self._is_wide = wide
        """Groups that are kept from others beyond the cell: they must not be scattered over the corridors."""
        size = np.where(wide, np.bincount(facts.group, minlength=len(instance.groups)), 0)
        needs = (8 * facts.single + 2 * facts.wheelchair + facts.medical + facts.lower_bunk).tolist()
        self._key = list(
            zip(
                (facts.infection == 0).tolist(),
                (~facts.wheelchair).tolist(),
                (~wide[facts.group]).tolist(),
                size[facts.group].tolist(),
                index.wants,
                facts.group.tolist(),
                [-each for each in needs],
                facts.companions.tolist(),
                strict=True,
            )
        )
        self._kind = list(zip(facts.pool.tolist(), index.wants, facts.group.tolist(), strict=True))
        self._left = Counter(self._kind[person] for person in waiting)
        self._in_corridor = np.zeros((len(instance.groups), len(instance.corridor_ids)), bool)
        self._in_module = np.zeros((len(instance.groups), len(instance.module_ids)), bool)
        for person, cell in enumerate(index.cell_of):
            if cell >= 0:
                self._note(person, cell)

    def turn(self, person: int) -> tuple[object, ...]:
        """Return a key that sorts the infected first, then step-free needs, groups with wide rivalries, kinds together."""
        return (*self._key[person], -self._index.apart.weight(person), person)

    def place(self, person: int) -> bool:
        """Place one person: with companions, else the roomiest open cell, else an empty one; tell whether one was found."""
        index = self._index
        allowed = index.may_take(person)
        cell = next((each for each in index.companions_of(person) if allowed[each]), -1)
        if cell < 0:
            cell = index.roomiest(allowed & (index.holds != EMPTY))
        if cell < 0:
            cell = self._empty(person)
        self._left[self._kind[person]] -= 1
        if cell >= 0:
            index.add(person, cell)
            self._note(person, cell)
        return cell >= 0

    def _empty(self, person: int) -> int:
        """Return an empty cell near others of the group, as large as those who wait can fill; or -1."""
        index, cells = self._index, self._index.instance.cells
        empty = index.may_take(person) & (index.holds == EMPTY)
        if not empty.any():
            return -1
        group, waiting = self._kind[person][2], self._left[self._kind[person]]
        if index.instance.persons.single[person]:
            worth = -cells.capacity
        elif waiting < cells.capacity.max():
            worth = -np.maximum(0, cells.capacity - waiting)
        else:
            worth = cells.capacity
        if not index.instance.persons.infection[person]:
            worth = worth - FOR_ISOLATION * cells.isolation
        if self._is_wide[group]:
            near = 2 * self._in_corridor[group][cells.corridor] + self._in_module[group][cells.module]
            worth = worth + NEAR_OTHERS * near
        return int(np.where(empty, worth, -np.inf).argmax())

    def _note(self, person: int, cell: int) -> None:
        cells, group = self._index.instance.cells, self._kind[person][2]
        self._in_corridor[group, cells.corridor[cell]] = self._in_module[group, cells.module[cell]] = True
