"""`constancia housing solve` and `check` on files: exit codes, JSON on standard output, nothing else there."""

import json

import pytest

from constancia.cli.main import run
from tests.unit.housing.building import cell, instance, person


@pytest.fixture
def files(tmp_path):
    people = [person("a", companions="g"), person("b", companions="g"), person("c", status="untried")]
    data = instance(cells=[cell("c1", "m1k1"), cell("c2", "m1k1", area_m2=7.35)], persons=people)
    path = tmp_path / "instance.json"
    path.write_text(json.dumps(data))
    return path, tmp_path / "plan.json"


def test_a_file_is_solved_and_the_plan_verified(files, capfd):
    given, plan = files
    assert run(["housing", "solve", str(given), "-o", str(plan), "--time-limit", "5", "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    written = json.loads(plan.read_text())
    assert said["objective"] == written["objective"]
    assert written["format"] == "constancia-plan/1"
    assert written["assignments"]["a"] == written["assignments"]["b"] != written["assignments"]["c"]
    assert written["lower_bound"] <= written["objective"]
    assert set(written["why"]) == {"a", "b", "c"}
    assert run(["housing", "check", str(given), str(plan), "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["sound"]


def test_the_same_seed_writes_the_same_plan(files, capfd):
    given, plan = files
    written = []
    for _ in range(2):
        run(["housing", "solve", str(given), "-o", str(plan), "--seed", "3"])
        written.append({**json.loads(plan.read_text()), "seconds": 0})
    assert written[0] == written[1]


@pytest.mark.parametrize(
    "spoil",
    [
        {"assignments": {"a": "c1", "b": "c1", "c": "c1"}},
        {"assignments": {"a": "c1", "b": "c1"}},
        {"assignments": {"a": "c1", "b": "c1", "c": "c9"}},
        {"objective": 1.0},
        {"objective": "cheap"},
        {"lower_bound": 10**9},
        {"proof": {"scale": 0}},
        {"proof": "trust me"},
    ],
)
def test_a_spoilt_plan_is_not_verified(files, capfd, spoil):
    given, plan = files
    run(["housing", "solve", str(given), "-o", str(plan)])
    plan.write_text(json.dumps({**json.loads(plan.read_text()), **spoil}))
    assert run(["housing", "check", str(given), str(plan)]) == 3


def test_a_plan_that_states_no_bound_is_checked_by_its_assignments(files, capfd):
    given, plan = files
    plan.write_text(json.dumps({"format": "constancia-plan/1", "assignments": {"a": "c1", "b": None, "c": "c2"}}))
    assert run(["housing", "check", str(given), str(plan)]) == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "housing.not_json"),
        ("[" * 100_000, "housing.not_json"),
        ('{"format": "other"}', "housing.not_an_instance"),
        ("null", "housing.not_an_instance"),
    ],
)
def test_what_is_no_instance_is_refused(files, capfd, text, code):
    given, plan = files
    given.write_text(text)
    assert run(["housing", "solve", str(given), "-o", str(plan), "--json"]) == 1
    assert [each["code"] for each in json.loads(capfd.readouterr().out)["refusals"]] == [code]
    assert not plan.exists()


def test_wrong_usage_is_told_apart(files, capfd):
    given, _ = files
    assert run(["housing", "solve", str(given)]) == 2
    assert run(["housing", "solve", str(given), "-o", "x", "--time-limit", "-1"]) == 2


def test_a_folder_that_is_not_there_is_named_before_the_search(files, capfd):
    given, _ = files
    assert run(["housing", "solve", str(given), "-o", str(given.parent / "nowhere" / "plan.json")]) == 2
    assert "nowhere" in capfd.readouterr().err
