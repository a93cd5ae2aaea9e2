"""Finding one's way in a table of text: which column means what, which rows are blank, what a moment is. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import polars as pl

from constancia.core.time import day_start, from_local
from constancia.register.roll.csv_files import table_from_csv
from constancia.register.roll.tables import ROW, Reject, TextTable, Unreadable

_FIRST_LINES = re.compile(rb"\A(?:\xef\xbb\xbf)?([^\r\n]*)(\r\n|\r|\n)([^\r\n]*)")
ROW_NUMBER = "row_number"


def read_table(name: str, data: bytes) -> TextTable | Unreadable:
    """Read a CSV file; where its header names one column fewer than its rows have, the first holds the row numbers.

    That is how some statistics programs write a table; the columns would otherwise all be shifted by one.
    """
    return table_from_csv(name, repaired(data), ())


def repaired(data: bytes) -> bytes:
    """Return the bytes with a name for the column of row numbers, if the header leaves it out."""
    return b'"' + ROW_NUMBER.encode() + b'",' + data if has_short_header(data) else data


def has_short_header(data: bytes) -> bool:
    """Tell whether the header names one column fewer than the first row has."""
    found = _FIRST_LINES.match(data)
    return found is not None and found[3].count(b",") == found[1].count(b",") + 1


def named(columns: Iterable[str], meanings: Mapping[str, str]) -> dict[str, str]:
    """Return which of our names (values of `meanings`) stands under which column, the first that fits."""
    found: dict[str, str] = {}
    for each in columns:
        meaning = meanings.get(each.strip().lower().replace(" ", "_"))
        if meaning is not None and meaning not in found:
            found[meaning] = each
    return found


def without_blank_rows(table: TextTable) -> tuple[pl.DataFrame, list[Reject]]:
    """Return the rows that say something, and a reject for each that says nothing, empty lines included."""
    frame = table.frame
    texts = [each for each in frame.columns if each not in (ROW, ROW_NUMBER)]
    blank = frame.filter(pl.all_horizontal(pl.col(texts) == ""))[ROW].to_list() if texts else []
    rejected = {each.row for each in table.rejects}
    kept = frame[ROW].to_list()
    skipped = set(range(2, max(kept, default=1))) - set(kept) - rejected
    rejects = [Reject(table.name, row, "", "blank_row") for row in sorted({*blank, *skipped})]
    return frame.filter(~pl.col(ROW).is_in(blank)), rejects


def moment_of(text: str, zone: str) -> tuple[datetime, str] | None:
    """Return a moment and how exactly it is known (`day` or `minute`), or None for what is none; a day begins locally."""
    try:
        if len(text) == 10:
            return day_start(date.fromisoformat(text), zone), "day"
        wall = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    return (wall if wall.tzinfo else from_local(wall, zone)), "minute"
