"""A flight of 238 generated people: received, planned for, one of them without a cell and why, accepted in part, a module closed."""

from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("ortools", reason="the placement engine is an extra (pyproject.toml)")

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.housing import actions as housing
from constancia.housing.planning import ask
from constancia.housing.queries.board import cell_of
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.occupancy import counts, waiting
from constancia.housing.queries.rolls import roll

from .conftest import World
from .houses import HUGO, apart, module, need, resident

EVA = Actor("U-EVA", frozenset({Grant("housing_officer", EVERYWHERE)}))
FLIGHT = 238
BIG: dict[str, Any] = {
    "cells_per_landing": 6, "gross_m2": 60, "certified_normal": 16, "working": 16, "maximum": 16, "bunks": 16,
    "lower_bunks": 8, "step_free": 2,
}  # fmt: skip
"""A module of six cells for sixteen."""


def acts(world: World, by: Actor = HUGO) -> dict[str, Any]:
    return {"by": by, "at": world.now, "now": world.now, "facility": "F1"}


def open_house(world: World) -> None:
    """Open three modules for 288 men, one of them with care for the sick, one for twelve women, and reception."""
    for code in ("M1", "M2", "M3"):
        module(world, code, health_care=code == "M1", **BIG)
    module(world, "M4", sex="F", cells_per_landing=2, maximum=6, working=6, certified_normal=6, gross_m2=30)
    module(world, "R1", purpose="reception", cells_per_landing=1, maximum=300, working=300, gross_m2=400)


def land(world: World) -> list[str]:
    """Receive the flight: seven women, some not yet tried, one man who must be isolated where no cell is for it."""
    people = [
        resident(world, sex="F" if number < 7 else "M", status="remand" if number % 6 == 5 else "sentenced")
        for number in range(FLIGHT)
    ]
    need(world, people[-1], "infection", "TB")
    for number in range(10, 40, 2):
        apart(world, people[number], people[number + 1], "cell")
    for number in range(40, 60):
        need(world, people[number], "lower_bunk")
    return people


def test_a_flight_of_238_is_received_planned_placed_in_part_and_a_module_closed(world: World) -> None:
    open_house(world)
    people = land(world)
    assert roll("F1", world.now).unlock == FLIGHT
    assert len(waiting("F1", world.now)) == FLIGHT
    said = housing.propose_plan(question="arrivals", seconds=8.0, **acts(world)).event
    placed = [each for each in said.moves if each.to_cell]
    (homeless,) = (each for each in said.moves if not each.to_cell)
    assert homeless.person == people[-1]
    assert "isolation" in homeless.why_en
    assert "aislamiento" in homeless.why_es
    assert all(each.why_en and each.why_es for each in placed)
    women = {each.to_cell for each in placed if each.person in people[:7]}
    assert all(cell.startswith("F1/M4/") for cell in women)
    chosen = [each.person for each in placed[:200]]
    facts = {"plan": said.plan, "reason": "Vuelo de la tarde"}
    made = housing.approve_plan(persons=chosen, **facts, **acts(world, EVA))
    assert len(made) == 201
    assert sum(counts("F1", world.now).values()) == 200
    assert breaches("F1", world.now) == []
    assert len(waiting("F1", world.now)) == FLIGHT - 200
    world.later(hours=1)
    rest = housing.propose_plan(question="arrivals", seconds=8.0, **acts(world)).event
    housing.approve_plan(plan=rest.plan, reason="El resto", **acts(world, EVA))
    (waits,) = waiting("F1", world.now)
    assert waits.person == people[-1]
    assert world.now - waits.since >= timedelta(hours=1)
    close_m3(world, people)


def close_m3(world: World, people: list[str]) -> None:
    """Close a module: with too little room elsewhere the plan says who would have no cell; once another is open all move there."""
    inside = {each for each, cell in cell_of(people, world.now).items() if cell.startswith("F1/M3/")}
    crowded = ask("F1", world.now, "closing", "F1/M3", seconds=8.0)
    assert len(crowded.unplaced) > 1
    assert all(each.why_es for each in crowded.unplaced)
    module(world, "M5", **BIG)
    closing = housing.propose_plan(question="closing", about="F1/M3", seconds=8.0, **acts(world)).event
    assert {each.person for each in closing.moves if not each.to_cell} == {people[-1]}
    assert {each.person for each in closing.moves} >= inside
    housing.approve_plan(plan=closing.plan, reason="Se cierra el módulo", **acts(world, EVA))
    gone = {"place": "F1/M3", "reason": "works", "note": "Obras", "permanent": False}
    housing.take_out_of_use(by=HUGO, at=world.now, now=world.now, **gone)
    assert not [cell for cell in counts("F1", world.now) if cell.startswith("F1/M3/")]
    assert breaches("F1", world.now) == []
    assert sum(counts("F1", world.now).values()) == FLIGHT - 1
