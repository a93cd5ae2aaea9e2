"""How the register reads what a daily roll writes. Pure."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from constancia.core.time import from_local
from constancia.register.roll.events import Attribute

PERSON, ADMITTED, DAY = "inmateid", "admitted_dt", "file_date"
STATUS, SEX, AGE = "inmate_status_code", "gender", "age"
"""The columns by which the population can be counted."""

ATTRIBUTES = (
    "discharged_dt",
    "custody_level",
    "bradh",
    "race",
    "gender",
    "age",
    "inmate_status_code",
    "sealed",
    "srg_flg",
    "top_charge",
    "infraction",
)
"""The columns known to describe a stay; a roll may have others, and they are kept as well."""

ALSO = "also_listed_as"
"""What repeated rows of a stay say otherwise than the first of them, column by column; the register makes this one."""

HEALTH = frozenset({"bradh", ALSO})
"""Columns that speak of health, or may: shown only to those who may read health matters."""

CONTESTED = frozenset({"srg_flg"})
"""Columns that say who belongs to a group: a claim of the source, shown with it, used for nobody's disadvantage."""

KNOWN_CODES: dict[str, frozenset[str]] = {
    "custody_level": frozenset({"MIN", "MED", "MAX"}),
    "bradh": frozenset({"Y", "N"}),
    "race": frozenset({"A", "B", "I", "O", "U", "W"}),
    "gender": frozenset({"F", "M"}),
    "inmate_status_code": frozenset({"CS", "CSP", "DE", "DEP", "DNS", "DPV", "SCO", "SSR"}),
    "sealed": frozenset({"N", "Y"}),
    "srg_flg": frozenset({"N", "Y"}),
    "infraction": frozenset({"N", "Y"}),
}
"""The codes of each column that the published rolls of New York City use (real-data section 1); others are kept and reported."""

OLDEST = 100
"""A stated age from here on is reported as doubtful, and kept."""


@lru_cache(maxsize=200_000)
def admission_moment(text: str, zone_name: str) -> datetime | None:
    """Return the moment a source means by `2018-09-30T14:05:00` in its own zone, or None when it says nothing."""
    return from_local(datetime.fromisoformat(text), zone_name) if text else None


def known_attributes(attributes: Iterable[Attribute]) -> dict[str, Any]:
    """Return the attributes that spans are split by: legal status, sex and stated age (None when not a number)."""
    found: dict[str, Any] = {}
    for each in attributes:
        if each.name == STATUS:
            found["status"] = each.value[:40]
        elif each.name == SEX:
            found["sex"] = each.value[:40]
        elif each.name == AGE:
            found["age"] = stated_age(each.value)
    return found


def stated_age(text: str) -> int | None:
    """Return the age that a source states in one to three plain digits, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None
