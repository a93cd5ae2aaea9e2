"""Fixing the hearings of a person, and cancelling them: whoever has one soon is placed near its room where that is possible."""

import secrets
from collections.abc import Callable
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.ids import new_id
from constancia.core.refusals import Refusal
from constancia.core.text import Text
from constancia.housing import refusals as why
from constancia.housing.actions.common import Act, on_person
from constancia.housing.codes import HEARING
from constancia.housing.events import hearings as e
from constancia.housing.models import Hearing
from constancia.housing.queries.cells import places_at
from constancia.housing.queries.rows import at_instant
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register.actions.common import require_for_person
from constancia.register.refusals import MISSING, TOO_LONG
from constancia.register.rules import refuse_missing

_ROOM_OR_OUTSIDE = Text("room, or where outside", "sala, o lugar fuera del centro")


def fix_hearing(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    starts: datetime,
    held_by: str,
    room: str = "",
    outside: str = "",
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Record that an authority will hear a person, in a hearing room (a place of that purpose) or somewhere outside.

    Refuses `housing.not_hearing_room`, `housing.already_so` for a second hearing at one moment, `register.missing`,
    `register.too_long`, `register.unknown_person`, `register.in_future`.
    """
    require_for_person(by, "housing.hearing", person)
    event = e.HearingFixed(
        hearing=new_id("J", random_index), starts=starts, room=room, outside=outside, held_by=held_by
    )
    with writing():
        refusals = [*refuse_missing(held_by=held_by), *_refuse_where(room, outside, at)]
        if len(held_by) > 200:
            refusals.append(TOO_LONG(field="held_by", limit=200))
        if at_instant(Hearing, at).filter(person=person, starts=starts).exists():
            refusals.append(why.ALREADY_SO(field="starts", what=person))
        return on_person(Act(by, at, now), person, event, refusals)


def _refuse_where(room: str, outside: str, at: datetime) -> list[Refusal]:
    if not room.strip() and not outside.strip():
        return [MISSING(field="room", name=_ROOM_OR_OUTSIDE)]
    place = places_at([room], at).get(room)
    if room and (place is None or place.purpose != HEARING):
        return [why.NOT_HEARING_ROOM(field="room", place=room[:60])]
    return []


def cancel_hearing(*, by: Actor, at: datetime, now: datetime, person: str, hearing: str, reason: str) -> Recorded:
    """Record that a hearing will not take place. Refuses `housing.not_standing`, `register.missing`."""
    require_for_person(by, "housing.hearing", person)
    with writing():
        refusals = refuse_missing(reason=reason)
        if not at_instant(Hearing, at).filter(person=person, hearing=hearing).exists():
            refusals.append(why.NOT_STANDING(field="hearing", what=hearing[:20]))
        return on_person(Act(by, at, now), person, e.HearingCancelled(hearing=hearing, reason=reason), refusals)
