"""Legal instruments, their review, challenge and end; holds against release."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from constancia.core.actors import Actor
from constancia.core.events import Event
from constancia.core.ids import new_id
from constancia.core.refusals import Refusal
from constancia.core.time import local_day
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register import events as e
from constancia.register import refusals as why
from constancia.register import rules
from constancia.register.actions.common import (
    Act,
    as_given,
    place_of,
    require_for_person,
    situation_of,
    superseded_by,
    write,
)
from constancia.register.codes import GROUND_KINDS, HOLD_KINDS, REVIEW_OUTCOMES
from constancia.register.models import Hold


def record_ground(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    issuer: str,
    reference: str,
    issued_on: date,
    valid_from: datetime,
    valid_until: datetime | None,
    review_due_on: date | None = None,
    document_sha256: str = "",
    statute: str | None = None,
    facts: str = "",
    supersedes: int | None = None,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Record an individual legal instrument (ICPPED art. 17(3)(c)); `at` is when the register received it.

    `statute` left out is as the corrected entry says it. Custody that it covers leaves the list of uncovered custody, back
    to `valid_from`. Refuses `register.ends_before_start`, `register.unknown_code`, `register.missing`,
    `register.not_a_hash`, `register.in_future`, `register.not_correctable`, `register.already_there`.
    """
    require_for_person(by, "register.record", person)
    act = Act(by, at, now, issuer, supersedes)
    with writing():
        situation, superseded = situation_of(person, act), superseded_by(person, act)
        event = e.GroundRecorded(
            ground=_ground_of(superseded, supersedes) or new_id("G", random_index),
            kind=kind,
            issuer=issuer,
            reference=reference,
            issued_on=issued_on,
            valid_from=valid_from,
            valid_until=valid_until,
            review_due_on=review_due_on,
            document_sha256=document_sha256,
            statute=as_given(statute, "statute", superseded, supersedes),
            facts=facts,
        )
        facility, zone = place_of(person)
        refusals = [
            *rules.refuse_unknown(situation),
            *rules.refuse_code("kind", kind, GROUND_KINDS),
            *rules.refuse_supersede(superseded, supersedes, e.GroundRecorded),
            *rules.refuse_moment(at, now),
            *rules.refuse_ground(situation, event, now, local_day(now, zone)),
        ]
        return write(event, act, subject=person, zone=zone, facility=facility, refusals=refusals, ground=event.ground)


def review_ground(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    ground: str,
    outcome: str,
    reference: str,
    authority: str,
    next_review_on: date | None,
    decides: int | None = None,
    supersedes: int | None = None,
) -> Recorded:
    """Record that an authority reviewed a ground: `outcome` is `upheld` or `ended` (ICCPR art. 9(4)).

    `decides` is the entry of the challenge that this answers; until then it is shown as pending. Refuses
    `register.unknown_challenge`, `register.unknown_ground`, `register.unknown_code`, `register.missing`,
    `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    act = Act(by, at, now, authority, supersedes)
    event = e.GroundReviewed(
        ground=ground,
        outcome=outcome,
        reference=reference,
        next_review_on=next_review_on,
        decides=as_given(decides, "decides", superseded_by(person, act), supersedes, None),
    )
    refusals = [
        *rules.refuse_missing(authority=authority, reference=reference),
        *rules.refuse_code("outcome", outcome, REVIEW_OUTCOMES),
    ]
    return _on_ground(act, person, event, refusals)


def challenge_ground(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    ground: str,
    court: str,
    reference: str,
    by_whom: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record that a court was asked whether the person may be held on a ground (ICPPED art. 17(2)(f)).

    Refuses `register.unknown_ground`, `register.missing`, `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.challenge", person)
    event = e.GroundChallenged(ground=ground, court=court, reference=reference, by_whom=by_whom)
    return _on_ground(
        Act(by, at, now, court, supersedes), person, event, rules.refuse_missing(court=court, by_whom=by_whom)
    )


def annul_ground(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    ground: str,
    authority: str,
    reference: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record that a ground ended at `at` by decision of a court or its issuer; custody after it is uncovered.

    Refuses `register.unknown_ground`, `register.missing`, `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.challenge", person)
    event = e.GroundAnnulled(ground=ground, authority=authority, reference=reference)
    refusals = rules.refuse_missing(authority=authority, reference=reference)
    return _on_ground(Act(by, at, now, authority, supersedes), person, event, refusals)


def place_hold(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    authority: str,
    reference: str,
    until: date | None = None,
    supersedes: int | None = None,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Record that an authority asks not to release the person without asking it; a hold is no ground for custody.

    Refuses `register.unknown_code`, `register.missing`, `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    act = Act(by, at, now, authority, supersedes)
    with writing():
        situation, superseded = situation_of(person, act), superseded_by(person, act)
        hold = _hold_of(superseded, supersedes, e.HoldPlaced) or new_id("H", random_index)
        event = e.HoldPlaced(hold=hold, kind=kind, authority=authority, reference=reference, until=until)
        refusals = [
            *rules.refuse_unknown(situation),
            *rules.refuse_moment(at, now),
            *rules.refuse_missing(authority=authority, reference=reference),
            *rules.refuse_code("kind", kind, HOLD_KINDS),
            *rules.refuse_supersede(superseded, supersedes, e.HoldPlaced),
        ]
        facility, zone = place_of(person)
        return write(event, act, subject=person, zone=zone, facility=facility, refusals=refusals)


def lift_hold(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    hold: str,
    authority: str,
    reference: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record that a hold ended.

    Refuses `register.unknown_hold`, `register.missing`, `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    act = Act(by, at, now, authority, supersedes)
    with writing():
        superseded = superseded_by(person, act)
        refusals = [
            *rules.refuse_moment(at, now),
            *rules.refuse_missing(authority=authority, reference=reference),
            *rules.refuse_supersede(superseded, supersedes, e.HoldLifted),
        ]
        lifts_again = hold == _hold_of(superseded, supersedes, e.HoldLifted)
        if not Hold.objects.filter(id=hold, person=person, lifted=lifts_again).exists():
            refusals.append(why.UNKNOWN_HOLD(field="hold", hold=hold[:20]))
        facility, zone = place_of(person)
        event = e.HoldLifted(hold=hold, authority=authority, reference=reference)
        return write(event, act, subject=person, zone=zone, facility=facility, refusals=refusals)


def _on_ground(act: Act, person: str, event: Event, refusals: list[Refusal]) -> Recorded:
    with writing():
        situation = situation_of(person, act)
        ground = str(getattr(event, "ground"))  # noqa: B009 - every event passed here has one
        reasons = [
            *rules.refuse_unknown(situation),
            *rules.refuse_moment(act.at, act.now),
            *rules.refuse_unknown_ground(situation, ground),
            *rules.refuse_unknown_challenge(situation, event),
            *rules.refuse_supersede(superseded_by(person, act), act.supersedes, type(event)),
            *refusals,
        ]
        facility, zone = place_of(person)
        return write(event, act, subject=person, zone=zone, facility=facility, refusals=reasons, ground=ground)


def _ground_of(entries: Sequence[Any], supersedes: int | None) -> str:
    """Return the ground that a corrected entry recorded, so that its reviews still belong to it."""
    for each in entries:
        if each.number == supersedes and isinstance(each.event, e.GroundRecorded):
            return each.event.ground
    return ""


def _hold_of(entries: Sequence[Any], supersedes: int | None, kind: type[e.HoldPlaced | e.HoldLifted]) -> str:
    """Return the hold that a corrected entry placed or lifted, so that the correction speaks of the same one."""
    for each in entries:
        if each.number == supersedes and isinstance(each.event, kind):
            return each.event.hold
    return ""
