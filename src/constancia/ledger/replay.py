"""Rebuild every derived table from the journal into a scratch store and compare it row by row with the live one."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from constancia.ledger.catalogue import post
from constancia.ledger.journal import ENTRY_COLUMNS, read_document
from constancia.ledger.reading import rows as rows_of
from constancia.ledger.reading import snapshot
from constancia.ledger.rows import insert_rows

_BATCH = 20_000
_DOCUMENT = ENTRY_COLUMNS.index("document")
_ENTRIES = f"SELECT {', '.join(ENTRY_COLUMNS)} FROM ledger_entry ORDER BY number"  # noqa: S608 - names are our own


@dataclass(frozen=True, slots=True)
class Difference:
    """The first row that differs: its table, and the row as rebuilt and as live (None where one is absent)."""

    table: str
    rebuilt: tuple[Any, ...] | None
    live: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Replay:
    """How many entries were replayed, how many rows each table has, and the first difference of each table."""

    entries: int
    rows: dict[str, int]
    differences: tuple[Difference, ...]


def derived_models() -> list[type[models.Model]]:
    """Return the models whose rows come from the journal: those that say `derived = True`."""
    return [each for each in apps.get_models() if getattr(each, "derived", False)]


def replay(template: Path | None = None, *, progress: Callable[[int], None] = lambda _number: None) -> Replay:
    """Rebuild all derived tables in a scratch SQLite file and compare; the live store is only read, and goes on working.

    `template` is an empty migrated SQLite file to copy (tests keep one); without it the scratch store is migrated anew.
    Rows are compared as the values Django reads, so a PostgreSQL register is checked against a second engine. An entry
    that cannot be read is a difference of the journal itself: `journal verify` names it.
    """
    live = connections[DEFAULT_DB_ALIAS]
    with TemporaryDirectory(prefix="constancia-replay-") as folder, snapshot(), rows_of(live, _ENTRIES) as entries:
        path = Path(folder) / "scratch.sqlite3"
        if template:
            shutil.copyfile(template, path)
        scratch = _scratch_connection(path)
        try:
            if not template:
                with _as_default(scratch):
                    call_command("migrate", verbosity=0, run_syncdb=True)
            count, is_readable = _rebuild(entries, scratch, progress)
            if not is_readable:
                return Replay(count, {}, (Difference("ledger_entry", None, None),))
            return _compared(count, live, scratch)
        finally:
            scratch.close()


def _rebuild(entries: Iterator[Any], scratch: Any, progress: Callable[[int], None]) -> tuple[int, bool]:
    """Post the journal's rows into the scratch store; return how many, and whether every one of them could be read."""
    count = 0
    while batch := list(islice(entries, _BATCH)):
        try:
            recorded = [read_document(bytes(row[_DOCUMENT])) for row in batch]
        except (ValueError, KeyError, TypeError):
            return count, False
        with _as_default(scratch), transaction.atomic():
            insert_rows("ledger_entry", ENTRY_COLUMNS, batch)
            post(recorded)
        count += len(batch)
        progress(count)
    return count, True


def _compared(count: int, live: Any, scratch: Any) -> Replay:
    rows: dict[str, int] = {}
    differences: list[Difference] = []
    for model in derived_models():
        table = model._meta.db_table
        with _as_default(scratch):
            rebuilt = _rows(model)
        with _as_default(live):
            current = _rows(model)
        rows[table] = len(current)
        for one, other in zip_longest(rebuilt, current):
            if one != other:
                differences.append(Difference(table, one, other))
                break
    return Replay(count, rows, tuple(differences))


def _rows(model: type[models.Model]) -> list[tuple[Any, ...]]:
    """Return all rows without surrogate keys, in one order on every engine."""
    names = [each.attname for each in model._meta.concrete_fields if not isinstance(each, models.BigAutoField)]
    return sorted(model._default_manager.values_list(*names), key=repr)


def _scratch_connection(path: Path) -> Any:
    settings = {**connections[DEFAULT_DB_ALIAS].settings_dict, "ENGINE": "django.db.backends.sqlite3"}
    return DatabaseWrapper({**settings, "NAME": str(path), "OPTIONS": {}, "ATOMIC_REQUESTS": False}, DEFAULT_DB_ALIAS)


@contextmanager
def _as_default(connection: Any) -> Iterator[None]:
    """Let everything in this thread use another store for a while; postings need not know which store they fill."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
