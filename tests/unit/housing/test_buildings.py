"""A facility file: what it says, what is refused with file, place and field, and that it can be written and read again."""

from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from constancia.core.refusals import Refused
from constancia.housing.buildings.reading import MOST_MEGABYTES, read_building_bytes
from constancia.housing.buildings.schema import building_of
from constancia.housing.buildings.shape import Building
from constancia.housing.buildings.writing import written
from constancia.housing.events.places import Measures
from tests.facility_file import GOOD


def read(text: str) -> Building:
    return building_of(read_building_bytes(text.encode(), "f7.yaml"), "f7.yaml")


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as found:
        read(text)
    return {(each.code.removeprefix("housing."), each.field) for each in found.value.refusals}


def test_a_file_says_what_each_place_is() -> None:
    found = read(GOOD)
    assert found.effective == datetime(2026, 3, 1, 6, tzinfo=UTC)
    places = {each.code: each for each in found.places}
    assert len(places) == 1 + 1 + 4 + 6
    assert places["F7/M1"].health_care
    cell = places["F7/M1/A/3"]
    assert cell.measures == Measures(
        gross_m2=Decimal("12.5"), sanitary_m2=Decimal(2), toilets=1, window_reads=True, window_opens=False
    )
    assert (cell.purpose, cell.capacities, cell.measured_by) == ("normal", (None, 2, 3), "Acta de obras 14")
    assert (places["F7/M1/A/S1"].purpose, places["F7/M1/A/S1"].measured_by) == ("isolation", "Arq. Rosales")
    assert places["F7/M1/A/3/2"].kind == "bed"
    assert found.claims[0].value == "20 000"


def test_json_says_the_same() -> None:
    import json

    as_json = json.dumps(yaml.load(GOOD, Loader=yaml.BaseLoader))
    assert read(as_json) == read(GOOD)


CELL = "f7.yaml: F7/M1/A/1"
ONE_FAULT = [
    ("gross_m2: 12.50", "gross_m2: -1", ("bad_measure", f"{CELL}: gross_m2")),
    ("gross_m2: 12.50", "gross_m2: 0E-99999999", ("bad_measure", f"{CELL}: measures: gross_m2")),
    ("gross_m2: 12.50", "gross_m2: 1", ("bad_measure", f"{CELL}: sanitary_m2")),
    ("toilets: 1", "toilets: 1.5", ("not_a_count", f"{CELL}: measures: toilets")),
    ("window_reads: yes", "window_reads: perhaps", ("not_yes_no", f"{CELL}: measures: window_reads")),
    ("window_reads", "windows_read", ("unknown_field", f"{CELL}: measures: windows_read")),
    ("working: 2, maximum: 3", "working: 9, maximum: 3", ("capacity_order", f"{CELL}: maximum")),
    ("purpose: isolation", "purpose: hotel", ("register.unknown_code", "f7.yaml: F7/M1/A/S1: purpose")),
    ("code: S1", "code: '2'", ("repeated_id", "f7.yaml: F7/M1/A/2: code")),
    ("code: S1", "code: S 1", ("bad_place_code", "f7.yaml: F7/M1/A/S 1: place")),
    ("from: 1, to: 3", "from: 3, to: 1", ("not_a_row", "f7.yaml: F7/M1/A: cells[0]: from")),
    ("sex: M", "sex: X", ("register.unknown_code", "f7.yaml: F7/M1: sex")),
    ("effective: 2026-03-01", "effective: soon", ("not_a_moment", "f7.yaml: effective")),
    ("zone: America/El_Salvador", "zone: Mars/Phobos", ("register.bad_zone", "f7.yaml: facility: zone")),
    ("source: Acta de obras 14\n", "", ("missing_field", "f7.yaml: source")),
    ("value: 20 000, ", "", ("missing_field", "f7.yaml: claims[0]: value")),
    ("{code: S1,", "{", ("missing_field", "f7.yaml: F7/M1/A: cells[1]: code")),
    ("{code: F7, ", "{", ("missing_field", "f7.yaml: facility: code")),
    ("{code: S1,", "{code: S1, keys: 4,", ("unknown_field", "f7.yaml: F7/M1/A: cells[1]: keys")),
]


@pytest.mark.parametrize(("good", "bad", "fault"), ONE_FAULT)
def test_each_fault_is_named_with_file_place_and_field(good: str, bad: str, fault: tuple[str, str]) -> None:
    assert good in GOOD
    assert faults(GOOD.replace(good, bad, 1)) == {fault}


def test_all_faults_are_named_at_once() -> None:
    text = GOOD
    for good, bad, _ in (ONE_FAULT[0], ONE_FAULT[3], ONE_FAULT[7], ONE_FAULT[14]):
        text = text.replace(good, bad, 1)
    assert faults(text) == {ONE_FAULT[number][2] for number in (0, 3, 7, 14)}


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB.encode(), "housing.not_yaml"),
        (b"a: &a\n  b: *a\n", "housing.not_yaml"),
        (b"[" * 100_000, "housing.not_yaml"),
        (b"{a: " * 100_000, "housing.not_yaml"),
        (b"? [a]\n: b\n", "housing.not_yaml"),
        (b"<<: text\na: b\n", "housing.not_yaml"),
        (b"a: 1\na: 2\n", "housing.not_yaml"),
        (b"a: [1, 2\n", "housing.not_yaml"),
        (b"\xff\xfe\x00", "housing.not_yaml"),
        (b"--- a\n--- b\n", "housing.not_yaml"),
        (b"x" * (MOST_MEGABYTES * 1_000_000 + 1), "housing.file_too_large"),
        (b"", "housing.not_an_instance"),
        (b"!!python/object/apply:os.system [ls]", "housing.not_an_instance"),
        (b"format: constancia-placement/1", "housing.not_an_instance"),
    ],
)
def test_hostile_files_are_refused_and_build_nothing(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as found:
        building_of(read_building_bytes(data, "f.yaml"), "f.yaml")
    assert [each.code for each in found.value.refusals] == [code]
    assert all(len(each.message("es")) < 400 for each in found.value.refusals)


def test_no_more_places_than_can_be_held_are_made() -> None:
    assert ("too_many", "f7.yaml") in faults(GOOD.replace("to: 3", "to: 60000", 1))
    assert ("too_many", "f7.yaml") in faults(GOOD.replace("to: 2}", "to: 59999}", 1))


def test_the_facility_of_the_report_is_such_a_file() -> None:
    data = (files("constancia.demo") / "reference.yaml").read_bytes()
    found = building_of(read_building_bytes(data, "reference.yaml"), "reference.yaml")
    cells = [each for each in found.places if each.kind == "cell"]
    assert len(cells) == 8 * 32
    assert {each.measures for each in cells} == {Measures(gross_m2=Decimal(100), toilets=2, basins=2, bunks=80)}
    assert {"20 000", "40 000"} <= {each.value for each in found.claims}


_name = (
    st.text("ABcñ 0123456789:#-'\"{}&*!", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text not in {"", "null", "~"})
)
_measure = st.none() | st.decimals(0, 500, places=3)
_cell: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "purpose": st.sampled_from(["normal", "isolation"]),
        "name": _name,
        "beds": st.lists(st.integers(1, 5).map(str), min_size=1, max_size=4, unique=True),
        "capacities": st.fixed_dictionaries({}, optional={"maximum": st.integers(0, 9)}),
        "measures": st.fixed_dictionaries(
            {"gross_m2": _measure}, optional={"window_opens": st.booleans(), "bunks": st.none() | st.integers(0, 9)}
        ),
    },
)


@given(st.lists(_cell, max_size=6), st.lists(st.integers(1, 9), min_size=6, max_size=6, unique=True))
def test_what_is_written_is_read_again_as_it_was(cells: list[dict[str, Any]], codes: list[int]) -> None:
    data = yaml.load(GOOD, Loader=yaml.BaseLoader)
    listed = [{"code": str(code), **_texts(cell)} for code, cell in zip(codes, cells, strict=False)]
    data["modules"][0]["landings"][0]["cells"] = listed
    found = building_of(data, "f7.yaml")
    again = read(written(found))
    assert again.places == found.places
    assert written(again) == written(found)


def _texts(value: Any) -> Any:
    """Return what a reader of text would see."""
    if isinstance(value, dict):
        return {name: _texts(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_texts(each) for each in value]
    return (
        str(value).lower()
        if isinstance(value, bool)
        else format(value, "f")
        if isinstance(value, Decimal)
        else str(value)
    )
