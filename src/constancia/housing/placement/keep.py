"""Who can stay: the largest part of the present placement that breaks no rule, so that few people have to move.

The groups of every module and corridor, and the use of every cell, are chosen so that most people stay; then those who
are too many for a cell, or kept apart from somebody near, are taken out, the easiest to place elsewhere first.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from constancia.housing.placement.groups import Groups, compatible_sets
from constancia.housing.placement.instance import Instance
from constancia.housing.placement.pairs import Apart


class Keep:
    """Chooses who stays in their present cells."""

    def __init__(self, instance: Instance, apart: Apart) -> None:
        self._instance, self._apart = instance, apart
        persons, cells = instance.persons, instance.cells
        self._state: list[int] = (persons.status * len(instance.infections) + persons.infection).tolist()
        present = persons.present
        fits = present >= 0
        at = np.where(fits, present, 0)
        fits &= (cells.pool[at] == persons.pool) & (cells.capacity[at] > 0)
        fits &= (persons.infection == 0) | cells.isolation[at]
        fits &= ~persons.medical | cells.hospital[at]
        fits &= (~persons.wheelchair | (cells.accessible[at] > 0)) & (~persons.lower_bunk | (cells.lower_bunks[at] > 0))
        self._inside: dict[int, list[int]] = {}
        for person in np.flatnonzero(fits).tolist():
            self._inside.setdefault(int(present[person]), []).append(person)

    def staying(self) -> list[int]:
        """Return the cell of everyone who stays, -1 for everybody else."""
        cell_of = [-1] * len(self._instance.persons.ids)
        modules: dict[int, dict[int, list[int]]] = {}
        for cell in sorted(self._inside):
            module, corridor = int(self._instance.cells.module[cell]), int(self._instance.cells.corridor[cell])
            modules.setdefault(module, {}).setdefault(corridor, []).append(cell)
        for corridors in modules.values():
            for cell, people in self._module(corridors).items():
                for person in people:
                    cell_of[person] = cell
        self._part_enemies(cell_of)
        return cell_of

    def _module(self, corridors: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
        """Return who stays in each cell of one module, for the sets of groups by which most stay."""
        inside = {cell: self._inside[cell] for cells in corridors.values() for cell in cells}
        groups = {int(self._instance.persons.group[person]) for people in inside.values() for person in people}
        best: dict[int, list[int]] = {}
        most = -1
        for module_set in compatible_sets(groups, self._instance.rival, 3):
            found: dict[int, list[int]] = {}
            for cells in corridors.values():
                found |= self._corridor(cells, module_set)
            number = sum(map(len, found.values()))
            if number > most:
                best, most = found, number
        return best

    def _corridor(self, cells: Sequence[int], module_set: Groups) -> dict[int, list[int]]:
        there = {int(self._instance.persons.group[person]) for cell in cells for person in self._inside[cell]}
        best: dict[int, list[int]] = {}
        most = -1
        for groups in compatible_sets(there & module_set, self._instance.rival, 2):
            found = {cell: self._cell(cell, groups) for cell in cells}
            number = sum(map(len, found.values()))
            if number > most:
                best, most = found, number
        return best

    def _cell(self, cell: int, groups: Groups) -> list[int]:
        """Return who stays in one cell of a corridor that holds these groups only: most of one state that get along."""
        persons = self._instance.persons
        states: dict[int, list[int]] = {}
        for person in self._inside[cell]:
            if int(persons.group[person]) in groups:
                states.setdefault(self._state[person], []).append(person)
        best: list[int] = []
        for people in states.values():
            alone = [person for person in people if persons.single[person]][:1]
            there = {int(persons.group[person]) for person in people}
            for among in compatible_sets(there, self._instance.rival, 1):
                sharing = [each for each in people if not persons.single[each] and int(persons.group[each]) in among]
                best = max(best, alone, self._that_fit(cell, sharing), key=len)
        return best

    def _that_fit(self, cell: int, people: list[int]) -> list[int]:
        """Return as many as the places, bunks and step-free places of a cell allow, the hardest to place elsewhere first."""
        persons, cells = self._instance.persons, self._instance.cells
        people = self._without_enemies(people)
        left = {"low": int(cells.lower_bunks[cell]), "step_free": int(cells.accessible[cell])}
        found: list[int] = []

        def ease(person: int) -> tuple[bool, int, int]:
            together = bool(persons.companions[person] >= 0)
            return (not together, -self._apart.weight(person), person)

        for person in sorted(people, key=ease):
            needs = [
                name for name, need in (("low", persons.lower_bunk), ("step_free", persons.wheelchair)) if need[person]
            ]
            if len(found) < cells.capacity[cell] and all(left[name] for name in needs):
                found.append(person)
                for name in needs:
                    left[name] -= 1
        return found

    def _without_enemies(self, people: list[int]) -> list[int]:
        """Return people of one cell without those who are kept apart from most of the others, until none is."""
        among = set(people)
        while True:
            enemies = {person: [o for o, _ in self._apart.of.get(person, ()) if o in among] for person in among}
            worst = max(among, key=lambda person: (len(enemies[person]), person), default=None)
            if worst is None or not enemies[worst]:
                return [person for person in people if person in among]
            among.remove(worst)

    def _part_enemies(self, cell_of: list[int]) -> None:
        """Take out people who are too near to somebody they are kept apart from, those with most such enemies first."""
        near = {
            person: self._apart.broken(person, cell_of[person], cell_of)
            for person in self._apart.of
            if cell_of[person] >= 0
        }
        near = {person: others for person, others in near.items() if others}
        while near:
            worst = max(near, key=lambda person: (len(near[person]), person))
            for other in near.pop(worst):
                near[other].remove(worst)
                if not near[other]:
                    del near[other]
            cell_of[worst] = -1
