"""A person's file: what the register says, what it does not know, and every entry behind it, as known at any moment."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from constancia.core.permissions import facilities_for, may
from constancia.ledger.journal import Recorded, number_known_at
from constancia.register import queries
from constancia.register.file import ITEMS
from constancia.register.restricted import may_read_restricted, may_see
from constancia.web.access import Request, page
from constancia.web.clock import now
from constancia.web.forms import ActForm, in_zone, moment
from constancia.web.journal import rows_of
from constancia.web.words import KNOWN_AT, KNOWN_AT_HINT

DETAIL_KINDS = frozenset({"name", "identifier", "birth", "citizenship", "sex", "language", "dependant", "contact"})
"""Words of `details.DETAILS`, which uses this module."""


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


@page("register.read")
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
        shown |= _shown(request, file, known or now())
    return render(request, "web/person.html", shown)


def file_for(request: Request, person: str) -> queries.PersonFile:
    """Return a file that the asker may read; 404 when there is none, 403 when the asker may not."""
    file = queries.person_file(person)
    if file is None:
        raise Http404
    if not queries.may_read(request.actor, person):
        raise PermissionDenied
    return file


def zone_of(file: queries.PersonFile) -> str:
    """Return the zone of the place where the person was last, or UTC."""
    return next((each.zone for each in reversed(file.entries) if each.facility), "UTC")


def place_of(file: queries.PersonFile) -> str:
    """Return the code of the place where the person is or was last, or nothing."""
    return next((each.facility for each in reversed(file.entries) if each.facility), "")


def _shown(request: Request, file: queries.PersonFile, moment: datetime) -> dict[str, Any]:
    open_spans = [each for each in file.spans if each.until is None]
    items = _items(request, file, held=bool(open_spans))
    return {
        "now_held": open_spans[-1] if open_spans else None,
        "items": items,
        "missing": sum(1 for each in items if each.mark == "missing"),
        "uncovered": [each for each in file.uncovered if each.since <= moment],
        "runs_out": next((each for each in file.uncovered if each.since > moment), None),
        "facts": [(each, _values(each)) for each in file.facts if may_see(request.actor, each)],
        "hidden_facts": sum(1 for each in file.facts if not may_see(request.actor, each)),
        "spans": list(reversed(file.spans)),
        "rows": rows_of(list(reversed(file.entries))),
        "may_record": _may(request, "register.record", place_of(file)),
        "may_open_entries": may(request.actor, "journal.read"),
    }


def _items(request: Request, file: queries.PersonFile, *, held: bool) -> list[ItemSeen]:
    """Return the items of the minimum file, each with the address of the form that records it for this reader."""
    place = place_of(file)
    sees_restricted = may_read_restricted(request.actor, place)
    found = []
    for each in file.items:
        kind = ITEMS[each.key]
        needs = "register.health" if kind.restricted and not kind.events else "register.record"
        record_at = _form_of(file.person, each.key, kind) if _may(request, needs, place) else ""
        found.append(
            ItemSeen(each, kind, sees_restricted or not kind.restricted, record_at, kind.due != "exit" or not held)
        )
    return found


def _form_of(person: str, key: str, kind: Any) -> str:
    if not kind.events:
        return reverse("item", args=[person, key])
    word = kind.events[0].removeprefix("register.").removesuffix("_recorded")
    if word == "ground":
        return reverse("ground", args=[person])
    return reverse("detail", args=[person, word]) if word in DETAIL_KINDS else ""


def _may(request: Request, permission: str, place: str) -> bool:
    if place:
        return may(request.actor, permission, place)
    return facilities_for(request.actor, permission) != frozenset()


def _values(entry: Recorded) -> Sequence[tuple[str, Any]]:
    event: Any = entry.event
    found = [(each.name, getattr(event, each.name)) for each in fields(event)]
    return [(name, value) for name, value in found if value not in ("", None)]
