"""What a facility file says that the register does not say yet, as events; and why it cannot be said. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from constancia.core.events import Event
from constancia.core.refusals import Refusal
from constancia.core.time import iso
from constancia.housing import refusals as why
from constancia.housing.buildings.shape import Building, Said
from constancia.housing.codes import CAPACITIES
from constancia.housing.events import places as e

_DESCRIBED = ("name", "purpose", "sex", "age", "health_care")
_MEASURED = tuple(each.name for each in fields(e.Measures))


@dataclass(frozen=True, slots=True)
class Change:
    """An event about one place that a file asks for."""

    place: str
    event: Event


def changes(building: Building, stands: Mapping[str, Any]) -> list[Change]:
    """Return what is to be recorded, in order; `stands` are the places as the register has them at that moment."""
    return [Change(each.code, event) for each in building.places for event in _of(each, stands.get(each.code))]


def _of(said: Said, stands: Any) -> Iterator[Event]:
    described = {name: getattr(said, name) for name in _DESCRIBED}
    if stands is None:
        yield e.PlaceOpened(place=said.code, **described)
    elif any(getattr(stands, name) != value for name, value in described.items()):
        yield e.PlaceDescribed(place=said.code, **described)
    if said.measures is not None and not _measures_stand(said, stands):
        yield e.PlaceMeasured(place=said.code, measures=said.measures, measured_by=said.measured_by)
    if said.capacities is not None:
        limits = dict(zip(CAPACITIES, said.capacities, strict=True))
        if stands is None or any(getattr(stands, name) != value for name, value in limits.items()):
            yield e.CapacitiesSet(place=said.code, reason=said.reason, **limits)


def _measures_stand(said: Said, stands: Any) -> bool:
    if stands is None or stands.measured_by != said.measured_by:
        return False
    return all(getattr(stands, name) == getattr(said.measures, name) for name in _MEASURED)


def refuse_later(building: Building, first_open: Mapping[str, datetime], stands: Mapping[str, Any]) -> list[Refusal]:
    """Refuse places that are open in the register, but only later than the file says."""
    return [
        why.OPENED_LATER(
            field=f"{building.file}: {each.code}: effective", place=each.code, at=iso(first_open[each.code])
        )
        for each in building.places
        if each.code in first_open and each.code not in stands
    ]
