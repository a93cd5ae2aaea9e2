"""A malformed instance is refused with the exact field; nothing wrong is read as if it were right."""

import copy
import json
from decimal import Decimal

import pytest

from constancia.core.refusals import Refused
from constancia.housing.placement.instance import MOST_PAIRS, read_instance
from tests.unit.housing.building import cell, instance, person


@pytest.fixture
def data():
    return instance(
        cells=[cell("c1", "m1k1"), cell("c2", "m1k2")],
        persons=[person("p1"), person("p2", group="A")],
        rivalries=[("A", "none", "cell")],
        apart=[("p1", "p2", "module")],
    )


def refusals(data):
    with pytest.raises(Refused) as caught:
        read_instance(data)
    return {(each.code, each.field) for each in caught.value.refusals}


def test_a_sound_instance_is_read_with_its_cells_side_by_side(data):
    data["cells"] = [cell("a", "m1k2"), cell("b", "m1k1"), cell("c", "m1k2")]
    found = read_instance(data)
    assert found.cells.ids == ("b", "a", "c")
    assert found.cells.corridor_range == ((0, 1), (1, 3))
    assert found.cells.module_range == ((0, 3),)
    assert found.groups == ("none", "A")
    assert found.rival.tolist() == [[0, 1], [1, 0]]
    assert found.pairs.tolist() == [[0, 1, 3]]


def test_weights_of_moves_may_be_left_out(data):
    del data["objective"]["move"]
    assert read_instance(data).weights.move == 0


NAN, ENDLESS = float("nan"), float("inf")

WRONG = [
    ("modules", 0, "sex", "X", "housing.not_a_choice"),
    ("modules", 0, "hospital", 1, "housing.not_yes_no"),
    ("modules", 0, "id", "", "housing.not_a_text"),
    ("modules", 0, "facility", None, "housing.not_a_text"),
    ("corridors", 1, "module", "m9", "housing.unknown_id"),
    ("corridors", 1, "module", "m1k2", "housing.circular_place"),
    ("corridors", 1, "module", "c1", "housing.circular_place"),
    ("cells", 1, "corridor", "k9", "housing.unknown_id"),
    ("cells", 1, "corridor", "c1", "housing.circular_place"),
    ("cells", 1, "corridor", "m1", "housing.circular_place"),
    ("cells", 0, "capacity", -1, "housing.not_a_count"),
    ("cells", 0, "capacity", 2.0, "housing.not_a_count"),
    ("cells", 0, "capacity", True, "housing.not_a_count"),
    ("cells", 0, "capacity", 10**9, "housing.not_a_count"),
    ("cells", 0, "area_m2", -3.5, "housing.not_a_measure"),
    ("cells", 0, "area_m2", 0, "housing.not_a_measure"),
    ("cells", 0, "area_m2", NAN, "housing.not_a_measure"),
    ("cells", 0, "area_m2", ENDLESS, "housing.not_a_measure"),
    ("cells", 0, "area_m2", "9", "housing.not_a_measure"),
    ("cells", 0, "ventilation", 1.5, "housing.not_a_measure"),
    ("cells", 0, "ventilation", 0, "housing.not_a_measure"),
    ("cells", 0, "ventilation", Decimal("1e-400"), "housing.not_a_measure"),
    ("cells", 0, "ventilation", Decimal("1e-999999999"), "housing.not_a_measure"),
    ("cells", 0, "area_m2", 5e-324, "housing.not_a_measure"),
    ("cells", 0, "area_m2", Decimal("4." + "1" * 5000), "housing.not_a_measure"),
    ("cells", 0, "area_m2", Decimal("sNaN"), "housing.not_a_measure"),
    ("cells", 0, "lower_bunks", None, "housing.not_a_count"),
    ("cells", 0, "accessible_places", -2, "housing.not_a_count"),
    ("cells", 0, "isolation", "no", "housing.not_yes_no"),
    ("persons", 1, "sex", "m", "housing.not_a_choice"),
    ("persons", 1, "age", ["adult"], "housing.not_a_choice"),
    ("persons", 1, "status", None, "housing.not_a_text"),
    ("persons", 1, "group", 4, "housing.not_a_text"),
    ("persons", 1, "infection", False, "housing.not_a_text"),
    ("persons", 1, "watch", 0, "housing.not_yes_no"),
    ("persons", 1, "companions", 7, "housing.not_a_text"),
    ("persons", 1, "present_cell", "c9", "housing.unknown_id"),
    ("persons", 1, "id", "x" * 201, "housing.not_a_text"),
    ("rivalries", 0, "level", "facility", "housing.not_a_choice"),
    ("rivalries", 0, "b", "A", "housing.apart_from_self"),
]


@pytest.mark.parametrize(("table", "row", "field", "value", "code"), WRONG)
def test_a_wrong_value_is_named_by_list_row_and_field(data, table, row, field, value, code):
    data[table][row][field] = value
    assert (code, f"{table}[{row}].{field}") in refusals(data)


@pytest.mark.parametrize("table", ["modules", "corridors", "cells", "persons"])
def test_an_identifier_used_twice_is_named(data, table):
    data[table].append(copy.deepcopy(data[table][0]))
    assert ("housing.repeated_id", f"{table}[{len(data[table]) - 1}].id") in refusals(data)


def test_missing_and_unknown_fields_are_named(data):
    del data["persons"][1]["medical"]
    data["persons"][0]["medicla"] = True
    data["cells"][0]["note"] = "x"
    assert refusals(data) == {
        ("housing.missing_field", "persons[1].medical"),
        ("housing.unknown_field", "persons[0].medicla"),
        ("housing.unknown_field", "cells[0].note"),
    }


def test_missing_and_unknown_parts_are_named(data):
    del data["corridors"]
    data["parents"] = []
    assert refusals(data) == {("housing.missing_field", "corridors"), ("housing.unknown_field", "parents")}


@pytest.mark.parametrize(
    ("pair", "code", "field"),
    [
        (["p1", "p1", "cell"], "housing.apart_from_self", "keep_apart[1][1]"),
        (["p1", "p9", "cell"], "housing.unknown_id", "keep_apart[1][1]"),
        (["p9", "p1", "cell"], "housing.unknown_id", "keep_apart[1][0]"),
        ([[], "p1", "cell"], "housing.unknown_id", "keep_apart[1][0]"),
        (["p1", "p2", "none"], "housing.not_a_choice", "keep_apart[1][2]"),
        (["p1", "p2", ["cell"]], "housing.not_a_choice", "keep_apart[1][2]"),
        (["p2", "p1", "cell"], "housing.repeated_pair", "keep_apart[1]"),
        (["p1", "p2"], "housing.not_a_list", "keep_apart[1]"),
        ("p1,p2", "housing.not_a_list", "keep_apart[1]"),
    ],
)
def test_a_wrong_pair_is_named(data, pair, code, field):
    data["keep_apart"].append(pair)
    assert (code, field) in refusals(data)


def test_a_rivalry_stated_twice_is_named(data):
    data["rivalries"].append({"a": "none", "b": "A", "level": "module"})
    assert refusals(data) == {("housing.repeated_pair", "rivalries[1]")}


def test_a_million_pairs_are_refused_at_once(data):
    data["keep_apart"] = [["p1", "p2", "cell"]] * 1_000_000
    with pytest.raises(Refused) as caught:
        read_instance(data)
    (only,) = caught.value.refusals
    assert (only.code, only.field) == ("housing.too_many", "keep_apart")
    assert only.values == {"count": 1_000_000, "limit": MOST_PAIRS}


def test_the_reasons_are_limited(data):
    data["persons"] = [person("p", sex=n) for n in range(5000)]
    assert len(refusals(data)) == 50


@pytest.mark.parametrize(
    ("name", "value", "code", "field"),
    [
        ("unplaced", -1, "housing.not_a_weight", "objective.unplaced"),
        ("density", NAN, "housing.not_a_weight", "objective.density"),
        ("density", Decimal("1e-99999999"), "housing.not_a_weight", "objective.density"),
        ("move", Decimal("1e99999999"), "housing.not_a_weight", "objective.move"),
        ("split", "5", "housing.not_a_weight", "objective.split"),
        ("moves", 3, "housing.unknown_field", "objective.moves"),
    ],
)
def test_a_wrong_weight_is_named(data, name, value, code, field):
    data["objective"][name] = value
    assert (code, field) in refusals(data)


def test_a_missing_weight_is_named(data):
    del data["objective"]["watch"]
    assert refusals(data) == {("housing.missing_field", "objective.watch")}


@pytest.mark.parametrize("wrong", [None, [], "x", {}, {"format": "constancia-placement/2"}, {"format": ["x"]}])
def test_what_is_no_instance_is_refused(wrong):
    assert refusals(wrong) == {("housing.not_an_instance", "format")}


@pytest.mark.parametrize("part", ["modules", "cells", "persons", "keep_apart", "rivalries"])
@pytest.mark.parametrize("wrong", [None, {}, "abc", 4])
def test_a_part_that_is_no_list_is_refused(data, part, wrong):
    data[part] = wrong
    assert ("housing.not_a_list", part) in refusals(data)


def test_a_row_that_is_no_record_is_refused(data):
    data["cells"].append("c3")
    assert refusals(data) == {("housing.not_a_record", "cells[2]")}


def test_every_refusal_can_be_read_in_both_languages(data):
    data["keep_apart"].append(["p1", "p9", "cell"])
    data["cells"][0]["area_m2"] = -1
    data["corridors"][0]["module"] = "c1"
    with pytest.raises(Refused) as caught:
        read_instance(json.loads(json.dumps(data)))
    for each in caught.value.refusals:
        assert "{" not in each.message("en") + each.message("es")
