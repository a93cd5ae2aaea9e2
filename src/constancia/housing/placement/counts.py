"""The model of counts: how many cells of each type are used in which way, and how many of each class live in them.

Persons and cells that are alike are counted, not named, which keeps a country small enough for a linear programme. Left
out here, and minded when counts are dealt to persons: keep-apart pairs, companions, watch, moves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from constancia.housing.placement.classes import Pool, Profile
from constancia.housing.placement.programme import INFINITY, Programme, Reals
from constancia.housing.placement.wishes import CellsApart, Spread, Together

PLACE, LOW, STEP_FREE, MEDICAL = range(4)
"""The rows of a profile: places in its cells, lower bunks, step-free places, places in modules with a hospital."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What the model of counts charges: crowding, a person without cell, a group of companions split."""

    density: float
    unplaced: float
    split: float


@dataclass(frozen=True, slots=True)
class Use:
    """Cells of one type, in corridors of one set of groups, used by one profile with so many `persons` each."""

    type: int
    corridor_set: int
    profile: int
    persons: int

    @property
    def way(self) -> tuple[int, int, int]:
        """Return what the use is, however many persons there are."""
        return self.type, self.corridor_set, self.profile


@dataclass(frozen=True, slots=True)
class Family:
    """People who share cells with nobody else but a few groups between: they need at least `cells` cells.

    By counting: so many persons do not fit into fewer cells of the largest size.
    """

    status: int
    infection: int
    core: frozenset[int]
    cells: int

    def holds(self, profile: Profile) -> bool:
        """Tell whether a cell used in this way may count for the family."""
        same = (self.status, self.infection) == (profile.status, profile.infection)
        return same and not profile.single and bool(self.core & profile.groups)


def families(pool: Pool) -> list[Family]:
    """Return the families of a pool."""
    people: dict[tuple[int, int, int], int] = {}
    for each in pool.classes:
        for number, core in enumerate(pool.cores):
            if each.group in core and not each.single:
                key = (each.status, each.infection, number)
                people[key] = people.get(key, 0) + each.number
    largest = max((each.capacity for each in pool.types), default=0)
    isolation = max((each.capacity for each in pool.types if each.isolation), default=0)
    found = []
    for (status, infection, number), persons in sorted(people.items()):
        most = isolation if infection else largest
        if most:
            found.append(Family(status, infection, pool.cores[number], ceil(persons / most)))
    return found


class CountModel:
    """The programme of one pool.

    `counted` families are held to their number of cells; what is `wished` and lacking is charged; groups are `spread`
    over modules and corridors; `sets` fixes the set of groups of some corridors; `whole` asks for whole corridors,
    `bounds` for whole numbers of cells (with a lower and upper bound for each way of use).
    """

    def __init__(
        self,
        pool: Pool,
        costs: Costs,
        uses: list[Use],
        *,
        counted: Sequence[Family] = (),
        wished: Sequence[Together | CellsApart] = (),
        spread: Mapping[int, Spread] | None = None,
        sets: Mapping[int, int] | None = None,
        whole: bool = False,
        bounds: Mapping[tuple[int, int, int], tuple[int, int]] | None = None,
    ) -> None:
        self.pool, self.uses = pool, uses
        self.costs = costs
        self._sets = sets or {}
        self.programme = Programme()
        row = self.programme.row
        self.class_rows = [row(each.number, each.number) for each in pool.classes]
        self.cell_rows = self._cell_rows()
        self.profile_rows = [tuple(row(-INFINITY, 0) for _ in range(4)) for _ in pool.profiles]
        self.families = list(counted)
        self.family_rows = [row(each.cells, INFINITY) for each in self.families]
        self._wishes = [(each, row(each.number, INFINITY)) for each in wished]
        for wish, each in self._wishes:
            charge = costs.split if isinstance(wish, Together) else costs.unplaced
            self.programme.column(charge, INFINITY, [(each, 1.0)])
        self.set_columns: dict[tuple[int, int, int], int] = {}
        self._add_corridors(whole=whole)
        for group, wanted in (spread or {}).items():
            self._spread(group, wanted)
        self._add_persons()
        self.way_columns = self._add_ways(bounds) if bounds is not None else {}
        self.use_columns = self._add_uses()

    def _cell_rows(self) -> dict[tuple[int, int], int]:
        """Return a row for each type and corridor set: as many cells used as corridors of that set bring."""
        counted: dict[tuple[int, int], int] = {}
        for corridor, contents in self._contents().items():
            if corridor in self._sets:
                for type_, number in contents.items():
                    key = (type_, self._sets[corridor])
                    counted[key] = counted.get(key, 0) + number
        keys = [(t, k) for t in range(len(self.pool.types)) for k in range(len(self.pool.corridor_sets))]
        return {key: self.programme.row(-INFINITY, counted.get(key, 0)) for key in keys}

    def _contents(self) -> dict[int, dict[int, int]]:
        """Return how many cells of each type every corridor has."""
        found: dict[int, dict[int, int]] = {corridor: {} for corridor in self.pool.corridors}
        corridors = self.pool.instance.cells.corridor[self.pool.cells].tolist()
        for corridor, type_ in zip(corridors, self.pool.type_of.tolist(), strict=True):
            found[corridor][type_] = found[corridor].get(type_, 0) + 1
        return found

    def _add_corridors(self, *, whole: bool) -> None:
        """Add the choice of a set for each module, and within it for each corridor that is not fixed."""
        contents = self._contents()
        modules: dict[int, list[int]] = {}
        for corridor in self.pool.corridors:
            if corridor not in self._sets:
                module = int(self.pool.instance.corridor_module[corridor])
                modules.setdefault(module, []).append(corridor)
        for corridors in modules.values():
            one = self.programme.row(1, 1)
            for number, inside in enumerate(self.pool.inside):
                rows = [self.programme.row(0, 0) for _ in corridors]
                self.programme.column(0, 1, [(one, 1), *((each, -1) for each in rows)], whole=whole)
                for corridor, row in zip(corridors, rows, strict=True):
                    for groups in inside:
                        self._add_set(corridor, number, groups, (row, contents[corridor]), whole=whole)

    def _add_set(
        self, corridor: int, module_set: int, groups: frozenset[int], row: tuple[int, dict[int, int]], *, whole: bool
    ) -> None:
        number = self.pool.corridor_sets.index(groups)
        brings = [(self.cell_rows[type_, number], -float(count)) for type_, count in row[1].items()]
        column = self.programme.column(0, 1, [(row[0], 1), *brings], whole=whole)
        self.set_columns[corridor, module_set, number] = column

    def _spread(self, group: int, wanted: Spread) -> None:
        """Ask for enough modules and corridors that may hold a group; what lacks is charged like a person without cell."""
        pool = self.pool
        holding = {corridor for corridor, number in self._sets.items() if group in pool.corridor_sets[number]}
        corridors = self.programme.row(wanted.corridors - len(holding), INFINITY)
        fixed = {int(pool.instance.corridor_module[corridor]) for corridor in holding}
        modules = self.programme.row(wanted.modules - len(fixed), INFINITY)
        for row in (corridors, modules):
            self.programme.column(self.costs.unplaced, INFINITY, [(row, 1.0)])
        there: dict[int, int] = {}
        for (corridor, _, number), column in self.set_columns.items():
            if group in pool.corridor_sets[number]:
                module = int(pool.instance.corridor_module[corridor])
                if module not in there:
                    there[module] = self.programme.row(-INFINITY, 0)
                    self.programme.column(0, 1, [(there[module], 1.0), (modules, 1.0)])
                self.programme.enter(column, [(there[module], -1.0), (corridors, 1.0)])

    def _add_persons(self) -> None:
        """Add for each class how many live in each profile, and how many have no cell."""
        self.person_columns: dict[tuple[int, int], int] = {}
        for number, admitted in enumerate(self.pool.admitted):
            rows = self.profile_rows[number]
            for k in admitted:
                each = self.pool.classes[k]
                needs = ((LOW, each.lower_bunk), (STEP_FREE, each.wheelchair), (MEDICAL, each.medical))
                entries = [(self.class_rows[k], 1.0), (rows[PLACE], 1.0)]
                entries += [(rows[need], 1.0) for need, has in needs if has]
                self.person_columns[k, number] = self.programme.column(0, INFINITY, entries)
        for k, each in enumerate(self.pool.classes):
            entries = [(self.class_rows[k], 1.0)]
            for family, row in zip(self.families, self.family_rows, strict=True):
                same = (family.status, family.infection) == (each.status, each.infection)
                if same and not each.single and each.group in family.core:
                    entries.append((row, 1.0))
            self.programme.column(self.costs.unplaced, each.number, entries)

    def _add_ways(self, bounds: Mapping[tuple[int, int, int], tuple[int, int]]) -> dict[tuple[int, int, int], int]:
        """Add a whole number of cells for each way of use; returns their columns."""
        self._way_rows: dict[tuple[int, int, int], int] = {}
        found = {}
        for way in sorted({use.way for use in self.uses}):
            lower, upper = bounds.get(way, (0, 0))
            self._way_rows[way] = self.programme.row(0, 0)
            entries = [(self._way_rows[way], -1.0)]
            found[way] = self.programme.column(0, upper, entries, whole=True, lower=lower)
        return found

    def _add_uses(self) -> list[int]:
        return [
            self.programme.column(self.cost(use), INFINITY, [*self.entries(use), *self._way_entry(use)])
            for use in self.uses
        ]

    def _way_entry(self, use: Use) -> list[tuple[int, float]]:
        return [(self._way_rows[use.way], 1.0)] if self.way_columns else []

    def short(self, values: Reals) -> list[Family]:
        """Return the families that these values give too few cells, though nobody of them is without a cell."""
        used: dict[int, float] = {}
        for use, column in zip(self.uses, self.use_columns, strict=True):
            used[use.profile] = used.get(use.profile, 0.0) + float(values[column])
        found = []
        for family in families(self.pool):
            profiles = [number for number, each in enumerate(self.pool.profiles) if family.holds(each)]
            if family not in self.families and sum(used.get(each, 0.0) for each in profiles) < family.cells - 1e-6:
                found.append(family)
        return found

    def cost(self, use: Use) -> float:
        """Return what one cell used like this adds to the objective."""
        return self.costs.density * use.persons**2 / self.pool.types[use.type].air

    def entries(self, use: Use) -> list[tuple[int, float]]:
        """Return the places a use takes (cells) and gives (to persons)."""
        type_, rows = self.pool.types[use.type], self.profile_rows[use.profile]
        gives = {
            PLACE: use.persons,
            LOW: min(type_.lower_bunks, use.persons),
            STEP_FREE: min(type_.accessible, use.persons),
            MEDICAL: use.persons * type_.hospital,
        }
        found = [(self.cell_rows[use.type, use.corridor_set], 1.0)]
        found += [(rows[need], -float(number)) for need, number in gives.items() if number]
        profile = self.pool.profiles[use.profile]
        holding = (row for each, row in zip(self.families, self.family_rows, strict=True) if each.holds(profile))
        meets = ((row, float(wish.met_by(profile, type_, use.persons))) for wish, row in self._wishes)
        return [*found, *((row, 1.0) for row in holding), *(entry for entry in meets if entry[1])]


def most_persons(pool: Pool, type_: int, profile: int) -> int:
    """Return how many people of a profile one cell of a type can hold: its capacity, or all there are."""
    if pool.profiles[profile].single:
        return 1
    return min(pool.types[type_].capacity, sum(pool.classes[k].number for k in pool.admitted[profile]))


def ways(pool: Pool) -> list[tuple[int, int, int]]:
    """Return every way (type, corridor set, profile) in which cells can be used."""
    allowed = [
        (number, corridor_set)
        for number, profile in enumerate(pool.profiles)
        for corridor_set in range(len(pool.corridor_sets))
        if pool.may_use(profile, corridor_set)
    ]
    return [
        (type_, corridor_set, number)
        for type_, each in enumerate(pool.types)
        for number, corridor_set in allowed
        if each.isolation or pool.profiles[number].infection == 0
    ]


def level_price(pool: Pool) -> float:
    """Return the marginal crowding at which the cells, filled evenly, would just hold everyone."""
    air = np.array([each.air for each in pool.types])[pool.type_of]
    capacity = np.array([each.capacity for each in pool.types])[pool.type_of]
    low, high = 0.0, float((2 * capacity / air).max(initial=0.0)) + 1
    for _ in range(60):
        middle = (low + high) / 2
        if np.minimum(capacity, np.floor(middle * air / 2 + 0.5)).sum() >= len(pool.persons):
            high = middle
        else:
            low = middle
    return high


def first_uses(pool: Pool, possible: Iterable[tuple[int, int, int]]) -> list[Use]:
    """Return uses to begin with: each way full, and near the fill at which all cells are equally crowded."""
    price = level_price(pool)
    found = []
    for type_, corridor_set, profile in possible:
        most = most_persons(pool, type_, profile)
        even = int(price * pool.types[type_].air / 2 + 0.5)
        around = (even + step for step in ((-1, 0, 1) if most < 30 else range(-32, 33, 4)))
        numbers = {max(1, min(most, each)) for each in around} | {most}
        found += [Use(type_, corridor_set, profile, each) for each in sorted(numbers)]
    return found


def better_uses(model: CountModel, possible: list[tuple[int, int, int]], duals: Reals) -> tuple[list[Use], float]:
    """Return, for each way, the number of persons that would improve a solution with these dual values most.

    With them comes the most by which they could improve it: every cell used in the best of the new ways.
    """
    pool = model.pool
    if not possible:
        return [], 0.0
    type_, corridor_set, profile = np.array(possible).T
    given = np.array([[-duals[row] for row in rows] for rows in model.profile_rows])[profile]
    facts = ("air", "capacity", "lower_bunks", "accessible", "hospital")
    air, _, low, step_free, hospital = np.array([[getattr(each, fact) for fact in facts] for each in pool.types])[
        type_
    ].T
    most = np.array([most_persons(pool, t, p) for t, p in zip(type_, profile, strict=True)])
    premium = np.array([_premium(model, each, duals) for each in pool.profiles])[profile]
    rent = np.array([-duals[model.cell_rows[t, k]] for t, k in zip(type_, corridor_set, strict=True)])
    best, number = np.full(len(possible), -INFINITY), np.zeros(len(possible), int)
    for persons in range(1, int(most.max()) + 1):
        value = persons * (given[:, PLACE] + hospital * given[:, MEDICAL]) - model.costs.density * persons**2 / air
        value += np.minimum(low, persons) * given[:, LOW] + np.minimum(step_free, persons) * given[:, STEP_FREE]
        better = (value > best) & (persons <= most)
        best[better], number[better] = value[better], persons
    known = set(model.uses)
    gains = best + premium - rent
    found = [
        (use, gains[i]) for i in np.flatnonzero(gains > 1e-6) if (use := Use(*possible[i], int(number[i]))) not in known
    ]
    cells = np.bincount(pool.type_of, minlength=len(pool.types))
    most = np.zeros(len(pool.types))
    for use, gain in found:
        most[use.type] = max(most[use.type], gain)
    return [use for use, _ in found], float(cells @ most)


def _premium(model: CountModel, profile: Profile, duals: Reals) -> float:
    pairs = zip(model.families, model.family_rows, strict=True)
    return sum(float(duals[row]) for family, row in pairs if family.holds(profile))
