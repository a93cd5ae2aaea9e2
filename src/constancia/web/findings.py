"""Findings: the list, one finding with everything done about it, and each step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import may
from constancia.register import queries as register
from constancia.standards import queries
from constancia.standards.actions import findings as acts
from constancia.standards.actions import recommendations
from constancia.standards.actions.looks import note_look
from constancia.standards.codes import IMPLEMENTATION, OUTCOMES, STATES
from constancia.standards.evaluation import chosen
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.conditions import place_for
from constancia.web.files import places_for
from constancia.web.forms import ActForm, WallClock, choice, in_zone, moment, text
from constancia.web.words import LOCAL_TIME

PAGE = 50
REMEDY, INSPECT = "standards.remedy", "standards.inspect"


class StepForm(ActForm):
    """A step of a finding; its clocks are those of the facility."""

    def said(self) -> dict[str, Any]:
        """Return what was read, clocks as moments."""
        return {
            name: in_zone(value, self.clock_zone) if isinstance(self.fields[name], WallClock) else value
            for name, value in self.cleaned_data.items()
        }


class Assign(StepForm):
    """Who is to cure it, and by when."""

    to = text(_("Who is to cure it"), needed=True)
    due_at = moment(_("By when"), LOCAL_TIME)


class Answer(StepForm):
    """What the custodian makes of it."""

    answer = text(_("Answer"), _("What you make of it and what will be done."), long=True, needed=True)


class Contest(StepForm):
    """Why it would be wrong."""

    reason = text(_("Why the finding is wrong"), _("It stands until inspection decides."), long=True, needed=True)


class Remedy(StepForm):
    """What cured it."""

    at = moment(_("Cured since"), LOCAL_TIME)
    remedy = text(
        _("What cured it"), _("Refused while the facts on record still show the breach."), long=True, needed=True
    )


class Decide(StepForm):
    """What inspection decides."""

    outcome = choice(_("Decision"), OUTCOMES)
    reason = text(_("Reasons"), long=True, needed=True)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its form, action, title, permission, and the states in which it is offered."""

    form: type[StepForm]
    action: Callable[..., Any]
    title: Any
    permission: str
    states: frozenset[str]


_UNCURED = frozenset({"open", "assigned", "answered"})
STEPS: dict[str, Step] = {
    "assign": Step(Assign, acts.assign, _("Assign"), REMEDY, _UNCURED),
    "answer": Step(Answer, acts.answer, _("Answer"), REMEDY, _UNCURED),
    "remedy": Step(Remedy, acts.remedy, _("Report the remedy"), REMEDY, _UNCURED),
    "contest": Step(Contest, acts.contest, _("Contest"), REMEDY, _UNCURED),
    "decide": Step(Decide, acts.decide, _("Decide the contest"), INSPECT, frozenset({"contested"})),
}
"""Every step of a finding, by the last part of its address."""


@page(queries.READ)
def findings(request: Request) -> HttpResponse:
    """List findings, the gravest first; those that somebody must still cure unless others are asked for."""
    state = request.GET.get("state", "due")
    place = request.GET.get("facility", "")[:40]
    norm = request.GET.get("norm", "")[:40]
    every = queries.findings(request.actor, facility=place, state="" if state == "all" else state)
    by_norm = queries.counts_by_norm(every)
    found = every.filter(norm=norm) if norm else every
    count = by_norm.get(norm, 0) if norm else sum(by_norm.values())
    number = request.GET.get("page", "")
    at = int(number) if number.isdigit() and 0 < len(number) < 6 else 1
    start = (max(at, 1) - 1) * PAGE
    rows = list(found[start : start + PAGE])
    note_look(by=request.actor, now=now(), what=" ".join(each for each in ("findings", place, norm) if each))
    norms = chosen()[1].norms
    shown = {
        "rows": [(each, norms.get(each.norm)) for each in rows],
        "count": count,
        "norm": norm,
        "by_norm": [(each, norms.get(each), n) for each, n in by_norm.items()],
        "state": state,
        "states": STATES,
        "facility": place,
        "page": at,
        "more": count > start + PAGE,
        "zones": {each.code: each.zone for each in register.facilities()},
        "facilities": [each.code for each in places_for(request, queries.READ)],
    }
    return render(request, "web/findings.html", shown)


@page(queries.READ, section="findings")
def finding(request: Request, finding: str) -> HttpResponse:
    """Show one finding: what was found, the evidence, every step, and what can be done now."""
    found, chain = _found(request, finding)
    note_look(by=request.actor, now=now(), what=f"finding {finding}")
    offered = [
        (reverse(f"finding_{name}", args=[finding]), each.title)
        for name, each in STEPS.items()
        if found.state in each.states and may(request.actor, each.permission, found.facility)
    ]
    opened: Any = chain[0].event
    shown = {
        "finding": found,
        "opened": opened,
        "norm": chosen()[1].norms.get(found.norm),
        "chain": [(each, _said(each.event)) for each in chain],
        "offered": offered,
        "zone": register.facilities().get(code=found.facility).zone,
        "recommendations": [
            each for each in queries.recommendations(request.actor, found.facility) if each.finding == finding
        ],
        "may_inspect": may(request.actor, INSPECT, found.facility),
        "may_remedy": may(request.actor, REMEDY, found.facility),
        "may_open_entries": may(request.actor, "journal.read"),
    }
    return render(request, "web/finding.html", shown)


_WORDS = ("answer", "remedy", "to", "statement", "reason")


def _said(event: Any) -> str:
    """Return what somebody said in a step; the reason of a finding that the facts prove is a code, and is told elsewhere."""
    words = _WORDS[:-1] if event.code == "standards.finding_opened" else _WORDS
    return next((getattr(event, each) for each in words if getattr(event, each, "")), "")


def _found(request: Request, finding: str) -> Any:
    found = queries.finding(request.actor, finding)
    if found is None:
        raise Http404
    return found


def _step_view(name: str, step: Step) -> Callable[..., HttpResponseBase]:
    @page(step.permission, section="findings")
    def view(request: Request, finding: str) -> HttpResponse:
        """Draw or do one step of a finding."""
        found, _chain = _found(request, finding)
        form = step.form(sent(request))
        form.clock_zone = register.facilities().get(code=found.facility).zone
        back = reverse("finding", args=[finding])

        def act(said: dict[str, Any]) -> Any:
            return step.action(**{"at": now(), **said}, by=request.actor, now=now(), finding=finding)

        return act_page(
            request,
            form,
            act,
            title=step.title,
            done=_("It is recorded."),
            to=lambda _made: back,
            intro=finding,
            back=back,
            button=step.title,
        )

    view.__name__ = name
    return view


class NewFinding(StepForm):
    """What an inspector saw."""

    at = moment(_("Seen"), LOCAL_TIME)
    norm = forms.ChoiceField(label=_("Norm"), required=False)
    statement = text(_("What was seen"), long=True, needed=True)
    person = text(_("Person (optional)"), _("The number of the person it is about, if it is about one."))
    cell = text(_("Cell (optional)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every norm of the library."""
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        offered = [(each.id, f"{each.id} – {each.title.in_(language)}") for each in chosen()[1].norms.values()]
        self.fields["norm"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]


class NewRecommendation(StepForm):
    """What an inspector asks for."""

    asks = text(_("What is to be done"), long=True, needed=True)
    due_at = moment(_("By when"), LOCAL_TIME)


class FollowUp(StepForm):
    """How far a recommendation is carried out."""

    state = choice(
        _("State"), {name: said for name, said in IMPLEMENTATION.items() if name not in ("open", "verified")}
    )
    account = text(_("Account"), _("What was done, or why not."), long=True, needed=True)


class Verify(StepForm):
    """What inspection saw of a recommendation carried out."""

    account = text(_("What was seen"), long=True, needed=True)


@page(INSPECT, section="boards")
def add_finding(request: Request, place: str) -> HttpResponse:
    """Record what an inspector saw as a finding."""
    return _at_place(request, place, NewFinding, acts.add_finding, _("Add a finding"))


@page(INSPECT, section="boards")
def recommend(request: Request, place: str) -> HttpResponse:
    """Record what an inspector recommends, because of a finding when the address names one."""
    finding = request.GET.get("finding", "")[:16]

    def act(**said: Any) -> Any:
        return recommendations.recommend(at=said["now"], finding=finding, **said)

    return _at_place(request, place, NewRecommendation, act, _("Make a recommendation"))


def _at_place(
    request: Request, place: str, form_: type[StepForm], action: Callable[..., Any], title: Any
) -> HttpResponse:
    found = place_for(request, place)
    form = form_(sent(request))
    form.clock_zone = found.zone
    back = reverse("board", args=[place])

    def act(said: dict[str, Any]) -> Any:
        return action(by=request.actor, now=now(), facility=place, **said)

    return act_page(
        request,
        form,
        act,
        title=title,
        done=_("It is recorded."),
        to=lambda _made: back,
        intro=found.name,
        back=back,
        button=title,
    )


@page(REMEDY, section="findings")
def follow_up(request: Request, recommendation: str) -> HttpResponse:
    """Say, for the custodian, how far a recommendation is carried out."""
    return _on_recommendation(request, recommendation, FollowUp, _("Follow up the recommendation"))


@page(INSPECT, section="findings")
def verify(request: Request, recommendation: str) -> HttpResponse:
    """Say, for inspection, that a recommendation is carried out."""
    return _on_recommendation(request, recommendation, Verify, _("Verify the recommendation"), state="verified")


def _on_recommendation(
    request: Request, recommendation: str, form: type[StepForm], title: Any, **given: str
) -> HttpResponse:
    found = queries.recommendation(request.actor, recommendation)
    if found is None:
        raise Http404
    back = reverse("finding", args=[found.finding]) if found.finding else reverse("board", args=[found.facility])

    def act(said: dict[str, Any]) -> Any:
        facts = {**said, **given, "recommendation": recommendation}
        return recommendations.follow_up(by=request.actor, at=now(), now=now(), **facts)

    return act_page(
        request,
        form(sent(request)),
        act,
        title=title,
        done=_("It is recorded."),
        to=lambda _made: back,
        intro=found.asks,
        back=back,
        button=_("Record"),
    )


def addresses() -> list[URLPattern]:
    """Return the pages of findings and recommendations."""
    return [
        path("findings/", findings, name="findings"),
        path("findings/<slug:finding>/", finding, name="finding"),
        *(
            path(f"findings/<slug:finding>/{name}/", _step_view(name, each), name=f"finding_{name}")
            for name, each in STEPS.items()
        ),
        path("board/<str:place>/add-finding/", add_finding, name="add_finding"),
        path("board/<str:place>/recommend/", recommend, name="recommend"),
        path("recommendations/<slug:recommendation>/", follow_up, name="follow_up"),
        path("recommendations/<slug:recommendation>/verify/", verify, name="verify"),
    ]
