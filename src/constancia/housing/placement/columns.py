"""Reading the lists of an instance column by column, so that a wrong value is named by list, row and field."""

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from constancia.core.refusals import Refusal, RefusalKind, Refused, refuse_if_any
from constancia.housing.placement import refusals as why

MOST_REFUSALS = 50
"""A wrong file is refused with at most so many reasons."""
MOST_DECIMALS = 30
LEAST_MEASURE = 0.001
"""Ten square centimetres of floor are no floor; nothing is divided by less."""
LONGEST_TEXT = 200
"""Identifiers and codes are at most so long."""


class Problems:
    """What is wrong with a file, gathered so that it is refused once with every reason (at most `MOST_REFUSALS`)."""

    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def add(self, refusal: Refusal) -> None:
        """Note one reason; the file is refused at once when there are too many to list."""
        self.found.append(refusal)
        if len(self.found) >= MOST_REFUSALS:
            raise Refused(self.found)

    def refuse_if_any(self) -> None:
        """Raise `Refused` when something was wrong so far."""
        refuse_if_any(self.found)


def is_text(value: Any) -> bool:
    """Tell whether a value can be an identifier or a code."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT


def is_number(value: Any) -> bool:
    """Tell whether a value is a finite number of no more than `MOST_DECIMALS`; true and false are none.

    The decimals are limited because sums are exact: a fraction with a million digits would take the machine.
    """
    if type(value) is Decimal:
        exponent = value.as_tuple().exponent
        return isinstance(exponent, int) and exponent >= -MOST_DECIMALS and value.adjusted() < MOST_DECIMALS
    return type(value) is int or (type(value) is float and math.isfinite(value))


class Table:
    """One list of records of the file, with exactly the named fields; each method reads one column."""

    def __init__(self, name: str, rows: Any, fields: Iterable[str], most: int, problems: Problems) -> None:
        self.name, self._problems = name, problems
        if not isinstance(rows, list):
            raise Refused([*problems.found, why.NOT_A_LIST(field=name)])
        if len(rows) > most:
            raise Refused([*problems.found, why.TOO_MANY(field=name, count=len(rows), limit=most)])
        self.rows: Sequence[Mapping[str, Any]] = rows
        self._check_fields(set(fields))

    def _check_fields(self, fields: set[str]) -> None:
        for number, row in enumerate(self.rows):
            if not isinstance(row, dict):
                self._problems.add(why.NOT_A_RECORD(field=f"{self.name}[{number}]"))
            elif row.keys() != fields:
                for name in sorted(fields - row.keys()):
                    self._problems.add(why.MISSING_FIELD(field=f"{self.name}[{number}].{name}"))
                for name in sorted(map(str, row.keys() - fields)):
                    self._problems.add(why.UNKNOWN_FIELD(field=f"{self.name}[{number}].{name[:LONGEST_TEXT]}"))

    def column(
        self, field: str, good: Callable[[Any], bool], kind: RefusalKind, instead: Any, **values: object
    ) -> list[Any]:
        """Return one column; each value that is not `good` is a problem of that `kind` and read as `instead`."""
        found = [row[field] for row in self.rows]
        for number, value in enumerate(found):
            if not good(value):
                self._problems.add(kind(field=f"{self.name}[{number}].{field}", **values))
                found[number] = instead
        return found

    def texts(self, field: str) -> list[str]:
        """Return a column of texts that may not be empty."""
        return self.column(field, is_text, why.NOT_A_TEXT, "?")

    def texts_or_null(self, field: str) -> list[str | None]:
        """Return a column of texts, or null where there is none."""
        return self.column(field, lambda value: value is None or is_text(value), why.NOT_A_TEXT, None)

    def flags(self, field: str) -> list[bool]:
        """Return a column of true and false."""
        return self.column(field, lambda value: value is True or value is False, why.NOT_YES_NO, instead=False)

    def choices(self, field: str, options: Sequence[str]) -> list[int]:
        """Return a column of words from a list, as positions in it."""
        known = ", ".join(options)
        words = self.column(
            field,
            lambda value: isinstance(value, str) and value in options,
            why.NOT_A_CHOICE,
            options[0],
            choices=known,
        )
        return [options.index(word) for word in words]

    def counts(self, field: str, limit: int) -> list[int]:
        """Return a column of whole numbers from 0 to `limit`."""
        return self.column(
            field, lambda value: type(value) is int and 0 <= value <= limit, why.NOT_A_COUNT, 0, limit=limit
        )

    def measures(self, field: str, limit: int) -> list[float]:
        """Return a column of numbers from `LEAST_MEASURE` to `limit`."""
        found = self.column(
            field,
            lambda value: is_number(value) and LEAST_MEASURE <= value <= limit,
            why.NOT_A_MEASURE,
            1.0,
            least=LEAST_MEASURE,
            limit=limit,
        )
        return [float(value) for value in found]

    def identifiers(self) -> list[str]:
        """Return the column `id`; one used twice is a problem."""
        found = self.texts("id")
        first: dict[str, int] = {}
        for number, each in enumerate(found):
            if first.setdefault(each, number) != number:
                earlier = f"{self.name}[{first[each]}]"
                self._problems.add(why.REPEATED_ID(field=f"{self.name}[{number}].id", id=each, first=earlier))
        return found

    def references(
        self, field: str, known: Mapping[str, int], kind: str, smaller: Mapping[str, Iterable[str]]
    ) -> list[int]:
        """Return a column of identifiers as positions among `known`.

        An identifier that names one of the `smaller` kinds of place instead would make places lie in each other.
        """
        found = self.texts(field)
        for number, each in enumerate(found):
            if each not in known:
                where = f"{self.name}[{number}].{field}"
                wrong = next((name for name, ids in smaller.items() if each in ids), None)
                refused = why.UNKNOWN_ID(field=where, id=each, kind=kind)
                self._problems.add(why.CIRCULAR_PLACE(field=where, id=each, kind=wrong) if wrong else refused)
        return [known.get(each, 0) for each in found]

    def references_or_null(self, field: str, known: Mapping[str, int], kind: str) -> list[int]:
        """Return a column of identifiers as positions among `known`, -1 where there is null."""
        found = self.texts_or_null(field)
        for number, each in enumerate(found):
            if each is not None and each not in known:
                self._problems.add(why.UNKNOWN_ID(field=f"{self.name}[{number}].{field}", id=each, kind=kind))
        return [-1 if each is None else known.get(each, -1) for each in found]


def codes(values: Iterable[Hashable], first: Iterable[Hashable] = ()) -> tuple[list[Any], list[int]]:
    """Return the distinct values (those of `first` before the others, which are sorted), and each value as its number."""
    column = list(values)
    names = list(dict.fromkeys(first))
    names += sorted(set(column) - set(names), key=str)
    number = {name: place for place, name in enumerate(names)}
    return names, [number[each] for each in column]
