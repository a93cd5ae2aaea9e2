"""Roll call: the roll computed now, a count cell by cell on a phone, differences searched and explained, a sheet to print."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import NOT_PERMITTED
from constancia.core.refusals import Refused
from constancia.housing import actions
from constancia.housing.actions.counts import CellCount
from constancia.housing.codes import COUNT_KINDS, EXPLANATIONS
from constancia.housing.models import Count
from constancia.housing.queries.rolls import count_called, expected_in, open_count, roll
from constancia.housing.timeline import counts as timeline
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.forms import choice, moment, text
from constancia.web.housing.common import LOCAL_NOW, House, InHouse, house_for
from constancia.web.words import WHEN

SHOWN = 20


class Open(InHouse):
    """A count begins."""

    kind = choice(_("Count"), COUNT_KINDS)
    within = text(_("Module (optional)"), _("Path such as CD-1/M3. Empty: the whole facility."))
    reason = text(_("Occasion"), _("Such as: night count."), needed=True)


class HandIn(InHouse):
    """Who counted, and when."""

    counted_by = text(_("Counted by"), _("Name and rank of whoever counted."), needed=True)
    at = moment(_("Counted at"), LOCAL_NOW, required=False)


class Search(InHouse):
    """Somebody looked."""

    cell = text(_("Cell"), needed=True)
    searched_by = text(_("Searched by"), needed=True)
    where = text(_("Where"), needed=True)
    found = text(_("What was found"), long=True, needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class Explain(InHouse):
    """Why it differed."""

    cell = text(_("Cell"), needed=True)
    explanation = choice(_("Why"), EXPLANATIONS)
    statement = text(_("In words"), long=True, needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class Close(InHouse):
    """A count ends."""

    statement = text(
        _("Statement"), _("Needed when cells were not counted or differences are not explained."), long=True
    )


@page("housing.read", section="housing")
def rolls(request: Request, house: str) -> HttpResponse:
    """Show the roll computed now, and the counts made so far."""
    found, at = house_for(request, house), now()
    shown = {
        "house": found,
        "at": at,
        "roll": roll(house, at),
        "open": open_count(house),
        "counts": Count._default_manager.filter(facility=house).order_by("-entry")[:SHOWN],
    }
    return render(request, "web/housing/rolls.html", shown)


@page("housing.count", section="housing")
def open_roll_call(request: Request, house: str) -> HttpResponse:
    """Begin a count."""
    found, at = house_for(request, house, "housing.count"), now()
    return act_page(
        request,
        Open(sent(request), zone=found.zone, moment=at, initial={"kind": "numbers"}),
        lambda said: actions.open_roll_call(**said, facility=house, by=request.actor, at=at, now=at),
        title=_("Begin a roll call"),
        button=_("Begin"),
        intro=found.name,
        back=reverse("rolls", args=[house]),
        done=_("The roll call is open."),
        to=lambda entry: reverse("count", args=[house, entry.event.count]),
    )


@page("housing.read", section="housing")
def count(request: Request, house: str, count: str) -> HttpResponse:
    """Show a count, and take in what was counted."""
    found, at = house_for(request, house), now()
    called = _called(house, count)
    form = HandIn(sent(request), zone=found.zone, moment=at)
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit_count(
                **form.said(),
                by=request.actor,
                now=at,
                facility=house,
                count=count,
                cells=_cells(called, request.POST),
                key=request.POST.get("key", ""),
                on_paper=request.POST.get("on_paper") == "on",
            )
            messages.success(request, _("The count is recorded."))
            return redirect("count", house, count)
        except Refused as refused:
            if any(each.kind is NOT_PERMITTED for each in refused.refusals):
                raise
            form.add_refusals(refused.refusals)
    shown = {"house": found, "called": called, "form": form, "key": secrets.token_hex(16), **_state(found, called, at)}
    return render(request, "web/housing/count.html", shown, status=422 if form.errors else 200)


def _cells(called: timeline.Count, sent_: Any) -> list[CellCount]:
    """Return the cells that the form speaks of: those with a figure, or, by name, those marked as counted."""
    found = []
    for cell in called.cells:
        seen = sent_.get(f"seen:{cell}", "").strip()
        present = tuple(sent_.getlist(f"present:{cell}"))
        others = sent_.get(f"unknown:{cell}", "").strip()
        unknown = int(others) if others.isdigit() and len(others) < 6 else 0
        if called.kind == "names":
            if sent_.get(f"counted:{cell}") == "on":
                found.append(CellCount(cell, len(present) + unknown, present, unknown))
        elif seen:
            found.append(CellCount(cell, int(seen) if seen.isdigit() and len(seen) < 6 else -1))
    return found


def _state(house: House, called: timeline.Count, at: datetime) -> dict[str, Any]:
    """Return where a count stands; whoever counts is never told how many to find."""
    done = called.last_of
    rows = [
        {
            "cell": cell,
            "within": cell.removeprefix(f"{house.code}/"),
            "done": done.get(cell),
            "names": expected_in(cell, house.code, at) if called.kind == "names" and called.closed_by is None else (),
        }
        for cell in called.cells
    ]
    return {
        "rows": rows,
        "may_count": house.may["count"] and called.closed_by is None,
        "attested": sum(each.seen for each in done.values()),
        "computed": _computed(house, called) if not called.uncounted else None,
    }


def _computed(house: House, called: timeline.Count) -> int:
    expected: Mapping[str, Any] = roll(house.code, called.as_of).cells
    return sum(len(expected.get(cell, ())) for cell in called.cells)


@page("housing.count", section="housing")
def sheet(request: Request, house: str, count: str) -> HttpResponse:
    """Show the sheet to print: cells and boxes, and names when people are counted by name."""
    found, at = house_for(request, house, "housing.count"), now()
    called = _called(house, count)
    return render(request, "web/housing/sheet.html", {"house": found, "called": called, **_state(found, called, at)})


def _act(form: type[InHouse], action: Any, title: Any, done: Any) -> Any:
    @page("housing.count", section="housing")
    def view(request: Request, house: str, count: str) -> HttpResponse:
        """Draw or do one act on a count."""
        found, at = house_for(request, house, "housing.count"), now()
        called = _called(house, count)
        here = reverse("count", args=[house, count])
        initial = {"cell": request.GET.get("cell", "")[:60]}
        return act_page(
            request,
            form(sent(request), zone=found.zone, moment=at, initial=initial),
            lambda said: action(**{"at": at, **said}, by=request.actor, now=at, facility=house, count=called.count),
            title=title,
            button=title,
            intro=called.count,
            back=here,
            done=done,
            to=lambda _made: here,
        )

    return view


search = _act(Search, actions.record_cell_search, _("Record a search"), _("The search is recorded."))
explain = _act(Explain, actions.explain_difference, _("Explain a difference"), _("The explanation is recorded."))
close = _act(Close, actions.close_roll_call, _("Close the roll call"), _("The roll call is closed."))


def _called(house: str, count: str) -> timeline.Count:
    found = count_called(count)
    if found is None or found.facility != house:
        raise Http404
    return found
