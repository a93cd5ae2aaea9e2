"""Made-up prisons of any size, for when the shared generator is not at hand: planned cell by cell, so that everybody fits.

Each cell is first given a legal status, an infection state and groups that get along in it, its corridor and its module;
then people are invented who fit it, and their order is shuffled. So a placement exists, and nobody is told which.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Preset:
    """How many people, the seed, and the places of each of 256 large cells (0: there are none)."""

    persons: int
    seed: int
    large: int
    full: float = 0.94


PRESETS = {
    "P1k": Preset(1_000, 1, 0),
    "P5k": Preset(5_000, 2, 0),
    "C40k": Preset(40_000, 3, 160, 0.98),
    "X40k": Preset(40_000, 4, 80),
    "L110k": Preset(110_000, 5, 80),
}
SHARES = {"none": 0.45, "A": 0.25, "B1": 0.12, "B2": 0.07, "C": 0.04, "D": 0.02, "E": 0.02, "V": 0.03}
"""Groups of invented people and their shares."""
LEVELS = ("cell", "corridor", "module")
RIVALS = {
    ("A", "B1"): 3, ("A", "B2"): 3, ("B1", "B2"): 2, ("A", "D"): 2, ("A", "E"): 2, ("D", "E"): 1,
    ("A", "C"): 1, ("B1", "C"): 1, ("B2", "C"): 1, ("A", "none"): 1, ("B1", "none"): 1, ("B2", "none"): 1,
    ("V", "A"): 2, ("V", "B1"): 2, ("V", "B2"): 2, ("V", "C"): 1, ("V", "D"): 1, ("V", "E"): 1, ("V", "none"): 1,
}  # fmt: skip
CELLS = ((1, 7.0, 0.10), (2, 9.0, 0.25), (4, 16.0, 0.35), (8, 27.2, 0.22), (24, 90.0, 0.08))
"""Ordinary cells: places, square metres, share; 3.4 square metres for each person where a cell is shared."""
POOLS = ((("M", "adult"), 0.90), (("F", "adult"), 0.075), (("M", "child"), 0.02), (("F", "child"), 0.005))
AIR = (0.7, 0.8, 0.9, 1.0)


def country(preset: Preset, *, moves: bool = False, close: int | None = None) -> dict[str, Any]:
    """Return an instance; `moves`: one in 25 is in a wrong cell; `close`: a module has no places, all others are at home."""
    dice = Random(preset.seed)
    modules, corridors, cells = _places(preset, dice)
    plans = _plans(dice, modules, corridors, cells)
    persons = _persons(preset, dice, modules, corridors, cells, plans)
    _name_companions(dice, persons)
    home = {person["id"]: person["present_cell"] for person in persons}
    pairs = _pairs(dice, persons, {cell["id"]: (cell["id"], cell["corridor"]) for cell in cells})
    if close is None:
        _disturb(dice, persons, home)
    for cell in cells:
        if close is not None and cell["corridor"].startswith(f"m{close}k"):
            cell["capacity"] = 0
    dice.shuffle(persons)
    weight = 3 if moves or close is not None else 0
    return {
        "format": "constancia-placement/1",
        "rivalries": [{"a": a, "b": b, "level": LEVELS[level - 1]} for (a, b), level in RIVALS.items()],
        "modules": modules,
        "corridors": corridors,
        "cells": cells,
        "persons": persons,
        "keep_apart": pairs,
        "objective": {"unplaced": 10_000, "density": 1, "split": 5, "watch": 2, "move": weight},
    }


def _places(preset: Preset, dice: Random) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    modules: list[dict[str, Any]] = []
    corridors: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    while sum(cell["capacity"] for cell in cells) * preset.full < preset.persons:
        large = preset.large > 0 and len(modules) < 8
        (pool,) = dice.choices([each for each, _ in POOLS], [share for _, share in POOLS])
        sex, age = ("M", "adult") if large or len(modules) < 2 else pool
        name = f"m{len(modules)}"
        hospital = large or dice.random() < 0.5 or not modules
        modules.append({"id": name, "facility": f"f{len(modules) // 8}", "sex": sex, "age": age, "hospital": hospital})
        for number in range(2 if large else 3):
            corridors.append({"id": f"{name}k{number}", "module": name})
            for place in range(16 if large else 20):
                kind = (preset.large, 100.0) if large else dice.choices(CELLS, [each[2] for each in CELLS])[0][:2]
                cells.append(_cell(dice, corridors[-1]["id"], kind, place, isolation=place == (15 if large else 19)))
                cells[-1]["id"] = f"c{len(cells) - 1}"
    return modules, corridors, cells


def _cell(dice: Random, corridor: str, kind: tuple[int, float], place: int, *, isolation: bool) -> dict[str, Any]:
    capacity, area = kind
    return {
        "id": "",
        "corridor": corridor,
        "capacity": capacity,
        "area_m2": area,
        "ventilation": dice.choice(AIR),
        "lower_bunks": max(1, capacity // 4),
        "accessible_places": min(2, capacity) if place == 0 else 0,
        "isolation": isolation,
    }


def _along(dice: Random, groups: Iterable[str], level: int) -> list[str]:
    """Return some of the groups, at least one, of whom no two are rivals at a level or wider."""
    order = sorted(groups, key=lambda each: -(dice.random() ** (1 / SHARES[each])))
    found: list[str] = []
    for each in order:
        if all(max(RIVALS.get((each, other), 0), RIVALS.get((other, each), 0)) < level for other in found):
            found.append(each)
    return found


def _plans(dice: Random, modules: Any, corridors: Any, cells: Any) -> Iterator[tuple[str, str | None, list[str]]]:
    """Return for each cell the status, infection and groups that it is planned for."""
    in_module = {each["id"]: _along(dice, SHARES, 3) for each in modules}
    in_corridor = {each["id"]: _along(dice, in_module[each["module"]], 2) for each in corridors}
    untried = {each["id"]: dice.uniform(0.1, 0.9) for each in corridors}
    for cell in cells:
        status = "untried" if dice.random() < untried[cell["corridor"]] else "convicted"
        infection = dice.choice(["x", "x", "y", None]) if cell["isolation"] else None
        yield status, infection, _along(dice, in_corridor[cell["corridor"]], 1)


def _persons(
    preset: Preset, dice: Random, modules: Any, corridors: Any, cells: Any, plans: Any
) -> list[dict[str, Any]]:
    named = {each["id"]: each for each in modules}
    module_of = {each["id"]: named[each["module"]] for each in corridors}
    planned = [(cell, module_of[cell["corridor"]], *plan) for cell, plan in zip(cells, plans, strict=True)]
    seats = [number for number, (cell, *_) in enumerate(planned) for _ in range(cell["capacity"])]
    taken = sorted(dice.sample(seats, preset.persons))
    left = {number: [cell["lower_bunks"], cell["accessible_places"]] for number, (cell, *_) in enumerate(planned)}
    found = []
    for number, at in enumerate(taken):
        cell, module, status, infection, groups = planned[at]
        needs = [dice.random() < share and left[at][which] > 0 for which, share in enumerate((0.06, 0.2))]
        for which, needed in enumerate(needs):
            left[at][which] -= needed
        found.append(
            {
                "id": f"p{number}",
                "sex": module["sex"],
                "age": module["age"],
                "status": status,
                "group": dice.choices(groups, [SHARES[each] for each in groups])[0],
                "infection": infection,
                "single_cell": cell["capacity"] == 1 and dice.random() < 0.6,
                "lower_bunk": needs[0],
                "wheelchair": needs[1],
                "medical": module["hospital"] and dice.random() < 0.03,
                "watch": dice.random() < 0.05,
                "companions": None,
                "present_cell": cell["id"],
            }
        )
    return found


def _name_companions(dice: Random, persons: list[dict[str, Any]]) -> None:
    """Make companions of one person in 25, with those next to them in the same cell."""
    for number in range(0, len(persons), 75):
        size = dice.randint(2, 4)
        together = persons[number : number + size]
        for each in together:
            if each["present_cell"] == together[0]["present_cell"]:
                each["companions"] = f"g{number}"


def _pairs(dice: Random, persons: list[dict[str, Any]], around: dict[str, tuple[str, str]]) -> list[list[str]]:
    """Keep one person in eight apart from one or two others, a few from many; as the planned placement already does."""
    found: dict[tuple[str, str], str] = {}
    for one in persons:
        number = 0 if dice.random() > 0.12 else dice.choices([1, 2, 20], [0.7, 0.25, 0.05])[0]
        for two in dice.sample(persons, number):
            level = dice.choices([1, 2, 3], [0.6, 0.25, 0.15])[0]
            here, there = ((*around[each["present_cell"]], "") for each in (one, two))
            apart = here[:2] != there[:2] and (level < 2 or here[1] != there[1])
            apart &= level < 3 or here[1].split("k")[0] != there[1].split("k")[0]
            if apart and one["sex"] == two["sex"] and (two["id"], one["id"]) not in found:
                found.setdefault((one["id"], two["id"]), LEVELS[level - 1])
    return [[a, b, level] for (a, b), level in found.items()]


def _disturb(dice: Random, persons: list[dict[str, Any]], home: dict[str, str]) -> None:
    """Put one in 25 into a wrong cell of the same sex and age, and take three in a hundred out of theirs."""
    pools: dict[tuple[str, str], list[str]] = {}
    for each in persons:
        pools.setdefault((each["sex"], each["age"]), []).append(home[each["id"]])
    for each in persons:
        turn = dice.random()
        if turn < 0.04:
            each["present_cell"] = dice.choice(pools[each["sex"], each["age"]])
        elif turn < 0.07:
            each["present_cell"] = None
