"""The form `deadline`: something must follow a record within a time, counted in elapsed hours, local days or working days."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from constancia.norms.calendars import after_days, after_work_days
from constancia.norms.forms.board import Board
from constancia.norms.forms.occasions import FALSE, TRUE, Found, Occasion, cover_columns, numbered
from constancia.norms.forms.pieces import Decision, Piece, as_pieces
from constancia.norms.forms.rows import Rows, Test, holds, latest, latest_of, truth
from constancia.norms.forms.sheet import Fact, Sheet
from constancia.norms.units import Quantity
from constancia.norms.verdicts import BREACH, MET, NOT_APPLICABLE, PENDING, UNKNOWN

IN_TIME, LATE, SILENT, RUNNING = range(4)
"""What became of a deadline at the moment judged."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What may follow: rows of a table of the same subject, or the record's `own` column (where its `tests` hold).

    `about`: the row must name the record in its column `about`.
    """

    rows: Rows | None = None
    own: str = ""
    tests: tuple[Test, ...] = ()
    about: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """An answer must follow within `limit` (answers up to `early` microseconds before count too).

    `exceed`: the verdict on a late answer; `silence`: on none at all when time is up (`BREACH` where the answer's record is itself a
    duty). `ends`: a column of the record that ends the duty when it comes first. Measured: elapsed time to the answer.
    """

    occasion: Occasion
    answers: tuple[Answer, ...]
    limit: Quantity
    exceed: str = BREACH
    silence: str = BREACH
    early: int = 0
    ends: str = ""

    @property
    def asks(self) -> str:
        """Return where an answer would be on record."""
        table = self.occasion.rows.table
        names = [each.rows.asks if each.rows else f"{table}.{each.own}" for each in self.answers]
        return ";".join(dict.fromkeys(names))

    def judged(
        self, selected: int, applies: int, timing: int | None, perhaps: int, ended: int, *covers: int
    ) -> Decision:
        """Return the decision on a record.

        `timing` None: the moment or the due moment is not known. `perhaps`: an answer that may count came in time.
        `ended`: the duty ended first.
        """

        def inner() -> Decision:
            if timing is None:
                return Decision(UNKNOWN, "no_due", self._start)
            if timing == IN_TIME:
                return Decision(MET, "in_time")
            if perhaps == TRUE:
                return Decision(UNKNOWN, "answer_open", self.asks)
            if ended == TRUE:
                return Decision(NOT_APPLICABLE, "ended_first")
            if timing == RUNNING:
                return Decision(PENDING, "running")
            return Decision(self.exceed, "late") if timing == LATE else Decision(self.silence, "silent", self.asks)

        return self.occasion.decision(selected, applies, covers, inner)

    @property
    def _start(self) -> str:
        table = self.occasion.rows.table
        needs = [f"{table}.{each.column}" for each in self.occasion.at]
        return ";".join(needs if self.limit.unit not in ("calendar_days", "work_days") else [*needs, "facility.zone"])

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        frame = self.occasion.found(board).with_columns((pl.col("at") - self.early).alias("from"))
        frame = self._due(board, frame)
        for name, surely in (("sure", True), ("maybe", False)):
            frame = self._answered(board, frame, name, surely=surely)
        timing = (
            pl.when(pl.col("due").is_null())
            .then(None)
            .when(pl.col("sure") <= pl.col("due"))
            .then(IN_TIME)
            .when(pl.col("sure").is_not_null())
            .then(LATE)
            .when(pl.col("due") < board.as_of)
            .then(SILENT)
            .otherwise(RUNNING)
        )
        ended = (
            (pl.col(self.ends) <= pl.min_horizontal("due", pl.lit(board.as_of))) if self.ends else pl.lit(value=False)
        )
        frame = frame.with_columns(
            timing.cast(pl.Int8).alias("timing"),
            (pl.col("maybe") <= pl.col("due")).fill_null(value=False).cast(pl.Int8).alias("perhaps"),
            ended.fill_null(value=False).cast(pl.Int8).alias("ended"),
        )
        columns = ["selected", "applies", "timing", "perhaps", "ended", *cover_columns(self.occasion)]
        frame = numbered(board, frame, columns, self.judged)
        overdue = pl.col("timing").is_in([LATE, SILENT]) & board.is_measured()
        end = pl.coalesce("sure", pl.lit(board.as_of, pl.Int64))
        return as_pieces(
            frame.with_columns(
                pl.when(overdue).then(pl.col("due")).otherwise(pl.col("placed")).alias("since"),
                pl.max_horizontal(end, pl.when(overdue).then("due").otherwise("placed")).alias("until"),
                (end - pl.col("at")).alias("num"),
                pl.lit(1, pl.Int64).alias("den"),
            )
        )

    def _due(self, board: Board, frame: pl.DataFrame) -> pl.DataFrame:
        if self.limit.unit not in ("calendar_days", "work_days"):
            return frame.with_columns((pl.col("at") + self.limit.whole).alias("due"))
        keys = [
            pl.col("at"),
            pl.col("facility.zone")
            if "facility.zone" in frame.columns
            else pl.lit(None, pl.String).alias("facility.zone"),
            pl.col("facility.state")
            if "facility.state" in frame.columns
            else pl.lit(None, pl.String).alias("facility.state"),
            pl.col("facility.calendar")
            if "facility.calendar" in frame.columns
            else pl.lit(None, pl.String).alias("facility.calendar"),
        ]
        known = frame.select(keys).unique()
        due = [
            self.due(at, zone, calendar or board.setting.calendars.get(state or "", ""))
            for at, zone, state, calendar in known.iter_rows()
        ]
        known = known.with_columns(pl.Series("due", due, dtype=pl.Int64))
        return frame.join(known, on=known.columns[:-1], how="left", nulls_equal=True, maintain_order="left")

    def due(self, at: int | None, zone: str | None, calendar: str) -> int | None:
        """Return when time is up; None where the moment, the zone or the calendar is not on record."""
        if at is None:
            return None
        if self.limit.unit not in ("calendar_days", "work_days"):
            return at + self.limit.whole
        if zone is None:
            return None
        if self.limit.unit == "calendar_days":
            return after_days(at, self.limit.whole, zone)
        return after_work_days(at, self.limit.whole, zone, calendar)

    def _answered(self, board: Board, frame: pl.DataFrame, name: str, *, surely: bool) -> pl.DataFrame:
        """Add the first answer of each kind: `sure` ones, or those that may count."""
        columns = []
        for place, answer in enumerate(self.answers):
            column = f"{name}{place}"
            columns.append(column)
            if answer.rows is None:
                frame = frame.with_columns(_own(answer, surely=surely).alias(column))
            else:
                frame = self._following(board, frame, answer, column, surely=surely)
        first = pl.min_horizontal(*columns)
        return frame.with_columns(pl.when(first <= board.as_of).then(first).alias(name)).drop(columns)

    def _following(
        self, board: Board, frame: pl.DataFrame, answer: Answer, column: str, *, surely: bool
    ) -> pl.DataFrame:
        assert answer.rows is not None  # noqa: S101 - the caller asked
        if answer.about and not surely:
            unnamed = self._matched(board, frame, answer.rows, column, pl.col("about").is_null(), about=False)
            counts = pl.col("truth").is_null()
            frame = self._matched(board, unnamed.rename({column: "_unnamed"}), answer.rows, column, counts, about=True)
            return frame.with_columns(pl.min_horizontal(column, "_unnamed").alias(column)).drop("_unnamed")
        counts = pl.col("truth").fill_null(value=False) if surely else pl.col("truth").is_null()
        return self._matched(board, frame, answer.rows, column, counts, about=answer.about)

    def _matched(
        self, board: Board, frame: pl.DataFrame, rows: Rows, column: str, counts: pl.Expr, *, about: bool
    ) -> pl.DataFrame:
        """Add the first of some rows of the same subject (and about the same record) that follows each record."""
        by = {"subject": f"#{self.occasion.subject}"} | ({"record": "about"} if about else {})
        events = (
            board.rows(rows)
            .filter(counts)
            .select(*(pl.col(right).alias(f"{left}_") for left, right in by.items()), latest(rows.at).alias(column))
            .drop_nulls()
            .sort(column)
        )
        return (
            frame.sort("from", nulls_last=True)
            .join_asof(
                events.with_columns(pl.col(column).alias("_at")),
                left_on="from",
                right_on="_at",
                by_left=list(by),
                by_right=[f"{each}_" for each in by],
                strategy="forward",
                check_sortedness=False,
            )
            .drop("_at")
        )

    # one subject

    def one(self, sheet: Sheet, _lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject."""
        return self.of(sheet, hi, None)

    def of(self, sheet: Sheet, hi: int, only: Iterable[Fact] | None) -> Iterator[Piece]:
        """Yield the pieces of some records of one subject (None: of all)."""
        for found in self.occasion.found_one(sheet, hi, only):
            yield self._piece(sheet, found, hi)

    def _piece(self, sheet: Sheet, found: Found, hi: int) -> Piece:
        row, at = found.row, found.at
        due = self._due_one(sheet, found)
        sure, maybe = self._first(sheet, found, hi, surely=True), self._first(sheet, found, hi, surely=False)
        timing = None
        if due is not None:
            timing = SILENT if due < hi else RUNNING
            if sure is not None:
                timing = IN_TIME if sure <= due else LATE
        perhaps = TRUE if due is not None and maybe is not None and maybe <= due else FALSE
        ended = FALSE
        if self.ends and row[self.ends] is not None and row[self.ends] <= (hi if due is None else min(due, hi)):
            ended = TRUE
        decision = self.judged(found.selected, found.applies, timing, perhaps, ended, *found.covers)
        overdue = timing in (LATE, SILENT) and decision.verdict not in (MET, UNKNOWN, NOT_APPLICABLE)
        since = due if overdue and due is not None else found.placed
        end = hi if sure is None else sure
        num = None if at is None else end - at
        return Piece(row["record"], since, max(end, since), decision, num, 1, due)

    def _due_one(self, sheet: Sheet, found: Found) -> int | None:
        if self.limit.unit not in ("calendar_days", "work_days"):
            return self.due(found.at, None, "")
        if "facility" not in found.row:
            return self.due(found.at, None, "")
        state, calendar = (sheet.value(found.row, f"facility.{each}") for each in ("state", "calendar"))
        calendar = calendar or sheet.world.setting.calendars.get(state or "", "")
        return self.due(found.at, sheet.value(found.row, "facility.zone"), calendar)

    def _first(self, sheet: Sheet, found: Found, hi: int, *, surely: bool) -> int | None:
        if found.at is None:
            return self._own_only(sheet, found, hi, surely=surely)
        begin = found.at - self.early
        firsts = [self._own_only(sheet, found, hi, surely=surely)]
        for answer in self.answers:
            if answer.rows is not None:
                moments = sorted(_moments(sheet, answer, found, surely=surely))
                place = bisect_left(moments, begin)
                firsts.append(moments[place] if place < len(moments) else None)
        return min((each for each in firsts if each is not None and each <= hi), default=None)

    def _own_only(self, sheet: Sheet, found: Found, hi: int, *, surely: bool) -> int | None:
        moments = [
            found.row[answer.own]
            for answer in self.answers
            if answer.rows is None and holds(answer.tests, found.row, sheet.value) is (True if surely else None)
        ]
        return min((each for each in moments if each is not None and each <= hi), default=None)


def _own(answer: Answer, *, surely: bool) -> pl.Expr:
    found = truth(answer.tests)
    return pl.when(found if surely else found.is_null()).then(pl.col(answer.own))


def _moments(sheet: Sheet, answer: Answer, found: Found, *, surely: bool) -> Iterator[int]:
    assert answer.rows is not None  # noqa: S101 - the caller asked
    for row, counts in sheet.counting(answer.rows):
        at = latest_of(answer.rows.at, row)
        named = not answer.about or row["about"] == found.row["record"]
        wanted = counts if named else None if row["about"] is None else False
        if at is not None and wanted is (True if surely else None):
            yield at
