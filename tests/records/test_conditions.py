"""Recording conditions: one act, one entry, one row; corrections supersede, withdrawals take back, restricted stays apart."""

import json
import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from constancia.core.actors import Actor, Grant
from constancia.core.refusals import Refused
from constancia.standards.actions import care, life, order, places
from constancia.standards.actions.conditions import withdraw_condition
from constancia.standards.facts.assembling import Scope, facts_for
from constancia.standards.kinds import KINDS
from constancia.standards.models import Board, Condition
from tests.records.conftest import ANA, IVO, ROOT, World

LEO = Actor("U-LEO", frozenset({Grant("housing_officer", "F1")}))
"""Leo has charge of the unit at F1."""

ACTIONS: dict[str, Any] = {
    "regime": life.record_regime,
    "contact": life.record_human_contact,
    "visit": life.record_visit,
    "notice": life.record_notice,
    "supply": life.record_supply,
    "discipline": order.record_sanction,
    "restriction": order.record_restriction,
    "complaint": order.receive_complaint,
    "proceeding": order.record_proceeding,
    "restraint": order.record_restraint,
    "force": order.record_force,
    "search": order.record_search,
    "health": care.record_health,
    "injury_death": care.record_harm,
    "request": care.receive_request,
    "inspection": care.record_inspection,
    "facility": places.describe_facility,
    "cell": places.survey_cell,
    "presence": places.count_presence,
    "measurement": places.take_figure,
    "closing": places.close_register,
}

SAMPLES: dict[str, dict[str, Any]] = {
    "regime": {"place": "cell", "company": "alone", "separation": "disciplinary"},
    "contact": {"kind": "conversation", "meaningful": True},
    "visit": {"kind": "consular", "pending": True},
    "notice": {"kind": "consular_right", "understood": True},
    "supply": {"kind": "shower", "taken": True},
    "discipline": {"kind": "solitary", "reasons": "Riña del día 2"},
    "restriction": {"kind": "family_contact", "basis": "Art. 9"},
    "complaint": {"kind": "urgent", "confidential": True},
    "proceeding": {"kind": "detention_review", "outcome": "maintained", "done_by": "Juez"},
    "restraint": {"device": "handcuffs", "reason": "transfer"},
    "force": {"reason": "resistance"},
    "search": {"kind": "strip", "same_sex": True, "done_by": "Agente"},
    "health": {"kind": "admission_exam", "done_by": "doctor", "items": "needs;distress"},
    "injury_death": {"kind": "injury"},
    "request": {"kind": "whereabouts", "requester": "relative"},
    "inspection": {"kind": "external", "body": "Defensoría"},
    "facility": {"state": "SV", "recognised": True, "capacity": 40},
    "cell": {"cell": "B-1", "gross_area": Decimal("20.5"), "sanitary_area": Decimal("1.5")},
    "presence": {"cell": "B-1", "count": 4},
    "measurement": {"kind": "temperature", "value": Decimal("-2.5"), "cell": "B-1"},
    "closing": {"closes": "visit", "records": 0, "done": None},
}

_OF_PLACES = {"inspection", "facility", "cell", "presence", "measurement", "closing"}


def held(world: World) -> str:
    person = world.register()
    world.ground(person)
    world.admit(person)
    world.later(hours=5)
    return person


def act(world: World, kind: str, person: str, **changes: Any) -> Any:
    by = IVO if kind == "inspection" else ANA
    facts = {name: value for name, value in SAMPLES[kind].items() if name != "done"}
    if kind in _OF_PLACES:
        facts["facility"] = "F1"
    else:
        facts["person"] = person
    if kind == "closing":
        facts["until"] = world.now
    at = world.now - timedelta(hours=2)
    return ACTIONS[kind](**{"by": by, "at": at, "now": world.now, **facts, **changes})


def test_there_is_a_sample_and_an_action_for_every_kind() -> None:
    assert ACTIONS.keys() == SAMPLES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_becomes_a_row_and_a_fact(world: World, kind: str) -> None:
    person = held(world)
    entry = act(world, kind, person)
    row = Condition.objects.get(entry=entry.number)
    assert (row.kind, row.facility, row.record, row.stands) == (kind, "F1", entry.number, True)
    frame = facts_for(Scope("F1")).frame(kind)
    (fact,) = [each for each in frame.iter_rows(named=True) if each["record"] == f"entry:{entry.number}"]
    assert fact["facility"] == "F1"
    for name, value in SAMPLES[kind].items():
        column = {"done_by": "by", "closes": "register"}.get(name, name)
        if name in ("pending", "done"):
            continue
        if isinstance(value, Decimal):
            assert fact[column] == int(value * 10**9)
        elif name == "items":
            assert fact[column] == ";needs;distress;"
        else:
            assert fact[column] == value


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_not_is_refused_first(world: World, kind: str) -> None:
    person = held(world)
    for nobody in (
        Actor("U-0"),
        Actor("U-1", frozenset({Grant("registrar", "F2"), Grant("housing_officer", "F2")})),
        ROOT,
    ):
        with pytest.raises(Refused, match=r"core\.not_permitted"):
            act(world, kind, person, by=nobody)
    assert not Condition.objects.exists()


def test_a_correction_replaces_the_row_and_the_old_one_stays_readable(world: World) -> None:
    person = held(world)
    first = act(world, "regime", person)
    known_then = first.number
    second = act(world, "regime", person, company="shared", supersedes=first.number)
    assert [(each.entry, each.record, each.superseded_by) for each in Condition.objects.order_by("entry")] == [
        (first.number, first.number, second.number),
        (second.number, first.number, None),
    ]
    assert facts_for(Scope("F1")).frame("regime")["company"].to_list() == ["shared"]
    assert facts_for(Scope("F1", known_at=known_then)).frame("regime")["company"].to_list() == ["alone"]
    with pytest.raises(Refused, match=r"standards\.not_a_record"):
        act(world, "regime", person, supersedes=first.number)


def test_a_correction_must_be_of_the_same_kind_and_person(world: World) -> None:
    person, other = held(world), held(world)
    first = act(world, "regime", person)
    for changes in ({"kind": "contact", "person": person}, {"kind": "regime", "person": other}):
        with pytest.raises(Refused, match=r"standards\.not_a_record"):
            act(world, str(changes["kind"]), str(changes["person"]), supersedes=first.number)


def test_a_withdrawal_takes_the_whole_record_back(world: World) -> None:
    person = held(world)
    first = act(world, "regime", person)
    second = act(world, "regime", person, company="shared", supersedes=first.number)
    with pytest.raises(Refused, match=r"core\.not_permitted"):
        withdraw_condition(by=IVO, at=world.now, now=world.now, entry=second.number, reason="De otra persona")
    withdraw_condition(by=LEO, at=world.now, now=world.now, entry=second.number, reason="De otra persona")
    assert facts_for(Scope("F1")).frame("regime").height == 0
    assert facts_for(Scope("F1", known_at=second.number)).frame("regime").height == 1
    with pytest.raises(Refused, match=r"standards\.not_a_record"):
        withdraw_condition(by=LEO, at=world.now, now=world.now, entry=second.number, reason="Otra vez")


def test_every_fault_is_told_at_once(world: World) -> None:
    person = held(world)
    with pytest.raises(Refused) as refused:
        act(
            world,
            "regime",
            person,
            place="tower",
            company="crowd",
            at=world.now + timedelta(hours=1),
            until=world.now,
        )
    assert [each.code for each in refused.value.refusals] == [
        "register.in_future",
        "register.ends_before_start",
        "register.unknown_code",
        "register.unknown_code",
    ]


def test_nobody_is_somewhere_before_being_received_there(world: World) -> None:
    person = held(world)
    with pytest.raises(Refused, match=r"standards\.never_there"):
        act(world, "regime", person, facility="F2")
    with pytest.raises(Refused, match=r"standards\.never_there"):
        act(world, "regime", person, at=world.now - timedelta(days=9))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e12", "0.0000000001"])
def test_an_impossible_figure_is_refused(world: World, value: str) -> None:
    with pytest.raises(Refused, match=r"standards\.bad_number"):
        act(world, "measurement", held(world), value=Decimal(value))


def test_a_run_follows_the_person_to_another_facility(world: World) -> None:
    person = held(world)
    act(world, "regime", person)
    world.release(person)
    world.later(days=1)
    world.admit(person, facility="F2")
    assert facts_for(Scope("F2")).frame("regime").height == 1
    assert facts_for(Scope("F2")).frame("custody").height == 2


def test_the_board_is_to_be_worked_out_anew_once(world: World) -> None:
    from django_tasks_db.models import DBTaskResult

    person = held(world)
    for _ in range(3):
        act(world, "contact", person)
    assert Board.objects.get(facility="F1").wanted_at == world.now
    assert [each.args_kwargs["args"] for each in DBTaskResult.objects.all()] == [["F1"]]
    world.later(hours=1)
    act(world, "contact", person)
    assert DBTaskResult.objects.count() == 2, "work that was lost is queued again"


def test_health_and_complaints_have_a_history_apart(world: World) -> None:
    person = held(world)
    subjects = {kind: act(world, kind, person).subject for kind in ("regime", "health", "injury_death", "complaint")}
    assert subjects == {
        "regime": f"conditions:{person}",
        "health": f"health:{person}",
        "injury_death": f"injury_death:{person}",
        "complaint": f"complaint:{person}",
    }


def test_what_is_only_asked_for_has_not_taken_place(world: World) -> None:
    entry = act(world, "visit", held(world))
    facts = json.loads(Condition.objects.get(entry=entry.number).facts)
    assert facts["occurred_at"] is None
    assert datetime.fromisoformat(facts["requested_at"]) == entry.occurred_at


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_recording_correcting_and_withdrawing_replays_to_the_same_tables(world: World, seed: int) -> None:
    """The fixture compares the rebuilt tables afterwards; here every record has at most one version that stands."""
    dice = random.Random(seed)
    people = [held(world) for _ in range(2)]
    standing: list[Any] = []
    for _ in range(40):
        world.later(minutes=dice.randrange(1, 90))
        kind, person = dice.choice([each for each in KINDS if each != "closing"]), dice.choice(people)
        step = dice.random()
        if standing and step < 0.3:
            made = standing.pop(dice.randrange(len(standing)))
            row = Condition.objects.get(entry=made.number)
            standing.append(act(world, row.kind, row.person or person, supersedes=made.number))
        elif standing and step < 0.45:
            made = standing.pop(dice.randrange(len(standing)))
            everywhere = Actor("U-ALL", ANA.grants | IVO.grants)
            withdraw_condition(by=everywhere, at=world.now, now=world.now, entry=made.number, reason="Error")
        else:
            standing.append(act(world, kind, person))
    stands = Condition.objects.filter(superseded_by=None, withdrawn_by=None)
    assert sorted(stands.values_list("entry", flat=True)) == sorted(each.number for each in standing)
    assert facts_for(Scope("F1")).frame("regime").height == stands.filter(kind="regime").count()
