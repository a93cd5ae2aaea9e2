"""What entries changed: the persons and cells to be judged anew, or everybody where it is about the facility itself.

Of an entry only this is read: whose it is, and where. What it changed is found by comparing the facts as they were known before it
with the facts as they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from constancia.housing.queries.occupancy import ever_in
from constancia.ledger.journal import Recorded, entries
from constancia.norms.facts.frames import ENDLESS, Facts
from constancia.norms.facts.tables import tables
from constancia.norms.forms.reading import reads
from constancia.norms.forms.sweep import united_one
from constancia.register.events import FacilityOpened
from constancia.register.queries import ever_at
from constancia.standards.evaluation import asked
from constancia.standards.events.condition import Condition as Said
from constancia.standards.events.condition import ConditionWithdrawn
from constancia.standards.events.devices import DeviceCalibrated, ReadingsReceived
from constancia.standards.models import Condition, Device

MOST_ENTRIES, MOST_PERSONS = 20_000, 3_000
"""Where more happened, or more persons are concerned, judging everybody anew is no slower."""

OF_THE_PLACE = ("facility", "closing", "cell")
"""Conditions that bear on everybody: what a facility is, which registers are closed, and which module a cell belongs to."""

_HEADS = ("person", "custody", "presence", "facility", "closing", "cell")
"""Tables that are no register of a facility's own: compared as `OF_THE_PLACE`, or by how many heads there were."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The persons who were ever held at a facility, and the cells there, that some entries are about."""

    persons: frozenset[str]
    cells: frozenset[str]


def touched_since(facility: str, upto: int) -> Touched | None:
    """Return whom the entries after an entry are about, as far as a facility's board shows them; None: everybody."""
    found = list(entries(after=upto, limit=MOST_ENTRIES + 1))
    if len(found) > MOST_ENTRIES or any(isinstance(each.event, FacilityOpened) for each in found):
        return None
    said = _conditions(found)
    places = [_place(each) for each in said if each.facility == facility]
    places += [_device_place(each, facility) for each in _devices(found)]
    if None in places:
        return None
    cells = {each for each in places if each} | {
        each.subject.partition(":")[2] for each in found if each.subject.startswith(f"place:{facility}/")
    }
    persons = ever_at(facility, {each.subject for each in found} | {each.person for each in said})
    return Touched(frozenset(persons), frozenset(cells)) if len(persons) <= MOST_PERSONS else None


def _conditions(found: Iterable[Recorded]) -> list[Condition]:
    """Return every version of the conditions that some entries record, correct or withdraw."""
    numbers = [each.number for each in found if isinstance(each.event, Said)]
    numbers += [each.supersedes for each in found if isinstance(each.event, ConditionWithdrawn) and each.supersedes]
    records: set[int] = set()
    for at in range(0, len(numbers), _AT_ONCE):
        some = Condition.objects.filter(entry__in=numbers[at : at + _AT_ONCE])
        records.update(some.values_list("record", flat=True))
    ordered = sorted(records)
    return [
        each
        for at in range(0, len(ordered), _AT_ONCE)
        for each in Condition.objects.filter(record__in=ordered[at : at + _AT_ONCE])
    ]


_AT_ONCE = 500


def _place(condition: Condition) -> str | None:
    """Return the cell that a condition is about, nothing where it is about a person alone; None: the place as a whole."""
    if condition.kind in OF_THE_PLACE or not (condition.person or condition.cell):
        return None
    return condition.cell


def _devices(found: Iterable[Recorded]) -> Iterator[tuple[Device, str]]:
    told = {
        (each.event.device, each.event.kind)
        for each in found
        if isinstance(each.event, ReadingsReceived | DeviceCalibrated)
    }
    known = {each.id: each for each in Device.objects.filter(id__in={device for device, _ in told})}
    return ((known[device], kind) for device, kind in sorted(told))


def _device_place(told: tuple[Device, str], facility: str) -> str | None:
    """Return the cell where a device measures; None where a facility's own figures read that kind."""
    device, kind = told
    if device.facility != facility:
        return ""
    reading = dict.fromkeys(tables()["measurement"].columns) | {"kind": kind, "facility": facility}
    return None if _is_of_facility("measurement", reading) else device.cell


def _is_of_facility(table: str, row: dict[str, object]) -> bool:
    """Tell whether a question about a facility may read a row."""
    mine = (reads(each.rung.form) for each in asked() if each.limb.subject == "facility")
    return any(table in each.tables and not each.passes_over(table, row) for each in mine)


def people_of(cells: Iterable[str]) -> set[str]:
    """Return everybody who was ever placed, or said to be present, in one of some cells."""
    said = Condition.objects.filter(cell__in=list(cells)).exclude(person="")
    return ever_in(cells) | set(said.values_list("person", flat=True))


def bears_on_everybody(old: Facts, new: Facts, facility: str) -> bool:
    """Tell whether what changed between two states of some persons' facts bears on others, or on the facility itself."""
    if any(_changed(old, new, table).height for table in ("facility", "closing")):
        return True
    if _heads(old, facility) != _heads(new, facility):
        return True
    return any(
        _is_of_facility(name, row)
        for name, table in tables().items()
        if name not in _HEADS and "facility" in table.columns
        for row in _changed(old, new, name).filter(facility=facility).iter_rows(named=True)
    )


def _heads(facts: Facts, facility: str) -> dict[str, list[tuple[int, int]]]:
    """Return when each person was said to be present at a facility, in whatever cell."""
    there = facts.frame("presence").filter(pl.col("person").is_not_null(), pl.col("since").is_not_null())
    rows = there.filter(facility=facility).select("person", "since", pl.col("until").fill_null(ENDLESS))
    spans: dict[str, list[tuple[int, int]]] = {}
    for person, since, until in rows.iter_rows():
        spans.setdefault(person, []).append((since, until))
    return {person: united_one(each) for person, each in spans.items()}


def cells_between(old: Facts, new: Facts) -> set[str]:
    """Return the cells whose facts changed between two states of some persons' facts: who was there, or what is known of whom."""
    moved = [_changed(old, new, name) for name, table in tables().items() if "cell" in table.columns and name != "cell"]
    cells = {cell for frame in moved for cell in frame["cell"].drop_nulls()}
    others = [_changed(old, new, name)["person"] for name in _looked_up()]
    persons = {person for each in others for person in each}
    for facts in (old, new):
        there = facts.frame("presence").filter(pl.col("person").is_in(list(persons)))
        cells |= set(there["cell"].drop_nulls())
    return cells


def _looked_up() -> set[str]:
    """Return the tables of persons that questions about a cell read of whoever is in it."""
    found = {name for each in asked() if each.limb.subject == "cell" for name in reads(each.rung.form).tables}
    return {name for name in found if "person" in tables()[name].columns and "cell" not in tables()[name].columns}


def _changed(old: Facts, new: Facts, table: str) -> pl.DataFrame:
    """Return the records of a table that stand in one of two states and not, or not the same, in the other."""
    both = pl.concat([old.frame(table), new.frame(table)])
    return both.filter(~both.is_duplicated()) if both.height else both
