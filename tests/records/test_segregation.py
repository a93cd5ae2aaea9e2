"""Lists of segregation placements: read as they are, their faults named, and judged only where the facts decide."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from constancia.core.refusals import Refused
from constancia.standards.files.segregation import import_segregation
from constancia.standards.files.segregation_report import judged, report
from constancia.standards.models import Segregation
from tests.records.conftest import ANA, IVO, ZONE, World

HEADER = "gender,fac,p,q,reason,mi,created,los\n"
TODAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read(path: Path, **changes: object):
    values = {"by": ANA, "path": path, "facility": "F1", "zone": ZONE, "clock": lambda: TODAY}
    return import_segregation(**{**values, **changes})


def written(folder: Path, *rows: str, header: str = HEADER, name: str = "lista.csv") -> Path:
    path = folder / name
    path.write_text(header + "".join(f"{each}\n" for each in rows))
    return path


def test_fifteen_whole_days_decide_nothing(world: World, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Male,X,2020-01-01,2020-01-15,Disciplinary,,,14",
        "Male,X,2020-01-01,2020-01-16,Disciplinary,,,15",
        "Male,X,2020-01-01,2020-01-17,Disciplinary,,,16",
        "Male,X,2020-01-01,,Disciplinary,,,",
        "Male,X,2020-01-10,2020-01-01,Disciplinary,,,",
    )
    done = read(path)
    assert (done.rows, done.new_entries, done.rejects) == (5, 6, [])
    assert [each.says for each in judged("F1")] == ["not_over", "whole_dates", "over", "no_release", "ends_before"]


def test_the_same_file_adds_nothing_and_a_longer_one_its_new_rows(world: World, tmp_path: Path) -> None:
    first = "Male,X,2020-01-01,2020-01-17,Disciplinary,,,16"
    read(written(tmp_path, first, first))
    assert Segregation.objects.count() == 2
    assert read(written(tmp_path, first, first)).new_entries == 0
    again = read(written(tmp_path, first, first, first))
    assert (again.new_entries, again.known) == (2, 2)
    assert report("F1", ZONE)["same_content"] == 2


def test_rows_that_say_nothing_are_named(world: World, tmp_path: Path) -> None:
    path = written(
        tmp_path, ",,,,,,,", "", "Male,X,2020-01-01,2020-01-17,A,,,16", "Male,X,no,2020-01-17,A,,,16", "Male,X"
    )
    done = read(path)
    found = sorted((each.row, each.field, each.reason) for each in done.rejects)
    assert found == [(2, "", "blank_row"), (3, "", "blank_row"), (5, "p", "bad_moment"), (6, "", "ragged")]
    assert Segregation.objects.get().row == 4


def test_columns_in_another_order_say_the_same(world: World, tmp_path: Path) -> None:
    read(written(tmp_path, "2020-01-17,Male,A,2020-01-01,X", header="q,gender,reason,p,fac\n"))
    assert [each.says for each in judged("F1")] == ["over"]


def test_two_in_a_single_cell_are_both_kept_and_named(world: World, tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "A-1,2020-01-01T10:00:00,2020-01-03T10:00:00,2",
        "A-1,2020-01-03T09:30:00,2020-01-05T10:00:00,2",
        "A-1,2020-01-05T10:00:00,2020-01-05T10:00:00,0",
        "A-2,2020-01-03T09:30:00,2020-01-05T10:00:00,2",
        header="cell,a,b,days\n",
    )
    read(path)
    found = report("F1", ZONE)
    assert (found["overlapping_pairs"], found["overlapping_over_1_hour"], found["overlapping_cells"]) == (1, 0, 1)
    assert (found["no_length"], found["placements"]) == (1, 4)


def test_who_may_and_what_is_refused(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, "Male,X,2020-01-01,2020-01-17,A,,,16")
    with pytest.raises(Refused, match=r"core\.not_permitted"):
        read(path, by=IVO)
    with pytest.raises(Refused, match=r"register\.unknown_facility"):
        read(path, facility="F9")
    with pytest.raises(Refused, match=r"register\.other_zone"):
        read(path, zone="America/New_York")
    with pytest.raises(Refused, match=r"standards\.bad_file"):
        read(written(tmp_path, "1,2", header="a1,b1\n", name="otro.csv"))
    assert not Segregation.objects.exists()


@pytest.mark.real_data
def test_the_national_list(world: World, real_data: Path) -> None:
    done = read(real_data / "srms_segregation_2017_2020.csv")
    assert (done.rows, done.new_entries, done.rejects) == (7373, 7374, [])
    found = report("F1", ZONE)
    assert {
        name: found[name] for name in ("over_limit", "over_30_days", "over_90_days", "total_days", "most_at_once")
    } == {
        "over_limit": 4239,
        "over_30_days": 1713,
        "over_90_days": 446,
        "total_days": 231450,
        "most_at_once": 464,
    }
    assert found["most_on"].isoformat() == "2020-04-29"
    assert found["not_judged"] == {"whole_dates": 261, "no_release": 0, "ends_before": 0}
    assert (found["length_differs"], found["listed_before"], found["same_content"]) == (72, 16, 2)
    assert found["mentally_ill_over_limit"] == 812 + 1  # both kinds, and one that only says yes
    unsure = [each for each in judged("F1") if each.says == "whole_dates"]
    assert len({each.row for each in unsure}) == 261


@pytest.mark.real_data
def test_the_cell_log(world: World, real_data: Path) -> None:
    from constancia.register.actions import open_facility

    now = world.now
    place = "America/Los_Angeles"
    open_facility(by=ANA, at=now, now=now, code="SMU", name="SMU", zone=place, authority="no consta")
    read(real_data / "smu_cells_2013_2017.csv", facility="SMU", zone=place)
    found = report("SMU", place)
    assert (found["placements"], found["over_limit"], found["over_30_days"]) == (2349, 341, 147)
    assert (found["overlapping_pairs"], found["overlapping_over_1_hour"], found["overlapping_cells"]) == (310, 243, 20)
    assert found["no_length"] == 52
