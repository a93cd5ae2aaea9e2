"""Every kind of condition that can be recorded: the fact table it fills, its event, and who may record and read it. Pure."""

from dataclasses import dataclass
from typing import Any

from constancia.standards.events import care, life, order, places

RECORD, HEALTH, COMPLAIN, INSPECT = (
    "standards.record",
    "standards.record_health",
    "standards.complain",
    "standards.inspect",
)
READ, READ_HEALTH, READ_COMPLAINTS = "standards.read", "register.read_health", "standards.read_complaints"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its event, the permission to record it, and the permission to read what it says."""

    event: type[Any]
    record: str = RECORD
    read: str = READ


KINDS: dict[str, Kind] = {
    "regime": Kind(life.RegimeRecorded),
    "contact": Kind(life.HumanContactRecorded),
    "visit": Kind(life.VisitRecorded),
    "notice": Kind(life.NoticeGiven),
    "supply": Kind(life.SupplyOffered),
    "discipline": Kind(order.SanctionOrdered),
    "restriction": Kind(order.RestrictionImposed),
    "complaint": Kind(order.ComplaintReceived, COMPLAIN, READ_COMPLAINTS),
    "proceeding": Kind(order.ProceedingHeld),
    "restraint": Kind(order.RestraintUsed),
    "force": Kind(order.ForceUsed),
    "search": Kind(order.PersonSearched),
    "health": Kind(care.HealthRecorded, HEALTH, READ_HEALTH),
    "injury_death": Kind(care.HarmRecorded, HEALTH, READ_HEALTH),
    "request": Kind(care.RequestReceived),
    "inspection": Kind(care.InspectionHeld, INSPECT),
    "facility": Kind(places.FacilityDescribed),
    "cell": Kind(places.CellSurveyed),
    "presence": Kind(places.PresenceCounted),
    "measurement": Kind(places.FigureTaken),
    "closing": Kind(places.RegisterClosed),
}
"""By the name of the fact table. Health is read by the health role and inspection, complaints by inspection and courts alone."""

RESTRICTED = frozenset(name for name, kind in KINDS.items() if kind.read != READ)
"""Kinds that not everybody who reads the board may read."""


def subject_of(table: str, person: str, facility: str) -> str:
    """Return whose history a condition belongs to: restricted kinds have a history of their own, apart from the others."""
    area = table if table in RESTRICTED else "conditions"
    return f"{area}:{person or facility}"
