"""Run as a program by the tests of this folder: acts in real processes of their own on a real store of their own.

python processes.py prepare            make the store, two facilities and one person with a ground; print the person
python processes.py race PERSON VERB   several processes try the same act at the same instant; print their outcomes
python processes.py crash VERB         kill a process before every single statement of an act; print what was left
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "constancia.project.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from constancia.core.actors import EVERYWHERE, Actor, Grant  # noqa: E402
from constancia.core.permissions import ROLES  # noqa: E402
from constancia.core.refusals import Refused  # noqa: E402
from constancia.ledger.actions import open_register  # noqa: E402
from constancia.ledger.models import Entry, Head, Opening  # noqa: E402
from constancia.ledger.replay import replay  # noqa: E402
from constancia.ledger.verify import verify  # noqa: E402
from constancia.register import actions  # noqa: E402
from constancia.register.models import Custody  # noqa: E402

CLERK = Actor("U-CLERK", frozenset(Grant(role, EVERYWHERE) for role in ROLES))
WRITERS = 6


def now() -> datetime:
    return datetime.now(UTC)


def prepare() -> str:
    """Make the store and one person who may be admitted."""
    call_command("migrate", verbosity=0)
    open_register(by=CLERK, name="Carreras", at=now(), now=now())
    for code in ("F1", "F2"):
        actions.open_facility(
            by=CLERK, at=now(), now=now(), code=code, name=code, zone="America/El_Salvador", authority="Dirección"
        )
    return person_with_ground()


def person_with_ground() -> str:
    person = actions.register_person(by=CLERK, at=now(), now=now(), written="Persona de Prueba")
    actions.record_ground(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        kind="sentence",
        issuer="Juzgado",
        reference="1",
        issued_on=now().date() - timedelta(days=2),
        valid_from=now() - timedelta(days=1),
        valid_until=None,
    )
    return person


def admit(person: str, facility: str = "F1") -> Any:
    return actions.admit(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        facility=facility,
        received_from="Policía",
        escort="P1",
        authority="Juzgado",
    )


def release(person: str) -> Any:
    return actions.release(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        reason="court_order",
        destination="Domicilio",
        evidence="Acta",
        authority="Juzgado",
    )


def transfer(person: str) -> Any:
    return actions.transfer_out(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        destination="F2",
        escort="Convoy",
        reason="cupo",
        authority="Dirección",
    )


ACTS: dict[str, Callable[[str], Any]] = {"admit": admit, "release": release, "transfer": transfer}


def race(person: str, verb: str) -> list[str]:
    """Let several processes try one act at one instant; return what each was told."""
    connection.close()
    start = time.time() + 0.5
    pipes = []
    for _ in range(WRITERS):
        reading, writing = os.pipe()
        if os.fork() == 0:
            time.sleep(max(0.0, start - time.time()))
            os.write(writing, outcome(ACTS[verb], person).encode())
            os._exit(0)
        os.close(writing)
        pipes.append(reading)
    told = [os.fdopen(each).read() for each in pipes]
    for _ in pipes:
        os.wait()
    return sorted(told)


def outcome(act: Callable[[str], Any], person: str) -> str:
    try:
        act(person)
    except Refused as refused:
        return ",".join(sorted(each.code for each in refused.refusals))
    except Exception as error:  # noqa: BLE001 - the test wants to see it
        return f"{type(error).__name__}: {error}"
    return "done"


def crash(verb: str) -> list[dict[str, Any]]:
    """Kill a process before its 1st, 2nd, 3rd … statement until one gets through; return the state after each."""
    person = person_with_ground()
    if verb != "admit":
        admit(person)
    found = []
    for statement in range(1, 200):
        connection.close()
        child = os.fork()
        if child == 0:
            die_before(statement)
            ACTS[verb](person)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        found.append({"killed": os.WIFSIGNALED(status), **state(person)})
        if not os.WIFSIGNALED(status):
            return found
    return found


def die_before(statement: int) -> None:
    """Let this process be killed just before its n-th statement."""
    seen = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(count)


def state(person: str) -> dict[str, Any]:
    """Return what lies in the store, and whether it is whole."""
    last = verify()
    return {
        "entries": Entry.objects.count(),
        "openings": Opening.objects.count(),
        "head": Head.objects.order_by("-size").values_list("size", flat=True).first(),
        "spans": sorted(Custody.objects.filter(person=person).values_list("state", flat=True)),
        "fault": last.fault and last.fault.kind,
    }


def main() -> None:
    command, *rest = sys.argv[1:]
    answers: dict[str, Callable[..., Any]] = {"prepare": prepare, "race": race, "crash": crash}
    result = answers[command](*rest)
    differences = [each.table for each in replay().differences]
    print(json.dumps({"result": result, "differences": differences, "fault": verify().fault and True}))


if __name__ == "__main__":
    main()
