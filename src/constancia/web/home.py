"""The first page: what needs doing now, by the roles of whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from constancia.imports import queries as imports
from constancia.web.access import SIGNED_IN, Request, Rule, page
from constancia.web.clock import now
from constancia.web.worklists import WORKLISTS, zones

SHOWN = 5
_IMPORTS = Rule(imports.PERMISSION)


@dataclass(frozen=True, slots=True)
class Needs:
    """One list of the first page: its first rows, how many there are in all, and where the whole list is."""

    name: str
    title: Any
    nothing: Any
    rows: Sequence[Any]
    count: int
    url: str


@page(SIGNED_IN)
def home(request: Request) -> HttpResponse:
    """Show what needs doing now."""
    return render(request, "web/home.html", {"lists": needs(request, now()), "zones": zones()})


def needs(request: Request, moment: datetime) -> list[Needs]:
    """Return the lists that the asker's roles concern; an empty list is shown too, as nothing to do."""
    found = []
    for name, each in WORKLISTS.items():
        if each.rule.admits(request.actor):
            rows, count = each.find(request, moment, 0, SHOWN)
            found.append(Needs(name, each.title, each.nothing, rows, count, reverse(f"list_{name}")))
    if _IMPORTS.admits(request.actor):
        failed = imports.runs(request.actor, now=moment, state="failed", limit=SHOWN)
        where = f"{reverse('imports')}?state=failed"
        count = imports.count_failed(request.actor)
        found.append(Needs("imports", _("Failed imports"), _("No import needs anybody."), failed, count, where))
    return found
