"""What the hard rules ask about cells at an instant: for whom, how many, how large, and whether they may be used."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Sum

from constancia.core.time import local_day
from constancia.housing.models import House, Place, Reservation
from constancia.housing.paths import around, parent_of
from constancia.housing.queries.rows import at_instant, house_at, in_pieces
from constancia.housing.rules.sleeping import Cell

_STRICTEST = ("certified_normal", "working", "maximum")


def places_at(codes: Iterable[str], at: datetime) -> dict[str, Place]:
    """Return some places as they are at an instant, by code."""
    rows = at_instant(Place, at)
    return {each.code: each for piece in in_pieces(codes) for each in rows.filter(code__in=piece)}


def cells_of(facility: str, at: datetime, *, within: str = "") -> list[str]:
    """Return the codes of the cells of a facility, or of one of its modules or landings, in their order."""
    rows = at_instant(Place, at).filter(facility=facility, kind="cell")
    if within:
        rows = rows.filter(code__startswith=f"{within}/")
    return sorted(rows.values_list("code", flat=True), key=natural)


def cells_ever(facility: str) -> list[str]:
    """Return the codes of all cells that a facility has or ever had, whatever became of them."""
    rows = Place._default_manager.filter(facility=facility, kind="cell")
    return sorted(set(rows.values_list("code", flat=True)), key=natural)


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """Return a key by which codes are put in the order in which people count: cell 2 before cell 10."""
    return tuple((len(part) if part.isdigit() else 0, part) for part in code.split("/"))


def cells_at(
    codes: Iterable[str], facility: str, at: datetime, zone: str, *, reserved_for: str = ""
) -> dict[str, Cell]:
    """Return cells as the hard rules see them; codes that are no cell then are left out.

    `reserved_for` is the person for whom a reservation is no hindrance.
    """
    wanted = sorted(set(codes))
    above = {parent for code in wanted for parent in (parent_of(code), around(code, "module"))}
    found = places_at([*wanted, *above], at)
    house, day = house_at(facility, at), local_day(at, zone)
    reserved = _reserved(wanted, at, reserved_for)
    return {
        code: _cell(found[code], found, house, day, reserved.get(code, 0))
        for code in wanted
        if code in found and found[code].kind == "cell"
    }


def _reserved(codes: Iterable[str], at: datetime, person: str) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for piece in in_pieces(codes):
        rows = at_instant(Reservation, at).filter(place__in=piece)
        rows = rows.exclude(person=person) if person else rows
        for code, places in rows.values_list("place").annotate(Sum("places")):
            found[code] += places
    return found


def _cell(place: Place, known: dict[str, Place], house: House, day: date, reserved: int) -> Cell:
    landing, module = known.get(place.parent), known.get(around(place.code, "module"))
    chain = [each for each in (place, landing, module) if each is not None]
    which, limit = limit_of(place, house.capacity)
    is_over = place.certificate_until is not None and place.certificate_until < day
    return Cell(
        code=place.code,
        purpose=place.purpose,
        sex=module.sex if module else "",
        age=module.age if module else "",
        health_care=module is not None and module.health_care,
        closed=next((each.out_of_use for each in chain if each.out_of_use), ""),
        certificate_over=place.certificate_until if is_over else None,
        which=which,
        limit=limit,
        norm=house.norm,
        certified_normal=place.certified_normal,
        gross_m2=place.gross_m2,
        sanitary_m2=place.sanitary_m2,
        furniture_m2=place.furniture_m2,
        lower_bunks=place.lower_bunks or 0,
        step_free=place.step_free or 0,
        reserved=reserved,
    )


def limit_of(place: Place, chosen: str) -> tuple[str, int | None]:
    """Return the capacity that is the hard limit of a cell, by name; without a profile the strictest that was set."""
    if chosen:
        return chosen, getattr(place, chosen)
    for name in _STRICTEST:
        if getattr(place, name) is not None:
            return name, getattr(place, name)
    return "maximum", None
