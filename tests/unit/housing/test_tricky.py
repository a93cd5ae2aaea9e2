"""Ten cases in which placing people goes wrong elsewhere (the numbering is that of the reference on placement)."""

from constancia.housing.placement.arrival import arrive, arrive_moving
from constancia.housing.placement.checker import Checker
from constancia.housing.placement.engine import solve
from constancia.housing.placement.index import Index
from constancia.housing.placement.instance import read_instance
from constancia.housing.placement.pairs import Apart
from tests.unit.housing.building import cell, instance, module, person


def index_of(data):
    """The facility as it is today: everybody in the present cell."""
    found = read_instance(data)
    return Index(found, Apart(found), found.persons.present.tolist())


def solved(data, **options):
    plan = solve(data, time_limit=20, **options)
    assert Checker(data).check(plan.assignments).is_sound
    return plan


def test_1_room_beside_people_of_another_status_is_no_room():
    data = instance(
        cells=[cell("c1", "m1k1", 4)],
        persons=[person("new"), person("there", status="untried", present_cell="c1")],
    )
    answer = arrive(index_of(data), 0)
    assert answer.cell is None
    assert [each.rules for each in answer.reasons] == [("status",)]


def test_2_the_last_cell_is_taken_by_somebody_with_choices():
    data = instance(
        cells=[cell("step_free", "m1k1", 1, accessible_places=1), cell("plain", "m1k1", 1)],
        persons=[person("new", wheelchair=True), person("there", present_cell="step_free")],
    )
    answer = arrive_moving(index_of(data), 0)
    assert answer.cell == "step_free"
    assert answer.moves == (("there", "plain"),)


def test_2_the_last_cell_is_freed_by_a_chain_of_three():
    people = [
        person("new", wheelchair=True, lower_bunk=True, medical=True),
        person("one", lower_bunk=True, medical=True, present_cell="a"),
        person("two", medical=True, present_cell="b"),
        person("three", present_cell="c"),
    ]
    cells = [
        cell("a", "m1k1", 1, accessible_places=1),
        cell("b", "m1k1", 1),
        cell("c", "m1k2", 1, lower_bunks=0),
        cell("d", "m2k1", 1, lower_bunks=0),
    ]
    data = instance(cells=cells, persons=people, modules=[module("m1"), module("m2", hospital=False)])
    answer = arrive_moving(index_of(data), 0)
    assert answer.cell == "a"
    assert dict(answer.moves) == {"one": "b", "two": "c", "three": "d"}


def test_3_a_birthday_moves_the_answer():
    modules = [module("m1"), module("m2", age="child")]
    cells = [cell("grown", "m1k1"), cell("young", "m2k1")]
    child = person("p", age="child", present_cell="young")
    before = solved(instance(modules=modules, cells=cells, persons=[child], move=3))
    after = solved(instance(modules=modules, cells=cells, persons=[{**child, "age": "adult"}], move=3))
    assert (before.assignments["p"], before.terms["move"]) == ("young", 0)
    assert (after.assignments["p"], after.terms["move"]) == ("grown", 1)


def test_4_companions_kept_apart_from_each_other_are_split_once():
    people = [person(name, companions="g") for name in "abc"]
    plan = solved(
        instance(cells=[cell("c1", "m1k1", 3), cell("c2", "m1k1", 3)], persons=people, apart=[("a", "b", "cell")])
    )
    assert plan.assignments["a"] != plan.assignments["b"]
    assert (plan.terms["unplaced"], plan.terms["split"]) == (0, 1)


def test_5_two_infections_and_one_isolation_cell_are_a_conflict():
    people = [person("x1", infection="x"), person("x2", infection="x"), person("y", infection="y")]
    cells = [cell("plain", "m1k1", 4), cell("isolation", "m1k1", 4, isolation=True)]
    plan = solved(instance(cells=cells, persons=people))
    assert plan.assignments == {"x1": "isolation", "x2": "isolation", "y": None}
    (conflict,) = plan.conflicts
    assert len(conflict.persons) == 2
    assert "y" in conflict.persons
    assert set(conflict.rules) == {"infection", "isolation"}


def test_6_somebody_kept_apart_from_thirty_people_by_modules():
    people = [person("hub"), *(person(f"p{n}") for n in range(60))]
    cells = [cell(f"m{m}c{n}", f"m{m}k{n % 2}", 2) for m in range(1, 9) for n in range(4)]
    apart = [("hub", f"p{n}", "module") for n in range(30)]
    plan = solved(instance(cells=cells, persons=people, apart=apart))
    assert plan.terms["unplaced"] == 0
    modules = {plan.assignments[f"p{n}"][:2] for n in range(30)}
    assert plan.assignments["hub"][:2] not in modules


def test_7_who_is_in_court_from_a_closed_module_gets_another_cell_too():
    people = [person(f"p{n}", present_cell="closed") for n in range(2)] + [person("stays", present_cell="open")]
    data = instance(cells=[cell("closed", "m1k1", 0), cell("open", "m2k1", 4)], persons=people, move=3)
    plan = solved(data)
    assert set(plan.assignments.values()) == {"open"}
    assert plan.terms["move"] == 2


def test_8_a_lower_bunk_in_a_full_cell_is_no_place():
    data = instance(
        cells=[cell("full", "m1k1", 1, lower_bunks=1), cell("high", "m1k1", 2, lower_bunks=0)],
        persons=[person("new", lower_bunk=True), person("there", present_cell="full")],
    )
    answer = arrive(index_of(data), 0)
    assert answer.cell is None
    assert {each.rules: each.cells for each in answer.reasons} == {("capacity",): 1, ("lower_bunk",): 1}
    assert arrive_moving(index_of(data), 0).moves == (("there", "high"),)


def test_9_two_women_and_one_cell_left():
    modules = [module("m1"), module("m2", sex="F")]
    women = [person("w1", sex="F", single_cell=True), person("w2", sex="F", single_cell=True)]
    cells = [cell("men", "m1k1", 8), cell("last", "m2k1", 1)]
    plan = solved(instance(modules=modules, cells=cells, persons=women))
    assert plan.terms["unplaced"] == 1
    (conflict,) = plan.conflicts
    assert set(conflict.persons) == {"w1", "w2"}
    assert "module m2" in conflict.text.en
    assert "one more cell like last" in conflict.text.en


def test_10_a_capacity_below_todays_occupancy_moves_no_more_than_it_must():
    people = [person(f"p{n}", present_cell="lowered") for n in range(4)]
    data = instance(cells=[cell("lowered", "m1k1", 3), cell("other", "m1k1", 4)], persons=people, move=3)
    plan = solved(data)
    assert sorted(plan.assignments.values()) == ["lowered", "lowered", "lowered", "other"]
    assert plan.terms["move"] == 1
    without_moves = instance(cells=data["cells"], persons=people)
    assert solved(without_moves).terms["unplaced"] == 0
