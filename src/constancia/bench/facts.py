"""Invented facts of a year for many people, as fact tables in Parquet: what the norms of a whole facility are judged over.

Every person is in custody, in cells, counted, exercised, washed, visited and called; a few are separated, restrained, searched, ill or
moved. Some rows are left out on purpose, so that every verdict occurs.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

FIRST = datetime(2025, 1, 1, 6, tzinfo=UTC)
"""Midnight at the place (UTC−6) on the first day."""

HOUR = pl.duration(hours=1)
PER_CELL, CELLS_PER_FACILITY = 40, 100


def write_year(folder: Path, people: int, days: int) -> int:
    """Write the tables of `people` over `days` days into a folder and return how many rows there are."""
    folder.mkdir(parents=True, exist_ok=True)
    held = _held(people, days)
    rows = 0
    for name, frame in _tables(held, people, days).items():
        if "recorded_at" not in frame.columns:
            begun = next(each for each in ("occurred_at", "since", "requested_at") if each in frame.columns)
            frame = frame.with_columns(pl.col(begun).alias("recorded_at"))  # noqa: PLW2901 - the same table
        identified = pl.format("{}-{}", pl.lit(name), pl.int_range(pl.len())).alias("record")
        frame = frame.with_columns(identified, source=pl.lit("generated"))  # noqa: PLW2901 - as above
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd")
        rows += frame.height
    return rows


def _held(people: int, days: int) -> pl.DataFrame:
    """Return who is held where, from which day to which (numbers of days)."""
    number = pl.int_range(people, dtype=pl.Int64)
    some = (number.hash(7) % days).cast(pl.Int64)
    return pl.select(
        pl.format("P{}", number).alias("person"),
        number.alias("n"),
        pl.when(number % 3 == 0).then(some // 2).otherwise(0).alias("first"),
        pl.when(number % 5 == 0).then(days - some // 3).otherwise(days).alias("last"),
        pl.format("C{}", number // PER_CELL).alias("cell"),
        pl.format("F{}", number // (PER_CELL * CELLS_PER_FACILITY)).alias("facility"),
    )


def _tables(held: pl.DataFrame, people: int, days: int) -> Mapping[str, pl.DataFrame]:
    daily = _daily(held)
    cells = -(-people // PER_CELL)
    return {
        "person": _persons(held),
        "facility": _facilities(-(-cells // CELLS_PER_FACILITY)),
        "cell": _cells(cells),
        "custody": _custody(held),
        "ground": held.select(
            "person", "facility", kind=pl.lit("sentence"), individual=True, since=_at(pl.col("first") - 1)
        ),
        "presence": pl.concat([_stays(held), _counts(held)], how="diagonal"),
        "regime": _regime(held, daily),
        "contact": _every(daily, 6, 18).with_columns(kind=pl.lit("call")),
        "visit": _every(daily, 13, 10).with_columns(kind=pl.lit("family")),
        "supply": pl.concat(
            [_every(daily, 5, 8).with_columns(kind=pl.lit("shower")), _meals(cells, days)], how="diagonal"
        ),
        "health": _health(held, daily),
        "notice": _notices(held),
        "discipline": _orders(held),
        "measurement": _readings(cells, days),
    }


def _at(day: pl.Expr, hours: float = 0) -> pl.Expr:
    return (pl.lit(FIRST) + pl.duration(hours=day * 24) + pl.duration(minutes=round(hours * 60))).dt.cast_time_unit(
        "us"
    )


def _daily(held: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each person and day in custody."""
    return held.with_columns(pl.int_ranges("first", "last").alias("day")).explode("day")


def _every(daily: pl.DataFrame, days: int, hour: float) -> pl.DataFrame:
    due = daily.filter((pl.col("day") + pl.col("n")) % days == 0)
    return due.select("person", "facility", occurred_at=_at(pl.col("day"), hour))


def _persons(held: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("n")
    return held.select(
        "person",
        birth_date=pl.lit(date(1970, 1, 1)).dt.offset_by(pl.format("{}d", number % 13500)),
        sex=pl.when(number % 20 == 0).then(pl.lit("female")).otherwise(pl.lit("male")),
        name=pl.lit("on file"),
        gender=pl.lit("as stated"),
        citizenships=pl.when(number % 7 == 0).then(pl.lit("VE")).otherwise(pl.lit("SV")),
        recorded_at=pl.lit(FIRST),
    )


def _facilities(count: int) -> pl.DataFrame:
    number = pl.int_range(count)
    return pl.select(
        pl.format("F{}", number).alias("facility"),
        capacity=pl.lit(4100),
        zone=pl.lit("America/El_Salvador"),
        state=pl.lit("SV"),
        recognised=pl.lit(value=True),
        since=pl.lit(FIRST),
    )


def _cells(count: int) -> pl.DataFrame:
    number = pl.int_range(count)
    return pl.select(
        pl.format("C{}", number).alias("cell"),
        pl.format("F{}", number // CELLS_PER_FACILITY).alias("facility"),
        kind=pl.lit("cell"),
        gross_area=110.0 + number % 60,
        sanitary_area=pl.lit(6.0),
        sanitary_partition=pl.lit("full"),
        furniture_area=pl.lit(30.0),
        min_width=pl.lit(4.0),
        height=pl.lit(3.0),
        design_occupancy=pl.lit(PER_CELL),
        beds=36 + number % 6,
        bedding_sets=pl.lit(40),
        window_reads=number % 9 != 0,
        since=pl.lit(FIRST),
    )


def _custody(held: pl.DataFrame) -> pl.DataFrame:
    filled = (
        "taken_place",
        "taken_by",
        "ordering_authority",
        "supervising_authority",
        "authority_in_charge",
        "health_state",
    )
    return held.select(
        "person",
        "facility",
        pl.lit("arrest").alias("entered_by"),
        pl.lit("sentenced").alias("legal_status"),
        _at(pl.col("first") - 1).alias("taken_at"),
        *(pl.lit("on file").alias(each) for each in filled),
        since=_at(pl.col("first")),
        until=_at(pl.col("last")),
        recorded_at=_at(pl.col("first"), 1),
    )


def _stays(held: pl.DataFrame) -> pl.DataFrame:
    return held.select("person", "cell", "facility", since=_at(pl.col("first")), until=_at(pl.col("last")))


def _counts(held: pl.DataFrame) -> pl.DataFrame:
    """Return the roll of every cell, counted every day but one in twenty."""
    there = _daily(held).group_by("cell", "facility", "day").agg(pl.len().cast(pl.Int64).alias("count"))
    kept = there.sort("cell", "day").filter((pl.col("day") + pl.col("cell").hash(3) % 20) % 20 != 0)
    return kept.select("cell", "facility", "count", since=_at(pl.col("day")), until=_at(pl.col("day") + 1))


def _regime(held: pl.DataFrame, daily: pl.DataFrame) -> pl.DataFrame:
    """Return an hour of yard on most days, association by the week, and separation for one in a hundred."""
    apart = (pl.col("n") % 100 == 0) & (pl.col("day") >= 60) & (pl.col("day") < 80)
    yard = daily.filter((pl.col("day") + pl.col("n")) % 17 != 0)
    minutes = 50 + (pl.col("n") + pl.col("day")) % 40
    begin = _at(pl.col("day"), 9)
    outside = yard.select(
        "person", "facility", place=pl.lit("yard"), open_air=True,
        company=pl.when(apart).then(pl.lit("alone")).otherwise(pl.lit("association")),
        separation=pl.when(apart).then(pl.lit("administrative")).otherwise(pl.lit("none")),
        since=begin, until=begin + pl.duration(minutes=minutes),
    )  # fmt: skip
    weeks = daily.filter((pl.col("day") - pl.col("first")) % 7 == 0).filter(~apart)
    inside = weeks.select(
        "person", "facility", place=pl.lit("cell"), company=pl.lit("association"), separation=pl.lit("none"),
        since=_at(pl.col("day")), until=_at(pl.min_horizontal(pl.col("day") + 7, "last")),
    )  # fmt: skip
    alone = held.filter((pl.col("n") % 100 == 0) & (pl.col("first") < 60) & (pl.col("last") > 80)).select(
        "person", "facility", place=pl.lit("cell"), company=pl.lit("alone"), separation=pl.lit("administrative"),
        since=_at(pl.lit(60)), until=_at(pl.lit(60) + pl.col("n") // 100 % 20),
    )  # fmt: skip
    return pl.concat([outside, inside, alone], how="diagonal")


def _meals(cells: int, days: int) -> pl.DataFrame:
    facilities = pl.select(pl.format("F{}", pl.int_range(-(-cells // CELLS_PER_FACILITY))).alias("facility"))
    served = facilities.join(pl.select(pl.int_range(days).alias("day")), how="cross")
    return pl.concat(
        served.select("facility", kind=pl.lit("meal"), occurred_at=_at(pl.col("day"), hour)) for hour in (6, 12, 18)
    )


def _health(held: pl.DataFrame, daily: pl.DataFrame) -> pl.DataFrame:
    exam = held.filter(pl.col("n") % 11 != 0).select(
        "person", "facility", kind=pl.lit("admission_exam"), by=pl.lit("nurse"), occurred_at=_at(pl.col("first"), 5)
    )
    asked = _every(daily, 45, 11).with_columns(
        kind=pl.lit("request"),
        requested_at=pl.col("occurred_at"),
        seen_at=pl.col("occurred_at") + 5 * HOUR,
        screened_by=pl.lit("nurse"),
    )
    return pl.concat([exam, asked], how="diagonal")


def _notices(held: pl.DataFrame) -> pl.DataFrame:
    def told(kind: str, hour: float, **more: Any) -> pl.DataFrame:
        return held.select(
            "person", "facility", kind=pl.lit(kind), understood=True, occurred_at=_at(pl.col("first"), hour), **more
        )

    late = held.select(
        "person",
        "facility",
        kind=pl.lit("family"),
        place_named=True,
        occurred_at=_at(pl.col("first"), 20) + HOUR * (pl.col("n") % 8),
    )
    return pl.concat(
        [told("information_pack", 4), told("custody_record", 3), told("consular_right", 2), late], how="diagonal"
    )


def _orders(held: pl.DataFrame) -> pl.DataFrame:
    return held.filter((pl.col("n") % 100 == 0) & (pl.col("first") < 60)).select(
        "person", "facility", kind=pl.lit("separation"), basis=pl.lit("administrative"), reasons=pl.lit("on file"), individual=True,
        ends_at=_at(pl.lit(80)), since=_at(pl.lit(60)), until=_at(pl.lit(80)),
    )  # fmt: skip


def _readings(cells: int, days: int) -> pl.DataFrame:
    """Return temperature and outdoor air of every cell every six hours, with one reading in thirty lost."""
    places = pl.select(
        pl.format("C{}", pl.int_range(cells)).alias("cell"),
        pl.format("F{}", pl.int_range(cells) // CELLS_PER_FACILITY).alias("facility"),
    )
    hours = places.join(pl.select(pl.int_range(days * 4).alias("step")), how="cross")
    begin = pl.lit(FIRST).dt.cast_time_unit("us") + pl.duration(hours=6 * pl.col("step"))
    mixed = (pl.col("step").cast(pl.UInt64).hash(1) % 100).cast(pl.Float64)

    def read(kind: str, value: pl.Expr) -> pl.DataFrame:
        lost = (pl.col("step").hash(5) % 30) != 0
        return hours.filter(lost).select(
            "cell", "facility", kind=pl.lit(kind), value=value, since=begin, until=begin + 6 * HOUR
        )

    return pl.concat([read("temperature", 24.0 + mixed / 10), read("outdoor_air", 120.0 + mixed)])
