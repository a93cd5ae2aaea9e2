"""Single acts, durable, one caller: against a raw commit, and against plain models with django-simple-history."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from constancia.bench import postgres
from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped

NUMBER = 400
"""How many persons each act is done to."""


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Admit, change the status of, and release each of `NUMBER` persons; every act is a durable transaction."""
    ours = _ours()
    raw = _raw_commit(scratch)
    for name, seconds in ours.items():
        yield Ratio(name, seconds * 1e3, raw * 1e3, "raw commit of the same journal rows", "ms", at_most=2)
    if find_spec("simple_history") is None:
        yield Skipped("rate", "django-simple-history is not installed")
        return
    peer = _peer(scratch)
    for name, seconds in ours.items():
        yield Ratio(
            f"{name}, rate", 1 / seconds, 1 / peer[name], "plain models with simple-history", "acts/s", at_least=2
        )


def _ours() -> dict[str, float]:
    from constancia.ledger.actions import open_register
    from constancia.register import actions

    by, now = CLERK, datetime.now(UTC)
    open_register(by=by, name="Benchmark", at=now, now=now)
    actions.open_facility(by=by, at=now, now=now, code="F1", name="F1", zone="UTC", authority="x")
    persons = [actions.register_person(by=by, at=now, now=now, written="Ana Luz") for _ in range(NUMBER)]
    order: dict[str, Any] = {
        "kind": "sentence",
        "issuer": "x",
        "reference": "y",
        "issued_on": now.date(),
        "valid_from": now,
    }
    for each in persons:
        actions.record_ground(by=by, at=now, now=now, person=each, valid_until=None, **order)
    acts: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
        "admit": (
            actions.admit,
            {"facility": "F1", "received_from": "police", "escort": "", "authority": "court"},
        ),
        "status": (actions.record_status, {"status": "sentenced", "reference": "z", "authority": "court"}),
        "release": (
            actions.release,
            {"reason": "court_order", "destination": "home", "evidence": "signed", "authority": "court"},
        ),
    }
    return {name: _seconds(act, facts, persons) for name, (act, facts) in acts.items()}


def _seconds(act: Callable[..., Any], facts: dict[str, Any], persons: list[str]) -> float:
    began = time.perf_counter()
    for person in persons:
        moment = datetime.now(UTC)
        act(by=CLERK, at=moment, now=moment, person=person, **facts)
    return (time.perf_counter() - began) / len(persons)


def _raw_commit(scratch: Scratch) -> float:
    """Return the seconds of one bare transaction that makes an act's own journal rows durable, on the same disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, document, leaf, leaf_hash FROM ledger_entry ORDER BY number DESC LIMIT %s", [NUMBER]
        )
        rows = cursor.fetchall()
    store = sqlite3.connect(scratch.folder / "raw.sqlite3", isolation_level=None)
    store.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE entry (number INTEGER PRIMARY KEY, a, b, c)"
    )
    began = time.perf_counter()
    for row in rows:
        store.execute("BEGIN IMMEDIATE")
        store.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", row)
        store.execute("COMMIT")
    seconds = (time.perf_counter() - began) / len(rows)
    store.close()
    return seconds


def _peer(scratch: Scratch) -> dict[str, float]:
    url = f"sqlite:///{scratch.folder / 'peer.sqlite3'}"
    if scratch.store == "postgresql":
        url = postgres.new_database(os.environ["CONSTANCIA_DB"], "peer")
    from django.conf import settings

    options = json.dumps(settings.DATABASES["default"].get("OPTIONS", {}))
    command = [sys.executable, "-m", "constancia.bench.history_peer", url, options, str(NUMBER)]
    ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found
