"""From a file of published head counts to rows of facility, day and count; every row that is none is named. Pure."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa

from constancia.register.roll.csv_files import table_from_csv
from constancia.register.roll.parquet_files import is_text, parquet_problem
from constancia.register.roll.tables import (
    LARGEST_FILE,
    MOST_CELLS,
    ROW,
    Reject,
    Source,
    TextTable,
    Unreadable,
    checked,
    header_problem,
    of_our_time,
    shown,
)

FACILITY, DAY, COUNT = "facility", "day", "count"
_COLUMNS = {
    "detention_facility_code": FACILITY,
    "facility": FACILITY,
    "n": COUNT,
    "count": COUNT,
    "date": DAY,
    "day": DAY,
}

LONGEST_FACILITY = 40
_MOST = 2_147_483_647
"""The largest count that every store holds."""


def headcounts_from(source: Source) -> TextTable | Unreadable:
    """Read a CSV or Parquet file into columns `facility` (text), `day` (date) and `count` (whole number).

    Columns may be called as in `_COLUMNS`, in any order and case; others are left aside. A facility and day given twice
    with one figure counts once; with two figures neither is kept.
    """
    name, path = shown(source.name), source.path
    try:
        found = _parquet(name, path) if name.lower().endswith(".parquet") else _csv(name, path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return Unreadable(Reject(name, 0, "", "damaged"))
    except OSError:
        return Unreadable(Reject(name, 0, "", "cannot_open"))
    if isinstance(found, Unreadable):
        return found
    named = _named([each for each in found.frame.columns if each != ROW])
    problem = header_problem(list(named.values()), (FACILITY, DAY, COUNT))
    if problem:
        return Unreadable(Reject(name, 1, problem[1], problem[0]))
    frame = found.frame.select(pl.col(ROW), *(pl.col(old).alias(new) for old, new in named.items()))
    rejects = list(found.rejects)
    kept = _once(name, _read(name, frame, rejects), rejects)
    return TextTable(name, found.sha256, kept.sort(FACILITY, DAY), rejects)


def _named(columns: list[str]) -> dict[str, str]:
    return {each: _COLUMNS[each] for each in columns if each in _COLUMNS}


def _csv(name: str, path: Path) -> TextTable | Unreadable:
    if not path.is_file():
        return Unreadable(Reject(name, 0, "", "not_a_file"))
    with path.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        return Unreadable(Reject(name, 0, "", "too_big"))
    return table_from_csv(name, data, ())


def _parquet(name: str, path: Path) -> TextTable | Unreadable:
    if not path.is_file():
        return Unreadable(Reject(name, 0, "", "not_a_file"))
    problem = parquet_problem(path, (), _fits)
    if problem:
        return Unreadable(Reject(name, 0, problem[1], problem[0]))
    source = pl.scan_parquet(path, row_index_name=ROW, row_index_offset=1)
    source = source.rename({each: each.strip().lower() for each in source.collect_schema().names()})
    source = source.select(ROW, *_named(source.collect_schema().names()))
    if source.select(pl.len()).collect().item() * len(source.collect_schema()) > MOST_CELLS:
        return Unreadable(Reject(name, 0, "", "too_big"))
    rejects: list[Reject] = []
    frame = source.with_columns(pl.col(ROW).cast(pl.Int64), pl.exclude(ROW).cast(pl.String)).collect()
    return TextTable(name, "", checked(name, frame, rejects), rejects)


def _fits(name: str, kind: pa.DataType) -> bool:
    """Tell whether a column can be read; a count with decimals would be a measure of something else."""
    meaning = _COLUMNS.get(name)
    if meaning == COUNT:
        return bool(is_text(kind) or pa.types.is_integer(kind))
    if meaning == DAY:
        return bool(is_text(kind) or pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None))
    return bool(meaning is None or is_text(kind))


def _read(name: str, frame: pl.DataFrame, rejects: list[Reject]) -> pl.DataFrame:
    """Turn text into days and counts; name the rows in which it is none."""
    written = pl.col(DAY).str.replace(r"[T ]00:00:00(\.0+)?$", "")
    whole = pl.col(COUNT).str.extract(r"^(\d{1,10})$").cast(pl.Int64)
    read = frame.with_columns(of_our_time(written.str.to_date("%Y-%m-%d", strict=False)).alias(DAY), whole)
    faults = {
        FACILITY: pl.col(FACILITY).str.contains(rf"^[^\pC]{{1,{LONGEST_FACILITY}}}$").not_(),
        DAY: pl.col(DAY).is_null(),
        COUNT: (pl.col(COUNT) <= _MOST).fill_null(value=False).not_(),
    }
    for column, fault in faults.items():
        rejects += [Reject(name, row, column, f"bad_{column}") for row in read.filter(fault)[ROW]]
        read = read.filter(fault.not_())
    return read


def _once(name: str, read: pl.DataFrame, rejects: list[Reject]) -> pl.DataFrame:
    """Keep one row of each facility and day, or none where the rows contradict each other."""
    same = (FACILITY, DAY)
    marked = read.sort(ROW).with_columns(
        (pl.col(COUNT).n_unique().over(same) > 1).alias("contradicted"),
        (pl.int_range(pl.len()).over(same) > 0).alias("again"),
    )
    contradicted, again = pl.col("contradicted"), pl.col("again") & ~pl.col("contradicted")
    rejects += [Reject(name, row, DAY, "contradicts") for row in marked.filter(contradicted)[ROW]]
    rejects += [Reject(name, row, DAY, "repeated") for row in marked.filter(again)[ROW]]
    return marked.filter(~(contradicted | again)).select(ROW, FACILITY, DAY, COUNT)


def days_of(table: TextTable) -> Iterator[tuple[str, list[tuple[int, date, int]]]]:
    """Yield each facility with its rows as (row, day, count), in order of day."""
    for (facility,), rows in table.frame.group_by(FACILITY, maintain_order=True):
        yield str(facility), rows.select(ROW, DAY, COUNT).rows()
