"""What custody is like at the first facility of the demonstration: some of it good, some bad, much of it not recorded."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random
from typing import Any

from constancia.core.actors import Actor
from constancia.register.queries import held_since
from constancia.standards import keeping
from constancia.standards.actions import care, devices, life, order, places, readings
from constancia.standards.models import Device

FACILITY = "CD-1"
MOST = 60
"""Of so many people at most something is recorded: of the others the board says that nothing is known."""

CELLS = (("A-01", "A", "17.5"), ("A-02", "A", "24"), ("B-01", "B", "14"), ("B-02", "B", "9.5"), ("C-01", "C", "7"))
"""Cells with their module and floor area in square metres."""

_SPAN = timedelta(days=25)


def record_conditions(*, by: Actor, now: datetime, dice: Random) -> None:
    """Record cells, presence, regime, health, contact and air of the last weeks, then judge the facility."""
    begins = now - _SPAN
    people = [(person, since) for person, since in held_since(FACILITY) if since < begins][:MOST]
    same: dict[str, Any] = {"by": by, "now": now, "facility": FACILITY}
    places.describe_facility(at=begins, state="SV", recognised=True, capacity=40, capacity_set_by="Dirección", **same)
    _cells([person for person, _ in people], begins, same)
    for number, (person, since) in enumerate(people):
        _life(number, person, since, now, dice, same)
    _air(by, begins, now, dice)
    keeping.keep(FACILITY, now=now)


def _cells(people: list[str], begins: datetime, same: dict[str, Any]) -> None:
    """Survey the cells and say who is where; two of them are counted as well, the others only listed."""
    there: dict[str, int] = dict.fromkeys((cell for cell, _, _ in CELLS), 0)
    for cell, module, area in CELLS:
        places.survey_cell(
            at=begins,
            cell=cell,
            module=module,
            kind="cell",
            gross_area=Decimal(area),
            sanitary_area=Decimal("1.2"),
            sanitary_partition="full",
            design_occupancy=4,
            beds=4,
            window_opens=module == "A",
            window_reads=module != "C",
            **same,
        )
    for person, (cell, _, _) in zip(people, cycle(CELLS), strict=False):
        there[cell] += 1
        places.count_presence(at=begins, cell=cell, person=person, **same)
    for cell in ("A-01", "B-01"):
        places.count_presence(at=begins, cell=cell, count=there[cell], **same)


def _life(number: int, person: str, since: datetime, now: datetime, dice: Random, same: dict[str, Any]) -> None:
    """Record how one person lives: the first two are kept alone, every fifth has no regime on record at all."""
    if number == 0:
        life.record_regime(
            at=now - timedelta(days=17), person=person, place="cell", company="alone", separation="disciplinary", **same
        )
        order.record_sanction(
            at=now - timedelta(days=17), person=person, kind="solitary", reasons="Expediente 14", **same
        )
    elif number == 1:
        ordinary: dict[str, Any] = {"company": "association", "separation": "none"}
        alone = now - timedelta(days=14, hours=3)
        life.record_regime(at=since, until=alone, person=person, place="dayroom", **ordinary, **same)
        life.record_regime(at=alone, person=person, place="cell", company="alone", separation="protective", **same)
    elif number % 5:
        life.record_regime(at=since, person=person, place="dayroom", company="association", separation="none", **same)
    if number % 3:
        exam = since + timedelta(hours=dice.randrange(2, 30))
        care.record_health(
            at=exam, person=person, kind="admission_exam", done_by="doctor", items="needs;ill_treatment", **same
        )
    if number % 4 == 0:
        life.record_visit(at=now - timedelta(days=dice.randrange(1, 12)), person=person, kind="family", **same)
    if number % 2:
        told = since + timedelta(hours=dice.randrange(1, 20))
        life.record_notice(at=told, person=person, kind="reasons", understood=True, **same)
        life.record_notice(at=told, person=person, kind="consular_right", understood=True, **same)


def _air(by: Actor, begins: datetime, now: datetime, dice: Random) -> None:
    """Let one device in each of two cells tell temperature and CO2 every hour; one of them falls silent halfway."""
    for cell, module, _area in CELLS[:3:2]:
        code = f"AIR-{cell}"
        devices.open_device(
            by=by, at=begins, now=now, facility=FACILITY, device=code, module=module, cell=cell, stands_for=3600
        )
        hours = 24 * (10 if module == "A" else 5)
        sent = [
            readings.Sent(kind, now - timedelta(days=10) + timedelta(hours=hour), figure)
            for hour in range(hours)
            for kind, figure in (("temperature", str(24 + dice.randrange(12))), ("co2", str(600 + dice.randrange(900))))
        ]
        readings.take_in(device=Device.objects.get(id=code), sent=sent, now=now)
