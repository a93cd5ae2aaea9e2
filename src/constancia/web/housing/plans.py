"""The workbench: who waits for a cell, plans of the engine beside today, accepted whole or in part, or rejected."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import NOT_PERMITTED, may
from constancia.core.refusals import Refused
from constancia.core.text import Text
from constancia.housing import actions
from constancia.housing.actions.plans import FOUR_EYES_OVER
from constancia.housing.codes import QUESTIONS
from constancia.housing.events.sleeping import PlanMove, PlanProposed
from constancia.housing.models import Plan
from constancia.housing.paths import around
from constancia.housing.queries.occupancy import waiting
from constancia.housing.snapshot import cells_of_purpose
from constancia.ledger.journal import chain_of
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.forms import choice, text
from constancia.web.housing.common import InHouse, house_for

MOST_WAITING, MOST_PLANS = 300, 30

TERMS: dict[str, Any] = {
    "unplaced": _("People without a cell"),
    "density": _("Crowding: people squared for each m²"),
    "split": _("Companions and relatives apart"),
    "watch": _("People needing watch too many in a cell"),
    "move": _("People moved"),
    "breaches": _("Hard rules broken"),
    "near": _("People outside the module of their hearing room"),
}
"""What a plan is judged by; the less the better."""


class Ask(InHouse):
    """What a plan is asked for."""

    question = choice(_("Plan for"), QUESTIONS)
    about = text(
        _("Place that closes, or person"), _("Path such as CD-1/M3, or number such as P-4F7K-91QN. Else empty.")
    )


class Decide(InHouse):
    """Why a plan is accepted or rejected."""

    reason = text(_("Reason"), needed=True)


@page("housing.read", section="housing")
def plans(request: Request, house: str) -> HttpResponse:
    """Show who waits and the plans made so far."""
    found, moment = house_for(request, house), now()
    waits = waiting(house, moment, frozenset(cells_of_purpose(house, moment, "reception")))
    shown = {
        "house": found,
        "moment": moment,
        "waiting": [(each, (moment - each.since).total_seconds() / 3600) for each in waits[:MOST_WAITING]],
        "waiting_count": len(waits),
        "plans": Plan._default_manager.filter(facility=house).order_by("-entry")[:MOST_PLANS],
    }
    return render(request, "web/housing/plans.html", shown)


@page("housing.place", section="housing")
def ask(request: Request, house: str) -> HttpResponse:
    """Ask the engine for a plan."""
    found, moment = house_for(request, house, "housing.place"), now()
    back = reverse("plans", args=[house])
    initial = {"question": request.GET.get("question", "arrivals"), "about": request.GET.get("about", "")[:60]}
    return act_page(
        request,
        Ask(sent(request), zone=found.zone, moment=moment, initial=initial),
        lambda said: actions.propose_plan(**said, facility=house, by=request.actor, at=moment, now=moment),
        title=_("Ask for a plan"),
        lead=_("The engine looks for some seconds for the best plan it can prove. Nobody is moved."),
        button=_("Look for a plan"),
        intro=found.name,
        back=back,
        done=_("The plan is made. Nobody is moved until somebody approves it."),
        to=lambda entry: reverse("plan", args=[house, entry.event.plan]),
    )


@page("housing.read", section="housing")
def plan(request: Request, house: str, plan: str) -> HttpResponse:
    """Show a plan beside today, and carry it out whole or in part, or reject it."""
    found, moment = house_for(request, house), now()
    row = Plan._default_manager.filter(plan=plan, facility=house).first()
    if row is None:
        raise Http404
    form = Decide(sent(request), zone=found.zone, moment=moment)
    said = _said(row)
    within = request.POST.getlist("within")
    boxes = request.POST.getlist("persons")
    chosen = [*boxes, *_into(within, said["moves"])]
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = {"by": request.actor, "at": moment, "now": moment, "facility": house, "plan": plan}
        try:
            if request.POST.get("step") == "reject":
                actions.reject_plan(**facts, **form.said())
                messages.success(request, _("The plan is rejected."))
            else:
                persons = () if request.POST.get("step") == "whole" else tuple(chosen) or ("",)
                actions.approve_plan(**facts, persons=persons, **form.said())
                messages.success(request, _("The plan is carried out."))
            return redirect("plan", house, plan)
        except Refused as refused:
            if any(each.kind is NOT_PERMITTED for each in refused.refusals):
                raise
            form.add_refusals(refused.refusals)
    shown = {"house": found, "plan": row, "form": form, "chosen": boxes, "within": within, **said}
    shown["modules"] = Counter(around(each.to_cell, "module") for each, _ in said["moves"]).items()
    shown["may_approve"] = may(request.actor, "housing.approve", house) and row.state == "proposed"
    shown["needs_other"] = row.moves > FOUR_EYES_OVER and row.proposed_by == request.actor.id
    return render(request, "web/housing/plan.html", shown, status=422 if form.errors else 200)


def _into(within: list[str], moves: list[tuple[PlanMove, str]]) -> list[str]:
    """Return who would move into some modules."""
    return [each.person for each, _ in moves if around(each.to_cell, "module") in within]


def _said(row: Any) -> dict[str, Any]:
    """Return what the plan's own entry says, in the language of the page."""
    said = chain_of(row.plan)[0].event
    if not isinstance(said, PlanProposed):
        raise Http404
    language = get_language() or "es"
    moves = [(each, Text(each.why_en, each.why_es).in_(language)) for each in said.moves]
    conflicts = zip(said.conflicts_en, said.conflicts_es, strict=True)
    return {
        "said": said,
        "worth": [(TERMS.get(each.name, each.name), each.before, each.after) for each in said.worth],
        "moves": [each for each in moves if each[0].to_cell],
        "homeless": [each for each in moves if not each[0].to_cell],
        "conflicts": [Text(*each).in_(language) for each in conflicts],
    }
