"""How many people a cell has room for under a space norm. Pure; the same function limits a move and judges afterwards."""

from dataclasses import dataclass
from decimal import Decimal

from constancia.core.text import Text

SQUARE_FOOT = Decimal("0.09290304")
"""In m², exactly (international foot of 1959)."""


@dataclass(frozen=True, slots=True)
class SpaceNorm:
    """One published minimum: m² for each person in a shared cell and for one alone, and what is taken off the gross area."""

    text: Text
    source: str
    shared_m2: Decimal
    single_m2: Decimal
    without_furniture: bool = False


NORMS: dict[str, SpaceNorm] = {
    "cpt_4": SpaceNorm(
        Text("CPT: 4 m² each, 6 m² alone", "CPT: 4 m² por persona, 6 m² si está sola"),
        "CPT/Inf (2015) 44",
        Decimal(4),
        Decimal(6),
    ),
    "icrc_3_4": SpaceNorm(
        Text("ICRC: 3.4 m² each, 5.4 m² alone", "CICR: 3,4 m² por persona, 5,4 m² si está sola"),
        "ICRC, Water, sanitation, hygiene and habitat in prisons: supplementary guidance (2012)",
        Decimal("3.4"),
        Decimal("5.4"),
    ),
    "echr_3": SpaceNorm(
        Text("ECHR presumption: 3 m² each", "Presunción del TEDH: 3 m² por persona"),
        "Muršić v. Croatia [GC] 2016, §§ 135-138",
        Decimal(3),
        Decimal(3),
    ),
    "us_25sqft": SpaceNorm(
        Text("US practice: 25 sq ft unencumbered each", "Práctica de EE. UU.: 25 pies² libres por persona"),
        "ACA standards, as quoted in Nevada regulations",
        25 * SQUARE_FOOT,
        35 * SQUARE_FOOT,
        without_furniture=True,
    ),
}
"""The norms a facility's profile may name; a figure meant for disasters is not among them (standards.md §5)."""


def floor_m2(
    gross_m2: Decimal | None, sanitary_m2: Decimal | None, furniture_m2: Decimal | None, norm: SpaceNorm
) -> Decimal | None:
    """Return the area that a norm counts, or None when a part of it that the norm needs was not measured."""
    if gross_m2 is None or sanitary_m2 is None or (norm.without_furniture and furniture_m2 is None):
        return None
    return gross_m2 - sanitary_m2 - (furniture_m2 or Decimal(0) if norm.without_furniture else Decimal(0))


def room_for(floor: Decimal, norm: SpaceNorm) -> int:
    """Return how many people an area has room for under a norm; one person needs more than each of several."""
    several = int(floor / norm.shared_m2)
    return several if several > 1 else int(floor >= norm.single_m2)
