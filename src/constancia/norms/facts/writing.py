"""Facts as a folder of Parquet files, one for each table, that `load` reads back the same; every version of every record."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from constancia.norms.facts.frames import Facts
from constancia.norms.facts.tables import Column, tables

_NINE_DECIMALS = pl.Decimal(38, 9)


def write(facts: Facts, folder: Path) -> dict[str, int]:
    """Write the tables that were given into a folder and return the rows of each."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for name in sorted(facts.given):
        frame = written(name, facts.versions(name))
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd")
        rows[name] = frame.height
    return rows


def written(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with moments and decimal numbers as anybody reads them."""
    columns = tables()[table].columns
    return frame.select(_AS_WRITTEN.get(each.type, _as_it_is)(each) for each in columns.values())


def _as_it_is(column: Column) -> pl.Expr:
    return pl.col(column.name)


def _moment(column: Column) -> pl.Expr:
    return pl.col(column.name).cast(pl.Datetime("us", "UTC"))


def _number(column: Column) -> pl.Expr:
    return pl.col(column.name).cast(pl.Decimal(38, 0)).cast(_NINE_DECIMALS) * _BILLIONTH


_BILLIONTH = pl.lit("0.000000001").cast(_NINE_DECIMALS)
_AS_WRITTEN: dict[str, Callable[[Column], pl.Expr]] = {"moment": _moment, "number": _number}
