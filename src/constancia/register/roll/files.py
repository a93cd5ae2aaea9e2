"""From paths to tables of text, one per file, whatever wraps them; nothing hostile gets further than here. Pure."""

import csv
import gzip
import hashlib
import io
import re
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO

import polars as pl

from constancia.register.roll.values import ADMITTED, DAY, PERSON

LARGEST_MEMBER = 512 * 2**20
"""No single file may unpack to more than this; a roll of 100,000 people takes a hundredth of it."""

LARGEST_RATIO = 200
"""A compressed file that unpacks to more than this many times its size is taken for a bomb."""

LONGEST_FIELD = 1_000
"""No field of a roll is longer; a row with a longer one is rejected, the rest is read."""

ROW = "_row"
"""The column that holds the line number of a row in its file (the header is line 1)."""


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
class Unreadable:
    """A file none of which could be read."""

    reject: Reject


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file to read: where it lies, and the name its sender knows it by, which tells its kind and perhaps its day."""

    path: Path
    name: str


def tables(paths: Sequence[Path | Source]) -> Iterator[TextTable | Unreadable]:
    """Yield every roll file under the paths given (files, folders, archives, Parquet), in order of path."""
    for source in sorted(_files(paths)):
        try:
            yield from _tables_of(source)
        except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, _Bomb) as error:
            yield Unreadable(Reject(source.name, 0, "", "bomb" if isinstance(error, _Bomb) else "damaged"))


class _Bomb(Exception):  # noqa: N818
    """It unpacks to more than it may."""


def _files(paths: Sequence[Path | Source]) -> Iterator[Source]:
    for path in paths:
        if isinstance(path, Source):
            yield path
        elif path.is_dir():
            inside = (each for each in path.rglob("*") if each.is_file() and has_known_ending(each.name))
            yield from (Source(each, each.name) for each in inside)
        else:
            yield Source(path, path.name)


ENDINGS = (".csv", ".csv.gz", ".parquet", ".zip", ".tar", ".tar.xz", ".tar.gz", ".tgz", ".tar.bz2")
"""The kinds of file that are read, by how their names end."""


def has_known_ending(name: str) -> bool:
    """Tell whether a file's name says that it is of a kind that is read."""
    return name.lower().endswith(ENDINGS)


def _tables_of(source: Source) -> Iterator[TextTable | Unreadable]:
    name, path = source.name.lower(), source.path
    if name.endswith(".parquet"):
        yield from _parquet(source)
    elif name.endswith(".zip"):
        yield from _zip(source)
    elif name.endswith((".tar", ".tar.xz", ".tar.gz", ".tgz", ".tar.bz2")):
        yield from _tar(source)
    elif name.endswith(".csv.gz"):
        with gzip.open(path, "rb") as stream:
            yield table_from_csv(source.name, _bounded(stream, path.stat().st_size))
    elif name.endswith(".csv"):
        with path.open("rb") as stream:
            yield table_from_csv(source.name, _bounded(stream, LARGEST_MEMBER))
    else:
        yield Unreadable(Reject(source.name, 0, "", "unknown_kind"))


def _zip(source: Source) -> Iterator[TextTable | Unreadable]:
    with zipfile.ZipFile(source.path) as archive:
        for member in sorted(archive.infolist(), key=lambda each: each.filename):
            if member.is_dir():
                continue
            shown = _safe_name(member.filename)
            if shown is None:
                yield Unreadable(Reject(source.name, 0, "", "outside_archive"))
            elif shown.lower().endswith(".csv"):
                with archive.open(member) as stream:
                    yield from _member(shown, stream, member.compress_size)


def _tar(source: Source) -> Iterator[TextTable | Unreadable]:
    packed = source.path.stat().st_size
    with tarfile.open(source.path, "r:*") as archive:
        members = sorted((each for each in archive if not each.isdir()), key=lambda each: each.name)
        for member in members:
            shown = _safe_name(member.name) if member.isfile() else None
            if shown is None:
                yield Unreadable(Reject(source.name, 0, "", "outside_archive"))
            elif shown.lower().endswith(".csv"):
                stream = archive.extractfile(member)
                if stream is not None:
                    yield from _member(shown, stream, max(packed, member.size // LARGEST_RATIO))


def _member(name: str, stream: IO[bytes], packed: int) -> Iterator[TextTable | Unreadable]:
    try:
        yield table_from_csv(name, _bounded(stream, packed))
    except _Bomb:
        yield Unreadable(Reject(name, 0, "", "bomb"))


def _safe_name(name: str) -> str | None:
    """Return a member's own name; members that would leave the folder are refused, and none is ever unpacked to disk."""
    path = PurePosixPath(name.replace("\\", "/"))
    return None if path.is_absolute() or ".." in path.parts or "\0" in name else path.name


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed: int) -> bytes:
    """Read a stream whole unless it is longer than it may be."""
    limit = min(LARGEST_MEMBER, max(packed, 2**14) * LARGEST_RATIO)
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _Bomb
    return data


# ---------------------------------------------------------------- CSV


def table_from_csv(name: str, data: bytes) -> TextTable | Unreadable:
    """Read a CSV file: by the quick reader when it is clean, row by row when anything about it is odd."""
    digest = hashlib.sha256(data).hexdigest()
    text_bytes = _as_utf8(data)
    if text_bytes is None:
        return Unreadable(Reject(name, 0, "", "encoding"))
    header = _header(text_bytes)
    problem = _header_problem(header)
    if problem:
        return Unreadable(Reject(name, 1, problem[1], problem[0]))
    frame = _quick(text_bytes, header)
    rejects: list[Reject] = []
    if frame is None:
        frame = _slow(name, text_bytes, header, rejects)
    return TextTable(name, digest, _trimmed(frame), rejects)


def _as_utf8(data: bytes) -> bytes | None:
    """Return the text as UTF-8 without mark: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    return None


def _header(data: bytes) -> list[str]:
    first = data[: 64 * 1024].split(b"\n", 1)[0].decode(errors="replace").rstrip("\r")
    return [each.strip().lower() for each in next(csv.reader([first]), [])]


def _header_problem(header: list[str]) -> tuple[str, str] | None:
    doubled = sorted({each for each in header if header.count(each) > 1})
    if doubled:
        return ("doubled_column", doubled[0][:40])
    for needed in (PERSON, ADMITTED):
        if needed not in header:
            return ("missing_column", needed)
    return None


def _quick(data: bytes, header: list[str]) -> pl.DataFrame | None:
    """Read a well-formed file at once; None when it is not."""
    if b"\0" in data:
        return None
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            skip_rows=1,
            infer_schema=False,
            new_columns=header,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.width != len(header):
        return (
            None
            if frame.height
            else pl.DataFrame(
                {each: [] for each in [*header, ROW]},
                schema_overrides=dict.fromkeys(header, pl.String) | {ROW: pl.Int64},
            )
        )
    longest = frame.select(pl.all().str.len_chars().max()).row(0)
    if any(each is not None and each > LONGEST_FIELD for each in longest):
        return None
    return frame.with_row_index(ROW, offset=2).with_columns(pl.col(ROW).cast(pl.Int64))


def _slow(name: str, data: bytes, header: list[str], rejects: list[Reject]) -> pl.DataFrame:
    """Read row by row, leaving out and naming each row that cannot be kept."""
    csv.field_size_limit(LARGEST_MEMBER)
    columns: dict[str, list[str]] = {each: [] for each in header}
    numbers: list[int] = []
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""))
    next(reader, None)
    for row in reader:
        if not row:
            continue
        problem = _row_problem(row, header)
        if problem:
            rejects.append(Reject(name, reader.line_num, problem[1], problem[0]))
            continue
        numbers.append(reader.line_num)
        for column, value in zip(header, row, strict=True):
            columns[column].append(value)
    return pl.DataFrame({**columns, ROW: numbers}, schema={**dict.fromkeys(header, pl.String), ROW: pl.Int64})


def _row_problem(row: list[str], header: list[str]) -> tuple[str, str] | None:
    if len(row) != len(header):
        return ("ragged", "")
    for column, value in zip(header, row, strict=True):
        if len(value) > LONGEST_FIELD:
            return ("too_long", column)
        if "\0" in value:
            return ("nul", column)
    return None


def _trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).str.strip_chars().fill_null(""))


# ---------------------------------------------------------------- Parquet

_ROWS_AT_ONCE = 400_000


def _parquet(given: Source) -> Iterator[TextTable | Unreadable]:
    """Yield a Parquet file in pieces of whole days; it must have a column `file_date`."""
    try:
        source = pl.scan_parquet(given.path)
        schema = {name.lower(): kind for name, kind in source.collect_schema().items()}
    except (pl.exceptions.PolarsError, OSError):
        yield Unreadable(Reject(given.name, 0, "", "damaged"))
        return
    problem = _schema_problem(schema)
    if problem:
        yield Unreadable(Reject(given.name, 0, problem[1], problem[0]))
        return
    source = source.rename({each: each.lower() for each in source.collect_schema().names()})
    source = source.with_columns(_as_day(schema[DAY]).alias(DAY))
    digest = digest_of(given.path)
    days = source.group_by(DAY).len().sort(DAY).collect()
    if days[DAY].null_count():
        yield Unreadable(Reject(given.name, 0, DAY, "no_day"))
    for first, last in _stretches(days.drop_nulls()):
        piece = source.filter(pl.col(DAY).is_between(first, last)).collect()
        texts = [pl.col(each).cast(pl.String).fill_null("") for each in piece.columns if each != DAY]
        frame = piece.select(pl.col(DAY), *texts).with_columns(pl.lit(0, pl.Int64).alias(ROW))
        yield TextTable(given.name, digest, _trimmed(frame))


_TEXT_LIKE = (pl.String, pl.Categorical, pl.Enum, pl.Null, pl.Boolean)


def _schema_problem(schema: dict[str, pl.DataType]) -> tuple[str, str] | None:
    for needed in (PERSON, ADMITTED, DAY):
        if needed not in schema:
            return ("missing_column", needed)
    for name, kind in schema.items():
        fits = kind in _TEXT_LIKE or kind.is_integer() or kind.is_temporal() or (kind.is_float() and name == "age")
        if not fits or (name == DAY and kind not in (pl.String, pl.Date)):
            return ("wrong_type", name[:40])
    return None


def _as_day(kind: pl.DataType) -> pl.Expr:
    return pl.col(DAY) if kind == pl.Date else pl.col(DAY).str.to_date("%Y-%m-%d", strict=False)


def _stretches(days: pl.DataFrame) -> Iterator[tuple[date, date]]:
    """Group days so that each piece has about `_ROWS_AT_ONCE` rows."""
    first: date | None = None
    rows = 0
    last = None
    for day, count in days.iter_rows():
        if first is not None and rows + count > _ROWS_AT_ONCE:
            yield first, last  # type: ignore[misc]
            first, rows = None, 0
        first = first or day
        rows += count
        last = day
    if first is not None and last is not None:
        yield first, last


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


def day_in_name(name: str) -> date | None:
    """Return the day that a file name states as 20220620 or 2022-06-20."""
    found = _DAY_IN_NAME.search(name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
