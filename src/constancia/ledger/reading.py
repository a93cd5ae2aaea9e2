"""Reading the store whole without standing in anybody's way: one unchanging view, and rows that come in portions."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from typing import Any

from django.db import connection, transaction

_ROWS_AT_ONCE = 2_000
_LONGEST_WAIT = "60s"


@contextmanager
def snapshot() -> Iterator[None]:
    """Show one moment of the store for as long as this lasts, while others go on writing.

    On PostgreSQL a table that somebody locks for more than a minute ends the reading with an error, so that a check
    cannot hang. Inside a transaction that is open already, that transaction is the view.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT}'")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


@contextmanager
def rows(connected: Any, statement: str, values: Sequence[Any] = ()) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Give the rows of a statement on a connection, never all of them in memory at once; use inside `snapshot`.

    A context and no generator: the cursor on the server must be closed here, and not whenever the garbage is collected
    (PostgreSQL's driver would then wait for itself for ever).
    """
    with connected.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        yield chain.from_iterable(iter(partial(cursor.fetchmany, _ROWS_AT_ONCE), []))
