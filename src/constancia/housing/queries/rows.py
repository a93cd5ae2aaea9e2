"""What holds at an instant, from the interval tables; long lists are asked for in pieces that every engine takes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Model, Q, QuerySet

from constancia.housing.models import House
from constancia.register.models import Facility

_AT_ONCE = 900

SO_MANY = 5_000
"""For more values than this, all rows are read and sorted out here: naming each value to the database costs more."""


def at_instant(model: type[Model], at: datetime) -> QuerySet[Any]:
    """Return the rows of an interval table that hold at an instant."""
    return model._default_manager.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def in_pieces(values: Iterable[str]) -> Iterator[list[str]]:
    """Yield the distinct values in sorted pieces short enough for one question."""
    source = iter(sorted(set(values)))
    while piece := list(islice(source, _AT_ONCE)):
        yield piece


def among(rows: QuerySet[Any], column: str, values: Iterable[str], *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield columns of the rows whose `column` is one of some values, however many; give rows that are not many more."""
    wanted = set(values)
    if len(wanted) > SO_MANY:
        for row in rows.values_list(column, *columns):
            if row[0] in wanted:
                yield row[1:]
        return
    for piece in in_pieces(wanted):
        yield from rows.filter(**{f"{column}__in": piece}).values_list(*columns)


def zone_at(facility: str) -> str:
    """Return the IANA zone of a facility; UTC when the register does not know it."""
    return Facility.objects.filter(code=facility).values_list("zone", flat=True).first() or "UTC"


def house_at(facility: str, at: datetime) -> House:
    """Return what is fixed for a facility at an instant; without any word on it a row that says nothing."""
    found: Any = at_instant(House, at).filter(facility=facility)[:1]
    return (
        found[0] if found else House(facility=facility, operational=None, signed_by="", capacity="", norm="", since=at)
    )
