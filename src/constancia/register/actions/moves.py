"""Movements between admission and release: transfer, temporary absence, return, escape, each with its escort and authority."""

from collections.abc import Callable
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.events import Event
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
    superseded_by,
    write,
    zone_of,
)
from constancia.register.codes import ABSENCE_KINDS


def transfer_out(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    destination: str,
    escort: str,
    reason: str,
    authority: str,
    supersedes: int | None = None,
) -> Recorded:
    """Hand a person to an escort for another place; the person is in transit until received (Mandela Rule 7(c)).

    Refuses holds as a release does, and `register.not_possible_then`, `register.missing`,
    `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    return move(
        Act(by, at, now, authority, supersedes),
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
    supersedes: int | None = None,
) -> Recorded:
    """Receive a person in transit at a facility; the stay goes on.

    Refuses `register.not_possible_then` when the person is not in transit, `register.missing`,
    `register.in_future`, `register.not_correctable`.
    """
    require(by, "register.record", facility)
    return move(
        Act(by, at, now, authority, supersedes),
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
    supersedes: int | None = None,
) -> Recorded:
    """Let a person out to a court, hospital or leave, expected back; still in custody.

    Refuses `register.not_possible_then`, `register.unknown_code`, `register.missing`,
    `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    return move(
        Act(by, at, now, authority, supersedes),
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
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str,
    escort: str,
    authority: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record that a person is back from an absence or an escape.

    Refuses `register.not_possible_then`, `register.in_future`, `register.not_correctable`.
    """
    require(by, "register.record", facility)
    return move(
        Act(by, at, now, authority, supersedes),
        person,
        lambda stay, _place: e.Returned(stay=stay, facility=facility, escort=escort),
        rules.refuse_missing(authority=authority),
        facility=facility,
    )


def escape(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    circumstances: str,
    authority: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record that a person is unlawfully at large; the stay stays open.

    Refuses `register.not_possible_then`, `register.missing`, `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    return move(
        Act(by, at, now, authority, supersedes),
        person,
        lambda stay, place: e.Escaped(stay=stay, facility=place, circumstances=circumstances),
        rules.refuse_missing(circumstances=circumstances),
    )


def move(
    act: Act,
    person: str,
    make: Callable[[str, str], Event],
    refusals: list[Refusal],
    *,
    facility: str = "",
    check: Callable[[rules.Situation, rules.Draft], list[Refusal]] = rules.refuse_sequence,
) -> Recorded:
    """Try one movement of a person against everything else recorded, and record it.

    `make` gets the stay and the place in which the moment falls and returns the event.
    """
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
            *rules.refuse_supersede(superseded_by(person, act), act.supersedes, type(event)),
            *refusals,
            *check(situation, draft),
        ]
        return write(event, act, subject=person, zone=zone, facility=where, refusals=reasons)


def _open_stay(situation: rules.Situation, at: datetime) -> tuple[str, str, str]:
    """Return stay, place and zone of the recorded span in which a moment falls, or of the last one before it."""
    found = [each for each in timeline.spans(situation.entries) if each.evidence == "recorded" and each.since <= at]
    if not found:
        return "", "", "UTC"
    zone = next(each.zone for each in reversed(situation.entries) if each.facility == found[-1].facility)
    return found[-1].stay, found[-1].facility, zone
