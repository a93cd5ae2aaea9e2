"""A register that ended at some entry: what it would say today is what ours must say, asked as known at that entry."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

from constancia.ledger import replay
from constancia.ledger.journal import ENTRY_COLUMNS


@contextmanager
def register_as_of(number: int, empty_store: Path, folder: Path) -> Iterator[None]:
    """Let everything in this thread read a store that holds the entries up to `number` only."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(ENTRY_COLUMNS)} FROM ledger_entry WHERE number <= %s ORDER BY number", [number]
        )
        rows: list[Any] = cursor.fetchall()
    path = folder / "earlier.sqlite3"
    shutil.copyfile(empty_store, path)
    scratch = replay._scratch_connection(path)
    try:
        replay._rebuild(iter(rows), scratch, lambda _number: None)
        with replay._as_default(scratch):
            yield
    finally:
        scratch.close()
