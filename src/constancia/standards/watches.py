"""What befell a person in the days after a complaint: listed for inspectors and courts, never a charge and never an all-clear.

The days are those of EC-REPRISAL. Custody staff never see these lists: whoever is complained of may be among them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from constancia.core.actors import Actor
from constancia.core.permissions import facilities_for, may
from constancia.core.text import Text
from constancia.housing.timeline.sleeping import placements
from constancia.ledger.journal import Recorded, entries_by_subject
from constancia.register.events import TransferredOut
from constancia.register.timeline import standing
from constancia.standards.evaluation import chosen
from constancia.standards.kinds import READ, READ_COMPLAINTS
from constancia.standards.models import Condition

MOST = 200
"""How many complaints a list shows, the newest first."""

SORTS: dict[str, Text] = {
    "discipline": Text("Sanction or separation order", "Sanción u orden de separación"),
    "restriction": Text("Restriction of contact or information", "Restricción de contacto o información"),
    "separated": Text("Held apart from others", "Régimen separado de las demás personas"),
    "restraint": Text("Restraint", "Medio de coerción"),
    "force": Text("Use of force", "Uso de la fuerza"),
    "search": Text("Search of the person", "Registro corporal"),
    "visit": Text("Visit denied", "Visita denegada"),
    "moved": Text("Placed in another cell", "Traslado a otra celda"),
    "transferred": Text("Transferred to another facility", "Traslado a otro centro"),
}
"""What is watched for after a complaint: acts upon the person, and what was taken away."""

SIGNED = ("discipline", "restriction", "regime", "restraint", "force", "search", "visit")
"""Registers of which nothing on record shows nothing unless somebody signed that they are complete."""


@dataclass(frozen=True, slots=True)
class After:
    """Something that happened in the watched days: what, when, where, and its entry; `readable`: the asker may open it."""

    sort: str
    at: datetime
    facility: str
    entry: int
    readable: bool


@dataclass(frozen=True, slots=True)
class Watch:
    """A complaint, its watched days, what is on record in them, and which registers nobody signed as complete for them.

    `person` is blank for an anonymous complaint, which cannot be watched.
    """

    entry: int
    person: str
    facility: str
    at: datetime
    until: datetime
    running: bool
    after: tuple[After, ...]
    unsigned: tuple[str, ...]


@cache
def watched_for() -> timedelta:
    """Return how long after a complaint the complainant is watched (EC-REPRISAL)."""
    state = chosen()[1].states["after_complaint"]
    return timedelta(microseconds=state.holds[0].until[0].moved)


def watches(actor: Actor, *, now: datetime) -> list[Watch]:
    """Return the watches over complainants that an actor may read, the newest complaint first.

    Only who may read complaints sees any. What happened at a facility whose conditions the actor may not read is listed without its
    entry.
    """
    codes = facilities_for(actor, READ_COMPLAINTS)
    found = _standing().filter(kind="complaint", at__lte=now).order_by("-at", "-entry")
    if codes is not None:
        found = found.filter(facility__in=codes)
    complaints = list(found[:MOST])
    persons = sorted({each.person for each in complaints if each.person})
    befell = _befell(actor, persons)
    signed = _signed(complaints)
    return [_watch(each, befell.get(each.person, ()), signed, now) for each in complaints]


def _standing() -> Any:
    return Condition.objects.filter(superseded_by=None, withdrawn_by=None)


def _watch(complaint: Condition, befell: Sequence[After], signed: Sequence[Condition], now: datetime) -> Watch:
    until = complaint.at + watched_for()
    after = [each for each in befell if complaint.at <= each.at < until and each.at <= now]
    over = min(until, now)
    unsigned = [
        name
        for name in SIGNED
        if not any(json.loads(each.facts).get("register") == name and _covers(each, complaint, over) for each in signed)
    ]
    return Watch(
        complaint.entry,
        complaint.person,
        complaint.facility,
        complaint.at,
        until,
        now < until,
        tuple(sorted(after, key=lambda each: (each.at, each.entry))),
        tuple(unsigned),
    )


def _signed(complaints: Iterable[Condition]) -> list[Condition]:
    places = {each.facility for each in complaints}
    return list(_standing().filter(kind="closing", facility__in=places))


def _covers(closing: Condition, complaint: Condition, over: datetime) -> bool:
    same = closing.facility == complaint.facility and closing.person in ("", complaint.person)
    return same and closing.at <= complaint.at and closing.until is not None and closing.until >= over


def _befell(actor: Actor, persons: Sequence[str]) -> Mapping[str, list[After]]:
    """Return everything of the watched sorts that ever befell some persons, wherever they were."""
    found: defaultdict[str, list[After]] = defaultdict(list)
    for each in _standing().filter(person__in=persons, kind__in=(*SORTS, "regime")).iterator():
        sort = _sort(each.kind, json.loads(each.facts))
        if sort is not None:
            found[each.person].append(_after(actor, sort, each.at, each.facility, each.entry))
    for person, chain in entries_by_subject(persons).items():
        found[person] += _moves(actor, person, chain)
    return found


def _sort(kind: str, facts: Mapping[str, Any]) -> str | None:
    """Return under which sort a condition is watched, or None: a visit counts when denied, a regime when apart from others."""
    if kind == "visit":
        return kind if facts.get("denied") == "yes" else None
    if kind == "regime":
        return "separated" if facts.get("separation") not in (None, "none") else None
    return kind


def _moves(actor: Actor, person: str, chain: Sequence[Recorded]) -> Iterator[After]:
    for each in placements(person, chain):
        yield _after(actor, "moved", each.since, each.facility, each.entry)
    for entry in standing(chain):
        if isinstance(entry.event, TransferredOut):
            yield _after(actor, "transferred", entry.occurred_at, entry.facility, entry.number)


def _after(actor: Actor, sort: str, at: datetime, facility: str, entry: int) -> After:
    return After(sort, at, facility, entry, may(actor, READ, facility))
