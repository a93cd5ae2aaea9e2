"""Putting right an entry of a person's file: a new entry that says it anew, or one that only takes it back."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.core.time import zone as zone_called
from constancia.ledger.journal import Recorded
from constancia.register import actions, rules, timeline
from constancia.register.events import ItemRecorded
from constancia.register.queries import PersonFile
from constancia.standards.restricted import may_see
from constancia.web.access import Request, page
from constancia.web.acts import sent
from constancia.web.clock import now
from constancia.web.details import DETAILS
from constancia.web.files import file_for, may_at, place_of, places_for, values_of, zone_of
from constancia.web.forms import OnPerson
from constancia.web.person_acts import ACTS, on_person
from constancia.web.registering import Because, ItemForm

Correction = tuple[type[OnPerson], Callable[..., Any]]

_BY_EVENT: dict[str, Correction] = {
    "register.admitted": (ACTS["admit"].form, actions.admit),
    "register.taken_into_custody": (ACTS["taking"].form, actions.record_taking),
    "register.released": (ACTS["release"].form, actions.release),
    "register.transferred_in": (ACTS["transfer_in"].form, actions.transfer_in),
    "register.transferred_out": (ACTS["transfer_out"].form, actions.transfer_out),
    "register.left_temporarily": (ACTS["leave"].form, actions.leave_temporarily),
    "register.returned": (ACTS["take_back"].form, actions.take_back),
    "register.escaped": (ACTS["escape"].form, actions.escape),
    "register.died": (ACTS["death"].form, actions.record_death),
    "register.status_recorded": (ACTS["status"].form, actions.record_status),
    "register.ground_recorded": (ACTS["ground"].form, actions.record_ground),
    "register.ground_reviewed": (ACTS["review"].form, actions.review_ground),
    "register.ground_challenged": (ACTS["challenge"].form, actions.challenge_ground),
    "register.ground_annulled": (ACTS["annul"].form, actions.annul_ground),
    "register.hold_placed": (ACTS["hold"].form, actions.place_hold),
    "register.hold_lifted": (ACTS["lift_hold"].form, actions.lift_hold),
    "register.item_recorded": (ItemForm, actions.record_item),
    **{f"register.{word}_recorded": (detail.form, detail.act) for word, detail in DETAILS.items()},
}
"""The form and the action that say an entry of each kind anew."""


def addresses(request: Request, file: PersonFile, entry: Recorded) -> tuple[str, str]:
    """Return where the asker can correct and where withdraw an entry, each empty where the asker cannot."""
    if not _may_put_right(request, file, entry):
        return "", ""
    health = "_health" if rules.permission_for(entry.event) == "register.health" else ""
    correct_at, withdraw_at = (
        reverse(f"{verb}{health}", args=[file.person, entry.number]) for verb in ("correct", "withdraw")
    )
    return (correct_at if may_see(request.actor, entry) else ""), withdraw_at


def _may_put_right(request: Request, file: PersonFile, entry: Recorded) -> bool:
    if type(entry.event) not in rules.CORRECTABLE:
        return False
    return may_at(request, rules.permission_for(entry.event), place_of(file))


@page("register.record", section="search")
def correct(request: Request, person: str, entry: int) -> HttpResponse:
    """Say an entry anew; the form holds what it says now."""
    return _correct(request, person, entry)


@page("register.health", section="search")
def correct_health(request: Request, person: str, entry: int) -> HttpResponse:
    """Say an entry about health anew."""
    return _correct(request, person, entry)


@page("register.record", section="search")
def withdraw(request: Request, person: str, entry: int) -> HttpResponse:
    """Take an entry back without another in its place."""
    return _withdraw(request, person, entry)


@page("register.health", section="search")
def withdraw_health(request: Request, person: str, entry: int) -> HttpResponse:
    """Take an entry about health back."""
    return _withdraw(request, person, entry)


def _correct(request: Request, person: str, entry: int) -> HttpResponse:
    file = file_for(request, person)
    wrong = _wrong(request, file, entry)
    if not may_see(request.actor, wrong):
        raise PermissionDenied
    form_of, action = _BY_EVENT[wrong.event.code]
    initial, exact = _as_it_stands(wrong, form_of, zone_of(file))
    form = form_of(sent(request), file=file, places=places_for(request), initial=initial, exact=exact)
    fixed = {"at": wrong.occurred_at}
    if isinstance(wrong.event, ItemRecorded):
        fixed["item"] = wrong.event.item  # type: ignore[assignment]

    def act(said: dict[str, Any]) -> Any:
        return action(**{**fixed, **said}, by=request.actor, now=now(), person=person, supersedes=entry)

    shown = {"title": _("Correct an entry"), "button": _("Record the correction"), "intro": _named(wrong)}
    return on_person(request, file, form, act, done=_("The correction is recorded."), **shown)


def _withdraw(request: Request, person: str, entry: int) -> HttpResponse:
    file = file_for(request, person)
    wrong = _wrong(request, file, entry)

    def act(said: dict[str, Any]) -> Any:
        return actions.withdraw_entry(by=request.actor, at=now(), now=now(), person=person, entry=entry, **said)

    form = Because(sent(request), file=file, places=places_for(request))
    return on_person(
        request,
        file,
        form,
        act,
        title=_("Withdraw an entry"),
        intro=_named(wrong),
        about=values_of(wrong, zone_of(file)) if may_see(request.actor, wrong) else [],
        done=_("The entry is withdrawn."),
        ends=lambda _said: _("What the entry says counts no longer. It stays readable for ever, with this reason."),
    )


def _wrong(request: Request, file: PersonFile, number: int) -> Recorded:
    """Return the entry to put right; 404 when it does not stand or is of a kind that cannot be, 403 without the right."""
    found: Recorded | None = next((each for each in timeline.standing(file.entries) if each.number == number), None)
    if found is None or type(found.event) not in rules.CORRECTABLE:
        raise Http404
    if not _may_put_right(request, file, found):
        raise PermissionDenied
    return found


def _named(entry: Recorded) -> Any:
    language = get_language() or "es"
    return _("Entry %(number)s: %(event)s") % {"number": entry.number, "event": entry.event.text.in_(language)}


def _as_it_stands(entry: Recorded, form: type[OnPerson], zone: str) -> tuple[dict[str, Any], dict[str, datetime]]:
    """Return what a form shows of an entry, moments to the minute, and those moments to the microsecond."""
    names = form.base_fields
    place = zone_called(entry.zone if "facility" in names else zone)
    values = {each.name: getattr(entry.event, each.name) for each in fields(entry.event)}  # type: ignore[arg-type]
    values = {"at": entry.occurred_at, "authority": entry.authority, **values}
    exact = {name: value for name, value in values.items() if name in names and isinstance(value, datetime)}
    walls = {
        name: value.astimezone(place).replace(tzinfo=None, second=0, microsecond=0) for name, value in exact.items()
    }
    return {name: walls.get(name, value) for name, value in values.items() if name in names}, exact
