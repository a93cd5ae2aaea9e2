"""Published head counts: every row that is no count is named, the rest is read, and no figure is counted twice."""

import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from constancia.core.refusals import Refused
from constancia.ledger.models import Entry
from constancia.register.headcounts import import_headcounts, person_days
from constancia.register.models import Headcount
from constancia.register.roll.rejects import REASONS

from .conftest import ANA, IVO, World

HEADER = "facility,date,n"


def read(world: World, path: Path, **changes: Any) -> dict[str, Any]:
    options = {"by": ANA, "definition": "midnight", "producer": "Ministerio", "zone": "UTC", "now": world.now}
    found = import_headcounts(path=path, **{**options, **changes})
    assert {each.reason for each in found["rejects"]} <= REASONS.keys()
    return found


def csv(folder: Path, *rows: str, header: str = HEADER, name: str = "counts.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def rejects(found: dict[str, Any]) -> list[tuple[int, str, str]]:
    return sorted((each.row, each.field, each.reason) for each in found["rejects"])


def counts() -> list[tuple[str, int, int]]:
    found = Headcount.objects.order_by("facility", "day")
    return [(each.facility, each.day.day, each.count) for each in found]


def test_rows_that_are_no_count_are_named_and_the_rest_is_read(world: World, tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "A,2026-01-01,10",
        ",2026-01-02,10",
        "A,yesterday,10",
        "A,2026-01-03,ten",
        "A,2026-01-03,-1",
        "A,2026-01-03,1.5",
        "A,2026-01-03,99999999999",
        "A,2026-01-03",
        'A,"2026-01-03,10',
        f"{'A' * 41},2026-01-03,10",
        f"{'A' * 10_000_000},2026-01-03,10",
        "A\0,2026-01-03,10",
        "A,0001-01-01,10",
        "A,9999-12-31,10",
        "A,2026-01-05,0",
    )
    found = read(world, path)
    assert rejects(found) == [
        (3, "facility", "bad_facility"),
        (4, "day", "bad_day"),
        (5, "count", "bad_count"),
        (6, "count", "bad_count"),
        (7, "count", "bad_count"),
        (8, "count", "bad_count"),
        (9, "", "ragged"),
        (10, "", "quotes"),
        (11, "facility", "bad_facility"),
        (12, "facility", "too_long"),
        (13, "facility", "nul"),
        (14, "day", "bad_day"),
        (15, "day", "bad_day"),
    ]
    assert counts() == [("A", 1, 10), ("A", 5, 0)]
    assert (found["rows"], found["person_days"]) == (2, 10)


def test_a_day_without_a_count_stays_a_hole(world: World, tmp_path: Path) -> None:
    read(world, csv(tmp_path, "A,2026-01-01,3", "A,2026-01-04,4"))
    assert counts() == [("A", 1, 3), ("A", 4, 4)]
    (entry,) = Entry.objects.filter(event="register.headcounts_read")
    assert b'"counts":[3,null,null,4]' in bytes(entry.document)


def test_two_far_days_make_no_endless_entry(world: World, tmp_path: Path) -> None:
    found = read(world, csv(tmp_path, "A,1900-01-01,3", "A,2999-12-31,4", "A,2999-12-30,4"))
    assert found["new_entries"] == 2
    assert max(len(bytes(each.document)) for each in Entry.objects.all()) < 2_000


def test_repeated_and_contradicting_rows_are_never_added_up(world: World, tmp_path: Path) -> None:
    found = read(world, csv(tmp_path, "A,2026-01-01,3", "A,2026-01-01,3", "B,2026-01-01,5", "B,2026-01-01,6"))
    assert rejects(found) == [(3, "day", "repeated"), (4, "day", "contradicts"), (5, "day", "contradicts")]
    assert counts() == [("A", 1, 3)]


def test_reading_again_adds_nothing_and_a_longer_file_adds_its_new_days(world: World, tmp_path: Path) -> None:
    path = csv(tmp_path, "A,2026-01-01,3", "A,2026-01-02,4")
    assert read(world, path)["new_entries"] == 1
    again = read(world, path)
    assert (again["new_entries"], again["known_rows"]) == (0, 2)
    longer = read(world, csv(tmp_path, "A,2026-01-01,3", "A,2026-01-02,9", "A,2026-01-03,5", "A,2025-12-31,2"))
    assert rejects(longer) == [(3, "count", "another_figure")]
    assert counts() == [("A", 31, 2), ("A", 1, 3), ("A", 2, 4), ("A", 3, 5)]


def test_definitions_and_producers_are_never_mixed(world: World, tmp_path: Path) -> None:
    path = csv(tmp_path, "A,2026-01-01,3")
    before = Entry.objects.count()
    for definition, producer in (("midnight", "X"), ("midnight", "Y"), ("present_during_day", "X")):
        read(world, path, definition=definition, producer=producer)
    day = date(2026, 1, 1)
    assert [each["person_days"] for each in person_days(day, day)] == [3, 3, 3]
    assert len(person_days(day, day, known_at=before + 2)) == 2
    assert person_days(day, day, known_at=before) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"definition": "guess"}, {"register.unknown_code"}),
        ({"producer": " "}, {"register.missing"}),
        ({"producer": "x" * 201}, {"register.too_long"}),
        ({"zone": "../etc"}, {"register.bad_zone"}),
        ({"definition": "", "producer": "", "zone": ""}, {"register.unknown_code", "register.missing", "register.bad_zone"}),
        ({"by": IVO}, {"core.not_permitted"}),
    ],
)  # fmt: skip
def test_every_reason_is_told_at_once(world: World, tmp_path: Path, changes: dict[str, Any], codes: set[str]) -> None:
    with pytest.raises(Refused) as refused:
        read(world, csv(tmp_path, "A,2026-01-01,3"), **changes)
    assert {each.code for each in refused.value.refusals} == codes


def refusal(world: World, path: Path) -> dict[str, Any]:
    with pytest.raises(Refused) as refused:
        read(world, path)
    (found,) = refused.value.refusals
    assert found.code == "register.bad_headcounts"
    assert found.message("es")
    return found.values


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"", "missing_column"),
        ("a.csv", b"facility,day\nA,2026-01-01\n", "missing_column"),
        ("a.csv", b"facility,detention_facility_code,day,n\nA,A,2026-01-01,1\n", "doubled_column"),
        ("a.csv", b"\xff\xfe\x00", "encoding"),
        ("a.csv", "facility,date,n\nA,2026-01-01,1\n".encode("utf-16-le"), "missing_column"),
        ("a.parquet", b"PAR1 no PAR1", "damaged"),
        ("a.parquet", b"", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    world: World, tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal(world, tmp_path / name)["reason"] == reason
    assert not Headcount.objects.exists()


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_what_is_no_file_is_refused(world: World, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert refusal(world, tmp_path / name)["reason"] == "not_a_file"
    assert refusal(world, tmp_path / f"absent-{name}")["reason"] == "not_a_file"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings_are_read(world: World, tmp_path: Path, end: str, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(end.join(["N,Date,Facility", "3,2026-01-01,AÑO"]).encode(encoding))
    read(world, tmp_path / "a.csv")
    assert counts() == [("AÑO", 1, 3)]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("n", pa.array([3.7])),
        ("n", pa.array([True])),
        ("n", pa.array([Decimal("3.7")])),
        ("n", pa.array([[3]])),
        ("date", pa.array([20260101])),
        ("date", pa.array([datetime(2026, 1, 1, tzinfo=UTC)])),
        ("facility", pa.array([7])),
        ("facility", pa.array([b"A"])),
        ("facility", pa.array([{"a": "A"}])),
    ],
)
def test_a_column_of_the_wrong_type_is_named(world: World, tmp_path: Path, column: str, values: pa.Array) -> None:
    table = {"facility": ["A"], "date": [date(2026, 1, 1)], "n": [3], column: values}
    pq.write_table(pa.table(table), tmp_path / "a.parquet")
    said = refusal(world, tmp_path / "a.parquet")
    assert (said["column"], said["reason"]) == (column, "wrong_type")


@pytest.mark.parametrize(
    "values", [[date(2026, 1, 1)], [datetime(2026, 1, 1)], ["2026-01-01"], ["2026-01-01T00:00:00.000"]]
)
def test_days_of_kindred_types_are_read(world: World, tmp_path: Path, values: list[Any]) -> None:
    pl.DataFrame({"n": [3], "other": [[1]], "date": values, "Facility": [" A "]}).write_parquet(tmp_path / "a.parquet")
    read(world, tmp_path / "a.parquet")
    assert counts() == [("A", 1, 3)]


def test_bad_rows_of_parquet_are_named_with_their_number(world: World, tmp_path: Path) -> None:
    frame = pl.DataFrame({"facility": ["A", None, "A"], "date": ["2026-01-01"] * 2 + [None], "n": [3, 3, None]})
    frame.write_parquet(tmp_path / "a.parquet")
    assert rejects(read(world, tmp_path / "a.parquet")) == [(2, "facility", "bad_facility"), (3, "day", "bad_day")]
