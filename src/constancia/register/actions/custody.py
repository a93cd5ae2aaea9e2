"""Admission, movements, release: every leg with its place, its escort and its authority."""

import secrets
from collections.abc import Callable
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.events import Event
from constancia.core.ids import new_id
from constancia.core.permissions import require
from constancia.core.refusals import Refusal
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register import events as e
from constancia.register import rules, timeline
from constancia.register.actions.common import (
    Act,
    draft_of,
    require_for_person,
    situation_of,
    write,
    write_all,
    zone_of,
)
from constancia.register.codes import ABSENCE_KINDS, LEGAL_STATUSES, RELEASE_REASONS


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
    `register.in_future`.
    """
    require(by, "register.record", facility)
    if override:
        require(by, "register.override", facility)
    act = Act(by, at, now, authority, supersedes)
    with writing():
        zone = zone_of(facility)
        situation = situation_of(person, act)
        stay = _stay_of(situation, supersedes) or new_id("S", random_index)
        event = e.Admitted(
            stay=stay, facility=facility, received_from=received_from, escort=escort, override=override.strip()
        )
        draft = draft_of(event, act, zone, facility)
        refusals = [
            *rules.refuse_unknown(situation),
            *rules.refuse_moment(at, now),
            *rules.refuse_missing(received_from=received_from, authority=authority),
            *rules.refuse_supersede(situation_with_superseded(person, act), supersedes, e.Admitted),
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


def transfer_out(
    *, by: Actor, at: datetime, now: datetime, person: str, destination: str, escort: str, reason: str, authority: str
) -> Recorded:
    """Hand a person to an escort for another place; the person is in transit until received (Mandela Rule 7(c)).

    Refuses holds as a release does, and `register.not_possible_then`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "register.record", person)
    return _move(
        Act(by, at, now, authority),
        person,
        lambda stay, place: e.TransferredOut(
            stay=stay, facility=place, destination=destination, escort=escort, reason=reason
        ),
        rules.refuse_missing(destination=destination, escort=escort, authority=authority),
        check=rules.refuse_release,
    )


def transfer_in(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str,
    received_from: str,
    escort: str,
    authority: str,
) -> Recorded:
    """Receive a person in transit at a facility; the stay goes on.

    Refuses `register.not_possible_then` when the person is not in transit, `register.missing`, `register.in_future`.
    """
    require(by, "register.record", facility)
    return _move(
        Act(by, at, now, authority),
        person,
        lambda stay, _place: e.TransferredIn(stay=stay, facility=facility, received_from=received_from, escort=escort),
        rules.refuse_missing(received_from=received_from, authority=authority),
        facility=facility,
    )


def leave_temporarily(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    destination: str,
    escort: str,
    authority: str,
    expected_back_at: datetime | None = None,
) -> Recorded:
    """Let a person out to a court, hospital or leave, expected back; still in custody.

    Refuses `register.not_possible_then`, `register.unknown_code`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "register.record", person)
    return _move(
        Act(by, at, now, authority),
        person,
        lambda stay, place: e.LeftTemporarily(
            stay=stay,
            facility=place,
            kind=kind,
            destination=destination,
            escort=escort,
            expected_back_at=expected_back_at,
        ),
        [
            *rules.refuse_missing(destination=destination, authority=authority),
            *rules.refuse_code("kind", kind, ABSENCE_KINDS),
        ],
    )


def take_back(
    *, by: Actor, at: datetime, now: datetime, person: str, facility: str, escort: str, authority: str
) -> Recorded:
    """Record that a person is back from an absence or an escape.

    Refuses `register.not_possible_then`, `register.in_future`.
    """
    require(by, "register.record", facility)
    return _move(
        Act(by, at, now, authority),
        person,
        lambda stay, _place: e.Returned(stay=stay, facility=facility, escort=escort),
        rules.refuse_missing(authority=authority),
        facility=facility,
    )


def escape(*, by: Actor, at: datetime, now: datetime, person: str, circumstances: str, authority: str) -> Recorded:
    """Record that a person is unlawfully at large; the stay stays open.

    Refuses `register.not_possible_then`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "register.record", person)
    return _move(
        Act(by, at, now, authority),
        person,
        lambda stay, place: e.Escaped(stay=stay, facility=place, circumstances=circumstances),
        rules.refuse_missing(circumstances=circumstances),
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
    received_by: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Let a person go: to where, by whose order, and what proves it (ICPPED art. 17(3)(h) and 21).

    `received_by` is the authority or person who took the person over and confirmed it, where somebody did.

    Refuses `register.held_back` for every hold in force, `register.not_possible_then`, `register.missing`,
    `register.unknown_code`, `register.in_future`.
    """
    require_for_person(by, "register.record", person)
    return _move(
        Act(by, at, now, authority, supersedes),
        person,
        lambda stay, place: e.Released(
            stay=stay,
            facility=place,
            reason=reason,
            destination=destination,
            received_by=received_by,
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
    place: str = "",
) -> Recorded:
    """Record a death in custody with its circumstances, cause and the destination of the remains (ICPPED art. 17(3)(g)).

    `place` is where the person died, when that was not the facility (a hospital, the road).
    What is not known yet is written as "unknown" by whom. Refuses `register.not_possible_then`, `register.missing`,
    `register.in_future`; a hold never stands in the way.
    """
    require_for_person(by, "register.record", person)
    return _move(
        Act(by, at, now, authority),
        person,
        lambda stay, where: e.Died(
            stay=stay, facility=where, place=place, circumstances=circumstances, cause=cause, remains=remains
        ),
        rules.refuse_missing(circumstances=circumstances, cause=cause, remains=remains, authority=authority),
    )


def record_status(
    *, by: Actor, at: datetime, now: datetime, person: str, status: str, reference: str, authority: str
) -> Recorded:
    """Record the legal status of a person in custody from a moment on (Mandela Rule 11).

    Refuses `register.unknown_code`, `register.not_possible_then`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "register.record", person)
    return _move(
        Act(by, at, now, authority),
        person,
        lambda stay, _place: e.StatusRecorded(stay=stay, status=status, reference=reference),
        [*rules.refuse_missing(authority=authority), *rules.refuse_code("status", status, LEGAL_STATUSES)],
    )


def _move(
    act: Act,
    person: str,
    make: Callable[[str, str], Event],
    refusals: list[Refusal],
    *,
    facility: str = "",
    check: Callable[[rules.Situation, rules.Draft], list[Refusal]] = rules.refuse_sequence,
) -> Recorded:
    """Try one movement of a person against everything else recorded, and record it."""
    with writing():
        situation = situation_of(person, act)
        stay, where, zone = _open_stay(situation, act.at)
        if facility:
            where, zone = facility, zone_of(facility)
        event = make(stay, where)
        draft = draft_of(event, act, zone, where)
        reasons = [
            *rules.refuse_unknown(situation),
            *rules.refuse_moment(act.at, act.now),
            *rules.refuse_supersede(situation_with_superseded(person, act), act.supersedes, type(event)),
            *refusals,
            *check(situation, draft),
        ]
        return write(event, act, subject=person, zone=zone, facility=where, refusals=reasons)


def situation_with_superseded(person: str, act: Act) -> list[object]:
    """Return the person's entries with the one that the act corrects, which `situation_of` leaves out."""
    if act.supersedes is None:
        return []
    return list(situation_of(person, Act(act.by, act.at, act.now)).entries)


def _open_stay(situation: rules.Situation, at: datetime) -> tuple[str, str, str]:
    """Return stay, place and zone of the recorded span in which a moment falls, or of the last one before it."""
    found = [each for each in timeline.spans(situation.entries) if each.evidence == "recorded" and each.since <= at]
    if not found:
        return "", "", "UTC"
    zone = next(each.zone for each in reversed(situation.entries) if each.facility == found[-1].facility)
    return found[-1].stay, found[-1].facility, zone


def _stay_of(situation: rules.Situation, supersedes: int | None) -> str:
    """Return the stay that a corrected admission began, so that the rest of the stay still belongs to it."""
    if supersedes is None:
        return ""
    stays = {each.event.stay for each in situation.entries if hasattr(each.event, "stay")}
    admitted = {each.event.stay for each in situation.entries if isinstance(each.event, e.Admitted)}
    return next(iter(sorted(stays - admitted)), "")
