"""A store with 40,000 people in 256 cells: a cold start of the index from it, and one move through the action, durable."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from statistics import median, quantiles
from typing import Any

from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped, taken

PEOPLE, MODULES, MOVERS, MOVES = 40_000, 8, 40, 400
COLD_GOAL, MOVE_GOAL = 1.0, 100.0
"""One second of CPU from the database to the warm index; so many milliseconds of wall clock that 99 in 100 moves stay below."""
FACILITY = "F1"


def run(_scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """House everybody, read the facility anew three times (the best counts), then move some people from cell to cell.

    The 40,000 stand in the derived tables alone, as their entries would have put them there; the places, and the people who are
    moved, are recorded by actions.
    """
    now = _open()
    _house(now)
    movers = [_mover(now) for _ in range(MOVERS)]
    _analyse()
    colds = [_cold(now + timedelta(seconds=1)) for _ in range(3)]
    yield Ratio("index from the store, CPU", min(colds), COLD_GOAL, "the goal", "s", at_most=1)
    moves = list(_moves(movers))
    for how, each in (("wall clock", [wall for wall, _ in moves]), ("CPU", [cpu for _, cpu in moves])):
        p99 = quantiles(each, n=100)[98]
        yield Ratio(f"p99 of a move through the action, {how}", p99, MOVE_GOAL, "the goal", "ms", at_most=1)
        yield Ratio(f"median of a move through the action, {how}", median(each), MOVE_GOAL, "the goal", "ms")


def _open() -> datetime:
    from constancia.housing import actions as housing
    from constancia.ledger.actions import open_register
    from constancia.register import actions

    now = datetime.now(UTC)
    open_register(by=CLERK, name="Benchmark", at=now, now=now)
    actions.open_facility(by=CLERK, at=now, now=now, code=FACILITY, name=FACILITY, zone="UTC", authority="x")
    cells: dict[str, Any] = {
        "sex": "M", "age": "adult", "landings": 4, "cells_per_landing": 8, "gross_m2": Decimal(700),
        "sanitary_m2": Decimal(10), "bunks": 160, "lower_bunks": 80, "step_free": 4, "certified_normal": 80,
        "working": 160, "maximum": 160, "measured_by": "x", "reason": "x",
    }  # fmt: skip
    for number in range(1, MODULES + 1):
        housing.open_module(by=CLERK, at=now, now=now, facility=FACILITY, code=f"M{number}", name=f"M{number}", **cells)
    profile = {"capacity": "maximum", "norm": "cpt_4", "reason": "x"}
    housing.choose_profile(by=CLERK, at=now, now=now, facility=FACILITY, **profile)
    return datetime.now(UTC)


def _house(at: datetime) -> None:
    from constancia.housing.models import Apart, Membership, Need, Placement
    from constancia.housing.queries.cells import cells_of
    from constancia.register.models import Custody, Person

    dice = Random(7)
    cells = cells_of(FACILITY, at)
    names = [f"X-{number:07}" for number in range(PEOPLE)]
    born = {"born_earliest": date(1990, 1, 1), "born_latest": date(1990, 1, 1), "entry": 1, "last_entry": 1}
    said = {"stated_by": "x", "since": at, "entry": 1}
    held = {"facility": FACILITY, "state": "held", "evidence": "recorded", "since": at, "rows": 1, "known_from": 1}
    some, few = dice.sample(names, PEOPLE // 10), dice.sample(names, PEOPLE // 50)
    made: list[list[Any]] = [
        [Person(id=each, name="x", sex="M", facility=FACILITY, state="held", **born) for each in names],
        [Custody(person=each, stay=f"S{each}", status="sentenced", entry=1, **held) for each in names],
        [
            Placement(
                person=each, stay=f"S{each}", facility=FACILITY, cell=cells[number * len(cells) // PEOPLE], bed="",
                how="move", since=at, entry=1,
            )
            for number, each in enumerate(names)
        ],
        [Need(need=f"N{each}", person=each, kind="lower_bunk", detail="", **said) for each in some],
        [Membership(claim=f"C{each}", person=each, group="G1", said_on=at.date(), standing="claimed", **said) for each in few],
        [
            Apart(
                separation=f"K{one}", person=mine, other=theirs, reason="threat", role="unknown", other_role="unknown",
                scope="cell", since=at, entry=1,
            )
            for one, other in zip(some[::2], few, strict=False)
            if one != other
            for mine, theirs in ((one, other), (other, one))
        ],
    ]  # fmt: skip
    for rows in made:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def _mover(now: datetime) -> str:
    from constancia.register import actions

    facts: dict[str, Any] = {"by": CLERK, "at": now, "now": now}
    person = actions.register_person(written="Beto Prueba", **facts)
    facts["person"] = person
    actions.record_sex(on_papers="M", self_perceived="", **facts)
    born = date(1990, 5, 1)
    actions.record_birth(earliest=born, latest=born, precision="day", evidence="x", **facts)
    order: dict[str, Any] = {"kind": "sentence", "issuer": "x", "reference": "y", "issued_on": now.date()}
    actions.record_ground(valid_from=now, valid_until=None, **order, **facts)
    actions.admit(facility=FACILITY, received_from="police", escort="", authority="court", **facts)
    actions.record_status(status="sentenced", reference="z", authority="court", **facts)
    return person


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _cold(at: datetime) -> float:
    from constancia.housing.placement.index import Index
    from constancia.housing.placement.instance import read_instance
    from constancia.housing.placement.pairs import Apart
    from constancia.housing.snapshot import snapshot

    with taken() as spent:
        instance = read_instance(snapshot(FACILITY, at).data)
        Index(instance, Apart(instance), instance.persons.present.tolist())
    return spent.cpu


def _moves(movers: list[str]) -> Iterator[tuple[float, float]]:
    """Move each in turn round the first cells, of which one in ten has left; yield milliseconds of wall clock and CPU."""
    from constancia.housing import actions
    from constancia.housing.models import Placement
    from constancia.housing.queries.cells import cells_of

    cells = cells_of(FACILITY, datetime.now(UTC))
    rows = Placement._default_manager.filter(person__startswith="X-", cell__in=cells[:MODULES])
    rows.filter(person__endswith="0").delete()
    for number in range(MOVES):
        person, cell = movers[number % MOVERS], cells[(number + number // MOVERS) % MODULES]
        moment = datetime.now(UTC)
        with taken() as spent:
            actions.move(by=CLERK, at=moment, now=moment, person=person, cell=cell, reason="x")
        yield spent.wall * 1e3, spent.cpu * 1e3
