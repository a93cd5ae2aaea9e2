"""The facilities with their cells, the map of one with its layers, and who sleeps against a rule."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import facilities_for
from constancia.core.time import local_day
from constancia.housing import space
from constancia.housing.models import Claim
from constancia.housing.queries import map as maps
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.hearings import hearing_rooms
from constancia.housing.queries.nights import slept_beside
from constancia.housing.queries.occupancy import waiting
from constancia.housing.queries.rolls import open_count, roll
from constancia.housing.queries.rows import house_at
from constancia.housing.snapshot import cells_of_purpose
from constancia.ledger.journal import number_known_at
from constancia.register import queries
from constancia.web.access import Request, page
from constancia.web.acts import sent
from constancia.web.clock import now
from constancia.web.forms import ActForm, day, in_zone, moment, text
from constancia.web.housing.common import House, house_for
from constancia.web.housing.drawing import LAYERS, PATTERNS, module_svg
from constancia.web.words import KNOWN_AT, KNOWN_AT_HINT

_PERMISSION = "housing.read"
SHOWN = 8


class AtMoment(ActForm):
    """As of which moment."""

    at = moment(_("As of"), _("In the time of the place. Empty: now."), required=False)


class Night(ActForm):
    """Whose night, and which."""

    person = text(_("Person"), _("Number of the file, such as P-4F7K-91QN."))
    evening = day(_("Evening on which the night begins"), required=True)
    known = moment(KNOWN_AT, KNOWN_AT_HINT, required=False)


@page(_PERMISSION, section="housing")
def houses(request: Request) -> HttpResponse:
    """List the facilities whose cells the asker may see."""
    codes = facilities_for(request.actor, _PERMISSION)
    moment_ = now()
    rows = []
    for each in queries.facilities():
        if codes is None or each.code in codes:
            found = roll(each.code, moment_)
            rows.append(
                {"facility": each, "cells": len(found.cells), "unlock": found.unlock, "no_cell": len(found.no_cell)}
            )
    return render(request, "web/housing/houses.html", {"rows": rows})


@page(_PERMISSION, section="housing")
def house(request: Request, house: str) -> HttpResponse:
    """Draw the map of a facility, now or as of a moment, in the layer asked for."""
    found = house_for(request, house)
    form = AtMoment(request.GET or None)
    wall = form.cleaned_data["at"] if form.is_bound and form.is_valid() else None
    at = in_zone(wall, found.zone) or now()
    layer = LAYERS.get(request.GET.get("layer", ""), LAYERS["limit"])
    modules = maps.facility_map(house, at)
    shown: dict[str, Any] = {
        "house": found,
        "form": form,
        "at": at,
        "is_now": wall is None,
        "hearing_rooms": hearing_rooms(house, at),
        "layers": [(name, each.label, each is layer) for name, each in LAYERS.items()],
        "layer": layer,
        "patterns": PATTERNS,
        "legend": list(layer.legend.items()),
        "modules": [(module, module_svg(module, layer)) for module in modules],
        "cells": [(cell, layer.mark(cell)) for module in modules for cell in module.cells],
    }
    return render(request, "web/housing/house.html", shown | _figures(found, modules, at))


def _figures(found: House, modules: list[maps.ModuleSeen], at: datetime) -> dict[str, Any]:
    reception = frozenset(cells_of_purpose(found.code, at, "reception"))
    waits = waiting(found.code, at, reception)
    totals = maps.totals(found.code, modules, at)
    fixed = house_at(found.code, at)
    return {
        "totals": totals,
        "norms": [(norm.text, space.source_of(name), totals.norms[name]) for name, norm in space.NORMS.items()],
        "profile": fixed,
        "profile_norm": space.NORMS[fixed.norm].text if fixed.norm in space.NORMS else None,
        "roll": roll(found.code, at),
        "waiting": waits[:SHOWN],
        "waiting_count": len(waits),
        "held_in_reception": sum(bool(each.cell) for each in waits),
        "flagged": sum(cell.breaches for module in modules for cell in module.cells),
        "claims": Claim._default_manager.filter(facility=found.code).order_by("what", "said_on", "entry"),
        "open_count": open_count(found.code),
    }


@page(_PERMISSION, section="housing")
def flags(request: Request, house: str) -> HttpResponse:
    """List who sleeps against a hard rule now."""
    found = house_for(request, house)
    return render(request, "web/housing/flags.html", {"house": found, "rows": breaches(house, now())})


@page(_PERMISSION, section="housing")
def nights(request: Request, house: str) -> HttpResponse:
    """Answer who slept beside whom on a night, with the entries that show it; what is typed stays out of the address."""
    found = house_for(request, house)
    asked = {"evening": local_day(now(), found.zone), "person": request.GET.get("person", "")[:16]}
    form = Night(sent(request), initial=asked)
    shown: dict[str, Any] = {"house": found, "form": form, "rows": None}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        known = in_zone(said["known"], found.zone)
        number = None if known is None else number_known_at(known)
        beside = slept_beside(said["person"].strip().upper(), said["evening"], found.zone, known_at=number)
        shown["rows"] = [each for each in beside if each.cell.startswith(f"{house}/")]
    return render(request, "web/housing/nights.html", shown)
