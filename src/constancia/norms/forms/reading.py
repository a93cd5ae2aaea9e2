"""What a form reads: its tables, and how far before a row its meaning may reach. Pure."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from constancia.norms.forms.daily import Daily
from constancia.norms.forms.deadline import Deadline
from constancia.norms.forms.heads import COUNTED, NAMED, counted_rows
from constancia.norms.forms.interval import Interval
from constancia.norms.forms.recurring import Recurring
from constancia.norms.forms.rows import Row, Rows, Test, holds
from constancia.norms.forms.sharing import Sharing
from constancia.norms.forms.spell import Spell
from constancia.norms.forms.states import State
from constancia.norms.units import CALENDAR


@dataclasses.dataclass(frozen=True, slots=True)
class Reads:
    """The tables a form reads, the registers whose closings it reads, and how long before a change its verdict may change.

    `only` holds, for tables of which nothing but certain rows is read, which these are.
    """

    tables: frozenset[str]
    registers: frozenset[str]
    reach: int
    only: Mapping[str, tuple[Rows, ...]]

    def passes_over(self, table: str, row: Row) -> bool:
        """Tell whether a row certainly is none of those that the form reads, whatever is known of its person and facility."""
        wanted = self.only.get(table)
        return wanted is not None and all(holds(each.where, row, _own) is False for each in wanted)


def _own(row: Row, column: str) -> Any:
    return row.get(column)


def reads(form: Any) -> Reads:
    """Return what a form (or a state) reads, itself and through everything inside it."""
    return _reads(form)


@cache
def _reads(form: Any) -> Reads:
    found: set[str] = set()
    registers: set[str] = set()
    rows: defaultdict[str, list[Rows]] = defaultdict(list)
    reach = 0
    for part in parts_of(form):
        if isinstance(part, Rows):
            rows[part.table].append(part)
            found |= _beside(part)
            reach = max([reach, *(-each.moved for each in (*part.since, *part.at))])
        elif isinstance(part, Test):
            found |= _of_others(part.column) | _of_others(str(part.value))
        elif isinstance(part, State):
            registers |= {each for each in (part.silent, part.closed, part.filed) if each}
        elif isinstance(part, Interval | Sharing):
            rows["presence"] += (NAMED, counted_rows(part.subject) if isinstance(part, Interval) else COUNTED)
            found.add("person")
        if _by_calendar(part):
            found |= {"custody", "cell", "facility"}
        if isinstance(part, Spell | Recurring):
            found.add("custody")
        if isinstance(part, Spell) and part.window:
            reach += part.window.length
    found |= registers | ({"closing", "custody"} if registers else set())
    only = {table: tuple(some) for table, some in rows.items() if table not in found}
    return Reads(frozenset(found | rows.keys()), frozenset(registers), reach, only)


def _by_calendar(part: Any) -> bool:
    if isinstance(part, Daily) or (isinstance(part, Interval) and part.at_night):
        return True
    return isinstance(part, Deadline | Recurring) and part.limit.unit in CALENDAR


def _of_others(column: str) -> set[str]:
    """Return the table of the person or facility that a column such as `person.sex` stands in."""
    return {table for table in ("person", "facility") if column.startswith(f"{table}.")}


def _beside(rows: Rows) -> set[str]:
    names = rows.columns | {each.column for each in (*rows.since, *rows.until)}
    found = {"person"} if any(each.startswith("person.") or each == "adult_at" for each in names) else set()
    if rows.via or any(each.startswith("facility.") or each == "adult_at" for each in names):
        found |= {"facility", "custody"}
    return found


def parts_of(value: Any) -> Iterator[Any]:
    """Yield a form, everything inside it, and everything inside that."""
    yield value
    if isinstance(value, tuple):
        for each in value:
            yield from parts_of(each)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from parts_of(getattr(value, each.name))
