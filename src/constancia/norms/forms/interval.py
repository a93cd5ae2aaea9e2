"""The forms `interval` and `rate`: a figure that must stay within a limit at every moment, such as floor space per person.

The figure is kept as a least and a greatest value, and so is the number of persons; BREACH needs the most favourable reading to
fail, MET the least favourable to pass with the persons counted. Anything between is for a person to look at or is not known.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.board import Board
from constancia.norms.forms.days import Span
from constancia.norms.forms.flat import flat
from constancia.norms.forms.heads import counted, counted_one, named, named_one
from constancia.norms.forms.nights import nights, nights_one
from constancia.norms.forms.occasions import FALSE, OPEN, TRUE, numbered, small, small_expr
from constancia.norms.forms.pieces import Decision, Piece, as_pieces, joined, with_least, with_most
from constancia.norms.forms.rows import Row, Rows, Test, holds, truth
from constancia.norms.forms.sheet import Sheet
from constancia.norms.forms.sweep import sweep
from constancia.norms.units import NANO
from constancia.norms.verdicts import BREACH, MET, NOT_APPLICABLE, REVIEW, UNKNOWN


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of rows over time: the sum of columns with a sign (+1, -1), divided by the row's column `out_of` where there is one.

    A quotient is kept in billionths, rounded against the custodian (`up` where it must not be more). Without `rows` the figure is
    the number of persons.
    """

    rows: Rows | None
    columns: tuple[tuple[str, int], ...] = ()
    out_of: str = ""
    up: bool = False

    @property
    def asks(self) -> str:
        """Return what must be on record for it."""
        if self.rows is None:
            return "presence.count"
        names = [f"{self.rows.table}.{each}" for each, _ in self.columns]
        return ";".join([*names, f"{self.rows.table}.{self.out_of}"] if self.out_of else names)

    def of(self, row: Row) -> int | None:
        """Return the figure of one row, or nothing when a part of it is not on record."""
        parts = [(row[column], sign) for column, sign in self.columns]
        if any(part is None for part, _ in parts):
            return None
        value: int = sum(part * sign for part, sign in parts)
        if not self.out_of:
            return value
        out_of: int | None = row[self.out_of]
        if out_of is None or out_of <= 0:
            return None
        return (value * NANO + (out_of - 1 if self.up else 0)) // out_of


@dataclass(frozen=True, slots=True)
class Limit:
    """What the figure must be: `at_least` or `at_most` so much, and more for each person and each billionth of `area`."""

    at_least: int | None = None
    at_most: int | None = None
    per_person: int = 0
    per_area: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure of a cell or facility against a limit, divided by the persons there if `per_person`.

    `applies`: tests on the survey rows (`survey`) that make it apply. `at_night`: judged from 22:00 to 06:00 local only. `occupied`:
    judged only while someone is there. `exceed`: the verdict beyond the limit. Measured: the figure; of merged time, the worst.
    """

    subject: str
    figure: Figure
    limit: Limit
    survey: Rows
    applies: tuple[Test, ...] = ()
    area: Figure | None = None
    per_person: bool = False
    occupied: bool = True
    at_night: bool = False
    exceed: str = BREACH

    @property
    def needs_persons(self) -> bool:
        """Tell whether the number of persons enters the arithmetic."""
        return self.per_person or self.limit.per_person > 0 or self.figure.rows is None

    def judged(  # noqa: PLR0911 - one line for each case
        self, applies: int, there: int, known: int, best: int, worst: int, exact: int
    ) -> Decision:
        """Return the decision on a stretch.

        `applies`: whether the survey makes it apply. `there`: whether someone is there. `known`: whether the figure (and the area)
        is on record. `best` and `worst`: whether the most and the least favourable reading pass. `exact`: persons counted.
        """
        if applies == FALSE:
            return Decision(NOT_APPLICABLE, "not_applicable")
        if self.occupied and there == FALSE:
            return Decision(NOT_APPLICABLE, "empty")
        if known == FALSE:
            return Decision(UNKNOWN, "not_on_record", self._asks())
        if best == FALSE:
            if applies == OPEN:
                return Decision(UNKNOWN, "not_on_record", Rows(self.survey.table, self.applies).asks)
            return Decision(self.exceed, "beyond")
        if (self.needs_persons or self.occupied) and exact == FALSE:
            return Decision(UNKNOWN, "not_counted", "presence.count")
        return Decision(MET, "within") if worst == TRUE else Decision(REVIEW, "clash")

    def _asks(self) -> str:
        return ";".join(dict.fromkeys([self.figure.asks, *([self.area.asks] if self.area else [])]))

    # every subject

    def setwise(self, board: Board) -> pl.DataFrame:
        """Return the pieces of every subject."""
        frame = self._swept(board)
        rows, fewest, most = pl.col("n6"), pl.col("n8"), pl.col("n9")
        exact = pl.col("n7") > 0
        frame = frame.with_columns(
            pl.when(exact).then(fewest).otherwise(rows).alias("few"),
            pl.when(exact).then(pl.max_horizontal(rows, most)).otherwise(rows).alias("many"),
            pl.col("n0").alias("covered"),
        )
        lo, hi = ("few", "many") if self.figure.rows is None else ("n1", "n2")
        frame = frame.with_columns(*self._needed())
        known = pl.col("n0") > 0 if self.figure.rows else pl.lit(value=True)
        if self.area:
            known &= pl.col("n10") > 0
        there = pl.when(pl.col("many") > 0).then(TRUE).when(exact).then(FALSE).otherwise(OPEN)
        applies = (
            pl.when((pl.col("n3") > 0) & (pl.col("n4") == 0))
            .then(TRUE)
            .when((pl.col("n4") > 0) & (pl.col("n3") == 0) & (pl.col("n5") == 0))
            .then(FALSE)
            .otherwise(OPEN)
        )
        best, worst = self._passes(lo, hi)
        frame = frame.with_columns(
            applies.cast(pl.Int8).alias("applies"),
            there.cast(pl.Int8).alias("there"),
            small_expr(known).alias("known"),
            small_expr(known & best).alias("best"),
            small_expr(known & worst).alias("worst"),
            small_expr(exact).alias("exact"),
        )
        frame = numbered(board, frame, ["applies", "there", "known", "best", "worst", "exact"], self.judged)
        return self._measured(frame, lo, hi)

    def _needed(self) -> list[pl.Expr]:
        """Return what is needed at least and at most: the limit, and more for each person and each unit of area."""
        base = self.limit.at_least if self.limit.at_least is not None else self.limit.at_most or 0
        return [
            (base + self.limit.per_person * pl.col(persons) + _share(self.limit.per_area, pl.col(area))).alias(name)
            for name, persons, area in (("need_lo", "few", "n11"), ("need_hi", "many", "n12"))
        ]

    def _passes(self, lo: str, hi: str) -> tuple[pl.Expr, pl.Expr]:
        few = pl.col("few") if self.per_person else pl.lit(1, pl.Int64)
        many = pl.col("many") if self.per_person else pl.lit(1, pl.Int64)
        if self.limit.at_most is not None:
            return pl.col(lo) <= pl.col("need_lo") * few, pl.col(hi) <= pl.col("need_lo") * many
        return pl.col(hi) >= pl.col("need_lo") * few, pl.col(lo) >= pl.col("need_hi") * many

    def _swept(self, board: Board) -> pl.DataFrame:
        return board.keep(
            ("swept", self.subject, self.figure, self.survey, self.applies, self.area, self.at_night),
            lambda: self._made(board),
        )

    def _made(self, board: Board) -> pl.DataFrame:
        heads, counts = named(board, self.subject), counted(board, self.subject)
        figure = self._values(board, self.figure) if self.figure.rows else None
        area = self._values(board, self.area) if self.area else None
        labels = [*_three(figure), *self._applying(board), [heads], *_three(counts), *_three(area)]
        if self.at_night:
            labels.append([nights(board, self.subject)])
        frame = sweep(labels).filter(pl.sum_horizontal(*(f"n{label}" for label in (0, 3, 4, 5, 6, 7))) > 0)
        return frame.filter(pl.col("n13") > 0) if self.at_night else frame

    def _values(self, board: Board, figure: Figure) -> pl.DataFrame:
        assert figure.rows is not None  # noqa: S101 - the caller asked
        value = pl.sum_horizontal(*(pl.col(column) * sign for column, sign in figure.columns), ignore_nulls=False)
        if figure.out_of:
            value = _quotient(value, pl.col(figure.out_of), up=figure.up)
        frame = board.rows(figure.rows).filter(pl.col("truth") & pl.col(f"#{self.subject}").is_not_null())
        found = frame.select(
            pl.col(f"#{self.subject}").alias("subject"),
            "since",
            pl.col("until").fill_null(ENDLESS),
            value.alias("value"),
        )
        return flat(board.clipped(found.drop_nulls().unique()))

    def _applying(self, board: Board) -> list[list[pl.DataFrame]]:
        frame = board.rows(self.survey).filter(pl.col(f"#{self.subject}").is_not_null() & pl.col("since").is_not_null())
        frame = board.clipped(
            frame.select(
                pl.col(f"#{self.subject}").alias("subject"),
                "since",
                pl.col("until").fill_null(ENDLESS),
                small_expr(truth(self.applies)).alias("applies"),
            )
        )
        return [[frame.filter(pl.col("applies") == value)] for value in (TRUE, FALSE, OPEN)]

    def _measured(self, frame: pl.DataFrame, lo: str, hi: str) -> pl.DataFrame:
        most = self.limit.at_most is not None
        value = pl.col("known") == TRUE
        frame = frame.with_columns(
            pl.when(value).then(hi if most else lo).alias("num"),
            pl.when(value & (pl.col("many") > 0)).then("many").otherwise(pl.lit(1, pl.Int64)).alias("den")
            if self.per_person
            else pl.lit(1, pl.Int64).alias("den"),
            pl.col("need_hi").alias("limit")
            if self.limit.per_person or self.limit.per_area
            else pl.lit(None, pl.Int64).alias("limit"),
        )
        new = (
            pl.col("subject").ne(pl.col("subject").shift(1))
            | pl.col("since").ne(pl.col("until").shift(1))
            | pl.col("why").ne(pl.col("why").shift(1))
        )
        ratio = pl.col("num").fill_null(0) / pl.col("den")
        worst = ratio.arg_max() if most else ratio.arg_min()
        return as_pieces(
            frame.with_columns(new.fill_null(value=True).cum_sum().alias("run"))
            .group_by("run", maintain_order=True)
            .agg(
                pl.col("subject").first(),
                pl.col("since").first(),
                pl.col("until").last(),
                pl.col("why").first(),
                *(pl.col(each).get(worst).alias(each) for each in ("num", "den", "limit")),
            )
        )

    # one subject

    def one(self, sheet: Sheet, lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the pieces of one subject between `lo` and `hi`."""
        merge = with_most if self.limit.at_most is not None else with_least
        yield from joined(self.pieces(sheet, lo, hi, None), merge)

    def pieces(self, sheet: Sheet, lo: int, hi: int, _memory: object) -> Iterator[Piece]:
        """Yield the same in parts, each with the figure that held in it."""
        for since, until, values in self._stretches(sheet, lo, hi):
            if self.at_night and not values[_NIGHT]:
                continue
            few, many, exact = _persons(values)
            figures = [few, many] if self.figure.rows is None else _ends(values[_FIGURE])
            areas = _ends(values[_AREA]) if self.area else [0, 0]
            applies = _agreed(values[_APPLIES])
            there = TRUE if many > 0 else FALSE if exact else OPEN
            known = bool(figures) and bool(areas)
            best = worst = False
            need_hi = 0
            if known:
                need_lo, need_hi = (self._need(persons, area) for persons, area in ((few, areas[0]), (many, areas[1])))
                best, worst = self._passes_one(figures, need_lo, need_hi, few, many)
            decision = self.judged(applies, there, small(known), small(best), small(worst), small(exact))
            if decision:
                most = self.limit.at_most is not None
                num = (figures[1] if most else figures[0]) if known else None
                den = many if self.per_person and known and many > 0 else 1
                limit = (
                    self._need(many, areas[1] if areas else 0) if self.limit.per_person or self.limit.per_area else None
                )
                yield Piece("", since, until, decision, num, den, None, limit)

    def counted(self, row: Row, persons: int) -> Decision:
        """Return the decision on what one survey row says, with so many people counted there; the row has all it asks for."""
        sums = [each.of(row) for each in (self.figure, self.area) if each and each.rows]
        known = None not in sums
        figure = persons if self.figure.rows is None else sums[0]
        need = self._need(persons, (sums[-1] or 0) if self.area else 0)
        passes = known and all(self._passes_one([figure or 0] * 2, need, need, persons, persons))
        applies = small(holds(self.applies, row, lambda of, column: of.get(column)))
        return self.judged(applies, small(persons > 0), small(known), small(passes), small(passes), TRUE)

    def _need(self, persons: int, area: int) -> int:
        base = self.limit.at_least if self.limit.at_least is not None else self.limit.at_most or 0
        return base + self.limit.per_person * persons + self.limit.per_area * area // NANO

    def _passes_one(self, figures: list[int], need_lo: int, need_hi: int, few: int, many: int) -> tuple[bool, bool]:
        each = (few, many) if self.per_person else (1, 1)
        if self.limit.at_most is not None:
            return figures[0] <= need_lo * each[0], figures[1] <= need_lo * each[1]
        return figures[1] >= need_lo * each[0], figures[0] >= need_hi * each[1]

    def _stretches(self, sheet: Sheet, lo: int, hi: int) -> Iterator[tuple[int, int, dict[int, list[int]]]]:
        """Yield stretches of time with the values that hold in each, by what they are."""
        marked: list[tuple[int, int, int, int]] = []
        for kind, figure in ((_FIGURE, self.figure), (_AREA, self.area)):
            if figure and figure.rows:
                marked += [(since, until, kind, value) for since, until, value in _values_one(sheet, figure, lo, hi)]
        for row, _ in sheet.counting(self.survey, lo):
            span = _span(row, lo, hi)
            if span:
                marked.append((*span, _APPLIES, small(holds(self.applies, row, sheet.value))))
        marked += [(since, until, _NAMED, 1) for since, until in named_one(sheet, lo, hi)]
        marked += [(since, until, _COUNTED, count) for since, until, count in counted_one(sheet, lo, hi)]
        if self.at_night:
            marked += [(since, until, _NIGHT, 1) for since, until in nights_one(sheet, lo, hi)]
        for since, until, values in _between(marked):
            if any(values[kind] for kind in (_FIGURE, _APPLIES, _NAMED, _COUNTED)):
                yield since, until, values


_FIGURE, _AREA, _APPLIES, _NAMED, _COUNTED, _NIGHT = range(6)


def _between(marked: Iterable[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, dict[int, list[int]]]]:
    """Yield the values that hold between each two moments at which one begins or ends; the lists are the same ones each time."""
    begun: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    ended: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for since, until, kind, value in marked:
        begun[since].append((kind, value))
        ended[until].append((kind, value))
    values: dict[int, list[int]] = {kind: [] for kind in range(6)}
    for since, until in pairwise(sorted(begun.keys() | ended.keys())):
        for kind, value in ended.get(since, ()):
            values[kind].remove(value)
        for kind, value in begun.get(since, ()):
            values[kind].append(value)
        yield since, until, values


def _three(values: pl.DataFrame | None) -> list[list[pl.DataFrame]]:
    """Return three labels for values over time: that there is one, its least and its greatest."""
    if values is None:
        return [[], [], []]
    spans = values.select("subject", "since", "until")
    return [
        [spans],
        [values.select("subject", "since", "until", weight="lo")],
        [values.select("subject", "since", "until", weight="hi")],
    ]


def _share(per_unit: int, area: pl.Expr) -> pl.Expr:
    return (area.cast(pl.Int128) * per_unit // NANO).cast(pl.Int64)


def _quotient(value: pl.Expr, out_of: pl.Expr, *, up: bool) -> pl.Expr:
    wide = value.cast(pl.Int128) * NANO
    divisor = pl.when(out_of > 0).then(out_of).cast(pl.Int128)
    return ((wide + divisor - 1) // divisor if up else wide // divisor).cast(pl.Int64)


def _span(row: Any, lo: int, hi: int) -> Span | None:
    if row["since"] is None:
        return None
    begin, end = max(row["since"], lo), hi if row["until"] is None else min(row["until"], hi)
    return (begin, end) if begin < end else None


def _values_one(sheet: Sheet, figure: Figure, lo: int, hi: int) -> Iterator[tuple[int, int, int]]:
    assert figure.rows is not None  # noqa: S101 - the caller asked
    for row, surely in sheet.counting(figure.rows, lo):
        span = _span(row, lo, hi)
        value = figure.of(row)
        if surely and span is not None and value is not None:
            yield *span, value


def _ends(values: list[int]) -> list[int]:
    return [min(values), max(values)] if values else []


def _persons(values: dict[int, list[int]]) -> tuple[int, int, bool]:
    rows, counts = len(values[_NAMED]), values[_COUNTED]
    return (min(counts), max(rows, *counts), True) if counts else (rows, rows, False)


def _agreed(answers: list[int]) -> int:
    if TRUE in answers and FALSE not in answers:
        return TRUE
    return FALSE if FALSE in answers and TRUE not in answers and OPEN not in answers else OPEN
