"""Run as a program by the tests of this folder: acts in real processes of their own on a real store of their own.

python processes.py prepare            make the store, two facilities and one person with a ground; print the person
python processes.py race PERSON VERB…  several processes try these acts at the same instant; print their outcomes
python processes.py crash VERB         kill a process before every single statement of an act; print what was left
python processes.py crash_import KIND  the same for reading rolls or head counts, each time going on afterwards
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "constancia.project.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from psycopg import Copy  # noqa: E402

from constancia.core.actors import EVERYWHERE, Actor, Grant  # noqa: E402
from constancia.core.permissions import ROLES  # noqa: E402
from constancia.core.refusals import Refused  # noqa: E402
from constancia.ledger.actions import open_register  # noqa: E402
from constancia.ledger.models import Entry, Head, Opening  # noqa: E402
from constancia.ledger.replay import replay  # noqa: E402
from constancia.ledger.verify import verify  # noqa: E402
from constancia.register import actions  # noqa: E402
from constancia.register.headcounts import import_headcounts  # noqa: E402
from constancia.register.models import Custody, Headcount, Link, Person, RollDay, RollStay  # noqa: E402
from constancia.register.roll import actions as roll_actions  # noqa: E402
from constancia.register.roll.actions import RollImport  # noqa: E402

CLERK = Actor("U-CLERK", frozenset(Grant(role, EVERYWHERE) for role in ROLES))
WRITERS = 6
WHEN = datetime(2026, 1, 5, 12, tzinfo=UTC)


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


def another_person(person: str) -> str:
    """Somebody else, the same for every process of a race."""
    found = Person.objects.exclude(id=person).order_by("entry").first()
    return found.id if found else actions.register_person(by=CLERK, at=now(), now=now(), written="Otra Persona")


def ground(person: str) -> Any:
    """An order that every process of a race holds in hand."""
    return actions.record_ground(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        kind="remand_order",
        issuer="Juzgado",
        reference="77",
        issued_on=WHEN.date(),
        valid_from=WHEN,
        valid_until=None,
    )


def link(person: str) -> Any:
    return actions.link_identity(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        other=another_person(person),
        relation="same_person",
        reason="Misma huella de papel",
    )


def unlink(person: str) -> Any:
    standing = Link.objects.filter(person=person, ended=False).values_list("link", flat=True).first() or "L-0"
    return actions.unlink_identity(by=CLERK, at=now(), now=now(), person=person, link=standing, reason="Era otra")


def past_stay(person: str) -> Any:
    return actions.record_past_stay(
        by=CLERK,
        now=now(),
        person=person,
        facility="F2",
        admitted_at=WHEN,
        released_at=WHEN + timedelta(hours=9),
        received_from="Policía",
        authority="Juzgado",
        reason="bail",
        destination="Domicilio",
        evidence="Acta",
        override="El director, sin orden todavía",
    )


def withdraw_stay(person: str) -> Any:
    stay = Custody.objects.filter(person=person, known_until=None).values_list("stay", flat=True).first() or "S-0"
    return actions.withdraw_stay(by=CLERK, at=now(), now=now(), person=person, stay=stay, reason="Era otra persona")


def receive(person: str) -> Any:
    return actions.transfer_in(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        facility="F2",
        received_from="Convoy",
        escort="Convoy",
        authority="Dirección",
    )


def leave(person: str) -> Any:
    return actions.leave_temporarily(
        by=CLERK,
        at=now(),
        now=now(),
        person=person,
        kind="court",
        destination="Juzgado",
        escort="P2",
        authority="Dirección",
    )


def rolls(_person: str) -> Any:
    """Read the same rolls as everybody else; say whether anything of them was new."""
    done = read_rolls("F1")
    return "nothing new" if done.new_rolls == 0 else None


def counts(_person: str) -> Any:
    return None if read_counts("A")["new_entries"] else "nothing new"


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


ACTS: dict[str, Callable[[str], Any]] = {
    "admit": admit,
    "release": release,
    "transfer": transfer,
    "receive": receive,
    "leave": leave,
    "ground": ground,
    "link": link,
    "unlink": unlink,
    "past_stay": past_stay,
    "withdraw_stay": withdraw_stay,
    "rolls": rolls,
    "counts": counts,
}


# ---------------------------------------------------------------- files


def files(kind: str) -> list[Path]:
    """The same few files, whoever asks: rolls with gaps, changes and a stale copy, or head counts of two facilities."""
    folder = Path(os.environ["CONSTANCIA_HOME"]) / kind
    if not folder.exists():
        made = folder.with_suffix(".part")
        made.mkdir()
        for name, text in (head_counts() if kind == "counts" else daily_rolls()).items():
            (made / name).write_text(text)
        made.rename(folder)
    return sorted(folder.iterdir())


def head_counts() -> dict[str, str]:
    rows = [f"{facility},2026-01-{day:02},{day}\n" for facility in "AB" for day in range(1, 29)]
    return {"counts.csv": "facility,date,n\n" + "".join(rows)}


def daily_rolls() -> dict[str, str]:
    dice = random.Random(4)
    found = {}
    for day in range(1, 9):
        rows = [f"{n},2026-01-{n + 1:02} 10:00:00,{dice.choice('MF')}\n" for n in range(9) if dice.random() < 0.7]
        found[f"roll_202602{day:02}.csv"] = "inmateid,admitted_dt,gender\n" + "".join(rows)
    return {**found, "roll_20260209.csv": found["roll_20260208.csv"]}


def read_rolls(facility: str) -> RollImport:
    roll_actions.ENTRIES_AT_ONCE = 12
    return roll_actions.import_roll(
        by=CLERK, paths=files("rolls"), facility=facility, zone="America/El_Salvador", clock=now
    )


def read_counts(producer: str) -> dict[str, Any]:
    (path,) = files("counts")
    return import_headcounts(by=CLERK, path=path, definition="midnight", producer=producer, zone="UTC", now=now())


def read_again(kind: str, name: str) -> list[Any]:
    """Read everything there is to read and return what the tables then say, without the identifiers given on the way."""
    if kind == "counts":
        read_counts(name)
        return [str(each) for each in Headcount.objects.filter(producer=name).values_list("facility", "day", "count")]
    read_rolls(name)
    stays = RollStay.objects.filter(facility=name)
    numbers = dict(stays.values_list("person", "number"))
    columns = ("number", "admitted", "first_day", "last_day", "rows", "gaps", "attributes")
    spans = Custody.objects.filter(facility=name, known_until=None)
    held = ("state", "evidence", "since", "until", "rows", "status", "sex", "age")
    return sorted(
        [str(each) for each in stays.values_list(*columns)]
        + [str((numbers[each[0]], *each[1:])) for each in spans.values_list("person", *held)]
        + [str(each) for each in RollDay.objects.filter(facility=name).values_list("day", "rows", "stale_of")]
    )


def crash_import(kind: str) -> dict[str, Any]:
    """Kill a reading process before each of its statements, each time in a place of its own; then let it go on."""
    wanted, kills, wrong = read_again(kind, begin(kind, 0)), 0, []
    for turn in range(1, MOST_TURNS):
        name = begin(kind, turn)
        connection.close()
        child = os.fork()
        if child == 0:
            die_before(turn if turn <= EVERY_STATEMENT else EVERY_STATEMENT + (turn - EVERY_STATEMENT) * STRIDE)
            read_again(kind, name)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        kills += os.WIFSIGNALED(status)
        left = state("")
        if left["fault"] or not left["entries"] == left["openings"] == left["head"]:
            wrong.append((turn, left))
        if read_again(kind, name) != wanted:
            wrong.append((turn, "going on ends elsewhere"))
        if not os.WIFSIGNALED(status):
            break
    return {"kills": kills, "wrong": wrong, "rows": len(wanted)}


EVERY_STATEMENT, STRIDE, MOST_TURNS = 40, 17, 110
"""Every one of the first statements, then every seventeenth; rows of one statement count each."""


def begin(kind: str, turn: int) -> str:
    """A new place (or producer) for one turn."""
    name = f"K{turn}"
    if kind == "rolls":
        actions.open_facility(
            by=CLERK, at=now(), now=now(), code=name, name=name, zone="America/El_Salvador", authority="Dirección"
        )
    return name


def race(person: str, *verbs: str) -> list[str]:
    """Let several processes try these acts at one instant; return what each was told."""
    another_person(person)
    files("rolls"), files("counts")
    connection.close()
    start = time.time() + 0.5
    pipes = []
    for turn in range(WRITERS):
        reading, writing = os.pipe()
        if os.fork() == 0:
            time.sleep(max(0.0, start - time.time()))
            os.write(writing, outcome(ACTS[verbs[turn % len(verbs)]], person).encode())
            os._exit(0)
        os.close(writing)
        pipes.append(reading)
    told = [os.fdopen(each).read() for each in pipes]
    for _ in pipes:
        os.wait()
    return sorted(told)


def outcome(act: Callable[[str], Any], person: str) -> str:
    try:
        said = act(person)
    except Refused as refused:
        return ",".join(sorted(each.code for each in refused.refusals))
    except Exception as error:  # noqa: BLE001 - the test wants to see it
        return f"{type(error).__name__}: {error}"
    return said if isinstance(said, str) else "done"


def crash(verb: str) -> list[dict[str, Any]]:
    """Kill a process before its 1st, 2nd, 3rd … statement until one gets through; return the state after each."""
    person = person_with_ground()
    another_person(person)
    for before in BEFORE.get(verb, ()):
        ACTS[before](person)
    found = []
    for statement in range(1, 400):
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


BEFORE = {
    "release": ("admit",),
    "transfer": ("admit",),
    "receive": ("admit", "transfer"),
    "leave": ("admit",),
    "unlink": ("link",),
    "withdraw_stay": ("admit", "leave"),
}
"""What must have happened for an act to be possible."""


def die_before(statement: int) -> None:
    """Let this process be killed just before its n-th statement, each row of a statement for many rows counting as one."""
    seen = 0

    def count(*_ignored: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(count)
        return

    def counted(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        count()
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(counted)
    write_row = Copy.write_row

    def counted_row(self: Any, row: Any) -> None:
        count()
        write_row(self, row)

    Copy.write_row = counted_row  # type: ignore[method-assign]


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
    answers: dict[str, Callable[..., Any]] = {
        "prepare": prepare,
        "race": race,
        "crash": crash,
        "crash_import": crash_import,
    }
    result = answers[command](*rest)
    differences = [each.table for each in replay().differences]
    print(json.dumps({"result": result, "differences": differences, "fault": verify().fault and True}))


if __name__ == "__main__":
    main()
