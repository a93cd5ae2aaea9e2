"""From a place's entries to what it was, interval by interval. Pure; intervals are half-open in UTC."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from constancia.housing.events import places as e
from constancia.housing.events.sleeping import EntryWithdrawn
from constancia.housing.paths import facility_of, kind_of, parent_of
from constancia.register.timeline import standing


@dataclass(frozen=True, slots=True)
class Place:
    """What a place is during an interval in which nothing about it changes; see `events.places` for each field.

    `entry` opened the interval. A cell of a landing or module that is out of use is out of use too: ask `queries.places`.
    """

    code: str
    facility: str
    parent: str
    kind: str
    name: str
    purpose: str
    sex: str
    age: str
    health_care: bool
    gross_m2: Decimal | None
    sanitary_m2: Decimal | None
    furniture_m2: Decimal | None
    height_m: Decimal | None
    openings_m2: Decimal | None
    ventilation: Decimal | None
    toilets: int | None
    basins: int | None
    showers: int | None
    lock_in_toilets: int | None
    lock_in_basins: int | None
    bunks: int | None
    lower_bunks: int | None
    step_free: int | None
    window_reads: bool | None
    window_opens: bool | None
    measured_by: str
    certified_normal: int | None
    working: int | None
    maximum: int | None
    certificate: str
    certificate_until: date | None
    out_of_use: str
    out_permanently: bool
    since: datetime
    until: datetime | None
    entry: int


def places(entries: Iterable[Any]) -> list[Place]:
    """Return the intervals of one place, from all its entries; a place without a standing opening has none."""
    found: list[Place] = []
    for entry in standing_of(entries):
        if isinstance(entry.event, e.PlaceOpened):
            found = found or [_opened(entry)]
        elif found and type(entry.event) in _STEPS:
            _turn(found, entry, **_STEPS[type(entry.event)](entry.event))
    return found


def standing_of(entries: Iterable[Any]) -> list[Any]:
    """Return the entries that stand, in the order in which things happened; withdrawals themselves left out."""
    return [each for each in standing(entries) if not isinstance(each.event, EntryWithdrawn)]


def _opened(entry: Any) -> Place:
    said = entry.event
    return Place(
        code=said.place,
        facility=facility_of(said.place),
        parent=parent_of(said.place),
        kind=kind_of(said.place),
        name=said.name,
        purpose=said.purpose,
        sex=said.sex,
        age=said.age,
        health_care=said.health_care,
        **asdict(e.Measures()),
        measured_by="",
        certified_normal=None,
        working=None,
        maximum=None,
        certificate="",
        certificate_until=None,
        out_of_use="",
        out_permanently=False,
        since=entry.occurred_at,
        until=None,
        entry=entry.number,
    )


def _turn(found: list[Place], entry: Any, **changed: Any) -> None:
    """Begin a new interval with some facts changed; two changes at one moment make one interval."""
    last = found[-1]
    after = replace(last, since=entry.occurred_at, until=None, entry=entry.number, **changed)
    found[-1:] = [after] if entry.occurred_at <= last.since else [replace(last, until=entry.occurred_at), after]


def _described(said: Any) -> dict[str, Any]:
    return {name: getattr(said, name) for name in ("name", "purpose", "sex", "age", "health_care")}


def _capacities(said: Any) -> dict[str, Any]:
    return {name: getattr(said, name) for name in ("certified_normal", "working", "maximum")}


_STEPS: dict[type[Any], Callable[[Any], dict[str, Any]]] = {
    e.PlaceDescribed: _described,
    e.PlaceMeasured: lambda said: {**asdict(said.measures), "measured_by": said.measured_by},
    e.CapacitiesSet: _capacities,
    e.PlaceCertified: lambda said: {"certificate": said.certificate, "certificate_until": said.valid_until},
    e.TakenOutOfUse: lambda said: {"out_of_use": said.reason, "out_permanently": said.permanent},
    e.PutBackInUse: lambda _said: {"out_of_use": "", "out_permanently": False},
}


@dataclass(frozen=True, slots=True)
class Reservation:
    """Places of a cell kept free from `since` until `until`: ended by somebody, or at the end of its last day."""

    reservation: str
    place: str
    places: int
    person: str
    purpose: str
    last_day: date
    since: datetime
    until: datetime
    entry: int


def reservations(entries: Iterable[Any], day_end: Callable[[date], datetime]) -> list[Reservation]:
    """Return the reservations of one cell; `day_end` says when a day of the place is over."""
    found: dict[str, Reservation] = {}
    for entry in standing_of(entries):
        said = entry.event
        if isinstance(said, e.PlacesReserved):
            found[said.reservation] = Reservation(
                said.reservation,
                said.place,
                said.places,
                said.person,
                said.purpose,
                said.last_day,
                entry.occurred_at,
                day_end(said.last_day),
                entry.number,
            )
        elif isinstance(said, e.ReservationEnded) and said.reservation in found:
            before = found[said.reservation]
            found[said.reservation] = replace(before, until=min(before.until, entry.occurred_at))
    return [each for each in found.values() if each.until > each.since]


@dataclass(frozen=True, slots=True)
class House:
    """What is fixed for a facility during an interval: its signed capacity (None: none yet) and its profile."""

    facility: str
    operational: int | None
    signed_by: str
    capacity: str
    norm: str
    since: datetime
    until: datetime | None
    entry: int


def houses(facility: str, entries: Iterable[Any]) -> list[House]:
    """Return the intervals of one facility, from all entries of housing about it."""
    found: list[House] = []
    for entry in standing_of(entries):
        said = entry.event
        if isinstance(said, e.OperationalCapacitySigned):
            changed: dict[str, Any] = {"operational": said.places, "signed_by": said.signed_by}
        elif isinstance(said, e.ProfileChosen):
            changed = {"capacity": said.capacity, "norm": said.norm}
        else:
            continue
        last = found[-1] if found else House(facility, None, "", "", "", entry.occurred_at, None, entry.number)
        after = replace(last, since=entry.occurred_at, until=None, entry=entry.number, **changed)
        starts_anew = not found or entry.occurred_at <= last.since
        found[-1:] = [after] if starts_anew else [replace(last, until=entry.occurred_at), after]
    return found
