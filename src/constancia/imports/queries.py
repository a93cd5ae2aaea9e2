"""Questions others may ask of imports."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from constancia.core.actors import Actor
from constancia.core.permissions import facilities_for
from constancia.core.refusals import Refusal
from constancia.imports import reasons, store
from constancia.imports.models import FAILED, READING, WAITING, ImportRun

PERMISSION = "register.import"
SILENT_AFTER = timedelta(minutes=10)
"""A run that should be reading and says nothing for so long is shown as silent."""


@dataclass(frozen=True, slots=True)
class RunSeen:
    """An import run as it is shown: `state` is a key of `codes.STATES`, `failed` says why in whichever language."""

    run: int
    kind: str
    origin: str
    facility: str
    definition: str
    producer: str
    names: tuple[str, ...]
    size: int
    by: str
    state: str
    rolls: int
    known_rolls: int
    entries: int
    rejects: int
    reached: str
    failed: tuple[Refusal, ...]
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    settled_at: datetime | None

    @property
    def is_going_on(self) -> bool:
        """Tell whether it may still change by itself."""
        return self.state in (WAITING, READING)

    @property
    def needs_somebody(self) -> bool:
        """Tell whether it failed and nobody has dealt with it."""
        return self.state == FAILED and self.settled_at is None

    @property
    def can_try_again(self) -> bool:
        """Tell whether it failed and its files are still here; what came from a terminal is run again from there."""
        return self.needs_somebody and self.origin != "terminal" and bool(store.sources(self.run, self.names))


def runs(actor: Actor, *, now: datetime, state: str = "", start: int = 0, limit: int = 50) -> list[RunSeen]:
    """Return the runs that an actor may see, newest first; `state` `failed` leaves out those that were dealt with."""
    found = _visible(actor)
    if state:
        found = found.filter(state=state)
    if state == FAILED:
        found = found.filter(settled_at=None)
    return _seen(found.order_by("-id")[start : start + limit], now)


def count_failed(actor: Actor) -> int:
    """Return how many runs failed that an actor may see and nobody has dealt with."""
    return _visible(actor).filter(state=FAILED, settled_at=None).count()


def run(actor: Actor, number: int, *, now: datetime) -> RunSeen | None:
    """Return one run, or None when there is none that the actor may see."""
    found = _seen(_visible(actor).filter(id=number), now)
    return found[0] if found else None


def _visible(actor: Actor) -> QuerySet[ImportRun]:
    """Return the runs of the facilities for which the actor may import; head counts belong to no one facility."""
    codes = facilities_for(actor, PERMISSION)
    return (
        ImportRun.objects.all() if codes is None else ImportRun.objects.filter(Q(facility__in=codes) & ~Q(facility=""))
    )


def _seen(found: Iterable[ImportRun], now: datetime) -> list[RunSeen]:
    return [
        RunSeen(
            run=each.id,
            kind=each.kind,
            origin=each.origin,
            facility=each.facility,
            definition=each.definition,
            producer=each.producer,
            names=tuple(json.loads(each.names)),
            size=each.size,
            by=each.by,
            state=_state(each, now),
            rolls=each.rolls,
            known_rolls=each.known_rolls,
            entries=each.entries,
            rejects=each.rejects,
            reached=each.reached,
            failed=tuple(reasons.read(each.refusals)),
            asked_at=each.asked_at,
            started_at=each.started_at,
            ended_at=each.ended_at,
            settled_at=each.settled_at,
        )
        for each in found
    ]


def _state(row: ImportRun, now: datetime) -> str:
    is_silent = row.state == READING and row.touched_at is not None and now - row.touched_at > SILENT_AFTER
    return "silent" if is_silent else row.state
