"""Single acts, durable, one caller: against a raw commit of the same writes, and against plain models with simple-history."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import islice
from typing import Any

from constancia.bench import postgres
from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped, taken

NUMBER = 400
"""How many persons each act is done to."""

Statement = tuple[str, Any]
Write = list[Statement]
"""The statements by which one act changes the store, with their values."""


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Admit, change the status of, and release each of `NUMBER` persons; every act is a durable transaction.

    The raw commit makes the same statements durable in a twin of the store, without anything of ours around them.
    """
    _open()
    ours = {name: _seconds(act) for name, act in _acts(_persons()).items()}
    persons = _persons()
    twin = _twin(scratch)
    for name, act in _acts(persons).items():
        writes = _writes_of(act)
        raw = twin(writes)
        yield Ratio(name, ours[name] * 1e3, raw * 1e3, "raw commit of the same writes", "ms", at_most=2)
    if find_spec("simple_history") is None:
        yield Skipped("rate", "django-simple-history is not installed")
        return
    peer = _peer(scratch)
    for name, seconds in ours.items():
        yield Ratio(
            f"{name}, rate", 1 / seconds, 1 / peer[name], "plain models with simple-history", "acts/s", at_least=2
        )


Act = list[Callable[[], Any]]
"""One act on each of many persons."""


def _open() -> None:
    from constancia.ledger.actions import open_register
    from constancia.register import actions

    now = datetime.now(UTC)
    open_register(by=CLERK, name="Benchmark", at=now, now=now)
    actions.open_facility(by=CLERK, at=now, now=now, code="F1", name="F1", zone="UTC", authority="x")


def _persons() -> list[str]:
    from constancia.register import actions

    now = datetime.now(UTC)
    persons = [actions.register_person(by=CLERK, at=now, now=now, written="Ana Luz") for _ in range(NUMBER)]
    order: dict[str, Any] = {"kind": "sentence", "issuer": "x", "reference": "y", "issued_on": now.date()}
    for each in persons:
        actions.record_ground(by=CLERK, at=now, now=now, person=each, valid_from=now, valid_until=None, **order)
    return persons


def _acts(persons: list[str]) -> dict[str, Act]:
    from constancia.register import actions

    facts: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "admit": (actions.admit, {"facility": "F1", "received_from": "police", "escort": "", "authority": "court"}),
        "status": (actions.record_status, {"status": "sentenced", "reference": "z", "authority": "court"}),
        "release": (
            actions.release,
            {"reason": "court_order", "destination": "home", "evidence": "signed", "authority": "court"},
        ),
    }
    return {name: [_call(act, person, said) for person in persons] for name, (act, said) in facts.items()}


def _call(act: Callable[..., Any], person: str, said: dict[str, Any]) -> Callable[[], Any]:
    def call() -> None:
        moment = datetime.now(UTC)
        act(by=CLERK, at=moment, now=moment, person=person, **said)

    return call


def _seconds(act: Act) -> float:
    with taken() as time_taken:
        for each in act:
            each()
    return time_taken.wall / len(act)


def _writes_of(act: Act) -> list[Write]:
    """Do an act and note the statements by which it changes the store, each by itself."""
    from django.db import connection

    from constancia.ledger.rows import BETWEEN

    writes: list[Write] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("INSERT", "DELETE", "UPDATE")):
            given = iter(values)
            writes[-1].extend((each, list(islice(given, each.count("%s")))) for each in sql.split(BETWEEN))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        for each in act:
            writes.append([])
            each()
    return writes


def _twin(scratch: Scratch) -> Callable[[list[Write]], float]:
    """Copy the store as it is now; return what makes writes durable in the copy and tells the seconds per commit."""
    from django.db import connection

    if scratch.store == "postgresql":
        connection.close()
        name = connection.settings_dict["NAME"]
        connect = postgres.connect(postgres.new_database(os.environ["CONSTANCIA_DB"], "twin", template=name))
        return lambda writes: _raw(connect, "BEGIN", writes)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = scratch.folder / "twin.sqlite3"
    shutil.copyfile(connection.settings_dict["NAME"], path)
    store = sqlite3.connect(path, isolation_level=None)
    store.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    return lambda writes: _raw(
        store, "BEGIN IMMEDIATE", [[(sql.replace("%s", "?"), v) for sql, v in w] for w in writes]
    )


def _raw(store: Any, begin: str, writes: list[Write]) -> float:
    with taken() as time_taken:
        for write in writes:
            store.execute(begin)
            for sql, values in write:
                store.execute(sql, values)
            store.execute("COMMIT")
    return time_taken.wall / len(writes)


def _peer(scratch: Scratch) -> dict[str, float]:
    from django.conf import settings

    url = f"sqlite:///{scratch.folder / 'peer.sqlite3'}"
    if scratch.store == "postgresql":
        url = postgres.new_database(os.environ["CONSTANCIA_DB"], "peer")
    options = json.dumps(settings.DATABASES["default"].get("OPTIONS", {}))
    command = [sys.executable, "-m", "constancia.bench.history_peer", url, options, str(NUMBER)]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found
