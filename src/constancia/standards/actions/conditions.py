"""What every recording of a condition shares: who may, where it was, what is corrected, and one entry written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constancia.core.actors import Actor
from constancia.core.permissions import require, require_somewhere
from constancia.core.refusals import Refusal, refuse_if_any
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register.actions.common import place_of
from constancia.register.queries import was_received
from constancia.register.rules import refuse_missing, refuse_moment
from constancia.standards import refusals as why
from constancia.standards import rules
from constancia.standards.actions.common import write_one
from constancia.standards.events.condition import Condition, ConditionWithdrawn
from constancia.standards.follow_up import conditions_changed
from constancia.standards.kinds import KINDS, subject_of
from constancia.standards.models import Condition as Row


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when it happened, when it is written, by whose authority, and which entry it corrects."""

    by: Actor
    at: datetime
    now: datetime
    authority: str = ""
    supersedes: int | None = None


def require_there(by: Actor, permission: str, facility: str, person: str) -> str:
    """Refuse unless the actor has the permission at the facility, or where the person is; return that facility."""
    where = facility or (place_of(person)[0] if person else "")
    if where:
        require(by, permission, where)
    else:
        require_somewhere(by, permission)
    return where


def record(said: Condition, act: Act, facility: str) -> Recorded:
    """Record a condition at a facility, or correct one; the person need not be there any more, but must have been received.

    Refuses `register.missing`, `register.unknown_facility`, `register.unknown_code`, `register.in_future`,
    `register.ends_before_start`, `register.too_long`, `register.bad_text`, `standards.never_there`, `standards.bad_number`,
    `standards.bad_codes`, `standards.not_a_record`.
    """
    refuse_if_any(refuse_missing(facility=facility))
    person = getattr(said, "person", "")
    subject = subject_of(said.table, person, facility)
    with writing():
        entry = write_one(
            said,
            subject=subject,
            facility=facility,
            by=act.by,
            at=act.at,
            now=act.now,
            authority=act.authority,
            supersedes=act.supersedes,
            refusals=[
                *rules.refuse_condition(said, act.at, act.now),
                *_refuse_person(person, facility, act.at),
                *rules.refuse_correction(_found(act.supersedes), act.supersedes, said.table, subject),
            ],
        )
        conditions_changed(facility, act.now)
    return entry


def withdraw_condition(*, by: Actor, at: datetime, now: datetime, entry: int, reason: str) -> Recorded:
    """Take a recorded condition back as never having been so; it stays readable for ever.

    Refuses `standards.not_a_record`, `register.missing`, `register.in_future`, `register.too_long`, `register.bad_text`.
    """
    found = _found(entry)
    require(by, KINDS[found.kind].record if found else "standards.record", found.facility if found else "")
    with writing():
        found = _found(entry)
        refuse_if_any([] if found is not None and found.stands else [why.NOT_THIS_RECORD(field="entry", entry=entry)])
        made = write_one(
            ConditionWithdrawn(reason=reason),
            subject=found.subject,
            facility=found.facility,
            by=by,
            at=at,
            now=now,
            supersedes=entry,
            refusals=[*refuse_missing(reason=reason), *refuse_moment(at, now)],
        )
        conditions_changed(found.facility, now)
    return made


def _found(entry: int | None) -> Any:
    return None if entry is None else Row.objects.filter(entry=entry).first()


def _refuse_person(person: str, facility: str, at: datetime) -> list[Refusal]:
    if not person:
        return []
    return rules.refuse_never_there(was_received(person, facility, at), person, facility, at)
