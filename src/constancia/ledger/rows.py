"""Plain SQL where the ORM would cost more than the work: single rows read on every act, and rows written in thousands.

`table` and column names given here are names from our own code, never input.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection

_BATCH = 5_000

COPY_FROM = 50
"""PostgreSQL takes so many rows or more by COPY."""
_NAMES_AT_ONCE = 500


@contextmanager
def in_one_journey() -> Iterator[None]:
    """Send the statements of one act to PostgreSQL without waiting for each answer; what fails is raised at the end.

    Nothing can be copied in (`insert_rows` of many rows) meanwhile. SQLite lives in our own process and makes no journeys.
    """
    if connection.vendor == "postgresql":
        with connection.connection.pipeline():
            yield
    else:
        yield


def first_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of a query as the driver gives it, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows given as tuples in the order of `columns`; return how many.

    The result is the same whether one or a hundred thousand; PostgreSQL takes more than a handful by COPY.
    """
    total = 0
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        if connection.vendor == "postgresql" and len(batch) >= COPY_FROM:
            _copy(table, columns, batch)
        else:
            _insert(table, columns, batch)
        total += len(batch)
    return total


def delete_rows(table: str, column: str, values: Sequence[str]) -> None:
    """Delete the rows of a derived table whose column holds one of the values."""
    with connection.cursor() as cursor:
        for at in range(0, len(values), _NAMES_AT_ONCE):
            some = values[at : at + _NAMES_AT_ONCE]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({places})", some)  # noqa: S608 - our own names


def _insert(table: str, columns: Sequence[str], batch: list[Sequence[Any]]) -> None:
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - our own names
    rows = _adapted(batch) if connection.vendor == "sqlite" else batch
    with connection.cursor() as cursor:
        if len(batch) == 1:
            cursor.execute(statement, rows[0])
        else:
            cursor.executemany(statement, rows)


def _adapted(batch: list[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return rows as Django's SQLite backend would store them: moments as UTC text, decimals as text."""
    columns = [
        [_ADAPTERS[type(value)](value) if type(value) in _ADAPTERS else value for value in column]
        if not _ADAPTERS.keys().isdisjoint(map(type, column))
        else column
        for column in zip(*batch, strict=True)
    ]
    return list(zip(*columns, strict=True))


@lru_cache(maxsize=4096)
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


_ADAPTERS: dict[type[Any], Any] = {datetime: _moment, date: date.isoformat, Decimal: str}


def _copy(table: str, columns: Sequence[str], batch: list[Sequence[Any]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in batch:
            copy.write_row(row)
