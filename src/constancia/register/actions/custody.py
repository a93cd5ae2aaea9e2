"""Admission, release, death, legal status: how a stay begins, stands and ends, and by whose authority."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from constancia.core.actors import Actor
from constancia.core.ids import new_id
from constancia.core.permissions import require
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register import events as e
from constancia.register import rules
from constancia.register.actions.common import (
    Act,
    as_given,
    draft_of,
    require_for_person,
    situation_of,
    superseded_by,
    write,
    write_all,
    zone_of,
)
from constancia.register.actions.moves import move
from constancia.register.codes import LEGAL_STATUSES, RELEASE_REASONS


def admit(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str,
    received_from: str,
    escort: str,
    authority: str,
    override: str = "",
    supersedes: int | None = None,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Receive a person into a facility; a stay begins (ICPPED art. 17(3)(e), Mandela Rule 7).

    Refuses `register.no_ground` unless an individual instrument of this person is in force at `at`, or `override` says
    who decided otherwise and why: then the stay is on the list of uncovered custody until a ground covers it. Refuses
    also `register.not_possible_then`, `register.contradicts_later`, `register.linked_held`, `register.missing`,
    `register.in_future`, `register.not_correctable`.
    """
    require(by, "register.record", facility)
    if override:
        require(by, "register.override", facility)
    act = Act(by, at, now, authority, supersedes)
    with writing():
        zone = zone_of(facility)
        situation, superseded = situation_of(person, act), superseded_by(person, act)
        stay = _stay_of(superseded, supersedes) or new_id("S", random_index)
        event = e.Admitted(
            stay=stay, facility=facility, received_from=received_from, escort=escort, override=override.strip()
        )
        draft = draft_of(event, act, zone, facility)
        refusals = [
            *rules.refuse_unknown(situation),
            *rules.refuse_moment(at, now),
            *rules.refuse_missing(received_from=received_from, authority=authority),
            *rules.refuse_supersede(superseded, supersedes, e.Admitted),
            *rules.refuse_admit(situation, draft, override),
        ]
        grounds = rules.live_grounds(situation, draft.occurred_at)
        return write(
            event,
            act,
            subject=person,
            zone=zone,
            facility=facility,
            refusals=refusals,
            ground=grounds[0].ground if grounds else "",
        )


def record_past_stay(
    *,
    by: Actor,
    now: datetime,
    person: str,
    facility: str,
    admitted_at: datetime,
    released_at: datetime,
    received_from: str,
    authority: str,
    reason: str,
    destination: str,
    evidence: str,
    received_by: str = "",
    escort: str = "",
    override: str = "",
    random_index: Callable[[int], int] = secrets.randbelow,
) -> list[Recorded]:
    """Record late a stay that is over: its admission and its release in one act, both or neither.

    Refuses as `admit` and `release` do, except for holds: what happened, happened.
    """
    require(by, "register.record", facility)
    if override:
        require(by, "register.override", facility)
    first, last = Act(by, admitted_at, now, authority), Act(by, released_at, now, authority)
    with writing():
        zone, stay = zone_of(facility), new_id("S", random_index)
        situation = situation_of(person, first)
        admitted = e.Admitted(
            stay=stay, facility=facility, received_from=received_from, escort=escort, override=override.strip()
        )
        released = e.Released(
            stay=stay,
            facility=facility,
            reason=reason,
            destination=destination,
            received_by=received_by,
            evidence=evidence,
        )
        begins, ends = draft_of(admitted, first, zone, facility), draft_of(released, last, zone, facility)
        refusals = [
            *rules.refuse_unknown(situation),
            *rules.refuse_moment(released_at, now),
            *rules.refuse_missing(
                received_from=received_from, authority=authority, destination=destination, evidence=evidence
            ),
            *rules.refuse_code("reason", reason, RELEASE_REASONS),
            *rules.refuse_past_stay(situation, begins, ends, override),
        ]
        grounds = rules.live_grounds(situation, begins.occurred_at)
        return write_all(
            (begins, ends), first, subject=person, refusals=refusals, ground=grounds[0].ground if grounds else ""
        )


def release(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    reason: str,
    destination: str,
    evidence: str,
    authority: str,
    received_by: str | None = None,
    supersedes: int | None = None,
) -> Recorded:
    """Let a person go: to where, by whose order, and what proves it (ICPPED art. 17(3)(h) and 21).

    `received_by` is the authority or person who took the person over and confirmed it, where somebody did; left out, it is as
    the corrected entry says.

    Refuses `register.held_back` for every hold in force, `register.not_possible_then`, `register.missing`,
    `register.unknown_code`, `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    act = Act(by, at, now, authority, supersedes)
    receiver = as_given(received_by, "received_by", superseded_by(person, act), supersedes)
    return move(
        act,
        person,
        lambda stay, place: e.Released(
            stay=stay,
            facility=place,
            reason=reason,
            destination=destination,
            received_by=receiver,
            evidence=evidence,
        ),
        [
            *rules.refuse_missing(destination=destination, evidence=evidence, authority=authority),
            *rules.refuse_code("reason", reason, RELEASE_REASONS),
        ],
        check=rules.refuse_release,
    )


def record_death(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    circumstances: str,
    cause: str,
    remains: str,
    authority: str,
    place: str | None = None,
    supersedes: int | None = None,
) -> Recorded:
    """Record a death in custody with its circumstances, cause and the destination of the remains (ICPPED art. 17(3)(g)).

    `place` is where the person died, when that was not the facility (a hospital, the road); left out, it is as the corrected
    entry says.
    What is not known yet is written as "unknown" by whom. Refuses `register.not_possible_then`, `register.missing`,
    `register.in_future`, `register.not_correctable`; a hold never stands in the way.
    """
    require_for_person(by, "register.record", person)
    act = Act(by, at, now, authority, supersedes)
    died_at = as_given(place, "place", superseded_by(person, act), supersedes)
    return move(
        act,
        person,
        lambda stay, where: e.Died(
            stay=stay, facility=where, place=died_at, circumstances=circumstances, cause=cause, remains=remains
        ),
        rules.refuse_missing(circumstances=circumstances, cause=cause, remains=remains, authority=authority),
    )


def record_status(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    status: str,
    reference: str,
    authority: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record the legal status of a person in custody from a moment on (Mandela Rule 11).

    Refuses `register.unknown_code`, `register.not_possible_then`, `register.missing`,
    `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    return move(
        Act(by, at, now, authority, supersedes),
        person,
        lambda stay, _place: e.StatusRecorded(stay=stay, status=status, reference=reference),
        [*rules.refuse_missing(authority=authority), *rules.refuse_code("status", status, LEGAL_STATUSES)],
    )


def _stay_of(entries: Sequence[Any], supersedes: int | None) -> str:
    """Return the stay that a corrected admission began, so that the rest of the stay still belongs to it."""
    for each in entries:
        if each.number == supersedes and isinstance(each.event, e.Admitted):
            return each.event.stay
    return ""
