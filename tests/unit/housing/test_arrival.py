"""One arrival gets the answer that trying everything gives: nobody moving, and with others moving."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.housing.placement.alone import short_way
from constancia.housing.placement.arrival import arrive, arrive_moving
from constancia.housing.placement.checker import Checker
from constancia.housing.placement.engine import solve
from constancia.housing.placement.index import Index
from constancia.housing.placement.instance import read_instance
from constancia.housing.placement.pairs import Apart
from tests.unit.housing.building import cell, facilities, instance, person


def named(found, cell_of):
    places = [*found.cells.ids, None]
    return {name: places[where] for name, where in zip(found.persons.ids, cell_of, strict=True)}


def housed(data, first=0):
    """An index in which everybody but the person `first` has been let in, in turn, as far as there was room."""
    found = read_instance(data)
    index = Index(found, Apart(found))
    for each in range(len(found.persons.ids)):
        if each != first:
            arrive(index, each)
    return found, index


@settings(max_examples=80, deadline=None)
@given(facilities())
def test_nobody_moving_the_answer_is_that_of_trying_every_cell(data):
    found, index = housed(data)
    checker, others = Checker(data), named(found, index.cell_of)
    assert checker.check(others).is_sound
    possible = [name for name in found.cells.ids if checker.check({**others, "p0": name}).is_sound]
    answer = arrive(index, 0)
    assert (answer.cell in possible) if possible else (answer.cell is None and answer.reasons)
    assert checker.check(named(found, index.cell_of)).is_sound


def can_all_be_placed(data, names):
    """Whether some placement gives all these people a cell, the others having none."""
    checker, places = Checker(data), [each["id"] for each in data["cells"]]
    nobody = dict.fromkeys((each["id"] for each in data["persons"]), None)
    tried = itertools.product(places, repeat=len(names))
    return any(checker.check(nobody | dict(zip(names, cells, strict=True))).is_sound for cells in tried)


@settings(max_examples=40, deadline=None)
@given(facilities(most_persons=5, most_cells=4))
def test_with_others_moving_the_answer_is_whether_the_facility_holds_all(data):
    found, index = housed(data)
    before = named(found, index.cell_of)
    placed = [name for name, where in before.items() if where]
    answer = arrive_moving(index, 0)
    after = named(found, index.cell_of)
    assert Checker(data).check(after).is_sound
    assert (answer.cell is not None) == can_all_be_placed(data, ["p0", *placed])
    assert all(after[name] for name in placed)
    changed = {name: where for name, where in after.items() if where != before[name] and name != "p0"}
    assert dict(answer.moves) == changed


def everybody_else_housed(data):
    """The same question with p0 as the only one without a cell: whoever found none is left out of it."""
    found, index = housed(data)
    where = named(found, index.cell_of)
    persons = [
        {**each, "present_cell": where[each["id"]]}
        for each in data["persons"]
        if where[each["id"]] or each["id"] == "p0"
    ]
    left = {each["id"] for each in persons}
    pairs = [each for each in data["keep_apart"] if {each[0], each[1]} <= left]
    return {**data, "persons": persons, "keep_apart": pairs}


@settings(max_examples=40, deadline=None)
@given(facilities(most_persons=5, most_cells=4))
def test_the_short_way_finds_a_plan_just_where_the_whole_facility_has_one(data):
    data = everybody_else_housed(data)
    plan = short_way(data)
    assert (plan is not None) == can_all_be_placed(data, [each["id"] for each in data["persons"]])
    whole = solve(data, time_limit=5)
    assert (plan is not None) == (not whole.unplaced)
    if plan is not None:
        checked = Checker(data).check(plan.assignments)
        assert checked.is_sound
        assert (checked.objective, plan.terms) == (plan.objective, checked.terms)
        assert plan.objective >= whole.lower_bound
        before = {each["id"]: each["present_cell"] for each in data["persons"]}
        assert set(plan.why) == {name for name, cell in plan.assignments.items() if cell != before[name]}


@settings(max_examples=60, deadline=None)
@given(facilities())
def test_the_short_way_breaks_no_rule_that_is_not_broken_today(data):
    persons = [
        {**each, "present_cell": None if each["id"] == "p0" else each["present_cell"]} for each in data["persons"]
    ]
    data = {**data, "persons": persons}
    today = {each["id"]: each["present_cell"] for each in persons}
    plan = short_way(data)
    if plan is not None:
        checker = Checker(data)
        assert set(checker.check(plan.assignments).breaches) <= set(checker.check(today).breaches)
        assert plan.assignments["p0"]


@settings(max_examples=60, deadline=None)
@given(facilities(), st.data())
def test_going_back_in_the_log_restores_everything(data, draws):
    found, index = housed(data)
    fresh = Index(found, index.apart, index.cell_of)
    start = len(index.log)
    for _ in range(draws.draw(st.integers(1, 12))):
        who = draws.draw(st.integers(0, len(found.persons.ids) - 1))
        if index.cell_of[who] >= 0:
            index.remove(who)
        else:
            arrive(index, who)
    index.undo(start)
    assert index.cell_of == fresh.cell_of
    assert index.inside == fresh.inside
    for name in ("state", "holds", "count", "low_left", "step_free_left", "barred"):
        assert (getattr(index, name) == getattr(fresh, name)).all()


@settings(max_examples=60, deadline=None)
@given(facilities())
def test_filled_at_once_is_filled_one_by_one(data):
    found, index = housed(data, first=-1)
    fresh, slow = Index(found, index.apart, index.cell_of), Index(found, index.apart)
    for who, where in enumerate(index.cell_of):
        if where >= 0:
            slow.add(who, where)
    assert (fresh.cell_of, fresh.inside, fresh.log) == (slow.cell_of, slow.inside, [])
    for name in ("state", "holds", "count", "low_left", "step_free_left", "barred"):
        assert (getattr(fresh, name) == getattr(slow, name)).all(), name
    assert abs(fresh.crowding - slow.crowding).max() < 1e-9


def test_companions_are_joined_when_there_is_room():
    data = instance(
        cells=[cell("c1", "m1k1", 3), cell("c2", "m1k1", 3)],
        persons=[person("new", companions="g"), person("friend", companions="g"), person("other")],
    )
    found, index = housed(data)
    friend = index.cell_of[1]
    assert arrive(index, 0).cell == found.cells.ids[friend]
