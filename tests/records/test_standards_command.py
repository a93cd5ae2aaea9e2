"""The commands of conditions: lists and measurements read, a facility judged, a verdict explained."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from constancia.cli.commands import constancia
from constancia.core.refusals import Refused
from constancia.norms.scale.evaluation import verdicts_in
from constancia.standards.actions.life import record_regime
from constancia.standards.evaluation import evaluate, verdicts_on
from constancia.standards.facts.assembling import Scope
from tests.records.conftest import ANA, World


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.CONSTANCIA_HOME = str(tmp_path / "home")


def said(*words: str) -> Any:
    done = CliRunner().invoke(constancia, [*words, "--json"], catch_exceptions=False)
    return json.loads(done.stdout)


def test_a_segregation_list_is_read_and_what_cannot_be_judged_is_named(world: World, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("facility,placed,released\nX,2020-01-01,2020-01-16\nX,2020-01-01,2020-01-20\n,,\nX,,2020-01-20\n")
    found = said("import", "segregation", str(path), "--zone", "America/El_Salvador")
    assert (found["placements"], found["over_limit"], found["not_judged"]["whole_dates"]) == (2, 1, 1)
    assert [(each["row"], each["says"]) for each in found["cannot_be_judged"]] == [(2, "whole_dates")]
    rejects = Path(found["rejects_file"]).read_text()
    assert "lista.csv,4,,blank_row" in rejects
    assert "lista.csv,5,placed,no_start" in rejects


def test_measurements_are_read_and_their_faults_counted(world: World, tmp_path: Path) -> None:
    path = tmp_path / "B-1.csv"
    path.write_text("timestamp,co2,temperature\n2026-02-01 10:00,420,394.2\n2026-02-01 10:01,300,24\n")
    found = said(
        "import", "measurements", str(path), "--zone", "America/El_Salvador", "--facility", "F1", "--cell-by-name"
    )
    assert found["new_readings"] == 4
    assert [(each["kind"], each["implausible"]) for each in found["files"][0]["kinds"]] == [
        ("co2", 1),
        ("temperature", 1),
    ]
    assert found["files"][0]["kinds"][1]["highest"] == "394.2"


def test_a_facility_is_judged_and_a_verdict_explained(world: World) -> None:
    person = world.register()
    world.ground(person)
    world.admit(person)
    record_regime(by=ANA, at=world.now, now=world.now, person=person, place="cell", company="alone")
    assert said("standards", "board", "F1") == {"facility": "F1", "judged": False}
    board = said("standards", "board", "F1", "--keep")
    assert {each["topic"] for each in board["tiles"]} >= {"space", "air", "solitary", "health", "contact"}
    why = said("standards", "why", "F1", "MR-44-15", person)
    assert "BREACH" in {one["verdict"] for each in why["answers"] for one in each["verdicts"]}
    findings = said("standards", "findings", "--facility", "F1")["findings"]
    assert "MR-44-15" in {each["norm"] for each in findings}


def test_the_register_is_exported_and_judged_elsewhere_as_here(world: World, tmp_path: Path) -> None:
    person = world.register()
    world.ground(person)
    world.admit(person)
    record_regime(by=ANA, at=world.now, now=world.now, person=person, place="cell", company="alone")
    rows = said("standards", "export", "--out", str(tmp_path / "facts"))
    assert (rows["custody"], rows["regime"]) == (1, 1)
    as_of = world.now + timedelta(days=20)
    at = as_of.strftime("%Y-%m-%dT%H:%M:%S%z")
    said("standards", "evaluate", "--facts", str(tmp_path / "facts"), "--out", str(tmp_path / "out"), "--at", at)
    elsewhere = verdicts_in(tmp_path / "out" / "verdicts").filter(pl.col("subject") == person).collect()
    here = verdicts_on(evaluate(Scope("F1"), as_of), person)
    keys = ("norm", "limb", "rung", "record", "verdict", "reason")
    assert sorted(elsewhere.select(keys).rows()) == sorted(tuple(getattr(each, key) for key in keys) for each in here)
    assert "BREACH" in elsewhere.filter(pl.col("norm") == "MR-44-15")["verdict"].to_list()
    again = CliRunner().invoke(constancia, ["standards", "export", "--out", str(tmp_path / "facts")])
    assert isinstance(again.exception, Refused)
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(".")) == []
