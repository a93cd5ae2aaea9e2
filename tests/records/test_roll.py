"""Daily rolls: what is seen becomes sightings, what is not seen stays a gap, and nothing is dropped in silence."""

import io
import random
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from constancia.core.refusals import Refused
from constancia.ledger.models import Entry
from constancia.register import population, queries
from constancia.register.models import Custody, Facility, Identifier, Person, RollDay, Uncovered
from constancia.register.roll import actions as roll_actions
from constancia.register.roll import numbers
from constancia.register.roll.actions import RollImport, import_roll
from constancia.register.roll.report import missing_days, report

from .conftest import ANA, IVO, World

HEADER = "INMATEID,ADMITTED_DT,CUSTODY_LEVEL,GENDER,AGE,INMATE_STATUS_CODE"
ADA, BEA = "900001,2026-01-30 14:05:00", "900002,2026-02-01 09:00:10"


def write(folder: Path, day: str, *rows: str, header: str = HEADER) -> Path:
    path = folder / f"roll_{day}.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def read(world: World, *paths: Path, seed: int = 3) -> RollImport:
    return import_roll(
        by=ANA,
        paths=paths,
        facility="F1",
        zone="America/El_Salvador",
        clock=lambda: world.now,
        random_index=random.Random(seed).randrange,
    )


def counts(first: int, last: int) -> list[tuple[str, int | None, int | None, int | None, int | None]]:
    place = Facility.objects.get(code="F1")
    found = population.daily(place, date(2026, 2, first), date(2026, 2, last))
    return [(each.count, each.rows, each.persons, each.stays, each.bridged) for each in found]


def evidence(number: str) -> list[str]:
    person = Identifier.objects.get(value=number).person
    spans = Custody.objects.filter(person=person, known_until=None).order_by("since")
    return [each.evidence for each in spans]


def test_a_gap_is_kept_as_a_gap(world: World, tmp_path: Path) -> None:
    ada, bea = f"{ADA},MIN,F,34,DE", f"{BEA},MAX,M,40,CS"
    write(tmp_path, "20260201", ada, bea)
    write(tmp_path, "20260202", bea)
    write(tmp_path, "20260203", ada, bea)
    done = read(world, tmp_path)
    assert (done.new_rolls, done.rejects) == (3, [])
    assert counts(1, 3) == [("roll", 2, 2, 2, 2), ("roll", 1, 1, 1, 2), ("roll", 2, 2, 2, 2)]
    assert evidence("900001") == ["stated", "sighted", "gap", "sighted"]
    figures = report("F1")
    assert [figures[each] for each in ("stays", "stays_with_gap", "gaps", "gap_person_files", "open_at_last")] == [
        2,
        1,
        1,
        1,
        2,
    ]


def test_a_missing_day_is_a_hole_and_never_a_zero(world: World, tmp_path: Path) -> None:
    write(tmp_path, "20260201", f"{ADA},MIN,F,34,DE")
    write(tmp_path, "20260204", f"{BEA},MIN,M,34,DE")
    read(world, tmp_path)
    none = ("none", None, None, None, None)
    assert counts(1, 5) == [("roll", 1, 1, 1, 1), none, none, ("roll", 1, 1, 1, 1), none]
    assert missing_days("F1") == [date(2026, 2, 2), date(2026, 2, 3)]
    assert evidence("900001") == ["stated", "sighted", "possible"]


def test_a_stale_copy_is_kept_and_is_no_count(world: World, tmp_path: Path) -> None:
    for day in ("20260201", "20260202", "20260203"):
        write(tmp_path, day, f"{ADA},MIN,F,34,DE")
    write(tmp_path, "20260204", f"{ADA},MIN,F,34,DE", f"{BEA},MIN,M,34,DE")
    read(world, tmp_path)
    assert [each[0] for each in counts(1, 4)] == ["roll", "stale", "stale", "roll"]
    assert set(RollDay.objects.values_list("stale_of", flat=True)) == {None, date(2026, 2, 1)}
    assert report("F1")["mean_rows"] == pytest.approx(1.25)
    assert report("F1")["mean_rows_counts"] == pytest.approx(1.5)


def test_both_ways_of_writing_a_time_and_any_order_of_columns_give_one_stay(world: World, tmp_path: Path) -> None:
    write(tmp_path, "20260201", '"900001","2026-01-30 14:05:00","MIN ","F","34","DE"')
    write(
        tmp_path,
        "20260202",
        "DE,34.0,F,MIN,2026-01-30T14:05:00.000,900001",
        header="inmate_status_code,age,gender,custody_level,admitted_dt,inmateid",
    )
    read(world, tmp_path)
    assert report("F1")["stays"] == 1
    assert Entry.objects.filter(event="register.described").count() == 0


def test_repeated_rows_and_two_admissions_give_three_different_numbers(world: World, tmp_path: Path) -> None:
    row = f"{ADA},MIN,F,34,DE"
    write(tmp_path, "20260201", row, row, "900001,2026-01-31 10:00:00,MIN,F,34,DE", f"{BEA},MAX,M,40,CS")
    read(world, tmp_path)
    assert counts(1, 1) == [("roll", 4, 2, 3, 3)]
    figures = report("F1")
    assert (figures["repeated_rows"], figures["extra_rows_person_day"], figures["overlapping_stays"]) == (1, 2, 1)


def test_a_change_of_status_splits_the_count_from_its_day_on(world: World, tmp_path: Path) -> None:
    write(tmp_path, "20260201", f"{ADA},MIN,F,34,DE")
    write(tmp_path, "20260202", f"{ADA},MIN,F,35,ZZ", f"{BEA},MIN,M,35,CS")
    read(world, tmp_path)
    place = Facility.objects.get(code="F1")
    found = population.daily(place, date(2026, 2, 1), date(2026, 2, 2), by="legal_status")
    assert {(each.day.day, each.group): each.stays for each in found} == {
        (1, "CS"): 0,
        (2, "CS"): 1,
        (1, "DE"): 1,
        (2, "DE"): 0,
        (1, "ZZ"): 0,
        (2, "ZZ"): 1,
    }


def test_reading_again_adds_nothing(world: World, tmp_path: Path) -> None:
    write(tmp_path, "20260201", f"{ADA},MIN,F,34,DE")
    read(world, tmp_path)
    before = Entry.objects.count()
    done = read(world, tmp_path)
    assert (done.new_rolls, done.known_rolls, done.new_entries) == (0, 1, 0)
    assert Entry.objects.count() == before


def test_another_file_of_a_known_day_and_an_earlier_day_are_named_and_left(world: World, tmp_path: Path) -> None:
    read(world, write(tmp_path, "20260203", f"{ADA},MIN,F,34,DE"))
    done = read(
        world, write(tmp_path, "20260203", f"{BEA},MIN,F,34,DE"), write(tmp_path, "20260201", f"{BEA},MIN,F,34,DE")
    )
    assert sorted(each.reason for each in done.rejects) == ["out_of_order", "same_day_other_file"]


def table_rows() -> list[object]:
    columns = [each.attname for each in Custody._meta.concrete_fields if each.attname not in ("id", "known_from")]
    return sorted(Custody.objects.values_list(*columns), key=repr)


def a_month(folder: Path) -> list[Path]:
    dice = random.Random(11)
    paths = []
    for day in range(1, 15):
        rows = [
            f"90{number:04},2026-01-{number % 28 + 1:02} 10:00:00,MIN,F,{dice.choice((34, 35))},{dice.choice(('DE', 'CS'))}"
            for number in range(40)
            if dice.random() < 0.8
        ]
        paths.append(write(folder, f"202602{day:02}", *rows))
    return paths


def test_one_by_one_in_pieces_and_all_at_once_give_the_same_tables(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: object
) -> None:
    from django.db import transaction

    monkeypatch.setattr(numbers, "AT_ONCE", 1)
    paths = a_month(tmp_path)
    frame = pl.concat(
        [
            pl.read_csv(each, infer_schema=False).with_columns(
                pl.lit(each.stem[5:]).str.to_date("%Y%m%d").alias("file_date")
            )
            for each in paths
        ]
    )
    frame.write_parquet(tmp_path / "all.parquet")
    results = []
    for way in ("all", "one by one", "pieces", "parquet"):
        savepoint = transaction.savepoint()
        dice = random.Random(5)
        monkeypatch.setattr(roll_actions, "ENTRIES_AT_ONCE", 25 if way == "pieces" else 40_000)
        groups = {"one by one": [[each] for each in paths], "parquet": [[tmp_path / "all.parquet"]]}.get(way, [paths])
        for group in groups:
            import_roll(
                by=ANA,
                paths=group,
                facility="F1",
                zone="America/El_Salvador",
                clock=lambda: world.now,
                random_index=dice.randrange,
            )
        results.append(table_rows())
        transaction.savepoint_rollback(savepoint)
    assert results[0]
    assert all(each == results[0] for each in results)


def test_an_interrupted_import_goes_on_where_it_stopped(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = a_month(tmp_path)
    monkeypatch.setattr(roll_actions, "ENTRIES_AT_ONCE", 60)

    def stop(day: str, _entries: int) -> None:
        if day == "2026-02-05":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_roll(
            by=ANA, paths=paths, facility="F1", zone="America/El_Salvador", clock=lambda: world.now, progress=stop
        )
    read_before = RollDay.objects.count()
    assert 0 < read_before < len(paths)
    done = read(world, *paths)
    assert done.known_rolls == read_before
    assert report("F1")["files"] == len(paths)


def test_everybody_on_a_roll_is_on_the_list_of_those_without_a_ground(world: World, tmp_path: Path) -> None:
    read(world, write(tmp_path, "20260201", f"{ADA},MIN,F,34,DE"))
    assert Uncovered.objects.count() == 1
    person = Person.objects.get()
    file = queries.person_file(person.id)
    assert file is not None
    assert {each.standing for each in file.items if each.key != "identifiers"} == {""}


def test_what_was_known_before_the_import_is_nothing(world: World, tmp_path: Path) -> None:
    before = Entry.objects.count()
    read(world, write(tmp_path, "20260201", f"{ADA},MIN,F,34,DE"))
    place = Facility.objects.get(code="F1")
    (known,) = population.daily(place, date(2026, 2, 1), date(2026, 2, 1), known_at=before)
    assert known.stays == 0


def test_an_inspector_may_not_import(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="core.not_permitted"):
        import_roll(by=IVO, paths=[], facility="F1", zone="UTC", clock=lambda: world.now)


# ---------------------------------------------------------------- hostile input


def reasons(done: RollImport) -> list[tuple[int, str, str]]:
    return sorted((each.row, each.field, each.reason) for each in done.rejects)


def test_bad_rows_are_named_and_the_rest_is_read(world: World, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "20260201",
        f"{ADA},MIN,F,34,DE",
        ",2026-01-30 14:05:00,MIN,F,34,DE",
        "900003,yesterday,MIN,F,34,DE",
        "900004,2026-01-30 14:05:00,MIN",
        f"900005,2026-01-30 14:05:00,{'x' * 10_000_000},F,34,DE",
        "900006,2026-01-30 14:05:00,a\0b,F,34,DE",
        "900007,2026-01-30 14:05:00,=1+1,F,34,DE",
    )
    done = read(world, path)
    assert reasons(done) == [
        (3, "inmateid", "no_person"),
        (4, "admitted_dt", "bad_admission"),
        (5, "", "ragged"),
        (6, "custody_level", "too_long"),
        (7, "custody_level", "nul"),
    ]
    assert report("F1")["rows"] == 2


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("roll.csv", f"{HEADER}\n{ADA},MIN,F,34,DE\n".encode(), "no_day"),
        ("roll_20260201.csv", b"INMATEID,AGE\n1,2\n", "missing_column"),
        ("roll_20260201.csv", b"INMATEID,ADMITTED_DT,AGE,AGE\n1,2,3,4\n", "doubled_column"),
        ("roll_20260201.csv", b"", "missing_column"),
        ("roll_20260201.csv", b"\xff\xfe\x00", "encoding"),
        ("roll_20260201.csv.gz", b"not gzip", "damaged"),
        ("roll_20260201.zip", b"PK not zip", "damaged"),
        ("roll_20260201.tar.xz", b"not xz", "damaged"),
        ("roll_20260201.parquet", b"PAR1 not parquet", "damaged"),
        ("roll_20260201.exe", b"MZ", "unknown_kind"),
    ],
)
def test_files_that_cannot_be_read_are_named(world: World, tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    done = read(world, tmp_path / name)
    assert [each.reason for each in done.rejects] == [reason]
    assert RollDay.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_known_encodings_are_read(world: World, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "roll_20260201.csv").write_bytes(f"{HEADER}\n{ADA},AÑO,F,34,DE\n".encode(encoding))
    assert read(world, tmp_path).rejects == []


def test_archives_are_read_and_members_that_reach_outside_are_not(world: World, tmp_path: Path) -> None:
    text = f"{HEADER}\n{ADA},MIN,F,34,DE\n"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("deep/roll_20260201.csv", text)
        archive.writestr("../roll_20260202.csv", text)
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive_tar:
        for name, kind in (
            ("roll_20260203.csv", tarfile.REGTYPE),
            ("link_20260204.csv", tarfile.SYMTYPE),
            ("/etc/roll_20260205.csv", tarfile.REGTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, "/etc/passwd", len(text) if kind == tarfile.REGTYPE else 0
            archive_tar.addfile(info, io.BytesIO(text.encode()))
    done = read(world, tmp_path)
    assert [each.reason for each in done.rejects] == ["outside_archive"] * 3
    assert RollDay.objects.count() == 2


def test_a_bomb_is_not_unpacked(world: World, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("roll_20260201.csv", HEADER + "\n" + "0" * 50_000_000)
    assert [each.reason for each in read(world, tmp_path).rejects] == ["bomb"]


def test_a_parquet_column_of_the_wrong_type_is_named(world: World, tmp_path: Path) -> None:
    frame = pl.DataFrame({"inmateid": ["1"], "admitted_dt": ["2026-01-30 14:05:00"], "file_date": [1.5]})
    frame.write_parquet(tmp_path / "a.parquet")
    assert [(each.field, each.reason) for each in read(world, tmp_path).rejects] == [("file_date", "wrong_type")]
