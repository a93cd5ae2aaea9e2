"""Every test here writes to a real store; after each, the journal must verify and a rebuild must equal the live tables."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.ledger.actions import open_register
from constancia.ledger.replay import replay
from constancia.ledger.verify import verify
from constancia.register import actions

ANA = Actor("U-ANA", frozenset({Grant("registrar", EVERYWHERE), Grant("health_officer", EVERYWHERE)}))
"""Ana keeps the register."""

ROOT = Actor("U-ROOT", frozenset({Grant("administrator", EVERYWHERE)}))
"""Root looks after accounts and reads no files."""

IVO = Actor("U-IVO", frozenset({Grant("inspector", EVERYWHERE)}))
"""Ivo inspects."""

CORA = Actor("U-CORA", frozenset({Grant("court", EVERYWHERE), Grant("registrar", EVERYWHERE)}))
"""Cora sits for the court."""

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ZONE = "America/El_Salvador"
LATER = datetime(2100, 1, 1, tzinfo=UTC)
"""A moment at which every day of a test has begun."""


@dataclass
class World:
    """A register with one facility, a clock that moves only when told, and short ways to act in it."""

    now: datetime = START
    dice: random.Random = field(default_factory=lambda: random.Random(7))

    def later(self, **delta: float) -> datetime:
        """Move the clock on and return it."""
        self.now += timedelta(**delta)
        return self.now

    def register(self, name: str = "María Fernández López") -> str:
        """Open a file."""
        return actions.register_person(
            by=ANA, at=self.now, now=self.now, written=name, random_index=self.dice.randrange
        )

    def ground(self, person: str, **changes: Any) -> str:
        """Record an instrument that is in force now, without end unless told otherwise."""
        values: dict[str, Any] = {
            "kind": "remand_order",
            "issuer": "Juzgado Primero",
            "reference": "123-2026",
            "issued_on": self.now.date() - timedelta(days=1),
            "valid_from": self.now - timedelta(hours=1),
            "valid_until": None,
        }
        entry = actions.record_ground(
            by=ANA,
            at=self.now,
            now=self.now,
            person=person,
            random_index=self.dice.randrange,
            **{**values, **changes},
        )
        return entry.event.ground

    def admit(self, person: str, **changes: Any) -> Any:
        """Receive a person at F1."""
        values: dict[str, Any] = {
            "by": ANA,
            "at": self.now,
            "now": self.now,
            "facility": "F1",
            "received_from": "Policía",
            "escort": "Patrulla 4",
            "authority": "Juzgado Primero",
            "random_index": self.dice.randrange,
        }
        return actions.admit(person=person, **{**values, **changes})

    def release(self, person: str, **changes: Any) -> Any:
        """Let a person go home."""
        values: dict[str, Any] = {
            "by": ANA,
            "at": self.now,
            "now": self.now,
            "reason": "court_order",
            "destination": "Domicilio",
            "evidence": "Acta 9",
            "authority": "Juzgado Primero",
        }
        return actions.release(person=person, **{**values, **changes})


@pytest.fixture
def world(db: None, empty_store: Path) -> Iterator[World]:
    """An open register with facilities F1 and F2; checked from end to end after the test."""
    made = World()
    open_register(by=ROOT, name="Registro de prueba", at=made.now, now=made.now)
    for code in ("F1", "F2"):
        actions.open_facility(
            by=ANA,
            at=made.now,
            now=made.now,
            code=code,
            name=f"Centro {code}",
            zone=ZONE,
            authority="Dirección General",
        )
    yield made
    assert verify().fault is None
    assert replay(empty_store).differences == ()
