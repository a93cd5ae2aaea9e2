"""The embedded engine: DuckDB spreads the rows over parts on disk, and this process judges one part after another."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq

from constancia.norms.scale import routing
from constancia.norms.scale.asked import EVERYWHERE, KINDS, Asked
from constancia.norms.scale.closings import added, held_in_batch, registers
from constancia.norms.scale.part import ARROW, KEY, PART, judged, plain
from constancia.norms.scale.staging import BATCH, Staged, blank

MOST_MEMORY = "1GiB"
"""What DuckDB may hold in memory while it spreads rows; beyond it works on disk."""


def judge_parts(asked: Asked, staged: Staged, out: Path, work: Path, progress: Callable[[int], None]) -> None:
    """Write the verdicts of every part into `out`, one file each; `work` is a folder for what is needed meanwhile."""
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
        connection.execute(f"SET temp_directory = '{work / 'spilled'}'")
        connection.execute("SET preserve_insertion_order = false")
        _views(connection, staged)
        shared = {each: connection.sql(routing.everywhere(each)).pl() for each in EVERYWHERE if each in staged.rows}
        held = added(_held(connection, asked, staged, shared))
        written = 0
        for kind in KINDS:
            for rows in _parts(connection, asked, kind, staged, work / kind):
                with pq.ParquetWriter(out / f"part-{written:05}.parquet", ARROW, compression="zstd") as writer:
                    for frame in judged(asked, kind, rows, shared, held):
                        writer.write_table(plain(frame, ARROW))
                written += 1
                progress(written)


def _views(connection: duckdb.DuckDBPyConnection, staged: Staged) -> None:
    for table in staged.rows:
        connection.read_parquet(str(staged.path(table))).create_view(f"staged_{table}")
        several = connection.execute(routing.repeated(table)).fetchall()[0][0]
        connection.execute(f"CREATE VIEW keyed_{table} AS {routing.keyed(table, versions=several > 0)}")


def _held(
    connection: duckdb.DuckDBPyConnection, asked: Asked, staged: Staged, shared: dict[str, pl.DataFrame]
) -> Iterator[pl.DataFrame]:
    """Yield how many records each closing finds in its register, batch by batch."""
    if "closing" not in shared:
        return
    for register in sorted({each for kind in KINDS for each in registers(asked, kind)} & staged.rows.keys()):
        for batch in connection.sql(routing.latest(register)).to_arrow_reader(BATCH):
            yield held_in_batch(asked, register, shared["closing"], pl.DataFrame(batch))


def _parts(
    connection: duckdb.DuckDBPyConnection, asked: Asked, kind: str, staged: Staged, work: Path
) -> Iterator[dict[str, pl.DataFrame]]:
    """Yield the rows of each part of a kind of subject; none where nothing that was given says anything of it."""
    given = routing.tables_of(asked, kind, set(staged.rows))
    if not given:
        return
    parts = routing.parts_for(sum(staged.rows[each] for each in given))
    part = f"CAST(hash({{column}}) % {parts} AS INTEGER)"
    connection.execute(f"CREATE TEMP TABLE named_{kind} AS {routing.named(asked, kind, set(staged.rows), part)}")
    for table in given:
        (work / table).mkdir(parents=True)
        asked_for = routing.routed(asked, kind, table, part)
        connection.execute(f"COPY ({asked_for}) TO '{work / table}' (FORMAT parquet, PARTITION_BY ({PART}))")
    for number in range(parts):
        yield {table: _read(work / table / f"{PART}={number}", table) for table in given}
    shutil.rmtree(work)


def _read(folder: Path, table: str) -> pl.DataFrame:
    columns = blank(table).with_columns(pl.lit(None, pl.String).alias(KEY))
    files = sorted(folder.glob("*.parquet"))
    return pl.concat([columns, *(pl.read_parquet(each, columns=columns.columns) for each in files)])
