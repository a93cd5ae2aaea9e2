"""Endpoints that answer questions about the register and the journal; nothing here changes anything."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Literal

from django.http import Http404
from ninja import Router

from constancia.api.access import Request, needs
from constancia.api.refusals import TOO_MANY_DAYS
from constancia.api.shapes import (
    Day,
    DaySeen,
    EntryProved,
    EntrySeen,
    FacilitySeen,
    FileSeen,
    Head,
    ItemSeen,
    Limit,
    Moment,
    Number,
    Population,
    Wanted,
    Words,
    answers,
)
from constancia.core.actors import Actor
from constancia.core.events import to_facts
from constancia.core.ids import read_id
from constancia.core.permissions import require
from constancia.core.refusals import refuse_if_any
from constancia.ledger import queries as ledger
from constancia.ledger.journal import Recorded, entries, number_known_at
from constancia.register import movements, queries
from constancia.register import population as counts
from constancia.register.search import Found, find_persons
from constancia.standards.restricted import may_see

router = Router(tags=["read"])
LONGEST_RANGE = 4_000
"""No more days than this in one answer."""

Split = Literal["", "facility", "legal_status", "sex", "age_band"]


@router.get("/facilities", response=answers(list[FacilitySeen]))
@needs("register.count")
def facilities(request: Request) -> Any:
    """List the facilities that the account may count."""
    return list(queries.facilities(request.actor))


@router.get("/population", response=answers(Population))
@needs("register.count")
def population(
    request: Request,
    first: Day,
    last: Day,
    facility: Words = "",
    by: Split = "",
    as_known_at: Moment | None = None,
) -> Any:
    """Count the people held day by day in one facility, or in each that the account may count.

    A day without a count has no figures, never zeros.
    """
    if facility:
        require(request.actor, "register.count", facility)
    places = queries.facilities(request.actor).filter(**({"code": facility} if facility else {}))
    days = ((last - first).days + 1) * max(len(places), 1)
    refuse_if_any([TOO_MANY_DAYS(field="last", limit=LONGEST_RANGE)] if not 0 < days <= LONGEST_RANGE else [])
    if facility and not places:
        raise Http404
    known = _known(as_known_at)
    found = [
        DaySeen.of(each.code, count)
        for each in places
        for count in counts.daily(each, first, last, now=as_known_at or datetime.now(UTC), by=by, known_at=known)
    ]
    return {"definitions": {name: asdict(text) for name, text in counts.DEFINITIONS.items()}, "days": found}


@router.post("/persons/find", response=answers(list[Found]))
@needs("register.read")
def find(request: Request, facts: Wanted) -> Any:
    """Find files by a name, however spelt, or by any number; best first. What is looked for stays out of the address."""
    return find_persons(request.actor, facts.wanted, limit=facts.limit, born_in=facts.born_in)


@router.get("/persons/{person}", response=answers(FileSeen))
@needs("register.read")
def person(request: Request, person: str, as_known_at: Moment | None = None) -> Any:
    """Return a person's file, as known at a moment when one is given; restricted facts only to those who may read them."""
    file = _file(request.actor, person, _known(as_known_at))
    return FileSeen(
        person=file.person,
        state=movements.state_after(file.entries),
        items=[
            ItemSeen(item=each.key, standing=each.standing, entry=each.entry, restricted=each.restricted)
            for each in file.items
        ],
        custody=list(file.spans),
        grounds=list(file.grounds),
        uncovered=list(file.uncovered),
        holds=list(file.holds),
        links=list(file.links),
        entries=[entry_seen(each, request.actor) for each in file.entries],
    )


@router.get("/journal", response=answers(list[EntrySeen]))
@needs("journal.read", everywhere=True)
def journal(
    request: Request,
    after: Number = 0,
    before: Number | None = None,
    event: Words = "",
    subject: Words = "",
    newest_first: bool = False,
    limit: Limit = 100,
) -> Any:
    """Return entries between two numbers, of one event or subject only where one is named."""
    found = entries(
        after=after,
        upto=None if before is None else before - 1,
        events=[event] if event else None,
        subjects=[subject] if subject else None,
        newest_first=newest_first,
        limit=limit,
    )
    return [entry_seen(each, request.actor) for each in found]


@router.get("/journal/head", response=answers(Head))
@needs("journal.read", everywhere=True)
def journal_head(request: Request) -> Any:  # noqa: ARG001 - every endpoint takes it
    """Return the newest tree head; note it down, and `journal verify --head` will hold the register to it."""
    head = ledger.newest_head()
    if head is None:
        raise Http404
    return {"size": head.size, "root": head.root.hex(), "recorded_at": head.recorded_at}


@router.get("/journal/{number}", response=answers(EntryProved))
@needs("journal.read", everywhere=True)
def journal_entry(request: Request, number: Number) -> Any:
    """Return one entry with its canonical bytes, its leaf and what superseded it."""
    found = ledger.stored(number)
    if found is None:
        raise Http404
    seen = entry_seen(found.entry, request.actor)
    return EntryProved(
        **seen.model_dump(),
        document=None if seen.facts is None else found.document.decode(),
        leaf=found.leaf.decode(),
        leaf_hash=found.leaf_hash.hex(),
        superseded_by=list(found.superseded_by),
    )


def entry_seen(entry: Recorded, actor: Actor) -> EntrySeen:
    """Return an entry as an actor may see it."""
    return EntrySeen(
        number=entry.number,
        event=entry.event.code,
        subject=entry.subject,
        occurred_at=entry.occurred_at,
        zone=entry.zone,
        recorded_at=entry.recorded_at,
        recorded_by=entry.actor,
        authority=entry.authority,
        facility=entry.facility,
        ground=entry.ground,
        supersedes=entry.supersedes,
        late=queries.is_late(entry),
        facts=to_facts(entry.event) if may_see(actor, entry) else None,
    )


def _known(moment: Any) -> int | None:
    return None if moment is None else number_known_at(moment)


def _file(actor: Actor, text: str, known_at: int | None) -> queries.PersonFile:
    """Return a file that the actor may read; one that is not there and one that may not be read look the same."""
    try:
        number = read_id(text, "P")
    except ValueError as error:
        raise Http404 from error
    file = queries.person_file(number, known_at=known_at) if queries.may_read(actor, number) else None
    if file is None:
        raise Http404
    return file
