"""Run as a program: many real processes move people into the last beds of one cell at the same instant.

python house_processes.py race WRITERS LEFT    print what each process was told, and who sleeps in the cell afterwards
python house_processes.py count WRITERS        the same count is handed in by every process under one key
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from processes import CLERK, admit, now, outcome, person_with_ground, prepare  # the same folder

from django.db import OperationalError, connection  # isort: skip

from constancia.housing import actions as housing
from constancia.housing.actions.counts import CellCount
from constancia.housing.queries.occupancy import counts
from constancia.ledger.replay import replay
from constancia.ledger.verify import verify
from constancia.register import actions

CELL = "F1/M1/A/1"


def open_cell(places: int) -> None:
    housing.open_module(
        by=CLERK,
        at=now(),
        now=now(),
        facility="F1",
        code="M1",
        name="Módulo 1",
        sex="M",
        age="adult",
        landings=1,
        cells_per_landing=1,
        gross_m2=Decimal(100),
        sanitary_m2=Decimal(4),
        maximum=places,
        measured_by="Arq.",
        reason="Apertura",
    )


def resident() -> str:
    person = person_with_ground()
    admit(person)
    at: dict[str, Any] = {"by": CLERK, "at": now(), "now": now(), "person": person}
    actions.record_sex(on_papers="M", self_perceived="", **at)
    born = date(1990, 1, 1)
    actions.record_birth(earliest=born, latest=born, precision="day", evidence="Partida", **at)
    return person


def move(person: str) -> Any:
    return housing.move(by=CLERK, at=now(), now=now(), person=person, cell=CELL, reason="Carrera")


def all_at_once(acts: list[Callable[[str], Any]], persons: list[str]) -> list[str]:
    """Let one process for each person act at one instant; return what each was told."""
    connection.close()
    start = time.time() + 1.0
    pipes = []
    for act, person in zip(acts, persons, strict=True):
        reading, writing = os.pipe()
        if os.fork() == 0:
            connect()
            time.sleep(max(0.0, start - time.time()))
            os.write(writing, outcome(act, person).encode())
            os._exit(0)
        os.close(writing)
        pipes.append(reading)
    told = [os.fdopen(each).read() for each in pipes]
    for _ in pipes:
        os.wait()
    return sorted(told)


def connect() -> None:
    """Wait for one of the server's connections, of which the test's own has fewer than there are processes."""
    while True:
        try:
            connection.ensure_connection()
        except OperationalError:
            time.sleep(0.05)
        else:
            return


def race(writers: str, left: str) -> dict[str, Any]:
    prepare()
    people = [resident() for _ in range(int(writers) + 2)]
    open_cell(int(left) + 2)
    for person in people[:2]:
        move(person)
    told = all_at_once([move] * int(writers), people[2:])
    return {"told": told, "inside": counts("F1", now())[CELL]}


def count(writers: str) -> dict[str, Any]:
    prepare()
    open_cell(4)
    move(resident())
    opened = housing.open_roll_call(by=CLERK, at=now(), now=now(), facility="F1", kind="numbers", reason="Noche")
    number = opened.event.count  # type: ignore[attr-defined]
    seen_at: datetime = now()

    def hand_in(_person: str) -> str:
        made = housing.submit_count(
            by=CLERK,
            at=seen_at,
            now=now(),
            facility="F1",
            count=number,
            cells=[CellCount(CELL, 1)],
            counted_by="Agente Solís",
            key="one",
        )
        return ",".join(str(each.number) for each in made)

    return {"told": all_at_once([hand_in] * int(writers), ["nobody"] * int(writers))}


def main() -> None:
    command, *rest = sys.argv[1:]
    result = {"race": race, "count": count}[command](*rest)
    differences = [each.table for each in replay().differences]
    print(json.dumps({"result": result, "differences": differences, "fault": verify().fault and True}))


if __name__ == "__main__":
    main()
