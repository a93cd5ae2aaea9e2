"""The peers of the benchmarks are honest: what they hand back keeps every rule, and what they are asked can be answered."""

import pytest
from hypothesis import given, settings

from constancia.bench.placing import booleans, greedy
from constancia.bench.placing.country import PRESETS, country
from constancia.bench.placing.moves_bound import Shortage, shortages
from constancia.housing.placement.checker import Checker
from constancia.housing.placement.instance import read_instance
from tests.unit.housing.building import cell, facilities, instance, module, person


@settings(max_examples=60, deadline=None)
@given(facilities())
def test_the_greedy_program_breaks_no_rule(data):
    assert Checker(data).check(greedy.place(data)).is_sound


@settings(max_examples=15, deadline=None)
@given(facilities(most_persons=6, most_cells=4, moves=True))
def test_the_booleans_break_no_rule_and_are_never_worse_than_greedy(data):
    found, quick = (Checker(data).check(each) for each in (booleans.place(data, 20), greedy.place(data)))
    assert found.is_sound
    assert float(found.objective) <= float(quick.objective) + 0.1


@pytest.mark.parametrize("close", [None, 10_000])
def test_everybody_of_a_made_up_prison_fits(close):
    data = country(PRESETS["P1k"], close=close)
    read_instance(data)
    assert len(data["persons"]) == PRESETS["P1k"].persons
    if close:
        home = {person["id"]: person["present_cell"] for person in data["persons"]}
        assert Checker(data).check(home).is_sound
    assert Checker(data).check(greedy.place(data)).terms["unplaced"] == 0


def test_a_closed_module_has_no_places_left():
    data = country(PRESETS["P1k"], close=0)
    corridor = {each["id"]: each["module"] for each in data["corridors"]}
    assert {each["capacity"] for each in data["cells"] if corridor[each["corridor"]] == "m0"} == {0}
    assert any(corridor[cell["corridor"]] == "m0" for cell in data["cells"])


def test_counting_shows_who_outnumbers_the_places_whatever_is_free_elsewhere():
    people = [person(f"m{n}") for n in range(5)] + [person(f"w{n}", sex="F") for n in range(2)]
    cells = [cell("c1", "m1k1", 3), cell("closed", "m1k1", 0), cell("c2", "m2k1", 9)]
    data = instance(cells=cells, persons=people, modules=[module("m1"), module("m2", sex="F")])
    assert shortages(data) == (Shortage("M", "adult", 5, 3),)


@settings(max_examples=30, deadline=None)
@given(facilities())
def test_no_plan_leaves_fewer_without_a_cell_than_counting_says(data):
    short = sum(each.persons - each.places for each in shortages(data))
    assert Checker(data).check(greedy.place(data)).terms["unplaced"] >= short
