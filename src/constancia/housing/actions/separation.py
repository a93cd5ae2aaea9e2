"""Saying who must be apart, who is said to belong to which group, and what somebody needs where they sleep."""

import re
import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from constancia.core.actors import Actor
from constancia.core.events import Event
from constancia.core.ids import new_id
from constancia.core.permissions import require_somewhere
from constancia.core.refusals import Refusal, refuse_if_any
from constancia.core.time import iso, local_day
from constancia.housing import refusals as why
from constancia.housing.actions.common import Act, known, on_person, place_of
from constancia.housing.codes import ACTIVITIES, APART_REASONS, CLINICAL, NEEDS, ROLES_APART, SCOPES
from constancia.housing.events import separation as e
from constancia.housing.models import Apart, Group, Membership, Need, Rivalry
from constancia.housing.queries.rows import at_instant
from constancia.ledger.journal import Draft, Recorded, record
from constancia.ledger.sequence import writing
from constancia.register.actions.common import refuse_text, require_for_person
from constancia.register.refusals import IN_FUTURE
from constancia.register.rules import refuse_code, refuse_missing, refuse_moment

_CODE = re.compile(r"[A-Za-z0-9-]{1,20}")


def keep_apart(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    other: str,
    reason: str,
    role: str,
    other_role: str,
    scope: str,
    stated_by: str,
    exercise: bool = False,
    transport: bool = False,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> list[Recorded]:
    """Order that two persons be kept apart, in a place of some size and on further occasions; one entry in each file.

    Total separation includes every occasion. Refuses `housing.apart_from_oneself`, `housing.already_so`,
    `register.unknown_person`, `register.unknown_code`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "housing.separate", person)
    occasions = {"exercise": exercise or scope == "total", "transport": transport or scope == "total"}
    activities = tuple(each for each in ACTIVITIES if occasions[each])
    with writing():
        refusals = [
            *known(person, other),
            *refuse_moment(at, now),
            *refuse_missing(stated_by=stated_by),
            *refuse_code("reason", reason, APART_REASONS),
            *refuse_code("role", role, ROLES_APART),
            *refuse_code("other_role", other_role, ROLES_APART),
            *refuse_code("scope", scope, SCOPES),
        ]
        if person == other:
            refusals.append(why.APART_FROM_ONESELF(field="other"))
        elif at_instant(Apart, at).filter(person=person, other=other, scope=scope).exists():
            refusals.append(why.ALREADY_SO(field="other", what=other))
        separation = new_id("K", random_index)

        def seen_from(across: str, own: str, theirs: str) -> Event:
            return e.KeptApart(
                separation=separation,
                other=across,
                reason=reason,
                role=own,
                other_role=theirs,
                scope=scope,
                activities=activities,
                stated_by=stated_by,
            )

        both = {person: seen_from(other, role, other_role), other: seen_from(person, other_role, role)}
        return _mirrored(both, refusals, by=by, at=at, now=now)


def end_keep_apart(
    *, by: Actor, at: datetime, now: datetime, person: str, separation: str, reason: str
) -> list[Recorded]:
    """End the separation of two persons. Refuses `housing.not_standing`, `register.missing`, `register.in_future`."""
    require_for_person(by, "housing.separate", person)
    with writing():
        row: Any = at_instant(Apart, at).filter(separation=separation, person=person, until=None).first()
        refusals = [*refuse_moment(at, now), *refuse_missing(reason=reason)]
        if row is None:
            refusals.append(why.NOT_STANDING(field="separation", what=separation[:20]))
        refuse_if_any(refusals)
        other = str(row.other)
        ended: dict[str, Event] = {
            one: e.KeepApartEnded(separation=separation, other=across, reason=reason)
            for one, across in ((person, other), (other, person))
        }
        return _mirrored(ended, refusals, by=by, at=at, now=now)


def _mirrored(
    events: dict[str, Event], refusals: list[Refusal], *, by: Actor, at: datetime, now: datetime
) -> list[Recorded]:
    """Record what concerns two persons in both files, so that each file's own history is complete."""
    refuse_if_any([*refusals, *(each for event in events.values() for each in refuse_text(event))])
    drafts = []
    for person, event in events.items():
        facility, zone = place_of(person)
        drafts.append(Draft(event=event, subject=person, occurred_at=at, zone=zone, facility=facility))
    return record(drafts, by=by, now=now)


def open_group(*, by: Actor, at: datetime, now: datetime, group: str, name: str, reason: str) -> Recorded:
    """Enter a group so that its members can be kept safe. Refuses `housing.bad_code`, `housing.already_so`."""
    require_somewhere(by, "housing.separate")
    refusals = refuse_missing(name=name, reason=reason)
    if not _CODE.fullmatch(group):
        refusals.append(why.BAD_CODE(field="group", limit=20))
    event = e.GroupOpened(group=group, name=name[:200], reason=reason)
    with writing():
        if Group._default_manager.filter(code=group).exists():
            refusals.append(why.ALREADY_SO(field="group", what=group))
        (entry,) = _on_groups({group: event}, refusals, by=by, at=at, now=now)
        return entry


def keep_groups_apart(
    *, by: Actor, at: datetime, now: datetime, group: str, other: str, scope: str, reason: str
) -> list[Recorded]:
    """Order that the members of two groups be kept apart in places of a size; an empty scope ends it.

    Refuses `housing.apart_from_oneself`, `housing.not_standing`, `housing.already_so`, `register.unknown_code`.
    """
    require_somewhere(by, "housing.separate")
    refusals = refuse_missing(reason=reason)
    with writing():
        there = set(Group._default_manager.filter(code__in=(group, other)).values_list("code", flat=True))
        refusals += [why.NOT_STANDING(field="group", what=each[:20]) for each in (group, other) if each not in there]
        if group == other:
            refusals.append(why.APART_FROM_ONESELF(field="other"))
        stands = at_instant(Rivalry, at).filter(group=group, other=other).values_list("scope", flat=True).first()
        if (stands or "") == scope:
            refusals.append(why.ALREADY_SO(field="scope", what=scope or group))
        refusals += refuse_code("scope", scope, SCOPES) if scope else []
        both: dict[str, Event] = {
            one: e.GroupsKeptApart(group=one, other=across, scope=scope, reason=reason)
            for one, across in ((group, other), (other, group))
        }
        return _on_groups(both, refusals, by=by, at=at, now=now)


def _on_groups(
    events: dict[str, Event], refusals: list[Refusal], *, by: Actor, at: datetime, now: datetime
) -> list[Recorded]:
    texts = [each for event in events.values() for each in refuse_text(event)]
    refuse_if_any([*refuse_moment(at, now), *refusals, *texts])
    drafts = [
        Draft(event=event, subject=f"group:{group}", occurred_at=at, zone="UTC") for group, event in events.items()
    ]
    return record(drafts, by=by, now=now)


def claim_membership(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    group: str,
    stated_by: str,
    said_on: date,
    basis: str,
    told_on: date | None = None,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Record that a named source says a person belongs to a group; used to keep people safe, and for nothing else.

    `told_on` is the day on which the person was told and could answer. Refuses `housing.not_standing`,
    `housing.already_so`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "housing.separate", person)
    event = e.MembershipClaimed(
        claim=new_id("M", random_index), group=group, stated_by=stated_by, said_on=said_on, basis=basis, told_on=told_on
    )
    with writing():
        refusals = [*refuse_missing(stated_by=stated_by, basis=basis)]
        if said_on > local_day(now, place_of(person)[1]):
            refusals.append(IN_FUTURE(field="said_on", at=said_on.isoformat(), now=iso(now)))
        if not Group._default_manager.filter(code=group).exists():
            refusals.append(why.NOT_STANDING(field="group", what=group[:20]))
        if at_instant(Membership, at).filter(person=person, group=group, stated_by=stated_by).exists():
            refusals.append(why.ALREADY_SO(field="group", what=group[:20]))
        return on_person(Act(by, at, now), person, event, refusals)


def contest_membership(
    *, by: Actor, at: datetime, now: datetime, person: str, claim: str, by_whom: str, statement: str
) -> Recorded:
    """Record that a claim of membership is contested; until it is decided it goes on keeping people safe.

    Refuses `housing.not_standing`, `register.missing`.
    """
    require_for_person(by, "housing.contest", person)
    event = e.MembershipContested(claim=claim, by_whom=by_whom, statement=statement)
    return _on_claim(Act(by, at, now), person, event, claim, refuse_missing(by_whom=by_whom, statement=statement))


def end_membership(
    *, by: Actor, at: datetime, now: datetime, person: str, claim: str, decided_by: str, reason: str
) -> Recorded:
    """Record that a claim of membership no longer stands. Refuses `housing.not_standing`, `register.missing`."""
    require_for_person(by, "housing.separate", person)
    event = e.MembershipEnded(claim=claim, decided_by=decided_by, reason=reason)
    return _on_claim(Act(by, at, now), person, event, claim, refuse_missing(decided_by=decided_by, reason=reason))


def _on_claim(act: Act, person: str, event: Event, claim: str, refusals: list[Refusal]) -> Recorded:
    with writing():
        if not at_instant(Membership, act.at).filter(person=person, claim=claim).exists():
            refusals.append(why.NOT_STANDING(field="claim", what=claim[:20]))
        return on_person(act, person, event, refusals)


def record_need(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    stated_by: str,
    detail: str = "",
    review_on: date | None = None,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Record what a person needs where they sleep; never a diagnosis.

    `detail` is the code under which people with one infection may share, an infant's birth date, or the code that people
    who stay together have in common. Clinical needs are stated by health staff only. Refuses `housing.already_so`,
    `housing.bad_code`, `register.unknown_code`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "housing.need_clinical" if kind in CLINICAL else "housing.need", person)
    event = e.NeedRecorded(
        need=new_id("N", random_index), kind=kind, detail=detail, stated_by=stated_by, review_on=review_on
    )
    with writing():
        refusals = [
            *refuse_missing(stated_by=stated_by),
            *refuse_code("kind", kind, NEEDS),
            *_refuse_detail(kind, detail),
        ]
        stands = at_instant(Need, at).filter(person=person, kind=kind)
        if kind != "infant" and stands.exists():
            refusals.append(why.ALREADY_SO(field="kind", what=NEEDS.get(kind, kind)))
        return on_person(Act(by, at, now), person, event, refusals)


def _refuse_detail(kind: str, detail: str) -> list[Refusal]:
    """Refuse a detail that is missing where one is needed, or that is no code."""
    if kind in {"infection", "infant", "company"} and not _CODE.fullmatch(detail):
        return [why.BAD_CODE(field="detail", limit=20)]
    return [why.BAD_CODE(field="detail", limit=20)] if len(detail) > 20 else []


def end_need(*, by: Actor, at: datetime, now: datetime, person: str, need: str, reason: str) -> Recorded:
    """Record that a need no longer stands. Refuses `housing.not_standing`, `register.missing`."""
    row: Any = at_instant(Need, at).filter(person=person, need=need).first()
    clinical = row is None or row.kind in CLINICAL
    require_for_person(by, "housing.need_clinical" if clinical else "housing.need", person)
    with writing():
        refusals = refuse_missing(reason=reason)
        if row is None:
            refusals.append(why.NOT_STANDING(field="need", what=need[:20]))
        return on_person(Act(by, at, now), person, e.NeedEnded(need=need, reason=reason), refusals)
