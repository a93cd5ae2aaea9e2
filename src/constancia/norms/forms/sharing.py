"""The form `sharing`: persons of two kinds who must not share a cell, such as untried and convicted, or children and adults."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.heads import NAMED, counted, counted_one, named, named_one
from constancia.norms.forms.occasions import numbered
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, joined, measures
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.states import CLASH, DOUBT, NO, YES, State
from constancia.norms.forms.sweep import sweep, sweep_one, united_one
from constancia.norms.forms.timeline import stretches, stretches_one
from constancia.norms.verdicts import BREACH, MET, REVIEW, UNKNOWN


@dataclass(frozen=True, slots=True)
class Sharing:
    """Two states of persons (`one`, `other`) that must not be present in the same cell; `excused` persons are left out of both.

    A cell is free of mixing only when everyone in it is known and the roll was counted. Measured: the length of the stretch.
    """

    first: State
    other: State
    excused: tuple[State, ...] = ()
    exceed: str = BREACH
    doubt: str = REVIEW

    def side(self, stands: Sequence[int]) -> tuple[int, int, int, int]:
        """Return how a person present counts: first, other, neither for certain, doubtful."""
        one, two, *excuses = stands
        if YES in excuses or (one == NO and two == NO):
            return (0, 0, 1, 0)
        if CLASH in (one, two) or DOUBT in (one, two):
            return (0, 0, 0, 1)
        if one == YES:
            return (1, 0, 0, 0)
        return (0, 1, 0, 0) if two == YES else (0, 0, 0, 0)

    def judged(self, first: int, other: int, doubtful: int, everyone: int, clash: int) -> Decision:
        """Return the decision where persons of each kind are (1) or are not (0) known to be present, and everyone is known or not.

        `clash`: more persons are named than were counted.
        """
        if first and other:
            return Decision(self.exceed, "mixed")
        if clash:
            return Decision(REVIEW, "clash")
        if not everyone:
            return Decision(UNKNOWN, "not_counted", f"presence.count;{self.first.asks}")
        if doubtful:
            return Decision(self.doubt if first or other else REVIEW, "doubtful")
        return Decision(MET, "apart")

    @property
    def _states(self) -> tuple[State, ...]:
        return (self.first, self.other, *self.excused)

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every cell."""
        sides = self._sides(board)
        counts = counted(board, "cell")
        spans = counts.select("subject", "since", "until")
        labels = [[sides.filter(pl.col(each) > 0)] for each in _SIDES]
        labels += [[named(board, "cell")], [spans]]
        labels += [[counts.select("subject", "since", "until", weight=each)] for each in ("hi", "lo")]
        frame = sweep(labels)
        first, other, certain, doubtful, present, exact, most, least = (pl.col(f"n{place}") for place in range(8))
        known = first + other + certain + doubtful
        everyone = (exact > 0) & (known >= pl.max_horizontal(most, present))
        frame = frame.with_columns(
            (first > 0).cast(pl.Int8).alias("first"),
            (other > 0).cast(pl.Int8).alias("other"),
            (doubtful > 0).cast(pl.Int8).alias("doubtful"),
            everyone.cast(pl.Int8).alias("everyone"),
            ((exact > 0) & (present > least)).cast(pl.Int8).alias("clash"),
        )
        frame = numbered(board, frame, ["first", "other", "doubtful", "everyone", "clash"], self.judged)
        new = pl.any_horizontal(
            pl.col("subject").ne(pl.col("subject").shift(1)),
            pl.col("since").ne(pl.col("until").shift(1)),
            pl.col("why").ne(pl.col("why").shift(1)),
        )
        frame = (
            frame.with_columns(new.fill_null(value=True).cum_sum().alias("run"))
            .group_by("run", maintain_order=True)
            .agg(*(pl.col(each).first() for each in ("subject", "since", "why")), pl.col("until").last())
        )
        length = pl.when(board.is_measured()).then(pl.col("until") - pl.col("since"))
        return as_pieces(frame.with_columns(length.alias("num"), pl.lit(1, pl.Int64).alias("den")))

    def _sides(self, board: Board) -> pl.DataFrame:
        return board.keep(("sides", self), lambda: self._made(board))

    def _made(self, board: Board) -> pl.DataFrame:
        """Return when each person present in a cell is of which side."""
        people = stretches(board, "person", self._states).filter(pl.col("subject").is_not_null())
        names = [f"s{place}" for place in range(len(self._states))]
        combos = people.select(names).unique()
        sides = [self.side(each) for each in combos.iter_rows()]
        combos = combos.with_columns(
            *(pl.Series(name, [each[place] for each in sides], dtype=pl.Int8) for place, name in enumerate(_SIDES))
        )
        people = people.join(combos, on=names).rename({"since": "from", "until": "to"})
        there = (
            board.rows(NAMED)
            .filter(pl.col("#cell").is_not_null() & pl.col("since").is_not_null())
            .select("#person", pl.col("#cell"), "since", pl.col("until").fill_null(ENDLESS))
        )
        there = _one_row_a_stay(there)
        found = there.join(people, left_on="#person", right_on="subject").select(
            pl.col("#cell").alias("subject"),
            pl.max_horizontal("since", "from").alias("since"),
            pl.min_horizontal("until", "to").alias("until"),
            *_SIDES,
        )
        return board.clipped(found)

    # one subject

    def one(self, sheet: Sheet, lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one cell between `lo` and `hi`."""
        marked = [
            (since, until, side)
            for person, spans in _stays(sheet, lo, hi).items()
            for begin, end in spans
            for since, until, stands in self._person(sheet, person, begin, end)
            for side, there in enumerate(self.side(stands))
            if there
        ]
        marked += [(since, until, 4) for since, until in named_one(sheet, lo, hi)]
        counts = counted_one(sheet, lo, hi)
        marked += [(since, until, 5) for since, until, _ in counts]
        found = []
        for since, until, (first, other, certain, doubtful, present, exact) in sweep_one(marked, 6):
            here = [count for begin, end, count in counts if begin <= since < end]
            everyone = exact > 0 and first + other + certain + doubtful >= max(*here, present)
            clash = bool(here) and present > min(here)
            decision = self.judged(int(first > 0), int(other > 0), int(doubtful > 0), int(everyone), int(clash))
            found.append(Piece("", since, until, decision))
        for each in joined(found):
            yield each._replace(num=each.until - each.since if measures(each.decision) else None, den=1)

    def _person(self, sheet: Sheet, person: str, begin: int, end: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        known = sheet.world.sheets.get(("person", person))
        if known is not None:
            yield from stretches_one(known, self._states, begin, end)


_SIDES = ("first", "other", "certain", "doubtful")


def _one_row_a_stay(there: pl.DataFrame) -> pl.DataFrame:
    """Return stays with those of the same person in the same cell that overlap or touch made one."""
    reach = pl.col("until").cum_max().over("#person", "#cell").shift(1).over("#person", "#cell")
    return (
        there.sort("#person", "#cell", "since")
        .with_columns((reach.is_null() | (pl.col("since") > reach)).cum_sum().alias("run"))
        .group_by("run")
        .agg(pl.col("#person").first(), pl.col("#cell").first(), pl.col("since").first(), pl.col("until").max())
        .drop("run")
    )


def _stays(sheet: Sheet, lo: int, hi: int) -> dict[str, list[tuple[int, int]]]:
    stays: dict[str, list[tuple[int, int]]] = {}
    for row, surely in sheet.counting(NAMED, lo):
        if surely and row["since"] is not None:
            until = hi if row["until"] is None else min(row["until"], hi)
            if max(row["since"], lo) < until:
                stays.setdefault(row["person"], []).append((max(row["since"], lo), until))
    return {person: united_one(spans) for person, spans in stays.items()}
