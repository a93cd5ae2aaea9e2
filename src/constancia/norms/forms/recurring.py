"""The form `recurring`: something must happen again and again while a state lasts, never further apart than a limit.

Between two records the register counts as kept, so a gap between them is proved; after the last one silence may mean that nothing
happened or that nothing was written, and `silence` says which of the two is judged (EC-UNK).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from constancia.norms.calendars import after_days, after_work_days
from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, joined
from constancia.norms.forms.rows import Rows, latest, latest_of
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import NO, YES
from constancia.norms.forms.sweep import united
from constancia.norms.forms.timeline import Marks, Scope, Source, decided, decided_one, stretches, stretches_one
from constancia.norms.units import CALENDAR, Quantity
from constancia.norms.verdicts import BREACH, MET, PENDING, UNKNOWN

UNSURE, BEGAN, HAPPENED = range(3)
"""Kinds of marks: a beginning that may be older than it looks, a sure beginning, an event."""


class Gap(NamedTuple):
    """A mark, when the next event is due, what comes next, whether that is an event, and what kind of mark it is."""

    mark: int
    due: int | None
    next: int
    event: bool
    kind: int


Memory = dict[str, list[Gap]]
"""The gaps of one subject, kept between one event and the next."""

GAPS = "gaps"


@dataclass(frozen=True, slots=True)
class Recurring:
    """`events` must follow the beginning of a span in scope, and one another, within `limit`.

    `exceed`: the verdict on a gap between two events (or before the first); `silence`: on time overdue with no later event.
    Measured: since the last event.
    """

    scope: Scope
    events: tuple[Rows, ...]
    limit: Quantity
    exceed: str = BREACH
    silence: str = UNKNOWN

    @property
    def asks(self) -> str:
        """Return where the events would be on record."""
        return ";".join(dict.fromkeys(each.asks for each in self.events))

    def judged(self, stands: tuple[int, ...]) -> Decision:
        """Return the decision where an event is recent, overdue before the next, overdue with none after, or still awaited."""
        recent, overdue, silent, awaited = stands
        if overdue == YES:
            return Decision(self.exceed, "overdue")
        if silent == YES:
            return Decision(self.silence, "silent", self.asks)
        if recent == YES:
            return Decision(MET, "recent")
        if awaited == YES:
            return Decision(PENDING, "awaited")
        return Decision(UNKNOWN, "not_on_record", self.asks)

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        gaps = self._gaps(board)
        marks = [
            Marks(board.clipped(self._recent(gaps, HAPPENED))),
            Marks(self._overdue(board, gaps.filter("event"))),
            Marks(self._overdue(board, gaps.filter(~pl.col("event")))),
            Marks(board.clipped(self._recent(gaps, BEGAN))),
        ]
        states, decide = self.scope.deciding(marks, self.judged)
        found = decided(board, self.scope.subject, states, decide)
        last = gaps.select("subject", pl.col("mark"), pl.col("mark").alias("at"), "due").sort("subject", "at")
        found = found.join_asof(last, left_on="since", right_on="at", by="subject", check_sortedness=False)
        reason = pl.col("why").is_in([place for place, each in enumerate(board.decisions) if each.reason in _SHOWN])
        return as_pieces(
            found.with_columns(
                pl.when(reason).then(pl.col("until") - pl.col("mark")).alias("num"),
                pl.lit(1, pl.Int64).alias("den"),
                pl.when(reason).then("due").otherwise(None).alias("due"),
            )
        )

    def _recent(self, gaps: pl.DataFrame, kind: int) -> pl.DataFrame:
        until = pl.min_horizontal("due", "next")
        return gaps.filter(pl.col("kind") == kind).select(
            "subject", pl.col("mark").alias("since"), until.alias("until")
        )

    def _overdue(self, board: Board, gaps: pl.DataFrame) -> pl.DataFrame:
        return board.clipped(gaps.select("subject", pl.col("due").alias("since"), pl.col("next").alias("until")))

    def _spans(self, board: Board) -> pl.DataFrame:
        """Return the spans in scope, each with whether its beginning is sure: just before, the subject was surely out of scope."""
        states: list[Source] = [
            self.scope.universe,
            *self.scope.covers,
            Marks(transfer_gaps(board, self.scope.subject)),
        ]
        frame = stretches(board, self.scope.subject, states)
        covers = range(1, len(states) - 1)
        inside = pl.all_horizontal(*(pl.col(f"s{place}") == YES for place in (0, *covers)))
        left = pl.any_horizontal(pl.lit(value=False), *(pl.col(f"s{place}") == NO for place in covers))
        outside = (pl.col("s0") != YES) & (pl.col(f"s{len(states) - 1}") != YES)
        ends = frame.select("subject", pl.col("until").alias("since"), (outside | left).alias("sure"))
        return (
            united(frame.filter(inside))
            .join(ends, on=["subject", "since"], how="left", maintain_order="left")
            .with_columns(pl.col("sure").fill_null(value=True))
        )

    def _gaps(self, board: Board) -> pl.DataFrame:
        """Return for each beginning and each event in a span: `mark`, when the next is `due`, what comes `next`, an event or not."""
        spans = self._spans(board)
        key = f"#{self.scope.subject}"
        events = [
            board.rows(each)
            .filter(pl.col("truth") & pl.col(key).is_not_null())
            .select(pl.col(key).alias("subject"), latest(each.at).alias("mark"))
            for each in self.events
        ]
        inside = (
            pl.concat(events)
            .drop_nulls()
            .sort("mark")
            .join_asof(spans.sort("since"), left_on="mark", right_on="since", by="subject", check_sortedness=False)
            .filter(pl.col("mark") < pl.col("until"))
        )
        began = pl.when("sure").then(BEGAN).otherwise(UNSURE).cast(pl.Int8)
        starts = spans.select("subject", pl.col("since").alias("mark"), "until", began.alias("kind"))
        events_in = inside.select("subject", "mark", "until", pl.lit(HAPPENED, pl.Int8).alias("kind"))
        marks = (
            pl.concat([starts, events_in])
            .group_by("subject", "mark", "until")
            .agg(pl.col("kind").max())
            .sort("subject", "mark")
            .with_columns(pl.col("mark").shift(-1).over("subject", "until").alias("following"))
            .with_columns(
                pl.coalesce("following", "until").alias("next"), pl.col("following").is_not_null().alias("event")
            )
        )
        return self._with_due(board, marks)

    def _with_due(self, board: Board, marks: pl.DataFrame) -> pl.DataFrame:
        if self.limit.unit not in CALENDAR:
            return marks.with_columns((pl.col("mark") + self.limit.whole).alias("due"))
        places = board.zones(self.scope.subject)
        marks = marks.sort("mark").join_asof(
            places.sort("since"), left_on="mark", right_on="since", by="subject", check_sortedness=False, suffix="_zone"
        )
        known = marks.select("mark", "zone", "calendar").unique()
        due = [self.due(mark, zone, calendar or "") for mark, zone, calendar in known.iter_rows()]
        known = known.with_columns(pl.Series("due", due, dtype=pl.Int64))
        return (
            marks.join(known, on=["mark", "zone", "calendar"], how="left", nulls_equal=True)
            .drop_nulls("due")
            .sort("subject", "mark")
        )

    def due(self, mark: int, zone: str | None, calendar: str) -> int | None:
        """Return when the next event is due; None where the zone or the calendar is not on record."""
        if self.limit.unit not in CALENDAR:
            return mark + self.limit.whole
        if zone is None:
            return None
        if self.limit.unit == "calendar_days":
            return after_days(mark, self.limit.whole, zone)
        return after_work_days(mark, self.limit.whole, zone, calendar)

    # one subject

    def one(self, sheet: Sheet, lo: int, hi: int, memory: Memory) -> Iterator[Piece]:
        """Yield the pieces of one subject between `lo` and `hi`; `memory` holds its gaps so far and is brought up to date."""
        gaps = memory[GAPS] = self._gaps_one(sheet, lo, hi, memory.get(GAPS, []))
        marks = [
            Marks(spans=list(_recent_one(gaps, HAPPENED))),
            Marks(spans=[(gap.due, gap.next) for gap in gaps if gap.due is not None and gap.event]),
            Marks(spans=[(gap.due, gap.next) for gap in gaps if gap.due is not None and not gap.event]),
            Marks(spans=list(_recent_one(gaps, BEGAN))),
        ]
        states, decide = self.scope.deciding(marks, self.judged)
        found = decided_one(sheet, states, decide, lo, hi)
        for each in joined(Piece("", since, until, decision) for since, until, decision in found):
            yield self._measured(each, gaps)

    def _measured(self, piece: Piece, gaps: Sequence[Gap]) -> Piece:
        last = next((gap for gap in reversed(gaps) if gap.due is not None and gap.mark <= piece.since), None)
        if piece.decision.reason not in _SHOWN or last is None:
            return piece._replace(den=1)
        return piece._replace(num=piece.until - last.mark, den=1, due=last.due)

    def _gaps_one(self, sheet: Sheet, lo: int, hi: int, before: list[Gap]) -> list[Gap]:
        kept = [gap for gap in before if gap.mark < lo]
        first = kept.pop() if kept else None
        begin = first.mark if first else lo
        events = sorted(
            {
                at
                for each in self.events
                for row, surely in sheet.counting(each, begin)
                if surely and (at := latest_of(each.at, row)) is not None
            }
        )
        for since, until, is_sure in self._spans_one(sheet, begin, hi):
            kind = HAPPENED if since in events else BEGAN if is_sure else UNSURE
            if first and since == begin:
                kind = first.kind
            marks = [since, *(each for each in events if since < each < until)]
            for mark, following in zip(marks, [*marks[1:], None], strict=True):
                due = self.due(mark, *sheet.zone_at(mark))
                after = until if following is None else following
                kept.append(Gap(mark, due, after, following is not None, kind if mark == since else HAPPENED))
        return kept

    def _spans_one(self, sheet: Sheet, begin: int, hi: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the spans in scope of one subject, each with whether its beginning is sure."""
        held = sheet.transfer_gaps(begin - 1, hi) if self.scope.subject == "person" else ()
        states: list[Source] = [self.scope.universe, *self.scope.covers, Marks(spans=list(held))]
        found: list[tuple[int, int, bool]] = []
        last_end, sure = -ENDLESS - 1, True
        for since, until, stands in stretches_one(sheet, states, begin - 1, hi):
            if all(each == YES for each in stands[:-1]):
                if found and found[-1][1] == since:
                    found[-1] = (found[-1][0], until, found[-1][2])
                else:
                    found.append((since, until, sure or last_end != since))
            else:
                last_end = until
                sure = NO in stands[1:-1] or (stands[0] != YES and stands[-1] != YES)
        for since, until, is_sure in found:
            if until > begin:
                yield max(since, begin), until, is_sure


def transfer_gaps(board: Board, kind: str) -> pl.DataFrame | None:
    """Return when a person was held although no record says where; other subjects are never in such a gap."""
    return board.transfer_gaps() if kind == "person" else None


def _recent_one(gaps: Sequence[Gap], kind: int) -> Iterator[tuple[int, int]]:
    return ((gap.mark, min(gap.due, gap.next)) for gap in gaps if gap.due is not None and gap.kind == kind)


_SHOWN = ("overdue", "silent", "awaited")
