"""From the bytes of a CSV file to a table: by the quick reader when it is clean, line by line when anything is odd. Pure."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice

import polars as pl

from constancia.register.roll.tables import (
    LARGEST_FILE,
    MOST_CELLS,
    MOST_REJECTS,
    ROW,
    Reject,
    TextTable,
    Unreadable,
    checked,
    header_problem,
)
from constancia.register.roll.values import ADMITTED, PERSON

_LONGEST_HEADER = 64 * 1024
_LINES_AT_ONCE = 50_000

csv.field_size_limit(LARGEST_FILE)


def table_from_csv(name: str, data: bytes, needed: Iterable[str] = (PERSON, ADMITTED)) -> TextTable | Unreadable:
    """Read a CSV file of UTF-8, UTF-16 or Windows-1252 text with any of the three line ends and the columns `needed`.

    A field never holds a line break, so that a quotation mark that is never closed costs its own line and no other.
    """
    digest = hashlib.sha256(data).hexdigest()
    text = _as_utf8(data)
    if text is None:
        return Unreadable(Reject(name, 0, "", "encoding"))
    header = _header(text)
    problem = header_problem(header, needed)
    if problem:
        return Unreadable(Reject(name, 1, problem[1], problem[0]))
    if text.count(b"\n") * len(header) > MOST_CELLS:
        return Unreadable(Reject(name, 0, "", "too_big"))
    rejects: list[Reject] = []
    frame = _quick(text, header)
    if frame is None:
        frame = pl.concat(_slow(name, text, header, rejects))
    frame = checked(name, frame, rejects)
    if len(rejects) >= MOST_REJECTS:
        return Unreadable(Reject(name, 0, "", "mostly_bad"))
    return TextTable(name, digest, frame, rejects)


def _as_utf8(data: bytes) -> bytes | None:
    """Return the text as UTF-8 without mark and with plain line ends: by its mark, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    text = data if data.isascii() else next(_decoded(data, encodings), None)
    if text is None or b"\r" not in text:
        return text
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _decoded(data: bytes, encodings: tuple[str, ...]) -> Iterator[bytes]:
    for encoding in encodings:
        try:
            yield data.decode(encoding).encode()
        except UnicodeDecodeError:
            continue


def _header(text: bytes) -> list[str]:
    first = text[:_LONGEST_HEADER].split(b"\n", 1)[0].decode(errors="replace")
    return [each.strip().lower() for each in next(csv.reader([first]), [])]


def _quick(text: bytes, header: list[str]) -> pl.DataFrame | None:
    """Read a well-formed file at once; None when it is not, or when the quick reader might hide that it is not."""
    lines = text.count(b"\n") + (not text.endswith(b"\n"))
    if b"\0" in text or text.count(b",") != lines * (len(header) - 1):
        return None
    try:
        frame = pl.read_csv(text, has_header=False, skip_rows=1, infer_schema=False, new_columns=header)
    except pl.exceptions.PolarsError:
        return None
    if frame.width != len(header) or frame.height != lines - 1 or _has_odd_fields(text, frame):
        return None
    return frame.with_row_index(ROW, offset=2).with_columns(pl.col(ROW).cast(pl.Int64))


def _has_odd_fields(text: bytes, frame: pl.DataFrame) -> bool:
    """Tell whether a quoted field holds a line break or a comma: then lines and commas no longer count rows and fields."""
    return b'"' in text and bool(frame.select(pl.any_horizontal(pl.all().str.contains("[\n,]")).any()).item())


def _slow(name: str, text: bytes, header: list[str], rejects: list[Reject]) -> Iterator[pl.DataFrame]:
    """Read line by line, leaving out and naming each line that cannot be kept; some thousands make one frame."""
    lines = enumerate(BytesIO(text), start=1)
    next(lines, None)
    schema = {**dict.fromkeys(header, pl.String), ROW: pl.Int64}
    yield pl.DataFrame(schema=schema)
    while some := list(islice(lines, _LINES_AT_ONCE)):
        kept: list[list[str | int]] = []
        for number, line in some:
            values = _fields(line.decode().rstrip("\n"), len(header))
            if isinstance(values, str):
                rejects.append(Reject(name, number, "", values))
            elif values:
                kept.append([*values, number])
        yield pl.DataFrame(kept, schema=schema, orient="row")
        if len(rejects) >= MOST_REJECTS:
            return


def _fields(line: str, width: int) -> list[str] | str:
    """Return the fields of one line, none for a blank one, or the reason why it has none."""
    if not line.strip():
        return []
    try:
        values = next(csv.reader([line], strict=True))
    except csv.Error:
        return "quotes"
    return values if len(values) == width else "ragged"
