"""What a change of a placement is worth: the objective, over nothing but the cells and companions it touches."""

from collections.abc import Iterable

import numpy as np

from constancia.housing.placement.index import Index


class Score:
    """Computes, from the log of an index, by how much the changes since an earlier length of it changed the objective."""

    def __init__(self, index: Index) -> None:
        instance = index.instance
        self._index, self._weights = index, instance.weights
        self._air: list[float] = instance.cells.air.tolist()
        self._watched: list[bool] = instance.persons.watch.tolist()
        self.watch_limit: list[int] = np.maximum(1, -(-instance.cells.capacity // 10)).tolist()
        self._present: list[int] = instance.persons.present.tolist()
        self.company_of: list[int] = instance.persons.companions.tolist()
        self.companies: dict[int, list[int]] = {}
        for person, company in enumerate(self.company_of):
            if company >= 0:
                self.companies.setdefault(company, []).append(person)

    def change(self, start: int) -> float:
        """Return the objective now minus the objective when the log had length `start`."""
        was: dict[int, int] = {}
        for person, cell in self._index.log[start:]:
            was.setdefault(person, cell)
        moved = {person: cell for person, cell in was.items() if cell != self._index.cell_of[person]}
        return self._cells(moved) + self._split(moved) + sum(self._person(each, moved) for each in moved)

    def moves(self, start: int) -> int:
        """Return how many more people are moved from their present cell than when the log had length `start`."""
        was: dict[int, int] = {}
        for person, cell in self._index.log[start:]:
            was.setdefault(person, cell)
        return sum(
            (self._index.cell_of[each] not in {-1, self._present[each]}) - (before not in {-1, self._present[each]})
            for each, before in was.items()
            if self._present[each] >= 0
        )

    def _cells(self, moved: dict[int, int]) -> float:
        """Return the change of density and watch."""
        people: dict[int, int] = {}
        watched: dict[int, int] = {}
        for person, before in moved.items():
            for cell, by in ((self._index.cell_of[person], 1), (before, -1)):
                if cell >= 0:
                    people[cell] = people.get(cell, 0) + by
                    watched[cell] = watched.get(cell, 0) + by * self._watched[person]
        total = 0.0
        for cell, by in people.items():
            now = len(self._index.inside[cell])
            total += self._weights.density * (now**2 - (now - by) ** 2) / self._air[cell]
            if watched[cell]:
                total += self._weights.watch * self._too_many(cell, watched[cell])
        return total

    def _too_many(self, cell: int, by: int) -> int:
        now = sum(self._watched[person] for person in self._index.inside[cell])
        limit = self.watch_limit[cell]
        return max(0, now - limit) - max(0, now - by - limit)

    def _split(self, moved: dict[int, int]) -> float:
        """Return the change over the groups of companions that somebody moved belongs to."""
        total = 0
        for company in {self.company_of[person] for person in moved} - {-1}:
            members = self.companies[company]
            total += split(self._index.cell_of[person] for person in members)
            total -= split(moved.get(person, self._index.cell_of[person]) for person in members)
        return self._weights.split * total

    def _person(self, person: int, moved: dict[int, int]) -> float:
        """Return the change over being without a cell, and over not being in the present cell."""
        now, before, present = self._index.cell_of[person], moved[person], self._present[person]
        total = self._weights.unplaced * ((now < 0) - (before < 0))
        if present >= 0:
            total += self._weights.move * ((now not in {-1, present}) - (before not in {-1, present}))
        return total


def split(cells: Iterable[int]) -> int:
    """Return what a group of companions in these cells (-1: none) adds to the term `split`."""
    found = list(cells)
    return max(0, len(set(found) - {-1}) - 1) + found.count(-1)
