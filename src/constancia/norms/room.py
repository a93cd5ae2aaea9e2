"""How many people a cell has room for under norms of floor space, by the form that judges them afterwards. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from constancia.norms.datafile import WrongData
from constancia.norms.forms.interval import Interval
from constancia.norms.library.model import Rung
from constancia.norms.library.read import library
from constancia.norms.units import NANO
from constancia.norms.verdicts import MET, NOT_APPLICABLE

MOST = 100_000
"""No cell is asked about more people than this."""

_COLUMNS = ("kind", "design_occupancy", "gross_area", "sanitary_area", "furniture_area")
"""What the norms of floor space ask of a row of the fact table `cell`."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many people norms leave room for in a cell.

    `applies` is false where none of them speaks of such a cell; `persons` and `floor_m2` (what the strictest of them counts as
    floor) are None where a measure that one of them needs is not on record; `m2_each` is the share that it asks for.
    """

    applies: bool
    persons: int | None = None
    floor_m2: Decimal | None = None
    m2_each: Decimal | None = None


def room(limbs: Sequence[str], survey: Mapping[str, Any]) -> Room:
    """Return the room that some limbs, each written `norm/limb`, leave in a cell as one row of the table `cell` says it is.

    Areas are Decimals in m². With `persons` people counted there each limb would be MET or N/A, and with one more not all.
    A design occupancy that is not on record leaves every limb standing that might apply.
    """
    row = {column: _whole(survey.get(column)) for column in _COLUMNS}
    rungs = [each for limb in limbs for each in rungs_of(limb)]
    standing = [each for each in rungs if _form(each).counted(row, 1).verdict != NOT_APPLICABLE]
    if not standing:
        return Room(applies=False)
    most = {each: _greatest(_form(each), row) for each in standing}
    strictest = min(standing, key=lambda each: most[each])
    asked = strictest.limit.number if strictest.limit else None
    floors = {each: _form(each).figure.of(row) for each in standing}
    floor = floors[strictest]
    if floor is None or None in floors.values():
        return Room(applies=True, m2_each=asked)
    return Room(True, most[strictest], Decimal(floor) / NANO, asked)


@cache
def rungs_of(limb: str) -> tuple[Rung, ...]:
    """Return the rungs of a limb, written `norm/limb`; only a figure at every moment leaves room for a number of people."""
    norm, _, name = limb.partition("/")
    found = next((each for each in library().norm(norm).limbs if each.name == name), None)
    if found is None or not all(isinstance(each.form, Interval) for each in found.rungs):
        raise WrongData(f"{limb}: no limb about a figure at every moment")
    return found.rungs


def _form(rung: Rung) -> Interval:
    assert isinstance(rung.form, Interval)  # noqa: S101 - rungs_of saw to it
    return rung.form


def _greatest(form: Interval, row: Mapping[str, Any]) -> int:
    """Return the greatest number of people whom a form allows; what is not allowed for some is not for more."""
    few, many = 0, 1
    while many < MOST and _allows(form, row, many):
        few, many = many, many * 2
    while few + 1 < many:
        middle = (few + many) // 2
        few, many = (middle, many) if _allows(form, row, middle) else (few, middle)
    return few


def _allows(form: Interval, row: Mapping[str, Any], persons: int) -> bool:
    return form.counted(row, persons).verdict in (MET, NOT_APPLICABLE)


def _whole(value: Any) -> Any:
    return int(value * NANO) if isinstance(value, Decimal) else value
