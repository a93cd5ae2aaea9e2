"""Which rows of a fact table count: tests on columns that may also answer `not on record`, and the moments they speak of. Pure.

Every test has two readings, an expression over a whole frame and a function of one row; both use three-valued logic, so that a
blank column makes a row neither count nor not count.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.setting import WORKED_OUT

Row = Mapping[str, Any]
Value = Callable[[Row, str], Any]
"""How a column of a row is read: `person.sex` and `facility.state` look into the row's person and facility."""


@dataclass(frozen=True, slots=True)
class Test:
    """One condition on one column.

    Kinds: `any_of`, `none_of` (codes), `is` (yes or no), `at_least`, `at_most`, `over`, `under` (whole numbers of the column's
    scale), `filled` (true or false), `filled_not` (filled, and none of these words), `has_all` (several codes), `listed_in` and
    `not_listed_in` (a code in another column's codes), `not_after` (a moment not later than another column's).
    `or_blank`: a blank counts as holding.
    """

    column: str
    kind: str
    value: Any
    or_blank: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A moment of a row: a column, moved by some microseconds."""

    column: str
    moved: int = 0


@dataclass(frozen=True)
class Rows:
    """Rows of a table that pass every test, with the interval (`since`: the latest of these, `until`: the earliest) or the moment.

    `ends_if`: the interval ends only where these surely hold. `via` facility: rows of a facility that count for each person while
    in custody there.
    """

    table: str
    where: tuple[Test, ...] = ()
    since: tuple[Time, ...] = (Time("since"),)
    until: tuple[Time, ...] = (Time("until"),)
    at: tuple[Time, ...] = (Time("occurred_at"),)
    ends_if: tuple[Test, ...] = ()
    via: str = ""

    @cached_property
    def works_out(self) -> bool:
        """Tell whether it asks for a moment that is worked out from the row and others."""
        return any(each.column in WORKED_OUT for each in (*self.since, *self.until))

    @cached_property
    def bounded(self) -> bool:
        """Tell whether its rows are over soon after they end or happen, so that old ones need not be read for a recent window."""
        return bool(self.until) and not self.ends_if and {each.column for each in self.until} <= _ENDS

    @property
    def columns(self) -> set[str]:
        """Return every column that it reads."""
        read = {each.column for each in self.where}
        return read | {each.value for each in self.where if each.kind in _TWO_COLUMNS}

    @property
    def asks(self) -> str:
        """Return what must be on record for it to count, as `table.column`."""
        return (
            ";".join(sorted({f"{self.table}.{each}" if "." not in each else each for each in self.columns}))
            or self.table
        )


_ENDS = {"until", "occurred_at", "adult_at", "annulled_at", "since"}
_TWO_COLUMNS = ("listed_in", "not_listed_in", "not_after")


def truth(tests: Iterable[Test]) -> pl.Expr:
    """Return whether every test holds, row by row: true, false, or null where a blank leaves it open."""
    result = pl.lit(True)
    for test in tests:
        found = _EXPR[test.kind](pl.col(test.column), test.value)
        result &= found.fill_null(value=True) if test.or_blank else found
    return result


def holds(tests: Iterable[Test], row: Row, value: Value) -> bool | None:
    """Return whether every test holds for one row: true, false, or None where a blank leaves it open."""
    result: bool | None = True
    for test in tests:
        found = value(row, test.column)
        if test.kind in _TWO_COLUMNS:
            other = value(row, test.value)
            answer = None if found is None or other is None else _PLAIN[test.kind](found, other)
        elif test.kind in ("filled", "filled_not"):
            answer = _PLAIN[test.kind](found, test.value)
        else:
            answer = None if found is None else _PLAIN[test.kind](found, test.value)
        if answer is None and test.or_blank:
            continue
        if answer is False:
            return False
        result = None if answer is None else result
    return result


def _has_all(column: pl.Expr, codes: tuple[str, ...]) -> pl.Expr:
    return pl.all_horizontal(*(column.str.contains(f";{each};", literal=True) for each in codes))


def _listed(column: pl.Expr, other: str) -> pl.Expr:
    return pl.col(other).str.contains(";" + column + ";", literal=True)


_EXPR: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "any_of": lambda column, codes: column.is_in(list(codes)),
    "none_of": lambda column, codes: ~column.is_in(list(codes)),
    "is": lambda column, yes: column == yes,
    "at_least": lambda column, limit: column >= limit,
    "at_most": lambda column, limit: column <= limit,
    "over": lambda column, limit: column > limit,
    "under": lambda column, limit: column < limit,
    "filled": lambda column, yes: column.is_not_null() == yes,
    "filled_not": lambda column, words: column.is_not_null() & ~column.is_in(list(words)).fill_null(value=False),
    "has_all": _has_all,
    "listed_in": _listed,
    "not_listed_in": lambda column, other: ~_listed(column, other),
    "not_after": lambda column, other: column <= pl.col(other),
}

_PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "any_of": lambda found, codes: found in codes,
    "none_of": lambda found, codes: found not in codes,
    "is": lambda found, yes: found is yes,
    "at_least": lambda found, limit: found >= limit,
    "at_most": lambda found, limit: found <= limit,
    "over": lambda found, limit: found > limit,
    "under": lambda found, limit: found < limit,
    "filled": lambda found, yes: (found is not None) is yes,
    "filled_not": lambda found, words: found is not None and found not in words,
    "has_all": lambda found, codes: all(f";{each};" in found for each in codes),
    "listed_in": lambda found, other: f";{found};" in other,
    "not_listed_in": lambda found, other: f";{found};" not in other,
    "not_after": lambda found, other: found <= other,
}

KINDS = frozenset(_EXPR)


def ending(wanted: Rows) -> pl.Expr:
    """Return when the rows end, row by row."""
    if not wanted.until:
        return pl.lit(ENDLESS, pl.Int64)
    if not wanted.ends_if:
        return earliest(wanted.until)
    return pl.when(truth(wanted.ends_if)).then(earliest(wanted.until)).otherwise(pl.lit(ENDLESS, pl.Int64))


def latest(times: Iterable[Time]) -> pl.Expr:
    """Return the latest of some moments of each row; blanks are passed over."""
    return pl.max_horizontal(*(pl.col(each.column) + each.moved for each in times))


def earliest(times: Iterable[Time]) -> pl.Expr:
    """Return the earliest of some moments of each row; without any, the end of time."""
    return pl.min_horizontal(*(pl.col(each.column) + each.moved for each in times)).fill_null(ENDLESS)


def latest_of(times: Iterable[Time], row: Row) -> int | None:
    """Return the latest of some moments of one row; blanks are passed over."""
    return max((row[each.column] + each.moved for each in times if row[each.column] is not None), default=None)


def earliest_of(times: Iterable[Time], row: Row) -> int:
    """Return the earliest of some moments of one row; without any, the end of time."""
    return min((row[each.column] + each.moved for each in times if row[each.column] is not None), default=ENDLESS)
