"""The invented custody events as fact tables: the same ten million events, as norms judge them; people move between facilities.

An event says in which cell, in what regime, and whether present a person is until the next one. A cell belongs to one of four
facilities, so that whoever changes cells may change facilities too.
"""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from constancia.bench.custody_events import ALONE, DAY, DAYS, FIRST, NOBODY

FACILITIES = 4


def write_facts(events: Path, folder: Path) -> int:
    """Write the facts of a file of custody events into a folder and return how many rows there are."""
    folder.mkdir(parents=True, exist_ok=True)
    log = pl.scan_parquet(events).sort("person_id", "ts", "event_id")
    spans = log.with_columns(
        pl.col("ts").shift(-1).over("person_id").fill_null(FIRST + DAYS * DAY).alias("until")
    ).filter((pl.col("regime") != NOBODY) & (pl.col("ts") < pl.col("until")))
    for name, frame in _tables(spans.collect().lazy()).items():
        frame.sink_parquet(folder / f"{name}.parquet", compression="zstd")
    return sum(pl.scan_parquet(each).select(pl.len()).collect().item() for each in sorted(folder.glob("*.parquet")))


def _tables(spans: pl.LazyFrame) -> dict[str, pl.LazyFrame]:
    alone = pl.col("regime") == ALONE
    return {
        "facility": pl.LazyFrame().select(
            facility=_facility(pl.int_range(FACILITIES)),
            zone=pl.lit("America/El_Salvador"),
            state=pl.lit("SV"),
            recognised=True,
            since=_begun(),
        ),
        "cell": spans.select(pl.col("cell_id").cast(pl.Int64).unique().sort()).select(
            cell=pl.format("C{}", "cell_id"),
            facility=_facility(pl.col("cell_id")),
            gross_area=pl.lit(Decimal(240)),
            kind=pl.lit("cell"),
            since=_begun(),
        ),
        "person": spans.select(pl.col("person_id").unique().sort()).select(
            person=_person(), sex=pl.when(pl.col("person_id") % 20 == 0).then(pl.lit("female")).otherwise(pl.lit("male"))
        ),
        "custody": spans.group_by("person_id")
        .agg(pl.col("ts").min(), pl.col("until").max(), pl.col("cell_id").first())
        .sort("person_id")
        .select(person=_person(), facility=_facility(pl.col("cell_id")), since=_at("ts"), until=_at("until"), recorded_at=_at("ts")),
        "regime": spans.select(
            record=pl.format("r{}", "event_id"),
            person=_person(),
            facility=_facility(pl.col("cell_id")),
            place=pl.lit("cell"),
            company=pl.when(alone).then(pl.lit("alone")).otherwise(pl.lit("association")),
            separation=pl.when(alone).then(pl.lit("administrative")).otherwise(pl.lit("none")),
            since=_at("ts"),
            until=_at("until"),
            recorded_at=_at("ts"),
        ),
        "presence": spans.filter("present").select(
            record=pl.format("p{}", "event_id"),
            person=_person(),
            cell=pl.format("C{}", "cell_id"),
            facility=_facility(pl.col("cell_id")),
            since=_at("ts"),
            until=_at("until"),
            recorded_at=_at("ts"),
        ),
    }  # fmt: skip


def _begun() -> pl.Expr:
    return pl.lit(datetime.fromtimestamp(FIRST, UTC)).dt.cast_time_unit("us")


def _person() -> pl.Expr:
    return pl.format("P{}", "person_id")


def _facility(cell: pl.Expr) -> pl.Expr:
    return pl.format("F{}", cell % FACILITIES)


def _at(column: str) -> pl.Expr:
    return (pl.col(column) * 1_000_000).cast(pl.Datetime("us", "UTC"))
