"""All the facts at once, as the set-wise evaluators ask for them: rows, intervals and moments by subject. Pure.

Subjects are numbered in order of their identifier; moments are clipped to the moment judged. What was worked out is kept, so that
a hundred norms over the same rows read them once.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import polars as pl

from constancia.norms.calendars import birthday
from constancia.norms.facts.frames import ENDLESS, INSTANT, Facts
from constancia.norms.facts.tables import tables
from constancia.norms.forms.pieces import Decision, measures
from constancia.norms.forms.rows import Rows, ending, latest, truth
from constancia.norms.forms.setting import (
    BEGINS,
    CAME_FROM_CUSTODY,
    FACILITY_FACTS,
    PERSON_FACTS,
    SUBJECTS,
    WENT_INTO_CUSTODY,
    ZONED_BY,
    Setting,
)

INTERVAL = {"subject": pl.UInt32(), "since": pl.Int64(), "until": pl.Int64()}
"""The columns of every frame of intervals."""


class Board:
    """The facts of many subjects, judged at `as_of` (microseconds of UTC) under a setting."""

    def __init__(self, facts: Facts, as_of: int, setting: Setting) -> None:
        self.facts = facts
        self.as_of = as_of
        self.setting = setting
        self._kept: dict[object, pl.DataFrame] = {}
        self.decisions: list[Decision] = []

    def number(self, decision: Decision) -> int:
        """Return the number by which frames of pieces name a decision."""
        if decision not in self.decisions:
            self.decisions.append(decision)
        return self.decisions.index(decision)

    def is_measured(self) -> pl.Expr:
        """Return whether a stretch has a decision whose length is worth showing."""
        return pl.col("why").is_in([place for place, each in enumerate(self.decisions) if measures(each)])

    def keep(self, key: object, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Return a frame made once for this board."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @cached_property
    def numbers(self) -> Mapping[str, pl.Enum]:
        """Return the identifiers of each kind of subject, in order; a subject's number is its place there."""
        return {kind: pl.Enum(self._identifiers(kind)) for kind in SUBJECTS}

    def _identifiers(self, kind: str) -> list[str]:
        columns = [self.facts.frame(name)[kind] for name, table in tables().items() if kind in table.columns]
        return sorted(set().union(*(set(each.unique().drop_nulls()) for each in columns)))

    def identifier(self, kind: str, subject: pl.Expr) -> pl.Expr:
        """Return the identifiers of numbered subjects."""
        return pl.lit(self.numbers[kind].categories).gather(subject)

    def view(self, table: str) -> pl.DataFrame:
        """Return the latest rows of a table with their subjects numbered (`#person`, `#cell`, `#facility`).

        Columns of the row's person and facility stand beside them (`person.sex`, `facility.zone`); a period of custody also
        says when its person comes of age there (`adult_at`) and when it was first written down (`entered_at`).
        """
        return self.keep(("view", table), lambda: self._view(table))

    def _view(self, table: str) -> pl.DataFrame:
        frame = self.facts.frame(table)
        for kind in SUBJECTS:
            if kind in frame.columns:
                number = pl.col(kind).cast(self.numbers[kind]).to_physical().cast(pl.UInt32)
                frame = frame.with_columns(number.alias(f"#{kind}"))
        if "person" in frame.columns and table != "person":
            frame = self._beside(frame, "person", PERSON_FACTS)
        if "facility" in frame.columns and table != "facility":
            frame = self._beside(frame, "facility", FACILITY_FACTS)
        if table != "custody":
            return frame
        entered = self.facts.versions(table).group_by("record").agg(pl.col("recorded_at").min().alias("entered_at"))
        return _with_majority(frame.join(entered, on="record", how="left", maintain_order="left"), self.setting)

    def _beside(self, frame: pl.DataFrame, kind: str, columns: tuple[str, ...]) -> pl.DataFrame:
        known = self.facts.frame(kind).group_by(kind).agg(*(pl.col(each).drop_nulls().last() for each in columns))
        if kind == "person":
            known = known.with_columns(pl.col("kind").fill_null("held"))
        known = known.rename({each: f"{kind}.{each}" for each in columns})
        frame = frame.join(known, on=kind, how="left", maintain_order="left")
        if kind == "facility" and "facility" not in self.facts.given:
            frame = frame.with_columns(pl.lit(self.setting.zone or None, pl.String).alias("facility.zone"))
        return frame

    def rows(self, wanted: Rows) -> pl.DataFrame:
        """Return the rows of a table that count or may count: `truth` is true, or null where a blank leaves it open."""
        return self.keep(("rows", wanted.table, wanted.where), lambda: self._rows(wanted))

    def _rows(self, wanted: Rows) -> pl.DataFrame:
        frame = self.view(wanted.table).with_columns(truth(wanted.where).alias("truth"))
        may = frame["truth"].fill_null(value=True)
        return frame if may.all() else frame.filter(may)

    def intervals(self, wanted: Rows, kind: str) -> pl.DataFrame:
        """Return when the rows that surely count run, by subject, clipped to the moment judged; empty ones are dropped."""
        return self.keep(("intervals", wanted, kind), lambda: self._intervals(wanted, kind))

    def _intervals(self, wanted: Rows, kind: str) -> pl.DataFrame:
        key = f"#{wanted.via or kind}"
        since = latest(wanted.since) if wanted.since else pl.lit(-ENDLESS, pl.Int64)
        found = (
            self.rows(wanted)
            .filter(pl.col("truth") & pl.col(key).is_not_null())
            .select(pl.col(key).alias("subject"), since.alias("since"), ending(wanted).alias("until"))
        )
        if wanted.via:
            found = self.through(found)
        return self.clipped(found)

    def clipped(self, intervals: pl.DataFrame) -> pl.DataFrame:
        """Return intervals cut at the moment judged, without those that are empty or whose beginning is not known."""
        return intervals.with_columns(pl.min_horizontal("until", pl.lit(self.as_of, pl.Int64)).alias("until")).filter(
            pl.col("since") < pl.col("until")
        )

    def through(self, of_facilities: pl.DataFrame) -> pl.DataFrame:
        """Return intervals of facilities as intervals of the persons in custody there."""
        held = self.view("custody").select(
            pl.col("#person"),
            pl.col("#facility"),
            pl.col("since").alias("from"),
            pl.col("until").fill_null(ENDLESS).alias("to"),
        )
        return (
            held.drop_nulls()
            .join(of_facilities, left_on="#facility", right_on="subject")
            .select(
                pl.col("#person").alias("subject"),
                pl.max_horizontal("since", "from").alias("since"),
                pl.min_horizontal("until", "to").alias("until"),
            )
        )

    def zones(self, kind: str) -> pl.DataFrame:
        """Return from when which zone and holiday calendar hold for each subject: by custody, or by the cell's or own facility."""
        return self.keep(("zones", kind), lambda: self._zones(kind))

    def _zones(self, kind: str) -> pl.DataFrame:
        if kind == "facility":
            frame = self._beside(self.view("facility").select("facility", "#facility").unique(), kind, FACILITY_FACTS)
            frame = frame.with_columns(pl.lit(-ENDLESS, pl.Int64).alias("since"), pl.lit("").alias("record"))
        else:
            frame = self.view(ZONED_BY[kind])
        calendar = pl.coalesce(
            "facility.calendar",
            pl.col("facility.state").replace_strict(self.setting.calendars, default=None, return_dtype=pl.String),
        )
        return (
            frame.filter(pl.col("since").is_not_null() & pl.col(f"#{kind}").is_not_null())
            .sort("since", "record")
            .select(
                pl.col(f"#{kind}").alias("subject"),
                "since",
                pl.col("facility.zone").alias("zone"),
                calendar.alias("calendar"),
            )
        )

    def transfer_gaps(self) -> pl.DataFrame:
        """Return the gaps beside periods of custody that began or ended by transfer: the person was held, but no record says where."""
        return self.keep("transfer_gaps", self._transfer_gaps)

    def _transfer_gaps(self) -> pl.DataFrame:
        held = self.view("custody").filter(pl.col("since").is_not_null() & pl.col("#person").is_not_null())
        held = held.sort("#person", "since", "record").with_columns(
            pl.col("until").fill_null(ENDLESS).cum_max().over("#person").alias("ended"),
            pl.col("since").shift(-1).over("#person").alias("next"),
            pl.col("entered_by").shift(-1).over("#person").alias("next_by"),
        )
        came = pl.col("next_by").is_in(CAME_FROM_CUSTODY).fill_null(value=False)
        went = pl.col("ended_as").is_in(WENT_INTO_CUSTODY).fill_null(value=False)
        after = held.filter(came | went).select(
            pl.col("#person").alias("subject"),
            pl.col("ended").alias("since"),
            pl.col("next").fill_null(ENDLESS).alias("until"),
        )
        first = held.group_by("#person", maintain_order=True).first()
        first = first.filter(pl.col("entered_by").is_in(CAME_FROM_CUSTODY)).select(
            pl.col("#person").alias("subject"),
            pl.lit(-ENDLESS, pl.Int64).alias("since"),
            pl.col("since").alias("until"),
        )
        return self.clipped(pl.concat([after, first]))

    def closed(self, register: str, kind: str, *, over: bool = False) -> pl.DataFrame:
        """Return when a register is closed and still holds what its closing says, by facility or by person held there.

        `over`: when it holds more than its closing says, which contradicts it.
        """
        return self.keep(("closed", register, kind, over), lambda: self._closed(register, kind, over=over))

    def _closed(self, register: str, kind: str, *, over: bool) -> pl.DataFrame:
        counted = self.holdings(register)
        fits = pl.col("held") > pl.col("records") if over else pl.col("held") == pl.col("records")
        found = counted.filter(fits).select("subject", "since", "until")
        return self.clipped(self.through(found) if kind == "person" else found)

    def holdings(self, register: str) -> pl.DataFrame:
        """Return each closing of a register with how many records of its facility were in force in its interval (`held`)."""
        return self.keep(("closings", register), lambda: self._holdings(register))

    def _holdings(self, register: str) -> pl.DataFrame:
        closings = self.view("closing").filter(
            (pl.col("register") == register)
            & pl.col("#facility").is_not_null()
            & pl.col("since").is_not_null()
            & pl.col("until").is_not_null()
        )
        view = self.view(register)
        begun = pl.coalesce(BEGINS[register])
        ended = begun + INSTANT
        if "until" in view.columns:
            ended = pl.when(begun.is_not_null()).then(pl.max_horizontal(pl.col("until").fill_null(ENDLESS), ended))
        counted = closings.select("record", "records", pl.col("#facility").alias("subject"), "since", "until")
        for name, moment, bound in (("begun", begun, pl.col("until") - 1), ("ended", ended, pl.col("since"))):
            moments = (
                view.select("#facility", moment.alias("at"))
                .drop_nulls()
                .sort("#facility", "at")
                .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("#facility").alias("so_far"))
            )
            before = (
                closings.select("record", "#facility", bound.alias("at"))
                .sort("#facility", "at")
                .join_asof(moments, on="at", by="#facility", check_sortedness=False)
                .select("record", pl.col("so_far").fill_null(0).alias(name))
            )
            counted = counted.join(before, on="record")
        return counted.with_columns((pl.col("begun") - pl.col("ended")).alias("held"))

    def filed(self, register: str) -> pl.DataFrame:
        """Return when a person's own file in a register is closed and holds what its closing says."""
        return self.keep(("filed", register), lambda: self._filed(register))

    def _filed(self, register: str) -> pl.DataFrame:
        closings = self.view("closing").filter((pl.col("register") == register) & pl.col("#person").is_not_null())
        known = (
            self.view(register)
            .filter(pl.col("#person").is_not_null())
            .group_by("#person")
            .agg(pl.len().cast(pl.Int64).alias("held"))
        )
        found = closings.join(known, on="#person", how="left").filter(pl.col("held").fill_null(0) == pl.col("records"))
        return self.clipped(
            found.select(pl.col("#person").alias("subject"), "since", pl.col("until").fill_null(ENDLESS)).drop_nulls()
        )


def _with_majority(custody: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """Add to periods of custody the instant at which the person comes of age at that place."""
    pairs = custody.select("person.birth_date", "facility.zone").unique().drop_nulls()
    instants: list[Any] = [birthday(born, setting.majority, zone) for born, zone in pairs.iter_rows()]
    pairs = pairs.with_columns(pl.Series("adult_at", instants, dtype=pl.Int64))
    return custody.join(pairs, on=["person.birth_date", "facility.zone"], how="left", maintain_order="left")
