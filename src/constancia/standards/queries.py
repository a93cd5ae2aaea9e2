"""Questions others may ask: findings, recorded conditions, devices, the board as last kept."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Case, Count, Q, QuerySet, Value, When

from constancia.core.actors import Actor
from constancia.core.permissions import facilities_for, may
from constancia.ledger.journal import Recorded, chain_of
from constancia.standards import board
from constancia.standards.codes import SEVERITY_ORDER
from constancia.standards.finding_timeline import CLOSED
from constancia.standards.kinds import KINDS
from constancia.standards.models import Board, Condition, Device, Finding, Recommendation
from constancia.standards.restricted import hidden_findings, may_read_kind, may_see_verdict

READ = "standards.read"


def findings(actor: Actor, *, facility: str = "", state: str = "") -> QuerySet[Finding]:
    """Return the findings that an actor may see, the gravest first; `state` `due` means those that somebody must still cure."""
    codes = facilities_for(actor, READ)
    found = Finding.objects.all() if codes is None else Finding.objects.filter(facility__in=codes)
    found = found.exclude(hidden_findings(actor))
    if facility:
        found = found.filter(facility=facility)
    if state == "due":
        found = found.exclude(state__in=CLOSED)
    elif state:
        found = found.filter(state=state)
    gravity = Case(*(When(severity=each, then=Value(at)) for at, each in enumerate(SEVERITY_ORDER)), default=Value(9))
    return found.order_by(gravity, "due_at", "entry")


def counts_by_norm(found: QuerySet[Finding]) -> dict[str, int]:
    """Return how many of some findings there are of each norm, those of the gravest norms first."""
    counted = found.values_list("norm", "severity").annotate(n=Count("id")).order_by()
    ordered = sorted(counted, key=lambda each: (SEVERITY_ORDER.index(each[1]), -each[2], each[0]))
    return {norm: count for norm, _, count in ordered}


def finding(actor: Actor, number: str) -> tuple[Finding, Sequence[Recorded]] | None:
    """Return a finding that an actor may see, with its entries; None when there is none."""
    found = Finding.objects.filter(id=number).first()
    if found is None or not may(actor, READ, found.facility):
        return None
    if not may_see_verdict(actor, found.norm, found.limb, found.facility):
        return None
    return found, chain_of(number)


def counts_of_findings(actor: Actor, places: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return how many findings an actor may see that somebody must still cure: by facility and severity, the gravest first."""
    open_ = findings(actor, state="due").filter(facility__in=list(places))
    counted = open_.values_list("facility", "severity").annotate(n=Count("id")).order_by()
    by_place: dict[str, dict[str, int]] = {}
    for facility, severity, count in sorted(counted, key=lambda each: SEVERITY_ORDER.index(each[1])):
        by_place.setdefault(facility, {})[severity] = count
    return by_place


def judged_at(facilities: Iterable[str]) -> dict[str, datetime]:
    """Return when each facility's board was last worked out; those that never were are left out."""
    found = Board.objects.filter(facility__in=list(facilities)).exclude(as_of=None)
    return {each.facility: each.as_of for each in found if each.as_of is not None}


def findings_that_decide(facility: str, since: datetime, until: datetime) -> QuerySet[Finding]:
    """Return the findings of a facility that stood uncured at some time in an interval, on which a fee may depend.

    A finding that was withdrawn as wrong is none of them.
    """
    begun = Q(since__lt=until) | Q(since=None)
    return Finding.objects.filter(begun, facility=facility).filter(
        Q(cured_at=None) | Q(state="remedied", cured_at__gt=since)
    )


def recommendations(actor: Actor, facility: str) -> QuerySet[Recommendation]:
    """Return what inspectors recommended to a facility; nothing for those who may not read its board."""
    found = Recommendation.objects.filter(facility=facility).order_by("due_at")
    return found if may(actor, READ, facility) else found.none()


def devices(actor: Actor) -> QuerySet[Device]:
    """Return the measuring devices of the facilities that an actor looks after."""
    codes = facilities_for(actor, "standards.devices")
    found = Device.objects.order_by("facility", "id")
    return found if codes is None else found.filter(facility__in=codes)


@dataclass(frozen=True, slots=True)
class ConditionSeen:
    """A standing condition as somebody may read it: its fact row, or nothing of it where it is restricted."""

    entry: int
    kind: str
    person: str
    facility: str
    at: datetime
    until: datetime | None
    row: dict[str, Any] | None


def conditions(actor: Actor, *, person: str = "", facility: str = "", limit: int = 200) -> list[ConditionSeen]:
    """Return the standing conditions of a person, or those of a facility that are about nobody, newest first.

    What an actor may not read is listed without its content: that it was recorded is no secret.
    """
    found = Condition.objects.filter(superseded_by=None, withdrawn_by=None).order_by("-at", "-entry")
    found = found.filter(person=person) if person else found.filter(facility=facility, person="")
    return [
        ConditionSeen(
            each.entry,
            each.kind,
            each.person,
            each.facility,
            each.at,
            each.until,
            json.loads(each.facts) if may_read_kind(actor, each.kind, each.facility) else None,
        )
        for each in found[:limit]
    ]


def condition(actor: Actor, entry: int) -> Condition | None:
    """Return a condition that an actor may correct: standing, of a kind and at a place where the actor may record."""
    found = Condition.objects.filter(entry=entry).first()
    if found is None or not found.stands or not may(actor, KINDS[found.kind].record, found.facility):
        return None
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """A facility's board as last worked out: the moment, the entry up to which it holds, its lines and timers.

    `everybody_at`: when everybody was last judged; since then, only whom an act touched. `agreement` is the board of the people held
    under an agreement; None where an earlier version kept the board without it.
    """

    facility: str
    as_of: datetime
    everybody_at: datetime
    upto: int
    wanted: bool
    lines: list[board.Line]
    timers: list[dict[str, Any]]
    agreement: board.Agreement | None


def kept_board(facility: str) -> Kept | None:
    """Return a facility's board as last worked out, or None when it never was."""
    return kept_boards([facility]).get(facility)


def timers_for(actor: Actor, kept: Kept) -> list[dict[str, Any]]:
    """Return the limits of a board that are reached next, less those that tell an actor who complained."""
    return [each for each in kept.timers if may_see_verdict(actor, each["norm"], each["limb"], kept.facility)]


def kept_boards(facilities: Iterable[str]) -> dict[str, Kept]:
    """Return the boards of some facilities as last worked out; those that never were are left out."""
    found = Board.objects.filter(facility__in=list(facilities)).exclude(as_of=None)
    return {each.facility: _kept(each) for each in found if each.as_of is not None}


def _kept(found: Board) -> Kept:
    figures = json.loads(found.figures)
    timers = [{**each, "due": datetime.fromisoformat(each["due"])} for each in figures["timers"]]
    as_of = cast("datetime", found.as_of)
    lines = board.from_data(figures["lines"])
    under = figures.get("agreement")
    group = None if under is None else board.Agreement(board.from_data(under["lines"]), under["unclassed"])
    everybody_at = datetime.fromisoformat(figures.get("everybody_at", as_of.isoformat()))
    return Kept(found.facility, as_of, everybody_at, found.upto, found.wanted_at is not None, lines, timers, group)


def recommendation(actor: Actor, number: str) -> Recommendation | None:
    """Return a recommendation that an actor may read, or None."""
    found = Recommendation.objects.filter(id=number).first()
    return found if found is not None and may(actor, READ, found.facility) else None
