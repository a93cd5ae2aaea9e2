"""A person's file: opened, then filled fact by fact, each with who said so or who was asked."""

import secrets
from collections.abc import Callable
from datetime import date, datetime

from constancia.core.actors import Actor
from constancia.core.events import Event, in_one_form
from constancia.core.permissions import require_somewhere
from constancia.core.refusals import Refusal, refuse_if_any
from constancia.core.time import iso, local_day
from constancia.ledger.journal import Draft, Recorded, new_subject, record
from constancia.ledger.sequence import writing
from constancia.register import events as e
from constancia.register import movements, rules
from constancia.register import refusals as why
from constancia.register.actions.common import Act, place_of, refuse_text, require_for_person, situation_of, write
from constancia.register.codes import BIRTH_PRECISIONS, CITIZENSHIP_STANDINGS, NAME_KINDS, STANDINGS
from constancia.register.file import ITEMS


def register_person(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    written: str,
    origin: str = "register",
    kind: str = "as_written",
    evidence: str = "",
    random_index: Callable[[int], int] = secrets.randbelow,
) -> str:
    """Open a file for a person under the name the person gives, and return its number.

    Refuses `register.bad_name`, `register.bad_text`, `register.too_long`, `register.unknown_code`, `register.in_future`.
    """
    require_somewhere(by, "register.record")
    with writing():
        person = new_subject("P", random_index)
        opened = e.PersonRegistered(origin=origin)
        named = e.NameRecorded(kind=kind, written=written, evidence=evidence)
        refuse_if_any(
            [
                *rules.refuse_moment(at, now),
                *refuse_text(opened),
                *_refuse_name(named),
                *rules.refuse_code("kind", kind, NAME_KINDS),
            ]
        )
        events = (in_one_form(opened), in_one_form(named))
        drafts = [Draft(event=each, subject=person, occurred_at=at, zone="UTC") for each in events]
        record(drafts, by=by, now=now)
    return person


def record_name(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    written: str,
    evidence: str,
    supersedes: int | None = None,
) -> Recorded:
    """Add a name or alias, or correct one. Refuses `register.bad_name`, `register.unknown_code`."""
    require_for_person(by, "register.record", person)
    event = e.NameRecorded(kind=kind, written=written, evidence=evidence)
    refusals = [*_refuse_name(event), *rules.refuse_code("kind", kind, NAME_KINDS)]
    return _note(Act(by, at, now, supersedes=supersedes), person, event, refusals)


def record_identifier(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    issuer: str,
    value: str,
    supersedes: int | None = None,
) -> Recorded:
    """Add a number by which an issuer knows the person. Refuses `register.missing`, `register.too_long`."""
    require_for_person(by, "register.record", person)
    event = e.IdentifierRecorded(kind=kind, issuer=issuer, value=value.strip())
    refusals = rules.refuse_missing(kind=kind, issuer=issuer, value=value)
    if len(kind) > 40 or len(issuer) > 200 or len(value) > 200:
        refusals.append(why.TOO_LONG(field="value", limit=200))
    return _note(Act(by, at, now, supersedes=supersedes), person, event, refusals)


def record_birth(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    earliest: date,
    latest: date,
    precision: str,
    evidence: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record when the person was born, as exactly as it is known. Refuses `register.birth_range`."""
    require_for_person(by, "register.record", person)
    event = e.BirthRecorded(earliest=earliest, latest=latest, precision=precision, evidence=evidence)
    refusals = rules.refuse_code("precision", precision, BIRTH_PRECISIONS)
    refusals += rules.refuse_birth(event, local_day(now, place_of(person)[1]))
    return _note(Act(by, at, now, supersedes=supersedes), person, event, refusals)


def record_citizenship(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    country: str,
    standing: str,
    evidence: str,
    supersedes: int | None = None,
) -> Recorded:
    """Add a citizenship (ISO 3166 alpha-3, `XXX` for stateless). Refuses `register.unknown_code`, `register.missing`."""
    require_for_person(by, "register.record", person)
    event = e.CitizenshipRecorded(country=country, standing=standing, evidence=evidence)
    refusals = [
        *rules.refuse_missing(evidence=evidence),
        *rules.refuse_code("standing", standing, CITIZENSHIP_STANDINGS),
    ]
    if not (len(country) == 3 and country.isascii() and country.isupper()):
        refusals.append(why.UNKNOWN_CODE(field="country", value=country[:20], known="ISO 3166 alpha-3"))
    return _note(Act(by, at, now, supersedes=supersedes), person, event, refusals)


def record_sex(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    on_papers: str,
    self_perceived: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record sex on papers and gender in the person's own words (Mandela Rule 7(a)). Refuses `register.missing`."""
    require_for_person(by, "register.record", person)
    event = e.SexRecorded(on_papers=on_papers[:40], self_perceived=self_perceived)
    return _note(Act(by, at, now, supersedes=supersedes), person, event, rules.refuse_missing(on_papers=on_papers))


def record_language(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    language: str,
    level: str,
    interpreter_needed: bool,
    supersedes: int | None = None,
) -> Recorded:
    """Record a language (ISO 639) and whether an interpreter is needed (Mandela Rule 55). Refuses `register.missing`."""
    require_for_person(by, "register.record", person)
    event = e.LanguageRecorded(language=language, level=level, interpreter_needed=interpreter_needed)
    return _note(Act(by, at, now, supersedes=supersedes), person, event, rules.refuse_missing(language=language))


def record_dependant(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    relation: str,
    name: str,
    born_on: date | None,
    whereabouts: str,
    in_care_of: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record a child or other dependant and who cares for them now (Bangkok Rule 3). Refuses `register.missing`."""
    require_for_person(by, "register.record", person)
    event = e.DependantRecorded(
        relation=relation, name=name, born_on=born_on, whereabouts=whereabouts, in_care_of=in_care_of
    )
    return _note(
        Act(by, at, now, supersedes=supersedes),
        person,
        event,
        rules.refuse_missing(relation=relation, in_care_of=in_care_of),
    )


def record_contact(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    name: str,
    relation: str,
    reach: str,
    notify: bool,
    scope: str,
    supersedes: int | None = None,
) -> Recorded:
    """Record someone the person names to be told, or not to be told (Mandela Rules 7(g), 69). Refuses `register.missing`."""
    require_for_person(by, "register.record", person)
    event = e.ContactRecorded(name=name, relation=relation, reach=reach, notify=notify, scope=scope)
    return _note(
        Act(by, at, now, supersedes=supersedes), person, event, rules.refuse_missing(name=name, relation=relation)
    )


def record_taking(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    place: str,
    authority: str,
    officers: str = "",
    circumstances: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record when, where and by whom a person was deprived of liberty (ICPPED art. 17(3)(b)); `at` is that moment.

    What is not known to the hour is recorded as the item `taken`, with who was asked. Refuses `register.missing`,
    `register.in_future`, `register.not_correctable`.
    """
    require_for_person(by, "register.record", person)
    event = e.TakenIntoCustody(place=place, authority=authority, officers=officers, circumstances=circumstances)
    act = Act(by, at, now, authority, supersedes)
    return _note(act, person, event, rules.refuse_missing(place=place, authority=authority))


def record_item(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    item: str,
    standing: str,
    content: str = "",
    asked: str = "",
    examiner: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record one item of the minimum file (`file.ITEMS`), or that it is unknown and who was asked.

    A restricted item needs the permission `register.health`. Refuses `register.unknown_code`; `register.missing` when
    nothing is known and nobody was asked, or when something is recorded without content; `register.has_its_own_act` when
    what is known has an act of its own, so that no sentence stands for an instrument, a name or an admission.
    """
    restricted = item in ITEMS and ITEMS[item].restricted
    require_for_person(by, "register.health" if restricted else "register.record", person)
    event = e.ItemRecorded(item=item, standing=standing, content=content, asked=asked, examiner=examiner)
    refusals = [
        *rules.refuse_code("item", item, ITEMS),
        *rules.refuse_code("standing", standing, STANDINGS),
        *rules.refuse_text_for_act(item, standing),
        *(rules.refuse_missing(content=content) if standing == "recorded" else rules.refuse_missing(asked=asked)),
    ]
    if item == "injuries" and standing == "none":
        refusals += rules.refuse_missing(examiner=examiner)
    return _note(Act(by, at, now, supersedes=supersedes), person, event, refusals)


def withdraw_entry(*, by: Actor, at: datetime, now: datetime, person: str, entry: int, reason: str) -> Recorded:
    """Withdraw an entry that was wrong without putting another in its place; it stays readable for ever.

    It needs the permission with which such an entry is made (`rules.permission_for`). Refuses `register.not_correctable`
    (also for the opening of a file, what a roll says and links, which are ended instead), `register.missing`, and
    `register.contradicts_later` when the person's other movements could not have happened without it.
    """
    act = Act(by, at, now, supersedes=entry)
    with writing():
        everything = situation_of(person, Act(by, at, now))
        wrong = next((each for each in everything.entries if each.number == entry), None)
        require_for_person(by, rules.permission_for(None if wrong is None else wrong.event), person)
        left = situation_of(person, act)
        found = movements.first_break(left.entries)
        event = e.EntryWithdrawn(reason=reason)
        refusals = [
            *rules.refuse_moment(at, now),
            *rules.refuse_missing(reason=reason),
            *rules.refuse_withdraw(everything.entries, entry),
        ]
        if found is not None:
            refusals.append(
                why.CONTRADICTS_LATER(field="entry", at=iso(found.entry.occurred_at), entry=found.entry.number)
            )
        facility, zone = place_of(person)
        return write(event, act, subject=person, zone=zone, facility=facility, refusals=refusals)


def _note(act: Act, person: str, event: Event, refusals: list[Refusal]) -> Recorded:
    """Record a fact about a person that moves nobody."""
    with writing():
        everything = situation_of(person, Act(act.by, act.at, act.now))
        reasons = [
            *rules.refuse_unknown(everything),
            *rules.refuse_moment(act.at, act.now),
            *rules.refuse_supersede(everything.entries, act.supersedes, type(event)),
            *refusals,
        ]
        facility, zone = place_of(person)
        return write(event, act, subject=person, zone=zone, facility=facility, refusals=reasons)


def _refuse_name(event: e.NameRecorded) -> list[Refusal]:
    """Refuse a name that is empty, too long or holds control characters."""
    written = event.written
    bad = (
        not written.strip()
        or len(written) > 500
        or len(written.split()) > 40
        or any(not character.isprintable() for character in written)
    )
    return [why.BAD_NAME(field="written")] if bad else []
