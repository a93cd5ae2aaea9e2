"""Facts judged in parts, in this process and on a real Spark, say exactly what the same facts say when judged at once."""

import importlib.util
import json
import os
import random
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.bench.custody_events import write_events
from constancia.bench.event_facts import write_facts
from constancia.bench.facts import write_year
from constancia.cli.main import run
from constancia.core.refusals import Refused
from constancia.norms.calendars import micros, moment
from constancia.norms.cases import cases
from constancia.norms.facts.frames import Facts
from constancia.norms.facts.load import load
from constancia.norms.facts.tables import tables
from constancia.norms.facts.writing import write
from constancia.norms.judging import judge
from constancia.norms.library.read import library
from constancia.norms.profiles import profile
from constancia.norms.scale import part, routing, spark
from constancia.norms.scale.asked import EVERYWHERE, KINDS, Asked, read_everywhere
from constancia.norms.scale.evaluation import evaluate, verdicts_in
from constancia.norms.scale.part import VERDICTS
from constancia.norms.units import HOUR
from tests.cases.norms import invented
from tests.cases.norms.invented import NOW, START
from tests.cases.norms.test_properties import versions

MISSING = [
    name
    for name, there in (
        ("pyspark", importlib.util.find_spec("pyspark")),
        ("java", os.environ.get("JAVA_HOME") or shutil.which("java")),
    )
    if not there
]
with_spark = pytest.mark.skipif(bool(MISSING), reason=f"{' and '.join(MISSING)} not installed (extra `spark`, Java 17)")
SEEDS = st.integers(0, 2**32)


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(routing, "ROWS_A_PART", 25)


def moved(rng: random.Random, stream: list) -> list:
    """Return rows of which some are corrected later to name another person, cell or facility."""
    found = list(stream)
    for name, each in stream:
        if name != "facility" and rng.random() < 0.1 and each["recorded_at"] is not None:
            other = {key: rng.choice(pool) for key, pool in invented.POOLS.items() if key in each}
            found.append((name, each | other | {"recorded_at": each["recorded_at"] + rng.randrange(-2, 3) * HOUR}))
    return found


def invented_facts(seed: int) -> Facts:
    """Return invented facts, less the rows that no file may hold."""
    rng = random.Random(seed)
    rows: dict[str, list] = {name: [] for name in tables()}
    for name, each in moved(rng, versions(rng, invented.facts(rng))):
        rows[name].append(each)
    frames = Facts({name: invented.frame(name, each) for name, each in rows.items()})
    return Facts({name: fitting(frames.versions(name)) for name in frames.given})


def fitting(frame: pl.DataFrame) -> pl.DataFrame:
    if "until" not in frame.columns:
        return frame
    return frame.filter((pl.col("until") >= pl.col("since")).fill_null(value=True))


def at_once(asked: Asked, facts: Facts) -> pl.DataFrame:
    """Return what one judgement of all the facts says, as written verdicts."""
    found = [pl.DataFrame(schema=VERDICTS)]
    known = facts if asked.known_at is None else facts.as_known_at(asked.as_of)
    judgement = judge(asked.library, known, asked.as_of, asked.profile.setting, norms=asked.norms)
    for question, frame in judgement.answers:
        said = {
            "norm": question.norm.id,
            "limb": question.limb.name,
            "rung": question.rung.id,
            "subject_kind": question.limb.subject,
            "unit": question.limb.unit,
            "threshold": question.rung.threshold,
            "decisive": asked.decisive.get(question.key, False),
            "text_status": question.rung.text_status,
        }
        asked_of = frame.with_columns(**{name: pl.lit(each) for name, each in said.items()})
        found.append(asked_of.select(pl.col(name).cast(kind) for name, kind in VERDICTS.items()))
    return in_order(pl.concat(found))


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(list(VERDICTS)).sort(list(VERDICTS))


def in_parts(asked: Asked, facts: Facts, folder: Path, engine: str) -> pl.DataFrame:
    write(facts, folder / "facts")
    evaluate(folder / "facts", folder / engine, asked, engine=engine)
    found = in_order(verdicts_in(folder / engine / "verdicts").collect())
    assert found.schema == VERDICTS
    return found


@given(SEEDS)
@settings(max_examples=4, deadline=None)
def test_parts_say_what_the_whole_says(tmp_path_factory, seed):
    folder, facts, asked = tmp_path_factory.mktemp("facts"), invented_facts(seed), Asked(profile(), moment(NOW))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(routing, "ROWS_A_PART", 25)
        assert in_parts(asked, facts, folder, "embedded").equals(at_once(asked, facts))
    assert len(list((folder / "embedded" / "verdicts").iterdir())) > len(KINDS)


def a_closed_year(folder: Path) -> tuple[Asked, Facts]:
    """Return a generated facility whose registers are closed, and how many records each holds as the closing says."""
    write_year(folder, 30, 40)
    facts = load(folder)
    frames = {name: facts.versions(name) for name in facts.given}
    closed = {
        name: frames[name].filter(pl.col("facility") == "F0").height if name in frames else 0
        for name in ("supply", "health", "discipline", "restraint", "search", "force", "request", "restriction")
    }
    since, until = (micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (2024, 2026))
    rows = [
        {"record": f"c-{name}", "facility": "F0", "register": name, "records": count, "since": since, "until": until}
        for name, count in closed.items()
    ]
    frames["closing"] = invented.frame("closing", rows)
    return Asked(profile(), datetime(2025, 3, 1, tzinfo=UTC)), Facts(frames)


def test_a_closing_counts_what_other_parts_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(routing, "ROWS_A_PART", 800)
    asked, facts = a_closed_year(tmp_path / "year")
    whole = at_once(asked, facts)
    assert in_parts(asked, facts, tmp_path, "embedded").equals(whole)
    monkeypatch.setattr(part, "fitted", lambda _asked, _kind, facts, _held: facts)
    shutil.rmtree(tmp_path / "embedded")
    assert not in_parts(asked, facts, tmp_path, "embedded").equals(whole)


def test_facts_as_known_and_some_norms(tmp_path, small_parts):
    facts = invented_facts(11)
    asked = Asked(profile("strict"), moment(NOW), moment((START + NOW) // 2), ("MR-44-15", "MR-11"))
    found = in_parts(asked, facts, tmp_path, "embedded")
    assert found.equals(at_once(asked, facts))
    assert set(found["norm"]) == {"MR-44-15", "MR-11"}


def test_facts_come_back_from_files_as_they_were(tmp_path):
    facts = invented_facts(7)
    write(facts, tmp_path)
    again = load(tmp_path)
    assert again.given == facts.given
    assert all(again.versions(name).equals(facts.versions(name)) for name in facts.given)


def test_every_part_reads_the_tables_of_facilities_that_count_for_persons():
    assert read_everywhere(library()) <= set(EVERYWHERE)


def test_the_command_writes_a_new_folder_and_never_into_one_that_is_there(tmp_path, capsys):
    write(invented_facts(3), tmp_path / "facts")
    asked = ["standards", "evaluate", "--facts", str(tmp_path / "facts"), "--out", str(tmp_path / "out"), "--json"]
    assert run([*asked, "--norm", "MR-11"]) == 0
    said = json.loads(capsys.readouterr().out)
    kept = json.loads((tmp_path / "out" / "evaluation.json").read_text())
    assert kept["verdicts"] == said["verdicts"]
    assert sum(sum(each.values()) for each in said["verdicts"].values()) == (
        verdicts_in(tmp_path / "out" / "verdicts").collect().height
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["facts", "out"]
    assert run(asked) == 1
    assert json.loads(capsys.readouterr().out)["refusals"][0]["code"] == "norms.folder_exists"


def test_a_fault_far_down_a_file_is_named_with_its_row_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("constancia.norms.scale.staging.BATCH", 10)
    (tmp_path / "facts").mkdir()
    since = [datetime(2025, 1, 1, tzinfo=UTC)] * 35
    until = [None] * 33 + [datetime(2024, 1, 1, tzinfo=UTC), None]
    frame = pl.DataFrame({"person": ["P"] * 35, "facility": ["F"] * 35, "since": since, "until": until})
    frame.write_parquet(tmp_path / "facts" / "custody.parquet")
    with pytest.raises(Refused) as refused:
        evaluate(tmp_path / "facts", tmp_path / "out", Asked(profile(), moment(NOW)))
    assert [each.field for each in refused.value.refusals] == ["custody.parquet:35:until"]
    assert [each.name for each in tmp_path.iterdir()] == ["facts"]


def test_without_pyspark_it_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    write(invented_facts(3), tmp_path / "facts")
    asked = ["--facts", str(tmp_path / "facts"), "--out", str(tmp_path / "out"), "--engine", "spark"]
    assert run(["standards", "evaluate", *asked]) == 1
    said = capsys.readouterr().err
    assert "PySpark" in said
    assert "constancia[spark]" in said
    assert not (tmp_path / "out").exists()


@with_spark
def test_without_java_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark.shutil, "which", lambda _name: None)
    with pytest.raises(Refused, match=r"norms\.no_spark"):
        in_parts(Asked(profile(), moment(NOW)), invented_facts(3), tmp_path, "spark")


@with_spark
def test_spark_says_what_one_judgement_says(tmp_path, monkeypatch):
    monkeypatch.setattr(routing, "ROWS_A_PART", 100)
    facts, asked = invented_facts(1933), Asked(profile(), moment(NOW))
    assert in_parts(asked, facts, tmp_path, "spark").equals(at_once(asked, facts))


@with_spark
def test_spark_says_of_custody_events_and_of_a_closed_year_what_one_judgement_says(tmp_path, monkeypatch):
    monkeypatch.setattr(routing, "ROWS_A_PART", 1000)
    write_events(tmp_path / "events.parquet", 600)
    write_facts(tmp_path / "events.parquet", tmp_path / "moving")
    moving = Asked(profile(), datetime(2026, 1, 1, tzinfo=UTC)), load(tmp_path / "moving")
    for name, (asked, facts) in {"closed": a_closed_year(tmp_path / "year"), "events": moving}.items():
        assert in_parts(asked, facts, tmp_path / name, "spark").equals(at_once(asked, facts))


@with_spark
def test_spark_says_of_every_worked_case_what_one_judgement_says(tmp_path, monkeypatch):
    """All cases stand in one folder of facts, each with persons, cells and facilities of its own."""
    monkeypatch.setattr(routing, "ROWS_A_PART", 1000)
    facts, at = together([each for each in cases() if each.known_at is None and each.profile == "arrangement"])
    asked = Asked(profile(), at)
    whole = at_once(asked, facts)
    assert in_parts(asked, facts, tmp_path, "spark").equals(whole)
    assert {"MET", "BREACH", "PRESUMED", "UNKNOWN", "REVIEW", "PENDING", "N/A"} <= set(whole["verdict"])


def together(several: list) -> tuple[Facts, datetime]:
    """Return the facts of many cases as one, every identifier with its case's number before it, and a moment after them all."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for number, case in enumerate(several):
        facts = case.facts()
        for name in facts.given:
            keys = [each for each in ("record", *KINDS) if each in facts.versions(name).columns]
            mine = facts.versions(name).with_columns(
                pl.format("{}/{}", pl.lit(number), each).alias(each) for each in keys
            )
            frames.setdefault(name, []).append(mine)
    joined = Facts({name: fitting(pl.concat(each)) for name, each in frames.items()})
    return joined, max(each.at for each in several)
