"""What the rolls of a facility amount to, each figure with its definition; worked out from the tables, not from one run."""

import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from constancia.core.text import Text
from constancia.core.time import is_ambiguous
from constancia.register.models import Facility, RollDay, RollStay
from constancia.register.roll.fold import days_between
from constancia.register.roll.values import OLDEST, stated_age

DEFINITIONS: dict[str, Text] = {
    "files": Text("rolls read, stale copies included", "listas leídas, copias repetidas incluidas"),
    "rows": Text("rows that could be read, all rolls together", "filas que pudieron leerse, de todas las listas"),
    "persons": Text("distinct person numbers", "números de persona distintos"),
    "stays": Text(
        "distinct pairs of person number and admission to the second",
        "pares distintos de número de persona e ingreso al segundo",
    ),
    "stale_files": Text(
        "rolls with the same persons and admissions as the roll before: kept, and not a count",
        "listas con las mismas personas e ingresos que la anterior: se conservan y no son un recuento",
    ),
    "missing_days": Text(
        "days between the first and the last roll without one: holes, never zeros",
        "días sin lista entre la primera y la última: huecos, nunca ceros",
    ),
    "overlapping_stays": Text(
        "pairs of stays of one person number whose days from first to last listing meet",
        "pares de estancias de un mismo número cuyos días de la primera a la última lista coinciden",
    ),
    "repeated_rows": Text(
        "rows beyond the first with the same person, admission and roll",
        "filas que repiten persona, ingreso y lista",
    ),
    "extra_rows_person_day": Text(
        "rows beyond the first of a person number on a roll",
        "filas de un número de persona en una lista, además de la primera",
    ),
    "stays_with_gap": Text(
        "stays missing from a roll between two that list them",
        "estancias ausentes de una lista entre dos que las incluyen",
    ),
    "gaps": Text("such absences, counted each time", "esas ausencias, contadas una a una"),
    "gap_person_files": Text(
        "rolls from which a stay was missing in a gap", "listas en las que faltaba una estancia durante un hueco"
    ),
    "open_at_last": Text("stays on the last roll", "estancias en la última lista"),
    "max_rows": Text("most rows on one roll", "más filas en una lista"),
    "max_day": Text("the first day of that roll", "el primer día de esa lista"),
    "min_rows": Text("fewest rows on one roll", "menos filas en una lista"),
    "min_day": Text("the first day of that roll", "el primer día de esa lista"),
    "mean_rows": Text(
        "mean rows per roll, stale copies included", "media de filas por lista, copias repetidas incluidas"
    ),
    "mean_rows_counts": Text("mean rows per roll that is a count", "media de filas por lista que es un recuento"),
    "doubtful_ages": Text(
        f"stays whose newest stated age is {OLDEST} or more, or no whole number",
        f"estancias cuya última edad declarada es {OLDEST} o más, o no es un número entero",
    ),
    "shared_admissions": Text(
        "admission seconds that two or more person numbers share (one person renumbered, or a group)",
        "segundos de ingreso que comparten dos o más números (una persona renumerada, o un grupo)",
    ),
    "unresolved_times": Text(
        "stays whose admission a clock change repeats or leaves out: taken as the earlier reading, or moved forward",
        "estancias cuyo ingreso cae en una hora que el cambio de hora repite u omite: se toma la primera, o se adelanta",
    ),
    "rejected": Text("rows and files that could not be read", "filas y archivos que no pudieron leerse"),
}
"""Every figure of the report by its key."""


@dataclass(frozen=True, slots=True)
class _Stay:
    person: str
    admitted: str
    first: date
    last: date
    listed: bool
    gaps: list[list[str]]
    age: str


def report(facility: str) -> dict[str, Any]:
    """Return every figure of `DEFINITIONS` for a facility (None where there is no roll), with `first_day` and `last_day`."""
    rolls = list(RollDay.objects.filter(facility=facility).order_by("day"))
    if not rolls:
        return {"facility": facility, **dict.fromkeys(DEFINITIONS, None), "first_day": None, "last_day": None}
    stays = _stays(facility, rolls[-1].day)
    days = [each.day for each in rolls]
    rows = sum(each.rows for each in rolls)
    most, fewest = max(rolls, key=lambda each: each.rows), min(rolls, key=lambda each: each.rows)
    counts = [each.rows for each in rolls if each.stale_of is None]
    gaps = [gap for each in stays for gap in each.gaps]
    return {
        "facility": facility,
        "first_day": days[0],
        "last_day": days[-1],
        "files": len(rolls),
        "rows": rows,
        "persons": len({each.person for each in stays}),
        "stays": len(stays),
        "stale_files": len(rolls) - len(counts),
        "missing_days": (days[-1] - days[0]).days + 1 - len(days),
        "overlapping_stays": sum(1 for _ in overlaps(stays)),
        "repeated_rows": sum(each.rows - each.stays for each in rolls),
        "extra_rows_person_day": sum(each.rows - each.persons for each in rolls),
        "stays_with_gap": sum(1 for each in stays if each.gaps),
        "gaps": len(gaps),
        "gap_person_files": sum(_rolls_inside(days, *map(date.fromisoformat, gap)) for gap in gaps),
        "open_at_last": sum(each.listed for each in stays),
        "max_rows": most.rows,
        "max_day": most.day,
        "min_rows": fewest.rows,
        "min_day": fewest.day,
        "mean_rows": _mean(rows, len(rolls)),
        "mean_rows_counts": _mean(sum(counts), len(counts)),
        "doubtful_ages": sum(_is_doubtful(each.age) for each in stays),
        "shared_admissions": _shared(stays),
        "unresolved_times": _unresolved(facility, stays),
        "rejected": sum(each.rejected for each in rolls),
    }


def missing_days(facility: str) -> list[date]:
    """Return the days between the first and the last roll of a facility on which there is none."""
    days = set(RollDay.objects.filter(facility=facility).values_list("day", flat=True))
    return [day for day in days_between(min(days), max(days)) if day not in days] if days else []


def overlaps(stays: Iterable[_Stay]) -> Iterable[tuple[_Stay, _Stay]]:
    """Yield pairs of stays of one person number whose days meet, a shared day included."""
    by_person: defaultdict[str, list[_Stay]] = defaultdict(list)
    for each in stays:
        by_person[each.person].append(each)
    for group in by_person.values():
        group.sort(key=lambda each: each.first)
        for at, one in enumerate(group):
            yield from ((one, other) for other in group[at + 1 :] if other.first <= one.last)


def _stays(facility: str, newest: date) -> list[_Stay]:
    found = RollStay.objects.filter(facility=facility).values_list(
        "person", "admitted", "first_day", "last_day", "gaps", "attributes"
    )
    return [
        _Stay(person, admitted, first, last or newest, last is None, json.loads(gaps), json.loads(known).get("age", ""))
        for person, admitted, first, last, gaps, known in found.iterator()
    ]


def _rolls_inside(days: list[date], after: date, before: date) -> int:
    return bisect_left(days, before) - bisect_right(days, after)


def _mean(total: int, count: int) -> Decimal | None:
    return round(Decimal(total) / count, 4) if count else None


def _is_doubtful(age: str) -> bool:
    return bool(age) and (stated_age(age) is None or int(age) >= OLDEST)


def _shared(stays: Iterable[_Stay]) -> int:
    persons = Counter(admitted for admitted, _ in {(each.admitted, each.person) for each in stays})
    return sum(1 for count in persons.values() if count > 1)


def _unresolved(facility: str, stays: Iterable[_Stay]) -> int:
    zone = Facility.objects.values_list("zone", flat=True).get(code=facility)
    return sum(is_ambiguous(datetime.fromisoformat(each.admitted), zone) for each in stays)
