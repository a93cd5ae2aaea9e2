"""What places are like: facilities as described, cells as surveyed, who was counted there, figures taken by hand.

Each event states one row of the fact table of that name (see the norms' tables): blank means not on record. The entry's moment is when
it began or happened, its facility the facility of the row.
"""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from constancia.core.events import event
from constancia.standards.events.condition import Condition


@event(
    "standards.facility_described",
    en="Facility described",
    es="Centro descrito",
    source="ICPPED art. 17(2)(c); IACHR Principle XVII",
)
class FacilityDescribed(Condition):
    """What a facility is from a moment on: in which State, whether recognised, for how many people."""

    table: ClassVar[str] = "facility"

    state: str
    calendar: str
    recognised: bool | None
    capacity: int | None
    capacity_set_by: str
    until: datetime | None
    note: str


@event(
    "standards.cell_surveyed", en="Cell surveyed", es="Celda medida", source="Mandela Rules 12-15; CPT/Inf (2015) 44"
)
class CellSurveyed(Condition):
    """What a cell measures and holds from a moment on."""

    table: ClassVar[str] = "cell"

    cell: str
    module: str
    kind: str
    gross_area: Decimal | None
    sanitary_area: Decimal | None
    sanitary_partition: str
    furniture_area: Decimal | None
    min_width: Decimal | None
    height: Decimal | None
    design_occupancy: int | None
    beds: int | None
    bedding_sets: int | None
    passable: bool | None
    window_reads: bool | None
    window_opens: bool | None
    until: datetime | None
    note: str


@event("standards.presence_counted", en="Presence counted", es="Presencia contada", source="Mandela Rules 7(c) and 12")
class PresenceCounted(Condition):
    """Who was present in a cell, or how many there were in all."""

    table: ClassVar[str] = "presence"

    person: str
    cell: str
    count: int | None
    until: datetime | None
    note: str


@event(
    "standards.figure_taken",
    en="Figure taken by hand",
    es="Cifra tomada a mano",
    source="Mandela Rules 13-16; ASHRAE 62.1",
)
class FigureTaken(Condition):
    """A figure that somebody measured or counted without a device of the register."""

    table: ClassVar[str] = "measurement"

    module: str
    cell: str
    kind: str
    value: Decimal | None
    out_of: Decimal | None
    sensor: str
    calibrated: bool | None
    plausible: bool | None
    until: datetime | None
    note: str


@event(
    "standards.register_closed",
    en="Register closed for a time",
    es="Libro cerrado por un período",
    source="Mandela Rule 6; EC-UNK",
)
class RegisterClosed(Condition):
    """Somebody signs that a table is complete from `at` until `until`, and how many records it holds."""

    table: ClassVar[str] = "closing"

    person: str
    closes: str
    records: int | None
    closed_by: str
    until: datetime | None
    note: str
