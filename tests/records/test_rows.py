"""Rows written in one statement, in blocks drawn on another thread, or gathered for one message: the same rows, in order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from constancia.ledger.rows import MANY, delete_rows, in_one_journey, insert_rows

FIRST = datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)
COLUMNS = ("number", "name", "at", "day", "share", "data")


def row(number: int) -> tuple[Any, ...]:
    at = FIRST + timedelta(minutes=number)
    return (number, f"100 % {number}; de 'él'", at, date(2026, 3, 1), Decimal("1.50"), bytes([number % 256]))


def numbers() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM some_rows ORDER BY number")
        return [number for (number,) in cursor.fetchall()]


@pytest.fixture
def table(db: None) -> Iterator[None]:
    """A table for one test, in a transaction that is taken back."""
    kinds = "(number integer PRIMARY KEY, name text, at {moment}, day date, share numeric(4, 2), data {data})"
    words = {"moment": "timestamptz", "data": "bytea"} if connection.vendor == "postgresql" else {}
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE some_rows " + kinds.format(**{"moment": "text", "data": "blob", **words})
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE some_rows")


@pytest.mark.parametrize("count", [0, 1, MANY - 1, MANY, MANY + 1, 500, 501, 2 * 500 + MANY])
@pytest.mark.usefixtures("table")
def test_every_number_of_rows_is_written_whole(count: int) -> None:
    assert insert_rows("some_rows", COLUMNS, (row(each) for each in range(count))) == count
    assert numbers() == list(range(count))
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, name, at, data FROM some_rows ORDER BY number")
        for number, name, at, data in cursor.fetchall():
            moment = at if isinstance(at, datetime) else datetime.fromisoformat(at).replace(tzinfo=UTC)
            assert (number, name, moment, bytes(data)) == tuple(row(number)[each] for each in (0, 1, 2, 5))


@pytest.mark.usefixtures("table")
def test_a_journey_keeps_the_order_of_small_and_large() -> None:
    with in_one_journey():
        insert_rows("some_rows", COLUMNS, [row(1), row(2)])
        delete_rows("some_rows", "name", [row(1)[1]])
        insert_rows("some_rows", COLUMNS, [row(1)])
        insert_rows("some_rows", COLUMNS, [row(each) for each in range(10, 10 + MANY)])
        delete_rows("some_rows", "name", [row(10)[1]])
        assert numbers() == [1, 2, *range(11, 10 + MANY)]
        insert_rows("some_rows", COLUMNS, [row(3)])
    assert numbers() == [1, 2, 3, *range(11, 10 + MANY)]


@pytest.mark.usefixtures("table")
def test_what_fails_on_a_journey_is_raised_at_its_end() -> None:
    def twice() -> None:
        with transaction.atomic(), in_one_journey():
            insert_rows("some_rows", COLUMNS, [row(1)])
            insert_rows("some_rows", COLUMNS, [row(1)])

    with pytest.raises(DatabaseError):
        twice()
    assert numbers() == []


@pytest.mark.usefixtures("table")
def test_a_journey_broken_off_writes_nothing() -> None:
    def refused_on_the_way() -> None:
        with in_one_journey():
            insert_rows("some_rows", COLUMNS, [row(1)])
            raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        refused_on_the_way()
    assert numbers() == []


@pytest.mark.usefixtures("table")
def test_rows_that_cannot_be_made_are_no_silent_end() -> None:
    def broken() -> Iterator[Any]:
        yield from (row(each) for each in range(MANY + 1_000))
        raise ValueError("not canonical")

    with pytest.raises(ValueError, match="not canonical"), transaction.atomic():
        insert_rows("some_rows", COLUMNS, broken())
    assert numbers() == []
