"""A facility's places as the register has them at an instant, as a file would say them."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from constancia.core.refusals import Refused
from constancia.core.time import utc
from constancia.housing.buildings.shape import Building, Said
from constancia.housing.codes import CAPACITIES
from constancia.housing.events.places import ClaimRecorded, Measures
from constancia.housing.models import Claim, Place
from constancia.housing.queries.cells import natural
from constancia.housing.queries.rows import at_instant
from constancia.register.models import Facility
from constancia.register.refusals import UNKNOWN_FACILITY

_CLAIM = ("facility", "what", "value", "unit", "said_by", "said_on", "reference")


def building_at(facility: str, at: datetime) -> Building:
    """Return the places of a facility and what was published about it; effective since when it is as it is at that instant.

    Refuses `register.unknown_facility`.
    """
    found = Facility.objects.filter(code=facility).first()
    if found is None:
        raise Refused([UNKNOWN_FACILITY(field="facility", facility=facility[:40])])
    rows = sorted(at_instant(Place, at).filter(facility=facility), key=lambda each: natural(each.code))
    return Building(
        file="",
        code=found.code,
        name=found.name,
        zone=found.zone,
        authority=found.authority,
        effective=utc(max((each.since for each in rows), default=at)),
        source=f"constancia housing export-facility {found.code}",
        places=tuple(_said(each) for each in rows),
        claims=tuple(claims_of(facility)),
    )


def claims_of(facility: str) -> list[ClaimRecorded]:
    """Return what was published about a facility, in the order in which it was recorded."""
    rows = Claim._default_manager.filter(facility=facility).order_by("entry").values(*_CLAIM)
    return [ClaimRecorded(**each) for each in rows]


def _said(place: Place) -> Said:
    limits: tuple[Any, ...] = tuple(getattr(place, name) for name in CAPACITIES)
    measures = Measures(**{each.name: getattr(place, each.name) for each in fields(Measures)})
    return Said(
        code=place.code,
        kind=place.kind,
        name=place.name,
        purpose=place.purpose,
        sex=place.sex,
        age=place.age,
        health_care=place.health_care,
        measures=measures if place.measured_by else None,
        measured_by=place.measured_by,
        capacities=None if set(limits) == {None} else (limits[0], limits[1], limits[2]),
        reason="",
    )
