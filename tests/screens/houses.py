"""A facility with cells, somebody who could sleep in them, a plan and a roll call. Everything is made by actions."""

import secrets
from datetime import date
from decimal import Decimal

from constancia.housing import actions as housing
from constancia.housing.actions.plans import _proposed
from constancia.housing.events.sleeping import PlanMove
from constancia.housing.planning import Proposal
from constancia.ledger.journal import Draft, new_subject, record
from constancia.ledger.sequence import writing
from constancia.register import actions as register

from .conftest import OPERATOR, admit, new_person, now


def open_cells(code="M1", **changes):
    """Open a module of CTR-1 with one landing and three cells for two men each."""
    facts = {
        "facility": "CTR-1", "code": code, "name": f"Module {code}", "sex": "M", "age": "adult", "landings": 1,
        "cells_per_landing": 3, "gross_m2": Decimal(12), "sanitary_m2": Decimal(2), "bunks": 2, "lower_bunks": 1,
        "step_free": 1, "certified_normal": 2, "working": 2, "maximum": 2, "measured_by": "Architect", "reason": "Opened",
    }  # fmt: skip
    housing.open_module(by=OPERATOR, at=now(), now=now(), **{**facts, **changes})


def resident(name="Beto Prueba"):
    """Admit a man of whom the file says what housing asks for."""
    found = new_person(name)
    admit(found)
    facts = {"by": OPERATOR, "at": now(), "now": now(), "person": found}
    register.record_sex(on_papers="M", self_perceived="", **facts)
    born = date(1990, 5, 1)
    register.record_birth(earliest=born, latest=born, precision="day", evidence="Paper", **facts)
    return found


def plan_for(*moves, question="arrivals"):
    """Keep a plan as the engine would have answered it, without asking the engine."""
    proposal = Proposal(
        tuple(PlanMove(person, "", cell, "Room there.", "Hay espacio.") for person, cell in moves),
        "optimal", "2", "2", "0" * 64, "0" * 64, {"unplaced": 1.0}, {"unplaced": 0.0}, (),
    )  # fmt: skip
    with writing():
        plan = new_subject("Q", secrets.randbelow)
        event = _proposed(plan, question, "CTR-1/M1" if question == "closing" else "", proposal)
        draft = Draft(event=event, subject=plan, occurred_at=now(), zone="America/El_Salvador", facility="CTR-1")
        record([draft], by=OPERATOR, now=now())
    return plan


def roll_call(kind="numbers"):
    """Open a roll call of CTR-1."""
    opened = housing.open_roll_call(by=OPERATOR, at=now(), now=now(), facility="CTR-1", kind=kind, reason="Night")
    return opened.event.count


def cells_and_counts():
    """Make one of each thing that an address of housing names."""
    open_cells()
    return {"house": "CTR-1", "cell": "M1/A/1", "plan": plan_for((resident(), "CTR-1/M1/A/1")), "count": roll_call()}
