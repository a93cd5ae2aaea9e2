"""What the rolls of a facility amount to, each figure with its definition; worked out from the tables, not from one run."""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from constancia.core.text import Text
from constancia.core.time import is_ambiguous
from constancia.register.models import Facility, RollDay, RollStay
from constancia.register.roll.findings import LISTED_LATE
from constancia.register.roll.fold import days_between
from constancia.register.roll.values import AGE, KNOWN_CODES, OLDEST, stated_age

DEFINITIONS: dict[str, Text] = {
    "files": Text("rolls read, stale copies included", "listas leídas, copias repetidas incluidas"),
    "rows": Text("rows that could be read, all rolls together", "filas que pudieron leerse, de todas las listas"),
    "persons": Text("distinct person numbers", "números de persona distintos"),
    "person_days": Text(
        "distinct person numbers of each roll, all rolls together",
        "números distintos de cada lista, de todas las listas",
    ),
    "stay_days": Text(
        "distinct pairs of person number and admission of each roll, all rolls together",
        "pares distintos de número e ingreso de cada lista, de todas las listas",
    ),
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
    "longest_gap": Text("most rolls missed in one such absence", "más listas perdidas en una de esas ausencias"),
    "in_first": Text("stays on the first roll", "estancias en la primera lista"),
    "one_roll_only": Text("stays listed on one roll only", "estancias que figuran en una sola lista"),
    "listed_late": Text(
        "stays first listed more than seven days after the admission stated, those on the first roll left out",
        "estancias que figuran por primera vez más de siete días después del ingreso, salvo las de la primera lista",
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
    "shared_admission_stays": Text("stays admitted at such a second", "estancias con ingreso en tal segundo"),
    "new_codes": Text(
        "distinct codes outside the known lists, in the newest description of each stay",
        "códigos distintos fuera de las listas conocidas, en la última descripción de cada estancia",
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
    said: dict[str, str]


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
    missed = [_rolls_inside(days, *map(date.fromisoformat, gap)) for gap in gaps]
    shared = _shared(stays)
    return {
        "facility": facility,
        "first_day": days[0],
        "last_day": days[-1],
        "files": len(rolls),
        "rows": rows,
        "persons": len({each.person for each in stays}),
        "person_days": sum(each.persons for each in rolls),
        "stay_days": sum(each.stays for each in rolls),
        "stays": len(stays),
        "stale_files": len(rolls) - len(counts),
        "missing_days": (days[-1] - days[0]).days + 1 - len(days),
        "overlapping_stays": sum(1 for _ in overlaps(stays)),
        "repeated_rows": sum(each.rows - each.stays for each in rolls),
        "extra_rows_person_day": sum(each.rows - each.persons for each in rolls),
        "stays_with_gap": sum(1 for each in stays if each.gaps),
        "gaps": len(gaps),
        "gap_person_files": sum(missed),
        "longest_gap": max(missed, default=0),
        "in_first": sum(each.first == days[0] for each in stays),
        "one_roll_only": sum(each.first == each.last for each in stays),
        "listed_late": sum(_is_listed_late(each) for each in stays if each.first != days[0]),
        "open_at_last": sum(each.listed for each in stays),
        "max_rows": most.rows,
        "max_day": most.day,
        "min_rows": fewest.rows,
        "min_day": fewest.day,
        "mean_rows": _mean(rows, len(rolls)),
        "mean_rows_counts": _mean(sum(counts), len(counts)),
        "doubtful_ages": sum(_is_doubtful(each.said.get(AGE, "")) for each in stays),
        "shared_admissions": len(shared),
        "shared_admission_stays": sum(shared.values()),
        "new_codes": len(_new_codes(stays)),
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
        _Stay(person, admitted, first, last or newest, last is None, json.loads(gaps), json.loads(known))
        for person, admitted, first, last, gaps, known in found.iterator()
    ]


def _rolls_inside(days: list[date], after: date, before: date) -> int:
    return bisect_left(days, before) - bisect_right(days, after)


def _mean(total: int, count: int) -> Decimal | None:
    return round(Decimal(total) / count, 4) if count else None


def _is_doubtful(age: str) -> bool:
    return bool(age) and (stated_age(age) is None or int(age) >= OLDEST)


def _is_listed_late(stay: _Stay) -> bool:
    return stay.first - datetime.fromisoformat(stay.admitted).date() > LISTED_LATE


def _shared(stays: Iterable[_Stay]) -> dict[str, int]:
    """Return the admission seconds of several person numbers, each with how many stays began at it."""
    by_second: defaultdict[str, list[str]] = defaultdict(list)
    for each in stays:
        by_second[each.admitted].append(each.person)
    return {second: len(persons) for second, persons in by_second.items() if len(set(persons)) > 1}


def _new_codes(stays: Iterable[_Stay]) -> set[tuple[str, str]]:
    said = {(name, value) for each in stays for name, value in each.said.items() if value and name in KNOWN_CODES}
    return {(name, value) for name, value in said if value not in KNOWN_CODES[name]}


def _unresolved(facility: str, stays: Iterable[_Stay]) -> int:
    zone = Facility.objects.values_list("zone", flat=True).get(code=facility)
    return sum(is_ambiguous(datetime.fromisoformat(each.admitted), zone) for each in stays)
