"""Staying near hearing rooms: a wish that breaks no rule, costs no more than it is worth, and leaves nobody behind."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.housing.placement.checker import Checker
from constancia.housing.placement.engine import solve
from constancia.housing.placement.near import bring_near
from tests.unit.housing.building import cell, facilities, instance, person

WORTH = 3


def module_of(data, name):
    corridors = {each["id"]: each["module"] for each in data["corridors"]}
    return {each["id"]: corridors[each["corridor"]] for each in data["cells"]}.get(name)


def fulfilled(data, plan, wishes):
    return sum(module_of(data, plan.assignments[each]) == module for each, module in wishes.items())


@settings(max_examples=40, deadline=None)
@given(facilities(moves=True), st.data())
def test_a_wish_breaks_no_rule_and_costs_no_more_than_it_is_worth(data, draws):
    modules = st.sampled_from([each["id"] for each in data["modules"]] + ["nowhere"])
    wishes = {each["id"]: draws.draw(modules) for each in data["persons"][::2]}
    plan = solve(data, time_limit=10)
    near = bring_near(plan, data, wishes, WORTH)
    checked = Checker(data).check(near.assignments)
    assert checked.is_sound
    assert checked.objective == near.objective
    assert near.terms == checked.terms
    assert near.terms["unplaced"] == plan.terms["unplaced"]
    gained = fulfilled(data, near, wishes) - fulfilled(data, plan, wishes)
    assert gained >= 0
    assert near.objective - plan.objective <= WORTH * gained + Fraction(1, 10**6)
    assert near.lower_bound == plan.lower_bound <= near.objective
    changed = {each for each, there in near.assignments.items() if there != plan.assignments[each] and there}
    assert changed <= near.why.keys()
    assert (near is plan) == (not changed)


def two_modules(people, **weights):
    return instance(cells=[cell("a", "m1k1", 2), cell("b", "m2k1", 2)], persons=people, **weights)


def test_people_change_places_where_no_place_is_free():
    data = two_modules([person(f"p{number}") for number in range(4)])
    plan = solve(data)
    there = [each for each in plan.assignments if plan.assignments[each] == "a"]
    near = bring_near(plan, data, dict.fromkeys(there, "m2"), WORTH)
    assert {near.assignments[each] for each in there} == {"b"}
    assert None not in near.assignments.values()
    assert all(near.why[each].en.startswith("b (") for each in there)


def test_nobody_is_moved_from_a_present_cell_nor_from_companions_for_it():
    at_home = [person("p0", present_cell="a"), person("p1", companions="x"), person("p2", companions="x")]
    data = two_modules(at_home, move=50, split=5)
    plan = solve(data)
    away = {each: "m1" if module_of(data, plan.assignments[each]) == "m2" else "m2" for each in ("p0", "p1")}
    assert bring_near(plan, data, away, WORTH) is plan
