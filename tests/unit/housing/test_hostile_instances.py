"""Whatever stands in an instance file, it is read or refused with the field named; nothing else happens."""

import copy
import gzip
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.cli.main import run
from constancia.core.refusals import Refused
from constancia.housing.placement.instance import MOST, MOST_PAIRS, read_instance
from tests.unit.housing.building import cell, facilities, instance, person

TABLES = ("modules", "corridors", "cells", "persons", "rivalries")
JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("m0"), st.just("p0")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=2)),
    max_leaves=4,
)


def read_or_fields(data):
    """The instance, or the fields that the refusals name."""
    try:
        return read_instance(data)
    except Refused as refused:
        return [each.field for each in refused.refusals]


@settings(max_examples=150, deadline=None)
@given(facilities(most_persons=4, most_cells=3), st.data())
def test_one_value_spoilt_is_refused_by_its_field_or_was_no_harm(data, draws):
    table = draws.draw(st.sampled_from([name for name in TABLES if data[name]]))
    row = draws.draw(st.integers(0, len(data[table]) - 1))
    field = draws.draw(st.sampled_from(sorted(data[table][row])))
    spoilt = copy.deepcopy(data)
    spoilt[table][row][field] = draws.draw(JUNK)
    found = read_or_fields(spoilt)
    if isinstance(found, list):
        assert found
        named = {f"{table}[{row}].{field}"}
        assert named & set(found) or field in {"id", "a", "b"}, (named, found)


@settings(max_examples=100, deadline=None)
@given(JUNK, st.sampled_from(["format", "modules", "cells", "persons", "keep_apart", "rivalries", "objective", "more"]))
def test_a_part_replaced_by_anything_is_read_or_refused(junk, part):
    data = instance(cells=[cell("c1", "m1k1")], persons=[person("p1")])
    data[part] = junk
    found = read_or_fields(data)
    if isinstance(found, list):
        assert found
        assert all(
            each.partition("[")[0].partition(".")[0] in {part, "corridors", "cells", "keep_apart"} for each in found
        )


@pytest.mark.parametrize("table", TABLES)
def test_more_rows_than_any_country_has_are_refused_before_they_are_read(table):
    data = instance(cells=[cell("c1", "m1k1")], persons=[person("p1")])
    data[table] = [None] * (MOST[table] + 1)
    tracemalloc.start()
    fields = read_or_fields(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fields == [table]
    assert peak < 1_000_000


def test_a_million_pairs_cost_no_memory_of_their_own():
    data = instance(cells=[cell("c1", "m1k1")], persons=[person("p1"), person("p2")])
    data["keep_apart"] = [["p1", "p2", "cell"]] * 1_000_000
    assert MOST_PAIRS < 1_000_000
    tracemalloc.start()
    fields = read_or_fields(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fields == ["keep_apart"]
    assert peak < 1_000_000


@pytest.mark.parametrize(
    "text",
    ["", "[", '{"format": "constancia-placement/1"', "[" * 100_000, '{"a": NaN}', "\x00", '"\\ud800"', "1e999999"],
)
def test_a_file_that_is_no_instance_is_refused_by_the_command(tmp_path, capfd, text):
    path = tmp_path / "instance.json"
    path.write_text(text)
    assert run(["housing", "solve", str(path), "-o", str(tmp_path / "plan.json"), "--json"]) == 1
    (refusal, *_) = json.loads(capfd.readouterr().out)["refusals"]
    assert refusal["code"] in {"housing.not_json", "housing.not_an_instance"}
    assert not (tmp_path / "plan.json").exists()


def spoilt(what):
    """A file of bytes that is almost an instance."""
    data = instance(cells=[cell("c1", "m1k1")], persons=[person("p1")])
    text = json.dumps(data)
    return {
        "packed": gzip.compress(text.encode()),
        "a field stated twice": text.replace('"capacity"', '"capacity": 0, "capacity"', 1).encode(),
        "a number without end": text.replace('"ventilation": 1.0', f'"ventilation": 0.{"1" * 100_000}').encode(),
        "next to no air": text.replace('"ventilation": 1.0', '"ventilation": 1e-99999999').encode(),
        "a weight next to nothing": text.replace('"density": 1', '"density": 1e-99999999').encode(),
    }[what]


@pytest.mark.parametrize(
    ("what", "code", "field"),
    [
        ("packed", "housing.not_json", "instance.json"),
        ("a field stated twice", "housing.repeated_field", "instance.json"),
        ("a number without end", "housing.not_a_measure", "cells[0].ventilation"),
        ("next to no air", "housing.not_a_measure", "cells[0].ventilation"),
        ("a weight next to nothing", "housing.not_a_weight", "objective.density"),
    ],
)
def test_a_file_that_is_almost_an_instance_is_refused_by_its_field(tmp_path, capfd, what, code, field):
    path = tmp_path / "instance.json"
    path.write_bytes(spoilt(what))
    assert run(["housing", "solve", str(path), "-o", str(tmp_path / "plan.json"), "--json"]) == 1
    (refusal, *_) = json.loads(capfd.readouterr().out)["refusals"]
    assert (refusal["code"], refusal["field"]) == (code, field)
