"""A folder of facts is taken whole or refused whole, each fault with its file, row and field."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from constancia.core.refusals import Refused
from constancia.norms.calendars import micros
from constancia.norms.facts.frames import INSTANT
from constancia.norms.facts.load import load
from constancia.norms.facts.tables import tables
from constancia.norms.units import NANO


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / f"{name}.csv").write_bytes(data)
    return tmp_path


def refused(path: Path) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        load(path)
    return {each.field: each.code for each in caught.value.refusals}


def at(text: str) -> int:
    return micros(datetime.fromisoformat(text).astimezone(UTC))


def test_columns_in_any_order_semicolons_capitals_blank_lines_and_a_byte_order_mark(tmp_path):
    path = folder(
        tmp_path,
        regime=b"\xef\xbb\xbfUntil;Company; PERSON ;since;open air\n;alone;A;2025-03-01T10:00:00-06:00;yes\n",
    )
    (row,) = load(path).frame("regime").to_dicts()
    assert (row["person"], row["company"], row["open_air"]) == ("A", "alone", True)
    assert row["since"] == at("2025-03-01T16:00:00+00:00")
    assert row["until"] is None
    assert row["record"] == "regime:2"


def test_values_are_exact_and_blank_means_not_on_record(tmp_path):
    path = folder(
        tmp_path,
        cell="cell,gross_area,since,window_reads,kind\nC1,3.75,2025-01-01T00:00Z,Sí, Dormitory\nC2, ,2025-01-01T00:00Z,,\n",
    )
    first, second = load(path).frame("cell").to_dicts()
    assert (first["gross_area"], first["window_reads"], first["kind"]) == (375 * NANO // 100, True, "dormitory")
    assert (second["gross_area"], second["window_reads"], second["kind"]) == (None, None, None)


def test_a_measurement_without_end_stands_for_its_instant_and_a_request_happens_when_it_is_made(tmp_path):
    path = folder(
        tmp_path,
        measurement="cell,kind,value,occurred_at\nC,co2,900,2025-03-01T10:00:00Z\n",
        health="person,kind,requested_at\nA,request,2025-03-01T10:00:00Z\n",
    )
    facts = load(path)
    (reading,) = facts.frame("measurement").to_dicts()
    assert reading["until"] - reading["since"] == INSTANT
    (request,) = facts.frame("health").to_dicts()
    assert request["occurred_at"] == request["requested_at"]


def test_a_later_version_replaces_and_what_was_known_before_is_kept(tmp_path):
    path = folder(
        tmp_path,
        regime="record,person,company,since,recorded_at\n"
        "r1,A,alone,2025-03-01T10:00:00Z,2025-03-01T10:00:00Z\n"
        "r1,A,shared,2025-03-01T10:00:00Z,2025-03-05T10:00:00Z\n",
    )
    facts = load(path)
    assert facts.frame("regime")["company"].to_list() == ["shared"]
    known = facts.as_known_at(at("2025-03-04T00:00:00+00:00"))
    assert known.frame("regime")["company"].to_list() == ["alone"]
    assert known.given == facts.given


def test_every_fault_of_every_file_at_once_with_row_and_field(tmp_path):
    path = folder(
        tmp_path,
        regime="person,company,since,until\n"
        "A,alone,2025-03-01 10:00,\n"
        ",alone,2025-03-02T10:00:00Z,2025-03-01T10:00:00Z\n"
        "B,lonely,soon,\n"
        "B,alone,,\n",
        cell="cell,gross_area,colour\nC1,abc,red\n",
        measurement="cell,kind,value,occurred_at\nC,co2,9e9,2025-02-30T10:00:00Z\n",
        nonsense="x\n1\n",
        search="person,since\nA,2025-03-01T10:00:00Z,B\n",
        ground="person,Person \nA,B\n",
        force=b"person\nA\n\xff\xfe\n",
        custody="",
    )
    assert refused(path) == {
        "regime.csv:2:since": "norms.no_offset",
        "regime.csv:3:person": "norms.blank_field",
        "regime.csv:3:until": "norms.ends_before_it_begins",
        "regime.csv:4:company": "norms.wrong_field",
        "regime.csv:4:since": "norms.wrong_field",
        "regime.csv:5:since": "norms.no_moment",
        "cell.csv:1:colour": "norms.unknown_column",
        "cell.csv:2:gross_area": "norms.wrong_field",
        "cell.csv:2:since": "norms.no_moment",
        "measurement.csv:2:value": "norms.wrong_field",
        "measurement.csv:2:occurred_at": "norms.wrong_field",
        "nonsense.csv": "norms.unknown_table",
        "search.csv:2": "norms.uneven_row",
        "ground.csv:1:person": "norms.repeated_column",
        "force.csv:3": "norms.not_utf8",
        "custody.csv": "norms.unreadable_file",
    }


def test_many_rows_with_one_fault_are_counted(tmp_path):
    rows = "".join(f"A,lonely,2025-03-01T10:00:00Z,{number}\n" for number in range(50))
    found = refused(folder(tmp_path, regime="person,company,since,note\n" + rows))
    assert found["regime.csv::company"] == "norms.more_faults"
    assert len(found) == 21


def test_a_missing_column_an_empty_folder_two_files_and_a_place_in_two_zones(tmp_path):
    assert refused(tmp_path) == {"": "norms.no_facts"}
    folder(tmp_path, regime="company,since\nalone,2025-03-01T10:00:00Z\n")
    assert refused(tmp_path) == {"regime.csv:1:person": "norms.missing_column"}
    folder(tmp_path, regime="person,since\nA,2025-03-01T10:00:00Z\n")
    pl.DataFrame({"person": ["A"]}).write_parquet(tmp_path / "regime.parquet")
    assert refused(tmp_path) == {"regime.parquet": "norms.two_files"}
    (tmp_path / "regime.parquet").unlink()
    folder(
        tmp_path,
        facility="facility,zone,since\nF,America/El_Salvador,2025-01-01T00:00Z\nF,America/Chicago,2025-02-01T00:00Z\n",
    )
    assert refused(tmp_path) == {"facility::zone": "norms.two_zones"}


def test_parquet_with_its_own_types(tmp_path):
    moment = datetime(2025, 3, 1, 10, tzinfo=UTC)
    frame = pl.DataFrame(
        {
            "cell": ["C1"],
            "gross_area": [12.5],
            "since": [moment],
            "design_occupancy": [4],
            "passable": [True],
        }
    )
    frame.write_parquet(tmp_path / "cell.parquet")
    (row,) = load(tmp_path).frame("cell").to_dicts()
    assert (row["gross_area"], row["since"], row["design_occupancy"], row["passable"]) == (
        125 * NANO // 10,
        micros(moment),
        4,
        True,
    )
    frame.with_columns(pl.col("since").dt.replace_time_zone(None)).write_parquet(tmp_path / "cell.parquet")
    assert refused(tmp_path) == {"cell.parquet:2:since": "norms.no_offset"}
    frame.with_columns(pl.lit([1]).alias("height")).write_parquet(tmp_path / "cell.parquet")
    assert refused(tmp_path) == {"cell.parquet:2:height": "norms.wrong_field"}
    (tmp_path / "cell.parquet").write_bytes(b"PAR1 no")
    assert refused(tmp_path) == {"cell.parquet": "norms.unreadable_file"}


def test_the_first_set_of_tables_is_there():
    wanted = "person custody ground cell placement presence regime contact measurement health restraint force search discipline"
    wanted += " notice visit complaint inspection injury_death transfer facility"
    assert set(wanted.split()) <= set(tables())
    for table in tables().values():
        assert {"recorded_at", "source"} <= set(table.columns)
