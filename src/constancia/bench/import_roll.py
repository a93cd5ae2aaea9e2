"""A daily roll of millions of rows into the register: against DuckDB working out the same stays, and against bare inserts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped, peak_memory, taken

SAMPLE = "nyc_roll_2018-10_2020-06.parquet"
MEMORY = 2 * 2**30

_STAYS = """
WITH listed AS (
    SELECT inmateid, replace(substr(admitted_dt, 1, 19), 'T', ' ') AS admitted, file_date, hash(custody_level, bradh, race,
           gender, age, inmate_status_code, sealed, srg_flg, top_charge, infraction) AS said
    FROM read_parquet(?)
), neighbours AS (
    SELECT *, lag(file_date) OVER stay AS day_before, lag(said) OVER stay AS said_before
    FROM listed WINDOW stay AS (PARTITION BY inmateid, admitted ORDER BY file_date)
)
SELECT inmateid, admitted, min(file_date), max(file_date), count(*), sum((file_date - day_before > 1)::int),
       sum((said <> said_before)::int)
FROM neighbours GROUP BY ALL
"""
"""What the import works out as well: each stay, its first and last day, its gaps, and how often it was described anew."""


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Import the sample once, durably; then let DuckDB and bare inserts do their part of the same work."""
    path = scratch.data / SAMPLE if scratch.data else None
    if path is None or not path.is_file():
        yield Skipped("import", f"{SAMPLE} is not in the data folder")
        return
    import_seconds = _import(path)
    memory = peak_memory()
    stays_seconds = _stays(path)
    yield Ratio("seconds", import_seconds, stays_seconds, "DuckDB reading and working out the stays", "s", at_most=15)
    yield Ratio("peak memory", memory / 2**20, MEMORY / 2**20, "two gibibytes", "MiB", at_most=1)
    entries, bare_seconds = _bare_inserts()
    yield Ratio(
        "seconds per entry",
        import_seconds / entries,
        bare_seconds / entries,
        "bare executemany of the same rows",
        "s",
        at_most=4,
    )


def _import(path: Path) -> float:
    from constancia.ledger.actions import open_register
    from constancia.register.actions import open_facility
    from constancia.register.roll.actions import import_roll

    now, zone = datetime.now(UTC), "America/New_York"
    open_register(by=CLERK, name="Benchmark", at=now, now=now)
    open_facility(by=CLERK, at=now, now=now, code="F1", name="F1", zone=zone, authority="x")
    with taken() as time_taken:
        import_roll(by=CLERK, paths=[path], facility="F1", zone=zone, clock=lambda: datetime.now(UTC))
    return time_taken.wall


def _stays(path: Path) -> float:
    import duckdb

    with taken() as time_taken:
        duckdb.execute(_STAYS, [str(path)]).fetchall()
    return time_taken.wall


def _bare_inserts() -> tuple[int, float]:
    """Copy every row that the import wrote, table by table, into bare twins of its tables, by plain executemany."""
    from django.db import connection, transaction

    tables = [each for each in connection.introspection.table_names() if each.startswith(("ledger_", "register_"))]
    seconds, entries = 0.0, 0
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            rows: list[Any] = cursor.fetchall()
            entries = len(rows) if table == "ledger_entry" else entries
            cursor.execute(f"CREATE TABLE bare_{table} AS SELECT * FROM {table} WHERE 1 = 0")
            if rows:
                statement = f"INSERT INTO bare_{table} VALUES ({', '.join(['%s'] * len(rows[0]))})"
                with taken() as time_taken, transaction.atomic():
                    cursor.executemany(statement, rows)
                seconds += time_taken.wall
    return entries, seconds
