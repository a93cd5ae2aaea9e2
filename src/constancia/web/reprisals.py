"""After a complaint: what befell the complainant in the watched days, for inspectors and courts."""

from django.http import HttpResponse
from django.shortcuts import render

from constancia.core.permissions import may
from constancia.register import queries as register
from constancia.standards.actions.looks import note_look
from constancia.standards.evaluation import chosen
from constancia.standards.kinds import READ_COMPLAINTS
from constancia.standards.watches import MOST, SORTS, watched_for, watches
from constancia.standards.words import KIND_NAMES
from constancia.web.access import Request, page
from constancia.web.clock import now


@page(READ_COMPLAINTS)
def reprisals(request: Request) -> HttpResponse:
    """List the complaints that the asker may read, each with what is on record of the complainant in the days after."""
    note_look(by=request.actor, now=now(), what="reprisals")
    places = {each.code: each for each in register.facilities()}
    rows = [
        {
            "watch": each,
            "place": places[each.facility],
            "after": [(one, SORTS[one.sort], places.get(one.facility)) for one in each.after],
            "unsigned": [KIND_NAMES[name] for name in each.unsigned],
        }
        for each in watches(request.actor, now=now())
    ]
    shown = {
        "rows": rows,
        "days": watched_for().days,
        "convention": chosen()[1].conventions["EC-REPRISAL"],
        "may_open": may(request.actor, "journal.read"),
        "most": MOST,
    }
    return render(request, "web/reprisals.html", shown)
