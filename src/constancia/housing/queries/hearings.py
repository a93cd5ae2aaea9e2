"""Hearing rooms, and the hearings that people have soon."""

from datetime import datetime, timedelta
from typing import Any

from constancia.housing.codes import HEARING
from constancia.housing.models import Hearing, Place
from constancia.housing.queries.rows import at_instant

SOON = timedelta(days=14)
"""Whoever is heard within this time is placed near the room where that is possible."""


def hearing_rooms(facility: str, at: datetime) -> list[str]:
    """Return the codes of the hearing rooms of a facility at an instant, in order."""
    rows = at_instant(Place, at).filter(facility=facility, purpose=HEARING)
    return sorted(rows.values_list("code", flat=True))


def hearings_of(person: str, at: datetime) -> list[Hearing]:
    """Return the hearings of a person that are still to come at an instant, the next one first."""
    return list(at_instant(Hearing, at).filter(person=person, starts__gt=at).order_by("starts"))


def next_hearings(facility: str, at: datetime) -> dict[str, Hearing]:
    """Return for each person the next hearing in a room of this facility, of those that begin soon."""
    rows: Any = at_instant(Hearing, at).filter(starts__gt=at, starts__lte=at + SOON, room__startswith=f"{facility}/")
    return {each.person: each for each in rows.order_by("-starts")}
