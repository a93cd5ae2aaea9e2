"""Answering with few moves: most people stay where they are, the others are settled around them."""

from collections.abc import Sequence
from dataclasses import replace

from constancia.housing.placement.classes import Pool
from constancia.housing.placement.counts import Costs
from constancia.housing.placement.deal import Deal
from constancia.housing.placement.pairs import Apart
from constancia.housing.placement.resettle import Resettle, Resettled
from constancia.housing.placement.today import Today
from constancia.housing.placement.whole import Effort

ASIDE = 0.02
"""Crowding counts so little beside moves that it only decides between plans with the same moves."""


def settle(pool: Pool, apart: Apart, cell_of: list[int], costs: Costs, effort: Effort) -> None:
    """Give cells (in `cell_of`) to the people of a pool who have none, moving few of those who have."""
    if not pool.has_model or all(cell_of[person] >= 0 for person in pool.persons.tolist()):
        return
    found = Resettle(
        Today(pool, cell_of), replace(costs, density=ASIDE * costs.density), pool.instance.weights.move
    ).solve(effort)
    if found is None:
        return
    for person in _making_way(pool, apart, cell_of, found):
        cell_of[person] = -1
    Deal(pool, found.layout, apart, cell_of, effort.seed).run()


def _making_way(pool: Pool, apart: Apart, cell_of: Sequence[int], found: Resettled) -> list[int]:
    """Return who leaves a present cell: everyone in emptied cells, and the counted others, who can move most easily."""
    profile_of = dict(zip(pool.cells.tolist(), found.layout.profile.tolist(), strict=True))
    emptied = {int(pool.cells[place]) for place in found.emptied}
    leaving: list[int] = []
    candidates: dict[tuple[int, int], list[int]] = {}
    for person, k in zip(pool.persons.tolist(), pool.class_of.tolist(), strict=True):
        cell = cell_of[person]
        if cell in emptied:
            leaving.append(person)
        elif cell >= 0 and (k, profile_of[cell]) in found.leaving:
            candidates.setdefault((k, profile_of[cell]), []).append(person)
    companions = pool.instance.persons.companions
    for key, people in candidates.items():
        people.sort(key=lambda each: (bool(companions[each] >= 0), apart.weight(each), each))
        leaving += people[: found.leaving[key]]
    return leaving
