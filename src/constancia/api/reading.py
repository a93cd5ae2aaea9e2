"""Endpoints that answer questions; nothing here changes anything."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, ConfigDict, Field

from constancia.core.actors import Actor
from constancia.core.events import to_facts
from constancia.core.ids import read_id
from constancia.core.permissions import facilities_for, require, require_somewhere
from constancia.core.time import iso
from constancia.ledger import queries as ledger
from constancia.ledger.journal import Recorded, entries, number_known_at
from constancia.register import population as counts
from constancia.register import queries
from constancia.register.restricted import may_see
from constancia.register.search import MOST_FOUND, find_persons

router = Router(tags=["read"])
LONGEST_RANGE = 4_000
"""No more days than this in one answer."""


@router.get("/facilities")
def facilities(request: HttpRequest) -> list[dict[str, str]]:
    """List the facilities that the account may count."""
    return [{"code": each.code, "name": each.name, "zone": each.zone} for each in queries.facilities(_actor(request))]


@router.get("/population")
def population(
    request: HttpRequest,
    facility: str,
    first: date,
    last: date,
    by: str = "",
    as_known_at: AwareDatetime | None = None,
) -> dict[str, Any]:
    """Count the people held in a facility day by day; a day without a count has no figures, never zeros."""
    require(_actor(request), "register.count", facility)
    place = queries.facilities().filter(code=facility).first()
    if place is None or by not in ("", *counts.GROUPS) or not 0 <= (last - first).days < LONGEST_RANGE:
        raise Http404
    found = counts.daily(place, first, last, by=by, known_at=_known(as_known_at))
    return {
        "facility": facility,
        "definitions": {name: asdict(text) for name, text in counts.DEFINITIONS.items()},
        "days": [asdict(each) for each in found],
    }


class Wanted(Schema):
    """Whom to find: a name or a number as somebody has it, and the year of birth if known."""

    model_config = ConfigDict(extra="forbid")

    wanted: str
    born_in: int | None = Field(None, ge=1850, le=2100)
    limit: int = Field(10, ge=1, le=MOST_FOUND)


@router.post("/persons/find")
def find(request: HttpRequest, facts: Wanted) -> list[dict[str, Any]]:
    """Find files by a name, however spelt, or by any number; best first. What is looked for stays out of the address."""
    found = find_persons(_actor(request), facts.wanted, limit=facts.limit, born_in=facts.born_in)
    return [asdict(each) for each in found]


@router.get("/persons/{person}")
def person(request: HttpRequest, person: str, as_known_at: AwareDatetime | None = None) -> dict[str, Any]:
    """Return a person's file, as known at a moment when one is given; restricted facts only to those who may read them."""
    file = _file(_actor(request), person, _known(as_known_at))
    return {
        "person": file.person,
        "items": [
            {"item": each.key, "standing": each.standing, "entry": each.entry, "restricted": each.restricted}
            for each in file.items
        ],
        "custody": [asdict(each) for each in file.spans],
        "grounds": [asdict(each) for each in file.grounds],
        "uncovered": [asdict(each) for each in file.uncovered],
        "links": [asdict(each) for each in file.links],
        "entries": [_entry(each, _actor(request)) for each in file.entries],
    }


@router.get("/uncovered")
def uncovered(request: HttpRequest, at: AwareDatetime | None = None) -> list[dict[str, Any]]:
    """List the custody that no ground covers at a moment (now, when none is given), longest first."""
    actor = _actor(request)
    require_somewhere(actor, "register.read")
    found = queries.uncovered_at(at or datetime.now(UTC), codes=facilities_for(actor, "register.read"))
    return [dict(each) for each in found.values("person", "stay", "facility", "since", "until", "override")]


@router.get("/reviews-due")
def reviews_due(request: HttpRequest, day: date) -> list[dict[str, Any]]:
    """List the grounds of persons in custody whose review is due on or before a day."""
    actor = _actor(request)
    require_somewhere(actor, "register.read")
    found = queries.reviews_due(day, codes=facilities_for(actor, "register.read"))
    return [dict(each) for each in found.values("id", "person", "kind", "issuer", "reference", "review_due_on")]


@router.get("/journal")
def journal(request: HttpRequest, after: int = 0, limit: int = 100) -> list[dict[str, Any]]:
    """Return entries in order of number, at most 1,000 at once."""
    actor = _actor(request)
    require(actor, "journal.read")
    return [_entry(each, actor) for each in entries(after=after, limit=max(1, min(limit, 1000)))]


@router.get("/journal/head")
def journal_head(request: HttpRequest) -> dict[str, Any]:
    """Return the newest tree head; note it down, and `journal verify --head` will hold the register to it."""
    require(_actor(request), "journal.read")
    head = ledger.newest_head()
    if head is None:
        raise Http404
    return {"size": head.size, "root": head.root.hex(), "recorded_at": head.recorded_at}


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _known(moment: datetime | None) -> int | None:
    return None if moment is None else number_known_at(moment)


def _file(actor: Actor, text: str, known_at: int | None) -> queries.PersonFile:
    """Return a file that the actor may read; one that is not there and one that may not be read look the same."""
    require_somewhere(actor, "register.read")
    try:
        number = read_id(text, "P")
    except ValueError as error:
        raise Http404 from error
    file = queries.person_file(number, known_at=known_at) if queries.may_read(actor, number) else None
    if file is None:
        raise Http404
    return file


def _entry(entry: Recorded, actor: Actor) -> dict[str, Any]:
    return {
        "number": entry.number,
        "event": entry.event.code,
        "subject": entry.subject,
        "occurred_at": iso(entry.occurred_at),
        "zone": entry.zone,
        "recorded_at": iso(entry.recorded_at),
        "recorded_by": entry.actor,
        "authority": entry.authority,
        "facility": entry.facility,
        "ground": entry.ground,
        "supersedes": entry.supersedes,
        "late": queries.is_late(entry),
        "facts": to_facts(entry.event) if may_see(actor, entry) else None,
    }
