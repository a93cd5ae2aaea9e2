"""The cells of the demonstration, and a facility of which only published figures are known, contradictions included."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from constancia.core.actors import Actor
from constancia.housing import actions
from constancia.register.actions import open_facility

REFERENCE = "CR-1"
"""The code of the facility of which only published figures are known."""

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
    {"code": "M1", "name": "Módulo 1", "sex": "M", "landings": 2, "cells_per_landing": 16, **_CELL, **_WINDOWS},
    {
        "code": "M2",
        "name": "Módulo 2",
        "sex": "M",
        "landings": 2,
        "cells_per_landing": 8,
        "health_care": True,
        **_SMALL,
    },
    {
        "code": "M3",
        "name": "Módulo 3",
        "sex": "F",
        "landings": 2,
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

_SAID: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("Capacidad anunciada primero", "20 000", "personas", "Gobierno de El Salvador", "2022",
     "Tico Times, 4 feb 2023, https://ticotimes.net/2023/02/04/what-does-el-salvadors-new-prison-the-largest-in-the-americas-look-like-inside"),
    ("Capacidad anunciada después", "40 000", "personas", "Gobierno de El Salvador", "2023",
     "Tico Times, 4 feb 2023, https://ticotimes.net/2023/02/04/what-does-el-salvadors-new-prison-the-largest-in-the-americas-look-like-inside"),
    ("Capacidad según literas", "20 480", "plazas", "El Independiente, sobre datos de La Prensa Gráfica", "24 jul 2023",
     "https://elindependiente.sv/2023/07/24/revelan-problemas-en-prision-de-el-salvador"),
    ("Módulos y celdas", "8 módulos de 32 celdas", "", "Diario El Mundo", "feb 2023",
     "https://diario.elmundo.sv/nacionales/megacarcel-de-san-vicente-un-lugar-imposible-de-salir"),
    ("Celda", "100 (aprox.); 80 literas, 2 inodoros, 2 lavabos", "m²", "VRT NWS", "25 feb 2023",
     "https://www.vrt.be/vrtnws/nl/2023/02/25/eerste-gevangenen-overgebracht-naar-megagevangenis-in-el-salv/"),
    ("Personas por celda, anunciado", "80", "personas", "Diario El Mundo", "feb 2023",
     "https://diario.elmundo.sv/nacionales/megacarcel-de-san-vicente-un-lugar-imposible-de-salir"),
    ("Superficie por persona con 40 000", "0,6", "m²", "Financial Times, con imágenes de satélite", "mar 2023",
     "https://inkl.com/a/NVzlMrTVjMV"),
    ("Tiempo fuera de la celda", "30 minutos al día", "", "CNN", "abr 2025",
     "https://newspressnow.com/cnn/cnn-world/2025/04/08/in-notorious-salvadoran-prison-us-deportees-live-in-identical-cells-to-convicted-gangsters-2"),
    ("Patios y canchas para personas detenidas", "no hay", "", "El Independiente, sobre datos de La Prensa Gráfica", "jul 2023",
     "https://elindependiente.sv/2023/07/24/revelan-problemas-en-prision-de-el-salvador"),
)  # fmt: skip
"""What was published about the facility of the news report: what, figure, unit, by whom, when, where it can be read."""


def open_cells(by: Actor, at: datetime, facility: str, people: int) -> None:
    """Open the modules of an invented facility through which so many people pass, and choose its profile."""
    more = {"M1": 2 * min(12, people // 900), "M3": 2 * min(12, people // 2400)}
    facts: dict[str, Any] = {"by": by, "at": at, "now": at, "facility": facility}
    for each in _MODULES:
        landings = each["landings"] + more.get(each["code"], 0)
        actions.open_module(**{**each, "age": "adult", "landings": landings}, **facts)
    actions.choose_profile(capacity="working", norm="", reason="Norma interna (demostración)", **facts)
    actions.sign_capacity(places=SIGNED_PLACES, signed_by="Directora Lemus", reason="Turnos y régimen", **facts)


def open_reference(by: Actor, at: datetime, zone: str, authority: str) -> None:
    """Open the facility of the news report from published figures alone; what nobody published stays unknown."""
    name = "CECOT, según lo publicado (referencia)"
    open_facility(by=by, at=at, now=at, code=REFERENCE, name=name, zone=zone, authority=authority)
    facts: dict[str, Any] = {"by": by, "at": at, "now": at, "facility": REFERENCE}
    for number in range(1, 9):
        actions.open_module(
            code=f"M{number}",
            name=f"Módulo {number}",
            sex="M",
            age="adult",
            landings=1,
            cells_per_landing=32,
            gross_m2=Decimal(100),
            toilets=2,
            basins=2,
            bunks=80,
            maximum=80,
            measured_by="VRT NWS, 25 feb 2023 (publicado)",
            reason="Literas publicadas; nadie certificó otra cifra",
            **facts,
        )
    for what, value, unit, said_by, said_on, reference in _SAID:
        actions.record_claim(
            what=what, value=value, unit=unit, said_by=said_by, said_on=said_on, reference=reference, **facts
        )
