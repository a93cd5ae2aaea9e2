"""Plans of the engine from the register: proposed, approved by somebody else, carried out whole or in part, or not at all."""

from datetime import timedelta
from typing import Any

import pytest

pytest.importorskip("ortools", reason="the placement engine is an extra (pyproject.toml)")

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.housing import actions as housing
from constancia.housing.actions import plans
from constancia.housing.models import Plan
from constancia.housing.planning import ask
from constancia.housing.queries.board import cell_of
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.map import facility_map
from constancia.housing.queries.occupancy import counts, waiting
from constancia.housing.queries.rolls import roll
from constancia.housing.snapshot import snapshot

from .conftest import World
from .houses import ELSA, HUGO, MEN, apart, module, move, need, resident
from .test_housing_moves import refused

EVA = Actor("U-EVA", frozenset({Grant("housing_officer", EVERYWHERE)}))
"""Eva approves what others propose."""


def acts(world: World, by: Actor = ELSA) -> dict[str, Any]:
    return {"by": by, "at": world.now, "now": world.now, "facility": "F1"}


def proposed(world: World, question: str = "arrivals", about: str = "", by: Actor = ELSA) -> Any:
    return housing.propose_plan(question=question, about=about, seconds=2.0, **acts(world, by))


def test_a_plan_for_arrivals_is_approved_by_somebody_else_and_carried_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "FOUR_EYES_OVER", 2)
    module(world)
    people = [resident(world) for _ in range(4)]
    one, other = people[:2]
    apart(world, one, other, "cell")
    entry = proposed(world)
    said = entry.event
    assert {each.person for each in said.moves} == set(people)
    assert all(each.to_cell and each.why_es and each.why_en for each in said.moves)
    assert counts("F1", world.now) == {}
    facts = {"plan": said.plan, "reason": "Vuelo de la tarde"}
    assert refused(housing.approve_plan, **facts, **acts(world)) == {"housing.four_eyes"}
    made = housing.approve_plan(**facts, **acts(world, EVA))
    assert len(made) == 5
    assert waiting("F1", world.now) == []
    assert breaches("F1", world.now) == []
    assert cell_of([one], world.now) != cell_of([other], world.now)
    assert Plan.objects.get(plan=said.plan).state == "approved"
    assert refused(housing.approve_plan, **facts, **acts(world, EVA)) == {"housing.plan_decided"}


def test_a_plan_is_accepted_in_part(world: World) -> None:
    module(world)
    people = [resident(world) for _ in range(3)]
    plan = proposed(world).event.plan
    housing.approve_plan(plan=plan, persons=people[:1], reason="Solo una", **acts(world))
    assert cell_of(people, world.now).keys() == {people[0]}
    assert Plan.objects.get(plan=plan).state == "in_part"


def test_a_plan_that_the_world_has_overtaken_moves_nobody(world: World) -> None:
    module(world)
    person, other = resident(world), resident(world)
    plan = proposed(world).event
    world.later(hours=1)
    move(world, person, f"{MEN}/3")
    assert refused(housing.approve_plan, plan=plan.plan, reason="Tarde", **acts(world)) == {"housing.plan_stale"}
    world.later(hours=1)
    world.release(other)
    assert refused(housing.approve_plan, plan=plan.plan, persons=[other], reason="Tarde", **acts(world)) == {
        "housing.not_held_here"
    }
    stranger = resident(world)
    assert refused(housing.approve_plan, plan=plan.plan, persons=[stranger], reason="x", **acts(world)) == {
        "housing.not_in_plan"
    }
    housing.reject_plan(plan=plan.plan, reason="Superado", **acts(world))
    assert Plan.objects.get(plan=plan.plan).state == "rejected"
    assert refused(housing.reject_plan, plan="Q-0", reason="x", **acts(world)) == {"housing.not_standing"}


def test_a_module_that_closes_is_emptied_with_few_moves(world: World) -> None:
    module(world)
    module(world, "M2")
    people = [resident(world) for _ in range(5)]
    for person, cell in zip(people, ("M1/A/1", "M1/A/1", "M2/A/1", "M2/A/1", "M2/A/2"), strict=True):
        move(world, person, f"F1/{cell}")
    said = proposed(world, "closing", "F1/M1").event
    assert {each.person for each in said.moves} == set(people[:2])
    assert all(each.to_cell.startswith("F1/M2/") for each in said.moves)
    assert refused(proposed, world, "closing", "F2/M1") == {"housing.unknown_place"}
    assert refused(proposed, world, "closing") == {"register.missing"}


def test_who_cannot_be_placed_is_named_with_the_reasons(world: World) -> None:
    module(world, cells_per_landing=1, maximum=1, working=1, certified_normal=1)
    people = [resident(world), resident(world), resident(world, sex="")]
    said = proposed(world).event
    homeless = [each for each in said.moves if not each.to_cell]
    assert len(homeless) == 2
    assert people[2] in {each.person for each in homeless}
    assert all(each.why_es for each in homeless)
    assert Plan.objects.get(plan=said.plan).unplaced == 2


def test_a_mother_and_her_infant_stay_together_in_a_plan(world: World) -> None:
    module(world, sex="F")
    mother, other = resident(world, sex="F"), resident(world, sex="F")
    need(world, mother, "infant", "2026-02-01")
    said = proposed(world).event
    cells = {each.person: each.to_cell for each in said.moves}
    assert cells.keys() == {mother, other}
    assert cells[mother] != cells[other]
    housing.approve_plan(plan=said.plan, reason="Ingreso", **acts(world))


def test_asking_what_if_touches_nothing_and_the_question_is_the_engines_own_format(world: World) -> None:
    module(world)
    module(world, "R1", purpose="reception")
    person, other = resident(world), resident(world)
    need(world, other, "company", "VUELO-7")
    need(world, person, "company", "VUELO-7")
    housing.hold_in_reception(by=HUGO, at=world.now, now=world.now, person=person, cell="F1/R1/A/1", reason="Llegada")
    seen = snapshot("F1", world.now)
    assert len(seen.data["cells"]) == 3
    assert seen.present == {person: "F1/R1/A/1"}
    assert {each["companions"] for each in seen.data["persons"]} == {"company:VUELO-7"}
    answer = ask("F1", world.now, "arrivals", seconds=1.0)
    assert len({each.to_cell for each in answer.placed}) == 1
    assert answer.before["unplaced"] == 2
    assert answer.after["unplaced"] == 0
    assert counts("F1", world.now + timedelta(days=1)) == {"F1/R1/A/1": 1}
    assert refused(proposed, world, "person", "P-0") == {"housing.nothing_to_plan"}


def test_one_person_is_answered_from_the_index_and_the_engine_explains_where_there_is_none(world: World) -> None:
    module(world)
    people = [resident(world) for _ in range(7)]
    for number, each in enumerate(people[:5]):
        move(world, each, f"{MEN}/{number // 2 + 1}")
    (found,) = ask("F1", world.now, "person", people[5], seconds=1.0).moves
    assert (found.person, found.to_cell) == (people[5], f"{MEN}/3")
    assert f"{MEN}/3" in found.why_es
    again = housing.propose_plan(question="person", about=people[5], seconds=1.0, **acts(world, ELSA))
    assert [each.to_cell for each in again.event.moves] == [f"{MEN}/3"]
    move(world, people[5], f"{MEN}/3")
    answer = ask("F1", world.now, "person", people[6], seconds=1.0)
    assert [(each.person, each.to_cell) for each in answer.moves] == [(people[6], "")]
    assert answer.unplaced[0].why_en
    assert answer.conflicts


def test_one_person_whose_file_says_too_little_is_told_so_at_once(world: World) -> None:
    module(world)
    person = world.register()
    world.ground(person)
    world.admit(person)
    (found,) = ask("F1", world.now, "person", person, seconds=1.0).moves
    assert found.to_cell == ""
    assert "sex" in found.why_en


def test_an_infant_needs_space_and_is_counted_and_named_as_nobodys_prisoner(world: World) -> None:
    module(world, "M2", sex="F", cells_per_landing=1, maximum=2)
    mother, other = resident(world, sex="F"), resident(world, sex="F")
    need(world, mother, "infant", "2026-01-15")
    answer = ask("F1", world.now, "arrivals", seconds=1.0)
    assert answer.before["unplaced"] == 2
    assert answer.after["unplaced"] == len(answer.unplaced) == 1
    assert answer.conflicts
    assert "infant-" not in "".join(f"{each.en}{each.es}" for each in answer.conflicts)
    move(world, mother, "F1/M2/A/1")
    (cell,) = (cell for each in facility_map("F1", world.now) for cell in each.cells)
    assert (cell.people, cell.infants, cell.heads, cell.m2_each) == (1, 1, 2, 5)
    assert roll("F1", world.now).unlock == 2
    assert refused(move, world, other, "F1/M2/A/1") == {"housing.full"}
