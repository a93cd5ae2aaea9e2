"""Hearings: fixed, cancelled, and a plan that brings people near the room where they are heard."""

from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("ortools", reason="the placement engine is an extra (pyproject.toml)")

from constancia.core.actors import Actor, Grant
from constancia.housing import actions as housing
from constancia.housing.models import Hearing
from constancia.housing.planning import ask
from constancia.housing.queries.cells import cells_of
from constancia.housing.queries.hearings import hearing_rooms, hearings_of, next_hearings

from .conftest import World
from .houses import HUGO, MEN, module, move, need, resident
from .test_housing_moves import refused

ROOM = "F1/M2/H"


def acts(world: World) -> dict[str, Any]:
    return {"by": HUGO, "at": world.now, "now": world.now}


def room(world: World) -> None:
    """Two modules, with a hearing room in the second."""
    module(world)
    module(world, "M2")
    housing.open_place(place=ROOM, name="Sala 1", purpose="hearing", **acts(world))


def heard(world: World, person: str, *, days: float = 3, **where: str) -> Any:
    said = {"held_by": "Juzgado Segundo", "room": ROOM, **where}
    return housing.fix_hearing(person=person, starts=world.now + timedelta(days=days), **said, **acts(world))


def test_a_hearing_room_is_no_cell_and_nobody_sleeps_in_it(world: World) -> None:
    room(world)
    assert hearing_rooms("F1", world.now) == [ROOM]
    assert ROOM not in cells_of("F1", world.now)
    found = refused(housing.open_place, place=f"{ROOM}/1", purpose="normal", **acts(world))
    assert found == {"housing.nobody_sleeps_there"}
    for place, purpose in ((f"{MEN}/9", "hearing"), ("F1/M9", "hearing")):
        facts = {"sex": "M", "age": "adult"} if place == "F1/M9" else {}
        assert refused(housing.open_place, place=place, purpose=purpose, **facts, **acts(world)) == {
            "register.unknown_code"
        }


def test_a_hearing_is_fixed_seen_and_cancelled(world: World) -> None:
    room(world)
    person = resident(world)
    late, soon = heard(world, person, days=30), heard(world, person)
    assert [each.entry for each in hearings_of(person, world.now)] == [soon.number, late.number]
    assert next_hearings("F1", world.now)[person].entry == soon.number
    housing.cancel_hearing(person=person, hearing=soon.event.hearing, reason="Aplazada", **acts(world))
    assert next_hearings("F1", world.now) == {}
    assert next_hearings("F1", world.now + timedelta(days=20))[person].entry == late.number
    assert hearings_of(person, world.now + timedelta(days=31)) == []
    again = {"person": person, "hearing": soon.event.hearing, "reason": "x"}
    assert refused(housing.cancel_hearing, **again, **acts(world)) == {"housing.not_standing"}
    assert Hearing.objects.count() == 2


def test_what_is_no_hearing_is_refused(world: World) -> None:
    room(world)
    person = resident(world)
    assert refused(heard, world, person, room="") == {"register.missing"}
    assert refused(heard, world, person, room=MEN) == {"housing.not_hearing_room"}
    assert refused(heard, world, person, held_by=" ") == {"register.missing"}
    assert refused(heard, world, "P-0000-0000") == {"register.unknown_person"}
    heard(world, person, room="", outside="Juzgado Segundo, San Salvador")
    assert refused(heard, world, person) == {"housing.already_so"}
    assert next_hearings("F1", world.now) == {}
    lea = Actor("U-LEA", frozenset({Grant("health_officer", "F1")}))
    facts = {**acts(world), "by": lea, "starts": world.now, "held_by": "x", "room": ROOM}
    assert refused(housing.fix_hearing, person=person, **facts) == {"core.not_permitted"}


def test_a_plan_brings_those_who_are_heard_soon_to_the_module_of_the_room_and_says_so(world: World) -> None:
    room(world)
    people = [resident(world) for _ in range(8)]
    for each in people[:3]:
        heard(world, each)
    heard(world, people[3], days=60)
    answer = ask("F1", world.now, "arrivals", seconds=2.0)
    moves = {each.person: each for each in answer.moves}
    assert all(moves[each].to_cell.startswith("F1/M2/") for each in people[:3])
    assert all(ROOM in moves[each].why_en and "audiencia" in moves[each].why_es for each in people[:3])
    assert all(ROOM not in moves[each].why_en for each in people[3:])
    assert (answer.before["near"], answer.after["near"]) == (0, 0)
    assert not answer.unplaced


def test_one_person_is_placed_near_too_and_who_sleeps_elsewhere_is_not_moved_for_it(world: World) -> None:
    room(world)
    housed, arrives = resident(world), resident(world)
    move(world, housed, f"{MEN}/1")
    heard(world, housed)
    heard(world, arrives)
    (found,) = ask("F1", world.now, "person", arrives, seconds=1.0).moves
    assert found.to_cell.startswith("F1/M2/")
    (found,) = ask("F1", world.now, "arrivals", seconds=2.0).moves
    assert found.person == arrives


def test_the_wish_is_never_a_rule(world: World) -> None:
    room(world)
    person = resident(world)
    need(world, person, "medical")
    module(world, "M3", health_care=True)
    heard(world, person)
    (found,) = ask("F1", world.now, "arrivals", seconds=2.0).moves
    assert found.to_cell.startswith("F1/M3/")
    assert "Not in the module of the hearing room" in found.why_en
    assert ask("F1", world.now, "arrivals", seconds=2.0).after["near"] == 1
