"""A conflict is truly impossible and minimal, checked by trying everything; its sentence says what would help."""

import itertools

import pytest
from hypothesis import given, settings

from constancia.housing.placement.checker import Checker
from constancia.housing.placement.engine import solve
from tests.unit.housing.building import cell, facilities, instance, module, person


def can_be_placed(data, names):
    """Whether these people alone can all have a cell: a search that tries every cell for each in turn."""
    checker, places = Checker(data), [each["id"] for each in data["cells"]]
    nobody = dict.fromkeys((each["id"] for each in data["persons"]), None)

    def extend(so_far, left):
        if not left:
            return True
        tried = ({**so_far, left[0]: where} for where in places)
        return any(extend(each, left[1:]) for each in tried if checker.check(nobody | each).is_sound)

    return extend({}, list(names))


def is_minimal_conflict(data, names):
    fewer = itertools.combinations(names, len(names) - 1)
    return not can_be_placed(data, names) and all(can_be_placed(data, each) for each in fewer)


@settings(max_examples=20, deadline=None)
@given(facilities(most_persons=7, most_cells=3))
def test_a_conflict_is_impossible_and_minimal(data):
    plan = solve(data, time_limit=20)
    assert (plan.status == "infeasible") == bool(plan.conflicts)
    for conflict in plan.conflicts:
        assert is_minimal_conflict(data, conflict.persons)
    if plan.terms["unplaced"]:
        assert plan.conflicts
        assert set(plan.unplaced) == {name for name, where in plan.assignments.items() if where is None}


def womens_module(number, places):
    modules = [module("m1"), module("m2", sex="F")]
    cells = [cell("c0", "m1k1", 9), *(cell(f"c{n}", "m2k1", 2) for n in range(1, places + 1))]
    people = [person(f"w{n}", sex="F") for n in range(number)]
    return {"modules": modules, "cells": cells, "persons": people}


def test_people_who_cannot_all_be_kept_apart_are_named_with_what_would_help():
    pairs = [(f"w{a}", f"w{b}", "cell") for a in range(6) for b in range(a)]
    plan = solve(instance(**womens_module(8, 5), apart=pairs))
    (conflict,) = plan.conflicts
    assert sorted(conflict.persons) == [f"w{n}" for n in range(6)]
    assert conflict.rules == ("keep_apart",)
    assert "6 people" in conflict.text.en
    assert "module m2" in conflict.text.en
    assert "freeing one more cell" in conflict.text.en
    assert "6 personas" in conflict.text.es
    assert plan.status == "infeasible"


def test_too_few_places_are_named():
    plan = solve(instance(**womens_module(9, 4)))
    (conflict,) = plan.conflicts
    assert len(conflict.persons) == 9
    assert conflict.rules == ("capacity",)
    (reasons,) = plan.unplaced.values()
    assert reasons[0].text.en == "9 women for 8 places"
    assert reasons[0].text.es == "9 mujeres para 8 plazas"


@pytest.mark.parametrize(
    ("rule", "facts", "cells"),
    [
        ("isolation", {"infection": "x"}, {}),
        ("wheelchair", {"wheelchair": True}, {}),
        ("lower_bunk", {"lower_bunk": True}, {"lower_bunks": 0}),
        ("sex_age", {"sex": "F"}, {}),
    ],
)
def test_somebody_whom_no_cell_suits_is_a_conflict_of_one(rule, facts, cells):
    plan = solve(instance(cells=[cell("c", "m1k1", **cells)], persons=[person("p", **facts)]))
    (conflict,) = plan.conflicts
    assert conflict.persons == ("p",)
    assert conflict.rules == (rule,)
    assert [each.rules for each in plan.unplaced["p"]] == [(rule,)]


def test_a_reason_set_is_stated_in_both_languages_for_everybody_without_a_cell():
    plan = solve(instance(**womens_module(11, 4)))
    data = plan.as_data()
    assert len(data["unplaced"]) == 3
    for each in data["unplaced"]:
        assert each["reasons"]
        assert all(reason["text"]["es"] and reason["text"]["en"] for reason in each["reasons"])
    assert set(data["why"]) == {name for name, where in data["assignments"].items() if where}
