"""From what a file says to typed values, a column at a time; what cannot be read is named, never guessed. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from constancia.core.time import zone
from constancia.norms.facts.tables import Column
from constancia.norms.units import NANO

MOMENT = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$"
NAIVE = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?$"
DATE = r"^\d{4}-\d\d-\d\d$"
NUMBER = r"^[+-]?\d{1,9}(\.\d{1,9})?$"
WHOLE = r"^[+-]?\d{1,15}$"

_YES_NO = {"yes": True, "true": True, "1": True, "si": True, "sí": True, "no": False, "false": False, "0": False}

STORED: dict[str, pl.DataType] = {
    "moment": pl.Int64(),
    "day": pl.Date(),
    "yes_no": pl.Boolean(),
    "number": pl.Int64(),
    "whole": pl.Int64(),
}
"""How a type is kept: moments as microseconds of UTC, numbers as billionths; everything else as text."""


def stored(column: Column) -> pl.DataType:
    """Return how the values of a column are kept in a frame."""
    return STORED.get(column.type, pl.String())


@dataclass(frozen=True, slots=True)
class Parsed:
    """The values of one column, for each row whether it could not be read, and why it could not.

    `days` are dates that were written where a moment was asked and that another column takes.
    """

    values: pl.Series
    wrong: pl.Series
    why: str
    days: pl.Series | None = None


def parse(given: pl.Series, column: Column) -> Parsed:
    """Return the typed values of a column; text is trimmed and a blank means that nothing is on record."""
    if given.dtype != pl.String:
        return _typed(given, column)
    text = given.str.strip_chars()
    text = text.set(text == "", None)
    return _FROM_TEXT.get(column.type, _text)(text, column)


def _read(text: pl.Series, values: pl.Series, why: str) -> Parsed:
    return Parsed(values, text.is_not_null() & values.is_null(), why)


def _text(text: pl.Series, _column: Column) -> Parsed:
    return Parsed(text, pl.Series(text.name, [False] * len(text), dtype=pl.Boolean), "")


def _moment(text: pl.Series, column: Column) -> Parsed:
    days = text.set(~text.str.contains(DATE), None).str.to_date("%Y-%m-%d", strict=False) if column.day_in else None
    if days is not None:
        text = text.set(days.is_not_null(), None)
    plain = text.set(~text.str.contains(MOMENT), None).str.replace(" ", "T").str.replace("Z$", "+00:00")
    plain = plain.str.replace(r"^(.{16})([+-])", "${1}:00${2}")
    values = plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", strict=False).cast(pl.Int64)
    return Parsed(values, text.is_not_null() & values.is_null(), "not_a_moment", days)


def _day(text: pl.Series, _column: Column) -> Parsed:
    return _read(text, text.str.to_date("%Y-%m-%d", strict=False), "not_a_day")


def _yes_no(text: pl.Series, _column: Column) -> Parsed:
    lower = text.str.to_lowercase()
    return _read(text, lower.replace_strict(_YES_NO, default=None, return_dtype=pl.Boolean), "not_yes_no")


def _number(text: pl.Series, _column: Column) -> Parsed:
    plain = text.set(~text.str.contains(NUMBER), None)
    return _read(text, (plain.cast(pl.Decimal(38, 9), strict=False) * NANO).cast(pl.Int64), "not_a_number")


def _whole(text: pl.Series, _column: Column) -> Parsed:
    plain = text.set(~text.str.contains(WHOLE), None)
    return _read(text, plain.cast(pl.Int64, strict=False), "not_whole")


def _code(text: pl.Series, column: Column) -> Parsed:
    known = text.is_in(column.codes)
    if known.fill_null(value=True).all():
        return _text(text, column)
    plain = text.str.to_lowercase().str.replace_all(r"[\s-]+", "_")
    return _read(text, plain.set(~plain.is_in(column.codes), None), "not_a_code")


def _codes(text: pl.Series, _column: Column) -> Parsed:
    """Keep several codes as `;A;B;`, so that membership is one search; a State's code in capitals."""
    plain = text.str.replace_all(r"\s*[;,]\s*", ";").str.replace_all(r"^;+|;+$", "")
    plain = plain.set(~plain.str.contains(r"^[\w-]+(;[\w-]+)*$"), None)
    two = plain.str.contains(r"^[A-Za-z]{2}(;[A-Za-z]{2})*$")
    return _read(text, ";" + plain.zip_with(~two, plain.str.to_uppercase()) + ";", "not_codes")


def _state(text: pl.Series, _column: Column) -> Parsed:
    plain = text.str.to_uppercase()
    return _read(text, plain.set(~plain.str.contains("^[A-Z]{2}$"), None), "not_a_state")


def _zone(text: pl.Series, _column: Column) -> Parsed:
    bad = [each for each in text.drop_nulls().unique() if not _is_zone(each)]
    return _read(text, text.set(text.is_in(bad), None), "not_a_zone")


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except ValueError:
        return False
    return True


_FROM_TEXT: dict[str, Callable[[pl.Series, Column], Parsed]] = {
    "moment": _moment,
    "day": _day,
    "yes_no": _yes_no,
    "number": _number,
    "whole": _whole,
    "code": _code,
    "codes": _codes,
    "state": _state,
    "zone": _zone,
}


def _typed(given: pl.Series, column: Column) -> Parsed:  # noqa: PLR0911 - one line for each type
    """Read a column of Parquet that already has a type; a moment without zone is refused, a day is no moment."""
    kind, asked = given.dtype, column.type
    if isinstance(kind, pl.Categorical | pl.Enum) or kind == pl.Null:
        return parse(given.cast(pl.String), column)
    if asked == "moment" and isinstance(kind, pl.Datetime):
        values = given.dt.cast_time_unit("us").cast(pl.Int64)
        return Parsed(values, given.is_not_null() if kind.time_zone is None else given.is_null() & False, "no_offset")
    if asked == "number" and kind.is_numeric():
        whole = (given.cast(pl.Float64) * NANO).round() if kind.is_float() else given.cast(pl.Decimal(38, 9)) * NANO
        return _read(given, whole.cast(pl.Int64, strict=False), "not_a_number")
    if asked == "whole" and kind.is_integer():
        return _read(given, given.cast(pl.Int64), "not_whole")
    if (asked == "day" and kind == pl.Date) or (asked == "yes_no" and kind == pl.Boolean):
        return Parsed(given, given.is_null() & False, "")
    if asked in ("id", "text") and kind.is_integer():
        return _text(given.cast(pl.String), column)
    return Parsed(pl.Series(given.name, [None] * len(given), dtype=stored(column)), given.is_not_null(), "wrong_type")
