"""What every action of the register shares: the facts of a person read under the pen, and one entry written."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from constancia.core.actors import Actor
from constancia.core.events import Event
from constancia.core.permissions import require, require_somewhere
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.core.time import utc
from constancia.ledger.journal import Draft, Recorded, chain_of, record
from constancia.ledger.rows import first_row
from constancia.register import events as e
from constancia.register import rules, statements, timeline
from constancia.register.models import Person
from constancia.register.refusals import BAD_TEXT, TOO_LONG, UNKNOWN_FACILITY

LONGEST_TEXT = 5_000
"""No single field of an entry may be longer; longer papers are kept as documents with their hash."""

_SORTS_LAST = 2**62


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when it happened, when it is written, by whose authority, and which entry it corrects."""

    by: Actor
    at: datetime
    now: datetime
    authority: str = ""
    supersedes: int | None = None


def situation_of(person: str, act: Act) -> rules.Situation:
    """Return what is known of a person, without the entry that the act corrects."""
    chain = chain_of(person)
    stands = [each for each in timeline.standing(chain) if each.number != act.supersedes]
    today = act.at.date()
    return rules.Situation(
        person=person,
        exists=bool(chain),
        entries=stands,
        holds=[
            (each.hold, each.authority)
            for each in statements.holds(stands)
            if each.until is None or each.until >= today
        ],
        linked_held=_linked_held(stands),
    )


def _linked_held(stands: Sequence[Recorded]) -> list[str]:
    """Return the files stated to be the same person that are in custody."""
    linked = [each.other for each in statements.links(stands) if each.relation == "same_person"]
    return list(Person.objects.filter(id__in=linked).exclude(state="").values_list("id", flat=True)) if linked else []


def superseded_by(person: str, act: Act) -> Sequence[Any]:
    """Return the person's standing entries with the one that the act corrects; nothing when it corrects none."""
    return [] if act.supersedes is None else situation_of(person, Act(act.by, act.at, act.now)).entries


def draft_of(event: Event, act: Act, zone: str, facility: str) -> rules.Draft:
    """Return the entry about to be made, as the rules read it."""
    return rules.Draft(event, utc(act.at), zone, facility, act.supersedes, _SORTS_LAST)


_SHORTER: dict[type[Event], dict[str, int]] = {
    e.GroundRecorded: {"issuer": 200, "reference": 200},
    e.HoldPlaced: {"authority": 200, "reference": 200},
    e.IdentityLinked: {"reason": 500},
    e.Admitted: {"override": 500},
}
"""Fields that stand in tables as well, and may be no longer there."""


def refuse_text(event: Any, authority: str = "") -> list[Refusal]:
    """Refuse every text that is longer than an entry may carry, or that no store can hold (NUL, half a character)."""
    limits = _SHORTER.get(type(event), {})
    texts = {each.name: getattr(event, each.name) for each in fields(event)} | {"authority": authority}
    found = []
    for name, value in texts.items():
        limit = limits.get(name, LONGEST_TEXT)
        if isinstance(value, str) and len(value) > limit:
            found.append(TOO_LONG(field=name, limit=limit))
        if isinstance(value, str) and not _can_be_stored(value):
            found.append(BAD_TEXT(field=name))
    return found


def _can_be_stored(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def write(
    event: Event, act: Act, *, subject: str, zone: str, facility: str, refusals: Sequence[Refusal], ground: str = ""
) -> Recorded:
    """Refuse with every reason, or record the event."""
    refuse_if_any([*refusals, *refuse_text(event, act.authority)])
    (entry,) = record(
        [
            Draft(
                event=event,
                subject=subject,
                occurred_at=act.at,
                zone=zone,
                facility=facility,
                ground=ground,
                authority=act.authority,
                supersedes=act.supersedes,
            )
        ],
        by=act.by,
        now=act.now,
    )
    return entry


def zone_of(facility: str) -> str:
    """Return the zone of a facility; refuses with `register.unknown_facility`."""
    found = first_row("SELECT zone FROM register_facility WHERE code = %s", [facility])
    if found is None:
        raise Refused([UNKNOWN_FACILITY(field="facility", facility=facility[:40])])
    return str(found[0])


_PLACE = """
SELECT p.facility, f.zone FROM register_person p JOIN register_facility f ON f.code = p.facility WHERE p.id = %s
"""


def place_of(person: str) -> tuple[str, str]:
    """Return the facility code and zone of a person's open stay, or of the place where the person was last.

    A person who was nowhere yet gives ("", "UTC").
    """
    found = first_row(_PLACE, [person])
    if found is not None:
        return str(found[0]), str(found[1])
    last = next((each.facility for each in reversed(chain_of(person)) if each.facility), "")
    return (last, zone_of(last)) if last else ("", "UTC")


def require_for_person(by: Actor, permission: str, person: str) -> None:
    """Refuse unless the actor has the permission where the person is; a person who is nowhere needs it anywhere."""
    code, _ = place_of(person)
    if code:
        require(by, permission, code)
    else:
        require_somewhere(by, permission)
