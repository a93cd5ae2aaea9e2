"""One file of facts as a frame of text (CSV) or of its own types (Parquet); what is wrong with its layout is named with its row."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from constancia.core.refusals import Refusal
from constancia.norms.facts import refusals

SUFFIXES = (".csv", ".parquet")


def read_file(path: Path, faults: list[Refusal]) -> pl.DataFrame | None:
    """Return the content of a file, or None after adding to `faults` why it cannot be read as a table."""
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path, faults)
    return _read_csv(path.name, path.read_bytes().removeprefix(b"\xef\xbb\xbf"), faults)


def _read_parquet(path: Path, faults: list[Refusal]) -> pl.DataFrame | None:
    try:
        found = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError, ValueError):
        faults.append(refusals.UNREADABLE_FILE(file=path.name, field=path.name))
        return None
    repeated = list(_repeated(path.name, found.columns))
    faults += repeated
    return None if repeated else _renamed(found)


def read_batches(path: Path, faults: list[Refusal], rows: int) -> Iterator[pl.DataFrame]:
    """Yield the same content in frames of at most so many rows; a CSV file, which is checked whole, in one."""
    schema = _parquet_schema(path)
    if schema is None:
        frame = read_file(path, faults)
        if frame is not None:
            yield frame
        return
    repeated = list(_repeated(path.name, schema.names))
    faults += repeated
    if repeated:
        return
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=rows):
            yield _renamed(pl.DataFrame(batch))
        if not file.metadata.num_rows:
            yield _renamed(pl.DataFrame(schema.empty_table()))


def _parquet_schema(path: Path) -> Any:
    if path.suffix.lower() != ".parquet":
        return None
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError, ValueError):
        return None


def _read_csv(file: str, data: bytes, faults: list[Refusal]) -> pl.DataFrame | None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        faults.append(refusals.NOT_UTF8(file=file, row=row, field=f"{file}:{row}"))
        return None
    header = data.partition(b"\n")[0]
    separator = ";" if header.count(b";") > header.count(b",") else ","
    names = next(csv.reader(StringIO(header.decode()), delimiter=separator), [])
    found = list(_repeated(file, names))
    if not any(name.strip() for name in names):
        found = [refusals.UNREADABLE_FILE(file=file, field=file)]
    if not found:
        try:
            return _renamed(pl.read_csv(BytesIO(data), separator=separator, infer_schema=False))
        except (pl.exceptions.PolarsError, ValueError):
            found = list(_uneven(file, data.decode(), separator, len(names)))
    faults += found or [refusals.UNREADABLE_FILE(file=file, field=file)]
    return None


def _folded(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _renamed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({each: _folded(each) for each in frame.columns})


def _repeated(file: str, names: list[str]) -> Iterator[Refusal]:
    folded = [_folded(each) for each in names]
    for each in sorted({each for each in folded if folded.count(each) > 1}):
        yield refusals.REPEATED_COLUMN(file=file, column=each, field=f"{file}:1:{each}")


def _uneven(file: str, text: str, separator: str, width: int) -> Iterator[Refusal]:
    """Yield the first rows that have more or fewer fields than the header."""
    left = 20
    try:
        for row, fields in enumerate(csv.reader(StringIO(text), delimiter=separator, strict=True), start=1):
            if len(fields) not in (0, width) and left:
                left -= 1
                yield refusals.UNEVEN_ROW(file=file, row=row, count=len(fields), wanted=width, field=f"{file}:{row}")
    except csv.Error:
        return
