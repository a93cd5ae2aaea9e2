"""The form `daily`: so much of a state, or so many records, on every whole local day. A week is never averaged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from constancia.norms.forms.arrays import Ints, changes, column, keys
from constancia.norms.forms.board import Board
from constancia.norms.forms.days import Span, time_on, whole_days, whole_days_one
from constancia.norms.forms.occasions import numbered
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, joined, with_least
from constancia.norms.forms.rows import Rows, latest, latest_of
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import BLANK, CLASH, DOUBT, NO, YES, State
from constancia.norms.forms.timeline import Scope, stood, stretches_one
from constancia.norms.verdicts import BREACH, MET, NOT_APPLICABLE, REVIEW, UNKNOWN


@dataclass(frozen=True, slots=True)
class Excuse:
    """A state that excuses the day on which it holds at all, or (`all_day`) for the whole of it; `reason` names why."""

    state: State
    reason: str
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class OnlyOver:
    """The day counts only when a state holds for longer than this on it."""

    state: State
    over: int


@dataclass(frozen=True, slots=True)
class Daily:
    """On every whole local day in scope: at least `limit` of the time in which `of` holds, or of `events` (or their `amount`).

    `kept`: a state that shows that the day's log was kept, so that what is not in it did not happen (a closing must cover the whole
    day); else a day that is partly unrecorded may hide enough, and `silence` is judged. Measured: the day's total; of merged days,
    the least.
    """

    scope: Scope
    limit: int
    of: State | None = None
    events: tuple[Rows, ...] = ()
    amount: str = ""
    kept: State | None = None
    excuses: tuple[Excuse, ...] = ()
    only_over: OnlyOver | None = None
    exceed: str = BREACH
    silence: str = UNKNOWN

    @property
    def asks(self) -> str:
        """Return what must be on record to judge a day."""
        return self.of.asks if self.of else ";".join(dict.fromkeys(each.asks for each in self.events))

    @property
    def states(self) -> tuple[State, ...]:
        """Return every state that is looked at, in the order of their columns: universe, covers, and those of the form."""
        own = [self.of, self.kept, *(each.state for each in self.excuses), self.only_over and self.only_over.state]
        return (self.scope.universe, *self.scope.covers, *(each for each in own if each))

    def judged(
        self, enough: int, doubtful: int, unrecorded: int, kept: int, excuse: int, over: int, *covers: int
    ) -> Decision:
        """Return the decision on a day.

        `enough`, `doubtful`, `unrecorded`: whether what surely counts reaches the limit, what may count, and time not on record.
        `excuse`: the number of the excuse that holds, from 1. `over`: whether the day is one that counts (2: not on record).
        """
        if NO in covers or over == 0:
            return Decision(NOT_APPLICABLE, "not_covered")
        found = self._inner(enough, doubtful, unrecorded, kept, excuse)
        if over == 2 and found.verdict not in (MET, NOT_APPLICABLE):
            return Decision(UNKNOWN, "not_on_record", self.only_over.state.asks if self.only_over else "")
        return self.scope.covered(found, covers)

    def _inner(self, enough: int, doubtful: int, unrecorded: int, kept: int, excuse: int) -> Decision:
        if enough:
            return Decision(MET, "enough")
        if excuse:
            return Decision(NOT_APPLICABLE, self.excuses[excuse - 1].reason)
        if doubtful:
            return Decision(REVIEW, "doubtful")
        if kept or not unrecorded:
            return Decision(self.exceed, "too_little")
        return Decision(self.silence, "not_on_record", self.asks)

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        days = whole_days(board, self.scope.subject, self.scope.universe)
        frame = self._totals(board, days)
        frame = self._counted(board, frame) if self.events else frame
        frame = frame.with_columns(*self._flags(), *self._cover_flags())
        covers = [f"c{place}" for place in range(len(self.scope.covers))]
        frame = numbered(board, frame, [*_FLAGS, *covers], self.judged)
        frame = frame.select(
            "subject", pl.col("day").alias("since"), pl.col("ends").alias("until"), "why", pl.col("sure").alias("num")
        )
        least = _merged(frame.sort("subject", "since"))
        return as_pieces(least.with_columns(pl.lit(1, pl.Int64).alias("den")))

    def _totals(self, board: Board, days: pl.DataFrame) -> pl.DataFrame:
        """Return the days with how long each state holds and, where it matters, fails, is doubtful and is not on record on each."""
        length = pl.col("ends") - pl.col("day")
        found = days.select("subject", "day", "ends")
        for place, state in enumerate(self.states):
            line = stood(board, self.scope.subject, state)
            whole = self._is_asked_whole(place, state)
            times = {name: time_on(days, line, values) for name, values in _KINDS.items() if whole or name == "yes"}
            found = found.with_columns(*(pl.Series(f"{name}{place}", each) for name, each in times.items()))
            if whole:
                recorded = pl.sum_horizontal(*(f"{name}{place}" for name in times))
                found = found.with_columns((length - recorded).alias(f"blank_{place}"))
        of = self.states.index(self.of) if self.of else None
        names = {"sure": "yes", "maybe": "doubt", "blank": "blank_"}
        return found.with_columns(
            *(
                (pl.lit(0, pl.Int64) if of is None else pl.col(f"{kind}{of}")).alias(name)
                for name, kind in names.items()
            )
        )

    def _is_asked_whole(self, place: int, state: State) -> bool:
        """Tell whether it matters of a state if it fails, is doubtful or is not on record, and not only whether it holds."""
        is_cover = 0 < place <= len(self.scope.covers)
        return is_cover or state == self.of or (self.only_over is not None and state == self.only_over.state)

    def _counted(self, board: Board, frame: pl.DataFrame) -> pl.DataFrame:
        """Add how many records (or how much of their amount) fall on each day; without a log every day is partly unrecorded."""
        key = f"#{self.scope.subject}"
        amount = pl.col(self.amount) if self.amount else pl.lit(1, pl.Int64)
        events = pl.concat(
            board.rows(each).select(
                pl.col(key).alias("subject"), latest(each.at).alias("at"), pl.col("truth"), amount.alias("amount")
            )
            for each in self.events
        ).drop_nulls(["subject", "at", "amount"])
        events = events.filter(pl.col("at") <= board.as_of)
        whose, day = column(frame, "subject"), column(frame, "day")
        begin, begun = keys([whose, column(events, "subject")], [day, column(events, "at")])
        place: Ints = np.searchsorted(begin, begun, side="right") - 1
        inside: Ints = place >= 0
        if frame.height:
            inside &= whose[place] == column(events, "subject")
            inside &= column(events, "at") < column(frame, "ends")[place]
        amounts, surely = column(events, "amount"), events["truth"].fill_null(value=False).to_numpy()
        totals = {name: np.zeros(frame.height, dtype=np.int64) for name in ("sure", "maybe")}
        for name, counts in (("sure", inside & surely), ("maybe", inside & ~surely)):
            np.add.at(totals[name], place[counts], amounts[counts])
        return frame.with_columns(
            *(pl.Series(name, each) for name, each in totals.items()), pl.lit(self.limit, pl.Int64).alias("blank")
        )

    def _flags(self) -> list[pl.Expr]:
        sure, maybe, blank = pl.col("sure"), pl.col("maybe"), pl.col("blank")
        length = pl.col("ends") - pl.col("day")
        place = {state: number for number, state in enumerate(self.states)}
        excuse = pl.lit(0)
        for number, each in reversed(list(enumerate(self.excuses, start=1))):
            time = pl.col(f"yes{place[each.state]}")
            excuse = pl.when(time == length if each.all_day else time > 0).then(number).otherwise(excuse)
        over = pl.lit(1)
        if self.only_over:
            at = place[self.only_over.state]
            surely = pl.col(f"yes{at}")
            open_ = surely + pl.col(f"doubt{at}") + pl.col(f"blank_{at}")
            over = pl.when(surely > self.only_over.over).then(1).when(open_ > self.only_over.over).then(2).otherwise(0)
        kept = pl.lit(value=False)
        if self.kept:
            kept_for = pl.col(f"yes{place[self.kept]}")
            kept = kept_for == length if self.kept.closed else kept_for > 0
        flags = [sure >= self.limit, sure + maybe >= self.limit, sure + maybe + blank >= self.limit, kept, excuse, over]
        return [flag.cast(pl.Int8).alias(name) for flag, name in zip(flags, _FLAGS, strict=True)]

    def _cover_flags(self) -> list[pl.Expr]:
        found = []
        for place in range(1, 1 + len(self.scope.covers)):
            time = {name: pl.col(f"{name}{place}") for name in (*_KINDS, "blank_")}
            stands = (
                pl.when(time["no"] > 0)
                .then(NO)
                .when(time["blank_"] > 0)
                .then(BLANK)
                .when(time["doubt"] > 0)
                .then(DOUBT)
                .when(time["yes"] > 0)
                .then(YES)
                .otherwise(BLANK)
            )
            found.append(stands.cast(pl.Int8).alias(f"c{place - 1}"))
        return found

    # one subject

    def one(self, sheet: Sheet, lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject, every whole day that ends after `lo`."""
        yield from joined(self.pieces(sheet, lo, hi, None), with_least)

    def pieces(self, sheet: Sheet, lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the same day by day."""
        days = whole_days_one(sheet, self.scope.universe, lo, hi)
        if not days:
            return
        stands = list(stretches_one(sheet, self.states, days[0][0], hi))
        for day, totals in _totals_one(days, stands, len(self.states)):
            yield self._day(sheet, day, totals)

    def _day(self, sheet: Sheet, day: Span, totals: list[list[int]]) -> Piece:
        place = {state: number for number, state in enumerate(self.states)}
        sure = maybe = blank = 0
        if self.of:
            times = totals[place[self.of]]
            sure, maybe, blank = times[YES], times[DOUBT] + times[CLASH], times[BLANK]
        if self.events:
            sure, maybe = self._counted_one(sheet, day)
            blank = self.limit
        length = day[1] - day[0]
        excuse = next(
            (
                number
                for number, each in enumerate(self.excuses, start=1)
                if (totals[place[each.state]][YES] == length if each.all_day else totals[place[each.state]][YES])
            ),
            0,
        )
        kept_for = totals[place[self.kept]][YES] if self.kept else 0
        kept = kept_for == length if self.kept and self.kept.closed else kept_for > 0
        flags = (sure >= self.limit, sure + maybe >= self.limit, sure + maybe + blank >= self.limit, kept, excuse)
        covers = [_stands(totals[number]) for number in range(1, 1 + len(self.scope.covers))]
        decision = self.judged(*map(int, flags), self._over_one(totals, place), *covers)
        return Piece("", *day, decision, sure, 1)

    def _over_one(self, totals: list[list[int]], place: dict[State, int]) -> int:
        if self.only_over is None:
            return 1
        times = totals[place[self.only_over.state]]
        if times[YES] > self.only_over.over:
            return 1
        return 2 if times[YES] + times[DOUBT] + times[CLASH] + times[BLANK] > self.only_over.over else 0

    def _counted_one(self, sheet: Sheet, day: Span) -> tuple[int, int]:
        sure = maybe = 0
        for each in self.events:
            for row, surely in sheet.counting(each, day[0]):
                at = latest_of(each.at, row)
                amount = row[self.amount] if self.amount else 1
                if at is not None and day[0] <= at < day[1] and amount is not None:
                    sure += amount if surely else 0
                    maybe += 0 if surely else amount
        return sure, maybe


_FLAGS = ("enough", "doubtful", "unrecorded", "kept", "excuse", "over")
_KINDS = {"yes": (YES,), "no": (NO,), "doubt": (DOUBT, CLASH)}


def _merged(frame: pl.DataFrame) -> pl.DataFrame:
    """Return days that touch and say the same as one, with the least of their totals."""
    if not frame.height:
        return frame
    subject, since, until, why = (column(frame, each) for each in ("subject", "since", "until", "why"))
    new = changes(subject, why)
    new[1:] |= since[1:] != until[:-1]
    begins = np.flatnonzero(new)
    last = np.append(begins[1:] - 1, len(new) - 1)
    least = np.minimum.reduceat(column(frame, "num"), begins)
    return frame[begins].with_columns(pl.Series("until", until[last]), pl.Series("num", least))


def _totals_one(
    days: Sequence[Span], stands: Sequence[tuple[int, int, tuple[int, ...]]], count: int
) -> Iterator[tuple[Span, list[list[int]]]]:
    first = 0
    for day in days:
        totals = [[0] * 5 for _ in range(count)]
        while first < len(stands) and stands[first][1] <= day[0]:
            first += 1
        place = first
        while place < len(stands) and stands[place][0] < day[1]:
            since, until, states = stands[place]
            length = min(until, day[1]) - max(since, day[0])
            for number, each in enumerate(states):
                totals[number][each] += length
            place += 1
        yield day, totals


def _stands(times: list[int]) -> int:
    for stands in (NO, BLANK):
        if times[stands]:
            return stands
    if times[DOUBT] or times[CLASH]:
        return DOUBT
    return YES if times[YES] else BLANK
