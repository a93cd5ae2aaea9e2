"""What must hold of every shipped norm, on facts that nobody thought of."""

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.norms.facts.frames import ENDLESS, Facts
from constancia.norms.facts.tables import tables
from constancia.norms.few import holdings, judge_some
from constancia.norms.forms.setting import Setting
from constancia.norms.forms.sheet import World
from constancia.norms.judging import judge, questions
from constancia.norms.library.read import library
from constancia.norms.live import Live
from constancia.norms.units import HOUR
from constancia.norms.verdicts import BREACH, MET, UNKNOWN, Verdict
from tests.cases.norms import invented
from tests.cases.norms.invented import NOW, START, as_facts, frame

SETTING = Setting(zone="America/El_Salvador", calendars={"SV": "sv", "US": "us-federal"})
SEEDS = st.integers(0, 2**32)


def plain(verdict: Verdict) -> tuple:
    return (
        *verdict.key,
        verdict.verdict,
        verdict.since,
        verdict.until,
        verdict.measured,
        verdict.threshold,
        verdict.reason,
        verdict.missing,
        verdict.due,
    )


def versions(rng: random.Random, rows: invented.Rows) -> list[tuple[str, dict]]:
    """Return rows as they would arrive, some followed by a correction."""
    stream = [(name, each) for name, made in rows.items() for each in made]
    for name, each in list(stream):
        if rng.random() < 0.1 and each["recorded_at"] is not None:
            later = each | {"recorded_at": each["recorded_at"] + HOUR}
            for column in tables()[name].columns.values():
                if column.type in ("code", "yes_no") and rng.random() < 0.3:
                    later[column.name] = invented.value(rng, column, name)
            if each.get("since") is not None and "until" in each:
                later["until"] = rng.choice([None, each["since"] + rng.randrange(100) * HOUR])
            stream.append((name, later))
    rng.shuffle(stream)
    return stream


def arrivals(rng: random.Random, count: int) -> list[int]:
    """Return when rows arrive: the last ones all at the moment judged, so that no later look can mend what they left wrong."""
    at_once = rng.randrange(count + 1)
    return sorted(rng.randrange(START, NOW) for _ in range(count - at_once)) + [NOW] * at_once


@given(SEEDS)
@settings(max_examples=6, deadline=None)
def test_set_wise_equals_incremental(seed):
    rng = random.Random(seed)
    stream = versions(rng, invented.facts(rng))
    live = Live(library(), SETTING)
    moments = arrivals(rng, len(stream))
    given_rows: dict[str, list] = {name: [] for name in tables()}
    for (name, each), moment in zip(stream, moments, strict=True):
        given_rows[name].append(each)
        list(live.put(name, invented.normal(name, each), moment))
    facts = Facts({name: frame(name, rows) for name, rows in given_rows.items()})
    set_wise = [plain(each) for each in judge(library(), facts, NOW, SETTING).verdicts()]
    incremental = [plain(each) for subject in list(live.world.sheets) for each in live.verdicts(subject, NOW)]
    assert sorted(set_wise, key=repr) == sorted(incremental, key=repr)


@given(SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_few_subjects_are_judged_as_among_everybody(seed):
    rng = random.Random(seed)
    rows = invented.facts(rng)
    for name, made in versions(rng, rows):
        if made not in rows[name]:
            rows[name].append(made)
    whole = as_facts(rows)
    every = [plain(each) for each in judge(library(), whole, NOW, SETTING).verdicts()]
    subjects = {("person", rng.choice("ABC")), ("cell", rng.choice(("C1", "C2")))}
    facts = about(whole, subjects)
    here, everywhere = holdings(facts), holdings(whole)
    elsewhere = {record: held - here[record] for record, held in everywhere.items()}
    some = judge_some(library(), facts, subjects, NOW, SETTING, elsewhere=elsewhere)
    wanted = [each for each in every if (each[3], each[4]) in subjects]
    assert sorted(wanted, key=repr) == sorted(map(plain, some.verdicts()), key=repr)


def about(whole: Facts, subjects: set[tuple[str, str]]) -> Facts:
    """Return what bears on some subjects: rows that name them, all rows of persons named in rows about their cells."""
    cells = {code for kind, code in subjects if kind == "cell"}
    persons = {code for kind, code in subjects if kind == "person"}
    for name, table in tables().items():
        if {"person", "cell"} <= table.columns.keys():
            named = whole.frame(name).filter(pl.col("cell").is_in(cells))
            persons |= set(named["person"].drop_nulls())
    kept = {}
    for name, table in tables().items():
        records = set()
        for column, codes in (("person", persons), ("cell", cells)):
            if column in table.columns:
                records |= set(whole.frame(name).filter(pl.col(column).is_in(codes))["record"])
        frame = whole.versions(name)
        everywhere = name in ("facility", "closing")
        kept[name] = frame if everywhere else frame.filter(pl.col("record").is_in(records))
    return Facts(kept)


@given(SEEDS, st.sampled_from([0.5, 0.8, 0.95]))
@settings(max_examples=40, deadline=None)
def test_losing_facts_never_makes_a_breach_or_an_unknown_met(seed, share):
    rng = random.Random(seed)
    rows = invented.coherent(rng)
    less = {name: [each for each in made if rng.random() < share] for name, made in rows.items()}
    before, after = pieces(rows), pieces(less)
    for question, was in before.items():
        for old in was:
            if old.decision.verdict in (BREACH, UNKNOWN):
                for new in after.get(question, ()):
                    assert new.decision.verdict != MET or not same_question(old, new), (question, old, new)


def same_question(old, new) -> bool:
    """Tell whether two pieces speak of the same record, or of a common moment."""
    if old.record or new.record:
        return old.record == new.record and (old.since == new.since or overlap(old, new))
    return overlap(old, new)


def overlap(old, new) -> bool:
    return max(old.since, new.since) < min(old.until, new.until)


def pieces(rows: invented.Rows) -> dict:
    world = World(SETTING, has_facilities=True)
    facts = as_facts(rows)
    for name in tables():
        for each in facts.versions(name).iter_rows(named=True):
            world.put(name, each)
    return {
        (*question.key, subject): list(question.rung.form.one(sheet, -ENDLESS, NOW, {}))
        for question in questions(library())
        for (kind, subject), sheet in list(world.sheets.items())
        if kind == question.limb.subject
    }


def test_nothing_recorded_gives_nothing_met():
    rows = {name: [] for name in tables()} | {
        "person": [{"record": "person1", "person": "A"}],
        "custody": [{"record": "custody1", "person": "A", "facility": "F", "since": START}],
        "facility": [
            {"record": "facility1", "facility": "F", "since": START, "zone": "America/El_Salvador", "state": "SV"}
        ],
        "cell": [{"record": "cell1", "cell": "C", "facility": "F", "since": START}],
    }
    found = [each for each in judge(library(), as_facts(rows), NOW, SETTING).verdicts() if each.verdict == MET]
    assert {(each.norm, each.limb) for each in found} <= {("ICPPED-17.3-a–f", "(e)"), ("BR-49", "no prisoner")}


@pytest.mark.parametrize("question", list(questions(library())), ids=lambda each: "/".join(each.key))
def test_every_limb_says_what_it_lacks(question):
    assert question.limb.text.es
    assert question.rung.threshold
