"""The cells of a pool as they stand today: who stays in each, the groups its corridor may hold, how it could be used."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from constancia.housing.placement.classes import Pool
from constancia.housing.placement.instance import Flags, Ints


class Today:
    """What the people who stay leave open; places are positions in `Pool.cells`, people are counted by class.

    `staying` are the classes of those in each cell, `new` counts who needs a place, by class. By cell and profile:
    `possible` (isolation allows it), `fits` (those who stay fit it, or nobody stays), `gives_beside` and `gives_alone`:
    the places, lower bunks, step-free places and places with a hospital the cell gives, beside those staying or without
    them. `in_set` tells which profiles a set of groups allows, `corridor_set` the set of every cell's corridor.
    """

    def __init__(self, pool: Pool, cell_of: Sequence[int]) -> None:
        self.pool = pool
        position = {cell: place for place, cell in enumerate(pool.cells.tolist())}
        self.staying: list[list[int]] = [[] for _ in position]
        self.new = [0] * len(pool.classes)
        for person, k in zip(pool.persons.tolist(), pool.class_of.tolist(), strict=True):
            if cell_of[person] >= 0:
                self.staying[position[cell_of[person]]].append(k)
            else:
                self.new[k] += 1
        self.corridors = self._corridors()
        self.in_set: Flags = np.array(
            [[pool.may_use(each, number) for each in pool.profiles] for number in range(len(pool.corridor_sets))]
        )
        self.corridor_set: Ints = np.array(self._corridor_sets(), np.int32)
        isolation = np.array([each.isolation for each in pool.types], bool)[pool.type_of]
        infected = np.array([each.infection > 0 for each in pool.profiles], bool)
        self.possible: Flags = isolation[:, None] | ~infected[None, :]
        self.number: Ints = np.array([len(each) for each in self.staying], np.int32)
        self.fits: Flags = np.array([self._fitting(each) for each in self.staying]).reshape(len(position), -1)
        self.gives_alone = self._gives(np.zeros((len(position), 4)))
        self.gives_beside = self._gives(np.array([self._taken(each) for each in self.staying], float).reshape(-1, 4))

    @property
    def allowed(self) -> Flags:
        """Return which profiles every cell may have in its corridor as it is."""
        found: Flags = self.possible & self.in_set[self.corridor_set]
        return found

    def groups(self, places: Sequence[int]) -> frozenset[int]:
        """Return the groups of those who stay in some cells."""
        return frozenset(self.pool.classes[k].group for place in places for k in self.staying[place])

    def _fitting(self, staying: list[int]) -> list[bool]:
        classes = [self.pool.classes[k] for k in staying]
        if not classes:
            return [True] * len(self.pool.profiles)
        state, groups = (classes[0].status, classes[0].infection), {each.group for each in classes}
        alone = any(each.single for each in classes)
        return [
            not alone and not each.single and (each.status, each.infection) == state and groups <= each.groups
            for each in self.pool.profiles
        ]

    def _taken(self, staying: list[int]) -> list[int]:
        """Return the places, lower bunks, step-free places and places with a hospital that those staying take."""
        classes = [self.pool.classes[k] for k in staying]
        low, step_free = sum(each.lower_bunk for each in classes), sum(each.wheelchair for each in classes)
        return [len(classes), low, step_free, len(classes)]

    def _gives(self, taken: NDArray[np.float64]) -> NDArray[np.float64]:
        types = np.array([[t.capacity, t.lower_bunks, t.accessible, t.hospital] for t in self.pool.types], float)
        there = types.reshape(-1, 4)[self.pool.type_of]
        single = np.array([each.single for each in self.pool.profiles], bool)
        most = np.where(single[None, :], 1.0, there[:, :1]) if len(single) else np.zeros((len(there), 0))
        room = np.maximum(0, most - taken[:, :1])
        needs = [np.minimum(room, np.maximum(0, there[:, [need]] - taken[:, [need]])) for need in (1, 2)]
        found: NDArray[np.float64] = np.stack([room, *needs, room * there[:, 3:]], axis=2)
        return found

    def _corridors(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for place, corridor in enumerate(self.pool.instance.cells.corridor[self.pool.cells].tolist()):
            found.setdefault(corridor, []).append(place)
        return found

    def _corridor_sets(self) -> list[int]:
        """Return for every cell the set of groups of its corridor: the one that holds those staying and most newcomers."""
        modules: dict[int, list[int]] = {}
        for corridor in self.corridors:
            modules.setdefault(int(self.pool.instance.corridor_module[corridor]), []).append(corridor)
        newcomers = dict.fromkeys(self.pool.sizes, 0)
        for k, number in enumerate(self.new):
            newcomers[self.pool.classes[k].group] += number
        found = [0] * len(self.pool.cells)
        for inside in modules.values():
            for corridor, number in self._module_sets(inside, newcomers).items():
                for place in self.corridors[corridor]:
                    found[place] = number
        return found

    def _module_sets(self, inside: list[int], newcomers: Mapping[int, int]) -> dict[int, int]:
        """Return the set of groups of each corridor of one module."""
        best: dict[int, int] = {}
        most = -1
        for sets in self.pool.inside:
            chosen: dict[int, int] = {}
            worth = 0
            for corridor in inside:
                staying = self.groups(self.corridors[corridor])
                holding = [groups for groups in sets if staying <= groups]
                if not holding:
                    break
                groups = max(holding, key=lambda each: (sum(newcomers[group] for group in each), sorted(each)))
                chosen[corridor] = self.pool.corridor_sets.index(groups)
                worth += sum(newcomers[group] for group in groups)
            else:
                best, most = (chosen, worth) if worth > most else (best, most)
        return best
