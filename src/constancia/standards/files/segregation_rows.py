"""From a list of segregation placements to rows, as written: nothing is put right, everything doubtful is named. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from constancia.register.roll.tables import ROW, Reject, TextTable
from constancia.standards.files.columns import ROW_NUMBER, moment_of, named, without_blank_rows

MEANINGS = {
    "fac": "place",
    "facility": "place",
    "cell": "cell",
    "p": "since",
    "a": "since",
    "placed": "since",
    "placement_date": "since",
    "assigned": "since",
    "q": "until",
    "b": "until",
    "released": "until",
    "release_date": "until",
    "removed": "until",
    "los": "stated_days",
    "days": "stated_days",
    "created": "listed_at",
    "gender": "sex",
    "sex": "sex",
    "cit": "citizenship",
    "citizenship": "citizenship",
    "rt": "kind",
    "report_type": "kind",
    "reason": "reason",
    "mi": "mental_illness",
    "mental_illness": "mental_illness",
    "smi": "medical_illness",
    "dis": "disability",
    "disability": "disability",
    "req": "asked_by",
}
"""What the columns of known lists mean; columns may stand in any order, others are left aside."""

NEEDED = ("since", "until")
_TEXTS = (
    "place",
    "cell",
    "stated_days",
    "listed_at",
    "sex",
    "citizenship",
    "kind",
    "reason",
    "mental_illness",
    "medical_illness",
    "disability",
    "asked_by",
)
_LONGEST = {"cell": 40, "stated_days": 40, "listed_at": 40, "sex": 40, "citizenship": 80, "mental_illness": 80}
_NUMBERS_ROWS = frozenset({ROW, ROW_NUMBER, "i", ""})


@dataclass(frozen=True, slots=True)
class Placement:
    """One row of a list: `key` is its content, `says` what it says by the field names of the event."""

    row: int
    key: str
    since: datetime
    until: datetime | None
    precision: str
    copy: int
    says: dict[str, str]


@dataclass(slots=True)
class Listed:
    """What a file says: its placements, what could not be kept, how many rows repeat another, and which columns are missing."""

    placements: list[Placement] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    rows: int = 0


def placements(table: TextTable, zone: str) -> Listed:
    """Return the placements of a file; rows without a beginning, and blank ones, are rejected by number."""
    frame, rejects = without_blank_rows(table)
    columns = named(frame.columns, MEANINGS)
    missing = tuple(each for each in NEEDED if each not in columns)
    found = Listed([], [*table.rejects, *rejects], missing, frame.height)
    if missing:
        return found
    seen: Counter[str] = Counter()
    for row in frame.iter_rows(named=True):
        made = _placement(table.name, row, columns, zone, seen)
        if isinstance(made, Placement):
            found.placements.append(made)
        else:
            found.rejects.append(made)
    return found


def _placement(
    file: str, row: dict[str, Any], columns: dict[str, str], zone: str, seen: Counter[str]
) -> Placement | Reject:
    """Return one row as a placement, or why it cannot be one; the same content again counts as a second placement."""
    begins, ends = row[columns["since"]], row[columns["until"]]
    since = moment_of(begins, zone)
    if since is None:
        return Reject(file, row[ROW], columns["since"], "bad_moment" if begins else "no_start")
    until = moment_of(ends, zone) if ends else None
    if ends and until is None:
        return Reject(file, row[ROW], columns["until"], "bad_moment")
    says = {name: row[columns[name]] if name in columns else "" for name in _TEXTS}
    long = [name for name, limit in _LONGEST.items() if len(says[name]) > limit]
    if long or any(len(each) > 200 for each in says.values()):
        return Reject(file, row[ROW], columns.get((long or ["reason"])[0], ""), "too_long")
    content = "\x1f".join(f"{name}={value}" for name, value in sorted(row.items()) if name not in _NUMBERS_ROWS)
    seen[content] += 1
    key = sha256(f"{content}\x1f{seen[content]}".encode()).hexdigest()[:32]
    precision = "day" if "day" in (since[1], until[1] if until else since[1]) else "minute"
    return Placement(row[ROW], key, since[0], until[0] if until else None, precision, seen[content], says)
