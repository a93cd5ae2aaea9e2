"""Why files may not be handed over; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from constancia.core.refusals import Refusal
from constancia.imports import refusals as why
from constancia.register.roll.files import ENDINGS, has_known_ending

LARGEST_UPLOAD = 512 * 2**20
"""All files of one request together may not be larger; a packed year of a large jail's rolls takes a tenth of it."""

MOST_FILES = 400
"""A year of loose daily files and some."""

MOST_WAITING = 20
"""More imports than this never wait at once, so that nobody fills the disk with uploads."""

LONGEST_NAME = 150
_ENDINGS: dict[str, tuple[str, ...]] = {
    "roll": ENDINGS,
    "headcounts": (".csv", ".parquet"),
    "segregation": (".csv",),
    "measurements": tuple(each for each in ENDINGS if each != ".parquet"),
}


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file as it arrived: where it lies for now, the name its sender gave, how many bytes it has."""

    path: Path
    name: str
    size: int


def shown_name(name: str) -> str:
    """Return a sender's file name for reading: its last part, printable and not endless. It is never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable())
    return printable[-LONGEST_NAME:] or "?"


def refuse_files(kind: str, files: Sequence[Arrived]) -> list[Refusal]:
    """Refuse no files, too many, too large ones, empty ones, and kinds that nobody can read."""
    if not files:
        return [why.NO_FILE(field="files")]
    found = refuse_upload(len(files), sum(each.size for each in files))
    for each in files:
        if each.size == 0:
            found.append(why.EMPTY_FILE(field="files", file=each.name))
        elif not _is_read(kind, each.name):
            found.append(why.UNKNOWN_KIND(field="files", file=each.name, known=", ".join(_ENDINGS[kind])))
    return found


def refuse_upload(count: int, size: int) -> list[Refusal]:
    """Refuse more files or bytes than one request may bring."""
    found = []
    if count > MOST_FILES:
        found.append(why.TOO_MANY_FILES(field="files", limit=MOST_FILES))
    if size > LARGEST_UPLOAD:
        found.append(why.TOO_LARGE(field="files", limit=LARGEST_UPLOAD // 2**20))
    return found


def _is_read(kind: str, name: str) -> bool:
    return has_known_ending(name) and name.lower().endswith(_ENDINGS[kind])
