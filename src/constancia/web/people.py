"""A person's file: what the register says, what it does not know, and every entry behind it, as known at any moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from constancia.core.permissions import may
from constancia.core.time import local_day
from constancia.housing.queries.board import cell_of
from constancia.ledger.journal import number_known_at
from constancia.register import movements, queries, timeline
from constancia.register.events import LeftTemporarily
from constancia.register.file import ITEMS
from constancia.register.restricted import may_read_restricted, may_see
from constancia.web import corrections
from constancia.web.access import Request, page
from constancia.web.clock import now
from constancia.web.details import DETAILS
from constancia.web.files import file_for, may_at, place_of, values_of, zone_of
from constancia.web.forms import ActForm, in_zone, moment
from constancia.web.journal import Row, rows_of
from constancia.web.person_acts import offered
from constancia.web.words import KNOWN_AT, KNOWN_AT_HINT


class KnownAt(ActForm):
    """As known at which moment."""

    known = moment(KNOWN_AT, KNOWN_AT_HINT, required=False)


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """An item of the minimum file as this reader may see it."""

    item: queries.FileItem
    kind: Any
    visible: bool
    record_at: str
    is_due: bool

    @property
    def mark(self) -> str:
        """Return how it stands in one word: recorded, asked (and not known), missing, or later (not due yet)."""
        if not self.item.standing:
            return "missing" if self.is_due else "later"
        return "recorded" if self.item.standing == "recorded" else "asked"


@page("register.read", section="search")
def person(request: Request, person: str) -> HttpResponse:
    """Show a person's file, as known now or at an earlier moment."""
    now_on_file = file_for(request, person)
    zone = zone_of(now_on_file)
    form = KnownAt(request.GET or None)
    wall = form.cleaned_data["known"] if form.is_bound and form.is_valid() else None
    known = in_zone(wall, zone)
    file = now_on_file if known is None else queries.person_file(person, known_at=number_known_at(known))
    shown: dict[str, Any] = {"person": person, "form": form, "known": known, "zone": zone, "file": file}
    if file is not None:
        shown |= _shown(request, file, known or now(), zone)
    if file is not None and known is None:
        shown |= _what_can_be_done(request, file, shown["rows"])
    return render(request, "web/person.html", shown)


def _shown(request: Request, file: queries.PersonFile, moment: datetime, zone: str) -> dict[str, Any]:
    open_spans = [each for each in file.spans if each.until is None]
    items = _items(request, file, held=bool(open_spans))
    day = local_day(moment, zone)
    return {
        "died": movements.state_after(file.entries) == "dead",
        "now_held": open_spans[-1] if open_spans else None,
        "since": _since(file.spans, open_spans[-1]) if open_spans else None,
        "expected_back": _expected_back(file) if open_spans and open_spans[-1].state == "absent" else None,
        "moment": moment,
        "items": items,
        "missing": sum(1 for each in items if each.mark == "missing"),
        "uncovered": [each for each in file.uncovered if each.since <= moment],
        "runs_out": next((each for each in file.uncovered if each.since > moment), None),
        "holds": [(each, each.until is None or each.until >= day) for each in file.holds],
        "facts": [(each, values_of(each, zone)) for each in file.facts if may_see(request.actor, each)],
        "hidden_facts": sum(1 for each in file.facts if not may_see(request.actor, each)),
        "spans": list(reversed(file.spans)),
        "rows": rows_of(list(reversed(file.entries))),
        "may_open_entries": may(request.actor, "journal.read"),
        "may_see_cell": bool(place_of(file)) and may(request.actor, "housing.read", place_of(file)),
        "cell": cell_of([file.person], moment).get(file.person, ""),
    }


def _what_can_be_done(request: Request, file: queries.PersonFile, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what this reader can do to the file now: acts, corrections, links."""
    place = place_of(file)
    fitting, other = offered(request, file)
    where = {each.number: corrections.addresses(request, file, each) for each in timeline.standing(file.entries)}

    def with_addresses(row: Row) -> Row:
        correct_at, withdraw_at = where.get(row.entry.number, ("", ""))
        return replace(row, correct_at=correct_at, withdraw_at=withdraw_at)

    return {
        "acts": fitting,
        "other_acts": other,
        "rows": [with_addresses(each) for each in rows],
        "correct_at": {number: correct_at for number, (correct_at, _withdraw_at) in where.items()},
        "may_record": may_at(request, "register.record", place),
        "may_link": may_at(request, "register.link", place),
        "may_challenge": may_at(request, "register.challenge", place),
    }


def _since(spans: Sequence[timeline.Span], last: timeline.Span) -> datetime:
    """Return since when the person is in the state and place of the last span without a break."""
    since = last.since
    for each in reversed(spans):
        if each.until == since and (each.stay, each.state, each.facility) == (last.stay, last.state, last.facility):
            since = each.since
    return since


def _expected_back(file: queries.PersonFile) -> datetime | None:
    """Return when a person who is temporarily out should be back, as the newest absence says."""
    left = [each.event for each in timeline.standing(file.entries) if isinstance(each.event, LeftTemporarily)]
    return left[-1].expected_back_at if left else None


def _items(request: Request, file: queries.PersonFile, *, held: bool) -> list[ItemSeen]:
    """Return the items of the minimum file, each with the address of the form that records it for this reader."""
    place = place_of(file)
    sees_restricted = may_read_restricted(request.actor, place)
    found = []
    for each in file.items:
        kind = ITEMS[each.key]
        needs = "register.health" if kind.restricted and not kind.events else "register.record"
        record_at = _form_of(file.person, each.key, kind) if may_at(request, needs, place) else ""
        found.append(
            ItemSeen(each, kind, sees_restricted or not kind.restricted, record_at, kind.due != "exit" or not held)
        )
    return found


_ACTS_OF_ITEMS = {"admitted": "admit", "died": "death", "released": "release"}


def _form_of(person: str, key: str, kind: Any) -> str:
    if not kind.events:
        return reverse("item", args=[person, key])
    word = kind.events[0].removeprefix("register.").removesuffix("_recorded")
    if word in DETAILS:
        return reverse("detail", args=[person, word])
    return reverse(_ACTS_OF_ITEMS.get(word, word), args=[person])
