"""How the register reads what a daily roll writes: admission times, ages, and the attributes it can count by. Pure."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from constancia.core.time import from_local
from constancia.register.roll_events import Attribute

STATUS, SEX, AGE = "inmate_status_code", "gender", "age"
"""The columns of a roll by which the population can be counted."""


@lru_cache(maxsize=200_000)
def admission_moment(text: str, zone_name: str) -> datetime | None:
    """Return the moment a source means by `2018-09-30T14:05:00` in its own zone, or None when it says nothing."""
    return from_local(datetime.fromisoformat(text), zone_name) if text else None


def known_attributes(attributes: Iterable[Attribute]) -> dict[str, Any]:
    """Return the attributes that spans are split by: legal status, sex and stated age (None when left blank)."""
    found: dict[str, Any] = {}
    for each in attributes:
        if each.name == STATUS:
            found["status"] = each.value
        elif each.name == SEX:
            found["sex"] = each.value
        elif each.name == AGE:
            found["age"] = int(each.value) if each.value else None
    return found
