"""The independent checker sees every broken rule and computes the objective exactly; the shared one agrees."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constancia.housing.placement.checker import Checker
from tests.unit.housing.building import cell, facilities, instance, module, person, shared_check


def rules(data, assignments):
    return sorted({each.rule for each in Checker(data).check(assignments).breaches})


def two(data_of_one, data_of_two, *, apart=(), rivalries=(), cells=None, modules=None):
    persons = [person("p1", **data_of_one), person("p2", **data_of_two)]
    places = cells or [cell("c1", "m1k1", 4), cell("c2", "m1k1", 4), cell("c3", "m1k2", 4), cell("c4", "m2k1", 4)]
    return instance(cells=places, persons=persons, apart=apart, rivalries=rivalries, modules=modules)


TOGETHER = {"p1": "c1", "p2": "c1"}

BROKEN = [
    ("status", two({}, {"status": "untried"})),
    ("infection", two({}, {"infection": "x"}, cells=[cell("c1", "m1k1", isolation=True)])),
    ("isolation", two({"infection": "x"}, {"infection": "x"})),
    ("single_cell", two({"single_cell": True}, {})),
    ("capacity", two({}, {}, cells=[cell("c1", "m1k1", 1)])),
    ("wheelchair", two({}, {"wheelchair": True})),
    ("lower_bunk", two({}, {"lower_bunk": True}, cells=[cell("c1", "m1k1", lower_bunks=0)])),
    ("sex", two({}, {"sex": "F"})),
    ("age", two({}, {"age": "child"})),
    ("medical", two({}, {"medical": True}, modules=[module("m1", hospital=False), module("m2")])),
    ("keep_apart", two({}, {}, apart=[("p1", "p2", "cell")])),
    ("rival_groups", two({}, {"group": "A"}, rivalries=[("none", "A", "cell")])),
]


@pytest.mark.parametrize(("rule", "data"), BROKEN, ids=[rule for rule, _ in BROKEN])
def test_a_broken_rule_is_found(rule, data):
    assert rules(data, TOGETHER) == [rule]


@pytest.mark.parametrize(
    ("level", "broken"), [("cell", ["c1"]), ("corridor", ["c1", "c2"]), ("module", ["c1", "c2", "c3"])]
)
def test_levels_are_nested_places(level, broken):
    pair = two({}, {}, apart=[("p1", "p2", level)])
    rivals = two({"group": "A"}, {"group": "B"}, rivalries=[("B", "A", level)])
    for where in ("c1", "c2", "c3", "c4"):
        assert bool(rules(pair, {"p1": "c1", "p2": where})) == (where in broken)
        assert bool(rules(rivals, {"p1": "c1", "p2": where})) == (where in broken)


def test_strange_and_missing_names_are_breaches():
    data = two({}, {})
    assert rules(data, {"p1": "c9", "p3": None}) == ["missing_person", "unknown_cell", "unknown_person"]


def test_the_objective_is_exact():
    data = instance(
        cells=[cell("c1", "m1k1", 3, area_m2=0.1, ventilation=0.7), cell("c2", "m1k1", 3)],
        persons=[
            person("a", companions="g", watch=True),
            person("b", companions="g", watch=True, present_cell="c2"),
            person("c", companions="g"),
            person("d", present_cell="c2"),
            person("e", companions="h"),
        ],
        move=3,
    )
    found = Checker(data).check({"a": "c1", "b": "c1", "c": "c2", "d": None, "e": None})
    assert found.is_sound
    assert found.terms == {
        "unplaced": 2,
        "density": Fraction(4) / (Fraction("0.1") * Fraction("0.7")) + Fraction(1, 12),
        "split": 2,
        "watch": 1,
        "move": 1,
    }
    weights = {"unplaced": 10000, "density": 1, "split": 5, "watch": 2, "move": 3}
    assert found.objective == sum(weights[name] * value for name, value in found.terms.items())


@given(facilities(), st.data())
def test_the_shared_checker_agrees(data, draws):
    places = [None, *(each["id"] for each in data["cells"])]
    assignments = {each["id"]: draws.draw(st.sampled_from(places)) for each in data["persons"]}
    shared = shared_check(data, assignments)
    if shared is None:
        pytest.skip("the shared tools ../shared/formats are not on this machine")
    hard, soft = shared
    ours = Checker(data).check(assignments)
    assert ours.is_sound == (hard["TOTAL"] == 0)
    assert ours.terms["unplaced"] == soft["unplaced"]
    assert float(ours.terms["density"]) == pytest.approx(soft["density"])
    assert (ours.terms["split"], ours.terms["watch"], ours.terms["move"]) == (
        soft["split"],
        soft["risk"],
        soft["moves"],
    )
