"""The facts of one subject, as the one-subject evaluators ask for them, and what they look up about others. Pure.

A sheet takes rows one by one, in any order; a later version of a record replaces the earlier. Short rows are kept in order of
time so that what overlaps a recent window is found without reading the whole life.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from constancia.norms.calendars import birthday
from constancia.norms.facts.frames import ENDLESS, INSTANT
from constancia.norms.facts.tables import tables
from constancia.norms.forms.rows import Row, Rows, earliest_of, holds, latest_of
from constancia.norms.forms.setting import (
    BEGINS,
    CAME_FROM_CUSTODY,
    FACILITY_FACTS,
    PERSON_FACTS,
    SUBJECTS,
    WENT_INTO_CUSTODY,
    WORKED_OUT,
    ZONED_BY,
    Setting,
)
from constancia.norms.units import DAY

LONG = 3 * DAY
"""Rows that run longer than this are kept apart and read every time; all others begin at most this long before a window."""

STANDING = tuple(name for name, table in tables().items() if table.kind == "standing")
"""Tables whose rows speak of no moment and are always read."""

MOMENTS = {name: [each for each in table.moments if each != "recorded_at"] for name, table in tables().items()}
"""The columns of each table that say when something was."""

Fact = dict[str, Any]

T = TypeVar("T")


def begins(table: str, row: Row) -> int:
    """Return the moment at which a record begins; one without a moment has always been."""
    return next((row[each] for each in BEGINS[table] if row.get(each) is not None), -ENDLESS)


def _ends(row: Row) -> int:
    until: int | None = row["until"]
    return ENDLESS if until is None else until


@dataclass(slots=True)
class Shelf:
    """The rows of one table of one subject, one to a record; short ones in order of time."""

    table: str
    latest: dict[str, Fact] = field(default_factory=dict)
    short: list[tuple[int, str]] = field(default_factory=list)
    long: set[str] = field(default_factory=set)

    def put(self, row: Fact) -> None:
        """Take in the latest version of a record."""
        record = row["record"]
        self.latest[record] = row
        if self._is_long(row):
            self.long.add(record)
        else:
            insort(self.short, (begins(self.table, row), record))

    def drop(self, row: Fact) -> None:
        """Take out a version that is replaced."""
        record = row["record"]
        del self.latest[record]
        if record in self.long:
            self.long.discard(record)
        else:
            del self.short[bisect_left(self.short, (begins(self.table, row), record))]

    def _is_long(self, row: Fact) -> bool:
        begun = begins(self.table, row)
        if self.table in STANDING or begun == -ENDLESS:
            return True
        if "until" in row and _ends(row) - begun > LONG:
            return True
        return any(row[each] is not None and row[each] - begun > LONG for each in MOMENTS[self.table])

    def rows(self) -> Iterable[Fact]:
        """Return every row."""
        return self.latest.values()

    def near(self, lo: int) -> Iterator[Fact]:
        """Return the rows that may overlap or follow `lo`."""
        for record in self.long:
            yield self.latest[record]
        for _, record in self.short[bisect_left(self.short, (lo - LONG, "")) :]:
            yield self.latest[record]


def _known(row: Row) -> int:
    found: int | None = row["recorded_at"]
    return -ENDLESS if found is None else found


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a row: whether it is now the latest version of its record, and the version that was the latest before."""

    latest: bool
    before: Fact | None


class World:
    """All sheets, and what they look up about others: persons, facilities, closings, and every version of every record."""

    def __init__(self, setting: Setting, *, has_facilities: bool) -> None:
        self.setting = setting
        self.has_facilities = has_facilities
        self.sheets: dict[tuple[str, str], Sheet] = {}
        self.versions: dict[tuple[str, str], list[Fact]] = {}
        self.persons: dict[str, Fact] = {}
        self.places: dict[str, Fact] = {}
        self.arrived = 0
        self._latest: dict[tuple[str, str], Fact] = {}
        self._starts: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._ends: dict[tuple[str, str], list[int]] = defaultdict(list)

    def sheet(self, kind: str, subject: str) -> "Sheet":
        """Return the sheet of a subject, a new one when it is met first."""
        if (kind, subject) not in self.sheets:
            self.sheets[kind, subject] = Sheet(kind, subject, self)
        return self.sheets[kind, subject]

    def put(self, table: str, row: Fact) -> Put:
        """Take in a version of a record; the one recorded last replaces the others."""
        self.arrived += 1
        key = (table, row["record"])
        self.versions.setdefault(key, []).append(row)
        before = self._latest.get(key)
        if before is not None and _known(row) < _known(before):
            return Put(latest=False, before=before)
        self._latest[key] = row
        if before is not None:
            self._move(table, before, Shelf.drop, -1)
        self._move(table, row, Shelf.put, +1)
        if table == "person":
            _beside(self.persons, row["person"], row, PERSON_FACTS)
        elif table == "facility":
            _beside(self.places, row["facility"], row, FACILITY_FACTS)
        return Put(latest=True, before=before)

    def _move(self, table: str, row: Fact, how: Callable[[Shelf, Fact], None], change: int) -> None:
        for kind in SUBJECTS:
            if row.get(kind) is not None:
                how(self.sheet(kind, row[kind]).shelf(table), row)
        if row.get("facility") is not None:
            key, begun = (table, row["facility"]), begins(table, row)
            for moments, at in ((self._starts[key], begun), (self._ends[key], _over(row, begun))):
                if change > 0:
                    insort(moments, at)
                else:
                    del moments[bisect_left(moments, at)]

    def of_facility(self, table: str, facility: str) -> Iterable[Fact]:
        """Return the rows of a table about one facility."""
        found = self.sheets.get(("facility", facility))
        return found.rows(table) if found else ()

    def closed(self, register: str, facility: str) -> Iterator[tuple[int, int, bool]]:
        """Yield when a register of a facility is closed: it holds what its closing says, or (third value) more than that."""
        for row in self.of_facility("closing", facility):
            since, until = row["since"], row["until"]
            if row["register"] != register or since is None or until is None:
                continue
            key = (register, facility)
            held = bisect_left(self._starts[key], until) - bisect_right(self._ends[key], since)
            if held >= row["records"]:
                yield since, until, held > row["records"]


def _over(row: Row, begun: int) -> int:
    """Return when a record is over; one of a moment is over a microsecond later."""
    if begun == -ENDLESS:
        return -ENDLESS
    return max(_ends(row), begun + INSTANT) if "until" in row else begun + INSTANT


def _beside(known: dict[str, Fact], key: str, row: Fact, columns: tuple[str, ...]) -> None:
    found = known.setdefault(key, dict.fromkeys(columns))
    found.update({each: row[each] for each in columns if row.get(each) is not None})
    if "kind" in found:
        found["kind"] = found["kind"] or "held"


class Sheet:
    """The facts of one subject of a kind (`person`, `cell`, `facility`)."""

    def __init__(self, kind: str, subject: str, world: World) -> None:
        self.kind = kind
        self.subject = subject
        self.world = world
        self.shelves: dict[str, Shelf] = {}
        self._kept: dict[tuple[Any, ...], Any] = {}
        self._kept_at = -1

    def keep(self, key: tuple[Any, ...], made: Callable[[], T]) -> T:
        """Return what was worked out under a key since the last row arrived, working it out when it is new."""
        if self._kept_at != self.world.arrived:
            self._kept.clear()
            self._kept_at = self.world.arrived
        if key not in self._kept:
            self._kept[key] = made()
        found: T = self._kept[key]
        return found

    def shelf(self, table: str) -> Shelf:
        """Return the rows of one table."""
        if table not in self.shelves:
            self.shelves[table] = Shelf(table)
        return self.shelves[table]

    def rows(self, table: str) -> Iterable[Fact]:
        """Return the latest version of every record of a table."""
        shelf = self.shelves.get(table)
        return shelf.rows() if shelf else ()

    def near(self, table: str, lo: int) -> Iterable[Fact]:
        """Return the rows of a table that may overlap or follow a moment."""
        shelf = self.shelves.get(table)
        return shelf.near(lo) if shelf else ()

    def value(self, row: Row, column: str) -> Any:
        """Return a column of a row, of its person (`person.sex`), of its facility (`facility.zone`), or when it comes of age."""
        if column in row:
            return row[column]
        prefix, _, name = column.partition(".")
        if not name:
            return self._worked_out(row, column)
        if prefix == "person":
            return self.world.persons.get(row["person"], {}).get(name)
        if name == "zone" and not self.world.has_facilities:
            return self.world.setting.zone or None
        return self.world.places.get(row["facility"], {}).get(name)

    def _worked_out(self, row: Row, column: str) -> int | None:
        if column == "entered_at":
            known = [each["recorded_at"] for each in self.world.versions["custody", row["record"]]]
            return min((each for each in known if each is not None), default=None)
        born, zone = self.value(row, "person.birth_date"), self.value(row, "facility.zone")
        return None if born is None or zone is None else birthday(born, self.world.setting.majority, zone)

    def counting(self, wanted: Rows, lo: int = -ENDLESS) -> Sequence[tuple[Fact, bool | None]]:
        """Return the rows that count or may count, near a window, each with whether it surely counts."""
        return self.keep((id(wanted), lo), lambda: list(self._counting(wanted, lo)))

    def _counting(self, wanted: Rows, lo: int) -> Iterator[tuple[Fact, bool | None]]:
        return self.counting_of(wanted, self.rows(wanted.table) if lo <= -ENDLESS else self.near(wanted.table, lo))

    def counting_of(self, wanted: Rows, rows: Iterable[Fact]) -> Iterator[tuple[Fact, bool | None]]:
        """Yield those of some rows that count or may count, each with whether it surely counts."""
        for row in rows:
            found = holds(wanted.where, row, self.value)
            if found is not False:
                yield row, found

    def intervals(self, wanted: Rows, lo: int, hi: int) -> Sequence[tuple[int, int]]:
        """Return when the rows that surely count run, cut to [lo, hi); kept until the next row arrives."""
        through = self._through if wanted.via else self._intervals
        return self.keep((id(wanted), lo, hi), lambda: list(through(wanted, lo, hi)))

    def _intervals(self, wanted: Rows, lo: int, hi: int) -> Iterator[tuple[int, int]]:
        reach = max((each.moved for each in wanted.until), default=0)
        for row, surely in self.counting(wanted, lo - max(reach, 0) if wanted.bounded else -ENDLESS):
            if surely:
                since = self._since(wanted, row)
                until = min(self._until(wanted, row), hi)
                if since is not None and max(since, lo) < until:
                    yield max(since, lo), until

    def _since(self, wanted: Rows, row: Row) -> int | None:
        if not wanted.since:
            return -ENDLESS
        return latest_of(wanted.since, _WorkedOut(self, row) if wanted.works_out else row)

    def _until(self, wanted: Rows, row: Row) -> int:
        if not wanted.until or (wanted.ends_if and not holds(wanted.ends_if, row, self.value)):
            return ENDLESS
        return earliest_of(wanted.until, _WorkedOut(self, row) if wanted.works_out else row)

    def _through(self, wanted: Rows, lo: int, hi: int) -> Iterator[tuple[int, int]]:
        for held in self.near("custody", lo):
            if held["facility"] is None or held["since"] is None:
                continue
            for row in self.world.of_facility(wanted.table, held["facility"]):
                since = self._since(wanted, row)
                if holds(wanted.where, row, self.value) and since is not None:
                    yield from _both(held, since, self._until(wanted, row), lo, hi)

    def zone_at(self, at: int) -> tuple[str | None, str]:
        """Return the zone and the holiday calendar that hold for the subject at a moment."""
        row: Row | None = {"facility": self.subject}
        if self.kind != "facility":
            row = max((each for each in self._zoned() if each["since"] <= at), key=_in_order, default=None)
        if row is None:
            return None, ""
        state, calendar = (self.value(row, f"facility.{each}") for each in ("state", "calendar"))
        return self.value(row, "facility.zone"), calendar or self.world.setting.calendars.get(state or "", "")

    def zone_changes(self) -> list[tuple[int, str | None]]:
        """Return from when which zone holds for the subject."""
        if self.kind == "facility":
            return [(-ENDLESS, self.value({"facility": self.subject}, "facility.zone"))]
        return [(each["since"], self.value(each, "facility.zone")) for each in sorted(self._zoned(), key=_in_order)]

    def _zoned(self) -> Iterator[Fact]:
        return (each for each in self.rows(ZONED_BY[self.kind]) if each["since"] is not None)

    def transfer_gaps(self, lo: int, hi: int) -> Iterator[tuple[int, int]]:
        """Yield the gaps beside periods of custody that began or ended by transfer, cut to [lo, hi)."""
        ended, went = -ENDLESS, False
        for held in sorted((row for row in self.rows("custody") if row["since"] is not None), key=_in_order):
            begin, end = max(ended, lo), min(held["since"], hi)
            if (went or held["entered_by"] in CAME_FROM_CUSTODY) and begin < end:
                yield begin, end
            ended = max(ended, ENDLESS if held["until"] is None else held["until"])
            went = held["ended_as"] in WENT_INTO_CUSTODY
        if went and max(ended, lo) < hi:
            yield max(ended, lo), hi

    def filed(self, register: str, lo: int, hi: int) -> Iterator[tuple[int, int]]:
        """Yield when this person's own file in a register is closed and holds what its closing says, cut to [lo, hi)."""
        held = len(self.shelf(register).latest)
        for row in self.rows("closing"):
            fits = row["register"] == register and row["records"] == held
            begin = ENDLESS if row["since"] is None else max(row["since"], lo)
            end = hi if row["until"] is None else min(row["until"], hi)
            if fits and begin < end:
                yield begin, end

    def closed(self, register: str, lo: int, hi: int) -> Iterator[tuple[int, int, bool]]:
        """Yield when a register is closed, for this facility or for this person while held in one, cut to [lo, hi)."""
        if self.kind == "facility":
            for since, until, over in self.world.closed(register, self.subject):
                if max(since, lo) < min(until, hi):
                    yield max(since, lo), min(until, hi), over
            return
        for held in self.near("custody", lo):
            if held["facility"] is not None and held["since"] is not None:
                for since, until, over in self.world.closed(register, held["facility"]):
                    for both in _both(held, since, until, lo, hi):
                        yield *both, over


def _in_order(row: Row) -> tuple[int, str]:
    return row["since"], row["record"]


def _both(held: Row, since: int, until: int, lo: int, hi: int) -> Iterator[tuple[int, int]]:
    """Yield what an interval and a period of custody have in common, cut to [lo, hi)."""
    ended = held["until"]
    begin = max(since, held["since"], lo)
    end = min(until, hi, ENDLESS if ended is None else ended)
    if begin < end:
        yield begin, end


class _WorkedOut(dict[str, Any]):
    """A period of custody that also answers what is worked out from it."""

    def __init__(self, sheet: Sheet, row: Row) -> None:
        super().__init__(row)
        for column in WORKED_OUT:
            self[column] = sheet.value(row, column)
