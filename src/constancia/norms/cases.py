"""Worked cases: small stories with the verdicts that a lawyer expects, read from `data/cases`. Pure.

A case states facts as in the fact tables. Moments are local to its zone unless they carry an offset; a row is recorded when it
happens unless it says otherwise; `each_day` repeats a row; `default` fills columns that a row leaves out.

What is expected is one line for each limb: a verdict, perhaps its measured figure, then any of `at`, `from`, `to` (moments), `of`
(subject), `missing`, `because`, set apart by semicolons. `not MET` says what must not be found; `nothing` that the limb is silent.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import polars as pl

from constancia.core.text import Text
from constancia.core.time import from_local, iso
from constancia.norms.datafile import WrongData, fields, listed, names, read
from constancia.norms.facts.frames import Facts
from constancia.norms.facts.load import typed
from constancia.norms.facts.tables import Column, tables
from constancia.norms.profiles import DEFAULT
from constancia.norms.verdicts import RANK

Row = dict[str, str]

NOTHING = "nothing"
"""What is expected of a limb that says nothing of these facts."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one limb (or one rung of it): a verdict, or with `never` a verdict that must not be found."""

    norm: str
    limb: str
    rung: str
    verdict: str
    never: bool
    measured: str
    parts: Mapping[str, str]

    @property
    def says_which(self) -> bool:
        """Tell whether it names one verdict among several, so that the others may differ."""
        return bool(self.measured or set(self.parts) & {"from", "to", "missing", "because"})


@dataclass(frozen=True, slots=True)
class Case:
    """One story: its number where the catalogue gives one, its title, its facts, when it is judged, and what is expected.

    `told` are the facts as they are written down for a reader, `rows` the same in full, as text.
    """

    id: str
    title: Text
    zone: str
    at: datetime
    known_at: datetime | None
    profile: str
    told: Mapping[str, list[Row]]
    rows: Mapping[str, list[Row]]
    expected: tuple[Expected, ...]

    @property
    def norms(self) -> list[str]:
        """Return the norms that it is about, each once."""
        return list(dict.fromkeys(each.norm for each in self.expected))

    def facts(self) -> Facts:
        """Return its facts as they would be loaded from files; raises `WrongData` for anything that a file could not hold."""
        faults: list[Any] = []
        frames = {}
        for name, rows in self.rows.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            frame = pl.DataFrame(
                [{each: row.get(each) for each in columns} for row in rows], schema=dict.fromkeys(columns, pl.String)
            )
            frames[name] = typed(frame, tables()[name], name, faults)
        if faults:
            raise WrongData(f"case {self.title.en!r}: {'; '.join(each.message('en') for each in faults)}")
        return Facts(frames)


@cache
def cases() -> tuple[Case, ...]:
    """Return every case, in the order of their files."""
    return tuple(case for file in names("cases") for case in _of_file(read("cases", file), file))


@cache
def cases_of() -> Mapping[str, list[Case]]:
    """Return the cases that are about each norm."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases():
        for norm in case.norms:
            found[norm].append(case)
    return found


_MAY = {"zone", "at", "known_at", "profile", "facts", "default", "id"}


def _of_file(given: Mapping[str, Any], file: str) -> Iterator[Case]:
    for key, group in given.items():
        if key.startswith("_"):
            continue
        where = f"{file}: {key}"
        fields(group, where, need={"cases"}, may=_MAY)
        for each in group["cases"]:
            fields(each, where, need={"en", "es", "expect"}, may=_MAY)
            yield _case(key, group, each, where)


def _case(norm: str, group: Mapping[str, Any], given: Mapping[str, Any], where: str) -> Case:
    where = f"{where}: {given['en']}"
    zone = given.get("zone", group.get("zone", "America/El_Salvador"))
    settled = {key: given.get(key, group.get(key, "")) for key in ("at", "known_at", "profile", "id")}
    default = {**group.get("default", {}), **given.get("default", {})}
    told: defaultdict[str, list[Row]] = defaultdict(list)
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for facts in (group.get("facts", {}), given.get("facts", {})):
        for table, several in facts.items():
            for row in listed(several):
                told[table].append(dict(row))
                rows[table] += [_row(table, each, default, zone, where) for each in _each_day(row, where)]
    known_at = settled["known_at"]
    return Case(
        settled["id"],
        Text(given["en"], given["es"]),
        zone,
        _moment(settled["at"], zone, where),
        _moment(known_at, zone, where) if known_at else None,
        settled["profile"] or DEFAULT,
        told,
        rows,
        tuple(
            _expected(norm, key, line, zone, where) for key, lines in given["expect"].items() for line in listed(lines)
        ),
    )


def _each_day(row: Any, where: str) -> Iterator[Row]:
    """Yield a row as it is, or with `each_day: FIRST to LAST` once for each day, its times of day on that day."""
    if not isinstance(row, dict) or "each_day" not in row:
        yield row
        return
    first, _, last = row["each_day"].partition(" to ")
    try:
        days = range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
    except ValueError:
        raise WrongData(f"{where}: cannot read {row['each_day']!r}") from None
    for number in days:
        day = date.fromisoformat(first) + timedelta(days=number)
        yield {
            key: f"{day} {value}" if _CLOCK.match(value) else value for key, value in row.items() if key != "each_day"
        }


_CLOCK = re.compile(r"^\d\d:\d\d(:\d\d)?$")


def _row(table: str, given: Any, default: Row, zone: str, where: str) -> Row:
    if table not in tables() or not isinstance(given, dict):
        raise WrongData(f"{where}: no such table, or no row: {table}")
    columns = tables()[table].columns
    row = {**{key: value for key, value in default.items() if key in columns}, **given}
    row = {key: _local(value, columns.get(key), zone, where) for key, value in row.items()}
    if "recorded_at" not in row:
        row["recorded_at"] = next((row[each] for each in _WRITTEN if row.get(each)), "2000-01-01T00:00:00Z")
    return row


_WRITTEN = ("occurred_at", "since", "requested_at", "asked_at", "departed_at", "planned_at", "until")
"""The columns of which the first that is filled says when a row was written down, unless the case says otherwise."""


def _local(text: str, column: Column | None, zone: str, where: str) -> str:
    if column is None or column.type != "moment" or not text or (column.day_in and len(text) == len("2025-03-01")):
        return text
    return iso(_moment(text, zone, where))


def _moment(text: str, zone: str, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongData(f"{where}: {text!r} is not a moment") from None
    return found if found.tzinfo else from_local(found, zone)


def _expected(norm: str, key: str, line: str, zone: str, where: str) -> Expected:
    named = key.split("/")
    if norm.startswith("WE-"):
        norm, *named = named
    limb, rung = (*named, "", "")[:2]
    first, *rest = (each.strip() for each in line.split(";"))
    never = first.startswith("not ")
    verdict, _, measured = first.removeprefix("not ").partition(" ")
    parts = dict(each.split(" ", 1) for each in rest)
    wrong = parts.keys() - {"at", "from", "to", "of", "missing", "because"}
    if (verdict not in RANK and verdict != NOTHING) or wrong:
        raise WrongData(f"{where}: cannot read {line!r}")
    for each in parts.keys() & {"at", "from", "to"}:
        parts[each] = iso(_moment(parts[each], zone, where))
    return Expected(norm, limb, rung, verdict, never, measured, parts)
