"""Why something may not be done with a person, a ground or a file. Pure: every fact and the clock are arguments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constancia.core.refusals import Refusal
from constancia.core.text import Text
from constancia.core.time import iso
from constancia.register import events as e
from constancia.register import movements, timeline
from constancia.register import refusals as why
from constancia.register.codes import STATES
from constancia.register.file import ITEMS

SHORTEST_REASON = 10
"""An override must say why in at least so many characters."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry not yet recorded, as the timeline reads it; `number` sorts after every recorded one."""

    event: Any
    occurred_at: datetime
    zone: str
    facility: str
    supersedes: int | None
    number: int


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a person when an act is tried: the entries that stand, and holds that bind today."""

    person: str
    exists: bool
    entries: Sequence[Any]
    holds: Sequence[tuple[str, str]]
    linked_held: Sequence[str]


def refuse_unknown(situation: Situation) -> list[Refusal]:
    """Refuse an act on a person who has no file."""
    return [] if situation.exists else [why.UNKNOWN_PERSON(field="person", person=situation.person)]


def refuse_moment(at: datetime, now: datetime) -> list[Refusal]:
    """Refuse a fact that has not happened yet."""
    return [why.IN_FUTURE(field="at", at=iso(at), now=iso(now))] if at > now else []


def refuse_missing(**fields: str) -> list[Refusal]:
    """Refuse every named field that is empty."""
    return [why.MISSING(field=name, name=name) for name, value in fields.items() if not value.strip()]


def refuse_code(field: str, value: str, known: Iterable[str]) -> list[Refusal]:
    """Refuse a code that is not on its list, or that was not given at all."""
    if not value.strip():
        return refuse_missing(**{field: value})
    choices = sorted(known)
    return [] if value in choices else [why.UNKNOWN_CODE(field=field, value=value[:40], known=", ".join(choices))]


def refuse_sequence(situation: Situation, draft: Draft) -> list[Refusal]:
    """Refuse a movement that contradicts the person's other movements, earlier or later ones."""
    found = movements.first_break([*situation.entries, draft])
    if found is None:
        return []
    label = STATES.get(found.state) or _NO_CUSTODY[found.state]
    if found.entry.number == draft.number:
        return [why.NOT_POSSIBLE_THEN(field="at", at=iso(draft.occurred_at), state=label)]
    return [why.CONTRADICTS_LATER(field="at", at=iso(found.entry.occurred_at), entry=found.entry.number)]


def refuse_admit(situation: Situation, draft: Draft, override: str) -> list[Refusal]:
    """Refuse an admission without a live individual ground (unless overridden), of somebody already held, or dead."""
    refusals = refuse_sequence(situation, draft)
    if not live_grounds(situation, draft.occurred_at) and len(override.strip()) < SHORTEST_REASON:
        kind = why.OVERRIDE_TOO_SHORT if override.strip() else why.NO_GROUND
        refusals.append(kind(field="override" if override.strip() else "ground", at=iso(draft.occurred_at)))
    refusals += [why.LINKED_HELD(field="person", other=other) for other in situation.linked_held]
    return refusals


def refuse_release(situation: Situation, draft: Draft) -> list[Refusal]:
    """Refuse a release of somebody not in custody, under a hold, or without destination, authority and evidence."""
    return [
        *refuse_sequence(situation, draft),
        *(why.HELD_BACK(field="person", hold=hold, authority=authority) for hold, authority in situation.holds),
    ]


def refuse_ground(event: Any, at: datetime, now: datetime, existing: Iterable[str]) -> list[Refusal]:
    """Refuse a ground that ends before it begins, was issued in the future, or carries a wrong document hash."""
    refusals = [*refuse_missing(issuer=event.issuer, reference=event.reference), *refuse_moment(at, now)]
    if event.valid_until is not None and event.valid_until <= event.valid_from:
        refusals.append(why.ENDS_BEFORE_START(field="valid_until"))
    if event.issued_on > now.date():
        refusals.append(why.IN_FUTURE(field="issued_on", at=event.issued_on.isoformat(), now=iso(now)))
    if event.document_sha256 and not _is_sha256(event.document_sha256):
        refusals.append(why.NOT_A_HASH(field="document_sha256"))
    if event.ground in set(existing):
        refusals.append(why.ALREADY_THERE(field="ground", what=event.ground))
    return refusals


def refuse_unknown_ground(situation: Situation, ground: str) -> list[Refusal]:
    """Refuse an act on a ground that this person's file does not hold."""
    known = {each.ground for each in timeline.grounds(situation.entries)}
    return [] if ground in known else [why.UNKNOWN_GROUND(field="ground", ground=ground)]


def refuse_supersede(entries: Sequence[Any], number: int | None, kind: type[Any] | None) -> list[Refusal]:
    """Refuse to correct an entry that is not this person's, no longer stands, or is of another kind."""
    if number is None:
        return []
    found = next((each for each in timeline.standing(entries) if each.number == number), None)
    if found is None or (kind is not None and type(found.event) is not kind):
        return [why.NOT_CORRECTABLE(field="supersedes", entry=number)]
    return []


CORRECTABLE: frozenset[type[Any]] = frozenset(
    {
        e.NameRecorded,
        e.IdentifierRecorded,
        e.BirthRecorded,
        e.CitizenshipRecorded,
        e.SexRecorded,
        e.LanguageRecorded,
        e.DependantRecorded,
        e.ContactRecorded,
        e.ItemRecorded,
        e.GroundRecorded,
        e.GroundReviewed,
        e.GroundChallenged,
        e.GroundAnnulled,
        e.HoldPlaced,
        e.HoldLifted,
        *movements.MOVEMENTS,
    }
)
"""Entries that a person made of a person's file: they can be corrected or withdrawn. What a roll says stays what it said."""


def refuse_withdraw(entries: Sequence[Any], number: int) -> list[Refusal]:
    """Refuse to withdraw an entry that is not this person's, no longer stands, or is not of a kind that can be."""
    found = next((each for each in timeline.standing(entries) if each.number == number), None)
    if found is None or type(found.event) not in CORRECTABLE:
        return [why.NOT_CORRECTABLE(field="entry", entry=number)]
    return []


def permission_for(event: Any) -> str:
    """Return the permission with which an entry like this is made, and so taken back."""
    if isinstance(event, e.GroundChallenged | e.GroundAnnulled):
        return "register.challenge"
    if isinstance(event, e.ItemRecorded) and event.item in ITEMS and ITEMS[event.item].restricted:
        return "register.health"
    return "register.record"


def refuse_link(person: str, other: str, existing: Iterable[tuple[str, str]], relation: str) -> list[Refusal]:
    """Refuse a link of a file with itself, the same link twice, or one that contradicts a standing link."""
    if person == other:
        return [why.LINK_TO_ITSELF(field="other")]
    return [
        why.ALREADY_THERE(field="other", what=other)
        if standing_relation == relation
        else why.LINK_CONTRADICTS(field="relation", other=other)
        for standing_other, standing_relation in existing
        if standing_other == other
    ]


def live_grounds(situation: Situation, at: datetime) -> list[timeline.Ground]:
    """Return the instruments in force at a moment."""
    return [
        each
        for each in timeline.grounds(situation.entries)
        if each.since <= at and (each.until is None or at < each.until)
    ]


def _is_sha256(text: str) -> bool:
    return len(text) == 64 and all(character in "0123456789abcdef" for character in text)


_NO_CUSTODY = {"out": Text("Not in custody", "Sin custodia"), "dead": Text("Deceased", "Fallecido")}
