"""Saying that two files are, or are not, the same person; nothing is ever merged (ADR 0010)."""

import secrets
from collections.abc import Callable
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.events import Event, in_one_form
from constancia.core.ids import new_id
from constancia.core.refusals import Refusal, refuse_if_any
from constancia.ledger.journal import Draft, Recorded, record
from constancia.ledger.sequence import writing
from constancia.register import events as e
from constancia.register import refusals as why
from constancia.register import rules
from constancia.register.actions.common import place_of, refuse_text, require_for_person
from constancia.register.codes import RELATIONS
from constancia.register.kinship import same_person, told_apart
from constancia.register.models import Link, Person


def link_identity(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    other: str,
    relation: str,
    reason: str,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> list[Recorded]:
    """State that two files are (`same_person`) or are not (`not_the_same`) one person; one entry in each file.

    Refuses `register.link_to_itself`, `register.already_there`, `register.link_contradicts`, `register.unknown_person`,
    `register.unknown_code`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "register.link", person)
    require_for_person(by, "register.link", other)
    with writing():
        refusals = [
            *_refuse_unknown(person, other),
            *rules.refuse_moment(at, now),
            *rules.refuse_missing(reason=reason),
            *rules.refuse_code("relation", relation, RELATIONS),
            *rules.refuse_link(_kin(person, other), relation),
        ]
        link = new_id("L", random_index)
        return _mirrored(
            lambda across: e.IdentityLinked(link=link, other=across, relation=relation, reason=reason),
            (person, other),
            refusals,
            by=by,
            at=at,
            now=now,
        )


def unlink_identity(*, by: Actor, at: datetime, now: datetime, person: str, link: str, reason: str) -> list[Recorded]:
    """Take back a statement of identity; both files stand as before it.

    Refuses `register.unknown_link`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "register.link", person)
    with writing():
        other = Link.objects.filter(link=link, person=person, ended=False).values_list("other", flat=True).first()
        refusals = [*rules.refuse_moment(at, now), *rules.refuse_missing(reason=reason)]
        if other is None:
            refusals.append(why.UNKNOWN_LINK(field="link", link=link[:20]))
        refuse_if_any(refusals)
        return _mirrored(
            lambda across: e.IdentityUnlinked(link=link, other=across, reason=reason),
            (person, str(other)),
            refusals,
            by=by,
            at=at,
            now=now,
        )


def _kin(person: str, other: str) -> rules.Kin:
    same = same_person(person)
    linked = Link.objects.filter(person=person, ended=False).values_list("other", "relation")
    return rules.Kin(person, other, same, same_person(other), told_apart(same), linked)


def _refuse_unknown(*persons: str) -> list[Refusal]:
    known = set(Person.objects.filter(id__in=persons).values_list("id", flat=True))
    return [why.UNKNOWN_PERSON(field="other", person=each) for each in persons if each not in known]


def _mirrored(
    make: Callable[[str], Event],
    pair: tuple[str, str],
    refusals: list[Refusal],
    *,
    by: Actor,
    at: datetime,
    now: datetime,
) -> list[Recorded]:
    """Record the same statement in both files, so that each file's own history is complete."""
    drafts = []
    for one, across in (pair, pair[::-1]):
        facility, zone = place_of(one)
        drafts.append(Draft(event=in_one_form(make(across)), subject=one, occurred_at=at, zone=zone, facility=facility))
    refuse_if_any([*refusals, *refuse_text(drafts[0].event)])
    return record(drafts, by=by, now=now)
