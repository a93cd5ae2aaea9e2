"""From the model of counts to whole cells: first the set of groups of every corridor, then how its cells are used."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from constancia.housing.placement.classes import Pool
from constancia.housing.placement.counts import Costs, CountModel, Family, Use, better_uses, first_uses, ways
from constancia.housing.placement.programme import Solution
from constancia.housing.placement.wishes import Asked

Way = tuple[int, int, int]

ROUNDS = 12
"""So many times at most are better uses looked for; each round solves one linear programme."""
NEGLIGIBLE = 1e-4
"""Better uses are no longer looked for when all of them together can bring less than this share of the objective."""
FEW_CORRIDORS = 20
"""Up to so many corridors, their sets and the use of their cells can be decided in one step."""
NEAR = 1e-6
FEW_WAYS = 1500
"""At most so many ways of use are considered: those the relaxed solution uses, and some that would cost nothing more."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Dual values of the relaxed model: what one more person of each class costs, and one more cell of each family."""

    persons: tuple[float, ...]
    families: tuple[tuple[Family, float], ...]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A model of counts and its solution that does not mind whole numbers."""

    model: CountModel
    solution: Solution


@dataclass(frozen=True, slots=True)
class Counted:
    """Whole counts: the set of groups of every corridor, and how many cells of each type are used in each way."""

    corridor_set: Mapping[int, int]
    cells: Mapping[Way, int]
    objective: float


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: the moment to stop (time.monotonic), the relative gap to be content with, the seed.

    `at_once` decides a small pool in one step, which takes longer and finds more.
    """

    deadline: float
    gap: float
    seed: int
    at_once: bool

    def within(self, share: float) -> float:
        """Return the moment at which this share of what is left will be used up."""
        now = time.monotonic()
        return now + share * max(0.0, self.deadline - now)


def relax(pool: Pool, costs: Costs, deadline: float) -> Relaxed | None:
    """Solve the model of counts without minding whole numbers; None when the deadline came first."""
    possible = ways(pool)
    found = _solved(CountModel(pool, costs, first_uses(pool, possible)), deadline)
    for _ in range(ROUNDS):
        if found is None:
            return None
        model = found.model
        new, worth = better_uses(model, possible, found.solution.duals)
        short = model.short(found.solution.values)
        if not short and worth <= NEGLIGIBLE * found.solution.objective:
            break
        model = CountModel(pool, costs, [*model.uses, *new], counted=[*model.families, *short])
        found = _solved(model, deadline) or found
    return found


def _solved(model: CountModel, deadline: float) -> Relaxed | None:
    solution = model.programme.relaxed(deadline)
    return None if solution is None else Relaxed(model, solution)


def prices_of(relaxed: Relaxed) -> Prices:
    """Return the prices that a relaxed solution implies; none is negative."""
    model, duals = relaxed.model, relaxed.solution.duals
    persons = tuple(max(0.0, float(duals[row])) for row in model.class_rows)
    pairs = zip(model.families, model.family_rows, strict=True)
    return Prices(persons, tuple((family, max(0.0, float(duals[row]))) for family, row in pairs))


def whole_counts(relaxed: Relaxed, asked: Asked, effort: Effort) -> Counted | None:
    """Return whole counts near the relaxed solution that mind what is asked; None when the deadline came first."""
    model = relaxed.model
    if effort.at_once and len(model.pool.corridors) <= FEW_CORRIDORS:
        bounds = {use.way: (0, len(model.pool.cells)) for use in model.uses}
        return _counted(_like(model, wished=asked.cells, spread=asked.places, whole=True, bounds=bounds), effort)
    sets = _corridor_sets(relaxed, asked, effort)
    fixed = _solved(_like(model, sets=sets), effort.deadline)
    if fixed is None:
        return None
    used = _used(fixed.model, fixed.solution)
    bounds = {way: (max(0, _floor(number) - 1), _floor(number) + 2) for way, number in used.items()}
    uses = [use for use in model.uses if use.way in bounds]
    final = _like(model, uses=uses, wished=asked.cells, sets=sets, bounds=bounds)
    return _counted(final, effort, sets) or Counted(sets, _rounded(used), math.inf)


def _rounded(used: Mapping[Way, float]) -> dict[Way, int]:
    """Return whole numbers near those of a relaxed solution; cells of a type and set left over go to the largest rests."""
    found = {way: _floor(number) for way, number in used.items()}
    kinds: dict[tuple[int, int], list[Way]] = {}
    for way in used:
        kinds.setdefault(way[:2], []).append(way)
    for alike in kinds.values():
        left = round(sum(used[way] for way in alike)) - sum(found[way] for way in alike)
        for way in sorted(alike, key=lambda each: (found[each] - used[each], each))[:left]:
            found[way] += 1
    return {way: number for way, number in found.items() if number}


def _floor(number: float) -> int:
    return math.floor(number + NEAR)


def _like(model: CountModel, uses: list[Use] | None = None, **choices: Any) -> CountModel:
    """Return a model of the same pool with the same families, and the given wishes, sets, whole numbers or bounds."""
    return CountModel(model.pool, model.costs, uses or model.uses, counted=model.families, **choices)


def _counted(model: CountModel, effort: Effort, sets: Mapping[int, int] | None = None) -> Counted | None:
    best = model.programme.best(effort.within(0.5), gap=effort.gap, seed=effort.seed)
    if best is None:
        return None
    cells = {way: round(float(best.values[column])) for way, column in model.way_columns.items()}
    cells = {way: number for way, number in cells.items() if number}
    return Counted(_sets(model, best) if sets is None else sets, cells, best.objective)


def _corridor_sets(relaxed: Relaxed, asked: Asked, effort: Effort) -> dict[int, int]:
    """Fix the sets that the relaxed solution leaves no doubt about, and decide the others with whole corridors."""
    model, solution = relaxed.model, relaxed.solution
    module_of = model.pool.instance.corridor_module
    sets = _sets(model, solution)
    sure = {corridor for (corridor, _, _), column in model.set_columns.items() if solution.values[column] > 1 - NEAR}
    doubtful = {int(module_of[corridor]) for corridor in model.pool.corridors if corridor not in sure}
    if not doubtful:
        return sets
    fixed = {corridor: number for corridor, number in sets.items() if int(module_of[corridor]) not in doubtful}
    whole = _like(model, spread=asked.places, sets=fixed, whole=True)
    best = whole.programme.best(effort.within(0.2), gap=effort.gap, seed=effort.seed)
    return sets if best is None else {**fixed, **_sets(whole, best)}


def _sets(model: CountModel, solution: Solution) -> dict[int, int]:
    """Return the set of groups that each corridor holds most of; the corridors of a module agree on the module's set."""
    module_of = model.pool.instance.corridor_module
    weight: dict[tuple[int, int], float] = {}
    for (corridor, module_set, _), column in model.set_columns.items():
        key = (int(module_of[corridor]), module_set)
        weight[key] = weight.get(key, 0.0) + float(solution.values[column])
    chosen: dict[int, int] = {}
    for module, module_set in sorted(weight):
        if weight[module, module_set] > weight.get((module, chosen.get(module, -1)), -1.0):
            chosen[module] = module_set
    best: dict[int, tuple[float, int]] = {}
    for (corridor, module_set, number), column in sorted(model.set_columns.items()):
        module = int(module_of[corridor])
        if module_set == chosen[module]:
            best[corridor] = max(best.get(corridor, (-1.0, 0)), (float(solution.values[column]), number))
    return {corridor: number for corridor, (_, number) in best.items()}


def _used(model: CountModel, solution: Solution) -> dict[Way, float]:
    """Return the number of cells that a relaxed solution uses in each way; 0 for some that are as cheap."""
    found: dict[Way, float] = {}
    as_cheap: list[Way] = []
    for use, column in zip(model.uses, model.use_columns, strict=True):
        value = float(solution.values[column])
        if value > NEAR:
            found[use.way] = found.get(use.way, 0.0) + value
        elif _reduced_cost(model, use, solution) < NEAR:
            as_cheap.append(use.way)
    step = max(1, math.ceil(len(as_cheap) / max(1, FEW_WAYS - len(found))))
    return {**dict.fromkeys(as_cheap[::step], 0.0), **found}


def _reduced_cost(model: CountModel, use: Use, solution: Solution) -> float:
    return model.cost(use) - sum(float(solution.duals[row]) * value for row, value in model.entries(use))
