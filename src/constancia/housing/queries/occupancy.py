"""Who is where at an instant: occupants of cells, people without a cell with their clock, people out. Nothing is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constancia.housing.models import Need, Placement
from constancia.housing.queries.rows import among, at_instant
from constancia.housing.queries.sleepers import held_at
from constancia.housing.timeline.sleeping import KEEPS_A_CELL
from constancia.register.models import Custody


@dataclass(frozen=True, slots=True)
class Occupant:
    """Somebody who sleeps in a cell: since when, on which entry, and whether out for a while at the moment."""

    person: str
    cell: str
    bed: str
    since: datetime
    entry: int
    override: int | None
    is_out: bool


def occupants(facility: str, at: datetime, *, cell: str = "") -> list[Occupant]:
    """Return who sleeps at a facility (or in one cell of it) at an instant, in the order in which they came."""
    held = held_at(facility, at)
    rows = at_instant(Placement, at).filter(facility=facility)
    rows = rows.filter(cell=cell) if cell else rows
    columns = ("person", "cell", "bed", "since", "entry", "override")
    return [
        Occupant(person, where, bed, since, entry, override, is_out=held.get(person, ("held", at))[0] == "absent")
        for person, where, bed, since, entry, override in rows.order_by("since", "entry").values_list(*columns)
    ]


def counts(facility: str, at: datetime) -> Counter[str]:
    """Return how many people sleep in each cell of a facility at an instant."""
    rows = at_instant(Placement, at).filter(facility=facility).values_list("cell", flat=True)
    return Counter(rows)


def infants(facility: str, at: datetime, *, cell: str = "") -> Counter[str]:
    """Return how many infants sleep with their mothers in each cell at an instant: they need space, and nobody holds them."""
    rows = at_instant(Placement, at).filter(facility=facility)
    rows = rows.filter(cell=cell) if cell else rows
    needs = at_instant(Need, at).filter(kind="infant", person__in=rows.values("person"))
    mothers = list(needs.values_list("person", flat=True))
    where = dict(among(rows, "person", mothers, "person", "cell"))
    return Counter(where[each] for each in mothers)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in custody at a facility who has no cell, or only one of reception, and since when."""

    person: str
    since: datetime
    cell: str


def waiting(facility: str, at: datetime, reception: frozenset[str] = frozenset()) -> list[Waiting]:
    """Return who waits for a cell at an instant, longest first; `reception` are the cells that only hold people for a while.

    Whoever is out for a court or a hospital and has no cell waits as well. The clock began when the last real cell was left,
    or else when this custody at the facility began.
    """
    slept = at_instant(Placement, at).filter(facility=facility)
    held = at_instant(Custody, at).filter(facility=facility, state__in=KEEPS_A_CELL, **_RECORDED)
    held = held.exclude(person__in=slept.exclude(cell__in=reception).values("person"))
    waits_in = dict(slept.filter(cell__in=reception).values_list("person", "cell"))
    found = {person: waits_in.get(person, "") for person in held.values_list("person", flat=True)}
    since = _waiting_since(found, facility, at, reception)
    rows = [Waiting(person, since[person], cell) for person, cell in found.items()]
    return sorted(rows, key=lambda each: (each.since, each.person))


def waits(person: str, facility: str, at: datetime, reception: frozenset[str]) -> Waiting | None:
    """Return how one person waits for a cell at an instant, or nothing when the person has one or is not held there."""
    cell = at_instant(Placement, at).filter(person=person).values_list("cell", flat=True).first() or ""
    held = at_instant(Custody, at).filter(person=person, facility=facility, state__in=KEEPS_A_CELL, **_RECORDED)
    if cell not in {"", *reception} or not held.exists():
        return None
    return Waiting(person, _waiting_since([person], facility, at, reception)[person], cell)


def _waiting_since(
    persons: Iterable[str], facility: str, at: datetime, reception: frozenset[str]
) -> dict[str, datetime]:
    stays = dict(among(at_instant(Custody, at).filter(**_RECORDED), "person", persons, "person", "stay"))
    found: dict[str, datetime] = {}
    rows = Custody.objects.filter(facility=facility, state__in=KEEPS_A_CELL, **_RECORDED).order_by("-since")
    for person, stay, since in among(rows, "person", stays, "person", "stay", "since"):
        if stays[person] == stay:
            found[person] = min(since, found.get(person, since))
    left = Placement._default_manager.filter(facility=facility, until__lte=at).exclude(cell__in=reception)
    for person, until in among(left, "person", stays, "person", "until"):
        found[person] = max(until, found[person])
    return found


_RECORDED: dict[str, Any] = {"known_until": None, "evidence": "recorded"}


def ever_in(cells: Iterable[str]) -> set[str]:
    """Return everybody who ever had a place in one of some cells."""
    return {person for (person,) in among(Placement._default_manager.all(), "cell", cells, "person")}
