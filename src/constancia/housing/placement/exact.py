"""A few people and a few cells decided exactly by CP-SAT, everybody else staying where they are."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from constancia.housing.placement.index import EMPTY, Index

PARTS = 1000
"""Costs are counted in thousandths: CP-SAT knows whole numbers only."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Where each person goes (-1: without a cell), and whether that is proven to be the best."""

    cells: dict[int, int]
    proven: bool


class Exact:
    """The model of some people, who must not be in the index while it is built, and the cells open to them."""

    def __init__(self, index: Index, persons: Sequence[int], cells: Iterable[int]) -> None:
        self._index, self._persons = index, list(persons)
        self._facts = index.instance.persons
        self.model = cp_model.CpModel()
        open_cells = np.array(sorted(cells), int)
        self._in: dict[tuple[int, int], cp_model.IntVar] = {}
        for person in self._persons:
            allowed = index.may_take(person)
            for cell in open_cells[allowed[open_cells]].tolist():
                self._in[person, cell] = self.model.new_bool_var("")
        self._of_cell: dict[int, list[int]] = {}
        self._of_person: dict[int, list[int]] = {person: [] for person in self._persons}
        for person, cell in self._in:
            self._of_cell.setdefault(cell, []).append(person)
            self._of_person[person].append(cell)
        self._placed = {person: self._once(person) for person in self._persons}
        for cell, people in self._of_cell.items():
            self._cell(cell, people)
        self._pairs()
        for level in (1, 2, 3):
            self._rivals(level)

    def _once(self, person: int) -> cp_model.IntVar:
        placed = self.model.new_bool_var("")
        self.model.add(sum(self._in[person, cell] for cell in self._of_person[person]) == placed)
        return placed

    def _cell(self, cell: int, people: list[int]) -> None:
        """Keep the rules inside one cell: places, bunks, step-free places, one status and infection, one person alone."""
        index, facts = self._index, self._facts
        room = int(index.instance.cells.capacity[cell] - index.count[cell])
        inside = {person: self._in[person, cell] for person in people}
        self.model.add(sum(inside.values()) <= room)
        for need, left in ((facts.lower_bunk, index.low_left), (facts.wheelchair, index.step_free_left)):
            self.model.add(sum(inside[person] for person in people if need[person]) <= int(left[cell]))
        if index.holds[cell] == EMPTY:
            states = {index.wants[person]: self.model.new_bool_var("") for person in people}
            self.model.add_at_most_one(states.values())
            for person in people:
                self.model.add_implication(inside[person], states[index.wants[person]])
        for person in people:
            if facts.single[person]:
                self.model.add(sum(inside.values()) <= 1).only_enforce_if(inside[person])

    def _pairs(self) -> None:
        among = set(self._persons)
        for person in self._persons:
            for other, level in self._index.apart.of.get(person, ()):
                if other in among and person < other:
                    self._keep_apart(person, other, level)

    def _keep_apart(self, one: int, two: int, level: int) -> None:
        places: dict[tuple[int, int], tuple[list[cp_model.IntVar], list[cp_model.IntVar]]] = {}
        for side, person in enumerate((one, two)):
            for cell in self._of_person[person]:
                places.setdefault(self._index.around(cell, level), ([], []))[side].append(self._in[person, cell])
        for here, there in places.values():
            if here and there:
                self.model.add(sum(here) + sum(there) <= 1)

    def _rivals(self, level: int) -> None:
        """Let no two groups be in one place that are rivals at exactly this level."""
        rival = self._index.instance.rival
        there: dict[tuple[int, int], dict[int, list[cp_model.IntVar]]] = {}
        for (person, cell), inside in self._in.items():
            group = int(self._facts.group[person])
            if (rival[group] == level).any():
                there.setdefault(self._index.around(cell, level), {}).setdefault(group, []).append(inside)
        for groups in there.values():
            present = {group: self._any(inside) for group, inside in groups.items()}
            for group in groups:
                for other in groups:
                    if other < group and rival[group, other] == level:
                        self.model.add_at_most_one(present[group], present[other])

    def require_all(self) -> None:
        """Ask that everybody gets a cell."""
        for placed in self._placed.values():
            self.model.add(placed == 1)

    def minimise(self) -> None:
        """Ask for the least cost: people without cell first of all, then crowding, splits, watch and moves."""
        weights = self._index.instance.weights
        cost = round(PARTS * weights.unplaced) * sum(1 - placed for placed in self._placed.values())
        self.model.minimize(cost + self._crowding() + self._split() + self._watch() + self._moves())

    def _crowding(self) -> cp_model.LinearExpr | int:
        """Charge every further person in a cell what the cell's density grows by."""
        index = self._index
        parts = []
        for cell, people in self._of_cell.items():
            room = min(len(people), int(index.instance.cells.capacity[cell] - index.count[cell]))
            step = index.step_of(cell)
            seats = [self.model.new_bool_var("") for _ in range(room)]
            self.model.add(sum(seats) == sum(self._in[person, cell] for person in people))
            first = float(index.crowding[cell])
            parts += [round(PARTS * (first + number * step)) * seat for number, seat in enumerate(seats)]
        return sum(parts)

    def _split(self) -> cp_model.LinearExpr | int:
        """Charge every cell beyond the first, and every member without a cell, of groups with somebody to place."""
        weight = round(PARTS * self._index.instance.weights.split)
        companions = self._facts.companions
        parts = []
        for company in sorted({int(companions[person]) for person in self._persons} - {-1}) if weight else ():
            members = np.flatnonzero(companions == company).tolist()
            cells: dict[int, list[cp_model.IntVar]] = {}
            settled = {self._index.cell_of[each] for each in members if each not in self._placed} - {-1}
            for person in members:
                for cell in self._of_person.get(person, ()):
                    cells.setdefault(cell, []).append(self._in[person, cell])
            used = [self._any(inside) for cell, inside in cells.items() if cell not in settled]
            beyond = self.model.new_int_var(0, len(members), "")
            self.model.add(beyond >= sum(used) + len(settled) - 1)
            parts += [beyond, *(1 - self._placed[each] for each in members if each in self._placed)]
        return weight * sum(parts)

    def _any(self, inside: list[cp_model.IntVar]) -> cp_model.IntVar:
        found = self.model.new_bool_var("")
        self.model.add_max_equality(found, inside)
        return found

    def _watch(self) -> cp_model.LinearExpr | int:
        weight = round(PARTS * self._index.instance.weights.watch)
        watched = self._facts.watch
        parts = []
        for cell, people in self._of_cell.items() if weight else ():
            here = sum(bool(watched[person]) for person in self._index.inside[cell])
            limit = max(1, -(-int(self._index.instance.cells.capacity[cell]) // 10))
            coming = [self._in[person, cell] for person in people if watched[person]]
            if here + len(coming) > limit:
                beyond = self.model.new_int_var(0, len(coming), "")
                self.model.add(beyond >= sum(coming) - max(0, limit - here))
                parts.append(beyond)
        return weight * sum(parts)

    def _moves(self) -> cp_model.LinearExpr | int:
        weight = round(PARTS * self._index.instance.weights.move)
        parts = []
        for person in self._persons if weight else ():
            present = int(self._facts.present[person])
            parts += [self._in[person, cell] for cell in self._of_person[person] if present not in {-1, cell}]
        return weight * sum(parts)

    def hint(self, cells: dict[int, int]) -> None:
        """Begin the search at a known answer."""
        for (person, cell), inside in self._in.items():
            self.model.add_hint(inside, cells.get(person, -1) == cell)

    def solve(self, effort: float, seed: int, deadline: float) -> Decided | None:
        """Return what was decided within an effort (CP-SAT's deterministic seconds) and before a deadline, or None.

        `proven` and None together never happen: use `is_impossible` to tell a proof of impossibility from giving up.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = max(0.0, deadline - time.monotonic())
        self._status = solver.solve(self.model)
        if self._status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        cells = dict.fromkeys(self._persons, -1)
        cells |= {person: cell for (person, cell), inside in self._in.items() if solver.boolean_value(inside)}
        return Decided(cells, self._status == cp_model.OPTIMAL)

    @property
    def is_impossible(self) -> bool:
        """Tell whether the last search proved that no answer exists."""
        return bool(self._status == cp_model.INFEASIBLE)
