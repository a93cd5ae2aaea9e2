"""A person's file as a view needs it: found, allowed, with the place and the time zone that count."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from constancia.core.permissions import facilities_for, may
from constancia.ledger.journal import Recorded
from constancia.register import queries
from constancia.register.events import BirthRecorded
from constancia.web.access import Request
from constancia.web.times import local_time


def file_for(request: Request, person: str) -> queries.PersonFile:
    """Return a file that the asker may read; 404 when there is none, 403 when the asker may not."""
    file = queries.person_file(person)
    if file is None:
        raise Http404
    if not queries.may_read(request.actor, person):
        raise PermissionDenied
    return file


def zone_of(file: queries.PersonFile) -> str:
    """Return the zone of the place where the person was last, or UTC."""
    return next((each.zone for each in reversed(file.entries) if each.facility), "UTC")


def place_of(file: queries.PersonFile) -> str:
    """Return the code of the place where the person is or was last, or nothing."""
    return next((each.facility for each in reversed(file.entries) if each.facility), "")


def places_for(request: Request, permission: str = "register.record") -> list[Any]:
    """Return the facilities at which the asker has a permission."""
    codes = facilities_for(request.actor, permission)
    return [each for each in queries.facilities() if codes is None or each.code in codes]


def may_at(request: Request, permission: str, place: str) -> bool:
    """Tell whether the asker has a permission at a place; a person who is nowhere yet needs it anywhere."""
    if place:
        return may(request.actor, permission, place)
    return facilities_for(request.actor, permission) != frozenset()


def values_of(entry: Recorded, zone: str) -> list[tuple[str, Any]]:
    """Return what an entry says, field by field, moments in the time of a place; what it leaves empty is left out."""
    event: Any = entry.event
    found = [(each.name, getattr(event, each.name)) for each in fields(event)]
    if isinstance(event, BirthRecorded) and event.earliest == event.latest:
        found = [("born_on", event.earliest), ("evidence", event.evidence)]
    return [
        (name, local_time(value, zone) if isinstance(value, datetime) else value)
        for name, value in found
        if value not in ("", None)
    ]
