"""Measuring devices: where they stand, how long they were calibrated, and what they read."""

from datetime import datetime
from typing import NamedTuple

from constancia.core.events import Event, event

_AIR = "Mandela Rules 13-14; ASHRAE 62.1"


class Reading(NamedTuple):
    """One reading: its moment (ISO 8601 in UTC) and its figure as the device wrote it."""

    at: str
    value: str


@event("standards.device_opened", en="Device opened", es="Dispositivo dado de alta", source=_AIR)
class DeviceOpened(Event):
    """A measuring device enters the register with its place; a reading stands for `stands_for` seconds and no longer."""

    device: str
    module: str
    cell: str
    model: str
    stands_for: int


@event("standards.device_calibrated", en="Device calibrated", es="Dispositivo calibrado", source=_AIR)
class DeviceCalibrated(Event):
    """A device was checked for one kind of figure; its readings count as calibrated until `valid_until`."""

    device: str
    kind: str
    valid_until: datetime
    checked_by: str
    reference: str


@event("standards.device_retired", en="Device retired", es="Dispositivo dado de baja", source=_AIR)
class DeviceRetired(Event):
    """A device measures no more, and its token opens nothing any longer."""

    device: str
    reason: str


@event("standards.readings_received", en="Readings received", es="Lecturas recibidas", source=_AIR)
class ReadingsReceived(Event):
    """Readings of one device and kind, in order of time, exactly as sent; `file` names the file they came in, if any."""

    device: str
    kind: str
    unit: str
    readings: tuple[Reading, ...]
    file: str
