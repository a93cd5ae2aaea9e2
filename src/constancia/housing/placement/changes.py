"""Changes of use that cost moves: one cell turned to another profile, or a whole corridor opened to other groups."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from constancia.housing.placement.counts import Costs
from constancia.housing.placement.instance import Flags, Reals
from constancia.housing.placement.today import Today

NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Change:
    """A change: for some cells the new profile (-1: not used further) and whether everyone leaves, and what it costs.

    `module` is set for a change of a whole corridor: one such change at most is made in a module.
    """

    cells: tuple[tuple[int, int, bool], ...]
    cost: float
    module: int = -1


@dataclass(frozen=True, slots=True)
class Duals:
    """Dual values of the model: of every class, of the four rows of every profile, of every cell, of every module."""

    classes: Reals
    profiles: NDArray[np.float64]
    cells: Reals
    modules: Reals


class Changes:
    """Finds, at given dual values, the changes that would help."""

    def __init__(self, today: Today, costs: Costs, move: float) -> None:
        self._today = today
        capacity = today.gives_alone[:, :, 0]
        air = np.array([each.air for each in today.pool.types])[today.pool.type_of]
        now = today.number[:, None]
        self._crowding = np.maximum(0.0, costs.density * (capacity**2 - now**2) / air[:, None])
        self._leaving = move * today.number

    def opening(self, place: int, profile: int) -> float:
        """Return what it adds to crowding when a cell is filled with people of a profile beside those who stay."""
        return float(self._crowding[place, profile])

    def _turned(self, duals: Duals) -> Reals:
        """Return by cell and profile what turning the cell would add to the objective, before its own dual value."""
        leaving = np.array([duals.classes[staying].sum() for staying in self._today.staying]) + self._leaving
        found: Reals = self._crowding + leaving[:, None] + (self._today.gives_alone * duals.profiles[None]).sum(axis=2)
        return np.where(self._today.possible, found, np.inf)

    def _going_on(self, duals: Duals) -> Reals:
        """Return by cell and profile what filling the cell beside those who stay would add."""
        found: Reals = self._crowding + (self._today.gives_beside * duals.profiles[None]).sum(axis=2)
        return np.where(self._today.possible & self._today.fits, found, np.inf)

    def of_cells(self, duals: Duals) -> list[Change]:
        """Return the best turn of every cell that would help."""
        today = self._today
        turned = np.where(today.allowed & ~today.fits, self._turned(duals), np.inf)
        turned[today.number == 0] = np.inf
        if not turned.size:
            return []
        best = turned.argmin(axis=1)
        value = turned[np.arange(len(best)), best]
        cost = self._crowding[np.arange(len(best)), best] + self._leaving
        helps = np.flatnonzero(value - duals.cells < -NEAR)
        return [Change(((int(place), int(best[place]), True),), float(cost[place])) for place in helps]

    def of_corridors(self, duals: Duals) -> list[Change]:
        """Return for every corridor the best change to another set of groups that would help."""
        turned, going_on = self._turned(duals), self._going_on(duals)
        found = []
        for number, profiles in enumerate(self._today.in_set):
            options = self._options(turned, going_on, profiles, number)
            for corridor, places in self._today.corridors.items():
                if self._may_change(corridor, places, number):
                    found.append(self._change(corridor, options, places, duals))
        return [each for each in found if each is not None]

    def _options(
        self, turned: Reals, going_on: Reals, profiles: Flags, number: int
    ) -> tuple[Reals, NDArray[np.intp], Flags]:
        """Return for every cell the least that its use in a corridor of a set adds, the profile, and whether all leave.

        Profile -1: the cell is left as it is, or, when those in it may not stay, emptied and not used.
        """
        today = self._today
        groups = today.pool.corridor_sets[number]
        stays = np.array([today.groups([place]) <= groups for place in range(len(today.staying))])
        there, beside = turned[:, profiles], np.where(stays[:, None], going_on[:, profiles], np.inf)
        names = np.flatnonzero(profiles)
        leave = there.min(axis=1) < beside.min(axis=1)
        value = np.minimum(there.min(axis=1), beside.min(axis=1))
        profile = names[np.where(leave, there.argmin(axis=1), beside.argmin(axis=1))]
        idle = np.where(stays, 0.0, np.inf)
        better = idle <= value
        return np.where(better, idle, value), np.where(better, -1, profile), np.where(better, False, leave)

    def _may_change(self, corridor: int, places: list[int], number: int) -> bool:
        """Tell whether a corridor may take another set of groups beside the other corridors of its module."""
        today, instance = self._today, self._today.pool.instance
        if today.corridor_set[places[0]] == number:
            return False
        module = instance.corridor_module[corridor]
        others = {
            group
            for other, there in today.corridors.items()
            if other != corridor and instance.corridor_module[other] == module
            for group in today.pool.corridor_sets[today.corridor_set[there[0]]]
        }
        new = today.pool.corridor_sets[number]
        return not any(instance.rival[a, b] >= 3 for a in new for b in others)

    def _change(
        self, corridor: int, options: tuple[Reals, NDArray[np.intp], Flags], places: list[int], duals: Duals
    ) -> Change | None:
        value, profile, leave = (each[places] for each in options)
        module = int(self._today.pool.instance.corridor_module[corridor])
        if value.sum() - duals.cells[places].sum() - duals.modules[module] > -NEAR:
            return None
        cells = tuple(zip(places, profile.tolist(), leave.tolist(), strict=True))
        cost = sum(
            (float(self._crowding[place, number]) if number >= 0 else 0.0) + float(self._leaving[place] if out else 0.0)
            for place, number, out in cells
        )
        return Change(cells, cost, module)


def leavers(today: Today, change: Change) -> Iterator[tuple[int, int]]:
    """Yield each class and how many of it leave their cells with a change."""
    for place, _, leave in change.cells:
        staying = today.staying[place] if leave else []
        for k in sorted(set(staying)):
            yield k, staying.count(k)
