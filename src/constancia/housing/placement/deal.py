"""From a layout to persons: the people with something particular first, one by one, then everybody else at once."""

import random
from collections.abc import Iterable

import numpy as np
from ortools.graph.python import max_flow

from constancia.housing.placement.classes import Pool, admits
from constancia.housing.placement.layout import Layout
from constancia.housing.placement.pairs import Apart


class Deal:
    """Deals the people of one pool to the cells of a layout; who finds no cell stays at -1.

    `cell_of` (one per person of the whole instance) is written; who has a cell in it stays there; cells keep to their
    profile and number of people.
    """

    def __init__(self, pool: Pool, layout: Layout, apart: Apart, cell_of: list[int], seed: int) -> None:
        self._pool, self._apart, self._cell_of = pool, apart, cell_of
        self._random = random.Random(seed)  # noqa: S311 - a repeatable order, nothing secret
        cells, places = pool.instance.cells, pool.cells
        self._profile = dict(zip(places.tolist(), layout.profile.tolist(), strict=True))
        self._room = dict(zip(places.tolist(), layout.target.tolist(), strict=True))
        self._low = dict(zip(places.tolist(), cells.lower_bunks[places].tolist(), strict=True))
        self._step_free = dict(zip(places.tolist(), cells.accessible[places].tolist(), strict=True))
        limit = np.maximum(1, -(-cells.capacity[places] // 10))
        self._watch = dict(zip(places.tolist(), limit.tolist(), strict=True))
        self._hospital = dict(zip(places.tolist(), cells.hospital[places].tolist(), strict=True))
        self._quota: dict[tuple[int, int], int] = {}
        self._class_of = dict(zip(pool.persons.tolist(), pool.class_of.tolist(), strict=True))
        for person in pool.persons.tolist():
            if cell_of[person] >= 0:
                self._take(person, cell_of[person])
        self._quota = dict(layout.quota)
        self._open: list[list[int]] = [[] for _ in pool.profiles]
        for cell, profile in self._profile.items():
            if profile >= 0 and self._room[cell] > 0:
                self._open[profile].append(cell)
        for each in self._open:
            self._random.shuffle(each)
        self._next = [0] * len(pool.profiles)
        self._profiles_of = [
            [number for number, each in enumerate(pool.profiles) if self._open[number] and admits(each, kind)]
            for kind in pool.classes
        ]

    def run(self) -> None:
        """Deal everybody: step-free needs, companions, people kept apart, other needs, watch, then all others."""
        everyone = [person for person in self._pool.persons.tolist() if self._cell_of[person] < 0]
        self._random.shuffle(everyone)
        persons = self._pool.instance.persons
        self._each(person for person in everyone if persons.wheelchair[person] and persons.companions[person] < 0)
        for company in self._companies(everyone):
            self._company(company)
        apart = sorted(
            (person for person in everyone if person in self._apart.of), key=lambda p: -self._apart.weight(p)
        )
        self._each(apart)
        needs = persons.lower_bunk | persons.medical | persons.single | persons.wheelchair
        self._each(person for person in everyone if needs[person])
        self._each(person for person in everyone if persons.watch[person])
        self._everybody_else([person for person in everyone if self._cell_of[person] < 0])

    def _companies(self, everyone: list[int]) -> list[list[int]]:
        """Return the groups of companions, those hardest to place first."""
        found: dict[int, list[int]] = {}
        for person in everyone:
            company = int(self._pool.instance.persons.companions[person])
            if company >= 0:
                found.setdefault(company, []).append(person)
        weight = {key: sum(map(self._apart.weight, each)) for key, each in found.items()}
        return [found[key] for key in sorted(found, key=lambda key: (-weight[key], key))]

    def _each(self, persons: Iterable[int]) -> None:
        for person in persons:
            if self._cell_of[person] < 0:
                self._one(person)

    def _one(self, person: int) -> bool:
        """Give one person a cell of a profile with quota left, else of any that admits; tell whether one was found."""
        k = self._class_of[person]
        for profile in sorted(self._profiles_of[k], key=lambda each: -self._quota.get((k, each), 0)):
            cell = self._find(profile, [person])
            if cell is not None:
                self._take(person, cell)
                return True
        return False

    def _company(self, members: list[int]) -> None:
        """Give companions one cell together; failing that, the largest part that fits, then the rest."""
        left = self._rejoin(members)
        for size in range(len(members), 1, -1):
            while len(left) >= size and self._together(left[:size]):
                left = left[size:]

    def _rejoin(self, members: list[int]) -> list[int]:
        """Send people to companions who have a cell already, as far as it takes them; return the others."""
        company = self._pool.instance.persons.companions[members[0]]
        settled = np.flatnonzero(self._pool.instance.persons.companions == company).tolist()
        cells = sorted({self._cell_of[each] for each in settled} & self._profile.keys())
        left = []
        for person in members:
            cell = next((each for each in cells if self._admits(each, person) and self._can_take(each, [person])), None)
            if cell is None:
                left.append(person)
            else:
                self._take(person, cell)
        return left

    def _admits(self, cell: int, person: int) -> bool:
        return self._profile[cell] in self._profiles_of[self._class_of[person]]

    def _together(self, members: list[int]) -> bool:
        classes = [self._class_of[person] for person in members]
        shared = set(self._profiles_of[classes[0]]).intersection(*(self._profiles_of[k] for k in classes[1:]))
        for profile in sorted(shared, key=lambda each: (-min(self._quota.get((k, each), 0) for k in classes), each)):
            cell = self._find(profile, members)
            if cell is not None:
                for person in members:
                    self._take(person, cell)
                return True
        return False

    def _find(self, profile: int, members: list[int]) -> int | None:
        """Return the next cell of a profile that can take these people together."""
        cells = self._open[profile]
        start = self._next[profile]
        for step in range(len(cells)):
            cell = cells[(start + step) % len(cells)]
            if self._can_take(cell, members):
                self._next[profile] = (start + step + 1) % len(cells)
                return cell
        return None

    def _can_take(self, cell: int, members: list[int]) -> bool:
        persons = self._pool.instance.persons
        if self._room[cell] < len(members):
            return False
        needs = ((persons.lower_bunk, self._low), (persons.wheelchair, self._step_free), (persons.watch, self._watch))
        if any(sum(bool(need[each]) for each in members) > left[cell] for need, left in needs):
            return False
        if not self._hospital[cell] and any(persons.medical[each] for each in members):
            return False
        if len(members) > 1 and any(other in members for each in members for other, _ in self._apart.of.get(each, ())):
            return False
        return not any(self._apart.broken(each, cell, self._cell_of) for each in members)

    def _take(self, person: int, cell: int) -> None:
        persons = self._pool.instance.persons
        self._cell_of[person] = cell
        self._room[cell] -= 1
        self._low[cell] -= bool(persons.lower_bunk[person])
        self._step_free[cell] -= bool(persons.wheelchair[person])
        self._watch[cell] -= bool(persons.watch[person])
        key = (self._class_of[person], self._profile[cell])
        self._quota[key] = self._quota.get(key, 0) - 1

    def _everybody_else(self, persons: list[int]) -> None:
        """Fill what room is left with the people whom nothing but status, infection and group sets apart."""
        facts = self._pool.instance.persons
        kinds: dict[tuple[int, int, int], list[int]] = {}
        for person in persons:
            particular = (
                facts.lower_bunk[person] or facts.wheelchair[person] or facts.medical[person] or facts.single[person]
            )
            if not particular and person not in self._apart.of:
                key = (int(facts.status[person]), int(facts.infection[person]), int(facts.group[person]))
                kinds.setdefault(key, []).append(person)
        room = [sum(self._room[cell] for cell in cells) for cells in self._open]
        seats = [[cell for cell in cells for _ in range(self._room[cell])] for cells in self._open]
        for (kind, profile), number in self._flow(kinds, room).items():
            for person in [kinds[kind].pop() for _ in range(number)]:
                self._take(person, seats[profile].pop())

    def _flow(
        self, kinds: dict[tuple[int, int, int], list[int]], room: list[int]
    ) -> dict[tuple[tuple[int, int, int], int], int]:
        """Return how many people of each kind go to each profile, as many as possible together."""
        flow = max_flow.SimpleMaxFlow()
        source, sink = 0, 1
        first_profile = 2 + len(kinds)
        arcs = {}
        for number, (kind, people) in enumerate(kinds.items()):
            flow.add_arc_with_capacity(source, 2 + number, len(people))
            for profile, each in enumerate(self._pool.profiles):
                if (
                    room[profile]
                    and not each.single
                    and kind[:2] == (each.status, each.infection)
                    and kind[2] in each.groups
                ):
                    arcs[flow.add_arc_with_capacity(2 + number, first_profile + profile, len(people))] = (kind, profile)
        for profile, number in enumerate(room):
            flow.add_arc_with_capacity(first_profile + profile, sink, number)
        flow.solve(source, sink)
        return {key: int(flow.flow(arc)) for arc, key in arcs.items() if flow.flow(arc)}
