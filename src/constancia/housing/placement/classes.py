"""Persons who are alike for every rule become one class, cells that are alike one type: thousands become hundreds.

Each pool (the people of one sex and age) is a question of its own, because no module may hold two pools.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from constancia.housing.placement.groups import Groups, compatible_sets, cores
from constancia.housing.placement.instance import Instance, Ints

SETS_LISTED = (24, 8, 3, 1)
"""So many sets of groups are listed for each place; fewer when there would be more than `MOST_WAYS` to use a cell."""
MOST_WAYS = 40_000
"""The largest country measured has 13,000."""


@dataclass(frozen=True, slots=True)
class PersonClass:
    """What the rules see of a person, apart from keep-apart pairs; `number` persons are of this class."""

    status: int
    group: int
    infection: int
    single: bool
    lower_bunk: bool
    wheelchair: bool
    medical: bool
    number: int


@dataclass(frozen=True, slots=True)
class CellType:
    """What the rules and the objective see of a cell; lower bunks and step-free places are counted up to its capacity."""

    air: float
    capacity: int
    lower_bunks: int
    accessible: int
    isolation: bool
    hospital: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to use a cell: one legal status, one infection state, groups that get along; or one person alone."""

    status: int
    infection: int
    groups: Groups
    single: bool


class Pool:
    """The people of one sex and age and the cells of the modules for them.

    `class_of` numbers the class of every person of the pool, `type_of` the type of every cell. `module_sets` are the
    largest sets of groups a module can hold, `corridor_sets` those a corridor can; `inside` gives for each set of a module
    the sets possible in its corridors, `cell_sets` for each set of a corridor those possible in its cells.
    """

    def __init__(self, instance: Instance, pool: int) -> None:
        persons, cells = instance.persons, instance.cells
        self.instance = instance
        self.persons: Ints = np.flatnonzero(persons.pool == pool).astype(np.int32)
        self.cells: Ints = np.flatnonzero((cells.pool == pool) & (cells.capacity > 0)).astype(np.int32)
        self.classes, self.class_of = _classes(instance, self.persons)
        self.types, self.type_of = _types(instance, self.cells)
        self.sizes = dict.fromkeys(sorted({each.group for each in self.classes}), 0)
        for each in self.classes:
            self.sizes[each.group] += each.number
        for most in SETS_LISTED:
            self._list_sets(most)
            if not self.is_too_varied:
                break
        self.cores = cores(self.sizes, instance.rival)

    def _list_sets(self, most: int) -> None:
        """List the sets of groups that modules, corridors and cells can hold, at most so many for each place."""
        rival = self.instance.rival
        self.module_sets = compatible_sets(self.sizes, rival, 3, most)
        self.inside = [compatible_sets(each, rival, 2, most) for each in self.module_sets]
        self.corridor_sets = sorted({each for sets in self.inside for each in sets}, key=sorted)
        self.cell_sets = [compatible_sets(each, rival, 1, most) for each in self.corridor_sets]

    @property
    def is_too_varied(self) -> bool:
        """Tell whether there are too many ways to use a cell for a model to be of any use."""
        states = {(each.status, each.infection) for each in self.classes}
        return len(self.types) * len(states) * sum(map(len, self.cell_sets)) > MOST_WAYS

    @property
    def has_model(self) -> bool:
        """Tell whether a model can be made: there are cells, and not too many ways to use them."""
        return len(self.cells) > 0 and not self.is_too_varied

    @cached_property
    def corridors(self) -> list[int]:
        """Return the corridors that have cells of this pool."""
        return sorted(set(self.instance.cells.corridor[self.cells].tolist()))

    @cached_property
    def profiles(self) -> list[Profile]:
        """Return every way in which a cell could be used by somebody of the pool."""
        sets = sorted({each for sets in self.cell_sets for each in sets}, key=sorted)
        found = dict.fromkeys(
            Profile(each.status, each.infection, groups, single=False)
            for each in self.classes
            if not each.single
            for groups in sets
            if each.group in groups
        )
        alone = dict.fromkeys(
            Profile(each.status, each.infection, frozenset({each.group}), single=True)
            for each in self.classes
            if each.single
        )
        return [*found, *alone]

    @cached_property
    def admitted(self) -> list[list[int]]:
        """Return for each profile the classes it admits."""
        return [[k for k, each in enumerate(self.classes) if admits(profile, each)] for profile in self.profiles]

    def may_use(self, profile: Profile, corridor_set: int) -> bool:
        """Tell whether a corridor that holds this set of groups may have cells of this profile."""
        if profile.single:
            return profile.groups <= self.corridor_sets[corridor_set]
        return profile.groups in self.cell_sets[corridor_set]


def admits(profile: Profile, each: PersonClass) -> bool:
    """Tell whether a cell used in this way may hold somebody of this class (needs aside)."""
    return (
        each.status == profile.status
        and each.infection == profile.infection
        and each.single == profile.single
        and each.group in profile.groups
    )


def _numbered(columns: Sequence[NDArray[np.generic]]) -> tuple[NDArray[np.float64], Ints]:
    """Return the distinct rows of some columns, and the number of the row that each position has."""
    table = np.column_stack([each.astype(float) for each in columns])
    rows, number = np.unique(table, axis=0, return_inverse=True)
    return rows, number.reshape(-1).astype(np.int32)


def _classes(instance: Instance, members: Ints) -> tuple[list[PersonClass], Ints]:
    all_ = instance.persons
    facts = (all_.status, all_.group, all_.infection, all_.single, all_.lower_bunk, all_.wheelchair, all_.medical)
    if not len(members):
        return [], members
    rows, number = _numbered([each[members] for each in facts])
    counts = np.bincount(number)
    found = [_person_class(row, count) for row, count in zip(rows.tolist(), counts.tolist(), strict=True)]
    return found, number


def _types(instance: Instance, members: Ints) -> tuple[list[CellType], Ints]:
    all_ = instance.cells
    capacity = all_.capacity[members]
    facts = (
        np.round(all_.air[members], 9),
        capacity,
        np.minimum(all_.lower_bunks[members], capacity),
        np.minimum(all_.accessible[members], capacity),
        all_.isolation[members],
        all_.hospital[members],
    )
    if not len(members):
        return [], members
    rows, number = _numbered(facts)
    return [_cell_type(row) for row in rows.tolist()], number


def _person_class(row: list[float], number: int) -> PersonClass:
    status, group, infection, single, lower_bunk, wheelchair, medical = row
    needs = (bool(single), bool(lower_bunk), bool(wheelchair), bool(medical))
    return PersonClass(int(status), int(group), int(infection), *needs, number)


def _cell_type(row: list[float]) -> CellType:
    air, capacity, lower_bunks, accessible, isolation, hospital = row
    return CellType(air, int(capacity), int(lower_bunks), int(accessible), bool(isolation), bool(hospital))
