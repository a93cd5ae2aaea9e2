"""What every kind of roll file is turned into: a table of trimmed text, with what could not be kept named row by row. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from constancia.register.roll.values import ALSO, PERSON

LARGEST_FILE = 128 * 2**20
"""No single file may unpack to more than this; a roll of 100,000 people takes a tenth of it."""

MOST_CELLS = 20_000_000
"""No table may hold more rows times columns than this at once; a roll of 100,000 people holds a fifteenth of it."""

MOST_COLUMNS = 200

MOST_REJECTS = 100_000
"""A file with more bad rows than this is refused whole: naming each of them would help nobody."""

LONGEST_FIELD = 1_000
"""No field of a roll has more bytes; a row with a longer one is rejected, the rest is read."""

LONGEST_PERSON = 200
"""No person number has more bytes."""

ROW = "_row"
"""The column that holds the number of a row in its file (in CSV the header is line 1; in Parquet the first row is 1)."""

_RESERVED = ("rows", ALSO)


@dataclass(frozen=True, slots=True)
class Reject:
    """What could not be read: file, row (0 for the whole file), field, and a reason of `rejects.REASONS`."""

    file: str
    row: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class TextTable:
    """A file's rows as trimmed text, columns named in lower case, with its name, digest and what was rejected."""

    name: str
    sha256: str
    frame: pl.DataFrame
    rejects: list[Reject] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: where it lies, and the name its sender knows it by, which tells its kind and perhaps its day."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file none of which could be read."""

    reject: Reject


def shown(name: str) -> str:
    """Return a file's name as it may be written down and printed: no control characters, half characters or odd forms."""
    safe = "".join(each if each.isprintable() else "�" for each in name.encode(errors="replace").decode())
    return unicodedata.normalize("NFC", safe)[:180]


def header_problem(header: list[str], needed: Iterable[str]) -> tuple[str, str] | None:
    """Return why a header cannot be used, as reason and column, or None."""
    doubled = sorted({each for each in header if header.count(each) > 1}) if len(header) <= MOST_COLUMNS else []
    reserved = [each for each in header if each in _RESERVED or each.startswith("_")]
    missing = [each for each in needed if each not in header]
    if len(header) > MOST_COLUMNS:
        return ("too_many_columns", "")
    if doubled:
        return ("doubled_column", doubled[0][:40])
    if reserved:
        return ("reserved_column", reserved[0][:40])
    return ("missing_column", missing[0]) if missing else None


def checked(name: str, frame: pl.DataFrame, rejects: list[Reject]) -> pl.DataFrame:
    """Return the rows that can be kept, as trimmed text in normal form C; name the others among `rejects`.

    A field is too long, or holds a NUL character, which no database keeps as text. Lengths come first: a Parquet file of
    some thousand bytes can repeat one endless text a million times, and only its length costs nothing to look at.
    """
    short = _without(name, frame, rejects, "too_long", _is_long)
    clean = _without(name, short, rejects, "nul", lambda column: pl.col(column).str.contains("\0", literal=True))
    return _composed(clean.with_columns(pl.col(pl.String).str.strip_chars().fill_null("")))


def _without(
    name: str, frame: pl.DataFrame, rejects: list[Reject], reason: str, is_bad: Callable[[str], pl.Expr]
) -> pl.DataFrame:
    """Return the rows none of whose texts is bad; name the others."""
    texts = [column for column, kind in frame.schema.items() if kind == pl.String]
    bad = frame.select(is_bad(each).any() for each in texts).row(0) if texts and frame.height else ()
    for column, has_bad in zip(texts, bad, strict=bool(bad)):
        if has_bad:
            rows = frame.filter(is_bad(column))[ROW]
            rejects.extend(Reject(name, row, column[:40], reason) for row in rows)
            frame = frame.filter(~is_bad(column).fill_null(value=False))
    return frame


def _is_long(column: str) -> pl.Expr:
    return pl.col(column).str.len_bytes() > (LONGEST_PERSON if column == PERSON else LONGEST_FIELD)


def _composed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame in Unicode normal form C; columns that are plain ASCII are that already."""
    if not frame.height:
        return frame
    has_more = frame.select((pl.col(pl.String).str.len_bytes() != pl.col(pl.String).str.len_chars()).any()).row(0)
    texts = (column for column, kind in frame.schema.items() if kind == pl.String)
    odd = [column for column, more in zip(texts, has_more, strict=True) if more]
    return frame.with_columns(pl.col(odd).str.normalize("NFC")) if odd else frame


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


def of_our_time(moment: pl.Expr) -> pl.Expr:
    """Return a day or moment of the years 1900 to 2999, else null: any other is a slip, and some no calendar can bear."""
    return pl.when(moment.is_between(FIRST_DAY, LAST_DAY + timedelta(days=1), closed="left")).then(moment)


_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


def day_in_name(name: str) -> date | None:
    """Return the day that a file name states as 20220620 or 2022-06-20."""
    found = _DAY_IN_NAME.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
