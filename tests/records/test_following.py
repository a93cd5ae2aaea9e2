"""After random acts the board that judged only whom they touched is the board that judges everybody, word by word."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constancia.core.refusals import Refused
from constancia.housing import actions as housing
from constancia.ledger.models import Entry
from constancia.register import actions
from constancia.standards import keeping, tasks
from constancia.standards.actions import care, devices, life, order, places
from constancia.standards.actions.conditions import withdraw_condition
from constancia.standards.actions.readings import Sent, take_in
from constancia.standards.models import Board, Condition, Device, Finding

from .conftest import START, World
from .houses import HUGO, MEN, module, move, resident

Acts = dict[str, Any]


def of_places(world: World, person: str, at: datetime, turn: int) -> Acts:
    """Return acts about cells, counts, air and the facility itself."""
    there: Acts = {"by": HUGO, "at": at, "now": world.now, "facility": "F1"}
    cell = f"{MEN}/{1 + turn % 3}"
    sent = [Sent("co2", at, str(500 + turn))]
    return {
        "count": lambda: places.count_presence(**there, cell=cell, count=turn, until=at + timedelta(hours=4)),
        "count_all": lambda: places.count_presence(**there, count=turn, until=at + timedelta(hours=4)),
        "said_there": lambda: places.count_presence(**there, cell=("B-1", cell)[turn % 2], person=person),
        "survey": lambda: places.survey_cell(**there, cell="B-1", module=f"M{turn}", gross_area=Decimal(9)),
        "figure": lambda: places.take_figure(**there, kind="temperature", value=Decimal(30 + turn), cell=cell),
        "water": lambda: places.take_figure(**there, kind="water_outage", value=Decimal(30 * turn)),
        "air": lambda: take_in(device=Device.objects.get(id=f"D-{1 + turn % 2}"), sent=sent, now=world.now),
        "calibrate": lambda: devices.calibrate(
            by=HUGO, at=at, now=world.now, device="D-1", kind="co2", valid_until=world.now, checked_by="x"
        ),
        "close": lambda: places.close_register(**there, closes="regime", records=turn, until=world.now),
        "close_file": lambda: places.close_register(
            by=HUGO, at=at, now=world.now, person=person, closes="health", records=turn, until=world.now
        ),
        "inspect": lambda: care.record_inspection(**there, kind="external", body="Defensoría"),
        "shrink": lambda: housing.set_capacities(
            by=HUGO, at=at, now=world.now, place=cell, maximum=turn, working=turn, reason="x"
        ),
    }


def of_persons(world: World, person: str, at: datetime, turn: int) -> Acts:
    """Return acts about a person's custody, bed, life and file."""
    mine: Acts = {"by": HUGO, "at": at, "now": world.now, "person": person}
    moving: Acts = {**mine, "authority": "Dirección"}
    house: Acts = {**mine, "reason": "Motivo"}
    newest = Entry.objects.filter(subject=person).order_by("-number").values_list("number", flat=True)
    said = Condition.objects.filter(person=person).order_by("-entry").values_list("entry", flat=True)
    regime: Acts = {"place": "cell", "company": ("alone", "association")[turn % 2], "separation": "disciplinary"}
    return {
        "move": lambda: housing.move(cell=f"{MEN}/{1 + turn % 3}", **house),
        "take_out": lambda: housing.take_out(**house),
        "withdraw_move": lambda: housing.withdraw_move(entry=newest[turn], **house),
        "leave": lambda: actions.leave_temporarily(kind="court", destination="J", escort="C", **moving),
        "take_back": lambda: actions.take_back(facility="F1", escort="C", **moving),
        "release": lambda: world.release(person, at=at),
        "admit": lambda: world.admit(person, at=at, facility=("F1", "F2")[turn % 2]),
        "send": lambda: actions.transfer_out(destination="F2", escort="C", reason="cupo", **moving),
        "receive": lambda: actions.transfer_in(
            facility=("F1", "F2")[turn % 2], received_from="C", escort="C", **moving
        ),
        "withdraw": lambda: actions.withdraw_entry(entry=newest[turn], reason="Error de persona", **mine),
        "status": lambda: actions.record_status(
            status=("remand", "held_under_agreement", "sentenced")[turn % 3], reference="1", authority="J", **mine
        ),
        "order": lambda: world.ground(person, kind=("transfer_order", "sentence")[turn % 2]),
        "alone": lambda: life.record_regime(**mine, **regime),
        "alone_for": lambda: life.record_regime(**mine, **regime, until=at + timedelta(hours=turn)),
        "alone_after_all": lambda: life.record_regime(**mine, **regime, supersedes=said[0]),
        "elsewhere": lambda: life.record_regime(**mine, **regime, facility="F2"),
        "visit": lambda: life.record_visit(**mine, kind="family"),
        "examine": lambda: care.record_health(**mine, kind="admission_exam", done_by="doctor", items="needs"),
        "sanction": lambda: order.record_sanction(**mine, kind="solitary", reasons="Riña"),
        "complain": lambda: order.receive_complaint(**mine, kind="urgent", confidential=True),
        "unsay": lambda: withdraw_condition(by=HUGO, at=at, now=world.now, entry=said[turn % 2], reason="Error"),
    }


NAMES = sorted([*of_places(World(), "", START, 0), *of_persons(World(), "", START, 0)])
STEPS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 3), st.integers(-400, 0), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


def attempt(world: World, name: str, person: str, at: datetime, turn: int) -> None:
    """Try one act; a refusal is an answer like any other."""
    acts = of_places(world, person, at, turn) | of_persons(world, person, at, turn)
    try:
        with transaction.atomic():
            acts[name]()
    except (Refused, IndexError):
        return


def inhabited(world: World) -> list[str]:
    """Open a module with devices in two cells, and people of whom three have a bed."""
    world.now = START
    module(world)
    people = [resident(world) for _ in range(4)]
    for number, each in enumerate(people[:3]):
        move(world, each, f"{MEN}/{1 + number // 2}")
    for number, cell in enumerate((f"{MEN}/1", ""), start=1):
        devices.open_device(
            by=HUGO, at=world.now, now=world.now, facility="F1", device=f"D-{number}", stands_for=3600, cell=cell
        )
    world.later(days=20)
    for each in people[:2]:
        attempt(world, "alone", each, world.now - timedelta(days=16), 0)
    return people


def kept(facility: str) -> tuple[str, int]:
    return Board.objects.get(facility=facility).figures, Finding.objects.filter(facility=facility).count()


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(STEPS, min_size=1, max_size=2))
def test_following_equals_judging_everybody(world: World, history: list[list[tuple[str, int, int, int]]]) -> None:
    savepoint = transaction.savepoint()
    try:
        people = inhabited(world)
        for place in ("F1", "F2"):
            keeping.keep(place, now=world.now)
        for steps in history:
            for name, who, back, turn in steps:
                attempt(world, name, people[who], world.now + timedelta(hours=back), turn)
            for place in ("F1", "F2"):
                keeping.follow(place, now=world.now)
        followed = {place: kept(place) for place in ("F1", "F2")}
        for place in ("F1", "F2"):
            keeping.keep(place, now=world.now)
        assert followed == {place: kept(place) for place in ("F1", "F2")}
    finally:
        transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize(
    "name",
    ["move", "alone", "alone_after_all", "unsay", "examine", "complain", "status", "order", "count", "figure", "air"],
)
def test_an_act_about_a_person_or_a_cell_has_only_these_judged_anew(world: World, name: str) -> None:
    people = inhabited(world)
    keeping.keep("F1", now=world.now)
    base = Board.objects.get(facility="F1").base
    world.later(minutes=5)
    attempt(world, name, people[0], world.now, 2)
    found = keeping.follow("F1", now=world.now)
    assert Board.objects.get(facility="F1").base == base
    everybody = keeping.keep("F1", now=world.now)
    subjects = {(each.subject_kind, each.subject) for each in found.judgement.verdicts()}
    assert subjects
    assert subjects < {(each.subject_kind, each.subject) for each in everybody.judgement.verdicts()}
    wanted = [each for each in everybody.judgement.verdicts() if (each.subject_kind, each.subject) in subjects]
    assert sorted(found.judgement.verdicts(), key=repr) == sorted(wanted, key=repr)


@pytest.mark.parametrize("name", ["release", "leave", "inspect", "water", "close", "survey"])
def test_an_act_that_bears_on_everybody_has_everybody_judged(world: World, name: str) -> None:
    people = inhabited(world)
    keeping.keep("F1", now=world.now)
    world.later(minutes=5)
    attempt(world, name, people[0], world.now - timedelta(minutes=1), 2)
    keeping.follow("F1", now=world.now)
    followed = Board.objects.get(facility="F1")
    assert json.loads(followed.base)["as_of"] == world.now.isoformat()
    keeping.keep("F1", now=world.now)
    assert Board.objects.get(facility="F1").figures == followed.figures


def test_everybody_is_judged_again_after_an_hour(world: World) -> None:
    inhabited(world)
    keeping.keep("F1", now=world.now)
    base = Board.objects.get(facility="F1").base
    world.later(minutes=59)
    keeping.follow("F1", now=world.now)
    assert Board.objects.get(facility="F1").base == base
    world.later(minutes=1)
    keeping.follow("F1", now=world.now)
    assert Board.objects.get(facility="F1").base != base


def test_what_broke_off_before_the_board_was_written_is_caught_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = inhabited(world)
    keeping.keep("F1", now=world.now)
    before = kept("F1")
    attempt(world, "alone", people[2], world.now - timedelta(days=16), 0)
    with monkeypatch.context() as broken:
        broken.setattr(keeping, "_write", _fail)
        with pytest.raises(OSError, match="power"):
            keeping.follow("F1", now=world.now)
    figures, findings = kept("F1")
    assert figures == before[0]
    assert findings > before[1], "what is found is in the journal; the board alone is behind"
    keeping.follow("F1", now=world.now)
    followed = kept("F1")
    assert followed[1] == findings
    keeping.keep("F1", now=world.now)
    assert followed == kept("F1") != before


def _fail(*_args: Any, **_kept: Any) -> None:
    raise OSError("power")


def test_every_board_is_looked_at_again_without_anybody_recording_a_condition(world: World) -> None:
    from django_tasks_db.models import DBTaskResult

    people = inhabited(world)
    keeping.keep("F1", now=world.now)
    tasks.refresh.call("F1")
    tasks.refresh.call("F1")
    waiting = DBTaskResult.objects.filter(task_path=tasks.look.module_path)
    assert waiting.count() == 1
    before = Board.objects.get(facility="F1").upto
    world.now = datetime.now(UTC)
    world.release(people[0])
    tasks.look.call()
    assert Board.objects.get(facility="F1").upto > before
    assert waiting.count() == 1
