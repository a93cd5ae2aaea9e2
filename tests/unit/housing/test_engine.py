"""The engine hands back only plans that both checkers accept, as good as brute force on small questions, repeatably."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.housing.placement.checker import Checker
from constancia.housing.placement.engine import solve
from constancia.housing.placement.proof import proven_bound
from tests.unit.housing.building import cell, facilities, instance, person, shared_check


@settings(max_examples=20, deadline=None)
@given(facilities(), st.integers(0, 3))
def test_a_plan_breaks_no_rule_and_says_what_it_is_worth(data, seed):
    plan = solve(data, time_limit=20, seed=seed)
    checked = Checker(data).check(plan.assignments)
    assert checked.is_sound
    assert checked.objective == plan.objective
    assert plan.lower_bound <= plan.objective
    assert proven_bound(data, plan.proof) == plan.lower_bound
    shared = shared_check(data, plan.assignments)
    if shared is not None:
        assert shared[0]["TOTAL"] == 0


def least(data):
    """The least objective, by trying everything."""
    checker = Checker(data)
    names = [each["id"] for each in data["persons"]]
    places = [None, *(each["id"] for each in data["cells"])]
    tried = (dict(zip(names, cells, strict=True)) for cells in itertools.product(places, repeat=len(names)))
    return min(found.objective for found in map(checker.check, tried) if found.is_sound)


@settings(max_examples=15, deadline=None)
@given(facilities(most_persons=4, most_cells=4))
def test_the_bound_is_below_and_the_plan_near_the_least_possible(data):
    plan, best = solve(data, time_limit=20), least(data)
    assert plan.lower_bound <= best <= plan.objective
    assert plan.terms["unplaced"] == best // 10000


def test_the_same_seed_gives_the_same_plan():
    people = [person(f"p{n}", status="untried" if n % 3 else "convicted", watch=n % 7 == 0) for n in range(60)]
    cells = [cell(f"c{n}", f"m{n % 2}k{n % 3}", 4, area_m2=9 + n) for n in range(18)]
    data = instance(cells=cells, persons=people, apart=[("p1", "p2", "module"), ("p4", "p7", "cell")])
    one, two = solve(data, seed=5), solve(data, seed=5)
    assert one.assignments == two.assignments
    assert not one.cut_short


def test_the_order_of_the_file_does_not_matter_to_the_bound():
    people = [person(f"p{n}", group="A" if n % 2 else "none") for n in range(12)]
    cells = [cell(f"c{n}", f"m{n % 2}k1", 3) for n in range(5)]
    data = instance(cells=cells, persons=people, rivalries=[("A", "none", "cell")])
    turned = {**data, "persons": people[::-1], "cells": cells[::-1]}
    assert solve(data).lower_bound == solve(turned).lower_bound


def test_nobody_to_place_and_nowhere_to_place_are_answered():
    assert solve(instance(cells=[cell("c", "m1k1")], persons=[])).objective == 0
    nowhere = instance(cells=[], persons=[person("p")], corridors=["m1k1"])
    assert solve(nowhere).assignments == {"p": None}
    closed = instance(cells=[cell("c", "m1k1", 0)], persons=[person("p")])
    assert solve(closed).assignments == {"p": None}
    assert solve(closed).lower_bound == Fraction(10000)


def test_a_passed_deadline_still_gives_a_sound_plan():
    people = [person(f"p{n}") for n in range(300)]
    cells = [cell(f"c{n}", f"m{n % 2}k1", 2) for n in range(160)]
    data = instance(cells=cells, persons=people)
    plan = solve(data, time_limit=0)
    assert plan.cut_short
    assert Checker(data).check(plan.assignments).is_sound


@pytest.mark.parametrize("seed", range(3))
def test_companions_stay_together_where_there_is_room(seed):
    people = [person(f"p{n}", companions=f"g{n // 3}") for n in range(12)]
    cells = [cell(f"c{n}", "m1k1", 3) for n in range(4)]
    plan = solve(instance(cells=cells, persons=people), seed=seed)
    assert plan.terms["split"] == 0
    assert plan.terms["unplaced"] == 0


@settings(max_examples=12, deadline=None)
@given(facilities(moves=True))
def test_where_moves_have_a_cost_no_rule_is_broken_either(data):
    plan = solve(data, time_limit=20)
    checked = Checker(data).check(plan.assignments)
    assert checked.is_sound
    assert proven_bound(data, plan.proof) == plan.lower_bound
    assert plan.lower_bound <= checked.objective == plan.objective


@settings(max_examples=8, deadline=None)
@given(facilities(most_persons=4, most_cells=4, moves=True))
def test_where_moves_have_a_cost_as_many_are_placed_as_can_be(data):
    plan, best = solve(data, time_limit=20), least(data)
    assert plan.lower_bound <= best <= plan.objective
    assert plan.terms["unplaced"] == best // 10000


@settings(max_examples=8, deadline=None)
@given(facilities(), st.sampled_from([0, 0.005, 0.02, 0.05]))
def test_any_deadline_gives_a_sound_plan_with_a_true_bound(data, limit):
    plan = solve(data, time_limit=limit)
    assert Checker(data).check(plan.assignments).is_sound
    assert plan.lower_bound <= solve(data, time_limit=20).objective


@settings(max_examples=6, deadline=None)
@given(facilities(), st.integers(0, 5))
def test_one_seed_gives_one_plan(data, seed):
    one, two = (solve(data, time_limit=20, seed=seed) for _ in range(2))
    assert one.assignments == two.assignments
    assert one.lower_bound == two.lower_bound


def test_whoever_waits_is_told_of_every_better_placement():
    people = [person(f"p{n}", status="untried" if n % 3 else "convicted") for n in range(60)]
    cells = [cell(f"c{n}", f"m{n % 2}k{n % 3}", 4, area_m2=9 + n) for n in range(25)]
    told = []
    plan = solve(instance(cells=cells, persons=people), tell=told.append)
    objectives = [each.objective for each in told]
    assert objectives == sorted(objectives, reverse=True)
    assert objectives[-1] == plan.objective


def test_where_places_are_short_the_bound_and_the_plan_agree_on_how_many_have_none():
    people = [
        person(f"p{n}", status="untried" if n % 3 else "convicted", group="AB"[n % 2], present_cell=f"c{n % 120}")
        for n in range(360)
    ]
    cells = [cell(f"c{n}", f"m{n % 4}k{n % 8}", 0 if n < 30 else 2, area_m2=6 + n % 5) for n in range(120)]
    apart = [(f"p{n}", f"p{n + 7}", "corridor") for n in range(0, 300, 9)]
    data = instance(cells=cells, persons=people, apart=apart, rivalries=[("A", "B", "cell")], move=3)
    plan = solve(data, time_limit=6)
    assert plan.terms["unplaced"] == 360 - 180
    assert plan.lower_bound >= 10000 * (360 - 180)
