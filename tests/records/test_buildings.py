"""A facility from a file: recorded once, by the same entries as the acts one by one, all of it or nothing."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from constancia.core.actors import Actor, Grant
from constancia.core.refusals import Refused
from constancia.housing import actions as housing
from constancia.housing.actions.buildings import Imported
from constancia.housing.buildings.reading import read_building_bytes
from constancia.housing.buildings.schema import building_of
from constancia.housing.buildings.writing import written
from constancia.housing.models import Claim, Place
from constancia.housing.queries.buildings import building_at
from constancia.housing.queries.cells import places_at
from constancia.ledger.models import Entry
from constancia.ledger.sequence import rehearsing
from constancia.register.models import Facility
from tests.facility_file import GOOD

from .conftest import World
from .houses import HUGO, module


def bring(world: World, text: str = GOOD, by: Actor = HUGO) -> Imported:
    found = building_of(read_building_bytes(text.encode(), "f7.yaml"), "f7.yaml")
    return housing.import_building(by=by, now=world.now, building=found)


def refusals(world: World, text: str, by: Actor = HUGO) -> set[tuple[str, str]]:
    before = Entry.objects.count()
    with pytest.raises(Refused) as found:
        bring(world, text, by)
    assert Entry.objects.count() == before
    return {(each.code, each.field) for each in found.value.refusals}


def rows(facility: str) -> list[dict[str, Any]]:
    """Every column of every place but what differs between two registers."""
    found = Place.objects.filter(facility=facility).order_by("code", "since").values()
    return [{name: value for name, value in each.items() if name not in {"id", "entry"}} for each in found]


def test_a_file_is_recorded_once_and_again_adds_nothing(world: World) -> None:
    done = bring(world)
    assert (done.facility_opened, done.modules, done.landings, done.cells, done.beds) == (True, 1, 1, 4, 6)
    assert (done.measured, done.capacities, done.claims, done.entries) == (4, 3, 1, 1 + 12 + 4 + 3 + 1)
    entries = Entry.objects.count()
    world.later(days=3)
    again = bring(world)
    assert (again.entries, again.unchanged, again.not_in_file) == (0, 12, 0)
    assert Entry.objects.count() == entries
    assert Claim.objects.get(facility="F7").value == "20 000"


def test_a_changed_file_adds_the_change_and_leaves_what_it_does_not_name(world: World) -> None:
    bring(world)
    housing.open_place(by=HUGO, at=world.now, now=world.now, place="F7/M1/B")
    world.later(days=2)
    later = GOOD.replace("2026-03-01", world.now.date().isoformat()).replace("gross_m2: 12.50", "gross_m2: 13")
    done = bring(world, later.replace("purpose: isolation", "purpose: health_care"))
    assert (done.measured, done.described, done.entries, done.not_in_file) == (3, 1, 4, 1)
    cell = "F7/M1/A/2"
    assert places_at([cell], world.now)[cell].gross_m2 == 13
    assert places_at([cell], world.now - timedelta(days=1))[cell].gross_m2 == 12.5


def test_a_check_says_the_same_and_records_nothing(world: World) -> None:
    before = Entry.objects.count()
    with rehearsing():
        tried = bring(world)
    assert Entry.objects.count() == before
    assert not Facility.objects.filter(code="F7").exists()
    assert bring(world) == tried


def test_a_file_and_the_acts_one_by_one_give_the_same_tables(world: World) -> None:
    bring(world)
    found = building_at("F7", world.now)
    acts: dict[str, Any] = {"by": HUGO, "at": found.effective, "now": world.now}
    for each in found.places:
        place = each.code.replace("F7", "F1", 1)
        said = {"name": each.name, "purpose": each.purpose, "sex": each.sex, "age": each.age}
        housing.open_place(place=place, health_care=each.health_care, **said, **acts)
        if each.measures:
            names = {name: getattr(each.measures, name) for name in each.measures.__dataclass_fields__}
            housing.measure_place(place=place, measured_by=each.measured_by, **names, **acts)
        if each.capacities:
            certified, working, maximum = each.capacities
            limits = {"certified_normal": certified, "working": working, "maximum": maximum}
            housing.set_capacities(place=place, reason="Apertura", **limits, **acts)
    there = json.loads(json.dumps(rows("F7"), default=str).replace("F7", "F1"))
    assert json.loads(json.dumps(rows("F1"), default=str)) == there


def test_what_is_written_from_the_register_is_read_into_another_as_it_was(world: World) -> None:
    module(world, window_reads=True, step_free=None)
    module(world, "M2", purpose="reception", landings=2)
    housing.open_place(by=HUGO, at=world.now, now=world.now, place="F1/M1/A/1/b1", name="Cama 1")
    text = written(building_at("F1", world.now))
    assert bring(world, text).entries == 0
    other = text.replace("code: F1\n", "code: F8\n")
    done = bring(world, other)
    assert (done.modules, done.landings, done.cells, done.beds) == (2, 3, 9, 1)
    assert written(replace(building_at("F8", world.now), source="x")) == written(
        replace(building_at("F1", world.now), source="x", code="F1")
    ).replace("code: F1\n", "code: F8\n")


def test_what_cannot_be_is_refused_at_once_with_file_place_and_field(world: World) -> None:
    assert refusals(world, GOOD.replace("2026-03-01", "2030-03-01")) == {
        ("register.in_future", "f7.yaml: effective"),
        ("register.in_future", "f7.yaml: facility: at"),
    }
    assert refusals(world, GOOD.replace("code: F7", "code: F1").replace("America/El_Salvador", "Europe/Madrid")) == {
        ("register.other_zone", "f7.yaml: facility: zone")
    }
    bring(world)
    early = GOOD.replace("2026-03-01", "2026-02-01")
    found = refusals(world, early)
    assert ("housing.opened_later", "f7.yaml: F7/M1/A/3: effective") in found
    assert len(found) == 12
    world.later(days=2)
    nul = GOOD.replace("name: Módulo 1", 'name: "M\\0"').replace("2026-03-01", "2026-03-02")
    assert refusals(world, nul) == {("register.bad_text", "f7.yaml: F7/M1: name")}


def test_whoever_may_not_arrange_places_may_not_bring_them_in(world: World) -> None:
    reader = Actor("U-LEA", frozenset({Grant("inspector", "F7")}))
    assert {code for code, _ in refusals(world, GOOD, reader)} == {"core.not_permitted"}
    clerk = Actor("U-EVA", frozenset({Grant("housing_officer", "F7")}))
    assert {code for code, _ in refusals(world, GOOD, clerk)} == {"core.not_permitted"}


def test_the_command_checks_brings_in_and_writes_out(tmp_path: Path) -> None:
    source, out = tmp_path / "f7.yaml", tmp_path / "out.yaml"
    source.write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text(GOOD.replace("12.50", "-1"), encoding="utf-8")

    def run(*words: str) -> tuple[int, Any]:
        command = [sys.executable, "-m", "constancia.cli", *words, "--json", "--db", f"sqlite:///{tmp_path}/r.sqlite3"]
        made = subprocess.run(command, capture_output=True, check=False, text=True)
        return made.returncode, json.loads(made.stdout)

    assert run("init", "--name", "F7")[0] == 0
    bad, said = run("housing", "import-facility", str(tmp_path / "bad.yaml"))
    assert bad == 1
    assert said["refusals"][0]["field"] == "bad.yaml: F7/M1/A/1: gross_m2"
    assert run("housing", "import-facility", str(source), "--check")[1]["entries"] == 21
    assert run("housing", "import-facility", str(source))[1]["entries"] == 21
    assert run("housing", "export-facility", "F7", "-o", str(out))[1]["places"] == 12
    assert run("housing", "import-facility", str(out))[1]["entries"] == 0
