"""All facts about a facility and the people who were ever held in it, as they stand or as known at an entry."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from constancia.core.time import iso
from constancia.housing.paths import subject_of
from constancia.housing.queries.cells import cells_ever
from constancia.ledger.journal import Recorded, entries_by_subject
from constancia.norms.facts.frames import Facts
from constancia.register import queries as register
from constancia.register.population import in_being_since
from constancia.register.timeline import standing
from constancia.standards.facts.frames import facts_of
from constancia.standards.facts.housing import cell_rows, sleeping_rows
from constancia.standards.facts.readings import measurements
from constancia.standards.facts.register import custody_rows, ground_rows, person_row
from constancia.standards.models import Condition
from constancia.standards.timeline import Row, record_of

_PERSONS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Scope:
    """Which facts of a facility: all, or those about some persons wherever they were, and about some of its cells (None: all).

    As known at an entry (None: now). `readings_from` leaves out the readings of devices before a moment: years of air do not bear on
    this month's board.
    """

    facility: str
    persons: tuple[str, ...] | None = None
    cells: tuple[str, ...] | None = None
    known_at: int | None = None
    readings_from: datetime | None = None


def facts_for(scope: Scope) -> Facts:
    """Return the facts of a scope, ready to be judged."""
    persons = register.persons_of(scope.facility, known_at=scope.known_at, among=scope.persons)
    rows: dict[str, list[Row]] = {"facility": [], "person": [], "custody": [], "ground": []}
    authorities = {}
    for place in register.facilities(known_at=scope.known_at):
        authorities[place.code] = place.authority
        rows["facility"].append(
            {
                "facility": place.code,
                "name": place.name,
                "zone": place.zone,
                "since": iso(in_being_since(place, scope.known_at)),
                "record": f"facility:{place.code}",
            }
        )
    for person, chain in _chains(persons, scope.known_at):
        rows["person"].append(person_row(person, standing(chain)))
        rows["custody"].extend(custody_rows(person, chain, authorities))
        rows["ground"].extend(ground_rows(person, chain))
        for table, row in sleeping_rows(person, chain):
            rows.setdefault(table, []).append(row)
    slept_in = {row["cell"] or "" for row in rows.get("placement", ())}
    cells = _chains(_cells(scope, slept_in), scope.known_at)
    rows["cell"] = [row for _, chain in cells for row in cell_rows(chain)]
    for kind, row in _conditions(scope, persons):
        rows.setdefault(kind, []).append(row)
    found = measurements(scope.facility, scope.cells, known_at=scope.known_at, since=scope.readings_from)
    return facts_of(rows, {} if found is None else {"measurement": found})


def _chains(subjects: Sequence[str], known_at: int | None) -> Iterator[tuple[str, list[Recorded]]]:
    for at in range(0, len(subjects), _PERSONS_AT_ONCE):
        yield from entries_by_subject(subjects[at : at + _PERSONS_AT_ONCE], upto=known_at).items()


def _cells(scope: Scope, slept_in: set[str]) -> list[str]:
    """Return under which subjects the journal holds what is said of the cells of a scope, those of the past included."""
    cells = cells_ever(scope.facility)
    if scope.cells is not None:
        wanted = slept_in.union(scope.cells)
        cells = [each for each in cells if each in wanted]
    return [subject_of(code) for code in cells]


def _conditions(scope: Scope, persons: Sequence[str]) -> Iterator[tuple[str, Row]]:
    """Yield every version of each recorded condition that was not withdrawn, with its fact table."""
    found = Condition.objects.order_by("entry")
    if scope.known_at is not None:
        found = found.filter(entry__lte=scope.known_at)
        found = found.filter(Q(withdrawn_by=None) | Q(withdrawn_by__gt=scope.known_at))
    else:
        found = found.filter(withdrawn_by=None)
    here = Q(facility=scope.facility)
    if scope.persons is not None:
        here &= Q(person__in=["", *scope.persons])
    if scope.cells is not None:
        here &= ~Q(person="") | Q(kind="cell") | Q(cell__in=["", *scope.cells])
    for each in _each_of(found, here, persons, scope.facility):
        row: Row = json.loads(each.facts)
        yield (
            each.kind,
            {
                **row,
                "record": record_of(each.record),
                "recorded_at": each.recorded_at.isoformat(),
                "source": record_of(each.entry),
            },
        )


def _each_of(found: Any, here: Q, persons: Sequence[str], facility: str) -> Iterable[Condition]:
    """Yield the conditions of a place, and those that its persons met with elsewhere: a run follows the person."""
    yield from found.filter(here).iterator()
    for at in range(0, len(persons), _PERSONS_AT_ONCE):
        some = persons[at : at + _PERSONS_AT_ONCE]
        yield from found.filter(person__in=some).exclude(facility=facility).iterator()
