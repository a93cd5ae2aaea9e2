"""From the records of a facility file to its places, every fault noted with file, place and field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from constancia.core.refusals import Refused
from constancia.core.time import day_start, parse_moment, utc
from constancia.core.time import zone as zone_called
from constancia.housing import refusals as own
from constancia.housing.buildings.fields import Record
from constancia.housing.buildings.shape import FORMAT, Building, Capacities, Said
from constancia.housing.codes import CAPACITIES, ROOMS
from constancia.housing.events.places import ClaimRecorded, Measures
from constancia.housing.placement import refusals as why
from constancia.housing.placement.columns import Problems
from constancia.housing.rules import places as rules
from constancia.register.refusals import BAD_ZONE

MOST_PLACES = 60_000
_MEASURED = {each.name: each.type for each in fields(Measures)}
_CLAIM = ("what", "value", "unit", "said_by", "said_on", "reference")
_PLACE = ("code", "name", "purpose", "sex", "age", "health_care")
_CELL = (*_PLACE, "from", "to", "measures", "measured_by", "capacities", "reason", "beds")


def building_of(data: Any, file: str) -> Building:
    """Read what a file says; refuses with every fault (at most fifty), or at once what is no file of this format."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Refused([why.NOT_AN_INSTANCE(field=f"{file}: format", format=FORMAT)])
    problems = Problems()
    top = Record(data, file, problems)
    top.only("format", "facility", "effective", "source", "modules", "claims")
    facility = top.record("facility") or Record({}, f"{file}: facility", problems)
    facility.only("code", "name", "zone", "authority")
    code, zone = facility.text("code", need=True, instead="_"), _zone(facility)
    source = top.text("source", need=True)
    places = _Places(file, source, problems).read(code, top)
    found = Building(
        file=file,
        code=code,
        name=facility.text("name", need=True),
        zone=zone,
        authority=facility.text("authority", need=True),
        effective=_effective(top, zone),
        source=source,
        places=places,
        claims=tuple(_claims(top, code)),
    )
    problems.refuse_if_any()
    return found


def _zone(facility: Record) -> str:
    name = facility.text("zone", need=True)
    try:
        zone_called(name or "UTC")
    except ValueError:
        facility.wrong(BAD_ZONE, "zone", zone=name[:60])
        return "UTC"
    return name or "UTC"


def _effective(top: Record, zone: str) -> datetime:
    written = top.text("effective", need=True)
    try:
        return (
            day_start(date.fromisoformat(written), zone) if len(written) == len("2026-03-01") else parse_moment(written)
        )
    except (ValueError, OverflowError):
        if written:
            top.wrong(own.NOT_A_MOMENT, "effective", value=written[:40])
        return utc(datetime.fromisoformat("2000-01-01T00:00:00+00:00"))


def _claims(top: Record, code: str) -> Iterator[ClaimRecorded]:
    for each in top.records("claims"):
        each.only(*_CLAIM)
        needed = {"what", "value", "said_by", "reference"}
        texts = {name: each.text(name, need=name in needed, longest=_longest(name)) for name in _CLAIM}
        yield ClaimRecorded(facility=code, **texts)


def _longest(name: str) -> int:
    return {"reference": 2_000, "unit": 40, "said_on": 40}.get(name, 200)


@dataclass(slots=True)
class _Places:
    """The places of one file, in the order in which they are opened."""

    file: str
    source: str
    problems: Problems
    found: dict[str, Said] = field(default_factory=dict)

    def read(self, facility: str, top: Record) -> tuple[Said, ...]:
        """Return all places of a facility, each after the one around it."""
        for each in top.records("modules"):
            self._module(facility, each)
        return tuple(self.found.values())

    def _module(self, facility: str, said: Record) -> None:
        said.only(*_PLACE, "landings")
        module = self._one(facility, said)
        here = self._open(self._plain(module, "module", said), said)
        for each in here.records("landings"):
            self._landing(module, each)

    def _landing(self, module: str, said: Record) -> None:
        said.only(*_PLACE, "cells")
        landing = self._one(module, said)
        here = self._open(self._plain(landing, "landing", said), said)
        for each in here.records("cells"):
            self._cells(landing, each)

    def _cells(self, landing: str, said: Record) -> None:
        said.only(*_CELL)
        if self.found[landing].purpose in ROOMS:
            said.wrong(own.NOBODY_SLEEPS_THERE, "code", place=landing[:60])
        codes = self._row(landing, said)
        here = Record(said.said, f"{self.file}: {codes[0]}", self.problems)
        first = replace(
            self._plain(codes[0], "cell", here),
            measures=_measures(here),
            measured_by=here.text("measured_by", instead=self.source),
            capacities=_capacities(here),
            reason=here.text("reason", instead=self.source),
        )
        for number, code in enumerate(codes):
            each = replace(first, code=code, name=here.text("name", instead=code.rpartition("/")[2]))
            self._open(each, here, judge=number == 0)
            self._beds(code, here)

    def _beds(self, cell: str, said: Record) -> None:
        beds = said.given("beds")
        if isinstance(beds, list):
            named = [{"code": each} if isinstance(each, str) else each for each in beds]
            for each in Record({"beds": named}, said.where, self.problems).records("beds"):
                each.only(*_PLACE)
                self._open(self._plain(self._one(cell, each), "bed", each), each)
        elif row := said.record("beds"):
            row.only("from", "to")
            for code in self._row(cell, row):
                self._open(self._plain(code, "bed", Record({}, said.where, self.problems)), row)

    def _one(self, around: str, said: Record) -> str:
        return f"{around}/{said.text('code', need=True, instead=self._unnamed())}"

    def _unnamed(self) -> str:
        """Return a code for a place whose own is missing or wrong, so that what else is wrong with it is found as well."""
        return f"_{len(self.found)}"

    def _row(self, around: str, said: Record) -> list[str]:
        """Return the codes a record stands for: its own, or those of a row of numbers."""
        first, last = said.count("from", MOST_PLACES), said.count("to", MOST_PLACES)
        if first is None and last is None:
            return [self._one(around, said)]
        if first is None or last is None or last < first or said.given("code") is not None:
            said.wrong(own.NOT_A_ROW, "from")
            return [f"{around}/{self._unnamed()}"]
        if len(self.found) + last - first >= MOST_PLACES:
            self._too_many(last - first + 1 + len(self.found))
        return [f"{around}/{number}" for number in range(first, last + 1)]

    def _plain(self, code: str, kind: str, said: Record) -> Said:
        return Said(
            code=code,
            kind=kind,
            name=said.text("name", instead=code.rpartition("/")[2]),
            purpose=said.text("purpose", instead="normal" if kind == "cell" else ""),
            sex=said.text("sex"),
            age=said.text("age"),
            health_care=bool(said.flag("health_care")),
            measures=None,
            measured_by="",
            capacities=None,
            reason="",
        )

    def _open(self, place: Said, said: Record, *, judge: bool = True) -> Record:
        """Keep a place, and note why it cannot be; equal cells of a row are judged once. Returns its record, named by its code."""
        here = Record(said.said, f"{self.file}: {place.code[:80]}", self.problems)
        if place.code in self.found:
            here.wrong(why.REPEATED_ID, "code", id=place.code[:80], first=place.code[:80])
        if len(self.found) >= MOST_PLACES:
            self._too_many(len(self.found) + 1)
        refusals = rules.refuse_code_of_place(place.code)
        if judge:
            refusals += rules.refuse_description(place.kind, place.name, place.purpose, place.sex, place.age)
            refusals += rules.refuse_measures(place.measures) if place.measures else []
            refusals += rules.refuse_capacities(*place.capacities) if place.capacities else []
        for each in refusals:
            self.problems.add(replace(each, field=f"{here.where}: {each.field}"))
        self.found[place.code] = place
        return here

    def _too_many(self, count: int) -> None:
        raise Refused([*self.problems.found, why.TOO_MANY(field=self.file, count=count, limit=MOST_PLACES)])


def _measures(cell: Record) -> Measures | None:
    said = cell.record("measures")
    if said is None:
        return None
    said.only(*_MEASURED)
    return Measures(**{name: _one(said, name, kind) for name, kind in _MEASURED.items()})


def _one(said: Record, name: str, kind: Any) -> Any:
    if kind == bool | None:
        return said.flag(name)
    return said.count(name, 99_999) if kind == int | None else said.measure(name)


def _capacities(cell: Record) -> Capacities | None:
    said = cell.record("capacities")
    if said is None:
        return None
    said.only(*CAPACITIES)
    certified, working, maximum = (said.count(name, rules.MOST_PEOPLE) for name in CAPACITIES)
    return certified, working, maximum
