"""How many people a cell has room for under a space norm: asked of `norms`, which judges the cell afterwards. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

from constancia.core.text import Text

if TYPE_CHECKING:
    from constancia.norms.room import Room


@dataclass(frozen=True, slots=True)
class SpaceNorm:
    """A published minimum by its name; what it asks is for `limbs` of the library to say, each written `norm/limb`."""

    text: Text
    limbs: tuple[str, ...]


NORMS: dict[str, SpaceNorm] = {
    "cpt_4": SpaceNorm(
        Text("CPT: 4 m² each, 6 m² alone", "CPT: 4 m² por persona, 6 m² si está sola"), ("CPT-4/space", "CPT-6/space")
    ),
    "icrc_3_4": SpaceNorm(
        Text("ICRC: 3.4 m² each, 5.4 m² alone", "CICR: 3,4 m² por persona, 5,4 m² si está sola"),
        ("ICRC-3.4/space", "ICRC-5.4/space"),
    ),
    "echr_3": SpaceNorm(
        Text("ECHR presumption: 3 m² each", "Presunción del TEDH: 3 m² por persona"), ("ECHR-3/space",)
    ),
    "us_25sqft": SpaceNorm(
        Text(
            "US practice: 35 sq ft unencumbered each in a cell, 25 in a dormitory",
            "Práctica de EE. UU.: 35 pies² libres por persona en celda, 25 en dormitorio",
        ),
        ("ACA-UNENC/cell", "ACA-UNENC/dormitory"),
    ),
}
"""The norms a facility's profile may name; a figure meant for disasters is not among them (norms, ICRC-3.4)."""

KINDS = {"health_care": "infirmary", "care_separation": "disciplinary", "isolation": "infirmary"}
"""The purposes of a cell that the norms know by another word; every other room is a cell to them."""


class Measured(Protocol):
    """A cell as far as norms of floor space ask about it; `certified_normal` is for how many it was designed."""

    @property
    def purpose(self) -> str:
        """Return what the cell is for, a key of `codes.PURPOSES`."""

    @property
    def certified_normal(self) -> int | None:
        """Return for how many people it is, uncrowded."""

    @property
    def gross_m2(self) -> Decimal | None:
        """Return its whole floor."""

    @property
    def sanitary_m2(self) -> Decimal | None:
        """Return the floor of its sanitary annexe."""

    @property
    def furniture_m2(self) -> Decimal | None:
        """Return the floor under furniture."""


def room_in(cell: Measured, norm: str) -> "Room":
    """Return how many people a cell has room for under a space norm, a key of `NORMS`, and by which share of floor."""
    kind = KINDS.get(cell.purpose, "cell")
    return _room(norm, kind, cell.certified_normal, cell.gross_m2, cell.sanitary_m2, cell.furniture_m2)


@lru_cache(maxsize=10_000)
def _room(
    norm: str,
    kind: str,
    designed_for: int | None,
    gross_m2: Decimal | None,
    sanitary_m2: Decimal | None,
    furniture_m2: Decimal | None,
) -> "Room":
    from constancia.norms.room import room  # noqa: PLC0415 - it takes longer to load than most commands run

    survey = {
        "kind": kind,
        "design_occupancy": designed_for,
        "gross_area": gross_m2,
        "sanitary_area": sanitary_m2,
        "furniture_area": furniture_m2,
    }
    return room(NORMS[norm].limbs, survey)


@cache
def source_of(norm: str) -> str:
    """Return where a space norm stands, as the library cites it."""
    from constancia.norms.library.read import library  # noqa: PLC0415 - as above

    cited = dict.fromkeys(library().norm(each.partition("/")[0]).citation.en for each in NORMS[norm].limbs)
    return "; ".join(cited)
