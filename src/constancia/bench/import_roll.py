"""A daily roll of millions of rows into the register: against DuckDB working out the same stays, and against bare inserts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped, peak_memory, taken

SAMPLE = "nyc_roll_2018-10_2020-06.parquet"
MEMORY = 2 * 2**30

_SAID = (
    "custody_level",
    "bradh",
    "race",
    "gender",
    "age",
    "inmate_status_code",
    "sealed",
    "srg_flg",
    "top_charge",
    "infraction",
)

_STAYS_ALONE = """
SELECT inmateid, replace(substr(admitted_dt, 1, 19), 'T', ' ') AS admitted, min(file_date), max(file_date), count(*)
FROM read_parquet(?) GROUP BY ALL
"""
"""Each stay with its first and last day, and nothing of what happened in between."""

_STAYS = f"""
WITH listed AS (
    SELECT inmateid, replace(substr(admitted_dt, 1, 19), 'T', ' ') AS admitted, file_date, count(*) AS times,
           {", ".join(f"first({each}) AS {each}" for each in _SAID)}
    FROM read_parquet(?) GROUP BY ALL
), neighbours AS (
    SELECT *, lag(file_date) OVER stay AS day_before, lead(file_date) OVER stay AS day_after,
           {" OR ".join(f"{each} IS DISTINCT FROM lag({each}) OVER stay" for each in _SAID)} AS described_anew
    FROM listed WINDOW stay AS (PARTITION BY inmateid, admitted ORDER BY file_date)
)
SELECT * FROM neighbours
WHERE day_before IS NULL OR day_after IS NULL OR file_date - day_before > 1 OR day_after - file_date > 1 OR described_anew
"""
"""What the import works out: each stay, its repeated rows, its gaps, and every day on which it is described otherwise."""


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Import the sample once, durably; then let DuckDB and bare inserts do their part of the same work."""
    path = scratch.data / SAMPLE if scratch.data else None
    if path is None or not path.is_file():
        yield Skipped("import", f"{SAMPLE} is not in the data folder")
        return
    import_seconds = _import(path)
    memory = peak_memory()
    peer = "DuckDB reading the file and working out the same stays"
    yield Ratio("seconds", import_seconds, _seconds_of(_STAYS, path), f"{peer}, gaps and changes", "s", at_most=15)
    yield Ratio(
        "seconds", import_seconds, _seconds_of(_STAYS_ALONE, path), f"{peer} without what happened in them", "s"
    )
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


def _seconds_of(question: str, path: Path) -> float:
    import duckdb

    with taken() as time_taken:
        duckdb.execute(question, [str(path)]).fetchall()
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
