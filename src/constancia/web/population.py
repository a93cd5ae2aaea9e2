"""Population over time: a chart drawn here, the table it was drawn from, and the same rows as CSV."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.core.text import Text
from constancia.core.time import local_day
from constancia.ledger.journal import number_known_at
from constancia.register import queries
from constancia.register.population import DEFINITIONS, DayCount, daily, holds_recorded, mean
from constancia.register.roll.queries import rolls_read
from constancia.register.roll.rejects import harmless
from constancia.web.access import Request, page
from constancia.web.charts import Line, lines
from constancia.web.clock import now
from constancia.web.forms import ActForm, choice, day, in_zone, moment
from constancia.web.templatetags.constancia import code
from constancia.web.words import KNOWN_AT, KNOWN_AT_HINT

_LONGEST = 366 * 20
_USUAL = timedelta(days=90)
_BASES = {
    "present": Text("Present: listed or recorded that day", "Presentes: en la lista o asentadas ese día"),
    "held": Text("Held: gaps between two rolls included", "Bajo custodia: incluidos los huecos entre dos listas"),
}
_DRAWN = {"present": "persons", "held": "bridged"}
_GROUPS = {
    "legal_status": Text("Legal status", "Situación jurídica"),
    "sex": Text("Sex", "Sexo"),
    "age_band": Text("Age", "Edad"),
}
COLUMNS = ("rows", "persons", "stays", "bridged")
ALL = "*"
"""Every facility that the asker may count, each with a line of its own: places are never added up."""


class Question(ActForm):
    """Which facility, which days, split by what, counted how, as known when."""

    facility = forms.ChoiceField(label=_("Facility"), required=False)
    first = day(_("From"))
    last = day(_("To"))
    by = choice(_("Split by"), _GROUPS, none=_("Not split"))
    basis = forms.ChoiceField(label=_("Drawn in the chart"), required=False)
    known = moment(KNOWN_AT, KNOWN_AT_HINT, required=False)

    def __init__(self, *args: Any, places: Sequence[Any], **kwargs: Any) -> None:
        """Offer the facilities that the asker may count."""
        super().__init__(*args, **kwargs)
        offered = [(each.code, f"{each.name} ({each.code})") for each in places]
        every = [(ALL, _("Every facility, one line each"))] if len(offered) > 1 else []
        self.fields["facility"].choices = [*every, *offered]  # type: ignore[attr-defined]
        language = get_language() or "es"
        drawn = [(value, name.in_(language)) for value, name in _BASES.items()]
        self.fields["basis"].choices = drawn  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order and ranges without measure."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        elif first and last and (last - first).days > _LONGEST:
            self.add_error("first", _("Ask for at most 20 years."))
        if said.get("facility") == ALL and said.get("by"):
            self.add_error("by", _("Choose one facility to split it further."))
        return said


@dataclass(frozen=True, slots=True)
class Answer:
    """The counts, each with its facility, and what was asked; `zone` is that of the clocks on the page."""

    places: Sequence[Any]
    zone: str
    first: date
    last: date
    by: str
    basis: str
    known: Any
    counts: list[tuple[Any, DayCount]]

    @property
    def many(self) -> bool:
        """Tell whether several facilities were asked for."""
        return len(self.places) > 1

    @property
    def lines(self) -> dict[str, list[DayCount]]:
        """Return the counts by line of the chart: a facility's code, a group, or nothing when there is one line only."""
        found: dict[str, list[DayCount]] = {}
        for place, count in self.counts:
            found.setdefault(place.code if self.many else count.group, []).append(count)
        return dict(sorted(found.items()))


@page("register.count")
def population(request: Request) -> HttpResponse:
    """Show how many people a facility held, day by day."""
    form, answer = _asked(request)
    shown: dict[str, Any] = {"form": form, "answer": answer}
    if answer is not None:
        drawn, counts = _DRAWN[answer.basis], [count for _place, count in answer.counts]
        shown |= {
            "chart": _chart(answer.lines, drawn),
            "means": [(name, mean([_figure(each, drawn) for each in days])) for name, days in answer.lines.items()],
            "definitions": [(name, DEFINITIONS[name]) for name in COLUMNS],
            "rows": [(place, each, _figures(each)) for place, each in answer.counts],
            "holes": sum(1 for each in counts if each.count == "none"),
            "stale": sum(1 for each in counts if each.count == "stale"),
            "query": urlencode({name: str(value) for name, value in request.GET.items() if name in form.fields}),
            "drawn": DEFINITIONS[drawn],
        }
    return render(request, "web/population.html", shown, status=422 if form.errors else 200)


@page("register.count")
def population_csv(request: Request) -> HttpResponse:
    """Return the same rows as CSV; a day without a count has empty figures, never zeros."""
    form, answer = _asked(request)
    if answer is None:
        return render(request, "web/population.html", {"form": form, "answer": None}, status=422)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="population.csv"'
    writer = csv.writer(response)
    writer.writerow(["facility", "day", "group", "count", *COLUMNS])
    for place, each in answer.counts:
        figures = ["" if value is None else value for value in _figures(each)]
        writer.writerow([place.code, each.day.isoformat(), harmless(each.group), each.count, *figures])
    return response


def _asked(request: Request) -> tuple[Question, Answer | None]:
    """Return the form and, when it can be answered, the answer."""
    places = list(queries.facilities(request.actor))
    form = Question(request.GET or None, places=places)
    if not places or (form.is_bound and not form.is_valid()):
        return form, None
    said = form.cleaned_data if form.is_bound else {}
    asked = said.get("facility") or places[0].code
    chosen = places if asked == ALL else [each for each in places if each.code == asked]
    zones = {each.zone for each in chosen}
    zone = zones.pop() if len(zones) == 1 else "UTC"
    first, last = _days([each.code for each in chosen], zone, said)
    by, basis = said.get("by") or "", said.get("basis") or "present"
    known = in_zone(said.get("known"), zone)
    answered = {"facility": asked, "first": first, "last": last, "by": by, "basis": basis, "known": said.get("known")}
    form = Question(places=places, initial=answered)
    number = None if known is None else number_known_at(known)
    counts = [(each, count) for each in chosen for count in daily(each, first, last, by=by, known_at=number)]
    return form, Answer(chosen, zone, first, last, by, basis, known, counts)


def _days(codes: Sequence[str], zone: str, said: dict[str, Any]) -> tuple[date, date]:
    """Return the days asked for; without any, the newest ninety that there is something to say about."""
    last = said.get("last")
    if last is None:
        rolls = rolls_read(frozenset(codes))
        today = local_day(now(), zone)
        last = today if holds_recorded(codes) else max((each.last_day for each in rolls), default=today)
    return said.get("first") or last - _USUAL, last


def _figures(count: DayCount) -> list[int | None]:
    return [getattr(count, name) for name in COLUMNS]


def _figure(count: DayCount, drawn: str) -> int | None:
    return None if count.count in ("none", "stale") else getattr(count, drawn)


def _chart(figures: dict[str, list[DayCount]], drawn: str) -> str:
    found = [
        Line(code(name, "group") if name else "", [(each.day, _figure(each, drawn)) for each in days])
        for name, days in figures.items()
    ]
    return lines(found, language=get_language() or "es")
