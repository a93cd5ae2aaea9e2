"""Writing many rows at once: the same call whether one or a hundred thousand, on either database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import connection

_BATCH = 5_000
_COPY_FROM = 50


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows given as tuples in the order of `columns`; return how many.

    `table` and `columns` are names from our own code, never input. PostgreSQL takes more than a handful by COPY.
    """
    total = 0
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        if connection.vendor == "postgresql" and len(batch) >= _COPY_FROM:
            _copy(table, columns, batch)
        else:
            _insert(table, columns, batch)
        total += len(batch)
    return total


def _insert(table: str, columns: Sequence[str], batch: list[Sequence[Any]]) -> None:
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names are our own
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_adapted(row) for row in batch] if connection.vendor == "sqlite" else batch)


def _adapted(row: Sequence[Any]) -> list[Any]:
    """Return a row as Django's SQLite backend would store it: moments as UTC text, decimals as text."""
    return [_ADAPTERS[type(value)](value) if type(value) in _ADAPTERS else value for value in row]


_ADAPTERS: dict[type[Any], Any] = {
    datetime: lambda value: value.astimezone(UTC).replace(tzinfo=None).isoformat(" "),
    date: date.isoformat,
    Decimal: str,
}


def _copy(table: str, columns: Sequence[str], batch: list[Sequence[Any]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in batch:
            copy.write_row(row)
