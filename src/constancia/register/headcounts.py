"""Published head counts: other people's figures, kept under their own definition and producer and never mixed with ours."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.db.models import Count, Max, Min, Sum

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refused, refuse_if_any
from constancia.core.text import Text
from constancia.core.time import day_start
from constancia.ledger.journal import Draft, entries, record
from constancia.ledger.sequence import writing
from constancia.register.models import Headcount
from constancia.register.refusals import BAD_HEADCOUNTS, HEADCOUNTS_THERE, MISSING, TOO_LONG, UNKNOWN_CODE
from constancia.register.roll.events import HeadcountsRead
from constancia.register.roll.files import Source, digest_of

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

_COLUMNS = {
    "detention_facility_code": "facility",
    "facility": "facility",
    "n": "count",
    "count": "count",
    "date": "day",
    "day": "day",
}


def import_headcounts(
    *, by: Actor, path: Path | Source, definition: str, producer: str, zone: str, now: datetime
) -> dict[str, Any]:
    """Read a Parquet or CSV file of facility, date and count into the register.

    Reading the same file again adds nothing. Refuses `register.unknown_code` for a definition not in `DEFINITIONS`,
    `register.missing` without a producer, `register.too_long`, `register.bad_headcounts` naming the column or row at fault, and
    `register.headcounts_there` when other figures of the same facility, definition and producer cover the same days.
    """
    require(by, "register.import")
    refusals = (
        []
        if definition in DEFINITIONS
        else [UNKNOWN_CODE(field="definition", value=definition[:40], known=", ".join(sorted(DEFINITIONS)))]
    )
    if not producer.strip():
        refusals.append(MISSING(field="producer", name="producer"))
    if len(producer) > 200:
        refusals.append(TOO_LONG(field="producer", limit=200))
    refuse_if_any(refusals)
    source = path if isinstance(path, Source) else Source(path, path.name)
    frame = _read(source)
    digest = digest_of(source.path)
    with writing():
        if _is_known(digest):
            return _report(frame, new=0)
        drafts = [
            Draft(
                event=HeadcountsRead(
                    name=source.name[:180],
                    sha256=digest,
                    definition=definition,
                    producer=producer.strip(),
                    first_day=series.first,
                    counts=series.counts,
                ),
                subject=f"facility:{series.facility}",
                occurred_at=day_start(series.first, zone),
                zone=zone,
                facility=series.facility,
            )
            for series in _series(frame)
        ]
        _refuse_overlap(drafts, definition, producer.strip())
        record(drafts, by=by, now=now)
    return _report(frame, new=len(drafts))


@dataclass(frozen=True, slots=True)
class _Series:
    facility: str
    first: date
    counts: tuple[int | None, ...]


def _read(source: Source) -> pl.DataFrame:
    try:
        if source.name.lower().endswith(".parquet"):
            frame = pl.read_parquet(source.path)
        else:
            frame = pl.read_csv(source.path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused([BAD_HEADCOUNTS(file=source.name, row=0, column="", field="path")]) from error
    named = {each: _COLUMNS[each.strip().lower()] for each in frame.columns if each.strip().lower() in _COLUMNS}
    missing = {"facility", "day", "count"} - set(named.values())
    if missing:
        raise Refused([BAD_HEADCOUNTS(file=source.name, row=1, column=", ".join(sorted(missing)), field="path")])
    frame = frame.select(pl.col(old).alias(new) for old, new in named.items())
    read = frame.with_columns(
        pl.col("facility").cast(pl.String).str.strip_chars(),
        pl.col("day").cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False),
        pl.col("count").cast(pl.Int64, strict=False),
    )
    _refuse_bad_rows(source, read)
    return read.sort("facility", "day")


def _refuse_bad_rows(source: Source, read: pl.DataFrame) -> None:
    for column, bad in (
        ("facility", pl.col("facility").is_null() | (pl.col("facility").str.len_chars() > 40)),
        ("day", pl.col("day").is_null()),
        ("count", pl.col("count").is_null() | (pl.col("count") < 0)),
        ("facility, day", pl.struct("facility", "day").is_duplicated()),
    ):
        rows = read.with_row_index("row", offset=2).filter(bad)
        if rows.height:
            raise Refused([BAD_HEADCOUNTS(file=source.name, row=rows["row"][0], column=column, field="path")])


def _series(frame: pl.DataFrame) -> Iterator[_Series]:
    """Return each facility's counts day by day, None where the file has no figure."""
    by_facility: defaultdict[str, dict[date, int]] = defaultdict(dict)
    for facility, day, count in frame.select("facility", "day", "count").iter_rows():
        by_facility[facility][day] = count
    for facility, counts in sorted(by_facility.items()):
        first, last = min(counts), max(counts)
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        yield _Series(facility, first, tuple(counts.get(day) for day in days))


def _is_known(digest: str) -> bool:
    read_before = entries(events=[HeadcountsRead.code])
    return any(isinstance(each.event, HeadcountsRead) and each.event.sha256 == digest for each in read_before)


def _refuse_overlap(drafts: list[Draft], definition: str, producer: str) -> None:
    last = dict(
        Headcount.objects.filter(definition=definition, producer=producer)
        .values_list("facility")
        .annotate(last=Max("day"))
    )
    refuse_if_any(
        [
            HEADCOUNTS_THERE(field="path", facility=draft.facility, day=last[draft.facility].isoformat())
            for draft in drafts
            if draft.facility in last and draft.event.first_day <= last[draft.facility]  # type: ignore[attr-defined]
        ]
    )


def _report(frame: pl.DataFrame, *, new: int) -> dict[str, Any]:
    return {
        "rows": frame.height,
        "facilities": frame["facility"].n_unique(),
        "first_day": frame["day"].min(),
        "last_day": frame["day"].max(),
        "person_days": int(frame["count"].sum()),
        "new_entries": new,
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


def person_days(first: date, last: date) -> list[dict[str, Any]]:
    """Return the sum of counts from `first` to `last`, both included, for each definition and producer apart."""
    found = (
        Headcount.objects.filter(day__gte=first, day__lte=last)
        .values("definition", "producer")
        .annotate(person_days=Sum("count"))
        .order_by("definition", "producer")
    )
    return [dict(each) for each in found]
