"""Plain SQL where the ORM would cost more than the work: single rows read on every act, and rows written in thousands.

`table` and column names given here are names from our own code, never input.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection

MANY = 50
"""So many rows or more go the database's own way for bulk: COPY on PostgreSQL; fewer go in one statement."""

_BATCH = 5_000
_NAMES_AT_ONCE = 500

BETWEEN = ";\n"
"""What stands between two statements that are sent in one message."""

Values = Sequence[Any]


class _Journey:
    """Writes gathered to be sent together."""

    def __init__(self) -> None:
        self.writes: list[tuple[str, Values]] = []

    def send(self) -> None:
        """Send what is gathered through one cursor; PostgreSQL, which is a journey away, gets everything in one message."""
        writes, self.writes = self.writes, []
        if not writes:
            return
        with connection.cursor() as cursor:
            if cursor.db.vendor == "sqlite":
                for statement, values in writes:
                    cursor.execute(statement, _stored(values))
            else:
                together = BETWEEN.join(statement for statement, _ in writes)
                cursor.execute(together, [each for _, values in writes for each in values])

    def before(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Send what is gathered before any other statement, so that whoever reads or writes sees it done."""
        self.send()
        return execute(*statement)


_journey: ContextVar[_Journey | None] = ContextVar("journey", default=None)


@contextmanager
def in_one_journey() -> Iterator[None]:
    """Gather the small writes of one act and send them together at the end; what fails is raised then."""
    journey = _Journey()
    token = _journey.set(journey)
    try:
        with connection.execute_wrapper(journey.before):
            yield
    finally:
        _journey.reset(token)
    journey.send()


def first_row(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of a query as the driver gives it, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows given as tuples in the order of `columns`; return how many.

    The result is the same whether one or a hundred thousand.
    """
    total = 0
    source = iter(rows)
    while batch := list(islice(source, _BATCH)):
        if len(batch) < MANY:
            _write(_insertion(table, tuple(columns), len(batch)), [each for row in batch for each in row])
        else:
            _insert_many(table, columns, batch)
        total += len(batch)
    return total


def analyse(*tables: str) -> None:
    """Let the database look at tables that have just grown by much: what it believes of them decides its plans."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def delete_rows(table: str, column: str, values: Sequence[str]) -> None:
    """Delete the rows of a derived table whose column holds one of the values."""
    for at in range(0, len(values), _NAMES_AT_ONCE):
        some = values[at : at + _NAMES_AT_ONCE]
        places = ", ".join(["%s"] * len(some))
        _write(f"DELETE FROM {table} WHERE {column} IN ({places})", some)  # noqa: S608 - our own names


def _write(statement: str, values: Values) -> None:
    journey = _journey.get()
    if journey is None:
        journey = _Journey()
        journey.writes.append((statement, values))
        journey.send()
    else:
        journey.writes.append((statement, values))


@lru_cache(maxsize=256)
def _insertion(table: str, columns: tuple[str, ...], rows: int) -> str:
    row = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * rows)}"  # noqa: S608 - our own names


def _insert_many(table: str, columns: Sequence[str], batch: list[Sequence[Any]]) -> None:
    journey = _journey.get()
    if journey is not None:
        journey.send()
    if connection.vendor == "postgresql":
        _copy(table, columns, batch)
        return
    with connection.cursor() as cursor:
        cursor.executemany(_insertion(table, tuple(columns), 1), _adapted(batch))


def _adapted(batch: list[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return many rows as SQLite takes them, column by column."""
    columns = [
        _stored(column) if not _ADAPTERS.keys().isdisjoint(map(type, column)) else column
        for column in zip(*batch, strict=True)
    ]
    return list(zip(*columns, strict=True))


def _stored(values: Values) -> list[Any]:
    """Return values as Django's SQLite backend would store them: moments as UTC text, decimals as text."""
    return [_ADAPTERS[kind](value) if (kind := type(value)) in _ADAPTERS else value for value in values]


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
