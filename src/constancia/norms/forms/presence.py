"""The form `presence`: a record must be complete, from the moment it is due; filling it later does not fill the past (EC-BITEMP)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.occasions import TRUE, Found, Occasion, cover_columns, numbered, small
from constancia.norms.forms.pieces import Decision, Piece, as_pieces
from constancia.norms.forms.rows import Rows, Test, holds, truth
from constancia.norms.forms.sheet import Fact, Sheet
from constancia.norms.verdicts import BREACH, MET, PENDING, UNKNOWN

NEVER, LATER, IN_TIME, NO_DATE = range(4)
"""When a record became complete: never, after its grace, in time, or at a moment that is not on record."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Every one of `items` (tests on the record) must hold and every one of `needs` (rows of the same subject) be on record.

    Knowledge counts: a record is complete from when the version that completed it was recorded, with `grace` allowed.
    Measured: how long it was incomplete.
    """

    occasion: Occasion
    items: tuple[Test, ...]
    needs: tuple[Rows, ...] = ()
    grace: int = 0

    def judged(self, selected: int, applies: int, when: int, lacking: int, running: int, *covers: int) -> Decision:
        """Return the decision on the first stretch of a record: `lacking` says bit by bit which items were missing then."""

        def inner() -> Decision:
            if when == IN_TIME:
                return Decision(MET, "complete")
            if when == NO_DATE:
                return Decision(UNKNOWN, "completed_no_date", f"{self.occasion.rows.table}.recorded_at")
            if running == TRUE:
                return Decision(PENDING, "running")
            return Decision(BREACH, "incomplete", ";".join(self._named(lacking)))

        return self.occasion.decision(selected, applies, covers, inner)

    def completed(self, selected: int, applies: int, *covers: int) -> Decision:
        """Return the decision on the time after a record was completed late."""
        return self.occasion.decision(selected, applies, covers, lambda: Decision(MET, "completed_late"))

    def _named(self, lacking: int) -> Iterator[str]:
        table = self.occasion.rows.table
        for place, test in enumerate(self.items):
            if lacking >> place & 1:
                yield f"{table}.{test.column}"
        for place, rows in enumerate(self.needs, len(self.items)):
            if lacking >> place & 1:
                yield rows.asks

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        frame = self.occasion.found(board)
        frame = frame.join(self._versions(board), on="record", how="left", maintain_order="left")
        for place, rows in enumerate(self.needs, len(self.items)):
            frame = self._needed(board, frame, rows, place)
        due = pl.col("placed") + self.grace
        when = (
            pl.when(pl.col("at_complete") == ENDLESS)
            .then(NEVER)
            .when(pl.col("at_complete").is_null())
            .then(NO_DATE)
            .when(pl.col("at_complete") <= due)
            .then(IN_TIME)
            .otherwise(LATER)
        )
        end = pl.min_horizontal(
            pl.col("until").fill_null(ENDLESS) if "until" in frame.columns else pl.lit(ENDLESS, pl.Int64),
            pl.lit(board.as_of),
        )
        frame = frame.with_columns(
            when.cast(pl.Int8).alias("when"),
            (due > board.as_of).cast(pl.Int8).alias("running"),
            pl.max_horizontal(end, "placed").alias("end"),
        ).filter(pl.col("placed") <= pl.col("end"))
        covers = cover_columns(self.occasion)
        first = numbered(board, frame, ["selected", "applies", "when", "lacking", "running", *covers], self.judged)
        cut = pl.when(pl.col("when") == LATER).then(pl.min_horizontal("at_complete", "end")).otherwise(pl.col("end"))
        first = first.with_columns(pl.col("placed").alias("since"), pl.max_horizontal(cut, "placed").alias("until"))
        later = first.filter((pl.col("when") == LATER) & (pl.col("at_complete") < pl.col("end"))).drop("why")
        later = numbered(board, later, ["selected", "applies", *covers], self.completed)
        later = later.with_columns(pl.col("at_complete").alias("since"), pl.col("end").alias("until"))
        length = pl.when(board.is_measured()).then(pl.col("until") - pl.col("since"))
        both = pl.concat([first.select(_KEPT), later.select(_KEPT)])
        return as_pieces(both.with_columns(length.alias("num"), pl.lit(1, pl.Int64).alias("den")))

    def _versions(self, board: Board) -> pl.DataFrame:
        """Return for each record when its last unbroken series of complete versions began, and what its first version lacked."""
        lacks = [~truth((test,)).fill_null(value=False) for test in self.items] or [pl.lit(value=False)]
        bits = pl.sum_horizontal(*(each.cast(pl.Int64) * 2**place for place, each in enumerate(lacks)))
        versions = (
            board.facts.versions(self.occasion.rows.table)
            .with_row_index("_order")
            .with_columns(bits.alias("_bits"), pl.col("recorded_at").fill_null(-ENDLESS).alias("_known"))
            .sort("record", "_known", "_order")
            .with_columns(
                (pl.col("_bits") != 0).cast(pl.Int8).reverse().cum_max().reverse().over("record").alias("_not_yet")
            )
        )
        return versions.group_by("record").agg(
            pl.col("_bits").first().alias("lacking"),
            pl.when(pl.col("_not_yet").last() == 1)
            .then(pl.lit(ENDLESS, pl.Int64))
            .otherwise(pl.col("recorded_at").filter(pl.col("_not_yet") == 0).first())
            .alias("at_complete"),
        )

    def _needed(self, board: Board, frame: pl.DataFrame, rows: Rows, place: int) -> pl.DataFrame:
        """Add when a needed row of the same subject was first on record."""
        key = f"#{self.occasion.subject}"
        known = (
            board.rows(rows)
            .filter(pl.col("truth"))
            .group_by(pl.col(key).alias("subject"))
            .agg(pl.col("recorded_at").min().alias("_since"), pl.lit(value=True).alias("_there"))
        )
        frame = frame.join(known, on="subject", how="left", maintain_order="left")
        late = pl.col("_there").is_null() | (pl.col("_since") > pl.col("placed") + self.grace).fill_null(value=False)
        both = (
            pl.when((pl.col("at_complete") == ENDLESS) | pl.col("_there").is_null())
            .then(pl.lit(ENDLESS, pl.Int64))
            .when(pl.col("at_complete").is_null() | pl.col("_since").is_null())
            .then(None)
            .otherwise(pl.max_horizontal("at_complete", "_since"))
        )
        return frame.with_columns(
            both.alias("at_complete"), (pl.col("lacking") + late.cast(pl.Int64) * 2**place).alias("lacking")
        ).drop("_since", "_there")

    # one subject

    def one(self, sheet: Sheet, _lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject."""
        return self.of(sheet, hi, None)

    def of(self, sheet: Sheet, hi: int, only: Iterable[Fact] | None) -> Iterator[Piece]:
        """Yield the pieces of some records of one subject (None: of all)."""
        for found in self.occasion.found_one(sheet, hi, only):
            yield from self._pieces(sheet, found, hi)

    def _pieces(self, sheet: Sheet, found: Found, hi: int) -> Iterator[Piece]:
        complete, lacking = self._completed(sheet, found)
        due = found.placed + self.grace
        when = IN_TIME
        if complete is None:
            when = NO_DATE
        elif complete == ENDLESS:
            when = NEVER
        elif complete > due:
            when = LATER
        ended = found.row.get("until")
        end = max(min(ENDLESS if ended is None else ended, hi), found.placed)
        decision = self.judged(found.selected, found.applies, when, lacking, small(due > hi), *found.covers)
        cut = end
        if when == LATER and complete is not None:
            cut = max(min(complete, end), found.placed)
        num = cut - found.placed if decision.verdict not in (MET, UNKNOWN, "N/A") else None
        yield Piece(found.row["record"], found.placed, cut, decision, num, 1)
        if when == LATER and complete is not None and complete < end:
            after = self.completed(found.selected, found.applies, *found.covers)
            yield Piece(found.row["record"], complete, end, after, None, 1)

    def _completed(self, sheet: Sheet, found: Found) -> tuple[int | None, int]:
        versions = sheet.world.versions[self.occasion.rows.table, found.row["record"]]
        ordered = sorted(versions, key=lambda row: -ENDLESS if row["recorded_at"] is None else row["recorded_at"])
        lacking = [self._bits(sheet, row) for row in ordered]
        complete: int | None = ENDLESS
        for row, bits in zip(reversed(ordered), reversed(lacking), strict=True):
            if bits:
                break
            complete = row["recorded_at"]
        first = lacking[0]
        for place, rows in enumerate(self.needs, len(self.items)):
            since = _first_known(row for row, surely in sheet.counting(rows) if surely)
            if since == ENDLESS or (since is not None and since > found.placed + self.grace):
                first += 2**place
            complete = _both(complete, since)
        return complete, first

    def _bits(self, sheet: Sheet, row: Fact) -> int:
        return sum(2**place for place, test in enumerate(self.items) if not holds((test,), row, sheet.value))


_KEPT: Sequence[str] = ("subject", "record", "since", "until", "why")


def _first_known(rows: Iterator[Fact]) -> int | None:
    """Return when the first of some rows was recorded: ENDLESS without any, None where no row says."""
    moments = [row["recorded_at"] for row in rows]
    if not moments:
        return ENDLESS
    return min((each for each in moments if each is not None), default=None)


def _both(one: int | None, other: int | None) -> int | None:
    if ENDLESS in (one, other):
        return ENDLESS
    return None if one is None or other is None else max(one, other)
