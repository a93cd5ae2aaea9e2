"""Fewest moves: places for those who must move, with as few others moving as the counts allow.

A model of counts like `counts`, but every cell is what it is today: people stay in it and it has so much room for one
profile; somebody may give up a place (one move), or a change of use empties a cell or opens a corridor to other groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from constancia.housing.placement.changes import Change, Changes, Duals, leavers
from constancia.housing.placement.counts import LOW, MEDICAL, PLACE, STEP_FREE, Costs
from constancia.housing.placement.instance import Ints, Reals
from constancia.housing.placement.layout import Layout
from constancia.housing.placement.programme import INFINITY, Programme, Solution
from constancia.housing.placement.today import Today
from constancia.housing.placement.whole import Effort

ROUNDS, PATIENCE = 25, 2
"""Changes are looked for in so many rounds at most, or until so many rounds in turn have brought nothing."""
MOST_CHANGES = 1500
"""At most so many changes of use are left to choose from when they are decided."""
NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Resettled:
    """How the cells are used, who of each class goes where (`layout`), and who leaves a present cell for that.

    `leaving` counts those who make way, by class and profile; everyone in the `emptied` cells (positions in the pool)
    leaves; `unplaced` people find no place.
    """

    layout: Layout
    leaving: Mapping[tuple[int, int], int]
    emptied: tuple[int, ...]
    unplaced: int


class Resettle:
    """The model of one pool on its cells of `today`; `prices` are the dual values of the classes once it is solved."""

    def __init__(self, today: Today, costs: Costs, move: float) -> None:
        self.today, self.pool = today, today.pool
        self._costs, self._move = costs, move
        self._changes = Changes(today, costs, move)
        self._goes_on = [np.flatnonzero(row).tolist() for row in today.allowed & today.fits]
        self.prices: Reals = np.zeros(len(self.pool.classes))

    def solve(self, effort: Effort) -> Resettled | None:
        """Return places for the newcomers; None when the deadline came before anything was found."""
        changes: list[Change] = []
        relaxed = self._model(changes).relaxed(effort.deadline)
        if relaxed is None:
            return None
        idle = 0
        for _ in range(ROUNDS):
            new = self._helpful(changes, relaxed)
            better = self._model([*changes, *new]).relaxed(effort.deadline) if new and idle < PATIENCE else None
            if better is None:
                break
            idle = 0 if better.objective < relaxed.objective - NEAR * abs(relaxed.objective) else idle + 1
            changes, relaxed = [*changes, *new], better
        return self._decided(changes, relaxed, effort)

    def _helpful(self, changes: list[Change], relaxed: Solution) -> list[Change]:
        """Return new changes that would improve a relaxed solution."""
        duals = self._duals(relaxed)
        known = set(changes)
        found = [*self._changes.of_cells(duals), *self._changes.of_corridors(duals)]
        return [each for each in found if each not in known]

    def _decided(self, changes: list[Change], relaxed: Solution, effort: Effort) -> Resettled:
        """Decide each change as a whole; when there is no time, those that the relaxed solution makes for the most part."""
        self._model(changes)
        self.prices = self._duals(relaxed).classes
        likely = self._likely(changes, relaxed)
        best = self._model(likely).best(effort.within(0.7), gap=effort.gap, seed=effort.seed)
        if best is not None:
            return self._resettled(best)
        self._model(changes)
        return self._resettled(relaxed)

    def _model(self, changes: list[Change]) -> Programme:
        programme = self._programme = Programme()
        self._class_rows = [programme.row(number, number) for number in self.today.new]
        self._profile_rows = [[programme.row(-INFINITY, 0) for _ in range(4)] for _ in self.pool.profiles]
        self._cell_rows = [programme.row(-INFINITY, 1) for _ in self._goes_on]
        self._module_rows = [programme.row(-INFINITY, 1) for _ in self.pool.instance.module_ids]
        self._opened = self._add_opened()
        self._change_columns = [(change, self._add_change(change)) for change in changes]
        self._leaving = self._add_leaving()
        self._going: dict[tuple[int, int], int] = {}
        for number, admitted in enumerate(self.pool.admitted):
            for k in admitted:
                entries = [(self._class_rows[k], 1.0), *self._needs(k, number, 1.0)]
                self._going[k, number] = programme.column(0, INFINITY, entries)
        self._unplaced = [programme.column(self._costs.unplaced, INFINITY, [(row, 1.0)]) for row in self._class_rows]
        return programme

    def _duals(self, relaxed: Solution) -> Duals:
        rows = np.array(self._profile_rows, int).reshape(-1, 4)
        duals = relaxed.duals
        return Duals(duals[self._class_rows], duals[rows], duals[self._cell_rows], duals[self._module_rows])

    def _needs(self, k: int, profile: int, factor: float) -> list[tuple[int, float]]:
        """Return the rows of a profile that somebody of a class enters, taking (1) or giving up (-1) a place."""
        each, rows = self.pool.classes[k], self._profile_rows[profile]
        has = {PLACE: True, LOW: each.lower_bunk, STEP_FREE: each.wheelchair, MEDICAL: each.medical}
        return [(rows[need], factor) for need, there in has.items() if there]

    def _gained(self, place: int, profile: int, *, alone: bool) -> list[tuple[int, float]]:
        gives = (self.today.gives_alone if alone else self.today.gives_beside)[place, profile]
        return [(self._profile_rows[profile][need], -float(number)) for need, number in enumerate(gives) if number]

    def _add_opened(self) -> dict[tuple[int, int], int]:
        """Add the room in each cell for each profile it can go on with; empty cells are used for one profile or none."""
        found = {}
        for place, possible in enumerate(self._goes_on):
            for profile in possible:
                entries = self._gained(place, profile, alone=False)
                if entries:
                    entries.append((self._cell_rows[place], 1.0))
                    cost, whole = self._changes.opening(place, profile), not self.today.staying[place]
                    found[place, profile] = self._programme.column(cost, 1, entries, whole=whole)
        return found

    def _add_change(self, change: Change) -> int:
        together: dict[int, float] = {self._module_rows[change.module]: 1.0} if change.module >= 0 else {}
        for place, profile, leave in change.cells:
            together[self._cell_rows[place]] = 1.0
            for row, value in self._gained(place, profile, alone=leave) if profile >= 0 else []:
                together[row] = together.get(row, 0.0) + value
        for k, number in leavers(self.today, change):
            together[self._class_rows[k]] = together.get(self._class_rows[k], 0.0) - number
        return self._programme.column(change.cost, 1, together.items(), whole=True)

    def _add_leaving(self) -> dict[tuple[int, int], int]:
        """Add that somebody leaves a cell that goes on, so that somebody else can take the place."""
        there: dict[tuple[int, int], int] = {}
        for place, possible in enumerate(self._goes_on):
            for profile in possible[:1]:
                for k in self.today.staying[place]:
                    there[k, profile] = there.get((k, profile), 0) + 1
        return {
            (k, profile): self._programme.column(
                self._move, number, [(self._class_rows[k], -1.0), *self._needs(k, profile, -1.0)]
            )
            for (k, profile), number in sorted(there.items())
        }

    def _likely(self, changes: list[Change], relaxed: Solution) -> list[Change]:
        """Return the changes that a relaxed solution makes at least in part, and the latest others."""
        made = [change for change, column in self._change_columns if relaxed.values[column] > NEAR]
        others = [change for change in reversed(changes) if change not in set(made)]
        return [*made, *others][:MOST_CHANGES]

    def _resettled(self, best: Solution) -> Resettled:
        values = best.values
        profile: Ints = np.array([each[0] if each else -1 for each in self._goes_on], np.int32)
        profile[self.today.number == 0] = -1
        share: dict[int, float] = {}
        for (place, number), column in self._opened.items():
            if values[column] > max(NEAR, share.get(place, 0.0)):
                share[place], profile[place] = float(values[column]), number
        emptied = set()
        for change, column in self._change_columns:
            for place, number, leave in change.cells if values[column] > 0.5 else ():
                profile[place] = number if leave or number >= 0 else profile[place]
                emptied |= {place} if leave else set()
        capacity = self.pool.instance.cells.capacity[self.pool.cells]
        alone = np.array([*(each.single for each in self.pool.profiles), False], bool)
        target = np.where(profile < 0, 0, np.where(alone[profile], 1, capacity)).astype(np.int32)
        return Resettled(
            layout=Layout(profile, target, _counts(self._going, values)),
            leaving=_counts(self._leaving, values),
            emptied=tuple(sorted(emptied)),
            unplaced=round(float(values[self._unplaced].sum())),
        )


def _counts(columns: Mapping[tuple[int, int], int], values: Reals) -> dict[tuple[int, int], int]:
    return {key: round(float(values[column])) for key, column in columns.items() if values[column] > 0.5}
