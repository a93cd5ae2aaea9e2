"""What happens to each generated person, decided by the dice in advance: steps with the moment each is written down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from constancia.core.actors import Actor
from constancia.demo.nights import SENTENCED_AFTER, nights
from constancia.demo.people import Invented
from constancia.register import actions

FACILITIES = {"CD-1": "Centro de demostración 1", "CD-2": "Centro de demostración 2"}
AUTHORITY = "Dirección General de Centros (demostración)"
COURT = "Juzgado Primero de Instrucción (demostración)"
ZONE = "America/El_Salvador"
SENDER = "Autoridad remitente (demostración)"

TITLES = {
    "untried": ("remand_order", "remand"),
    "convicted": ("sentence", "sentenced"),
    "agreement": ("transfer_order", "held_under_agreement"),
}
"""Under which title a person is held: the kind of the order of arrival, and the legal status that follows from it."""


@dataclass(slots=True)
class Someone:
    """A person of the demonstration on the way through it."""

    invented: Invented
    by: Actor
    dice: Random
    title: str
    id: str = ""

    @property
    def court(self) -> str:
        """Return who orders that this person be held."""
        return SENDER if self.title == "agreement" else COURT

    def act(self, action: Callable[..., Any], at: datetime, now: datetime, **facts: Any) -> Any:
        """Do something with this person's file."""
        return action(by=self.by, at=at, now=now, person=self.id, **facts)


Step = tuple[datetime, Callable[[datetime], object]]
"""When it is written down, and what to do then (given that moment)."""


def life(someone: Someone, arrives: datetime, end: datetime) -> Iterator[Step]:
    """Yield the steps of one person from arrival to release, those before `end` only."""
    dice = someone.dice
    stay = timedelta(days=dice.choice((5, 20, 40, 90, 180, 400, 900)) * dice.uniform(0.6, 1.4))
    leaves = arrives + stay
    yield from _arrival(someone, arrives)
    yield from _papers(someone, arrives)
    yield from _titles(someone, arrives, arrives + stay * SENTENCED_AFTER)
    yield from nights(someone, arrives, leaves)
    if dice.random() < 0.25:
        yield from _court(someone, arrives + stay * 0.3)
    if dice.random() < 0.15 and stay > timedelta(days=30):
        yield from _transfer(someone, arrives + stay * 0.6)
    if leaves < end - timedelta(days=1):
        yield from _exit(someone, leaves)


def _arrival(someone: Someone, at: datetime) -> Iterator[Step]:
    who, dice = someone.invented, someone.dice

    def register(now: datetime) -> None:
        someone.id = actions.register_person(
            by=someone.by,
            at=at,
            now=now,
            written=who.name,
            evidence="Declarado al llegar",
            random_index=dice.randrange,
        )

    override = "Directora de turno: la orden llega por valija" if dice.random() < 0.04 else ""
    ordered = at - timedelta(hours=2)
    until = None if dice.random() < 0.5 else at + timedelta(days=dice.choice((60, 180, 365, 1000)))
    order: dict[str, Any] = {
        "kind": TITLES[someone.title][0],
        "issuer": someone.court,
        "reference": f"{dice.randrange(1000)}-{at.year}",
        "issued_on": ordered.date(),
        "valid_from": ordered,
        "valid_until": until,
        "review_due_on": (at + timedelta(days=180)).date() if dice.random() < 0.6 else None,
        "random_index": dice.randrange,
    }
    minutes = timedelta(minutes=1)
    yield at, register
    if not override:
        yield at + minutes, lambda now: someone.act(actions.record_ground, at, now, **order)
    yield (
        at + 2 * minutes,
        lambda now: someone.act(
            actions.admit,
            at + minutes,
            now,
            facility="CD-1",
            received_from=SENDER if someone.title == "agreement" else "Policía Nacional Civil",
            escort=f"Unidad {dice.randrange(1, 40)}",
            authority=someone.court,
            override=override,
            random_index=dice.randrange,
        ),
    )
    if override and dice.random() < 0.8:
        cured = at + timedelta(days=dice.choice((1, 2, 6)))
        yield cured, lambda now: someone.act(actions.record_ground, cured, now, **order)


def _papers(someone: Someone, at: datetime) -> Iterator[Step]:
    who, dice = someone.invented, someone.dice
    minutes = timedelta(minutes=1)
    yield (
        at + 3 * minutes,
        lambda now: someone.act(
            actions.record_birth,
            at,
            now,
            earliest=who.born_on,
            latest=who.born_on,
            precision="day",
            evidence="Documento de identidad",
        ),
    )
    yield (
        at + 4 * minutes,
        lambda now: someone.act(
            actions.record_citizenship, at, now, country=who.country, standing="stated", evidence="Declaración"
        ),
    )
    yield (
        at + 5 * minutes,
        lambda now: someone.act(actions.record_sex, at, now, on_papers=who.sex, self_perceived=""),
    )
    yield (
        at + 6 * minutes,
        lambda now: someone.act(
            actions.record_identifier, at, now, kind="identity_card", issuer=who.country, value=who.document
        ),
    )
    if who.language != "es":
        yield (
            at + 7 * minutes,
            lambda now: someone.act(
                actions.record_language, at, now, language=who.language, level="native", interpreter_needed=True
            ),
        )
    if dice.random() < 0.3:
        standing = dice.choice(("unknown", "none", "refused"))
        yield (
            at + 8 * minutes,
            lambda now: someone.act(
                actions.record_item, at, now, item="property", standing=standing, asked="La propia persona"
            ),
        )


def _titles(someone: Someone, at: datetime, sentenced: datetime) -> Iterator[Step]:
    """Yield the legal status on arrival and, of somebody untried, the sentence later: the paper first, then the status."""
    dice, begins = someone.dice, at + timedelta(minutes=9)
    yield begins, partial(_status, someone, begins, TITLES[someone.title][1])
    if someone.title == "untried":
        sentence: dict[str, Any] = {
            "kind": "sentence",
            "issuer": COURT,
            "reference": f"S-{dice.randrange(1000)}-{sentenced.year}",
            "issued_on": sentenced.date(),
            "valid_from": sentenced,
            "valid_until": None,
            "review_due_on": None,
            "random_index": dice.randrange,
        }
        yield sentenced, lambda now: someone.act(actions.record_ground, sentenced, now, **sentence)
        yield sentenced + timedelta(minutes=1), partial(_status, someone, sentenced, "sentenced")


def _status(someone: Someone, at: datetime, status: str, now: datetime) -> None:
    someone.act(actions.record_status, at, now, status=status, reference="Oficio", authority=someone.court)


def _court(someone: Someone, at: datetime) -> Iterator[Step]:
    back = at + timedelta(hours=someone.dice.randint(3, 9))
    yield (
        at,
        lambda now: someone.act(
            actions.leave_temporarily,
            at,
            now,
            kind="court",
            destination=COURT,
            escort="Custodios 7",
            authority=AUTHORITY,
            expected_back_at=back,
        ),
    )
    yield (
        back,
        lambda now: someone.act(
            actions.take_back, back, now, facility="CD-1", escort="Custodios 7", authority=AUTHORITY
        ),
    )


def _transfer(someone: Someone, at: datetime) -> Iterator[Step]:
    arrives = at + timedelta(hours=4)
    late = timedelta(days=someone.dice.choice((0, 0, 0, 3)))
    yield (
        at,
        lambda now: someone.act(
            actions.transfer_out, at, now, destination="CD-2", escort="Convoy 3", reason="Cupo", authority=AUTHORITY
        ),
    )
    yield (
        arrives + late,
        lambda now: someone.act(
            actions.transfer_in,
            arrives,
            now,
            facility="CD-2",
            received_from="Convoy 3",
            escort="Convoy 3",
            authority=AUTHORITY,
        ),
    )


def _exit(someone: Someone, at: datetime) -> Iterator[Step]:
    late = timedelta(days=someone.dice.choice((0, 0, 0, 0, 0, 0, 0, 2, 9)))
    reason = someone.dice.choice(("term_served", "court_order", "bail", "conditional", "repatriated"))
    yield (
        at + late,
        lambda now: someone.act(
            actions.release,
            at,
            now,
            reason=reason,
            destination="Domicilio declarado",
            evidence="Acta firmada",
            authority=COURT,
        ),
    )
