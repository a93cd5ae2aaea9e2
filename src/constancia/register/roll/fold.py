"""From rolls in order of day to what changed between them: first listed, described otherwise, missing, listed again. Pure.

The state after one roll is all that the next one needs, so rolls may be read one by one or all at once with the same result.
A stale copy (the same persons and admissions as the roll before) is no count; what it says otherwise of them is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from constancia.register.roll.files import ROW, Reject, TextTable, day_in_name
from constancia.register.roll.tables import of_our_time
from constancia.register.roll.values import ADMITTED, ALSO, DAY, PERSON

Key = tuple[str, str]
"""The source's person number and the admission as `2018-09-30T14:05:00`."""


@dataclass(slots=True)
class StayState:
    """What the last roll that listed a stay said of it."""

    stay: str
    person: str
    listed: bool
    rows: int
    attributes: dict[str, str]


@dataclass(slots=True)
class FoldState:
    """Everything the next roll is compared with."""

    last_day: date | None = None
    stale_of: date | None = None
    stays: dict[Key, StayState] = field(default_factory=dict)
    listed: dict[Key, StayState] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Roll:
    """One day's roll: its rows grouped by stay, in order of person number and admission.

    `after` is the day of the roll before it in the same table, if there is one; then `changed` are the rows that differ
    from that roll, and `gone` the stays that it listed and this one does not.
    """

    day: date
    name: str
    sha256: str
    frame: pl.DataFrame
    rejects: Sequence[Reject]
    after: date | None
    changed: pl.DataFrame
    gone: Sequence[Key]

    @property
    def rows(self) -> int:
        """Return how many rows the file has that could be read."""
        return int(self.frame["rows"].sum())

    @property
    def persons(self) -> int:
        """Return how many distinct persons it lists."""
        return int(self.frame[PERSON].n_unique())


def rolls(table: TextTable) -> Iterator[Roll | Reject]:
    """Split a table into its days, validated and grouped; rows that cannot be kept become rejects of the day's roll."""
    frame = table.frame
    if DAY not in frame.columns:
        day = day_in_name(table.name)
        if day is None:
            yield Reject(table.name, 0, DAY, "no_day")
            return
        frame = frame.with_columns(pl.lit(day, pl.Date).alias(DAY))
    elif frame.schema[DAY] != pl.Date:
        frame = frame.with_columns(pl.col(DAY).str.to_date("%Y-%m-%d", strict=False))
    frame = frame.with_columns(_admission(), of_our_time(pl.col(DAY)).alias(DAY))
    bad = frame.filter((pl.col(PERSON) == "") | pl.col(ADMITTED).is_null() | pl.col(DAY).is_null())
    rejects = [*table.rejects, *(_reject(table.name, row) for row in bad.iter_rows(named=True))]
    good = frame.filter((pl.col(PERSON) != "") & pl.col(ADMITTED).is_not_null() & pl.col(DAY).is_not_null())
    described = sorted(set(good.columns) - {PERSON, ADMITTED, DAY, ROW, "source"})
    if "age" in described:
        good = good.with_columns(pl.col("age").str.strip_suffix(".0"))
    before: pl.DataFrame | None = None
    for part in _compared(good.select(DAY, PERSON, ADMITTED, *described)).partition_by(DAY, maintain_order=True):
        gone = before.filter(pl.col(_LEAVES)).select(PERSON, ADMITTED).rows() if before is not None else ()
        yield Roll(
            day=part[DAY][0],
            name=table.name[:180],
            sha256=table.sha256,
            frame=part.drop(_SAME, _LEAVES),
            rejects=rejects if before is None else (),
            after=before[DAY][0] if before is not None else None,
            changed=part.filter(~pl.col(_SAME)).drop(_SAME, _LEAVES),
            gone=gone,
        )
        before = part
    if before is None:
        yield from rejects or [Reject(table.name, 0, "", "empty")]


_SAME, _LEAVES = "_same", "_leaves"


def _compared(rows: pl.DataFrame) -> pl.DataFrame:
    """Group repeated rows, mark those that repeat the stay's row of the roll before, and those whose stay leaves after.

    In the order of stays and days each row stands next to the same stay's row of the roll before, so that one pass over
    neighbours answers everything. Of repeated rows the first in the order of what they say describes the stay, whichever
    line it stands on; what the others say otherwise is kept beside it, in the column `also_listed_as`.
    """
    ordered = rows.with_columns(pl.col(DAY).rank("dense").cast(pl.Int64).alias("_place"))
    ordered = ordered.sort(PERSON, ADMITTED, DAY, maintain_order=True)
    same_stay = (pl.col(PERSON) == pl.col(PERSON).shift(1)) & (pl.col(ADMITTED) == pl.col(ADMITTED).shift(1))
    repeated = (same_stay & (pl.col(DAY) == pl.col(DAY).shift(1))).fill_null(value=False)
    if ordered.select(repeated.any()).item():
        ordered = ordered.sort(PERSON, ADMITTED, DAY, *sorted(set(rows.columns) - {PERSON, ADMITTED, DAY}))
    counted = ordered.with_columns((~repeated).cum_sum().alias("_group")).with_columns(
        pl.len().over("_group").alias("rows")
        if ordered.select(repeated.any()).item()
        else pl.lit(1, pl.UInt32).alias("rows")
    )
    first = _with_others(counted, repeated)
    next_to = (same_stay & (pl.col("_place") == pl.col("_place").shift(1) + 1)).fill_null(value=False)
    said = [each for each in first.columns if each not in (DAY, PERSON, ADMITTED, "_place", "_group")]
    same = pl.all_horizontal(next_to, *(pl.col(each) == pl.col(each).shift(1) for each in said))
    marked = first.with_columns(same.fill_null(value=False).alias(_SAME), next_to.alias("_next"))
    leaves = ~pl.col("_next").shift(-1, fill_value=False)
    return marked.with_columns(leaves.alias(_LEAVES)).drop("_place", "_next", "_group").sort(DAY, maintain_order=True)


def _with_others(counted: pl.DataFrame, repeated: pl.Expr) -> pl.DataFrame:
    """Return the first row of each stay and day, with what its repetitions say otherwise, as text (at most five of them)."""
    said = sorted(set(counted.columns) - {DAY, PERSON, ADMITTED, "rows", "_place", "_group"})
    marked = counted.with_columns(repeated.alias("_again"))
    first, again = marked.filter(~pl.col("_again")).drop("_again"), marked.filter(pl.col("_again"))
    if not again.height or not said:
        return first.with_columns(pl.lit("").alias(ALSO))
    text = pl.concat_str([pl.lit(f"{each}=") + pl.col(each) for each in said], separator="; ").alias(ALSO)
    others = again.select("_group", text).join(first.select("_group", text.alias("_first")), on="_group")
    by_stay = others.filter(pl.col(ALSO) != pl.col("_first")).group_by("_group", maintain_order=True)
    kept = by_stay.agg(pl.col(ALSO).unique(maintain_order=True).head(5).str.join(" | ").str.slice(0, _LONGEST_ALSO))
    return first.join(kept, on="_group", how="left", maintain_order="left").with_columns(pl.col(ALSO).fill_null(""))


_LONGEST_ALSO = 2_000


def _admission() -> pl.Expr:
    """Return the admission in one form, `2018-09-30T14:05:00`, whichever of the two forms the source wrote; null if bad."""
    seconds = pl.col(ADMITTED).str.replace("T", " ", literal=True).str.slice(0, 19)
    moment = seconds.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    return of_our_time(moment).dt.strftime("%Y-%m-%dT%H:%M:%S").alias(ADMITTED)


def _reject(name: str, row: dict[str, Any]) -> Reject:
    if row[PERSON] == "":
        return Reject(name, row[ROW], PERSON, "no_person")
    if row[DAY] is None:
        return Reject(name, row[ROW], DAY, "no_day")
    return Reject(name, row[ROW], ADMITTED, "bad_admission")


@dataclass(frozen=True, slots=True)
class Change:
    """What one roll says anew of one stay: `kind` is listed, again, described or missed."""

    kind: str
    key: Key
    rows: int
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one roll changes; a stale copy can change nothing but descriptions."""

    stale_of: date | None
    changes: Sequence[Change]
    last_day: date | None


def difference(state: FoldState, roll: Roll) -> Difference:
    """Compare a roll with the state before it; the state itself is moved on by `advance`."""
    near = roll.after is not None and roll.after == state.last_day and state.stale_of is None
    rows_to_read = roll.changed if near else roll.frame
    columns = [each for each in rows_to_read.columns if each not in (DAY, PERSON, ADMITTED, "rows")]
    found: list[Change] = []
    appeared = 0
    for person, admitted, rows, *values in rows_to_read[[PERSON, ADMITTED, "rows", *columns]].iter_rows():
        key = (person, admitted)
        attributes = dict(zip(columns, values, strict=True))
        before = state.listed.get(key)
        if before is None:
            found.append(_appeared(state, key, rows, attributes))
            appeared += 1
        elif changed := _changed(before.attributes, attributes):
            found.append(Change("described", key, rows, changed))
        elif rows != before.rows:
            found.append(Change("described", key, rows, {}))
    missing = len(state.listed) - (roll.frame.height - appeared)
    if state.last_day is not None and appeared == missing == 0:
        return Difference(state.stale_of or state.last_day, sorted(found, key=lambda each: each.key), state.last_day)
    if missing:
        found.extend(Change("missed", key, 0, {}) for key in (roll.gone if near else _absent(state, roll)))
    return Difference(None, sorted(found, key=lambda each: each.key), state.last_day)


def _absent(state: FoldState, roll: Roll) -> list[Key]:
    here = set(zip(roll.frame[PERSON], roll.frame[ADMITTED], strict=True))
    return [key for key in state.listed if key not in here]


def _appeared(state: FoldState, key: Key, rows: int, attributes: dict[str, str]) -> Change:
    known = state.stays.get(key)
    if known is None:
        return Change("listed", key, rows, {name: value for name, value in attributes.items() if value})
    return Change("again", key, rows, _changed(known.attributes, attributes))


def _changed(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """Return what is different; a column that a file does not have says nothing."""
    return {name: value for name, value in after.items() if before.get(name, "") != value}


def advance(
    state: FoldState, roll: Roll, found: Difference, new_stay: Any, new_person: Any
) -> list[tuple[Change, StayState]]:
    """Move the state on past a roll; new stays and persons get identifiers from the functions given."""
    told: list[tuple[Change, StayState]] = []
    for change in found.changes:
        stay = state.stays.get(change.key)
        if stay is None:
            number = change.key[0]
            person = state.persons.get(number) or state.persons.setdefault(number, new_person())
            stay = StayState(new_stay(), person, listed=True, rows=change.rows, attributes={})
            state.stays[change.key] = stay
        if change.kind == "missed":
            stay.listed = False
            del state.listed[change.key]
        else:
            stay.listed, stay.rows = True, change.rows
            stay.attributes = {**stay.attributes, **change.attributes}
            state.listed[change.key] = stay
        told.append((change, stay))
    state.last_day, state.stale_of = roll.day, found.stale_of
    return told


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
