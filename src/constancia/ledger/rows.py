"""Plain SQL where the ORM would cost more than the work: single rows read on every act, and rows written in thousands.

`table` and column names given here are names from our own code, never input.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain, groupby, islice
from sqlite3 import SQLITE_LIMIT_VARIABLE_NUMBER
from typing import Any, cast

from django.db import connection

from constancia.core.ahead import ahead

MANY = 50
"""So many rows or more go the database's own way for bulk: COPY on PostgreSQL; fewer go in one statement."""

_BLOCK, _BLOCKS_AHEAD = 500, 8
"""SQLite takes so many rows in one statement, which it works off without Python, and so many such blocks are made ready."""
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

    The result is the same whether one or a hundred thousand. Many rows may be drawn on another thread, while those before
    are written: what yields them must not ask the store.
    """
    source = iter(rows)
    first = list(islice(source, MANY))
    if len(first) == MANY:
        return _insert_many(table, columns, chain(first, source))
    if first:
        _write(_insertion(table, tuple(columns), len(first)), list(chain.from_iterable(first)))
    return len(first)


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


def _insert_many(table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    journey = _journey.get()
    if journey is not None:
        journey.send()
    with connection.cursor() as cursor:
        if cursor.db.vendor == "postgresql":
            return _copy(cursor, table, columns, rows)
        most = cursor.connection.getlimit(SQLITE_LIMIT_VARIABLE_NUMBER) // len(columns)
        total = 0
        with ahead(_blocks(rows, min(most, _BLOCK)), _BLOCKS_AHEAD) as blocks:
            for size, alike in groupby(blocks, key=len):
                cursor.executemany(_insertion(table, tuple(columns), size // len(columns)), cast("Any", alike))
                total += cursor.rowcount
        return total


def _blocks(rows: Iterator[Sequence[Any]], most: int) -> Iterator[list[Any]]:
    """Yield the values of so many rows at a time, as SQLite takes them."""
    while block := list(islice(rows, most)):
        yield _stored(chain.from_iterable(block))


def _stored(values: Iterable[Any]) -> list[Any]:
    """Return values as Django's SQLite backend would store them: moments as UTC text, decimals as text."""
    return [_ADAPTERS[kind](value) if (kind := type(value)) in _ADAPTERS else value for value in values]


@lru_cache(maxsize=4096)
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


_ADAPTERS: dict[type[Any], Any] = {datetime: _moment, date: date.isoformat, Decimal: str}


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return int(cursor.rowcount)
