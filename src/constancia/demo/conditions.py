"""What custody is like at the first facility of the demonstration: some of it good, some bad, much of it not recorded."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from constancia.core.actors import Actor
from constancia.demo.houses import SIGNED_PLACES
from constancia.housing.paths import around
from constancia.housing.queries.cells import cells_of
from constancia.housing.queries.occupancy import counts
from constancia.register.queries import held_since
from constancia.standards import keeping
from constancia.standards.actions import care, devices, life, order, places, readings
from constancia.standards.models import Device

FACILITY = "CD-1"
MOST = 60
"""Of so many people at most something is recorded: of the others the board says that nothing is known."""

COUNTED = ("CD-1/M2", "CD-1/M3/A")
"""Where heads are counted every night; in the other cells the register knows whom it placed there, and no more."""

MEASURED = {"CD-1/M2/A": timedelta(days=5), "CD-1/M3/A": timedelta(days=10)}
"""Landings with a device in each cell, and for how long before the devices fall silent."""

_SPAN = timedelta(days=25)
_HOUR = timedelta(hours=1)


def record_conditions(*, by: Actor, now: datetime, dice: Random) -> None:
    """Record heads, regime, health, contact and air of the last weeks, then judge the facility."""
    begins = now - _SPAN
    people = [(person, since) for person, since in held_since(FACILITY) if since < begins][:MOST]
    same: dict[str, Any] = {"by": by, "now": now, "facility": FACILITY}
    places.describe_facility(
        at=begins, state="SV", recognised=True, capacity=SIGNED_PLACES, capacity_set_by="Dirección", **same
    )
    _heads(begins, now, same)
    for number, (person, since) in enumerate(people):
        _life(number, person, since, now, dice, same)
    _air(by, begins, now, dice)
    keeping.keep(FACILITY, now=now)


def _heads(begins: datetime, now: datetime, same: dict[str, Any]) -> None:
    """Count the heads in some cells, night after night; each count holds until the next."""
    cells = [cell for within in COUNTED for cell in cells_of(FACILITY, begins, within=within)]
    for night in range(_SPAN.days):
        at = begins + timedelta(days=night)
        people = counts(FACILITY, at)
        until = min(at + timedelta(days=1), now)
        for cell in cells:
            places.count_presence(at=at, until=until, cell=cell, count=people[cell], **same)


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
    """Let devices tell temperature and CO2 every hour of the last ten days; on one landing they fall silent halfway."""
    for landing, told in MEASURED.items():
        for cell in cells_of(FACILITY, begins, within=landing):
            code = f"AIR-{cell.replace('/', '-')}"
            where = {"facility": FACILITY, "module": around(cell, "module"), "cell": cell}
            devices.open_device(by=by, at=begins, now=now, device=code, stands_for=3600, **where)
            sent = [
                readings.Sent(kind, now - timedelta(days=10) + hour * _HOUR, figure)
                for hour in range(told // _HOUR)
                for kind, figure in _measured(dice)
            ]
            readings.take_in(device=Device.objects.get(id=code), sent=sent, now=now)


def _measured(dice: Random) -> tuple[tuple[str, str], ...]:
    """Return a temperature in degrees Celsius and a share of CO2 in parts per million."""
    return ("temperature", str(24 + dice.randrange(12))), ("co2", str(600 + dice.randrange(900)))
