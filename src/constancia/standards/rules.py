"""Why a condition may not be recorded, and what a figure must be to be possible. Pure: facts and clock are arguments."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from constancia.core.refusals import Refusal
from constancia.core.time import iso
from constancia.norms.facts.tables import Column, tables
from constancia.norms.units import NANO
from constancia.register import refusals as register
from constancia.register.rules import refuse_moment
from constancia.standards import refusals as why
from constancia.standards.timeline import column_of

AHEAD = frozenset({"ends_at", "review_due_at", "planned_at", "until"})
"""Moments that an order may fix ahead; every other moment of a condition lies in the past."""

PLAUSIBLE: dict[str, tuple[Decimal, Decimal]] = {
    "temperature": (Decimal(-60), Decimal(60)),
    "humidity": (Decimal(0), Decimal(100)),
    "co2": (Decimal(350), Decimal(40000)),
    "outdoor_air": (Decimal(0), Decimal(1000)),
    "daylight": (Decimal(0), Decimal(150000)),
    "light": (Decimal(0), Decimal(150000)),
    "night_light": (Decimal(0), Decimal(150000)),
}
"""Between which figures a reading is physically possible indoors, both included.

Outdoor air held about 400 ppm of CO2 in the years of the sensors that we know; a room cannot hold less than the air outside
it, and 350 leaves room for the error of an honest instrument. A figure outside is kept and set aside, never corrected.
"""

_CODES = re.compile(r"[\w-]+(;[\w-]+)*")
_STATE = re.compile(r"[A-Z]{2}")


def is_plausible(kind: str, value: Decimal) -> bool:
    """Tell whether a figure is physically possible; kinds without bounds must at least be no less than zero."""
    low, high = PLAUSIBLE.get(kind, (Decimal(0), Decimal("Infinity")))
    return value.is_finite() and low <= value <= high


def whole(value: str) -> int:
    """Return a figure in whole billionths, rounded to them: what the entry says stays exact."""
    return int((Decimal(value) * NANO).to_integral_value())


def refuse_condition(said: Any, at: datetime, now: datetime) -> list[Refusal]:
    """Refuse a condition of the future, one that ends before it begins, and every field that its fact table cannot hold."""
    found = refuse_moment(at, now)
    until = getattr(said, "until", None)
    if until is not None and until <= at:
        found.append(register.ENDS_BEFORE_START(field="until"))
    for each in fields(said):
        column = tables()[said.table].columns.get(column_of(each.name))
        if column is not None:
            found += _refuse_value(each.name, getattr(said, each.name), column, now)
    return found


def _refuse_value(name: str, value: Any, column: Column, now: datetime) -> Iterator[Refusal]:
    if value is None or value == "":
        if column.need:
            yield register.MISSING(field=name, name=name)
    elif column.type == "code" and value not in column.codes:
        yield register.UNKNOWN_CODE(field=name, value=str(value)[:40], known=", ".join(column.codes))
    elif column.type == "codes" and not _CODES.fullmatch(value):
        yield why.BAD_CODES(field=name, column=name)
    elif column.type == "state" and not _STATE.fullmatch(value):
        yield register.UNKNOWN_CODE(field=name, value=str(value)[:40], known="ISO 3166-1: SV, US …")
    elif isinstance(value, datetime) and value > now and name not in AHEAD:
        yield register.IN_FUTURE(field=name, at=iso(value), now=iso(now))
    elif isinstance(value, Decimal | int) and not isinstance(value, bool):
        yield from _refuse_number(name, Decimal(value))


def _refuse_number(name: str, value: Decimal) -> Iterator[Refusal]:
    """Refuse figures that no fact table can hold; a temperature below zero is one that it can."""
    if not value.is_finite() or abs(value) >= 10**9 or value != round(value, 9):
        yield why.BAD_NUMBER(field=name, column=name, value=str(value)[:40])


def refuse_never_there(was_there: bool, person: str, facility: str, at: datetime) -> list[Refusal]:
    """Refuse a condition of a person whom the register had not received at the facility by then."""
    return [] if was_there else [why.NEVER_THERE(field="person", person=person, facility=facility, at=iso(at))]


def refuse_correction(found: Any, supersedes: int | None, table: str, subject: str) -> list[Refusal]:
    """Refuse to correct what is no standing condition of the same kind and history."""
    if supersedes is None:
        return []
    fits = found is not None and found.kind == table and found.subject == subject and found.stands
    return [] if fits else [why.NOT_THIS_RECORD(field="supersedes", entry=supersedes)]
