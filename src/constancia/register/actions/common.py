"""What every action of the register shares: the facts of a person read under the pen, and one entry written."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from constancia.core.actors import Actor
from constancia.core.events import Event, in_one_form
from constancia.core.permissions import require, require_somewhere
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.core.time import utc
from constancia.ledger.journal import Draft, Recorded, chain_of, record
from constancia.ledger.rows import first_row
from constancia.register import events as e
from constancia.register import rules, statements, timeline
from constancia.register.kinship import linked_custody
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
    zone = next((each.zone for each in reversed(stands) if each.facility), "UTC")
    return rules.Situation(
        person=person,
        exists=bool(chain),
        entries=stands,
        holds=[(each.hold, each.authority) for each in statements.holds_at(stands, act.at, zone)],
        linked=linked_custody(person) if _is_linked(stands) else (),
    )


def _is_linked(stands: Sequence[Recorded]) -> bool:
    return any(each.relation == "same_person" for each in statements.links(stands))


def superseded_by(person: str, act: Act) -> Sequence[Any]:
    """Return the person's standing entries with the one that the act corrects; nothing when it corrects none."""
    return [] if act.supersedes is None else situation_of(person, Act(act.by, act.at, act.now)).entries


def as_given(value: Any, field: str, superseded: Sequence[Any], supersedes: int | None, nothing: Any = "") -> Any:
    """Return a fact as given, or as the corrected entry says when it was left out (None), or nothing when there is none."""
    if value is not None:
        return value
    return next((getattr(each.event, field, nothing) for each in superseded if each.number == supersedes), nothing)


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
    draft = draft_of(event, act, zone, facility)
    (entry,) = write_all([draft], act, subject=subject, refusals=refusals, ground=ground)
    return entry


def write_all(
    drafts: Sequence[rules.Draft], act: Act, *, subject: str, refusals: Sequence[Refusal], ground: str = ""
) -> list[Recorded]:
    """Refuse with every reason, or record several events of one subject by one authority, all of them or none.

    Text is kept in Unicode normal form C: what a keyboard composes of two characters must read as the same word.
    """
    refuse_if_any([*refusals, *(each for draft in drafts for each in refuse_text(draft.event, act.authority))])
    ready = [
        Draft(
            event=in_one_form(each.event),
            subject=subject,
            occurred_at=each.occurred_at,
            zone=each.zone,
            facility=each.facility,
            ground=ground,
            authority=unicodedata.normalize("NFC", act.authority),
            supersedes=each.supersedes,
        )
        for each in drafts
    ]
    return record(ready, by=act.by, now=act.now)


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
