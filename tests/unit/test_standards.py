"""The pure parts of the standards room: topics, findings over time, possible figures, gaps, rows of files, weights."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constancia.norms.facts.tables import tables
from constancia.norms.library.read import library
from constancia.standards import topics
from constancia.standards.events import findings as e
from constancia.standards.facts.frames import facts_of
from constancia.standards.files.columns import has_short_header, moment_of, repaired
from constancia.standards.finding_timeline import finding_state, next_level
from constancia.standards.kinds import KINDS
from constancia.standards.rules import is_plausible
from constancia.standards.timeline import gaps
from constancia.standards.weights import weights_of
from constancia.standards.words import CODE_NAMES, KIND_NAMES

T0 = datetime(2026, 3, 1, tzinfo=UTC)
DAY = 86_400_000_000


def test_every_norm_named_by_a_topic_exists_and_stands_there_once() -> None:
    named = [norm for norms in topics._OF_TOPIC.values() for norm in norms]
    assert len(named) == len(set(named))
    assert topics.listed() <= library().norms.keys()
    assert {topics.topic_of(each) for each in library().norms} == topics.TOPICS.keys()


def test_every_code_and_kind_has_a_name_and_every_event_field_a_column() -> None:
    from dataclasses import fields

    from constancia.standards.timeline import column_of

    for kind, each in KINDS.items():
        assert kind in KIND_NAMES
        columns = tables()[kind].columns
        own = {column_of(field.name) for field in fields(each.event)} - {"pending"}
        assert own <= columns.keys()
        aside = {"facility", "since", "occurred_at", "record", "recorded_at", "source", "name", "zone"}
        assert columns.keys() - aside <= own
        assert {code for column in columns.values() for code in column.codes} <= CODE_NAMES.keys()


def opened(severity: str = "T") -> e.FindingOpened:
    return e.FindingOpened(
        finding="F-1", origin="breach", norm="N", limb="l", rung="r", severity=severity, subject_kind="person",
        subject="P", record="", verdict="BREACH", since=T0, measured="", threshold="", unit="", reason="",
        statement="", evidence=(1,), answer_due_at=T0 + timedelta(days=7),
    )  # fmt: skip


def entry(number: int, event: Any) -> Any:
    return SimpleNamespace(number=number, event=event, occurred_at=T0 + timedelta(days=number), facility="F1")


STEPS = (
    e.FindingAssigned(finding="F-1", to="x", due_at=T0),
    e.FindingAnswered(finding="F-1", answer="x"),
    e.FindingContested(finding="F-1", reason="x"),
    e.ContestDecided(finding="F-1", outcome="upheld", reason="x"),
    e.ContestDecided(finding="F-1", outcome="withdrawn", reason="x"),
    e.FindingRemedied(finding="F-1", remedy="x"),
    e.FindingReopened(finding="F-1", since=T0, measured="2", evidence=(), answer_due_at=T0),
    e.FindingEscalated(finding="F-1", level="programme", overdue_since=T0),
)


def test_an_absolute_prohibition_is_with_inspection_at_once() -> None:
    assert finding_state([entry(1, opened("A"))]).level == "inspection"  # type: ignore[union-attr]
    assert [next_level(each) for each in ("facility", "programme", "inspection")] == ["programme", "inspection", None]
    assert finding_state([]) is None


@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_a_finding_counts_its_reopenings_and_is_closed_only_by_remedy_or_withdrawal(steps: list[Any]) -> None:
    chain = [entry(number, event) for number, event in enumerate([opened(), *steps], start=1)]
    found = finding_state(chain)
    assert found is not None
    assert found.times == 1 + sum(isinstance(each, e.FindingReopened) for each in steps)
    assert found.last_entry == len(chain)
    assert (found.cured_at is not None) is (found.state in ("remedied", "withdrawn")) or any(
        isinstance(each, e.FindingRemedied | e.ContestDecided) for each in steps
    )


@pytest.mark.parametrize(
    ("kind", "value", "possible"),
    [
        ("temperature", "394.2", False),
        ("temperature", "-60", True),
        ("co2", "349.99", False),
        ("co2", "350", True),
        ("humidity", "100.1", False),
        ("light", "-1", False),
        ("temperature", "NaN", False),
    ],
)
def test_what_a_room_cannot_hold_is_not_plausible(kind: str, value: str, possible: bool) -> None:
    assert is_plausible(kind, Decimal(value)) is possible


@given(st.lists(st.integers(0, 10_000), min_size=1, unique=True), st.integers(1, 500))
def test_gaps_and_what_readings_stand_for_make_up_the_whole(minutes: list[int], stands: int) -> None:
    moments = [T0 + timedelta(minutes=each) for each in sorted(minutes)]
    stands_for = timedelta(minutes=stands)
    silent = sum((each.until - each.since for each in gaps(moments, stands_for)), timedelta())
    covered = sum((min(stands_for, after - before) for before, after in pairwise(moments)), timedelta())
    assert silent + covered == moments[-1] - moments[0]


def test_a_header_that_leaves_out_the_row_numbers_is_told() -> None:
    short = b'"date","CO2"\n"1","2026-01-01 10:00",400\n'
    assert has_short_header(short)
    assert repaired(short).startswith(b'"row_number","date","CO2"\n')
    assert not has_short_header(b"date,co2\n2026-01-01,400\n")
    assert not has_short_header(b"date,co2\n")


def test_a_day_begins_at_the_place_and_an_hour_is_kept_to_the_minute() -> None:
    assert moment_of("2026-01-01", "America/El_Salvador") == (datetime(2026, 1, 1, 6, tzinfo=UTC), "day")
    assert moment_of("2026-01-01T01:00:00", "UTC") == (datetime(2026, 1, 1, 1, tzinfo=UTC), "minute")
    assert [moment_of(each, "UTC") for each in ("", "yesterday", "2026-13-01", "99999-01-01")] == [None] * 4


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), max_size=6))
def test_person_time_is_all_the_custody_of_the_window_whoever_recorded_anything(stays: list[tuple[int, int]]) -> None:
    rows = [
        {
            "person": f"P{number}",
            "facility": "F1",
            "since": (T0 + timedelta(days=begins)).isoformat(),
            "until": (T0 + timedelta(days=begins + days)).isoformat(),
        }
        for number, (begins, days) in enumerate(stays)
    ]
    facts = facts_of({"custody": rows}, {})
    lo = int(T0.timestamp() * 1_000_000) + 5 * DAY
    found = weights_of(facts, "F1", lo, lo + 10 * DAY)
    expected = sum(max(0, min(begins + days, 15) - max(begins, 5)) for begins, days in stays)
    assert sum(found.whole.values()) == expected * DAY
