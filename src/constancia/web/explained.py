"""Verdicts explained, from the rule to the entries; made to be printed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from constancia.ledger.journal import number_known_at
from constancia.norms.calendars import moment
from constancia.norms.library.model import SEVERITIES, TEXT_STATUS
from constancia.norms.words import measured, threshold
from constancia.standards import queries
from constancia.standards.actions.looks import note_look
from constancia.standards.evaluation import chosen
from constancia.standards.explaining import Explained, conventions_of, explain, sentence, what_would_change
from constancia.standards.restricted import leaves_out
from constancia.web.access import Request, page
from constancia.web.clock import now
from constancia.web.conditions import place_for
from constancia.web.forms import in_zone
from constancia.web.people import KnownAt

MOST_FACTS = 300
_KINDS = ("person", "cell", "facility")


@page(queries.READ, section="boards")
def verdict(request: Request, place: str, norm: str, kind: str, subject: str) -> HttpResponse:
    """Show why a norm says what it says of a person, a cell or the facility, now or as it was known at an earlier moment."""
    found = place_for(request, place)
    library = chosen()[1]
    if norm not in library.norms or kind not in _KINDS:
        raise Http404
    note_look(by=request.actor, now=now(), what=f"verdict {norm} {subject}")
    form = KnownAt(request.GET or None)
    wall = form.cleaned_data["known"] if form.is_bound and form.is_valid() else None
    known = in_zone(wall, found.zone)
    as_of = known or now()
    answers = explain(
        request.actor,
        facility=place,
        norm=norm,
        subject=subject,
        kind=kind,
        as_of=as_of,
        known_at=None if known is None else number_known_at(known),
    )
    shown = {
        "place": found,
        "norm": library.norms[norm],
        "subject": subject,
        "kind": kind,
        "as_of": as_of,
        "form": form,
        "known": known,
        "answers": [_answer(each) for each in answers],
        "left_out": kind == "person" and leaves_out(request.actor, norm, place),
        "conventions": conventions_of(norm),
        "severity": SEVERITIES[library.norms[norm].severity],
        "status": TEXT_STATUS[library.norms[norm].text_status],
    }
    return render(request, "web/verdict.html", shown)


def _answer(each: Explained) -> dict[str, Any]:
    """Return one answered question as the page writes it."""
    language = get_language() or "es"
    return {
        "question": each.question,
        "decisive": each.decisive,
        "last": each.last,
        "because": sentence(each.last, language),
        "measured": measured(each.last, language),
        "threshold": threshold(each.last, language),
        "changes": what_would_change(each.question, each.last, language),
        "verdicts": [
            {
                "verdict": one.verdict,
                "since": None if one.since is None else moment(one.since),
                "until": None if one.until is None else moment(one.until),
                "because": sentence(one, language),
            }
            for one in each.verdicts
        ],
        "facts": each.facts[-MOST_FACTS:],
        "left_out": max(len(each.facts) - MOST_FACTS, 0),
    }
