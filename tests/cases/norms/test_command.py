"""`constancia norms`: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest

from constancia.cli.main import run
from constancia.norms.library.read import library
from constancia.norms.verdicts import WORST_FIRST

ALONE = (
    "record,person,facility,company,since,until,recorded_at\n"
    "r1,A,F,alone,2025-03-01T10:00:00-06:00,{until},2025-03-01T10:00:00-06:00\n"
)
HELD = "person,facility,since,recorded_at\nA,F,2025-02-01T00:00:00-06:00,2025-02-01T00:00:00-06:00\n"
PLACE = "facility,zone,state,since,recorded_at\nF,America/El_Salvador,SV,2020-01-01T00:00Z,2020-01-01T00:00Z\n"
FREE = "r2,A,F,association,{since},,2025-03-01T10:00:00-06:00\n"


@pytest.fixture
def facts(tmp_path):
    def write(until="2025-03-17T10:00:00-06:00"):
        (tmp_path / "regime.csv").write_text(ALONE.format(until=until) + FREE.format(since=until))
        (tmp_path / "custody.csv").write_text(HELD)
        (tmp_path / "facility.csv").write_text(PLACE)
        return str(tmp_path)

    return write


def asked(capsys, *arguments, code=0):
    assert run(["norms", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_breach_is_an_answer_and_not_a_failure(facts, capsys):
    found = asked(capsys, "check", "--facts", facts(), "--norm", "MR-44-15", "--at", "2025-04-01")
    (breach,) = [each for each in found["verdicts"] if each["verdict"] == "BREACH"]
    assert {key: breach[key] for key in ("norm", "subject", "since", "until", "measured", "threshold", "unit")} == {
        "norm": "MR-44-15",
        "subject": "A",
        "since": "2025-03-16T16:00:00Z",
        "until": "2025-03-17T16:00:00Z",
        "measured": 384,
        "threshold": 360,
        "unit": "h",
    }
    assert breach["because"] == "The run has lasted 384 h; the limit is 15 days of 24 h."
    assert breach["decisive"] is True
    assert found["worst"] == {"MR-44-15": "BREACH"}


def test_exactly_fifteen_days_are_met(facts, capsys):
    path = facts("2025-03-16T10:00:00-06:00")
    found = asked(capsys, "check", "--facts", path, "--norm", "MR-44-15", "--at", "2025-04-01")
    assert not [each for each in found["verdicts"] if each["verdict"] == "BREACH"]


def test_two_verdicts_as_it_was_and_as_it_was_known(facts, capsys):
    path = facts()
    regime = Path(path, "regime.csv")
    later = "r1,A,F,association,2025-03-01T10:00:00-06:00,2025-03-17T10:00:00-06:00,2025-03-20T00:00Z\n"
    regime.write_text(regime.read_text() + later)
    arguments = ("check", "--facts", path, "--norm", "MR-44-15")
    now = asked(capsys, *arguments, "--at", "2025-04-01")
    known = asked(capsys, *arguments, "--as-known-at", "2025-03-18T12:00:00Z")
    assert now["worst"] == {"MR-44-15": "UNKNOWN"}
    assert known["worst"] == {"MR-44-15": "BREACH"}
    assert known["as_known_at"] == "2025-03-18T12:00:00Z"


def test_coverage_stands_beside_the_verdicts(facts, capsys):
    found = asked(
        capsys, "check", "--facts", facts(), "--norm", "MR-44-DEF", "--norm", "MR-30", "--at", "2025-03-29T06:00Z"
    )
    shares = {each["norm"]: each for each in found["coverage"]}
    assert shares["MR-44-DEF"]["counted_in"] == "person_days"
    assert shares["MR-44-DEF"]["in_scope"] == 56
    assert shares["MR-44-DEF"]["judged"] == pytest.approx(56 - 28 - 10 / 24, abs=1e-6)
    assert shares["MR-30"]["counted_in"] == "records"


def test_every_norm_at_once_and_only_some_verdicts(facts, capsys):
    found = asked(capsys, "check", "--facts", facts(), "--at", "2025-04-01", "--only", "UNKNOWN")
    assert {each["verdict"] for each in found["verdicts"]} == {"UNKNOWN"}
    assert all(each["missing"] for each in found["verdicts"] if each["reason"] != "gap_in_run")
    assert set(found["worst"]) == set(library().norms)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_text_says_what_the_data_say(facts, capsys, monkeypatch, language):
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    assert run(["norms", "check", "--facts", facts(), "--at", "2025-04-01", "--norm", "MR-44-15"]) == 0
    text = capsys.readouterr().out
    assert {"en": "The run has lasted 384 h", "es": "La racha ha durado 384 h"}[language] in text
    assert {"en": "could be judged", "es": "pudo juzgarse"}[language] in text


def test_faults_and_unknown_names_end_with_one(facts, tmp_path, capsys):
    path = facts("2025-03-17 10:00")
    found = asked(capsys, "check", "--facts", path, code=1)
    assert {each["code"] for each in found["refusals"]} == {"norms.no_offset"}
    assert {each["field"] for each in found["refusals"]} == {"regime.csv:2:until", "regime.csv:3:since"}
    assert asked(capsys, "show", "MR-999", code=1)["refusals"][0]["code"] == "norms.unknown_norm"
    facts()
    wrong = asked(capsys, "check", "--facts", path, "--profile", "nope", "--norm", "MR-30", code=1)
    assert wrong["refusals"][0]["code"] == "norms.unknown_profile"
    assert run(["norms", "check"]) == 2
    assert run(["norms", "check", "--facts", str(tmp_path / "nowhere")]) == 2


def test_list_and_show(capsys):
    listed = asked(capsys, "list")["norms"]
    assert [each["norm"] for each in listed] == list(library().norms)
    shown = asked(capsys, "show", "MR-44-15")
    assert shown["rule"]["es"] == "El aislamiento nunca dura más de quince días consecutivos."
    assert shown["citation"]["en"] == "Mandela Rules 43(1)(b), 44"
    assert "WE-03" in {each["case"] for each in shown["cases"]}
    for norm in library().norms:
        assert run(["norms", "show", norm]) == 0
        text = capsys.readouterr().out
        assert library().norms[norm].rule.es in text
        assert "→" in text
    assert set(WORST_FIRST) >= {each["verdict"] for each in shown["cases"][0]["expected"] if "verdict" in each}
