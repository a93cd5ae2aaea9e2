"""From a file of measurements to readings, as written, with what is odd about each column. Pure."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from constancia.register.roll.tables import ROW, Reject, TextTable
from constancia.standards.files.columns import ROW_NUMBER, named, without_blank_rows
from constancia.standards.rules import PLAUSIBLE

AT, VALUE = "at", "value"
MEANINGS = {
    "timestamp": AT,
    "time": AT,
    "date": AT,
    "datetime": AT,
    "at": AT,
    **{kind: kind for kind in PLAUSIBLE},
    "temp": "temperature",
    "rh": "humidity",
    "lux": "light",
}
"""What the columns of known files mean; columns may stand in any order, others are named as ignored."""

_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
_OFFSET = r"([+-]\d{2}:?\d{2}|Z)$"
MOSTLY = 0.5
"""A column more than half of whose figures are impossible is not what its header says, or its instrument is not calibrated."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is odd about one kind of figure in one file."""

    kind: str
    readings: int
    implausible: int
    lowest: str
    highest: str
    doubtful: bool


@dataclass(slots=True)
class Measured:
    """What a file says: readings by kind as frames of `_row`, `at` (UTC) and `value` (text), and everything odd about it."""

    name: str
    readings: dict[str, pl.DataFrame] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    missing: str = ""
    rows: int = 0
    step: timedelta = timedelta(0)
    other_steps: int = 0
    longest_step: timedelta = timedelta(0)
    ambiguous: int = 0


def measured(table: TextTable, zone: str) -> Measured:
    """Return the readings of a file whose naive times are those of a zone; rows without a moment are rejected by number."""
    frame, rejects = without_blank_rows(table)
    columns = named(frame.columns, MEANINGS)
    kinds = [each for each in columns if each in PLAUSIBLE]
    aside = set(frame.columns) - set(columns.values()) - {ROW, ROW_NUMBER}
    found = Measured(table.name, rejects=[*table.rejects, *rejects], ignored=tuple(sorted(aside)), rows=frame.height)
    found.missing = AT if AT not in columns else "" if kinds else "co2"
    if found.missing:
        return found
    timed = _timed(frame, columns[AT], zone, found)
    _steps(timed, found)
    for kind in kinds:
        _take(found, kind, timed.select(ROW, AT, pl.col(columns[kind]).alias(VALUE)), columns[kind])
    return found


def _timed(frame: pl.DataFrame, column: str, zone: str, found: Measured) -> pl.DataFrame:
    """Add the moment of each row; name those that have none, and count those that a clock change leaves in doubt."""
    text = pl.col(column).str.replace(" ", "T")
    wall = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    wall = pl.coalesce(wall, text.str.to_datetime("%Y-%m-%dT%H:%M", time_unit="us", strict=False))
    with_offset = text.str.replace("Z$", "+00:00").str.to_datetime(
        "%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", strict=False
    )
    early = wall.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    late = wall.dt.replace_time_zone(zone, ambiguous="latest", non_existent="null").dt.convert_time_zone("UTC")
    has_offset = text.str.contains(_OFFSET)
    made = frame.with_columns(
        pl.when(has_offset).then(with_offset).otherwise(early).alias(AT),
        (~has_offset & wall.is_not_null() & early.is_null()).alias("_skipped"),
        (~has_offset & (early != late)).fill_null(value=False).alias("_twice"),
    )
    for row, skipped in made.filter(pl.col(AT).is_null()).select(ROW, "_skipped").iter_rows():
        found.rejects.append(Reject(found.name, row, column, "no_such_hour" if skipped else "bad_moment"))
    found.ambiguous = int(made["_twice"].sum())
    return made.filter(pl.col(AT).is_not_null())


def _steps(timed: pl.DataFrame, found: Measured) -> None:
    """Note the usual step between rows, how many steps differ from it, and the longest."""
    steps = timed[AT].sort().diff().drop_nulls()
    if steps.len():
        usual: Any = steps.mode().sort()[0]
        longest: Any = steps.max()
        found.step, found.longest_step, found.other_steps = usual, longest, int((steps != usual).sum())


def _take(found: Measured, kind: str, frame: pl.DataFrame, column: str) -> None:
    """Add the readings of one column; blanks are no readings, and a figure that contradicts another is not kept."""
    said = frame.filter(pl.col(VALUE) != "")
    bad = said.filter(
        ~pl.col(VALUE).str.contains(_NUMBER) | (pl.col(VALUE).cast(pl.Float64, strict=False).abs() >= 1e9)
    )
    found.rejects += [Reject(found.name, row, column, "bad_figure") for row in bad[ROW]]
    good = said.join(bad, on=ROW, how="anti", maintain_order="left")
    figures = pl.col(VALUE).n_unique().over(AT)
    marked = good.with_columns((figures > 1).alias("_two"), (pl.int_range(pl.len()).over(AT) > 0).alias("_again"))
    found.rejects += [Reject(found.name, row, column, "contradicts") for row in marked.filter("_two")[ROW]]
    again = marked.filter(pl.col("_again") & ~pl.col("_two"))
    found.rejects += [Reject(found.name, row, column, "repeated") for row in again[ROW]]
    kept = marked.filter(~pl.col("_two") & ~pl.col("_again")).select(ROW, AT, VALUE).sort(AT)
    if kept.height:
        found.readings[kind] = kept
        found.columns.append(_column(kind, kept))


def _column(kind: str, kept: pl.DataFrame) -> Column:
    low, high = (float(each) for each in PLAUSIBLE[kind])
    figures = kept[VALUE].cast(pl.Float64)
    odd = int((~figures.is_between(low, high)).sum())
    by_size = kept.with_columns(figures.alias("_figure")).sort("_figure")[VALUE]
    return Column(kind, kept.height, odd, _plain(by_size[0]), _plain(by_size[-1]), odd > kept.height * MOSTLY)


def _plain(text: str) -> str:
    return format(round(Decimal(text), 3).normalize(), "f")
