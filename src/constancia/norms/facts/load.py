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
    read: dict[str, str] = {}
    for path in sorted(each for each in folder.iterdir() if each.suffix.lower() in SUFFIXES):
        table = tables().get(path.stem.lower())
        if table is None:
            known = ", ".join(tables())
            faults.append(refusals.UNKNOWN_FILE(file=path.name, table=path.stem, known=known, field=path.name))
            continue
        if table.name in read:
            faults.append(refusals.TWO_FILES(file=path.name, other=read[table.name], table=table.name, field=path.name))
            continue
        read[table.name] = path.name
        frame = read_file(path, faults)
        if frame is not None:
            frames[table.name] = typed(frame, table, path.name, faults)
    if not frames and not faults:
        faults.append(refusals.NO_FACTS(folder=folder.name))
    facts = Facts(frames)
    if not faults:
        faults += _one_place(facts)
    refuse_if_any(faults)
    return facts


def typed(frame: pl.DataFrame, table: Table, file: str, faults: list[Refusal]) -> pl.DataFrame:
    """Return a frame of text or of Parquet's types as the table's own columns; what does not fit is added to `faults`."""
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
            faults += _faults(frame[name], parsed[name], column, file)
        elif column.need and frame.height:
            faults.append(refusals.MISSING_COLUMN(file=file, column=name, field=f"{file}:1:{name}"))
        values.setdefault(name, pl.Series(name, [None] * frame.height, dtype=stored(column)))
    made = pl.DataFrame({name: values[name].alias(name).cast(stored(column)) for name, column in table.columns.items()})
    unread = reduce(
        or_, (parsed[name].wrong for name in table.moments if name in parsed), made["record"].is_null() & False
    )
    faults += _time_faults(made, table, file, unread)
    return made


def _faults(given: pl.Series, parsed: Parsed, column: Column, file: str) -> Iterator[Refusal]:
    asked = TYPES[column.type]
    of = f" ({' | '.join(column.codes)})" if column.codes else ""
    for row in _rows(parsed.wrong):
        value = str(given[row])
        has_no_offset = parsed.why == "no_offset" or (column.type == "moment" and bool(re.match(NAIVE, value.strip())))
        yield (refusals.NO_OFFSET if has_no_offset else refusals.WRONG_FIELD)(
            file=file,
            row=row + 2,
            column=column.name,
            value=repr(value[:40]),
            asked=Text(asked.en + of, asked.es + of),
            field=f"{file}:{row + 2}:{column.name}",
        )
    yield from _more(parsed.wrong, column.name, file)
    if column.need:
        blank = parsed.values.is_null() & ~parsed.wrong
        for row in _rows(blank):
            yield refusals.BLANK_FIELD(
                file=file, row=row + 2, column=column.name, field=f"{file}:{row + 2}:{column.name}"
            )
        yield from _more(blank, column.name, file)


def _rows(at_fault: pl.Series) -> Iterable[int]:
    return at_fault.arg_true().head(SHOWN).to_list()


def _more(at_fault: pl.Series, column: str, file: str) -> Iterator[Refusal]:
    count = int(at_fault.sum() or 0) - SHOWN
    if count > 0:
        yield refusals.MORE(file=file, column=column, count=count, field=f"{file}::{column}")


def _time_faults(frame: pl.DataFrame, table: Table, file: str, unread: pl.Series) -> Iterator[Refusal]:
    if table.kind not in ("interval", "either"):
        return
    backwards = (frame["until"] < frame["since"]).fill_null(value=False)
    for row in _rows(backwards):
        yield refusals.ENDS_BEFORE(file=file, row=row + 2, field=f"{file}:{row + 2}:until")
    yield from _more(backwards, "until", file)
    moments = [frame[each].is_null() for each in table.moments if each != "recorded_at"]
    nowhere = reduce(and_, moments) & ~unread
    for row in _rows(nowhere):
        yield refusals.NO_MOMENT(file=file, row=row + 2, field=f"{file}:{row + 2}:since")
    yield from _more(nowhere, "since", file)


def _one_place(facts: Facts) -> Iterator[Refusal]:
    """Refuse a facility that lies in two zones or States: no local day could be told."""
    for column in ("zone", "state", "calendar"):
        counted = facts.frame("facility").group_by("facility").agg(pl.col(column).drop_nulls().n_unique().alias("n"))
        for facility in sorted(counted.filter(pl.col("n") > 1)["facility"].to_list()):
            yield refusals.TWO_ZONES(file="facility", facility=facility, column=column, field=f"facility::{column}")
