"""One cell: who sleeps there since when, what is wrong, its measures, capacities and certificate, and its history."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from constancia.housing import space
from constancia.housing.models import Placement, Reservation
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.cells import cells_at, places_at
from constancia.housing.queries.occupancy import infants, occupants
from constancia.housing.queries.rows import at_instant
from constancia.ledger.journal import entries_by_subject
from constancia.web.access import Request, page
from constancia.web.clock import now
from constancia.web.housing.common import house_for
from constancia.web.housing.house_acts import CELL_ACTS
from constancia.web.journal import rows_of

HISTORY = 50


@page("housing.read", section="housing")
def cell(request: Request, house: str, cell: str) -> HttpResponse:
    """Show a cell as it is now."""
    found, code, moment = house_for(request, house), f"{house}/{cell}", now()
    place = places_at([code], moment).get(code)
    seen = cells_at([code], house, moment, found.zone).get(code)
    if place is None or seen is None:
        raise Http404
    broken = {each.person: each for each in breaches(house, moment, cell=code)}
    people, small = occupants(house, moment, cell=code), infants(house, moment, cell=code)[code]
    history = Placement._default_manager.filter(cell=code).exclude(until=None).order_by("-until")
    shown: dict[str, Any] = {
        "house": found,
        "place": place,
        "cell": seen,
        "within": cell,
        "people": [(each, broken.get(each.person)) for each in people],
        "rooms": [(norm.text, space.source_of(name), space.room_in(place, name)) for name, norm in space.NORMS.items()],
        "infants": small,
        "m2_each": _m2_each(place, len(people) + small),
        "reserved": at_instant(Reservation, moment).filter(place=code),
        "history": history[:HISTORY],
        "history_count": history.count(),
        "rows": rows_of(list(reversed(entries_by_subject([f"place:{code}"]).get(f"place:{code}", [])))),
        "acts": [
            (each.title, f"{reverse(f'house_{name}', args=[house])}?place={code}")
            for name, each in CELL_ACTS.items()
            if found.may[each.permission.removeprefix("housing.")]
        ],
    }
    return render(request, "web/housing/cell.html", shown)


def _m2_each(place: Any, heads: int) -> Any:
    if place.gross_m2 is None or place.sanitary_m2 is None or not heads:
        return None
    return round((place.gross_m2 - place.sanitary_m2) / heads, 2)
