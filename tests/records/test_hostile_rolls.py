"""Rolls made to do harm, all the way into the register: bounded memory, a clear reason for each, and the rest is read."""

import gzip
import lzma
import os
import random
import subprocess
import sys
import tarfile
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from constancia.core.refusals import Refused
from constancia.ledger.journal import entries
from constancia.register import population
from constancia.register.models import Custody, Facility, Identifier, RollDay, RollStay
from constancia.register.restricted import is_restricted
from constancia.register.roll.actions import RollImport, import_roll
from constancia.register.roll.files import Unreadable
from constancia.register.roll.files import tables as read_tables
from constancia.register.roll.report import report

from .conftest import ANA, ZONE, World

HEADER = "INMATEID,ADMITTED_DT,GENDER,AGE,INMATE_STATUS_CODE"
ADA = "900001,2026-01-30 14:05:00,F,34,DE"


def write(folder: Path, day: str, *rows: str) -> Path:
    path = folder / f"roll_{day}.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


def read(world: World, *paths: Path, facility: str = "F1", zone: str = ZONE) -> RollImport:
    return import_roll(
        by=ANA,
        paths=paths,
        facility=facility,
        zone=zone,
        clock=lambda: world.now,
        random_index=random.Random(3).randrange,
    )


def reasons(done: RollImport) -> list[tuple[int, str, str]]:
    return sorted((each.row, each.field, each.reason) for each in done.rejects)


# ---------------------------------------------------------------- memory

LARGEST_MEMORY = 700
"""Mebibytes; reading one ordinary roll takes about 120."""

MEASURE = """
import sys
from pathlib import Path
from constancia.register.roll.files import Unreadable, tables
for each in tables([Path(sys.argv[1])]):
    print(each.reject.reason if isinstance(each, Unreadable) else f"{each.frame.height} rows, {len(each.rejects)} rejects")
    del each
(memory,) = (line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(memory.split()[1]) // 1024)
"""


def gib_of_zeros_in_gzip(folder: Path) -> Path:
    path = folder / "a_20260201.csv.gz"
    path.write_bytes(gzip.compress(HEADER.encode() + b"\n") + gzip.compress(b"0" * 2**24) * 64)
    return path


def gib_member_in_tar(folder: Path, kind: bytes = tarfile.REGTYPE) -> Path:
    info = tarfile.TarInfo("roll_20260201.csv")
    info.type, info.size = kind, 2**30
    path = folder / "a.tar.xz"
    path.write_bytes(lzma.compress(info.tobuf()) + lzma.compress(b"\0" * 2**24) * 64)
    return path


def gib_of_notes_in_tar(folder: Path) -> Path:
    return gib_member_in_tar(folder, tarfile.XHDTYPE)


def gib_member_in_zip(folder: Path) -> Path:
    path = folder / "a.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("roll_20260201.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(20):
            member.write(b"0" * 2**24)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def sixty_million_lines(folder: Path) -> Path:
    path = folder / "a_20260201.csv"
    path.write_bytes(HEADER.encode() + b"\n" + b",\n" * 60_000_000)
    return path


def one_endless_quotation(folder: Path) -> Path:
    path = folder / "a_20260201.csv"
    path.write_bytes(HEADER.encode() + b"\n" + b'"' * 100_000_000)
    return path


def every_line_bad(folder: Path) -> Path:
    path = folder / "a_20260201.csv"
    path.write_bytes(HEADER.encode() + b"\n" + b"\0\n" * 3_000_000)
    return path


def a_terabyte_of_one_text(folder: Path) -> Path:
    rows = 100_000
    table = pa.table(
        {
            "inmateid": ["1"] * rows,
            "admitted_dt": ["2026-01-01 10:00:00"] * rows,
            "file_date": [date(2026, 2, 1)] * rows,
            "note": pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 10_000_000])),
        }
    )
    path = folder / "a.parquet"
    with pq.ParquetWriter(path, table.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(table)
    return path


def fifty_million_equal_rows(folder: Path) -> Path:
    rows = 1_000_000
    table = pa.table(
        {"inmateid": ["1"] * rows, "admitted_dt": ["2026-01-01"] * rows, "file_date": [date(2026, 2, 1)] * rows}
    )
    path = folder / "a.parquet"
    with pq.ParquetWriter(path, table.schema) as writer:
        for _ in range(50):
            writer.write_table(table)
    return path


@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (gib_of_zeros_in_gzip, "bomb"),
        (gib_member_in_tar, "bomb"),
        (gib_of_notes_in_tar, "bomb"),
        (gib_member_in_zip, "damaged"),
        (sixty_million_lines, "too_big"),
        (one_endless_quotation, "0 rows, 1 rejects"),
        (every_line_bad, "mostly_bad"),
        (a_terabyte_of_one_text, "0 rows, 100000 rejects"),
        (fifty_million_equal_rows, "too_big"),
    ],
)
def test_memory_is_bounded(tmp_path: Path, make: Any, outcome: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(make(tmp_path))],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    *told, memory = done.stdout.split("\n")[:-1]
    assert told == [outcome]
    assert int(memory) < LARGEST_MEMORY


def test_bombs_are_not_unpacked(world: World, tmp_path: Path) -> None:
    zeros = (HEADER + "\n").encode() + b"0" * 40_000_000
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("roll_20260201.csv", zeros)
        archive.writestr("roll_20260202.csv", f"{HEADER}\n{ADA}\n")
    (tmp_path / "b_20260203.csv.gz").write_bytes(gzip.compress(zeros))
    with tarfile.open(tmp_path / "c.tar.xz", "w:xz") as archive_tar:
        info = tarfile.TarInfo("roll_20260204.csv")
        info.size = len(zeros)
        archive_tar.addfile(info, BytesIO(zeros))
    done = read(world, tmp_path)
    assert sorted((each.file, each.reason) for each in done.rejects) == [
        ("b_20260203.csv.gz", "bomb"),
        ("c.tar.xz", "bomb"),
        ("roll_20260201.csv", "bomb"),
    ]
    assert [each.day for each in RollDay.objects.all()] == [date(2026, 2, 2)]


def test_no_damage_to_a_parquet_file_escapes(tmp_path: Path) -> None:
    """Four hundred files, each with a few bytes changed or cut off: read, or refused by name, and never worse."""
    rows = 200
    columns: dict[str, list[Any]] = {
        "inmateid": [f"{at}" for at in range(rows)],
        "admitted_dt": ["2026-01-30 14:05:00"] * rows,
        "file_date": [date(2026, 2, 1 + at % 9) for at in range(rows)],
        "note": [f"n{at % 7}" for at in range(rows)],
    }
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path)
    whole = path.read_bytes()
    dice = random.Random(5)
    refused = 0
    for turn in range(400):
        data = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 8))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(data[: dice.randrange(len(data))] if turn % 4 == 0 else data)
        refused += any(isinstance(each, Unreadable) for each in read_tables([path]))
    assert 100 < refused < 400


# ---------------------------------------------------------------- values


def test_dates_that_no_calendar_or_zone_can_bear_are_rejected(world: World, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "20260201",
        ADA,
        *(
            f"{at},{moment},F,30,DE"
            for at, moment in enumerate(
                (
                    "0001-01-01 00:00:00",
                    "9999-12-31 23:59:59",
                    "1899-12-31 23:59:59",
                    "2026-02-30 10:00:00",
                    "2026-01-01",
                )
            )
        ),
        "1991,1991-01-01 00:00:00,F,66,DE",
    )
    done = read(world, path)
    assert reasons(done) == [(row, "admitted_dt", "bad_admission") for row in range(3, 8)]
    assert report("F1")["rows"] == 2


def test_a_day_in_the_future_is_rejected_and_does_not_block_the_days_after_it(world: World, tmp_path: Path) -> None:
    write(tmp_path, "20260201", ADA)
    write(tmp_path, "20991231", ADA)
    for name in ("roll_99991231.csv", "roll_00010101.csv"):
        (tmp_path / name).write_text(f"{HEADER}\n{ADA}\n")
    done = read(world, tmp_path)
    assert sorted(each.reason for each in done.rejects) == ["future_day", "no_day", "no_day"]
    assert read(world, write(tmp_path, "20260202", ADA)).new_rolls == 1


def test_today_at_the_place_is_not_the_future(world: World, tmp_path: Path) -> None:
    world.now = world.now.replace(hour=23)
    assert read(world, write(tmp_path, f"{world.now:%Y%m%d}", ADA)).rejects == []
    tomorrow = world.now + timedelta(days=1)
    assert reasons(read(world, write(tmp_path, f"{tomorrow:%Y%m%d}", ADA)))[0][2] == "future_day"


@pytest.mark.parametrize("age", ["²", "٣٤", "-1", "999", "1e3", "34.5", "0x10", "৪", "=1+1", "a" * 900])
def test_odd_ages_are_kept_and_reported(world: World, tmp_path: Path, age: str) -> None:
    done = read(world, write(tmp_path, "20260201", f"900001,2026-01-30 14:05:00,F,{age},DE"))
    assert done.rejects == []
    assert report("F1")["doubtful_ages"] == 1
    place = Facility.objects.get(code="F1")
    list(population.daily(place, date(2026, 2, 1), date(2026, 2, 1), by="age_band"))


def test_forty_thousand_repetitions_of_a_row_are_counted(world: World, tmp_path: Path) -> None:
    read(world, write(tmp_path, "20260201", *[ADA] * 40_000))
    assert report("F1")["repeated_rows"] == 39_999
    assert set(RollStay.objects.values_list("rows", flat=True)) == {40_000}


def test_codes_longer_than_any_are_kept_whole_in_the_stay(world: World, tmp_path: Path) -> None:
    code = "Z" * 900
    read(world, write(tmp_path, "20260201", f"900001,2026-01-30 14:05:00,{code},30,{code}"))
    assert set(Custody.objects.exclude(status="").values_list("status", flat=True)) == {"Z" * 40}
    assert code in RollStay.objects.get().attributes


def test_values_in_another_unicode_form_and_formulas_are_data(world: World, tmp_path: Path) -> None:
    read(world, write(tmp_path, "20260201", "9e\u0301,2026-01-30 14:05:00,=1+1,34,@SUM(A1)"))
    assert Identifier.objects.get().value == "9\u00e9"
    assert Custody.objects.exclude(status="").first().status == "@SUM(A1)"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["roll_20260201_re\u0301.csv", "roll_20260201\x1b[2J.csv", "=roll_20260201.csv"])
def test_file_names_in_odd_forms_are_written_down_harmless(world: World, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"{HEADER}\n{ADA}\nx\n")
    done = read(world, tmp_path)
    assert (done.new_rolls, [each.reason for each in done.rejects]) == (1, ["ragged"])
    assert RollDay.objects.get().name.isprintable()


def test_a_file_name_that_is_no_text_is_written_down_harmless(world: World, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"roll_20260201_\xff.csv")).write_text(f"{HEADER}\n{ADA}\n")
    read(world, tmp_path)
    assert RollDay.objects.get().name == "roll_20260201_?.csv"


# ---------------------------------------------------------------- the act


def test_a_place_that_is_not_there_or_keeps_another_time_is_refused(world: World, tmp_path: Path) -> None:
    path = write(tmp_path, "20260201", ADA)
    for options, code in (({"facility": "F9"}, "register.unknown_facility"), ({"zone": "UTC"}, "register.other_zone")):
        with pytest.raises(Refused, match=code):
            read(world, path, **options)


def test_what_was_rejected_is_named_again_whenever_the_file_is_given(world: World, tmp_path: Path) -> None:
    """Or else whoever loses the list of the first run would never learn of it."""
    path = write(tmp_path, "20260201", ADA, "x")
    first, again = read(world, path), read(world, path)
    assert reasons(first) == reasons(again) == [(3, "", "ragged")]
    assert (again.known_rolls, again.new_entries) == (1, 0)


def test_an_hour_that_a_clock_change_repeats_is_taken_as_the_earlier_one(world: World, tmp_path: Path) -> None:
    from constancia.register import actions

    zone = "America/New_York"
    actions.open_facility(by=ANA, at=world.now, now=world.now, code="NY", name="NY", zone=zone, authority="Department")
    path = write(
        tmp_path,
        "20251103",
        "1,2025-11-02 01:30:00,F,34,DE",
        "2,2025-03-09 02:30:00,F,34,DE",
        "3,2025-11-02 02:30:00,F,1,DE",
    )
    read(world, path, facility="NY", zone=zone)
    stated = {
        Identifier.objects.get(person=each.person).value: f"{each.since:%m-%dT%H:%M}"
        for each in Custody.objects.filter(evidence="stated")
    }
    assert stated == {"1": "11-02T05:30", "2": "03-09T07:30", "3": "11-02T07:30"}
    assert report("NY")["unresolved_times"] == 2


def test_parquet_of_any_order_gives_the_same_rolls(world: World, tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "Admitted_DT": ["2026-01-30T14:05:00.000"] * 4,
            "file_date": ["2026-02-02", "2026-02-01", "2026-02-02", "2026-02-01"],
            "INMATEID": ["1", "1", "2", "2"],
        }
    )
    frame.write_parquet(tmp_path / "a.parquet", row_group_size=1)
    done = read(world, tmp_path)
    assert (done.new_rolls, done.rejects) == (2, [])
    assert (report("F1")["stays"], report("F1")["stale_files"]) == (2, 1)


def test_an_empty_roll_is_no_count_of_zero(world: World, tmp_path: Path) -> None:
    read(world, write(tmp_path, "20260201", ADA))
    done = read(world, write(tmp_path, "20260202"))
    assert reasons(done) == [(0, "", "empty")]
    assert RollDay.objects.count() == 1


def test_what_a_repeated_row_says_otherwise_is_kept_beside_the_first(world: World, tmp_path: Path) -> None:
    """In the real sample one number and admission stand for two people for months."""
    other = ADA.replace(",F,34,DE", ",M,51,CS")
    write(tmp_path, "20260201", ADA, ADA, other, "2,2026-01-01 10:00:00,F,9,DE")
    write(tmp_path, "20260202", ADA, other.replace("51", "52"), "2,2026-01-01 10:00:00,F,9,CS")
    write(tmp_path, "20260203", ADA, "3,2026-01-01 10:00:00,F,9,CS")
    done = read(world, tmp_path)
    assert done.rejects == []
    assert report("F1")["repeated_rows"] == 3
    said = [
        (each.event.day.day, dict(each.event.attributes).get("also_listed_as"))
        for each in entries(events=["register.sighted", "register.described"])
        if "also_listed_as" in dict(each.event.attributes)
    ]
    assert said == [
        (1, "age=51; gender=M; inmate_status_code=CS"),
        (2, "age=52; gender=M; inmate_status_code=CS"),
        (3, ""),
    ]
    listed = [
        each for each in entries(events=["register.sighted"]) if ("also_listed_as", said[0][1]) in each.event.attributes
    ]
    assert [is_restricted(each) for each in listed] == [True]


def test_what_a_stale_copy_says_otherwise_is_kept(world: World, tmp_path: Path) -> None:
    write(tmp_path, "20260201", ADA)
    write(tmp_path, "20260202", ADA.replace("DE", "CS"))
    write(tmp_path, "20260203", ADA.replace("DE", "CS"))
    write(tmp_path, "20260204", ADA, "2,2026-01-01 10:00:00,F,9,DE")
    read(world, tmp_path)
    assert report("F1")["stale_files"] == 2
    spans = Custody.objects.filter(evidence="sighted", known_until=None).order_by("since", "person")
    assert [each.status for each in spans] == ["DE", "CS", "DE", "DE"]
