"""From a Parquet file to tables of whole days, looking at what it claims to hold before reading any of it. Pure."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from constancia.register.roll.tables import (
    MOST_CELLS,
    MOST_REJECTS,
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
from constancia.register.roll.values import ADMITTED, AGE, DAY, PERSON

_ROWS_AT_ONCE = 400_000
_LARGEST_GROUP = 512 * 2**20
"""No row group may claim to unpack to more bytes than this."""


def tables_from_parquet(source: Source) -> Iterator[TextTable | Unreadable]:
    """Yield a Parquet file in pieces of whole days; it must have a column `file_date`, a date or text as 2022-06-20."""
    name = shown(source.name)
    problem = parquet_problem(source.path, (PERSON, ADMITTED, DAY), _fits)
    if problem:
        yield Unreadable(Reject(name, 0, problem[1], problem[0]))
        return
    try:
        yield from _pieces(name, source.path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        yield Unreadable(Reject(name, 0, "", "damaged"))


def parquet_problem(
    path: Path, needed: Iterable[str], fits: Callable[[str, pa.DataType], bool]
) -> tuple[str, str] | None:
    """Return why a file cannot be read, as reason and column, from its own description of itself, or None."""
    try:
        with pq.ParquetFile(path) as source:
            schema, about = source.schema_arrow, source.metadata
    except (pa.ArrowException, OSError, ValueError):
        return ("damaged", "")
    names = [each.strip().lower() for each in schema.names]
    problem = header_problem(names, needed)
    if problem:
        return problem
    for name, kind in zip(names, schema.types, strict=True):
        if not fits(name, kind):
            return ("wrong_type", name[:40])
    groups = [about.row_group(number) for number in range(about.num_row_groups)]
    is_big = any(
        each.num_rows * each.num_columns > MOST_CELLS or each.total_byte_size > _LARGEST_GROUP for each in groups
    )
    return ("too_big", "") if is_big else None


def _fits(name: str, kind: pa.DataType) -> bool:
    """Tell whether a column can be read as text; a moment that carries a zone cannot be read as the place's own time."""
    if name == DAY:
        return bool(is_text(kind) or pa.types.is_date(kind))
    if pa.types.is_timestamp(kind):
        return kind.tz is None
    whole = pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date(kind) or pa.types.is_null(kind)
    return bool(is_text(kind) or whole or (pa.types.is_floating(kind) and name == AGE))


def is_text(kind: pa.DataType) -> bool:
    """Tell whether a column holds plain text.

    Text kept as categories is not read: a few bytes of it can stand for a terabyte, and are unpacked before any check.
    """
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _pieces(name: str, path: Path) -> Iterator[TextTable | Unreadable]:
    source = pl.scan_parquet(path, row_index_name=ROW, row_index_offset=1)
    source = source.rename({each: each.strip().lower() for each in source.collect_schema().names()})
    source = source.with_columns(_as_day(source.collect_schema()[DAY]).alias(DAY))
    width = len(source.collect_schema())
    digest = digest_of(path)
    days = source.group_by(DAY).len().sort(DAY).collect()
    if days[DAY].null_count():
        yield TextTable(name, digest, *_without_day(name, source))
    for first, last, rows in _stretches(days.drop_nulls()):
        if rows * width > MOST_CELLS:
            yield Unreadable(Reject(name, 0, first.isoformat(), "too_big"))
            continue
        piece = source.filter(pl.col(DAY).is_between(first, last)).collect()
        texts = [pl.col(each).cast(pl.String) for each in piece.columns if each not in (DAY, ROW)]
        rejects: list[Reject] = []
        frame = checked(name, piece.select(pl.col(DAY), pl.col(ROW).cast(pl.Int64), *texts), rejects)
        yield TextTable(name, digest, frame, rejects)


def _without_day(name: str, source: pl.LazyFrame) -> tuple[pl.DataFrame, list[Reject]]:
    """Return an empty frame and, among the rejects, the rows that state no day."""
    lost = source.filter(pl.col(DAY).is_null()).select(ROW).head(MOST_REJECTS).collect()[ROW]
    empty = pl.DataFrame(schema={DAY: pl.Date, PERSON: pl.String, ADMITTED: pl.String, ROW: pl.Int64})
    return empty, [Reject(name, row, DAY, "no_day") for row in lost]


def _as_day(kind: pl.DataType) -> pl.Expr:
    return of_our_time(pl.col(DAY) if kind == pl.Date else pl.col(DAY).str.to_date("%Y-%m-%d", strict=False))


def _stretches(days: pl.DataFrame) -> Iterator[tuple[date, date, int]]:
    """Group days so that each piece has about `_ROWS_AT_ONCE` rows; yield its first day, its last day and its rows."""
    stretch: list[tuple[date, int]] = []
    for day, count in days.iter_rows():
        if stretch and sum(rows for _, rows in stretch) + count > _ROWS_AT_ONCE:
            yield stretch[0][0], stretch[-1][0], sum(rows for _, rows in stretch)
            stretch = []
        stretch.append((day, count))
    if stretch:
        yield stretch[0][0], stretch[-1][0], sum(rows for _, rows in stretch)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
