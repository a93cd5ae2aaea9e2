"""The warm index: who is where, kept so that "where may this person sleep now" is a handful of array operations.

Cells of a corridor stand side by side and corridors of a module too, so a rule about a corridor or a module touches one
slice. One index serves the single arrival, the repair of a plan and the reasons against each cell.
"""

from collections.abc import Sequence

import numpy as np

from constancia.housing.placement.instance import Flags, Instance, Ints, Reals
from constancia.housing.placement.pairs import Apart

EMPTY, CLOSED = -1, -2
"""What `state` says of a cell that anybody may enter, and of one that nobody may: full, or held by one person alone."""


class Index:
    """A placement that can change; it trusts its caller to add people only where `may_take` allows it.

    `cell_of` is the cell of every person (-1: none), `inside` the persons of every cell, `state` the status and infection
    (as one number) that newcomers of a cell must have, or EMPTY, or CLOSED.
    """

    def __init__(self, instance: Instance, apart: Apart, cell_of: Sequence[int] = ()) -> None:
        cells, persons = instance.cells, instance.persons
        self.instance, self.apart = instance, apart
        self.cell_of = [-1] * len(persons.ids)
        self.inside: list[set[int]] = [set() for _ in cells.ids]
        self.state = np.where(cells.capacity > 0, EMPTY, CLOSED).astype(np.int32)
        self.holds = np.full(len(cells.ids), EMPTY, np.int32)
        """Status and infection (as one number) of those inside each cell, full or not; EMPTY when nobody is."""
        self.count = np.zeros(len(cells.ids), np.int32)
        self.low_left, self.step_free_left = cells.lower_bunks.copy(), cells.accessible.copy()
        self.crowding = instance.weights.density / cells.air
        """What one more person would add to the density of each cell."""
        self._step = 2 * instance.weights.density / cells.air
        self.barred = np.zeros((len(instance.groups), len(cells.ids)), np.int16)
        """For every group and cell, how many groups in the cell, its corridor and its module keep the group out."""
        self._places = (
            [(cell, cell + 1) for cell in range(len(cells.ids))],
            list(cells.corridor_range),
            list(cells.module_range),
        )
        self._place_of = (list(range(len(cells.ids))), cells.corridor.tolist(), cells.module.tolist())
        self._members: tuple[dict[tuple[int, int], int], ...] = ({}, {}, {})
        self._rivals = [
            [np.flatnonzero(instance.rival[group] == level).tolist() for group in range(len(instance.groups))]
            for level in (1, 2, 3)
        ]
        self._has_rivals = [any(level[group] for level in self._rivals) for group in range(len(instance.groups))]
        self._group: list[int] = persons.group.tolist()
        self.wants: list[int] = (persons.status * len(instance.infections) + persons.infection).tolist()
        self._single: list[bool] = persons.single.tolist()
        self._low: list[bool] = persons.lower_bunk.tolist()
        self._step_free: list[bool] = persons.wheelchair.tolist()
        self._capacity: list[int] = cells.capacity.tolist()
        self._company_of: list[int] = persons.companions.tolist()
        self._companies: dict[int, list[int]] = {}
        for person, company in enumerate(self._company_of):
            if company >= 0:
                self._companies.setdefault(company, []).append(person)
        self._suitable: dict[tuple[int, bool, bool, bool, bool], Flags] = {}
        self.log: list[tuple[int, int]] = []
        """Every change: the person, and the cell until then (-1: none). `undo` goes back to an earlier length of it."""
        self._fill(np.array(cell_of, np.int64))

    def _fill(self, cell_of: Ints) -> None:
        """Put everybody who has a cell into it, as `add` would one by one, all at once."""
        cells = self.instance.cells
        placed = np.flatnonzero(cell_of >= 0)
        where, number = cell_of[placed], len(cells.ids)
        self.count += _counted(where, number)
        self.low_left -= _counted(where[np.array(self._low, bool)[placed]], number)
        self.step_free_left -= _counted(where[np.array(self._step_free, bool)[placed]], number)
        self.crowding += self._step * self.count
        last = np.full(number, -1)
        last[where] = placed
        there = last >= 0
        self.holds[there] = np.array(self.wants, np.int32)[last[there]]
        closed = (self.count >= cells.capacity) | np.array([*self._single, False], bool)[last]
        self.state[there] = np.where(closed, CLOSED, self.holds)[there]
        for person, cell in zip(placed.tolist(), where.tolist(), strict=True):
            self.cell_of[person] = cell
            self.inside[cell].add(person)
            if self._has_rivals[self._group[person]]:
                self._count(person, cell, 1)

    def suitable(self, person: int) -> Flags:
        """Return the cells that suit a person when they stand empty: sex, age, isolation, hospital, bunks, step-free."""
        persons, cells = self.instance.persons, self.instance.cells
        low, step_free = self._low[person], self._step_free[person]
        infected, medical = bool(persons.infection[person]), bool(persons.medical[person])
        key = (int(persons.pool[person]), infected, medical, low, step_free)
        if key not in self._suitable:
            found = (cells.pool == key[0]) & (cells.capacity > 0)
            for needed, there in (
                (infected, cells.isolation),
                (medical, cells.hospital),
                (low, cells.lower_bunks > 0),
                (step_free, cells.accessible > 0),
            ):
                found = found & there if needed else found
            self._suitable[key] = found
        return self._suitable[key]

    def may_take(self, person: int) -> Flags:
        """Return the cells that this person may enter now without anybody leaving."""
        found: Flags = self.state == EMPTY
        if not self._single[person]:
            found |= self.state == self.wants[person]
        found &= self.suitable(person)
        group = self._group[person]
        if self._has_rivals[group]:
            found &= self.barred[group] == 0
        if self._low[person]:
            found &= self.low_left > 0
        if self._step_free[person]:
            found &= self.step_free_left > 0
        for other, level in self.apart.of.get(person, ()):
            if self.cell_of[other] >= 0:
                start, stop = self.around(self.cell_of[other], level)
                found[start:stop] = False
        return found

    def companions_of(self, person: int) -> list[int]:
        """Return the cells in which companions of somebody are."""
        company = self._company_of[person]
        cells = {self.cell_of[other] for other in self._companies.get(company, ())} if company >= 0 else set()
        return sorted(cells - {-1})

    def around(self, cell: int, level: int) -> tuple[int, int]:
        """Return the first cell and the end of the place (1 cell, 2 corridor, 3 module) around a cell."""
        return self._places[level - 1][self._place_of[level - 1][cell]]

    @property
    def state_is_closed(self) -> Flags:
        """Return the cells that nobody may enter: full, or held by one person who must be alone."""
        found: Flags = self.state == CLOSED
        return found

    def roomiest(self, allowed: Flags) -> int:
        """Return the allowed cell where one more person crowds least (the first of equals), or -1."""
        if not allowed.any():
            return -1
        return int(np.where(allowed, self.crowding, np.inf).argmin())

    def add(self, person: int, cell: int) -> None:
        """Put a person who has no cell into one."""
        self.log.append((person, -1))
        self.cell_of[person] = cell
        self.inside[cell].add(person)
        self.count[cell] += 1
        self.low_left[cell] -= self._low[person]
        self.step_free_left[cell] -= self._step_free[person]
        self.crowding[cell] += self._step[cell]
        self._count(person, cell, 1)
        self.holds[cell] = self.wants[person]
        full = self._single[person] or len(self.inside[cell]) >= self._capacity[cell]
        self.state[cell] = CLOSED if full else self.wants[person]

    def remove(self, person: int) -> int:
        """Take a person out of the cell and return it."""
        cell = self.cell_of[person]
        self.log.append((person, cell))
        self.cell_of[person] = -1
        inside = self.inside[cell]
        inside.remove(person)
        self.count[cell] -= 1
        self.low_left[cell] += self._low[person]
        self.step_free_left[cell] += self._step_free[person]
        self.crowding[cell] -= self._step[cell]
        self._count(person, cell, -1)
        self.state[cell] = self.holds[cell] = self.wants[person] if inside else EMPTY
        return cell

    def _count(self, person: int, cell: int, by: int) -> None:
        """Count a group in or out of the cell, its corridor and its module; the first and the last change who is barred."""
        group = self._group[person]
        for level in range(3):
            rivals = self._rivals[level][group]
            if not rivals:
                continue
            place = self._place_of[level][cell]
            members = self._members[level]
            before = members.get((place, group), 0)
            members[place, group] = before + by
            if 0 in {before, before + by}:
                start, stop = self._places[level][place]
                for rival in rivals:
                    self.barred[rival, start:stop] += by

    def undo(self, length: int) -> None:
        """Go back to the placement at which the log had this length."""
        while len(self.log) > length:
            person, cell = self.log.pop()
            if cell < 0:
                self.remove(person)
            else:
                self.add(person, cell)
            self.log.pop()

    def step_of(self, cell: int) -> float:
        """Return by how much the crowding of a cell grows with every person."""
        return float(self._step[cell])

    def relief_of(self, cell: int) -> float:
        """Return by how much the density of an occupied cell falls when one person leaves."""
        return float(self.crowding[cell] - self._step[cell])

    def relief(self) -> Reals:
        """Return, for each cell, by how much its density falls when one person leaves (0 where nobody is)."""
        return np.where(self.count > 0, self.crowding - self._step, 0.0)


def _counted(where: Ints, number: int) -> Ints:
    """Return how often each of so many cells is named."""
    return np.bincount(where, minlength=number).astype(np.int32)
