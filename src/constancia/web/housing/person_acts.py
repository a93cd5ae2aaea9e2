"""What can be done about where one person sleeps: moves with every reason against them, separations and needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import may, require
from constancia.housing import actions
from constancia.housing.codes import APART_REASONS, NEEDS, ROLES_APART, SCOPES
from constancia.housing.models import Apart, Membership, Need, Placement
from constancia.housing.queries.board import cell_of
from constancia.housing.queries.hearings import hearing_rooms, hearings_of
from constancia.housing.queries.occupancy import waits
from constancia.housing.queries.options import Option, options
from constancia.housing.queries.rows import at_instant
from constancia.housing.queries.sleepers import sleepers
from constancia.housing.snapshot import cells_of_purpose
from constancia.register.restricted import may_read_restricted
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.files import file_for, may_at, place_of, zone_of
from constancia.web.forms import choice, day, moment, text
from constancia.web.housing.common import LOCAL_NOW, InHouse
from constancia.web.housing.endings import CancelHearing, Ending, EndKeepApart, EndMembership, EndNeed, WithdrawMove
from constancia.web.words import AUTHORITY, AUTHORITY_HINT, LOCAL_TIME, WHEN

SHOWN_AGAINST = 12
"""So many of the cells that would not take the person are shown with their reasons."""


class Move(InHouse):
    """Into which cell."""

    cell = forms.ChoiceField(label=_("Cell"), required=False)
    bed = text(_("Bed (optional)"), _("Path, such as CD-1/M3/A/12/4."))
    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)

    def offer(self, found: Sequence[Option]) -> None:
        """Offer every cell, those that would take the person first."""
        self.fields["cell"].choices = [("", "—"), *((each.cell.code, _label(each)) for each in found)]  # type: ignore[attr-defined]


def _label(option: Option) -> str:
    limit = "?" if option.cell.limit is None else option.cell.limit
    return f"{option.cell.code} · {option.people - 1}/{limit}{' · ✕' if option.refusals else ''}"


class Hold(Move):
    """Into which cell of reception."""

    bed = None  # type: ignore[assignment]


class Override(Move):
    """Into which cell, against which rules, and by whose authority."""

    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)
    field_order = ("cell", "bed", "authority", "reason", "at")


class Swap(InHouse):
    """With whom."""

    other = text(_("With whom"), _("Number of the file, such as P-4F7K-91QN."), needed=True)
    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class TakeOut(InHouse):
    """Out of the cell."""

    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class KeepApart(InHouse):
    """From whom, and how far."""

    other = text(_("From whom"), _("Number of the file, such as P-4F7K-91QN."), needed=True)
    reason = choice(_("Why"), APART_REASONS)
    role = choice(_("Part of this person"), ROLES_APART)
    other_role = choice(_("Part of the other"), ROLES_APART)
    scope = choice(_("Kept apart"), SCOPES)
    exercise = forms.BooleanField(label=_("Not at exercise together either"), required=False)
    transport = forms.BooleanField(label=_("Not in one vehicle either"), required=False)
    stated_by = text(_("Who says so"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class NeedForm(InHouse):
    """What somebody needs where they sleep."""

    kind = choice(_("What is needed"), NEEDS)
    detail = text(
        _("Code (optional)"),
        _(
            "Who may share an isolation cell, the birth date of an infant, or what a group that stays together has in common."
        ),
    )
    stated_by = text(_("Who says so"), _("Never a diagnosis."), needed=True)
    review_on = day(_("Look at it again on (optional)"))
    at = moment(WHEN, LOCAL_NOW, required=False)


class HearingForm(InHouse):
    """When and where somebody is heard."""

    starts = moment(_("When the hearing begins"), LOCAL_TIME)
    held_by = text(_("Authority that hears the person"), needed=True)
    room = forms.ChoiceField(label=_("Hearing room"), required=False)
    outside = text(_("Or where outside the facility"))
    at = moment(WHEN, LOCAL_NOW, required=False)
    field_order = ("starts", "held_by", "room", "outside", "at")

    def offer(self, rooms: Sequence[str]) -> None:
        """Offer the hearing rooms of the facility."""
        self.fields["room"].choices = [("", "—"), *((each, each) for each in rooms)]  # type: ignore[attr-defined]


class Claimed(InHouse):
    """A claim that somebody belongs to a group."""

    group = text(_("Code of the group"), needed=True)
    stated_by = text(_("Who says so"), _("Authority or person by name; a rumour is no source."), needed=True)
    said_on = day(_("Said on"), required=True)
    basis = text(_("On what basis"), long=True, needed=True)
    told_on = day(_("The person was told on (optional)"))
    at = moment(WHEN, LOCAL_NOW, required=False)


class Contested(InHouse):
    """A claim is contested."""

    claim = text(_("Claim"), needed=True)
    by_whom = text(_("By whom"), needed=True)
    statement = text(_("What is said against it"), long=True, needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


@dataclass(frozen=True, slots=True)
class SleepAct:
    """One act: its form, action, title, the sentence after it and the permission.

    `asks`: what is asked once more before it is recorded, of an act that ends something.
    """

    form: type[InHouse]
    action: Callable[..., Any]
    title: Any
    done: Any
    permission: str
    asks: Any = ""


ACTS: dict[str, SleepAct] = {
    "move": SleepAct(Move, actions.move, _("Move to a cell"), _("The move is recorded."), "housing.place"),
    "hold_in_reception": SleepAct(
        Hold,
        actions.hold_in_reception,
        _("Hold in reception"),
        _("The person waits in reception. The clock goes on until a cell is found."),
        "housing.place",
    ),
    "swap": SleepAct(Swap, actions.swap, _("Swap cells with somebody"), _("The swap is recorded."), "housing.place"),
    "take_out": SleepAct(
        TakeOut, actions.take_out, _("Take out of the cell"), _("The person waits for a cell."), "housing.place"
    ),
    "override": SleepAct(
        Override,
        actions.override,
        _("Place by override"),
        _("The override is recorded. The person stays on the list of broken rules."),
        "housing.override",
    ),
    "keep_apart": SleepAct(
        KeepApart,
        actions.keep_apart,
        _("Keep apart from somebody"),
        _("The separation is recorded."),
        "housing.separate",
    ),
    "need": SleepAct(NeedForm, actions.record_need, _("Record a need"), _("The need is recorded."), "housing.need"),
    "fix_hearing": SleepAct(
        HearingForm,
        actions.fix_hearing,
        _("Fix a hearing"),
        _("The hearing is recorded. Until then plans look for a cell near its room."),
        "housing.hearing",
    ),
    "claim_membership": SleepAct(
        Claimed,
        actions.claim_membership,
        _("Record who says the person belongs to a group"),
        _("The claim is recorded."),
        "housing.separate",
    ),
    "contest_membership": SleepAct(
        Contested,
        actions.contest_membership,
        _("Record that a claim is contested"),
        _("The objection is recorded. The claim keeps people safe until it is decided."),
        "housing.contest",
    ),
}
"""Every act about where a person sleeps, by the last part of its address."""

ENDINGS: dict[str, SleepAct] = {
    "end_need": SleepAct(
        EndNeed,
        actions.end_need,
        _("End a need"),
        _("The need has ended."),
        "housing.need",
        _("From then on cells are found without regard to this need: %(what)s."),
    ),
    "end_keep_apart": SleepAct(
        EndKeepApart,
        actions.end_keep_apart,
        _("End a separation"),
        _("The separation has ended."),
        "housing.separate",
        _("From then on the two may sleep beside each other: %(what)s."),
    ),
    "end_membership": SleepAct(
        EndMembership,
        actions.end_membership,
        _("End a claim about a group"),
        _("The claim no longer stands."),
        "housing.separate",
        _("From then on the claim keeps nobody apart: %(what)s."),
    ),
    "cancel_hearing": SleepAct(
        CancelHearing,
        actions.cancel_hearing,
        _("Cancel a hearing"),
        _("The hearing is cancelled."),
        "housing.hearing",
        _("It will not take place then, and plans no longer look for a cell near it: %(what)s."),
    ),
    "withdraw_move": SleepAct(
        WithdrawMove,
        actions.withdraw_move,
        _("Take back a move recorded wrongly"),
        _("The move is taken back. Where the person slept is worked out without it."),
        "housing.place",
        _("The entry stays readable and counts no longer; where the person slept changes: %(what)s."),
    ),
}
"""Acts that end something that stands in the file, each offered beside it."""


@page("housing.read", section="housing")
def sleeping(request: Request, person: str) -> HttpResponse:
    """Show where a person sleeps and slept, from whom the person is kept apart, and what the person needs."""
    file = file_for(request, person)
    facility, zone, moment_ = place_of(file), zone_of(file), now()
    require(request.actor, "housing.read", facility)
    slept = Placement._default_manager.filter(person=person).order_by("-since")
    sees_all = may_read_restricted(request.actor, facility) or may(request.actor, "housing.place", facility)
    shown = {
        "file": file,
        "person": person,
        "facility": facility,
        "zone": zone,
        "waits": waits(person, facility, moment_, frozenset(cells_of_purpose(facility, moment_, "reception"))),
        "here": next((each for each in slept if each.until is None), None),
        "slept": slept,
        "who": sleepers([person], facility, moment_, zone).get(person),
        "aparts": at_instant(Apart, moment_).filter(person=person),
        "needs": at_instant(Need, moment_).filter(person=person) if sees_all else None,
        "claims": at_instant(Membership, moment_).filter(person=person) if sees_all else None,
        "hearings": hearings_of(person, moment_),
        "acts": [
            (each.title, reverse(f"housing_{name}", args=[person]))
            for name, each in ACTS.items()
            if may_at(request, each.permission, facility)
        ],
        "may_plan": bool(facility) and may(request.actor, "housing.place", facility),
        "may": {name: may_at(request, each.permission, facility) for name, each in ENDINGS.items()},
    }
    return render(request, "web/housing/sleeping.html", shown)


def _view_of(act: SleepAct) -> Callable[..., HttpResponse]:
    @page(act.permission, section="housing")
    def view(request: Request, person: str) -> HttpResponse:
        """Draw or do one act of the table."""
        file = file_for(request, person)
        facility, moment_ = place_of(file), now()
        require(request.actor, act.permission, facility)
        asked = {
            name: request.GET.get(name, "")[:60] for name in ("cell", "need", "separation", "claim", "hearing", "entry")
        }
        form = act.form(sent(request), zone=zone_of(file), moment=moment_, initial=asked)
        shown: dict[str, Any] = {}
        if isinstance(form, Move):
            shown = _offered(form, person, facility, moment_)
        elif isinstance(form, HearingForm):
            form.offer(hearing_rooms(facility, moment_))
        elif isinstance(form, Ending):
            form.offer(request, person, facility)
            shown = {"ends": lambda said: act.asks % {"what": form.named(said)}}
        here = reverse("sleeping", args=[person])
        return act_page(
            request,
            form,
            lambda said: act.action(**said, by=request.actor, now=moment_, person=person),
            title=act.title,
            button=act.title,
            intro=person,
            back=here,
            done=act.done,
            to=lambda _made: here,
            **shown,
        )

    return view  # type: ignore[return-value]


def _offered(form: Move, person: str, facility: str, at: datetime) -> dict[str, Any]:
    """Offer the cells in a form, the person's own last (another bed in it can be meant); return what stands above it.

    Whoever is held in reception is offered the cells of reception alone.
    """
    own = cell_of([person], at).get(person, "")
    found = sorted(options(person, facility, at) if facility else [], key=lambda each: each.cell.code == own)
    if isinstance(form, Hold):
        found = [each for each in found if each.cell.purpose == "reception"]
    form.offer(found)
    return {
        "above": "web/housing/options.html",
        "takes": [each for each in found if not each.refusals and each.cell.code != own],
        "against": [each for each in found if each.refusals][:SHOWN_AGAINST],
        "none": not found,
        "is_now": own,
    }


def addresses() -> list[URLPattern]:
    """Return the addresses of all acts."""
    return [
        path(f"persons/<person:person>/housing/{name.replace('_', '-')}/", _view_of(act), name=f"housing_{name}")
        for name, act in {**ACTS, **ENDINGS}.items()
    ]
