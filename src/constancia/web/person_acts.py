"""What can be done to a person: every act with its form, its action and when it is offered; one table, one view."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from constancia.core.events import Event
from constancia.register import actions, movements
from constancia.register import events as e
from constancia.register.queries import PersonFile
from constancia.web import ground_forms, movement_forms
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.files import file_for, may_at, place_of, places_for
from constancia.web.forms import OnPerson


@dataclass(frozen=True, slots=True)
class PersonAct:
    """One act: its form, action, title and the sentence after it.

    `follows` is the movement that decides in which states it is offered first (None: in every state). `ends` says what
    the act ends, given what was said; then it is asked once more.
    """

    form: type[OnPerson]
    action: Callable[..., Any]
    title: Any
    done: Any
    follows: type[Event] | None
    permission: str = "register.record"
    ends: Callable[[dict[str, Any]], Any] = lambda _said: ""


_STAY_ENDS = _("The stay ends with this, and the person is no longer counted as held.")
_UNCOVERED = _(
    "From that moment on, custody that rests on this ground alone is on the list of custody without a ground."
)


def _if_ended(said: dict[str, Any]) -> Any:
    return _UNCOVERED if said["outcome"] == "ended" else ""


ACTS: dict[str, PersonAct] = {
    "admit": PersonAct(
        movement_forms.Admission,
        actions.admit,
        _("Record an admission"),
        _("The admission is recorded."),
        e.Admitted,
    ),
    "release": PersonAct(
        movement_forms.Release,
        actions.release,
        _("Record a release"),
        _("The release is recorded."),
        e.Released,
        ends=lambda _said: _STAY_ENDS,
    ),
    "transfer_in": PersonAct(
        movement_forms.TransferIn,
        actions.transfer_in,
        _("Record an arrival from transfer"),
        _("The arrival is recorded."),
        e.TransferredIn,
    ),
    "take_back": PersonAct(
        movement_forms.Return,
        actions.take_back,
        _("Record a return"),
        _("The return is recorded."),
        e.Returned,
    ),
    "transfer_out": PersonAct(
        movement_forms.TransferOut,
        actions.transfer_out,
        _("Record a transfer out"),
        _("The transfer is recorded; the person is in transit until received."),
        e.TransferredOut,
    ),
    "leave": PersonAct(
        movement_forms.Leave,
        actions.leave_temporarily,
        _("Record a temporary absence"),
        _("The absence is recorded."),
        e.LeftTemporarily,
    ),
    "status": PersonAct(
        movement_forms.Status,
        actions.record_status,
        _("Record the legal status"),
        _("The legal status is recorded."),
        e.StatusRecorded,
    ),
    "escape": PersonAct(
        movement_forms.Escape,
        actions.escape,
        _("Record an escape"),
        _("The escape is recorded."),
        e.Escaped,
    ),
    "death": PersonAct(
        movement_forms.Death,
        actions.record_death,
        _("Record a death"),
        _("The death is recorded."),
        e.Died,
        ends=lambda _said: _("The stay ends with this; nothing that needs a living person can follow."),
    ),
    "ground": PersonAct(
        ground_forms.GroundForm,
        actions.record_ground,
        _("Record a ground"),
        _("The ground is recorded."),
        None,
    ),
    "hold": PersonAct(
        ground_forms.HoldForm,
        actions.place_hold,
        _("Record a hold"),
        _("The hold is recorded."),
        None,
    ),
    "taking": PersonAct(
        movement_forms.Taking,
        actions.record_taking,
        _("Record the deprivation of liberty"),
        _("The deprivation of liberty is recorded."),
        None,
    ),
    "past_stay": PersonAct(
        movement_forms.PastStay,
        actions.record_past_stay,
        _("Record a past stay"),
        _("The stay is recorded, from its admission to its release."),
        None,
    ),
    "review": PersonAct(
        ground_forms.Review,
        actions.review_ground,
        _("Record a review of a ground"),
        _("The review is recorded."),
        None,
        ends=_if_ended,
    ),
    "challenge": PersonAct(
        ground_forms.Challenge,
        actions.challenge_ground,
        _("Record a challenge of a ground"),
        _("The challenge is recorded."),
        None,
        permission="register.challenge",
    ),
    "annul": PersonAct(
        ground_forms.Annulment,
        actions.annul_ground,
        _("Record the annulment of a ground"),
        _("The annulment is recorded."),
        None,
        permission="register.challenge",
        ends=lambda _said: _UNCOVERED,
    ),
    "lift_hold": PersonAct(
        ground_forms.LiftHold,
        actions.lift_hold,
        _("Record the lifting of a hold"),
        _("The hold is lifted."),
        None,
    ),
}
"""Every act on custody, grounds and holds, by the name of its page."""

_ON_SOMETHING = frozenset({"review", "challenge", "annul", "lift_hold"})
"""Acts on one ground or hold: offered beside it, never in general."""

_OF_THE_PAST = frozenset({"past_stay", "taking"})
"""Acts that tell what happened before, whatever state the person is in now."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on a person's file as it is offered: its name, its address and its title."""

    name: str
    url: str
    title: Any


def offered(request: Request, file: PersonFile) -> tuple[list[Offered], list[Offered]]:
    """Return the acts that fit the person's present state, the most needed first, and those for facts recorded late."""
    state, place = movements.state_after(file.entries), place_of(file)
    fitting: list[Offered] = []
    other: list[Offered] = []
    for name, act in ACTS.items():
        if name in _ON_SOMETHING or not may_at(request, act.permission, place):
            continue
        of_now = state != "dead" if act.follows is None else movements.may_follow(act.follows, state)
        found = Offered(name, reverse(name, args=[file.person]), act.title)
        (fitting if of_now and name not in _OF_THE_PAST else other).append(found)
    if any(each.until is None and each.since <= now() for each in file.uncovered):
        fitting.sort(key=lambda each: each.name != "ground")
    return fitting, other


def on_person(
    request: Request, file: PersonFile, form: OnPerson, act: Callable[[dict[str, Any]], Any], **shown: Any
) -> HttpResponse:
    """Draw or do an act on a person's file, with the way back to it."""
    here = reverse("person", args=[file.person])
    title = shown.pop("title")
    given = {"button": title, "intro": file.person, **shown}
    return act_page(request, form, act, title=title, to=lambda _result: here, back=here, **given)


def _view_of(act: PersonAct) -> Callable[..., HttpResponse]:
    @page(act.permission, section="search")
    def view(request: Request, person: str) -> HttpResponse:
        """Draw or do one act of the table."""
        file = file_for(request, person)
        form = act.form(sent(request), file=file, places=places_for(request), initial=_asked_for(request))
        return on_person(
            request,
            file,
            form,
            lambda said: act.action(**_moment_of(said), by=request.actor, now=now(), person=person),
            title=act.title,
            done=act.done,
            ends=act.ends,
        )

    return view  # type: ignore[return-value]


def _moment_of(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was said; an act that asks for no moment is dated when the register learns of it."""
    dated = {"at", "admitted_at"} & said.keys()
    return said if dated else {"at": now(), **said}


def _asked_for(request: Request) -> dict[str, str]:
    """Return the ground or hold that a link names; anything else in an address is left alone."""
    return {name: request.GET[name][:16] for name in ("ground", "hold") if name in request.GET}


def addresses() -> list[URLPattern]:
    """Return the addresses of all acts."""
    return [
        path(f"persons/<person:person>/{name.replace('_', '-')}/", _view_of(act), name=name)
        for name, act in ACTS.items()
    ]
