"""Quantities: whole microseconds for time, billionths for measured figures, exact fractions between them. Pure."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from constancia.core.text import Text
from constancia.norms.datafile import WrongData

NANO = 10**9
"""A measured figure is kept as a whole number of billionths, so that 3.75 is compared exactly."""

SECOND = 10**6
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86400 * SECOND

UNITS: dict[str, tuple[int, Text]] = {
    "s": (SECOND, Text("s", "s")),
    "min": (MINUTE, Text("min", "min")),
    "h": (HOUR, Text("h", "h")),
    "d": (DAY, Text("days of 24 h", "días de 24 h")),
    "calendar_days": (1, Text("calendar days", "días naturales")),
    "work_days": (1, Text("work days", "días hábiles")),
    "m2": (NANO, Text("m²", "m²")),
    "m2_per_person": (NANO, Text("m² per person", "m² por persona")),
    "m": (NANO, Text("m", "m")),
    "persons": (1, Text("persons", "personas")),
    "L_per_s": (NANO, Text("L/s", "L/s")),
    "C": (NANO, Text("°C", "°C")),
    "lx": (NANO, Text("lx", "lx")),
    "L_per_person_day": (NANO, Text("L per person and day", "L por persona y día")),
    "persons_each": (NANO, Text("persons to each", "personas por cada uno")),
    "per_day": (1, Text("a day", "al día")),
    "share": (NANO, Text("of all", "del total")),
    "beds_per_person": (1, Text("beds per person", "camas por persona")),
    "sets_per_person": (1, Text("sets per person", "juegos por persona")),
    "number": (NANO, Text("", "")),
    "minutes": (NANO, Text("min", "min")),
    "L": (NANO, Text("L", "L")),
    "months": (NANO, Text("months", "meses")),
    "occurrences": (1, Text("times", "veces")),
    "items": (1, Text("items missing", "elementos que faltan")),
    "ppm": (NANO, Text("ppm", "ppm")),
}
"""Every unit: how many of our whole numbers make one of it, and its name. Elapsed time is counted in UTC."""

ELAPSED = ("s", "min", "h", "d")
CALENDAR = ("calendar_days", "work_days")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `whole` is the same in our whole numbers."""

    number: Decimal
    unit: str

    @property
    def exact(self) -> Fraction:
        """Return the quantity in our whole numbers, exactly."""
        return Fraction(self.number) * UNITS[self.unit][0]

    @property
    def whole(self) -> int:
        """Return the quantity as a whole number of microseconds, billionths or pieces."""
        scaled = self.exact
        if scaled.denominator != 1:
            raise WrongData(f"{self}: finer than the scale of its unit")
        return scaled.numerator

    def __str__(self) -> str:
        """Return the quantity as written, such as `360 h`."""
        return f"{self.number} {self.unit}"


def quantity(text: str) -> Quantity:
    """Read a quantity such as `360 h`, `4.0 m2` or `3 work_days`; anything else raises `WrongData`."""
    number, _, unit = str(text).strip().partition(" ")
    if unit not in UNITS:
        raise WrongData(f"{text!r}: no such unit {unit!r}")
    try:
        return Quantity(Decimal(number), unit)
    except InvalidOperation:
        raise WrongData(f"{text!r}: not a number with its unit") from None


def duration(text: str) -> int:
    """Read elapsed time such as `24 h` as whole microseconds."""
    found = quantity(text)
    if found.unit not in ELAPSED:
        raise WrongData(f"{text!r}: not elapsed time")
    return found.whole


def shown(value: Fraction) -> Decimal:
    """Return a measured value for display: exact where it ends within six decimals, else rounded half even to six."""
    rounded = round(value * 10**6)
    return Decimal(rounded).scaleb(-6).normalize() + Decimal(0)
