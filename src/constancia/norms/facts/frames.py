"""The facts as frames: all versions of every record, the latest of each, and what was known at a moment. Pure."""

from collections.abc import Mapping
from functools import cached_property

import polars as pl

from constancia.norms.facts.parse import stored
from constancia.norms.facts.tables import Table, tables

INSTANT = 1
"""An instant is kept as the shortest interval there is: one microsecond."""

ENDLESS = 2**62
"""The end of what goes on, and (negative) the beginning of what was always so; outside any real date."""

_STANDS_FOR_ITS_INSTANT = ("measurement", "contact")
"""Tables whose rows without an end are instants; in every other table such a row goes on."""


def empty(table: Table) -> pl.DataFrame:
    """Return a frame of a table with no row."""
    return pl.DataFrame(schema={name: stored(column) for name, column in table.columns.items()})


class Facts:
    """Fact tables by name; a table that was not given is empty, and `given` tells the two apart.

    A record's rows are its versions: the row recorded last replaces the others. A blank `record` becomes `table:row`, where row 2
    is the first below the header.
    """

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self.given = frozenset(frames)
        self._all = {
            name: normal(frames[name], table) if name in frames else empty(table) for name, table in tables().items()
        }
        self._current: dict[str, pl.DataFrame] = {}

    def versions(self, table: str) -> pl.DataFrame:
        """Return every version of every record of a table."""
        return self._all[table]

    def frame(self, table: str) -> pl.DataFrame:
        """Return the latest version of every record of a table."""
        if table not in self._current:
            self._current[table] = _latest(self._all[table])
        return self._current[table]

    def as_known_at(self, moment: int) -> "Facts":
        """Return only what was recorded by `moment` (microseconds of UTC); rows that do not say when are left out."""
        kept = {name: frame.filter(pl.col("recorded_at") <= moment) for name, frame in self._all.items()}
        return Facts({name: frame for name, frame in kept.items() if name in self.given})

    def without(self, table: str, records: frozenset[str]) -> "Facts":
        """Return the facts less some records of a table, all their versions gone."""
        kept = {name: frame for name, frame in self._all.items() if name in self.given}
        if table in kept:
            kept[table] = kept[table].filter(~pl.col("record").is_in(list(records)))
        return Facts(kept)

    @cached_property
    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(frame.height for frame in self._all.values())


def _latest(frame: pl.DataFrame) -> pl.DataFrame:
    if frame["record"].is_unique().all():
        return frame
    return (
        frame.with_row_index("_order")
        .sort(pl.col("recorded_at").fill_null(-ENDLESS), "_order")
        .group_by("record", maintain_order=True)
        .last()
        .sort("_order")
        .select(frame.columns)
    )


def normal(frame: pl.DataFrame, table: Table, first: int = 2) -> pl.DataFrame:
    """Return rows with blank records named by row (the frame begins at row `first`) and with their moments completed."""
    row = pl.int_range(pl.len()) + first
    made = frame.with_columns(
        pl.col("record").fill_null(pl.format("{}:{}", pl.lit(table.name), row)).alias("record"),
    )
    if table.kind == "either":
        if "requested_at" in table.columns:
            made = made.with_columns(pl.coalesce("occurred_at", "since", "requested_at").alias("occurred_at"))
        made = made.with_columns(
            since=pl.when(pl.col("until").is_null() | pl.col("since").is_not_null())
            .then(pl.coalesce("since", "occurred_at"))
            .otherwise(pl.col("occurred_at")),
            occurred_at=pl.coalesce("occurred_at", "since"),
            until=_end(table),
        )
    return made


def _end(table: Table) -> pl.Expr:
    """Return when a row of a table with moments or intervals ends; an instant ends a microsecond after it began."""
    is_instant = pl.col("since").is_null() & pl.col("occurred_at").is_not_null()
    if table.name in _STANDS_FOR_ITS_INSTANT:
        is_instant = pl.lit(True)
    begins = pl.coalesce("since", "occurred_at")
    return pl.when(pl.col("until").is_null() & is_instant).then(begins + INSTANT).otherwise(pl.col("until"))
