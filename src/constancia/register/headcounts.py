"""Published head counts: other people's figures, kept under their own definition and producer and never mixed with ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db.models import Count, Max, Min, Sum

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refused, refuse_if_any
from constancia.core.text import Text
from constancia.core.time import day_start
from constancia.core.time import zone as zone_called
from constancia.ledger.journal import Draft, record
from constancia.ledger.sequence import writing
from constancia.register.models import Headcount
from constancia.register.refusals import BAD_HEADCOUNTS, BAD_ZONE, MISSING, TOO_LONG, UNKNOWN_CODE
from constancia.register.roll.events import HeadcountsRead
from constancia.register.roll.headcount_files import COUNT, DAY, FACILITY, days_of, headcounts_from
from constancia.register.roll.parquet_files import digest_of
from constancia.register.roll.tables import Reject, Source, TextTable, Unreadable

LONGEST_PRODUCER = 200

DEFINITIONS: dict[str, Text] = {
    "midnight": Text(
        "booked in at or before the midnight that begins the day, and booked out after it",
        "ingresado en la medianoche con que empieza el día o antes, y salido después",
    ),
    "present_during_day": Text("present at any moment of the day", "presente en algún momento del día"),
    "morning_roll": Text("listed on a roll taken in the morning", "en una lista tomada por la mañana"),
    "published_average": Text(
        "an average as published, method not stated", "una media publicada, sin método declarado"
    ),
}
"""Different measures of one population: a figure of one is never compared with a figure of another in silence."""

LONGEST_HOLE = 31
"""A series of counts with a longer hole becomes two, so that two far days do not make an endless entry."""


@dataclass(frozen=True, slots=True)
class _Series:
    facility: str
    first: date
    counts: tuple[int | None, ...]


def import_headcounts(
    *, by: Actor, path: Path | Source, definition: str, producer: str, zone: str, now: datetime
) -> dict[str, Any]:
    """Read a Parquet or CSV file of facility, date and count into the register.

    Reading the same file again adds nothing; a longer one adds its new days. Rows that cannot be read, that repeat or
    contradict each other, or that give another figure than one already there are returned under `rejects`, and the rest
    is read. Refuses `register.unknown_code` for a definition not in `DEFINITIONS`, `register.missing` without a producer,
    `register.bad_zone`, and `register.bad_headcounts` for a file none of which can be read.
    """
    require(by, "register.import")
    _refuse(definition, producer, zone)
    producer = producer.strip()
    source = path if isinstance(path, Source) else Source(path, path.name)
    table = headcounts_from(source)
    if isinstance(table, Unreadable):
        at = table.reject
        raise Refused([BAD_HEADCOUNTS(file=at.file, row=at.row, column=at.field, reason=at.reason, field="path")])
    with writing():
        series, known = _new_series(table, _there(table, definition, producer))
        drafts = [
            Draft(
                event=HeadcountsRead(
                    name=table.name,
                    sha256=digest_of(source.path),
                    definition=definition,
                    producer=producer,
                    first_day=each.first,
                    counts=each.counts,
                ),
                subject=f"facility:{each.facility}",
                occurred_at=day_start(each.first, zone),
                zone=zone,
                facility=each.facility,
            )
            for each in series
        ]
        record(drafts, by=by, now=now)
    return {**_figures(table.frame), "known_rows": known, "new_entries": len(drafts), "rejects": table.rejects}


def _refuse(definition: str, producer: str, zone: str) -> None:
    refusals = []
    if definition not in DEFINITIONS:
        refusals.append(UNKNOWN_CODE(field="definition", value=definition[:40], known=", ".join(sorted(DEFINITIONS))))
    if not producer.strip():
        refusals.append(MISSING(field="producer", name="producer"))
    if len(producer) > LONGEST_PRODUCER:
        refusals.append(TOO_LONG(field="producer", limit=LONGEST_PRODUCER))
    try:
        zone_called(zone)
    except ValueError:
        refusals.append(BAD_ZONE(field="zone", zone=zone[:60]))
    refuse_if_any(refusals)


def _there(table: TextTable, definition: str, producer: str) -> dict[tuple[str, date], int]:
    """Return the counts of this definition and producer that are there already, over the days of a file."""
    if not table.frame.height:
        return {}
    found = Headcount.objects.filter(
        definition=definition, producer=producer, day__range=(table.frame[DAY].min(), table.frame[DAY].max())
    )
    return {(facility, day): count for facility, day, count in found.values_list("facility", "day", "count")}


def _new_series(table: TextTable, there: dict[tuple[str, date], int]) -> tuple[list[_Series], int]:
    """Return what a file adds, day by day for each facility, and how many of its rows were there already."""
    series: list[_Series] = []
    known = 0
    for facility, rows in days_of(table):
        fresh: list[tuple[date, int]] = []
        for row, day, count in rows:
            before = there.get((facility, day))
            if before is None:
                fresh.append((day, count))
            elif before == count:
                known += 1
            else:
                table.rejects.append(Reject(table.name, row, COUNT, "another_figure"))
        series.extend(_stretches(facility, fresh))
    return series, known


def _stretches(facility: str, days: list[tuple[date, int]]) -> Iterator[_Series]:
    """Yield days in order as series without long holes, None standing for a day without a figure."""
    found: list[int | None] = []
    first = last = date.min
    for day, count in days:
        if found and (day - last).days > LONGEST_HOLE:
            yield _Series(facility, first, tuple(found))
            found = []
        first = first if found else day
        found.extend([None] * ((day - last).days - 1 if found else 0))
        found.append(count)
        last = day
    if found:
        yield _Series(facility, first, tuple(found))


def _figures(frame: pl.DataFrame) -> dict[str, Any]:
    return {
        "rows": frame.height,
        "facilities": frame[FACILITY].n_unique(),
        "first_day": frame[DAY].min(),
        "last_day": frame[DAY].max(),
        "person_days": int(frame[COUNT].sum()),
    }


@dataclass(frozen=True, slots=True)
class CountsRead:
    """The counts read so far under one definition of one producer."""

    definition: str
    producer: str
    facilities: int
    first_day: date
    last_day: date
    days: int


def counts_read() -> list[CountsRead]:
    """Return what was read so far, one line per definition and producer."""
    lines = Headcount.objects.values("definition", "producer").annotate(
        facilities=Count("facility", distinct=True), first_day=Min("day"), last_day=Max("day"), days=Count("id")
    )
    return [CountsRead(**each) for each in lines.order_by("definition", "producer")]


def person_days(first: date, last: date, *, known_at: int | None = None) -> list[dict[str, Any]]:
    """Return the sum of counts from `first` to `last`, both included, for each definition and producer apart.

    As known at entry `known_at` of the journal (None: now).
    """
    counts = Headcount.objects.filter(day__gte=first, day__lte=last)
    if known_at is not None:
        counts = counts.filter(entry__lte=known_at)
    found = (
        counts.values("definition", "producer").annotate(person_days=Sum("count")).order_by("definition", "producer")
    )
    return [dict(each) for each in found]
