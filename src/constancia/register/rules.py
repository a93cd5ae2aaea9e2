"""Why something may not be done with a person, a ground or a file. Pure: every fact and the clock are arguments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from constancia.core.refusals import Refusal
from constancia.core.text import Text
from constancia.core.time import iso, utc
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
    """What is known of a person when an act is tried.

    `entries` are those that stand, `holds` the holds in force at the moment of the act with their authorities, `linked` the
    stays recorded in other files of the same person.
    """

    person: str
    exists: bool
    entries: Sequence[Any]
    holds: Sequence[tuple[str, str]]
    linked: Sequence[Any]


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


def refuse_birth(event: Any, today: date) -> list[Refusal]:
    """Refuse a birth date in the future, or two days further apart than its precision allows."""
    first, last = event.earliest, event.latest
    fits = {
        "day": first == last,
        "month": (first.year, first.month) == (last.year, last.month),
        "year": first.year == last.year,
    }
    if first > last or last > today or not fits.get(event.precision, True):
        return [why.BIRTH_RANGE(field="latest")]
    return []


def refuse_text_for_act(item: str, standing: str) -> list[Refusal]:
    """Refuse words in the place of what has an act of its own; that it is not known, and who was asked, may be said."""
    if standing == "recorded" and item in ITEMS and ITEMS[item].events:
        return [why.HAS_ITS_OWN_ACT(field="standing", what=", ".join(ITEMS[item].events))]
    return []


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
    ends = _end_of_stay(situation, draft)
    return [
        *refuse_sequence(situation, draft),
        *_refuse_no_ground(situation, draft, override),
        *_refuse_linked(situation, draft.occurred_at, ends),
    ]


def refuse_past_stay(situation: Situation, begins: Draft, ends: Draft, override: str) -> list[Refusal]:
    """Refuse a stay that is over as its admission would be, or when it ends before it begins."""
    whole = replace(situation, entries=[*situation.entries, ends])
    lasts = ends.occurred_at > begins.occurred_at
    return [
        *([] if lasts else [why.ENDS_BEFORE_START(field="released_at")]),
        *(refuse_sequence(whole, begins) if lasts else []),
        *_refuse_no_ground(situation, begins, override),
        *_refuse_linked(situation, begins.occurred_at, ends.occurred_at),
    ]


def _refuse_no_ground(situation: Situation, draft: Draft, override: str) -> list[Refusal]:
    if live_grounds(situation, draft.occurred_at) or len(override.strip()) >= SHORTEST_REASON:
        return []
    kind = why.OVERRIDE_TOO_SHORT if override.strip() else why.NO_GROUND
    return [kind(field="override" if override.strip() else "ground", at=iso(draft.occurred_at))]


def _refuse_linked(situation: Situation, since: datetime, until: datetime | None) -> list[Refusal]:
    others = {each.person for each in situation.linked if each.overlaps(since, until)}
    return [why.LINKED_HELD(field="person", other=other) for other in sorted(others)]


def _end_of_stay(situation: Situation, draft: Draft) -> datetime | None:
    """Return when the stay that a draft begins is over already, as it is when the draft corrects an older admission."""
    ended = [
        each.occurred_at
        for each in situation.entries
        if isinstance(each.event, e.Released | e.Died) and each.event.stay == draft.event.stay
    ]
    return min(ended, default=None)


OBEYED_AT_ONCE = frozenset({"habeas_corpus", "appeal_upheld", "held_in_error", "released_in_error"})
"""Releases that no hold may delay: a court or the law ended the right to hold the person, or the person is gone already."""


def refuse_release(situation: Situation, draft: Draft) -> list[Refusal]:
    """Refuse to let go somebody not in custody, or under a hold; `OBEYED_AT_ONCE` names releases that no hold stops."""
    is_bound = not (isinstance(draft.event, e.Released) and draft.event.reason in OBEYED_AT_ONCE)
    return [
        *refuse_sequence(situation, draft),
        *(
            why.HELD_BACK(field="person", hold=hold, authority=authority)
            for hold, authority in situation.holds
            if is_bound
        ),
    ]


def refuse_ground(situation: Situation, event: Any, now: datetime, today: date) -> list[Refusal]:
    """Refuse a ground that ends before it begins, was issued after today at the place, has a wrong hash, or is on file."""
    refusals = refuse_missing(issuer=event.issuer, reference=event.reference)
    if event.valid_until is not None and event.valid_until <= event.valid_from:
        refusals.append(why.ENDS_BEFORE_START(field="valid_until"))
    if event.issued_on > today:
        refusals.append(why.IN_FUTURE(field="issued_on", at=event.issued_on.isoformat(), now=iso(now)))
    if event.document_sha256 and not _is_sha256(event.document_sha256):
        refusals.append(why.NOT_A_HASH(field="document_sha256"))
    if any(_same_instrument(each, event) for each in timeline.grounds(situation.entries)):
        refusals.append(why.ALREADY_THERE(field="reference", what=event.reference))
    return refusals


def _same_instrument(ground: timeline.Ground, event: Any) -> bool:
    """Tell whether an instrument is on file already: one case may have many, but not two alike from the same moment."""
    one = (ground.kind, ground.issuer.casefold().split(), ground.reference.casefold().split(), ground.since)
    return one == (
        event.kind,
        event.issuer.casefold().split(),
        event.reference.casefold().split(),
        utc(event.valid_from),
    )


def refuse_unknown_ground(situation: Situation, ground: str) -> list[Refusal]:
    """Refuse an act on a ground that this person's file does not hold."""
    known = {each.ground for each in timeline.grounds(situation.entries)}
    return [] if ground in known else [why.UNKNOWN_GROUND(field="ground", ground=ground)]


def refuse_unknown_challenge(situation: Situation, event: Any) -> list[Refusal]:
    """Refuse a review that decides a challenge which nobody made of this ground, or which is decided already."""
    decides = getattr(event, "decides", None)
    pending = [each.pending for each in timeline.grounds(situation.entries) if each.ground == event.ground]
    if decides is None or any(decides in each for each in pending):
        return []
    return [why.UNKNOWN_CHALLENGE(field="decides", entry=decides)]


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
    if found is None or type(found.event) not in CORRECTABLE | {e.TakenIntoCustody}:
        return [why.NOT_CORRECTABLE(field="entry", entry=number)]
    return []


def permission_for(event: Any) -> str:
    """Return the permission with which an entry like this is made, and so taken back."""
    if isinstance(event, e.GroundChallenged | e.GroundAnnulled):
        return "register.challenge"
    if isinstance(event, e.ItemRecorded) and event.item in ITEMS and ITEMS[event.item].restricted:
        return "register.health"
    return "register.record"


@dataclass(frozen=True, slots=True)
class Kin:
    """What is stated about two files: those of the same person as each, and those told apart from each group."""

    person: str
    other: str
    same: frozenset[str]
    same_as_other: frozenset[str]
    apart: frozenset[str]
    linked: Iterable[tuple[str, str]]


def refuse_link(kin: Kin, relation: str) -> list[Refusal]:
    """Refuse a link of a file with itself, the same link twice, or one that contradicts others, through any chain."""
    if kin.person == kin.other:
        return [why.LINK_TO_ITSELF(field="other")]
    if (kin.other, relation) in set(kin.linked):
        return [why.ALREADY_THERE(field="other", what=kin.other)]
    contradicts = bool(kin.apart & kin.same_as_other) if relation == "same_person" else kin.other in kin.same
    return [why.LINK_CONTRADICTS(field="relation", other=kin.other)] if contradicts else []


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
