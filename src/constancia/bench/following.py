"""A facility's board after one act: judging anew only whom the act touched, against judging everybody, on the same store.

Both are measured when the findings are open already: opening them is the same work either way.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped, taken

SIZES = (2_000, 40_000)
TIMES = 3
"""Every act is done so many times; the median counts."""
PER_CELL, CELLS_PER_MODULE, ZONE = 60, 32, "UTC"


def run(_scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """House the people of two facilities, judge each once, and yield the CPU of following one act as a ratio to judging everybody."""
    from constancia.ledger.actions import open_register
    from constancia.standards import keeping

    now = datetime.now(UTC)
    open_register(by=CLERK, name="Benchmark", at=now, now=now)
    for number, people in enumerate(SIZES, start=1):
        facility = f"F{number}"
        _house(facility, people, now)
        movers = [_mover(facility, number) for number in range(TIMES)]
        keeping.keep(facility, now=datetime.now(UTC))
        with taken() as whole:
            keeping.keep(facility, now=datetime.now(UTC))
        for what, act in (("a segregation begins", _alone), ("somebody is moved to another cell", _move)):
            spent = sorted(_followed(facility, act, person) for person in movers)[TIMES // 2]
            yield Ratio(f"{what}, {people:,} people: CPU of the follow-up", spent, whole.cpu, "judging everybody", "s")


def _house(facility: str, people: int, now: datetime) -> None:
    """Open a facility with cells and record everybody in it: person, birth, sex, order, custody, status, cell and regime."""
    from constancia.housing import actions as housing
    from constancia.housing.queries.cells import cells_of
    from constancia.ledger.journal import record
    from constancia.ledger.sequence import writing
    from constancia.register import actions

    same: dict[str, Any] = {"by": CLERK, "at": now, "now": now}
    actions.open_facility(**same, code=facility, name=facility, zone=ZONE, authority="x")
    cells: dict[str, Any] = {
        "sex": "M", "age": "adult", "landings": 4, "cells_per_landing": CELLS_PER_MODULE // 4, "gross_m2": Decimal(700),
        "sanitary_m2": Decimal(10), "bunks": 160, "lower_bunks": 80, "step_free": 4, "certified_normal": 80,
        "working": 160, "maximum": 160, "measured_by": "x", "reason": "x",
    }  # fmt: skip
    for number in range(-(-people // (PER_CELL * CELLS_PER_MODULE))):
        housing.open_module(**same, facility=facility, code=f"M{number}", name=f"M{number}", **cells)
    codes = cells_of(facility, now)
    at = now - timedelta(days=20)
    for begun in range(0, people, 1000):
        some = range(begun, min(begun + 1000, people))
        drafts = [each for number in some for each in _life(facility, number, codes[number % len(codes)], at)]
        with writing():
            record(drafts, by=CLERK, now=now)


def _life(facility: str, number: int, cell: str, at: datetime) -> Iterator[Any]:
    """Yield the entries of one person, as acts would have drafted them."""
    from constancia.housing.events.sleeping import Placed
    from constancia.ledger.journal import Draft
    from constancia.register import events as e
    from constancia.standards.events.life import RegimeRecorded

    person, stay, born = f"P-{facility}-{number:05}", f"S-{facility}-{number:05}", date(1990, 5, 1)
    own = [
        e.PersonRegistered(origin="x"),
        e.NameRecorded(kind="official", written="Beto Prueba", evidence="x"),
        e.SexRecorded(on_papers="M", self_perceived=""),
        e.BirthRecorded(earliest=born, latest=born, precision="day", evidence="x"),
        e.GroundRecorded(
            ground=f"G-{facility}-{number:05}", kind="sentence", issuer="x", reference="y", issued_on=at.date(), valid_from=at,
            valid_until=None, review_due_on=None, document_sha256="", statute="x", facts="x",
        ),
        e.Admitted(stay=stay, facility=facility, received_from="police", escort="", override=""),
        e.StatusRecorded(stay=stay, status="sentenced", reference="z"),
        Placed(stay=stay, cell=cell, bed="", how="move", reason="x", plan="", override=None),
    ]  # fmt: skip
    regime = RegimeRecorded(
        person=person,
        place="cell",
        company="shared",
        separation="none",
        open_air=None,
        barred_by="",
        until=None,
        note="",
    )
    yield from (Draft(each, person, at, ZONE, facility) for each in own)
    yield Draft(regime, f"conditions:{person}", at, ZONE, facility)


def _mover(facility: str, number: int) -> str:
    """Return one of the people, each from a cell of another number."""
    return f"P-{facility}-{number:05}"


def _followed(facility: str, act: Callable[[str, datetime], Any], person: str) -> float:
    """Do an act and return the CPU of what follows it, in seconds."""
    from constancia.standards import keeping
    from constancia.standards.models import Board

    base = Board.objects.get(facility=facility).base
    act(person, datetime.now(UTC))
    with taken() as spent:
        keeping.follow(facility, now=datetime.now(UTC))
    assert Board.objects.get(facility=facility).base == base, "everybody was judged"
    return spent.cpu


def _alone(person: str, at: datetime) -> None:
    from constancia.standards.actions import life

    life.record_regime(by=CLERK, at=at, now=at, person=person, place="cell", company="alone", separation="disciplinary")


def _move(person: str, at: datetime) -> None:
    from constancia.housing import actions as housing
    from constancia.housing.queries.board import cell_of
    from constancia.housing.queries.cells import cells_of

    there = cell_of([person], at)[person]
    cells = cells_of(there.partition("/")[0], at)
    housing.move(by=CLERK, at=at, now=at, person=person, cell=cells[cells.index(there) - 1], reason="x")
