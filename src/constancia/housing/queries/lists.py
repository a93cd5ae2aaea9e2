"""What waits for somebody in housing, over all facilities that somebody may see."""

from datetime import datetime
from typing import Any

from constancia.housing.models import Difference, Place
from constancia.housing.queries.occupancy import Waiting, waiting
from constancia.housing.queries.rows import at_instant


def open_differences(codes: frozenset[str] | None) -> Any:
    """Return the differences between counts and the register that nobody settled, oldest first; `codes` limits facilities."""
    rows = Difference._default_manager.filter(state="open").order_by("entry")
    return rows if codes is None else rows.filter(facility__in=codes)


def waiting_anywhere(codes: frozenset[str] | None, at: datetime) -> list[tuple[str, Waiting]]:
    """Return who waits for a cell, longest first, with the facility; facilities without cells in the register have no list."""
    cells = at_instant(Place, at).filter(kind="cell")
    cells = cells if codes is None else cells.filter(facility__in=codes)
    reception = frozenset(cells.filter(purpose="reception").values_list("code", flat=True))
    facilities = cells.values_list("facility", flat=True).distinct()
    found = [(code, each) for code in facilities for each in waiting(code, at, reception)]
    return sorted(found, key=lambda each: (each[1].since, each[1].person))
