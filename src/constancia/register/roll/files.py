"""From paths to tables of text, one per file, whatever wraps them; nothing hostile gets further than here. Pure."""

import bz2
import gzip
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from constancia.register.roll.csv_files import table_from_csv
from constancia.register.roll.parquet_files import digest_of, tables_from_parquet
from constancia.register.roll.tables import (
    LARGEST_FILE,
    ROW,
    Reject,
    Source,
    TextTable,
    Unreadable,
    day_in_name,
    shown,
)

__all__ = [
    "ROW",
    "Reject",
    "Source",
    "TextTable",
    "Unreadable",
    "day_in_name",
    "digest_of",
    "has_known_ending",
    "tables",
]

LARGEST_RATIO = 200
"""A packed file that unpacks to more than this many times its size is taken for a bomb; rolls pack to a twentieth."""

LARGEST_ARCHIVE = 2 * 2**30
"""No archive may unpack to more than this altogether."""

LARGEST_ARCHIVE_RATIO = 1_000
"""The same for a whole archive: one day's roll is much like the next, and a good packer finds that."""

MOST_MEMBERS = 20_000
"""No archive may hold more files: fifty years of daily rolls."""

_MEMBER_HEADER = 2**20
"""No member of an archive may have a longer name or more notes about it."""

_DAMAGED = (
    EOFError,
    tarfile.TarError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    lzma.LZMAError,
    zlib.error,
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a member under a password
)


Read = Callable[[str, bytes], TextTable | Unreadable]
"""Turns the name and bytes of a CSV file into its table."""


class _Bomb(Exception):  # noqa: N818
    """It unpacks to more than it may."""


def tables(paths: Sequence[Path | Source], read: Read = table_from_csv) -> Iterator[TextTable | Unreadable]:
    """Yield every roll file under the paths given (files, folders, archives, Parquet), by the day in its name.

    `read` turns the bytes of a CSV file into its table; rolls have their own way. What is not read is named: files of other
    kinds, links inside a folder, pipes and devices, damaged files, bombs.
    """
    files: list[Source] = []
    for path in paths:
        for each in _below(path):
            if isinstance(each, Unreadable):
                yield each
            else:
                files.append(each)
    for source in sorted(files, key=lambda each: _order(each.name, str(each.path))):
        yield from _guarded(source.name, lambda source=source: _tables_of(source, read))  # type: ignore[misc]


def _below(path: Path | Source) -> Iterator[Source | Unreadable]:
    """Yield the files under a path; links that lie inside a folder are not followed."""
    if isinstance(path, Source):
        yield _ordinary(path)
        return
    if not path.is_dir():
        yield _ordinary(Source(path, path.name))
        return
    closed: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=closed.append):
        folders.sort()
        for name in sorted([*names, *(each for each in folders if (Path(folder) / each).is_symlink())]):
            each = Path(folder) / name
            yield Unreadable(Reject(shown(name), 0, "", "link")) if each.is_symlink() else _ordinary(Source(each, name))
    yield from (Unreadable(Reject(shown(str(each.filename)), 0, "", "cannot_open")) for each in closed)


def _ordinary(source: Source) -> Source | Unreadable:
    try:
        is_file = stat.S_ISREG(source.path.stat().st_mode)
    except OSError:
        return Unreadable(Reject(shown(source.name), 0, "", "cannot_open"))
    if not is_file:
        return Unreadable(Reject(shown(source.name), 0, "", "not_a_file"))
    return source if _kind(source.name) else Unreadable(Reject(shown(source.name), 0, "", "unknown_kind"))


def _order(name: str, whole: str) -> tuple[date, str]:
    return day_in_name(name) or date.min, whole


def _guarded(name: str, read: Callable[[], Iterator[TextTable | Unreadable]]) -> Iterator[TextTable | Unreadable]:
    """Yield what can be read of a file, and name it when the rest cannot."""
    try:
        yield from read()
    except _Bomb:
        yield Unreadable(Reject(shown(name), 0, "", "bomb"))
    except _DAMAGED:
        yield Unreadable(Reject(shown(name), 0, "", "damaged"))
    except OSError:
        yield Unreadable(Reject(shown(name), 0, "", "cannot_open"))


def has_known_ending(name: str) -> bool:
    """Tell whether a file's name says that it is of a kind that is read."""
    return _kind(name) is not None


def _tables_of(source: Source, read: Read) -> Iterator[TextTable | Unreadable]:
    kind = _kind(source.name)
    if kind is not None:
        yield from _READERS[kind](source, read)


def _kind(name: str) -> str | None:
    """Return the ending by which a file is read, or None."""
    return next((each for each in sorted(_READERS, key=len, reverse=True) if name.lower().endswith(each)), None)


def _parquet(source: Source, read: Read) -> Iterator[TextTable | Unreadable]:
    """Read a Parquet file, which only a roll can be: it says itself what its columns are."""
    if read is table_from_csv:
        yield from tables_from_parquet(source)
    else:
        yield Unreadable(Reject(shown(source.name), 0, "", "unknown_kind"))


def _csv(source: Source, read: Read) -> Iterator[TextTable | Unreadable]:
    with source.path.open("rb") as stream:
        yield read(shown(source.name), _bounded(stream, LARGEST_FILE))


def _csv_gz(source: Source, read: Read) -> Iterator[TextTable | Unreadable]:
    with gzip.open(source.path, "rb") as stream:
        yield read(shown(source.name), _bounded(stream, source.path.stat().st_size))


def _bounded(stream: IO[bytes] | gzip.GzipFile, packed: int) -> bytes:
    """Read a stream whole unless it is longer than it may be."""
    limit = min(LARGEST_FILE, max(packed, 2**14) * LARGEST_RATIO)
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise _Bomb
    return data


# ---------------------------------------------------------------- archives


def _safe_name(name: str) -> str | None:
    """Return a member's own name; members that would leave the folder are refused, and none is ever unpacked to disk."""
    path = PurePosixPath(name.replace("\\", "/"))
    return None if path.is_absolute() or ".." in path.parts or "\0" in name else path.name


def _member(
    name: str, size: int, packed: int, open_: Callable[[], IO[bytes] | None], read: Read, *, is_file: bool
) -> Iterator[TextTable | Unreadable]:
    """Yield the table of one member of an archive; what is wrong with it is no reason to leave out the others."""
    own = _safe_name(name)
    if own is None or not is_file:
        yield Unreadable(Reject(shown(name), 0, "", "outside_archive"))
    elif not own.lower().endswith(".csv"):
        yield Unreadable(Reject(shown(own), 0, "", "unknown_kind"))
    elif size > LARGEST_FILE:
        yield Unreadable(Reject(shown(own), 0, "", "bomb"))
    else:
        yield from _guarded(own, lambda: _opened(own, packed, open_, read))


def _opened(
    name: str, packed: int, open_: Callable[[], IO[bytes] | None], read: Read
) -> Iterator[TextTable | Unreadable]:
    stream = open_()
    if stream is None:
        raise EOFError
    with stream:
        yield read(shown(name), _bounded(stream, packed))


def _zip(source: Source, read: Read) -> Iterator[TextTable | Unreadable]:
    _refuse_long_directory(source.path)
    with zipfile.ZipFile(source.path) as archive:
        members = [each for each in archive.infolist() if not each.is_dir()]
        if len(members) > MOST_MEMBERS or sum(each.compress_size for each in members) > source.path.stat().st_size:
            raise _Bomb  # endless, or members that lie over each other
        for each in sorted(members, key=lambda each: _order(each.filename.rpartition("/")[2], each.filename)):
            is_link = stat.S_ISLNK(each.external_attr >> 16)
            open_ = lambda each=each: archive.open(each)  # noqa: E731 - opened by whoever guards it
            yield from _member(each.filename, each.file_size, each.compress_size, open_, read, is_file=not is_link)


def _refuse_long_directory(path: Path) -> None:
    """Refuse an archive whose list of members is longer than it may be, before that list is read.

    The end record of a ZIP file states the list's length at its offset 12 (APPNOTE 6.3.10, section 4.3.16).
    """
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 2**16 - 22))
        tail = stream.read()
    at = tail.rfind(b"PK\5\6")
    if at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") > MOST_MEMBERS * 512:
        raise _Bomb


class _CarefulInfo(tarfile.TarInfo):
    """A member whose name or notes are not read into memory when they are longer than any name or note."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_CarefulInfo":
        """Read a member's header; refuse an endless extended one."""
        found = super().frombuf(buf, encoding, errors)
        if found.type in _EXTENDED and found.size > _MEMBER_HEADER:
            raise _Bomb
        return found


_EXTENDED = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def _tar(source: Source, read: Read) -> Iterator[TextTable | Unreadable]:
    breaks_off = _breaks_off(source)
    with tarfile.open(source.path, "r:*", tarinfo=_CarefulInfo) as archive:
        members, ends_well = _members(archive)
        for each in sorted(members, key=lambda each: _order(each.name.rpartition("/")[2], each.name)):
            open_ = lambda each=each: archive.extractfile(each)  # noqa: E731 - opened by whoever guards it
            is_file = each.isfile() and not each.issparse()
            yield from _member(each.name, each.size, LARGEST_FILE, open_, read, is_file=is_file)
    if breaks_off or not ends_well:
        yield Unreadable(Reject(shown(source.name), 0, "", "damaged"))


def _members(archive: tarfile.TarFile) -> tuple[list[tarfile.TarInfo], bool]:
    """Return the members of an archive up to where it breaks off, and whether it ends as a whole one does, in zeros."""
    found: list[tarfile.TarInfo] = []
    try:
        for each in archive:
            if len(found) >= MOST_MEMBERS:
                raise _Bomb
            if not each.isdir():
                found.append(each)
        stream = cast("Any", archive).fileobj
        stream.seek(archive.offset)
        return found, stream.read(tarfile.BLOCKSIZE) == tarfile.NUL * tarfile.BLOCKSIZE
    except (*_DAMAGED, OSError):
        return found, False


def _breaks_off(source: Source) -> bool:
    """Unpack an archive once without keeping anything: tell whether it breaks off, refuse it when there is no end to it."""
    limit = min(LARGEST_ARCHIVE, max(source.path.stat().st_size, 2**14) * LARGEST_ARCHIVE_RATIO)
    unpack = next((opened for ending, opened in _UNPACKERS.items() if source.name.lower().endswith(ending)), Path.open)
    total = 0
    try:
        with unpack(source.path, "rb") as stream:
            while piece := stream.read(2**20):
                total += len(piece)
                if total > limit:
                    raise _Bomb
    except (*_DAMAGED, OSError):
        return True
    return False


_UNPACKERS: dict[str, Callable[..., Any]] = {
    ".xz": lzma.open,
    ".gz": gzip.open,
    ".tgz": gzip.open,
    ".bz2": bz2.open,
}

_READERS: dict[str, Callable[[Source, Read], Iterator[TextTable | Unreadable]]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".csv.gz": _csv_gz,
    ".zip": _zip,
    ".tar": _tar,
    ".tar.xz": _tar,
    ".tar.gz": _tar,
    ".tgz": _tar,
    ".tar.bz2": _tar,
}
"""How a file is read, by the end of its name."""

ENDINGS = tuple(_READERS)
"""The kinds of file that are read, by how their names end."""
