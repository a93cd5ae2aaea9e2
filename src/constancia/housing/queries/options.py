"""Which cells would take a person now, and what each of the others says against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from constancia.core.refusals import Refusal
from constancia.housing.models import Placement
from constancia.housing.queries.cells import cells_at, cells_of
from constancia.housing.queries.rows import at_instant, zone_at
from constancia.housing.queries.sleepers import groups_of, separations, sleepers
from constancia.housing.rules.sleeping import Cell, Sleeper, Try, Whereabouts, company, refuse_sleeping


@dataclass(frozen=True, slots=True)
class Option:
    """A cell as it would be with the person in it: how many would sleep there, and every rule against it."""

    cell: Cell
    people: int
    refusals: Sequence[Refusal]


def options(person: str, facility: str, at: datetime) -> list[Option]:
    """Return every cell of a facility for one person: those that would take the person first, the emptiest of them first."""
    zone = zone_at(facility)
    cells = cells_at(cells_of(facility, at), facility, at, zone, reserved_for=person)
    rows = at_instant(Placement, at).filter(facility=facility).exclude(person=person)
    slept = dict(rows.values_list("person", "cell"))
    known = sleepers({*slept, person}, facility, at, zone)
    if person not in known:
        return []
    inside: dict[str, list[Sleeper]] = {}
    for other, cell in slept.items():
        inside.setdefault(cell, []).append(known[other])
    who = known[person]
    where = Whereabouts(slept, groups_of(slept, at))
    apart = separations([who], at)
    found = []
    for code, cell in cells.items():
        people = [*inside.get(code, ()), who]
        tried = Try(who, cell, company(people), where.near(who, code, apart), facility=facility, at=at)
        found.append(Option(cell, len(people), refuse_sleeping(tried)))
    return sorted(found, key=lambda each: (bool(each.refusals), each.people, len(each.refusals)))
