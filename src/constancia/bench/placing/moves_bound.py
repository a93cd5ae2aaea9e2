"""The fewest people without a cell, and the fewest moves when all have one, that any plan can have: proven from prices.

Where there are more people of a sex and age than places in all modules for them, counting heads proves as much.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from constancia.housing.placement.bound import proof_of
from constancia.housing.placement.classes import Pool
from constancia.housing.placement.counts import Costs
from constancia.housing.placement.files import read_json
from constancia.housing.placement.instance import AGES, SEXES, Instance, read_instance
from constancia.housing.placement.keep import Keep
from constancia.housing.placement.pairs import Apart
from constancia.housing.placement.proof import proven_bound
from constancia.housing.placement.resettle import Resettle
from constancia.housing.placement.today import Today
from constancia.housing.placement.whole import Effort, Prices, prices_of, relax

SECONDS = 60
WITHOUT = 10_000.0
HIGHEST = (0.0, 0.5, 0.7, 0.75, 1.0)
"""Prices, in moves, are cut off at each of these; the best bound counts."""
EXACT = 1e-3
"""Stored prices are rounded down, which may take this much off a bound that is a whole number."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """More `persons` of one sex and age than `places` in all modules for them: the difference has no cell in any plan."""

    sex: str
    age: str
    persons: int
    places: int


@dataclass(frozen=True, slots=True)
class Least:
    """Lower bounds: people without a cell, and moves; beside the number of persons, and the shortages that counting shows."""

    persons: int
    unplaced: int
    moves: int
    shortages: tuple[Shortage, ...]


def shortages(data: Mapping[str, Any]) -> tuple[Shortage, ...]:
    """Return where people outnumber places, by sex and age, by nothing but counting."""
    modules = {each["id"]: (each["sex"], each["age"]) for each in data["modules"]}
    corridors = {each["id"]: modules[each["module"]] for each in data["corridors"]}
    places: Counter[tuple[str, str]] = Counter()
    for cell in data["cells"]:
        places[corridors[cell["corridor"]]] += cell["capacity"]
    persons = Counter((each["sex"], each["age"]) for each in data["persons"])
    return tuple(Shortage(*key, number, places[key]) for key, number in sorted(persons.items()) if number > places[key])


def least(path: Path) -> Least:
    """Return the bounds for an instance file."""
    data = read_json(path)
    unplaced = _unplaced({**data, "objective": _weights(unplaced=1)})
    moves = _moves({**data, "objective": _weights(unplaced=WITHOUT, move=1)})
    return Least(len(data["persons"]), unplaced, moves, shortages(data))


def _weights(**given: float) -> dict[str, float]:
    return {**dict.fromkeys(("unplaced", "density", "split", "watch", "move"), 0), **given}


def _unplaced(data: dict[str, Any]) -> int:
    def prices(pool: Pool) -> list[float]:
        found = relax(pool, Costs(0.0, 1.0, 0.0), time.monotonic() + SECONDS)
        return list(prices_of(found).persons) if found else [0.0] * len(pool.classes)

    instance = read_instance(data)
    return _bound(data, [(pool, number, prices(pool)) for pool, number in _pools(instance)], 1.0)


def _moves(data: dict[str, Any]) -> int:
    instance = read_instance(data)
    staying = Keep(instance, Apart(instance)).staying()
    found = []
    for pool, number in _pools(instance):
        model = Resettle(Today(pool, staying), Costs(1e-4, WITHOUT, 0.0), 1.0)
        model.solve(Effort(time.monotonic() + SECONDS, 1e-2, 0, at_once=False))
        found.append((pool, number, model.prices.tolist()))
    return max(_bound(data, found, most) for most in HIGHEST)


def _pools(instance: Instance) -> list[tuple[Pool, int]]:
    pools = [(Pool(instance, number), number) for number in range(len(SEXES) * len(AGES))]
    return [(pool, number) for pool, number in pools if len(pool.persons)]


def _bound(data: dict[str, Any], prices: list[tuple[Pool, int, list[float]]], most: float) -> int:
    cut: Callable[[list[float]], Prices] = lambda found: Prices(tuple(min(most, max(0.0, p)) for p in found), ())  # noqa: E731
    proof = proof_of([(pool, number, cut(found)) for pool, number, found in prices])
    return ceil(float(proven_bound(data, proof)) - EXACT)
