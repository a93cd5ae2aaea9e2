"""Local nights of cells and facilities, from 22:00 to 06:00 (EC-NIGHT). Pure."""

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from constancia.norms.calendars import day_of, start_of
from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.sheet import Sheet
from constancia.norms.units import HOUR

BEFORE_MIDNIGHT, AFTER_MIDNIGHT = 2 * HOUR, 6 * HOUR


def nights(board: Board, kind: str) -> pl.DataFrame:
    """Return the nights of every subject whose zone is known, from its first record to the moment judged."""
    zones = board.zones(kind)
    firsts = zones.group_by("subject").agg(pl.col("since").min().alias("first"))
    first = zones.filter(pl.col("since") > -ENDLESS)["since"].min()
    begin = first if isinstance(first, int) else board.as_of
    known = sorted(zones["zone"].drop_nulls().unique().to_list())
    spans = {"since": pl.Int64, "until": pl.Int64}
    parts = [
        pl.DataFrame(list(_between(begin, board.as_of, zone)), schema=spans, orient="row").with_columns(
            zone=pl.lit(zone)
        )
        for zone in known
    ]
    if not parts:
        return pl.DataFrame(schema={"subject": pl.UInt32, **spans})
    found = zones.select("subject", "zone").unique().join(pl.concat(parts), on="zone").join(firsts, on="subject")
    return board.clipped(
        found.select("subject", pl.max_horizontal("since", "first").alias("since"), pl.col("until").alias("until"))
    )


def nights_one(sheet: Sheet, lo: int, hi: int) -> Iterator[tuple[int, int]]:
    """Yield the nights of one subject, cut to [lo, hi)."""
    changes = sheet.zone_changes()
    begin = max(lo, min((since for since, _ in changes), default=hi))
    for zone in sorted({zone for _, zone in changes if zone is not None}):
        for since, until in _between(begin, hi, zone):
            if max(since, begin) < min(until, hi):
                yield max(since, begin), min(until, hi)


def _between(begin: int, end: int, zone: str) -> Iterator[tuple[int, int]]:
    day = day_of(begin, zone)
    while (midnight := start_of(day, zone)) - BEFORE_MIDNIGHT < end:
        yield midnight - BEFORE_MIDNIGHT, midnight + AFTER_MIDNIGHT
        day += timedelta(days=1)
