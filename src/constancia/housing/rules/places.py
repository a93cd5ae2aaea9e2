"""Why a place cannot be as somebody says. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from constancia.core.refusals import Refusal
from constancia.housing import refusals as why
from constancia.housing import space
from constancia.housing.codes import AGES, CAPACITIES, PURPOSES, ROOMS, SEXES
from constancia.housing.events.places import Measures
from constancia.housing.paths import facility_of, kind_of, parent_of
from constancia.register.refusals import TOO_LONG
from constancia.register.rules import refuse_code

MOST_PEOPLE = 5_000
MOST_DIGITS = 12
_LARGEST = Decimal(99_999)
_PARTS = ("sanitary_m2", "furniture_m2")


def refuse_code_of_place(code: str) -> list[Refusal]:
    """Refuse a code that cannot be a path to a place."""
    return [] if kind_of(code) else [why.BAD_PLACE_CODE(field="place", place=code[:60])]


def refuse_opening(
    code: str, open_places: Mapping[str, Any], name: str, purpose: str, sex: str, age: str
) -> list[Refusal]:
    """Refuse a place that is open already, has no open place around it, or is not described as its kind must be."""
    found = refuse_code_of_place(code)
    if found:
        return found
    kind, parent = kind_of(code), parent_of(code)
    if code in open_places:
        found.append(why.ALREADY_SO(field="place", what=code))
    if kind != "module" and parent not in open_places:
        found.append(why.NO_PARENT(field="place", place=parent))
    elif kind == "cell" and open_places[parent].purpose in ROOMS:
        found.append(why.NOBODY_SLEEPS_THERE(field="place", place=parent))
    return [*found, *refuse_description(kind, name, purpose, sex, age)]


def refuse_description(kind: str, name: str, purpose: str, sex: str, age: str) -> list[Refusal]:
    """Refuse a description that a place of this kind cannot have."""
    known = {**PURPOSES, **ROOMS} if kind == "landing" else PURPOSES
    found = refuse_code("purpose", purpose, known) if purpose or kind == "cell" else []
    if kind == "module" and not (sex and age):
        found.append(why.NEEDS_KIND(field="sex"))
    found += refuse_code("sex", sex, SEXES) if sex else []
    found += refuse_code("age", age, AGES) if age else []
    return [*found, *([TOO_LONG(field="name", limit=200)] if len(name) > 200 else [])]


def refuse_measures(measures: Measures) -> list[Refusal]:
    """Refuse measures that are negative, finer than a millimetre, or larger than the whole they belong to."""
    said = {each.name: getattr(measures, each.name) for each in fields(measures)}
    odd = [name for name, value in said.items() if value is not None and not _is_measure(name, value)]
    found = odd or list(_larger_than_the_whole(measures))
    return [why.BAD_MEASURE(field=name, name=name, value=str(said[name])[:20]) for name in found]


def _is_measure(name: str, value: Decimal | int) -> bool:
    """Tell whether a number can be a measure: finite, in bounds, and to the millimetre at most."""
    if isinstance(value, Decimal) and not (value.is_finite() and _is_written_short(value)):
        return False
    most = Decimal(1) if name == "ventilation" else _LARGEST
    return 0 <= value <= most and value == round(value, 3)


def _is_written_short(value: Decimal) -> bool:
    """Tell whether a number needs few digits: one with a huge exponent would fill the memory once it is written out."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and abs(exponent) <= MOST_DIGITS


def _larger_than_the_whole(said: Measures) -> Iterator[str]:
    parts = sum((getattr(said, each) or Decimal(0) for each in _PARTS), Decimal(0))
    if said.gross_m2 is not None and parts > said.gross_m2:
        yield "sanitary_m2"
    for part, whole in (("lower_bunks", "bunks"), ("lock_in_toilets", "toilets"), ("lock_in_basins", "basins")):
        less, more = getattr(said, part), getattr(said, whole)
        if less is not None and more is not None and less > more:
            yield part


def refuse_capacities(certified_normal: int | None, working: int | None, maximum: int | None) -> list[Refusal]:
    """Refuse capacities that are negative, beyond all measure, or get smaller from the uncrowded to the most."""
    given = {"certified_normal": certified_normal, "working": working, "maximum": maximum}
    set_ = [each for each in given.values() if each is not None]
    found: list[Refusal] = [
        why.BAD_MEASURE(field=name, name=CAPACITIES[name], value=value)
        for name, value in given.items()
        if value is not None and not 0 <= value <= MOST_PEOPLE
    ]
    return [*found, *([] if set_ == sorted(set_) else [why.CAPACITY_ORDER(field="maximum")])]


def refuse_profile(capacity: str, norm: str) -> list[Refusal]:
    """Refuse a profile of a capacity or norm that is not on the lists; an empty norm sets no limit by floor area."""
    return [*refuse_code("capacity", capacity, CAPACITIES), *(refuse_code("norm", norm, space.NORMS) if norm else [])]


def refuse_outside(code: str, facility: str) -> list[Refusal]:
    """Refuse a place that is not in a facility."""
    return [] if facility_of(code) == facility else [why.UNKNOWN_PLACE(field="place", place=code[:60])]
