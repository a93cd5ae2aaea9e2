"""A facility's places as a file: brought in, or first only looked at, and taken away again."""

from contextlib import nullcontext
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from constancia.core.refusals import Refusal, refuse_if_any
from constancia.housing.actions import import_building
from constancia.housing.actions.buildings import Imported
from constancia.housing.buildings.reading import MOST_MEGABYTES, read_building_bytes
from constancia.housing.buildings.schema import MOST_PLACES, building_of
from constancia.housing.buildings.writing import written
from constancia.housing.queries.buildings import building_at
from constancia.imports import uploads
from constancia.imports.rules import shown_name
from constancia.ledger.sequence import rehearsing
from constancia.register.refusals import MISSING
from constancia.web.access import Request, page
from constancia.web.acts import act_page
from constancia.web.clock import now
from constancia.web.forms import ActForm
from constancia.web.housing.common import house_for


class FromFile(ActForm):
    """A facility file, and whether it is only looked at."""

    check_only = forms.BooleanField(label=_("Only say what it would do; nothing is recorded"), required=False)
    file = forms.FileField(
        label=_("Facility file"),
        help_text=_("YAML or JSON of the format constancia-facility/1."),
        required=False,
        allow_empty_file=True,
    )

    def _sentence(self, refusal: Refusal, field: str | None) -> Any:
        """Return the sentence after the place in the file that it is about."""
        sentence = super()._sentence(refusal, field)
        return sentence if field or not refusal.field else f"{refusal.field}: {sentence}"


@csrf_exempt
@page("housing.arrange", section="housing")
def bring_in(request: Request, house: str) -> HttpResponseBase:
    """Take a facility file; the form's token is checked once a file is expected."""
    uploads.expect_files(request)
    return _bring_in(request, house)


@csrf_protect
def _bring_in(request: Request, house: str) -> HttpResponse:
    found = house_for(request, house, "housing.arrange")
    form = FromFile(*((request.POST, request.FILES) if request.method == "POST" else ()))

    def act(said: dict[str, Any]) -> Imported:
        refuse_if_any([*uploads.too_much(request), *([] if said["file"] else [MISSING(field="file", name="file")])])
        name = shown_name(said["file"].name)
        building = building_of(read_building_bytes(said["file"].read(), name), name)
        with rehearsing() if said["check_only"] else nullcontext():
            return import_building(by=request.actor, now=now(), building=building)

    return act_page(
        request,
        form,
        act,
        title=_("Bring in a facility file"),
        lead=_(
            "Modules, landings, cells and beds with their measures: what the register does not say yet is recorded at once, or"
            " nothing with every reason. At most %(size)s MB and %(places)s places."
        )
        % {"size": MOST_MEGABYTES, "places": MOST_PLACES},
        button=_("Bring in"),
        intro=found.name,
        back=reverse("house", args=[house]),
        done=lambda made: _told(made, only=form.cleaned_data["check_only"]),
        to=lambda made: reverse("house_file" if form.cleaned_data["check_only"] else "house", args=[made.facility]),
        with_files=True,
    )


def _told(made: Imported, *, only: bool) -> str:
    """Return in a sentence what the file led to, or would lead to."""
    what = _now(
        "opened: %(modules)s modules, %(landings)s landings, %(cells)s cells, %(beds)s beds; changed: %(changed)s; as they"
        " were: %(unchanged)s; in the register and not in the file: %(alone)s."
    ) % {
        "modules": made.modules,
        "landings": made.landings,
        "cells": made.cells,
        "beds": made.beds,
        "changed": made.described + made.measured + made.capacities,
        "unchanged": made.unchanged,
        "alone": made.not_in_file,
    }
    begins = _now("Nothing was recorded; it would be") if only else _now("The file is in the register")
    return f"{begins}: {what}"


@page("housing.read", section="housing")
def take_away(request: Request, house: str) -> HttpResponse:
    """Return the places of a facility as a file that can be brought in again."""
    house_for(request, house)
    answer = HttpResponse(written(building_at(house, now())), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{house}.yaml"'
    return answer
