"""From an entry of the journal to a row of a fact table, as text; what is not on record stays blank. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from constancia.core.time import iso
from constancia.norms.facts.tables import tables

Row = dict[str, str | None]
"""One row of a fact table: text by the name of its column."""

_COLUMNS = {"done_by": "by", "closes": "register"}
"""Fields of events that a fact table calls otherwise: `by` is who records, `register` is where."""

_OF_ENTRY = frozenset({"pending"})


def column_of(field: str) -> str:
    """Return the column of the fact table that a field of an event fills."""
    return _COLUMNS.get(field, field)


def record_of(entry: int) -> str:
    """Return the identifier by which the norms know a record: the number of the entry that it began with."""
    return f"entry:{entry}"


def entry_of(record: str) -> int | None:
    """Return the entry that a record began with, or None when the record is none of the journal."""
    kind, _, number = record.partition(":")
    return int(number.partition(":")[0]) if kind == "entry" and number.partition(":")[0].isdigit() else None


def condition_row(said: Any, at: datetime, facility: str) -> Row:
    """Return what a condition says as a row of its fact table; while it is only asked for, it has not occurred."""
    table = tables()[said.table]
    row: Row = {
        column_of(each.name): as_text(getattr(said, each.name)) for each in fields(said) if each.name not in _OF_ENTRY
    }
    begins = "occurred_at" if table.kind == "point" else "since"
    row[begins] = None if getattr(said, "pending", False) else iso(at)
    if "facility" in table.columns:
        row["facility"] = facility or None
    if getattr(said, "pending", False) and not row.get("requested_at"):
        row["requested_at"] = iso(at)
    if row.get("about", None) and str(row["about"]).isdigit():
        row["about"] = record_of(int(str(row["about"])))
    return row


def as_text(value: Any) -> str | None:
    """Return a value as a fact table takes it: yes or no, ISO moments, plain numbers; blank is nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return iso(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which a device said nothing."""

    since: datetime
    until: datetime


def gaps(moments: Iterable[datetime], stands_for: timedelta) -> Iterator[Gap]:
    """Yield the stretches between readings (given in order) that no reading stands for."""
    last: datetime | None = None
    for each in moments:
        if last is not None and each - last > stands_for:
            yield Gap(last + stands_for, each)
        last = each
