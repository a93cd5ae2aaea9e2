"""Taking back more than one entry at once: a stay that was recorded of the wrong person, or that never was."""

from datetime import datetime

from constancia.core.actors import Actor
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register import events as e
from constancia.register import movements, rules
from constancia.register import refusals as why
from constancia.register.actions.common import Act, draft_of, place_of, require_for_person, situation_of, write_all


def withdraw_stay(*, by: Actor, at: datetime, now: datetime, person: str, stay: str, reason: str) -> list[Recorded]:
    """Withdraw every standing entry of a stay in one act, all of them or none; each stays readable for ever.

    What a daily roll says stays as it is. Refuses `register.unknown_stay`, `register.missing`, `register.in_future`, and
    `register.contradicts_later` when other movements could not have happened without it.
    """
    require_for_person(by, "register.record", person)
    act = Act(by, at, now)
    with writing():
        situation = situation_of(person, act)
        theirs = [
            each
            for each in situation.entries
            if isinstance(each.event, movements.MOVEMENTS) and each.event.stay == stay
        ]
        numbers = {each.number for each in theirs}
        broken = movements.first_break([each for each in situation.entries if each.number not in numbers])
        refusals = [
            *rules.refuse_unknown(situation),
            *rules.refuse_moment(at, now),
            *rules.refuse_missing(reason=reason),
            *([] if theirs else [why.UNKNOWN_STAY(field="stay", stay=stay[:20])]),
        ]
        if broken is not None:
            refusals.append(
                why.CONTRADICTS_LATER(field="stay", at=broken.entry.occurred_at.isoformat(), entry=broken.entry.number)
            )
        facility, zone = place_of(person)
        drafts = [
            draft_of(e.EntryWithdrawn(reason=reason), Act(by, at, now, supersedes=each.number), zone, facility)
            for each in theirs
        ]
        return write_all(drafts, act, subject=person, refusals=refusals)
