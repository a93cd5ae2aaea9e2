"""A flight of 238 generated people, received at a facility of its own in the store of a journey: run it beside the server.

Everything is done by the acts of the register; the facility comes from a facility file.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import transaction

from constancia.access.actions import grant_role
from constancia.access.models import User
from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.core.permissions import ROLES
from constancia.demo.people import invented
from constancia.housing import actions as housing
from constancia.housing.buildings.reading import read_building_bytes
from constancia.housing.buildings.schema import building_of
from constancia.register import actions

FLIGHT, WOMEN = 238, 7
EVERYBODY = Actor("os:journey", frozenset(Grant(role, EVERYWHERE) for role in ROLES))
BIG = "{from: 1, to: 6, measures: {gross_m2: 60, sanitary_m2: 4, bunks: 16, lower_bunks: 8, step_free: 2}, capacities: {working: 16}}"
FILE = f"""
format: constancia-facility/1
facility: {{code: VL-1, name: Centro de llegada, zone: America/El_Salvador, authority: Dirección General}}
effective: 2026-01-01
source: Acta de obras 3
modules:
  - {{code: M1, name: Módulo 1, sex: M, age: adult, health_care: yes, landings: [{{code: A, cells: [{BIG}]}}]}}
  - {{code: M2, name: Módulo 2, sex: M, age: adult, landings: [{{code: A, cells: [{BIG}]}}]}}
  - {{code: M3, name: Módulo 3, sex: M, age: adult, landings: [{{code: A, cells: [{{from: 1, to: 4, measures: {{gross_m2: 60,
     sanitary_m2: 4, bunks: 16, lower_bunks: 8}}, capacities: {{working: 16}}}}]}}]}}
  - {{code: M4, name: Módulo 4, sex: F, age: adult, landings: [{{code: A, cells: [{{from: 1, to: 2, measures: {{gross_m2: 30}},
     capacities: {{working: 6}}}}]}}]}}
  - {{code: M5, name: Módulo 5, sex: M, age: adult, landings: [{{code: A, cells: [{BIG}]}}]}}
"""


def land(now: datetime) -> list[str]:
    """Receive everybody: seven women, some people not yet tried, one man to be isolated where no cell is for it."""
    dice, facts = Random(238), {"by": EVERYBODY, "now": now}
    people = [_receive(number, dice, facts, now - timedelta(minutes=90)) for number in range(FLIGHT)]
    later = {**facts, "at": now - timedelta(minutes=30)}
    housing.record_need(person=people[-1], kind="infection", detail="TB", stated_by="Clínica", **later)
    for one, other in zip(people[10:40:2], people[11:41:2], strict=True):
        sides = {"role": "victim", "other_role": "unknown", "reason": "threat", "scope": "cell"}
        housing.keep_apart(person=one, other=other, stated_by="Informe 7", **sides, **later)
    return people


def _receive(number: int, dice: Random, facts: dict, at: datetime) -> str:
    who, facts = invented(dice, at.date()), {**facts, "at": at}
    person = actions.register_person(written=who.name, evidence="Manifiesto", random_index=dice.randrange, **facts)
    order = {"reference": f"{number}-2026", "issued_on": at.date(), "valid_from": at - timedelta(hours=1)}
    kind = "remand_order" if number % 6 == 5 else "sentence"
    actions.record_ground(person=person, kind=kind, issuer="Juzgado Primero", valid_until=None, **order, **facts)
    received = {"received_from": "Vuelo 238", "escort": "Unidad 4", "authority": "Juzgado Primero"}
    actions.admit(person=person, facility="VL-1", **received, **facts)
    born = date(1980, 1, 1) + timedelta(days=dice.randrange(8000))
    actions.record_birth(person=person, earliest=born, latest=born, precision="day", evidence="Pasaporte", **facts)
    sex = "F" if number < WOMEN else "M"
    actions.record_sex(person=person, on_papers=sex, self_perceived="", **facts)
    return person


def receive():
    """Receive the flight at a new facility where the accounts of the demonstration may work; return who is who."""
    now = datetime.now(UTC)
    with transaction.atomic():
        found = building_of(read_building_bytes(FILE.encode(), "vl-1.yaml"), "vl-1.yaml")
        housing.import_building(by=EVERYBODY, now=now, building=found)
        for name in ("housing_officer", "registrar"):
            user = User.objects.get(username=name).public_id
            grant_role(by=EVERYBODY, at=now, now=now, user=user, role=name, facility="VL-1", reason="Vuelo 238")
        people = land(now)
    return {"women": people[:WOMEN], "isolated": people[-1], "apart": people[10:12]}
