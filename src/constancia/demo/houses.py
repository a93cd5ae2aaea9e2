"""The cells of the demonstration, and a facility of which only published figures are known, contradictions included."""

from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from constancia.core.actors import Actor
from constancia.housing import actions
from constancia.housing.buildings.reading import read_building_bytes
from constancia.housing.buildings.schema import building_of

_PUBLISHED = files("constancia.demo") / "reference.yaml"
"""The facility of which only published figures are known."""

SIGNED_PLACES = 250
"""The operational capacity that a director signed for the invented facility."""

_CELL: dict[str, Any] = {
    "gross_m2": Decimal(28),
    "sanitary_m2": Decimal("3.2"),
    "ventilation": Decimal("0.8"),
    "toilets": 1,
    "basins": 1,
    "bunks": 8,
    "lower_bunks": 4,
    "step_free": 1,
    "certified_normal": 5,
    "working": 6,
    "maximum": 8,
    "measured_by": "Unidad de obras (demostración)",
    "reason": "Apertura",
}

_SMALL: dict[str, Any] = {
    **_CELL,
    "gross_m2": Decimal(14),
    "sanitary_m2": Decimal("1.8"),
    "bunks": 3,
    "lower_bunks": 2,
    "certified_normal": 2,
    "working": 3,
    "maximum": 3,
}

_WINDOWS: dict[str, Any] = {
    "window_reads": True,
    "window_opens": True,
    "measured_by": "Unidad de obras; ventanas: inspectora Olmedo (demostración)",
}
"""What somebody saw of the windows of a module; those of the others nobody looked at."""

_MODULES: tuple[dict[str, Any], ...] = (
    {"code": "M1", "name": "Módulo 1", "sex": "M", "landings": 3, "cells_per_landing": 16, **_CELL, **_WINDOWS},
    {
        "code": "M2",
        "name": "Módulo 2",
        "sex": "M",
        "landings": 3,
        "cells_per_landing": 8,
        "health_care": True,
        **_SMALL,
    },
    {
        "code": "M3",
        "name": "Módulo 3",
        "sex": "F",
        "landings": 3,
        "cells_per_landing": 8,
        "health_care": True,
        **_SMALL,
        **_WINDOWS,
        "window_opens": False,
    },
    {
        "code": "R1",
        "name": "Recepción",
        "sex": "M",
        "landings": 1,
        "cells_per_landing": 2,
        "purpose": "reception",
        **_CELL,
    },
)

WORKING: dict[str, int] = {each["code"]: each["working"] for each in _MODULES}
"""How many people one cell of each module takes in ordinary use."""


def open_cells(by: Actor, at: datetime, facility: str, people: int) -> None:
    """Open the modules of an invented facility through which so many people pass, and choose its profile."""
    more = {"M1": 3 * min(7, people // 900), "M3": 3 * min(7, people // 2400)}
    facts: dict[str, Any] = {"by": by, "at": at, "now": at, "facility": facility}
    for each in _MODULES:
        landings = each["landings"] + more.get(each["code"], 0)
        actions.open_module(**{**each, "age": "adult", "landings": landings}, **facts)
    actions.choose_profile(capacity="working", norm="", reason="Norma interna (demostración)", **facts)
    actions.sign_capacity(places=SIGNED_PLACES, signed_by="Directora Lemus", reason="Turnos y régimen", **facts)


def open_reference(by: Actor, at: datetime) -> None:
    """Open the facility of the news report from published figures alone; what nobody published stays unknown."""
    found = read_building_bytes(_PUBLISHED.read_bytes(), _PUBLISHED.name)
    actions.import_building(by=by, now=at, building=building_of(found, _PUBLISHED.name))
