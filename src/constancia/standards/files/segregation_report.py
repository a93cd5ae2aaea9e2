"""What the segregation lists read so far amount to: lengths against the limit of MR-44, what cannot be judged and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from constancia.core.text import Text
from constancia.core.time import local_day
from constancia.norms.units import DAY
from constancia.standards.evaluation import chosen
from constancia.standards.models import Segregation

NORM = "MR-44-15"
"""The norm whose limit counts: no solitary confinement beyond fifteen consecutive days (Mandela Rules 43(1)(b) and 44)."""

DEFINITIONS: dict[str, Text] = {
    "placements": Text("placements read, as listed", "ingresos en aislamiento leídos, tal como constan"),
    "over_limit": Text(
        "longer than the limit whatever the hours were; whether each was solitary confinement the list does not say",
        "más largos que el límite, fueran cuales fueran las horas; si cada uno fue aislamiento, la lista no lo dice",
    ),
    "not_over": Text("not longer than the limit", "no más largos que el límite"),
    "not_judged": Text("cannot be judged; listed with the reason", "no pueden juzgarse; se enumeran con su motivo"),
    "over_30_days": Text("longer than 30 days", "más de 30 días"),
    "over_90_days": Text("longer than 90 days", "más de 90 días"),
    "total_days": Text("days in all, from placement to release", "días en total, del ingreso a la salida"),
    "most_at_once": Text(
        "most placements at once, placement day counted, release day not",
        "máximo simultáneo, con el día de ingreso y sin el de salida",
    ),
    "most_on": Text("the first day of that", "el primer día en que ocurrió"),
    "overlapping_pairs": Text(
        "pairs of persons in one single cell at once, stays of no length left out",
        "pares de personas a la vez en una celda individual, sin contar estancias sin duración",
    ),
    "overlapping_over_1_hour": Text("of these, for more than an hour", "de ellos, durante más de una hora"),
    "overlapping_cells": Text("cells in which that happened", "celdas en que ocurrió"),
    "no_length": Text("placements that begin and end at once", "ingresos que empiezan y terminan a la vez"),
    "length_differs": Text(
        "the list states another length than its dates", "la lista declara otra duración que la de sus fechas"
    ),
    "listed_before": Text("written down before it began", "anotado antes de empezar"),
    "same_content": Text("rows that repeat another word for word", "filas que repiten otra palabra por palabra"),
    "mentally_ill_over_limit": Text(
        "longer than the limit, mental illness recorded", "más largos que el límite, con enfermedad mental registrada"
    ),
}
"""What each figure counts."""

NOT_JUDGED: dict[str, Text] = {
    "whole_dates": Text(
        "exactly the limit by whole dates: the hours that would decide were not recorded",
        "justo el límite en fechas enteras: no constan las horas que lo decidirían",
    ),
    "no_release": Text(
        "no release on record: whether it still lasts is not known", "no consta la salida: no se sabe si continúa"
    ),
    "ends_before": Text("the release lies before the placement", "la salida es anterior al ingreso"),
}
"""Why a placement cannot be judged."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One placement against the limit: `over`, `not_over`, or a reason of `NOT_JUDGED`."""

    key: str
    file: str
    row: int
    place: str
    days: float | None
    says: str


def limit_days() -> int:
    """Return the limit of the norm in days of 24 hours."""
    limit = chosen()[1].norms[NORM].limbs[0].rungs[0].limit
    assert limit is not None  # noqa: S101 - the norm is one of time
    return int(limit.whole // DAY)


def judged(facility: str) -> Iterator[Judged]:
    """Yield every placement of a facility's lists against the limit, in the order in which they were read."""
    limit = timedelta(days=limit_days())
    for each in Segregation.objects.filter(facility=facility).order_by("entry").iterator():
        length = _length(each)
        yield Judged(
            each.key,
            each.file,
            each.row,
            each.place,
            None if length is None else length / timedelta(days=1),
            _says(each, length, limit),
        )


def _says(each: Segregation, length: timedelta | None, limit: timedelta) -> str:
    if length is None:
        return "no_release"
    if length < timedelta(0):
        return "ends_before"
    if each.precision == "day" and length == limit:
        return "whole_dates"
    return "over" if length > limit else "not_over"


def _length(each: Segregation) -> timedelta | None:
    """Return how long a placement lasted: elapsed time, or the difference of dates where only these are known."""
    if each.until is None:
        return None
    if each.precision == "minute":
        return each.until - each.since
    return timedelta(days=round((each.until - each.since) / timedelta(days=1)))


def report(facility: str, zone: str) -> dict[str, Any]:
    """Return the figures named in `DEFINITIONS`, worked out from every list read under a facility code."""
    rows = list(Segregation.objects.filter(facility=facility).order_by("entry"))
    verdicts = list(judged(facility))
    over = [each for each in verdicts if each.says == "over"]
    ill = {each.key for each in rows if each.mental_illness not in ("", "None")}
    most, on = _most_at_once(rows, zone)
    pairs = list(overlaps(rows))
    return {
        "facility": facility,
        "norm": NORM,
        "limit_days": limit_days(),
        "placements": len(rows),
        "over_limit": len(over),
        "not_over": sum(each.says == "not_over" for each in verdicts),
        "not_judged": {name: sum(each.says == name for each in verdicts) for name in NOT_JUDGED},
        "over_30_days": sum(each.days is not None and each.days > 30 for each in verdicts),
        "over_90_days": sum(each.days is not None and each.days > 90 for each in verdicts),
        "total_days": round(sum(each.days for each in verdicts if each.days is not None and each.days > 0), 2),
        "most_at_once": most,
        "most_on": on,
        "mentally_ill_over_limit": sum(each.key in ill for each in over),
        "overlapping_pairs": len(pairs),
        "overlapping_over_1_hour": sum(each.time > timedelta(hours=1) for each in pairs),
        "overlapping_cells": len({each.cell for each in pairs}),
        "no_length": sum(each.until == each.since for each in rows),
        "length_differs": sum(_differs(each) for each in rows),
        "listed_before": sum(_listed_before(each, zone) for each in rows),
        "same_content": sum(each.copy > 1 for each in rows),
    }


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two placements in one single cell at once: two people in it, or a removal written down late."""

    cell: str
    first: str
    second: str
    time: timedelta


def overlaps(rows: Iterable[Segregation]) -> Iterator[Overlap]:
    """Yield every pair of placements that share a cell for some time; those of no length take no time from anybody."""
    cells: dict[str, list[Segregation]] = {}
    for each in rows:
        if each.cell and each.precision == "minute" and each.until is not None and each.until > each.since:
            cells.setdefault(each.cell, []).append(each)
    for cell, stays in cells.items():
        stays.sort(key=lambda each: each.since)
        for at, one in enumerate(stays):
            for other in stays[at + 1 :]:
                if other.since >= _end(one):
                    break
                yield Overlap(cell, one.key, other.key, min(_end(one), _end(other)) - other.since)


def _end(each: Segregation) -> datetime:
    assert each.until is not None  # noqa: S101 - chosen so
    return each.until


def _most_at_once(rows: Iterable[Segregation], zone: str) -> tuple[int, date | None]:
    changes: dict[date, int] = {}
    for each in rows:
        if each.until is not None and each.until >= each.since:
            begins, ends = local_day(each.since, zone), local_day(each.until, zone)
            changes[begins] = changes.get(begins, 0) + 1
            changes[ends] = changes.get(ends, 0) - 1
    most, on, count = 0, None, 0
    for day in sorted(changes):
        count += changes[day]
        if count > most:
            most, on = count, day
    return most, on


def _differs(each: Segregation) -> bool:
    """Tell whether a list states another length than its dates give; a length by minutes is stated in calendar days."""
    length = _length(each)
    if length is None or not each.stated_days or each.precision == "minute":
        return False
    try:
        return float(each.stated_days) != length / timedelta(days=1)
    except ValueError:
        return True


def _listed_before(each: Segregation, zone: str) -> bool:
    return bool(each.listed_at) and each.listed_at[:10] < local_day(each.since, zone).isoformat()
