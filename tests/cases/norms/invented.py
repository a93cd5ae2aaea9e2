"""Invented facts: any table, any column, often blank, often contradictory, so that evaluators are tried where nobody looks."""

import random
from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from constancia.norms.facts.frames import Facts
from constancia.norms.facts.parse import stored
from constancia.norms.facts.tables import Column, Table, tables
from constancia.norms.forms.sheet import Fact
from constancia.norms.units import HOUR, MINUTE, NANO

START = 1_740_000_000 * 10**6
"""19 February 2025, 21:20 UTC: the clocks of Chicago change inside what follows."""
HOURS = 1000
NOW = START + HOURS * HOUR

POOLS = {"person": ("A", "B", "C"), "cell": ("C1", "C2"), "facility": ("F", "G")}
ZONES = {"F": ("America/El_Salvador", "SV"), "G": ("America/Chicago", "US")}
OFTEN = ("custody", "regime", "presence", "contact", "health", "supply", "measurement")

Rows = dict[str, list[Fact]]


def moment(rng: random.Random) -> int:
    return START + rng.randrange(HOURS * 4) * 15 * MINUTE


def value(rng: random.Random, column: Column, table: str) -> object:
    if column.name in POOLS:
        return rng.choice(POOLS[column.name])
    if column.name == "register":
        return rng.choice([name for name in tables() if name not in ("person", "facility", "cell")])
    if column.name == "records":
        return rng.randrange(4)
    if column.name == "about":
        return f"{rng.choice(list(tables()))}{rng.randrange(3)}"
    kinds = {
        "code": lambda: rng.choice(column.codes),
        "codes": lambda: (
            ";" + ";".join(rng.sample(["SV", "US", "authority", "times_places", "supervision", "sti"], 2)) + ";"
        ),
        "state": lambda: rng.choice(["SV", "US"]),
        "moment": lambda: moment(rng),
        "day": lambda: date(2007, 3, 1) + timedelta(days=rng.randrange(40)),
        "yes_no": lambda: rng.random() < 0.6,
        "number": lambda: rng.randrange(0, 40) * NANO // 2,
        "whole": lambda: rng.randrange(0, 5),
        "zone": lambda: "America/El_Salvador",
    }
    return kinds.get(column.type, lambda: "x")()


def row(rng: random.Random, table: Table, number: int) -> Fact:
    blank = rng.choice([0.05, 0.3])
    made = {
        name: value(rng, column, table.name) if column.need or rng.random() > blank else None
        for name, column in table.columns.items()
    }
    made |= {"record": f"{table.name}{number}", "note": None, "source": None}
    if "since" in made:
        since = moment(rng)
        made["since"] = since if rng.random() > 0.05 else None
        length = rng.choice([1, 3, 12, 24, 26, 100, 400]) * HOUR + rng.randrange(4) * 15 * MINUTE
        made["until"] = since + length if rng.random() > 0.15 else None
        if "occurred_at" in made:
            made["occurred_at"] = rng.choice([since, None])
        if made["since"] is None and made["until"] is None and made.get("occurred_at") is None:
            made["since"] = since
    made["recorded_at"] = None if rng.random() < 0.1 else moment(rng)
    return made


def facts(rng: random.Random, *, many: int = 8) -> Rows:
    """Return rows of every table; facilities lie in two zones, and now and then a closing fits."""
    found: Rows = {name: [] for name in tables()}
    for name, table in tables().items():
        if name in ("facility", "closing"):
            continue
        for number in range(rng.randrange(many * 3 if name in OFTEN else many)):
            found[name].append(row(rng, table, number))
    found["person"] = [each | {"person": pool} for each, pool in zip(found["person"], POOLS["person"], strict=False)]
    for number, (code, (zone, state)) in enumerate(ZONES.items()):
        if rng.random() < 0.9:
            made = row(rng, tables()["facility"], number)
            found["facility"].append(
                made | {"facility": code, "zone": zone, "state": state, "calendar": None, "since": START - HOUR * 100}
            )
    for number in range(rng.randrange(many)):
        made = row(rng, tables()["closing"], number) | {"since": START, "until": NOW - rng.randrange(200) * HOUR}
        made |= _whose(rng, made)
        made["records"] = _held(made, found) if rng.random() < 0.8 else 1
        found["closing"].append(made)
    return found


def _whose(rng: random.Random, closing: Fact) -> Fact:
    """Return whether a closing is about a facility or about one person's file."""
    if rng.random() < 0.7 or "person" not in tables()[closing["register"]].columns:
        return {"person": None, "facility": rng.choice(POOLS["facility"])}
    return {"person": rng.choice(POOLS["person"]), "facility": None, "until": None}


def _held(closing: Fact, found: Rows) -> int:
    """Return how many records a closing is about."""
    register = closing["register"]
    rows = [normal(register, each) for each in found[register]]
    if closing["facility"] is None:
        return sum(each["person"] == closing["person"] for each in rows)
    return sum(_in_force(register, each, closing) for each in rows if each.get("facility") == closing["facility"])


def _in_force(table: str, each: Fact, closing: Fact) -> bool:
    from constancia.norms.forms.sheet import begins

    begun = begins(table, each)
    ended = max(each["until"] or 2**62, begun + 1) if "until" in each else begun + 1
    return -(2**62) < begun < closing["until"] and ended > closing["since"]


def normal(table: str, each: Fact) -> Fact:
    """Return a row as the frames keep it."""
    return Facts({table: frame(table, [each])}).versions(table).row(0, named=True)


def frame(table: str, rows: list[Fact]) -> pl.DataFrame:
    columns = tables()[table].columns
    full = [{name: each.get(name) for name in columns} for each in rows]
    return pl.DataFrame(full, schema={name: stored(column) for name, column in columns.items()})


def as_facts(rows: Rows) -> Facts:
    return Facts({name: frame(name, each) for name, each in rows.items()})


def coherent(rng: random.Random) -> Rows:
    """Return facts as an honest register would hold them: true, but with gaps.

    Periods of custody follow one another and say how they began; everything else about a person happens in custody; a cell has one
    survey at a time; counts count everyone named; closings tell the truth.
    """
    found = facts(rng)
    found["custody"] = [each for person in POOLS["person"] for each in _custody(rng, person)]
    for name, table in tables().items():
        if name not in ("person", "custody", "facility", "closing", "presence") and "person" in table.columns:
            found[name] = [moved for each in found[name] if (moved := _in_custody(rng, name, each, found["custody"]))]
    found["cell"] = [
        row(rng, tables()["cell"], number) | {"cell": cell, "facility": "F", "since": START, "until": None}
        for number, cell in enumerate(POOLS["cell"])
    ]
    found["measurement"] = _apart("measurement", found["measurement"], ("kind", "cell", "facility"))
    found["regime"] = _apart("regime", found["regime"], ("person",))
    for each in found["person"]:
        each["kind"] = "held"
    found["presence"] = _presence(rng, found["custody"])
    for each in found["closing"]:
        each["records"] = _held(each, found)
    return found


def _custody(rng: random.Random, person: str) -> list[Fact]:
    made, at, before = [], START + rng.randrange(100) * HOUR, ""
    for number in range(rng.randrange(4)):
        each = row(rng, tables()["custody"], number)
        until = at + rng.randrange(20, 500) * HOUR
        each |= {"record": f"custody{person}{number}", "person": person, "since": at, "until": until}
        each["entered_by"] = {"transfer": "transfer", "release": "arrest", "": "arrest"}[before]
        each["ended_as"] = before = rng.choice(["transfer", "transfer", "release"])
        each["facility"] = rng.choice("FG")
        made.append(each)
        at = until if before == "transfer" else until + rng.randrange(1, 100) * HOUR
    return made


def _in_custody(rng: random.Random, table: str, each: Fact, custody: list[Fact]) -> Fact | None:
    held = [period for period in custody if period["person"] == each["person"]]
    if not held:
        return None
    period = rng.choice(held)
    columns = [
        name for name, column in tables()[table].columns.items() if column.type == "moment" and name != "recorded_at"
    ]
    inside = sorted(rng.randrange(period["since"], period["until"], 15 * MINUTE) for _ in range(2))
    moved = {
        name: (
            inside[1]
            if name == "until"
            else inside[0]
            if name == "since"
            else rng.randrange(*inside)
            if inside[0] < inside[1]
            else inside[0]
        )
        for name in columns
        if each[name] is not None or name == "until"
    }
    if "until" in columns and each["until"] is None and moved.get("since") is None:
        moved["since"] = inside[0]
    return each | moved | {"facility": period["facility"]}


def _apart(table: str, rows: list[Fact], same: tuple[str, ...]) -> list[Fact]:
    """Return rows so that none overlaps another about the same thing."""
    kept: list[tuple[Fact, Fact]] = []
    for each in rows:
        mine = normal(table, each)
        if mine["since"] is None or mine["until"] is None:
            continue
        others = [other for _, other in kept if any(other[name] == mine[name] for name in same)]
        if all(mine["until"] <= other["since"] or other["until"] <= mine["since"] for other in others):
            kept.append((each, mine))
    return [each for each, _ in kept]


def _presence(rng: random.Random, custody: list[Fact]) -> list[Fact]:
    """Return stays in cells, and counts that agree with them."""
    stays = [
        {
            "record": f"presence{number}",
            "person": each["person"],
            "cell": rng.choice(POOLS["cell"]),
            "facility": "F",
            "since": each["since"],
            "until": each["until"],
            "recorded_at": each["since"],
        }
        for number, each in enumerate(custody)
    ]
    cuts = sorted({at for each in stays for at in (each["since"], each["until"])})
    counts = []
    for cell in POOLS["cell"]:
        for number, (since, until) in enumerate(pairwise(cuts)):
            there = sum(each["cell"] == cell and each["since"] <= since < each["until"] for each in stays)
            if rng.random() < 0.7:
                counts.append(
                    {
                        "record": f"count{cell}{number}",
                        "cell": cell,
                        "facility": "F",
                        "since": since,
                        "until": until,
                        "count": there,
                    }
                )
    return stays + counts
