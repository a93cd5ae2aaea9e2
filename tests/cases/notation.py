"""The notation of the cases: one line, one sentence. `README.md` beside this file explains it to whoever writes cases."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = "America/El_Salvador"
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d(?:[+-]\d\d:\d\d)?"
_LINE = re.compile(rf"^(?P<at>{MOMENT})  (?P<says>.+)$")
_ENDING = re.compile(
    rf"^(?P<says>.*?)(?:  written (?P<written>{MOMENT}))?(?:  \((?P<label>[\w-]+)\))?(?:  refused: (?P<refused>.+))?$"
)
_THEN = re.compile(rf"^then (?:(?P<at>{MOMENT})  )?(?:as known (?P<known>{MOMENT})  )?(?P<says>.+)$")
_FACILITY = re.compile(r"^facility (?P<code>\S+) in (?P<zone>\S+)$")


@dataclass(frozen=True)
class Line:
    """One line of a case: an act, a check (`then`) or a facility, with where it stands and every moment on it."""

    where: str
    kind: str
    says: str
    at: datetime | None = None
    written: datetime | None = None
    known: datetime | None = None
    label: str = ""
    refused: frozenset[str] = field(default_factory=frozenset)
    zone: str = ZONE


class Unreadable(Exception):  # noqa: N818 - reads as a statement
    """A line is not in the notation."""


def read(path: Path) -> list[Line]:
    """Return the lines of a case; comments and empty lines are left out. A line nobody can read is named."""
    found: list[Line] = []
    zone = ZONE
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        where = f"{path.name}:{number}"
        if text.strip() and not text.startswith("#"):
            line = _line(where, text.rstrip(), zone)
            zone = line.zone
            found.append(line)
    return found


def _line(where: str, text: str, zone: str) -> Line:
    if found := _FACILITY.match(text):
        return Line(where, "facility", found["code"], zone=found["zone"])
    if found := _THEN.match(text):
        at, known = moment(found["at"], zone), moment(found["known"], zone)
        return Line(where, "then", found["says"], at=at, known=known, zone=zone)
    if found := _LINE.match(text):
        ending = _ENDING.match(found["says"])
        assert ending
        refused = frozenset(each.strip() for each in (ending["refused"] or "").split(",") if each.strip())
        at = moment(found["at"], zone)
        written = moment(ending["written"], zone) or at
        return Line(where, "act", ending["says"], at, written, None, ending["label"] or "", refused, zone)
    raise Unreadable(f"{where}: {text!r} is not a line of a case")


def moment(text: str | None, zone: str) -> datetime | None:
    """Return `2026-03-01 10:00` at the place in UTC; `2026-11-01 01:30-05:00` where the offset says which of two it is."""
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
