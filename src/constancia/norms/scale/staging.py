"""Facts read once, batch by batch, into files that every engine reads alike: typed, checked, each row with its place in its file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from constancia.core.refusals import Refusal, refuse_if_any
from constancia.norms.calendars import micros
from constancia.norms.facts.files import read_batches
from constancia.norms.facts.frames import Facts, empty, normal
from constancia.norms.facts.load import files_of, one_place, typed
from constancia.norms.facts.tables import Table, tables
from constancia.norms.scale.asked import Asked
from constancia.norms.scale.part import ROW

BATCH = 250_000
"""How many rows are read at once."""


@dataclass(frozen=True, slots=True)
class Staged:
    """The folder of staged tables, and how many rows each has; a table that was not given has no file."""

    folder: Path
    rows: dict[str, int]

    def path(self, table: str) -> Path:
        """Return the file of a table."""
        return self.folder / f"{table}.parquet"

    def read(self, table: str) -> pl.DataFrame:
        """Return one whole table; small ones only."""
        return pl.read_parquet(self.path(table)) if table in self.rows else blank(table)


def blank(table: str) -> pl.DataFrame:
    """Return a staged table without rows."""
    return empty(tables()[table]).with_columns(pl.lit(None, pl.Int64).alias(ROW))


def stage(folder: Path, into: Path, asked: Asked, progress: Callable[[int], None]) -> Staged:
    """Write the facts of a folder as staged tables; raises `Refused` with the faults of each file's first batch at fault."""
    faults: list[Refusal] = []
    staged = Staged(into, {})
    into.mkdir()
    total = 0
    for table, path in files_of(folder, faults):
        count = 0
        schema = blank(table.name).to_arrow().schema
        with pq.ParquetWriter(staged.path(table.name), schema, compression="zstd") as writer:
            for frame in _checked(table, path, faults):
                kept = (
                    frame if asked.known_at is None else frame.filter(pl.col("recorded_at") <= micros(asked.known_at))
                )
                writer.write_table(kept.to_arrow().cast(schema))
                count += kept.height
                progress(total + count)
        staged.rows[table.name] = count
        total += count
    if not faults:
        faults += one_place(Facts({"facility": staged.read("facility")}).frame("facility"))
    refuse_if_any(faults)
    return staged


def _checked(table: Table, path: Path, faults: list[Refusal]) -> Iterator[pl.DataFrame]:
    """Yield a file's rows as the table keeps them, up to the first batch that does not fit."""
    first = 2
    for batch in read_batches(path, faults, BATCH):
        before = len(faults)
        frame = normal(typed(batch, table, path.name, faults, first), table, first)
        if len(faults) > before:
            return
        yield frame.with_columns(pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias(ROW))
        first += frame.height
