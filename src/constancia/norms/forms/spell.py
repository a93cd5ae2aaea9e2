"""The form `spell`: how long a state may last without a break. With a window it is also the sliding `rolling_sum`.

Three readings of one life: what surely is the state, what may be it (not on record, or doubtful), and what a person must look at.
BREACH follows from the first alone; time that is not on record is always UNKNOWN, and so is time after it until the longest run
that the gaps allow is over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.derived import Form, source, source_one
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, joined
from constancia.norms.forms.runs import LITERAL, Breaks, Run, Window, bridged, bridged_where_held, literal, literal_one
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import BLANK, CLASH, DOUBT, YES, State
from constancia.norms.forms.sweep import united, united_one
from constancia.norms.forms.timeline import Marks, Scope, decided, decided_one, stretches, stretches_one
from constancia.norms.verdicts import BREACH, MET, PENDING, REVIEW, UNKNOWN

SURELY, PERHAPS, TO_REVIEW = range(3)
"""The three readings: runs of what is sure, of what may be, and of what a person must look at."""

Begun = Sequence[tuple[Run, int]]
"""Runs of one subject, each with the moment from which it counts."""

Memory = dict[int, list[Run]]
"""The literal runs of one subject by reading, kept between one event and the next."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A state (or what another form finds exceeded) that may last for `limit` at most.

    `breaks` says which interruptions do not end a run, `window` that the state need only nearly fill every window. `exceed` is the
    verdict beyond the limit (or, where `whole`, of every run that reaches it), `below` of a run within it.
    Measured: from the beginning of the run.
    """

    scope: Scope
    of: State | Form
    limit: int
    breaks: Breaks = LITERAL
    window: Window | None = None
    exceed: str = BREACH
    below: str = MET
    whole: bool = False

    @property
    def _asks(self) -> str:
        return self.of.asks if isinstance(self.of, State) else ""

    def reading(self, inside: int, stands: int) -> tuple[bool, bool, bool]:
        """Return in which readings a stretch belongs to a run: surely, perhaps, to review."""
        perhaps = stands in (YES, DOUBT) or (stands == BLANK and inside == YES)
        return stands == YES, perhaps, stands in (YES, DOUBT, CLASH)

    def judged(self, stands: tuple[int, ...]) -> Decision:
        """Return the decision where the state stands so and runs go on or are over the limit."""
        state, over, perhaps_over, review_over, running, run = stands
        if over == YES:
            return Decision(self.exceed, "over_limit")
        if state == BLANK:
            return Decision(UNKNOWN, "not_on_record", self._asks)
        if review_over == YES:
            return Decision(REVIEW, "doubtful_run")
        if perhaps_over == YES:
            return Decision(UNKNOWN, "gap_in_run", self._asks)
        if running == YES and self.below == MET:
            return Decision(PENDING, "running")
        return Decision(self.below, "within_limit") if run == YES else Decision(MET, "no_run")

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        kind = self.scope.subject
        runs = [self._runs(board, reading) for reading in range(3)]
        running = runs[SURELY].filter(pl.col("until") >= board.as_of)
        marks = [Marks(self._over(each)) for each in runs] + [Marks(running), Marks(runs[SURELY])]
        states, decide = self.scope.deciding((source(board, self.of), *marks), self.judged)
        found = decided(board, kind, states, decide)
        for reading, name in ((SURELY, "sure"), (TO_REVIEW, "review")):
            begun = runs[reading].select("subject", pl.col("begun").alias(name), pl.col("since").alias("at"))
            found = found.join_asof(begun, left_on="since", right_on="at", by="subject", check_sortedness=False)
        reason = (
            pl.col("why").replace_strict(
                list(range(len(board.decisions))), [each.reason for each in board.decisions], return_dtype=pl.String
            )
            if board.decisions
            else pl.lit("")
        )
        start = pl.when(reason.is_in(_OF_SURE)).then("sure").when(reason == "doubtful_run").then("review")
        due = pl.when(reason == "running").then(pl.col("sure") + self.limit)
        return as_pieces(
            found.with_columns(
                (pl.col("until") - start).alias("num"), pl.lit(1, pl.Int64).alias("den"), due.alias("due")
            )
        )

    def _runs(self, board: Board, reading: int) -> pl.DataFrame:
        return board.keep(
            ("runs", self.scope, self.of, self.window, self.breaks, reading), lambda: self._made(board, reading)
        )

    def _made(self, board: Board, reading: int) -> pl.DataFrame:
        frame = stretches(board, self.scope.subject, (self.scope.universe, source(board, self.of)))
        pairs = [
            (inside, stands) for inside in range(5) for stands in range(5) if self.reading(inside, stands)[reading]
        ]
        belongs = pl.any_horizontal(*((pl.col("s0") == inside) & (pl.col("s1") == stands) for inside, stands in pairs))
        parts = [frame.filter(belongs).select("subject", "since", "until")]
        if reading == PERHAPS:
            parts += self._gaps(board)
        inside = frame.filter(pl.col("s0") == YES).select("subject", "since", "until")
        held = united(pl.concat([inside, *self._gaps(board)]))
        runs = literal(united(pl.concat(parts)), self.window, held)
        return bridged(runs, self.breaks, held if reading == PERHAPS else None)

    def _gaps(self, board: Board) -> list[pl.DataFrame]:
        return [board.transfer_gaps()] if self.scope.subject == "person" else []

    def _over(self, runs: pl.DataFrame) -> pl.DataFrame:
        if self.whole:
            return runs.filter(pl.col("until") - pl.col("begun") >= self.limit)
        over = pl.max_horizontal("since", pl.col("begun") + self.limit)
        return runs.with_columns(over.alias("since")).filter(pl.col("since") < pl.col("until"))

    # one subject

    def one(self, sheet: Sheet, lo: int, hi: int, memory: Memory) -> Iterator[Piece]:
        """Yield the pieces of one subject between `lo` and `hi`; `memory` holds its runs so far and is brought up to date."""
        runs = [self._runs_one(sheet, lo, hi, reading, memory) for reading in range(3)]
        every = [run[:2] for run, _ in runs[SURELY]]
        marks = [Marks(spans=self._over_one(each)) for each in runs]
        marks += [Marks(spans=[each for each in every if each[1] >= hi]), Marks(spans=every)]
        states, decide = self.scope.deciding((source_one(sheet, self.of, lo, hi), *marks), self.judged)
        found = decided_one(sheet, states, decide, lo, hi)
        for each in joined(Piece("", since, until, decision) for since, until, decision in found):
            yield self._measured(each, runs)

    def _runs_one(self, sheet: Sheet, lo: int, hi: int, reading: int, memory: Memory) -> Begun:
        begin = lo - (self.window.length if self.window else 0) if lo > -ENDLESS else lo
        spans = [
            (since, until)
            for since, until, (inside, stands) in stretches_one(
                sheet, (self.scope.universe, source_one(sheet, self.of, begin, hi)), begin, hi
            )
            if self.reading(inside, stands)[reading]
        ]
        if reading == PERHAPS and self.scope.subject == "person":
            spans += sheet.transfer_gaps(begin, hi)
        held = self._held_one(sheet, begin, hi) if self.window else []
        memory[reading] = literal_one(united_one(spans), self.window, held, lo, memory.get(reading, ()))
        wide = self._held_one(sheet, -ENDLESS, hi) if self.breaks != LITERAL and reading == PERHAPS else []
        return bridged_where_held(memory[reading], self.breaks, wide)

    def _held_one(self, sheet: Sheet, lo: int, hi: int) -> list[tuple[int, int]]:
        inside = [
            (since, until)
            for since, until, (stands,) in stretches_one(sheet, (self.scope.universe,), lo, hi)
            if stands == YES
        ]
        gaps = sheet.transfer_gaps(lo, hi) if self.scope.subject == "person" else ()
        return united_one([*inside, *gaps])

    def _over_one(self, runs: Begun) -> list[tuple[int, int]]:
        if self.whole:
            return [run[:2] for run, begun in runs if run.until - begun >= self.limit]
        return [
            (max(run.since, begun + self.limit), run.until) for run, begun in runs if begun + self.limit < run.until
        ]

    def _measured(self, piece: Piece, runs: Sequence[Begun]) -> Piece:
        reading = SURELY if piece.decision.reason in _OF_SURE else TO_REVIEW
        if reading == TO_REVIEW and piece.decision.reason != "doubtful_run":
            return piece._replace(den=1)
        start = next((begun for run, begun in reversed(runs[reading]) if run.since <= piece.since), piece.since)
        due = start + self.limit if piece.decision.reason == "running" else None
        return piece._replace(num=piece.until - start, den=1, due=due)


_OF_SURE = ("over_limit", "running", "within_limit")
