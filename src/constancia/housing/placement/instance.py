"""Reading a constancia-placement/1 instance: strict, with every wrong field named, into plain arrays."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from constancia.core.refusals import Refused
from constancia.housing.placement import refusals as why
from constancia.housing.placement.columns import Problems, Table, codes, is_number, is_text

FORMAT = "constancia-placement/1"
LEVELS = ("cell", "corridor", "module")
"""The places two people or groups may be kept apart in; a wider one includes the narrower."""
SEXES, AGES = ("M", "F"), ("adult", "child")

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]

MOST = {"rivalries": 5_000, "modules": 20_000, "corridors": 60_000, "cells": 200_000, "persons": 500_000}
MOST_PAIRS = 500_000
LARGEST_CELL, LARGEST_AREA, LARGEST_WEIGHT = 5_000, 1_000_000, 1_000_000_000
"""Limits that keep memory bounded; far above any country's."""

_FIELDS = {
    "rivalries": ("a", "b", "level"),
    "modules": ("id", "facility", "sex", "age", "hospital"),
    "corridors": ("id", "module"),
    "cells": (
        "id",
        "corridor",
        "capacity",
        "area_m2",
        "ventilation",
        "lower_bunks",
        "accessible_places",
        "isolation",
    ),
    "persons": (
        "id",
        "sex",
        "age",
        "status",
        "group",
        "infection",
        "single_cell",
        "lower_bunk",
        "wheelchair",
        "medical",
        "watch",
        "companions",
        "present_cell",
    ),
}
_TOP = {"format", *_FIELDS, "keep_apart", "objective"}


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term of the objective costs: a person without cell, crowding, a split group, watch, a move."""

    unplaced: float
    density: float
    split: float
    watch: float
    move: float


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells, those of a corridor side by side and the corridors of a module too; one array per fact.

    `air` is area in m² times ventilation; `pool` is the sex and age of the module (`pool_of`); `first_*`, `last_*` bound
    the cells of each corridor and module (half-open).
    """

    ids: tuple[str, ...]
    corridor: Ints
    module: Ints
    pool: Ints
    hospital: Flags
    capacity: Ints
    area: Reals
    air: Reals
    lower_bunks: Ints
    accessible: Ints
    isolation: Flags
    corridor_range: tuple[tuple[int, int], ...]
    module_range: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons; one array per fact. `group` 0 is "none", `infection` 0 is none; -1: no companions, no present cell."""

    ids: tuple[str, ...]
    pool: Ints
    status: Ints
    group: Ints
    infection: Ints
    single: Flags
    lower_bunk: Flags
    wheelchair: Flags
    medical: Flags
    watch: Flags
    companions: Ints
    present: Ints


@dataclass(frozen=True, slots=True)
class Instance:
    """A placement question as arrays.

    `rival[a, b]` is the level (0 none, 1 cell, 2 corridor, 3 module) at which two groups are kept apart; `pairs` has one
    row (person, person, level) per separation of two people.
    """

    name: str
    statuses: tuple[str, ...]
    groups: tuple[str, ...]
    infections: tuple[str | None, ...]
    module_ids: tuple[str, ...]
    corridor_ids: tuple[str, ...]
    corridor_module: Ints
    cells: Cells
    persons: Persons
    rival: NDArray[np.int8]
    pairs: Ints
    weights: Weights


def pool_of(sex: int, age: int) -> int:
    """Return the number of a pool: the people of one sex and age, whom only modules of that kind may hold."""
    return sex * len(AGES) + age


def read_instance(data: Any) -> Instance:
    """Read an instance as JSON gives it; `Refused` names every wrong field."""
    problems = Problems()
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Refused([why.NOT_AN_INSTANCE(field="format", format=FORMAT)])
    for name in sorted(_TOP - data.keys()):
        problems.add(why.MISSING_FIELD(field=name))
    for name in sorted(map(str, data.keys() - _TOP - {"name"})):
        problems.add(why.UNKNOWN_FIELD(field=name))
    problems.refuse_if_any()
    tables = {name: Table(name, data[name], _FIELDS[name], MOST[name], problems) for name in _FIELDS}
    problems.refuse_if_any()
    modules, corridor_module, cells = _places(tables, problems)
    groups, persons, named = _persons(tables["persons"], cells, problems)
    groups, rival = _rivalries(tables["rivalries"], groups, problems)
    pairs = _pairs(data["keep_apart"], {each: number for number, each in enumerate(persons.ids)}, problems)
    weights = _weights(data["objective"], problems)
    problems.refuse_if_any()
    return Instance(
        name=str(data.get("name", ""))[:200],
        statuses=tuple(named["status"]),
        groups=tuple(groups),
        infections=tuple(named["infection"]),
        module_ids=tuple(modules),
        corridor_ids=tuple(tables["corridors"].texts("id")),
        corridor_module=corridor_module,
        cells=cells,
        persons=persons,
        rival=rival,
        pairs=pairs,
        weights=weights,
    )


def _numbered(ids: list[str]) -> dict[str, int]:
    return {each: number for number, each in enumerate(ids)}


def _places(tables: Mapping[str, Table], problems: Problems) -> tuple[list[str], Ints, Cells]:
    modules, corridors, cells = tables["modules"], tables["corridors"], tables["cells"]
    module_ids, corridor_ids, cell_ids = modules.identifiers(), corridors.identifiers(), cells.identifiers()
    modules.texts("facility")
    pools = [pool_of(*each) for each in zip(modules.choices("sex", SEXES), modules.choices("age", AGES), strict=True)]
    hospital = np.array(modules.flags("hospital"), bool)
    smaller = {"corridors": set(corridor_ids), "cells": set(cell_ids)}
    module_of = corridors.references("module", _numbered(module_ids), "modules", smaller)
    smaller = {"cells": set(cell_ids), "modules": set(module_ids)}
    corridor_of = cells.references("corridor", _numbered(corridor_ids), "corridors", smaller)
    capacity = np.array(cells.counts("capacity", LARGEST_CELL), np.int32)
    area = np.array(cells.measures("area_m2", LARGEST_AREA), float)
    ventilation = np.array(cells.measures("ventilation", 1), float)
    bunks, accessible = cells.counts("lower_bunks", LARGEST_CELL), cells.counts("accessible_places", LARGEST_CELL)
    isolation = np.array(cells.flags("isolation"), bool)
    problems.refuse_if_any()
    corridor = np.array(corridor_of, np.int32).reshape(-1)
    corridor_module = np.array(module_of, np.int32).reshape(-1)
    module = corridor_module[corridor] if len(corridor) else corridor
    order = np.lexsort((np.arange(len(corridor)), corridor, module))
    corridor, module = corridor[order], module[order]
    return (
        module_ids,
        corridor_module,
        Cells(
            ids=tuple(cell_ids[place] for place in order),
            corridor=corridor,
            module=module,
            pool=np.array(pools, np.int32)[module],
            hospital=hospital[module],
            capacity=capacity[order],
            area=area[order],
            air=(area * ventilation)[order],
            lower_bunks=np.array(bunks, np.int32)[order],
            accessible=np.array(accessible, np.int32)[order],
            isolation=isolation[order],
            corridor_range=_ranges(corridor, len(corridor_ids)),
            module_range=_ranges(module, len(module_ids)),
        ),
    )


def _ranges(place: Ints, number: int) -> tuple[tuple[int, int], ...]:
    """Return where the cells of each place begin and end; they stand side by side."""
    found = [(0, 0)] * number
    edges = [*np.flatnonzero(np.diff(place, prepend=-1)).tolist(), len(place)]
    for start, stop in pairwise(edges):
        found[place[start]] = (start, stop)
    return tuple(found)


def _persons(table: Table, cells: Cells, problems: Problems) -> tuple[list[str], Persons, dict[str, list[Any]]]:
    ids = table.identifiers()
    sexes, ages = table.choices("sex", SEXES), table.choices("age", AGES)
    statuses, status = codes(table.texts("status"))
    groups, group = codes((each or "none" for each in table.texts_or_null("group")), ["none"])
    infections, infection = codes(table.texts_or_null("infection"), [None])
    companies, companions = codes(table.texts_or_null("companions"), [None])
    flags = ("single_cell", "lower_bunk", "wheelchair", "medical", "watch")
    single, lower_bunk, wheelchair, medical, watch = (np.array(table.flags(each), bool) for each in flags)
    present = table.references_or_null("present_cell", {each: number for number, each in enumerate(cells.ids)}, "cells")
    problems.refuse_if_any()
    persons = Persons(
        ids=tuple(ids),
        pool=np.array([pool_of(*each) for each in zip(sexes, ages, strict=True)], np.int32),
        status=np.array(status, np.int32),
        group=np.array(group, np.int32),
        infection=np.array(infection, np.int32),
        single=single,
        lower_bunk=lower_bunk,
        wheelchair=wheelchair,
        medical=medical,
        watch=watch,
        companions=np.array(companions, np.int32) - 1,
        present=np.array(present, np.int32),
    )
    del companies
    return groups, persons, {"status": statuses, "infection": infections}


def _rivalries(table: Table, groups: list[str], problems: Problems) -> tuple[list[str], NDArray[np.int8]]:
    one, two, level = table.texts("a"), table.texts("b"), table.choices("level", LEVELS)
    names = list(dict.fromkeys([*groups, *one, *two]))
    number = {name: place for place, name in enumerate(names)}
    rival = np.zeros((len(names), len(names)), np.int8)
    first: dict[frozenset[str], int] = {}
    for row, (a, b) in enumerate(zip(one, two, strict=True)):
        if a == b:
            problems.add(why.APART_FROM_SELF(field=f"rivalries[{row}].b", id=a))
        elif first.setdefault(frozenset((a, b)), row) != row:
            earlier = f"rivalries[{first[frozenset((a, b))]}]"
            problems.add(why.REPEATED_PAIR(field=f"rivalries[{row}]", first=earlier))
        rival[number[a], number[b]] = rival[number[b], number[a]] = level[row] + 1
    return names, rival


def _pairs(rows: Any, known: Mapping[str, int], problems: Problems) -> Ints:
    if not isinstance(rows, list):
        raise Refused([*problems.found, why.NOT_A_LIST(field="keep_apart")])
    if len(rows) > MOST_PAIRS:
        raise Refused([*problems.found, why.TOO_MANY(field="keep_apart", count=len(rows), limit=MOST_PAIRS)])
    first: dict[tuple[int, int], int] = {}
    found = np.zeros((len(rows), 3), np.int32)
    for number, row in enumerate(rows):
        pair = _pair(row, f"keep_apart[{number}]", known, problems)
        if pair is None:
            continue
        key = (min(pair[:2]), max(pair[:2]))
        if first.setdefault(key, number) != number:
            problems.add(why.REPEATED_PAIR(field=f"keep_apart[{number}]", first=f"keep_apart[{first[key]}]"))
        found[number] = pair
    return found


def _pair(row: Any, where: str, known: Mapping[str, int], problems: Problems) -> tuple[int, int, int] | None:
    """Read one separation of two people; None when something is wrong with it."""
    if not isinstance(row, list) or len(row) != 3:
        problems.add(why.NOT_A_LIST(field=where))
        return None
    wrong = [place for place in (0, 1) if not is_text(row[place]) or row[place] not in known]
    for place in wrong:
        problems.add(why.UNKNOWN_ID(field=f"{where}[{place}]", id=str(row[place])[:200], kind="persons"))
    if not isinstance(row[2], str) or row[2] not in LEVELS:
        problems.add(why.NOT_A_CHOICE(field=f"{where}[2]", choices=", ".join(LEVELS)))
        return None
    if wrong:
        return None
    if row[0] == row[1]:
        problems.add(why.APART_FROM_SELF(field=f"{where}[1]", id=row[0]))
        return None
    return known[row[0]], known[row[1]], LEVELS.index(row[2]) + 1


def _weights(data: Any, problems: Problems) -> Weights:
    names = [each.name for each in dataclasses.fields(Weights)]
    if not isinstance(data, dict):
        raise Refused([*problems.found, why.NOT_A_RECORD(field="objective")])
    for name in sorted(map(str, data.keys() - set(names))):
        problems.add(why.UNKNOWN_FIELD(field=f"objective.{name}"))
    read = {}
    for name in names:
        value = data.get(name, 0 if name == "move" else None)
        if value is None:
            problems.add(why.MISSING_FIELD(field=f"objective.{name}"))
        elif not is_number(value) or not 0 <= value <= LARGEST_WEIGHT:
            problems.add(why.NOT_A_WEIGHT(field=f"objective.{name}", limit=LARGEST_WEIGHT))
        else:
            read[name] = float(value)
    return Weights(**{name: read.get(name, 0.0) for name in names})
