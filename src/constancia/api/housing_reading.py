"""Endpoints that answer questions about cells, the people in them, and roll calls; nothing here changes anything."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from ninja import Router, Schema

from constancia.api.access import Request, needs
from constancia.api.shapes import Day, Moment, Words, answers
from constancia.core.ids import read_id
from constancia.core.permissions import may, require
from constancia.housing.buildings.writing import as_data
from constancia.housing.queries import map as maps
from constancia.housing.queries import nights, rolls
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.buildings import building_at
from constancia.housing.queries.occupancy import Occupant, Waiting, occupants, waiting
from constancia.housing.snapshot import cells_of_purpose
from constancia.ledger.journal import number_known_at
from constancia.register.actions.common import place_of
from constancia.register.models import Facility

router = Router(tags=["housing"])


class MapSeen(Schema):
    """A facility at a glance."""

    totals: maps.Totals
    modules: list[maps.ModuleSeen]


class BreachSeen(Schema):
    """Somebody who sleeps against hard rules."""

    person: str
    cell: str
    since: datetime
    override: int | None
    codes: list[str]
    messages: list[str]


class RollSeen(Schema):
    """The roll as of an instant; every group apart."""

    at: datetime
    unlock: int
    custody: int
    cells: dict[str, list[str]]
    no_cell: list[str]
    out: dict[str, list[str]]
    in_transit: list[str]
    escaped: list[str]


class DifferenceSeen(Schema):
    """A difference that a count found."""

    count: str
    cell: str
    round: int
    computed: int
    attested: int
    state: str
    explanation: str
    entry: int


@router.get("/housing/{facility}/map", response=answers(MapSeen))
@needs("housing.read")
def housing_map(request: Request, facility: str, at: Moment | None = None) -> Any:
    """Return every cell of a facility with its people, each capacity side by side, and how many rules are broken there."""
    moment = _asked(request, facility, at)
    modules = maps.facility_map(facility, moment)
    return MapSeen(totals=maps.totals(facility, modules, moment), modules=modules)


@router.get("/housing/{facility}/occupants", response=answers(list[Occupant]))
@needs("housing.read")
def housing_occupants(request: Request, facility: str, cell: Words = "", at: Moment | None = None) -> Any:
    """Return who sleeps at a facility, or in one of its cells, at an instant."""
    moment = _asked(request, facility, at)
    return occupants(facility, moment, cell=cell)


@router.get("/housing/{facility}/waiting", response=answers(list[Waiting]))
@needs("housing.read")
def housing_waiting(request: Request, facility: str, at: Moment | None = None) -> Any:
    """Return who has no cell, or only one of reception, and since when."""
    moment = _asked(request, facility, at)
    return waiting(facility, moment, frozenset(cells_of_purpose(facility, moment, "reception")))


@router.get("/housing/{facility}/breaches", response=answers(list[BreachSeen]))
@needs("housing.read")
def housing_breaches(request: Request, facility: str, at: Moment | None = None) -> Any:
    """Return who sleeps against a hard rule, with every rule; an override does not take anybody off this list."""
    moment, language = _asked(request, facility, at), get_language() or "es"
    return [
        BreachSeen(
            person=each.person,
            cell=each.cell,
            since=each.since,
            override=each.override,
            codes=[refusal.code for refusal in each.refusals],
            messages=[refusal.message(language) for refusal in each.refusals],
        )
        for each in breaches(facility, moment)
    ]


@router.get("/housing/{facility}/roll", response=answers(RollSeen))
@needs("housing.read")
def housing_roll(request: Request, facility: str, at: Moment | None = None) -> Any:
    """Return the roll as of an instant, computed; whoever is out, in transit or escaped is apart."""
    found = rolls.roll(facility, _asked(request, facility, at))
    return RollSeen(**{**asdict(found), "unlock": found.unlock, "custody": found.custody})


@router.get("/housing/{facility}/differences", response=answers(list[DifferenceSeen]))
@needs("housing.read")
def housing_differences(request: Request, facility: str, open_only: bool = False) -> Any:
    """Return every difference that a count of the facility ever found, newest first."""
    _asked(request, facility, None)
    return list(rolls.differences(facility, open_only=open_only)[:1000].values())


@router.get("/housing/{facility}/file", response=answers(dict[str, Any]))
@needs("housing.read")
def facility_file(request: Request, facility: str, at: Moment | None = None) -> Any:
    """Return the places of a facility at an instant as a facility file (constancia-facility/1)."""
    return as_data(building_at(facility, _asked(request, facility, at)))


@router.get("/persons/{person}/housing/night", response=answers(list[nights.Beside]))
@needs("housing.read")
def slept_beside(request: Request, person: str, evening: Day, as_known_at: Moment | None = None) -> Any:
    """Return with whom a person shared a cell in the night that begins on a day, with the entries that show it."""
    try:
        number = read_id(person, "P")
    except ValueError as error:
        raise Http404 from error
    facility, zone = place_of(number)
    if not facility or not may(request.actor, "housing.read", facility):
        raise Http404
    known = None if as_known_at is None else number_known_at(as_known_at)
    return nights.slept_beside(number, evening, zone, known_at=known)


def _asked(request: Request, facility: str, at: datetime | None) -> datetime:
    """Return the instant asked about, once the asker may ask about that facility and it is there."""
    require(request.actor, "housing.read", facility)
    if not Facility.objects.filter(code=facility).exists():
        raise Http404
    return at or datetime.now(UTC)
