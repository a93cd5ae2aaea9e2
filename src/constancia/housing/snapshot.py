"""A placement question from the register: cells and persons as they are at an instant, as the engine reads them.

The engine knows cells, landings and modules; what it cannot be told (separation for a whole facility, unknown facts, cells
that are nobody's ordinary place) is decided here, and the hard rules look at every move again before it is recorded.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from constancia.core.refusals import Refusal
from constancia.housing import hard as why
from constancia.housing import space
from constancia.housing.models import Place, Placement
from constancia.housing.paths import around, parent_of
from constancia.housing.queries.cells import cells_at, cells_of, places_at
from constancia.housing.queries.occupancy import waiting
from constancia.housing.queries.rows import at_instant, zone_at
from constancia.housing.queries.sleepers import separations, sleepers
from constancia.housing.rules.sleeping import NEEDS_CARE, NEEDS_LOWER_BUNK, Cell, Separations, Sleeper

FORMAT = "constancia-placement/1"
WEIGHTS = {"unplaced": 10_000, "density": 1, "split": 5, "watch": 2, "move": 50}
"""What counts in a plan of the register: nobody without a cell first, then few moves, then even space."""

_SPECIAL = frozenset({"reception", "care_separation", "health_care"})
"""Purposes of cells in which people are placed one by one, by a person, never by a plan."""

_LEVEL = {"cell": "cell", "landing": "corridor", "module": "module", "facility": "module", "total": "module"}
_INFANT = "infant"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A question (`data`), where everybody in it sleeps now, the infants in it by pseudonym, and who could not be asked about."""

    data: dict[str, Any]
    present: dict[str, str]
    infants: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, list[Refusal]] = field(default_factory=dict)


def snapshot(
    facility: str, at: datetime, *, closing: str = "", only: str = "", move: int = WEIGHTS["move"]
) -> Snapshot:
    """Return the question who sleeps where at a facility, as things are at an instant.

    Everybody with an ordinary cell is in it, and everybody who waits for one; `only` is the one person
    asked about, as if without a cell; then nobody else who waits is in it.
    `closing` is a place that nobody may be in any more.
    """
    zone = zone_at(facility)
    cells = {
        code: each
        for code, each in cells_at(cells_of(facility, at), facility, at, zone).items()
        if each.purpose not in _SPECIAL and each.sex and each.age
    }
    rows = at_instant(Placement, at).filter(facility=facility).values_list("person", "cell")
    slept = dict(rows)
    reception = frozenset(cells_of_purpose(facility, at, "reception"))
    arrivals = [only] if only else [each.person for each in waiting(facility, at, reception)]
    present = {person: cell for person, cell in slept.items() if cell in cells and person != only}
    found = sleepers({*present, *arrivals}, facility, at, zone)
    arrivals = [each for each in arrivals if each in found and found[each].stay]
    apart = separations(found.values(), at)
    seen = _question(facility, cells, present, arrivals, found, apart, at, closing, move)
    return replace(seen, present={**slept, **seen.present})


def cells_of_purpose(facility: str, at: datetime, purpose: str) -> list[str]:
    """Return the cells of a facility that serve a purpose at an instant."""
    return list(
        at_instant(Place, at).filter(facility=facility, kind="cell", purpose=purpose).values_list("code", flat=True)
    )


def _question(
    facility: str,
    cells: Mapping[str, Cell],
    present: dict[str, str],
    arrivals: Iterable[str],
    found: Mapping[str, Sleeper],
    apart: Separations,
    at: datetime,
    closing: str,
    move: int,
) -> Snapshot:
    left_out = {person: against for person in arrivals if (against := _unaskable(person, found))}
    asked = {
        **{person: _as_there(found[person], cells[cell]) for person, cell in present.items() if person in found},
        **{person: found[person] for person in arrivals if person not in left_out},
    }
    people, infants = _with_infants(asked)
    where = {**present, **{infant: present[mother] for infant, mother in infants.items() if mother in present}}
    data: dict[str, Any] = {
        "format": FORMAT,
        "name": facility,
        **_places(cells, at, closing, _unasked_heads(present, asked)),
        "persons": [_person(name, who, cells, where.get(name), infants) for name, who in sorted(people.items())],
        "rivalries": _rivalries(people.values(), apart),
        "keep_apart": _pairs(people, infants, apart),
        "objective": {**WEIGHTS, "move": move},
    }
    return Snapshot(data, where, infants, left_out)


def _unaskable(person: str, found: Mapping[str, Sleeper]) -> list[Refusal]:
    """Return what the register does not know of somebody who waits; with it unknown no cell can be right."""
    who = found[person]
    checks = (
        (not who.sex, why.SEX_UNKNOWN),
        (not who.age, why.AGE_UNKNOWN),
        (who.status == "unknown", why.STATUS_UNKNOWN),
    )
    return [kind(field="person", person=person) for lacks, kind in checks if lacks]


def _as_there(who: Sleeper, cell: Cell) -> Sleeper:
    """Return somebody who has a cell, with what is unknown taken as the cell has it: nobody is moved for a gap in the file."""
    return who if who.sex and who.age else replace(who, sex=who.sex or cell.sex, age=who.age or cell.age)


def _with_infants(asked: Mapping[str, Sleeper]) -> tuple[dict[str, Sleeper], dict[str, str]]:
    """Return everybody who needs space: an infant is like the mother in all that separates, and keeps her company."""
    people, infants = dict(asked), {}
    for person, who in asked.items():
        for number in range(who.infants):
            infant = f"{_INFANT}-{number + 1}-{person}"
            people[infant] = replace(who, person=infant, needs=frozenset(), infants=0)
            infants[infant] = person
    return people, infants


def _unasked_heads(present: Mapping[str, str], asked: Mapping[str, Sleeper]) -> Counter[str]:
    return Counter(cell for person, cell in present.items() if person not in asked)


def _places(
    cells: Mapping[str, Cell], at: datetime, closing: str, taken: Counter[str]
) -> dict[str, list[dict[str, Any]]]:
    landings = sorted({parent_of(code) for code in cells})
    modules = sorted({around(code, "module") for code in cells})
    known = places_at(modules, at)
    return {
        "modules": [
            {
                "id": code,
                "facility": known[code].facility,
                "sex": known[code].sex,
                "age": known[code].age,
                "hospital": known[code].health_care,
            }
            for code in modules
        ],
        "corridors": [{"id": code, "module": parent_of(code)} for code in landings],
        "cells": [_cell(each, closing, taken[code]) for code, each in sorted(cells.items())],
    }


def _cell(cell: Cell, closing: str, taken: int) -> dict[str, Any]:
    closed = bool(cell.closed or cell.certificate_over) or (f"{cell.code}/").startswith(
        f"{closing}/" if closing else "\0"
    )
    return {
        "id": cell.code,
        "corridor": parent_of(cell.code),
        "capacity": 0 if closed else max(0, capacity_of(cell) - cell.reserved - taken),
        "area_m2": _floor(cell),
        "ventilation": 1,
        "lower_bunks": cell.lower_bunks,
        "accessible_places": cell.step_free,
        "isolation": cell.purpose == "isolation",
    }


def capacity_of(cell: Cell) -> int:
    """Return how many people a cell may hold by the profile: its limit, and the room that the norm leaves; 0 when unknown."""
    if cell.norm not in space.NORMS:
        return cell.limit or 0
    room = space.room_in(cell, cell.norm)
    return min(cell.limit or 0, room.persons or 0) if room.applies else cell.limit or 0


def _floor(cell: Cell) -> Decimal | int:
    """Return the area by which people are spread; without measures, one m² for each place."""
    if cell.gross_m2 is None:
        return max(1, cell.limit or 1)
    return max(Decimal(1), cell.gross_m2 - (cell.sanitary_m2 or 0))


def _person(
    name: str, who: Sleeper, cells: Mapping[str, Cell], cell: str | None, infants: Mapping[str, str]
) -> dict[str, Any]:
    company = next((each for each in sorted(who.needs) if each.startswith("company:")), None)
    family = infants.get(name) or (name if who.infants else None)
    return {
        "id": name,
        "sex": who.sex,
        "age": "child" if who.age == "doubt" else who.age,
        "status": who.status,
        "group": _group(who),
        "infection": who.infection or None,
        "single_cell": "alone" in who.needs and not who.infants,
        "lower_bunk": bool(who.needs & NEEDS_LOWER_BUNK),
        "wheelchair": "step_free" in who.needs,
        "medical": bool(who.needs & NEEDS_CARE),
        "watch": "watch" in who.needs,
        "companions": family or company,
        "present_cell": cell if cell in cells else None,
    }


def _group(who: Sleeper) -> str:
    """Return one name for all groups a person is said to belong to; the engine knows one group a person."""
    return "+".join(sorted(who.groups)) or "none"


def _rivalries(people: Iterable[Sleeper], apart: Separations) -> list[dict[str, str]]:
    sets = {each.groups for each in people if each.groups}
    named = sorted("+".join(sorted(each)) for each in sets)
    found = []
    for number, one in enumerate(named):
        for other in named[number + 1 :]:
            level = _widest(one.split("+"), other.split("+"), apart)
            if level:
                found.append({"a": one, "b": other, "level": level})
    return found


def _widest(one: Iterable[str], other: Iterable[str], apart: Separations) -> str:
    theirs = set(other)
    levels = [_LEVEL[scope] for group in one for rival, scope in apart.rivals.get(group, ()) if rival in theirs]
    return max(levels, key=("cell", "corridor", "module").index, default="")


def _pairs(people: Mapping[str, Sleeper], infants: Mapping[str, str], apart: Separations) -> list[list[str]]:
    own = {person: [person] for person in people if person not in infants}
    for infant, mother in infants.items():
        own[mother].append(infant)
    found: dict[tuple[str, str], str] = {}
    for person, others in apart.pairs.items():
        for other, scope in others:
            if other in own and person in own:
                for one in own[person]:
                    for two in own[other]:
                        key = (min(one, two), max(one, two))
                        found[key] = max(
                            _LEVEL[scope], found.get(key, "cell"), key=("cell", "corridor", "module").index
                        )
    return [[one, two, level] for (one, two), level in sorted(found.items())]
