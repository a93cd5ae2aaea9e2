"""A facility with cells and people in it, and short ways to act there."""

from datetime import date
from decimal import Decimal
from typing import Any

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.core.permissions import ROLES
from constancia.housing import actions as housing
from constancia.register import actions

from .conftest import ANA, World

HUGO = Actor("U-HUGO", frozenset(Grant(role, EVERYWHERE) for role in ROLES))
"""Hugo may do everything; the tests of permissions use others."""

ELSA = Actor("U-ELSA", frozenset({Grant("housing_officer", "F1")}))
"""Elsa houses people at F1."""

MEN = "F1/M1/A"


def module(world: World, code: str = "M1", **changes: Any) -> None:
    """Open a module of F1 with one landing and three cells for two people of 12 m² each."""
    values: dict[str, Any] = {
        "facility": "F1",
        "code": code,
        "name": f"Módulo {code}",
        "sex": "M",
        "age": "adult",
        "landings": 1,
        "cells_per_landing": 3,
        "gross_m2": Decimal(12),
        "sanitary_m2": Decimal(2),
        "bunks": 2,
        "lower_bunks": 1,
        "step_free": 1,
        "certified_normal": 2,
        "working": 2,
        "maximum": 2,
        "measured_by": "Arq. Rosales",
        "reason": "Apertura",
    }
    housing.open_module(by=HUGO, at=world.now, now=world.now, **{**values, **changes})


def resident(world: World, *, sex: str = "M", born: date = date(1990, 5, 1), status: str = "sentenced") -> str:
    """Admit somebody to F1 whose file says what housing asks for."""
    person = world.register()
    at: dict[str, Any] = {"by": ANA, "at": world.now, "now": world.now, "person": person}
    world.ground(person)
    world.admit(person)
    if sex:
        actions.record_sex(on_papers=sex, self_perceived="", **at)
    if born:
        actions.record_birth(earliest=born, latest=born, precision="day", evidence="Partida", **at)
    if status:
        actions.record_status(status=status, reference="1", authority="Juzgado", **at)
    return person


def move(world: World, person: str, cell: str, **changes: Any) -> Any:
    """Let somebody sleep in a cell from now on."""
    values = {"by": HUGO, "at": world.now, "now": world.now, "reason": "Ingreso"}
    return housing.move(person=person, cell=cell, **{**values, **changes})


def apart(world: World, person: str, other: str, scope: str) -> Any:
    """Keep two people apart."""
    return housing.keep_apart(
        by=HUGO,
        at=world.now,
        now=world.now,
        person=person,
        other=other,
        reason="threat",
        role="victim",
        other_role="perpetrator",
        scope=scope,
        stated_by="Informe 7",
    )


def need(world: World, person: str, kind: str, detail: str = "") -> Any:
    """State a need."""
    return housing.record_need(
        by=HUGO, at=world.now, now=world.now, person=person, kind=kind, detail=detail, stated_by="Dra. Paz"
    )
