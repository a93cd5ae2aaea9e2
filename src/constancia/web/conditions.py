"""Recording conditions: of a person, of a facility; seeing what stands, correcting it, taking it back."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import facilities_for, may
from constancia.register import queries as register
from constancia.register.models import Facility
from constancia.standards import queries
from constancia.standards.actions.conditions import withdraw_condition
from constancia.standards.actions.recording import RECORDING
from constancia.standards.kinds import KINDS
from constancia.standards.words import KIND_NAMES
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.condition_forms import ConditionForm, form_of, initial_of
from constancia.web.files import file_for, place_of, zone_of
from constancia.web.forms import ActForm, text

OF_PLACES = (
    "facility",
    "cell",
    "presence",
    "measurement",
    "closing",
    "inspection",
    "complaint",
    "restriction",
    "supply",
)
"""Kinds that can be recorded of a facility, about nobody in particular."""

OF_PERSONS = tuple(each for each in KINDS if each not in ("facility", "cell", "measurement", "inspection"))
"""Kinds that can be recorded of a person."""

_RECORDED = _("It is recorded.")
_BLANK = _("What you leave blank counts as not recorded, never as compliance.")


class Withdrawal(ActForm):
    """Why a condition is taken back."""

    reason = text(_("Reason"), _("What was wrong with it. The entry stays readable."), long=True, needed=True)


@page(queries.READ, section="search")
def of_person(request: Request, person: str) -> HttpResponse:
    """Show the conditions on record of a person, newest first, and what can be recorded."""
    file = file_for(request, person)
    offered = [(each, KIND_NAMES[each], reverse(f"record_{each}", args=[person])) for each in OF_PERSONS]
    shown = {
        "about": person,
        "rows": queries.conditions(request.actor, person=person),
        "offered": [each for each in offered if _may_record(request, each[0], place_of(file))],
        "zone": zone_of(file),
        "back": reverse("person", args=[person]),
    }
    return render(request, "web/conditions.html", shown)


@page(queries.READ, section="board")
def of_place(request: Request, place: str) -> HttpResponse:
    """Show the conditions on record of a facility that are about nobody in particular."""
    found = place_for(request, place)
    offered = [(each, KIND_NAMES[each], reverse(f"record_{each}_of", args=[place])) for each in OF_PLACES]
    shown = {
        "about": found.name,
        "rows": queries.conditions(request.actor, facility=place),
        "offered": [each for each in offered if _may_record(request, each[0], place)],
        "zone": found.zone,
        "back": reverse("board", args=[place]),
    }
    return render(request, "web/conditions.html", shown)


def _may_record(request: Request, kind: str, place: str) -> bool:
    permission = KINDS[kind].record
    return may(request.actor, permission, place) if place else facilities_for(request.actor, permission) != frozenset()


def place_for(request: Request, place: str) -> Facility:
    """Return a facility whose board the asker may read; 404 otherwise, so that nobody learns which codes exist."""
    found = register.facilities().filter(code=place).first()
    if found is None or not may(request.actor, queries.READ, place):
        raise Http404
    return found


def _person_view(kind: str) -> Callable[..., HttpResponseBase]:
    @page(KINDS[kind].record, section="search")
    def view(request: Request, person: str) -> HttpResponse:
        """Draw or do the recording of one kind of condition of a person."""
        file = file_for(request, person)
        form = form_of(kind, with_person=True)(sent(request))
        form.clock_zone = zone_of(file)
        facts = {"person": person, "facility": place_of(file)}
        back = reverse("conditions", args=[person])
        return _record(request, kind, form, facts, intro=person, back=back)

    return view


def _place_view(kind: str) -> Callable[..., HttpResponseBase]:
    @page(KINDS[kind].record, section="board")
    def view(request: Request, place: str) -> HttpResponse:
        """Draw or do the recording of one kind of condition of a facility."""
        found = place_for(request, place)
        form = form_of(kind, with_person=False)(sent(request))
        form.clock_zone = found.zone
        back = reverse("place_conditions", args=[place])
        return _record(request, kind, form, {"facility": place}, intro=found.name, back=back)

    return view


def _record(
    request: Request, kind: str, form: ConditionForm, facts: dict[str, Any], *, intro: str, back: str, **more: Any
) -> HttpResponse:
    def act(said: dict[str, Any]) -> Any:
        return RECORDING[kind](by=request.actor, now=now(), **{**said, **facts, **more})

    title = KIND_NAMES[kind].in_(get_language() or "es")
    button = _("Record")
    return act_page(
        request,
        form,
        act,
        title=title,
        done=_RECORDED,
        to=lambda _made: back,
        intro=intro,
        lead=_BLANK,
        back=back,
        button=button,
    )


@page(queries.READ, section="search")
def correct_condition(request: Request, entry: int) -> HttpResponse:
    """Correct a recorded condition: the form holds what it says, and a new version replaces it."""
    found = queries.condition(request.actor, entry)
    if found is None:
        return _nothing_to_put_right(request)
    zone = register.facilities().get(code=found.facility).zone
    row = json.loads(found.facts)
    initial = initial_of(row, found.kind, found.at, found.until, zone)
    form = form_of(found.kind, with_person=bool(found.person))(sent(request), initial=initial)
    form.clock_zone = zone
    facts: dict[str, Any] = {"facility": found.facility, "supersedes": entry}
    if found.person:
        facts["person"] = found.person
    return _record(request, found.kind, form, facts, intro=found.person or found.facility, back=_list_of(found))


@page(queries.READ, section="search")
def withdraw(request: Request, entry: int) -> HttpResponse:
    """Take a recorded condition back."""
    found = queries.condition(request.actor, entry)
    if found is None:
        return _nothing_to_put_right(request)

    def act(said: dict[str, Any]) -> Any:
        return withdraw_condition(by=request.actor, at=now(), now=now(), entry=entry, reason=said["reason"])

    return act_page(
        request,
        Withdrawal(sent(request)),
        act,
        title=_("Withdraw the record"),
        done=_("The record is withdrawn; it stays readable."),
        to=lambda _made: _list_of(found),
        intro=KIND_NAMES[found.kind],
        back=_list_of(found),
        button=_("Withdraw"),
    )


def _list_of(found: Any) -> str:
    return (
        reverse("conditions", args=[found.person])
        if found.person
        else reverse("place_conditions", args=[found.facility])
    )


def _nothing_to_put_right(request: Request) -> HttpResponse:
    """Say that there is nothing here that this reader could put right."""
    return render(request, "web/nothing_to_correct.html", {"title": _("Nothing to correct here")})


def addresses() -> list[URLPattern]:
    """Return the pages of conditions, one for each kind and each of what it can be about."""
    persons = "persons/<person:person>/conditions/"
    ofplaces = "board/<str:place>/conditions/"
    return [
        path(persons, of_person, name="conditions"),
        path(ofplaces, of_place, name="place_conditions"),
        *(path(f"{persons}{each}/", _person_view(each), name=f"record_{each}") for each in OF_PERSONS),
        *(path(f"{ofplaces}{each}/", _place_view(each), name=f"record_{each}_of") for each in OF_PLACES),
        path("conditions/<int:entry>/correct/", correct_condition, name="correct_condition"),
        path("conditions/<int:entry>/withdraw/", withdraw, name="withdraw_condition"),
    ]
