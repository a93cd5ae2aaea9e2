"""From whole counts to named cells: the profile of every cell, and how many people it should hold."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from constancia.housing.placement.classes import PersonClass, Pool
from constancia.housing.placement.counts import LOW, MEDICAL, PLACE, STEP_FREE, Costs, most_persons
from constancia.housing.placement.instance import Ints
from constancia.housing.placement.programme import INFINITY, Programme
from constancia.housing.placement.whole import Counted


@dataclass(frozen=True, slots=True)
class Layout:
    """For every cell of the pool (in the order of `Pool.cells`) its profile (-1: unused) and its number of people.

    `quota` says how many people of each class live in cells of each profile.
    """

    profile: Ints
    target: Ints
    quota: dict[tuple[int, int], int]


def lay_out(pool: Pool, counted: Counted, costs: Costs, deadline: float) -> Layout | None:
    """Name the cells for some counts; None when the deadline came first."""
    filled = _fill(pool, counted, costs, deadline)
    if filled is None:
        return None
    people, quota = filled
    profile = np.full(len(pool.cells), -1, np.int32)
    for key, places in _cells_by_kind(pool, counted).items():
        wanted = {way[2]: number for way, number in counted.cells.items() if way[:2] == key}
        wanted[-1] = len(places) - sum(wanted.values())
        profile[places] = list(_mixed(wanted))[: len(places)]
    target = np.zeros(len(pool.cells), np.int32)
    for (type_, number), persons in people.items():
        used = np.flatnonzero((pool.type_of == type_) & (profile == number))
        if len(used):
            target[used] = persons // len(used)
            target[used[: persons % len(used)]] += 1
    return Layout(profile, target, quota)


def _cells_by_kind(pool: Pool, counted: Counted) -> dict[tuple[int, int], list[int]]:
    """Return the cells (as positions in the pool) of each type and corridor set, those of a corridor side by side."""
    found: dict[tuple[int, int], list[int]] = {}
    corridors = pool.instance.cells.corridor[pool.cells].tolist()
    for place, (type_, corridor) in enumerate(zip(pool.type_of.tolist(), corridors, strict=True)):
        found.setdefault((type_, counted.corridor_set[corridor]), []).append(place)
    return found


def _mixed(wanted: dict[int, int]) -> Iterable[int]:
    """Yield each label as often as wanted, evenly mixed, so that every corridor gets some of each profile."""
    total = sum(wanted.values())
    given = dict.fromkeys(wanted, 0)
    for place in range(1, total + 1):
        label = max(wanted, key=lambda each: (wanted[each] * place / total - given[each], each))
        given[label] += 1
        yield label


def _fill(
    pool: Pool, counted: Counted, costs: Costs, deadline: float
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]] | None:
    """Return how many people the cells of each type and profile hold together, and the quota of each class."""
    programme = Programme()
    class_rows = [programme.row(each.number, each.number) for each in pool.classes]
    profile_rows = [tuple(programme.row(-INFINITY, 0) for _ in range(4)) for _ in pool.profiles]
    cells: dict[tuple[int, int], int] = {}
    for (type_, _, profile), number in counted.cells.items():
        cells[type_, profile] = cells.get((type_, profile), 0) + number
    people = {
        (type_, profile): _seats(programme, pool, (type_, profile, number), profile_rows[profile], costs)
        for (type_, profile), number in cells.items()
    }
    columns: dict[tuple[int, int], int] = {}
    for profile in sorted({profile for _, profile in cells}):
        for k in pool.admitted[profile]:
            entries = [(class_rows[k], 1.0), *((profile_rows[profile][need], 1.0) for need in _needs(pool.classes[k]))]
            columns[k, profile] = programme.column(0, INFINITY, entries)
    for row, each in zip(class_rows, pool.classes, strict=True):
        programme.column(costs.unplaced, each.number, [(row, 1.0)])
    solution = programme.relaxed(deadline)
    if solution is None:
        return None
    values = solution.values
    together = {key: round(float(sum(values[column] for column in steps))) for key, steps in people.items()}
    return together, {key: round(float(values[column])) for key, column in columns.items() if values[column] > 0.5}


def _needs(each: PersonClass) -> list[int]:
    """Return the rows of a profile that somebody of a class enters."""
    has = {LOW: each.lower_bunk, STEP_FREE: each.wheelchair, MEDICAL: each.medical, PLACE: True}
    return [need for need, there in has.items() if there]


def _seats(
    programme: Programme, pool: Pool, used: tuple[int, int, int], rows: tuple[int, ...], costs: Costs
) -> list[int]:
    """Add the places of some cells (type, profile, number): the first person of each, the second, and so on."""
    type_, profile, number = used
    each = pool.types[type_]
    gives = ((LOW, each.lower_bunks), (STEP_FREE, each.accessible))
    programme.column(0, number, [(rows[need], -float(has)) for need, has in gives], lower=number)
    entries = [(rows[PLACE], -1.0), (rows[MEDICAL], -float(each.hospital))]
    return [
        programme.column(costs.density * (2 * step - 1) / each.air, number, entries)
        for step in range(1, most_persons(pool, type_, profile) + 1)
    ]
