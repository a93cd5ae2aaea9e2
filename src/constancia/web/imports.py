"""Daily rolls that were read: how far each facility's import is, refreshed while one is running."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from constancia.core.permissions import facilities_for
from constancia.ledger.queries import newest_head
from constancia.register.roll.queries import rolls_read
from constancia.web.access import Request, page
from constancia.web.clock import now

_RUNNING = timedelta(seconds=30)


@page("register.import")
def imports(request: Request) -> HttpResponse:
    """Show what was imported, one line per facility."""
    return render(request, "web/imports.html", _shown(request))


@page("register.import")
def progress(request: Request) -> HttpResponse:
    """Return the table alone, for the page to refresh."""
    return render(request, "web/imports_table.html", _shown(request))


def _shown(request: Request) -> dict[str, Any]:
    head = newest_head()
    running = head is not None and now() - head.recorded_at < _RUNNING
    return {"imports": rolls_read(facilities_for(request.actor, "register.import")), "running": running, "head": head}
