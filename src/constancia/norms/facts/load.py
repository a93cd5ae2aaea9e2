"""Reading a folder of facts: one CSV or Parquet file per table, forgiving in order and layout, strict in content.

Columns may stand in any order, be left out when they may be blank, and be written in capitals; the separator may be a comma or a
semicolon. Everything else that does not fit is refused with file, row (2 is the first below the header) and field, all at once.
"""

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import and_, or_
from pathlib import Path

import polars as pl

from constancia.core.refusals import Refusal, refuse_if_any
from constancia.core.text import Text
from constancia.norms.facts import refusals
from constancia.norms.facts.files import SUFFIXES, read_file
from constancia.norms.facts.frames import Facts
from constancia.norms.facts.parse import NAIVE, Parsed, parse, stored
from constancia.norms.facts.tables import TYPES, Column, Table, tables

SHOWN = 20
"""How many rows with one and the same fault are named one by one."""


def load(folder: Path) -> Facts:
    """Return the facts of a folder; raises `Refused` with every fault found in any of its files."""
    frames: dict[str, pl.DataFrame] = {}
    faults: list[Refusal] = []
    for table, path in files_of(folder, faults):
        frame = read_file(path, faults)
        if frame is not None:
            frames[table.name] = typed(frame, table, path.name, faults)
    facts = Facts(frames)
    if not faults:
        faults += one_place(facts.frame("facility"))
    refuse_if_any(faults)
    return facts


def files_of(folder: Path, faults: list[Refusal]) -> list[tuple[Table, Path]]:
    """Return each table of a folder with its file; files of no table, second files of one, and none at all are added to `faults`."""
    found: dict[str, Path] = {}
    for path in sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES):
        table = tables().get(path.stem.lower())
        if table is None:
            known = ", ".join(tables())
            faults.append(refusals.UNKNOWN_FILE(file=path.name, table=path.stem, known=known, field=path.name))
        elif table.name in found:
            other = found[table.name].name
            faults.append(refusals.TWO_FILES(file=path.name, other=other, table=table.name, field=path.name))
        else:
            found[table.name] = path
    if not found and not faults:
        faults.append(refusals.NO_FACTS(folder=folder.name))
    return [(tables()[name], path) for name, path in found.items()]


def typed(frame: pl.DataFrame, table: Table, file: str, faults: list[Refusal], first: int = 2) -> pl.DataFrame:
    """Return a frame of text or of Parquet's types as the table's own columns; what does not fit is added to `faults`.

    `first` is the number of the frame's first row in its file: 2, unless the file is read in pieces.
    """
    faults += [
        refusals.UNKNOWN_COLUMN(file=file, table=table.name, column=unknown, field=f"{file}:1:{unknown}")
        for unknown in sorted(set(frame.columns) - table.columns.keys())
    ]
    parsed = {name: parse(frame[name], column) for name, column in table.columns.items() if name in frame.columns}
    values = {name: each.values for name, each in parsed.items()}
    for name, each in parsed.items():
        if each.days is not None:
            into = table.columns[name].day_in
            values[into] = (
                each.days if into not in values else values[into].zip_with(values[into].is_not_null(), each.days)
            )
    for name, column in table.columns.items():
        if name in parsed:
            faults += _faults(frame[name], parsed[name], column, file, first)
        elif column.need and frame.height:
            faults.append(refusals.MISSING_COLUMN(file=file, column=name, field=f"{file}:1:{name}"))
        values.setdefault(name, pl.Series(name, [None] * frame.height, dtype=stored(column)))
    made = pl.DataFrame({name: values[name].alias(name).cast(stored(column)) for name, column in table.columns.items()})
    unread = reduce(
        or_, (parsed[name].wrong for name in table.moments if name in parsed), made["record"].is_null() & False
    )
    faults += _time_faults(made, table, file, unread, first)
    return made


def _faults(given: pl.Series, parsed: Parsed, column: Column, file: str, first: int) -> Iterator[Refusal]:
    asked = TYPES[column.type]
    of = f" ({' | '.join(column.codes)})" if column.codes else ""
    for row in _rows(parsed.wrong, first):
        value = str(given[row - first])
        has_no_offset = parsed.why == "no_offset" or (column.type == "moment" and bool(re.match(NAIVE, value.strip())))
        yield (refusals.NO_OFFSET if has_no_offset else refusals.WRONG_FIELD)(
            file=file,
            row=row,
            column=column.name,
            value=repr(value[:40]),
            asked=Text(asked.en + of, asked.es + of),
            field=f"{file}:{row}:{column.name}",
        )
    yield from _more(parsed.wrong, column.name, file)
    if column.need:
        blank = parsed.values.is_null() & ~parsed.wrong
        for row in _rows(blank, first):
            yield refusals.BLANK_FIELD(file=file, row=row, column=column.name, field=f"{file}:{row}:{column.name}")
        yield from _more(blank, column.name, file)


def _rows(at_fault: pl.Series, first: int) -> Iterable[int]:
    return [first + each for each in at_fault.arg_true().head(SHOWN)]


def _more(at_fault: pl.Series, column: str, file: str) -> Iterator[Refusal]:
    count = int(at_fault.sum() or 0) - SHOWN
    if count > 0:
        yield refusals.MORE(file=file, column=column, count=count, field=f"{file}::{column}")


def _time_faults(frame: pl.DataFrame, table: Table, file: str, unread: pl.Series, first: int) -> Iterator[Refusal]:
    if table.kind not in ("interval", "either"):
        return
    backwards = (frame["until"] < frame["since"]).fill_null(value=False)
    for row in _rows(backwards, first):
        yield refusals.ENDS_BEFORE(file=file, row=row, field=f"{file}:{row}:until")
    yield from _more(backwards, "until", file)
    moments = [frame[each].is_null() for each in table.moments if each != "recorded_at"]
    nowhere = reduce(and_, moments) & ~unread
    for row in _rows(nowhere, first):
        yield refusals.NO_MOMENT(file=file, row=row, field=f"{file}:{row}:since")
    yield from _more(nowhere, "since", file)


def one_place(facilities: pl.DataFrame) -> Iterator[Refusal]:
    """Refuse a facility that lies in two zones or States: no local day could be told."""
    for column in ("zone", "state", "calendar"):
        counted = facilities.group_by("facility").agg(pl.col(column).drop_nulls().n_unique().alias("n"))
        for facility in sorted(counted.filter(pl.col("n") > 1)["facility"].to_list()):
            yield refusals.TWO_ZONES(file="facility", facility=facility, column=column, field=f"facility::{column}")
