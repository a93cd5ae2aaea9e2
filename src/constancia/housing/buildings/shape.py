"""What a file says of a facility: its places with what they are for, measure and hold. Pure."""

from dataclasses import dataclass
from datetime import datetime

from constancia.housing.events.places import ClaimRecorded, Measures

FORMAT = "constancia-facility/1"

Capacities = tuple[int | None, int | None, int | None]
"""Certified normal, working and maximum capacity; nothing (None) where unsaid."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says of one place; see `events.places` for each field. Nothing (None) leaves what stands."""

    code: str
    kind: str
    name: str
    purpose: str
    sex: str
    age: str
    health_care: bool
    measures: Measures | None
    measured_by: str
    capacities: Capacities | None
    reason: str


@dataclass(frozen=True, slots=True)
class Building:
    """A facility as a file describes it, from the moment `effective` on (UTC); each place stands after the one around it."""

    file: str
    code: str
    name: str
    zone: str
    authority: str
    effective: datetime
    source: str
    places: tuple[Said, ...]
    claims: tuple[ClaimRecorded, ...]
