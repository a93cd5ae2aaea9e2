"""Real rolls and head counts reproduce their reference numbers exactly (skipped where the data folder is absent)."""

import csv
import json
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from constancia.ledger.actions import open_register
from constancia.ledger.verify import verify
from constancia.register import headcounts, population
from constancia.register.actions import open_facility
from constancia.register.models import Facility
from constancia.register.roll.actions import import_roll
from constancia.register.roll.report import report

from .conftest import ANA, ROOT

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SAMPLES = ("nyc_roll_2018-10_2020-06", "nyc_roll_2022-06_2022-09")


def imported(path: Path) -> dict[str, Any]:
    open_register(by=ROOT, name="Datos reales", at=NOW, now=NOW)
    open_facility(by=ANA, at=NOW, now=NOW, code="NYC", name="NYC", zone="America/New_York", authority="DOC")
    done = import_roll(by=ANA, paths=[path], facility="NYC", zone="America/New_York", clock=lambda: NOW)
    assert done.rejects == []
    return report("NYC")


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_reproduces_its_reference(real_data: Path, sample: str) -> None:
    wanted = json.loads((real_data / "REFERENCE.json").read_text())[sample]
    found = imported(real_data / f"{sample}.parquet")
    assert {
        "rows": found["rows"],
        "files": found["files"],
        "persons": found["persons"],
        "stays": found["stays"],
        "max_rows": str(found["max_rows"]),
        "max_day": str(found["max_day"]),
        "min_rows": str(found["min_rows"]),
        "min_day": str(found["min_day"]),
        "dup_rows_same_person_admission_day": found["repeated_rows"],
        "extra_rows_person_day": found["extra_rows_person_day"],
        "stays_with_gap": found["stays_with_gap"],
        "gap_person_files": found["gap_person_files"],
        "overlapping_stay_pairs": found["overlapping_stays"],
        "stale_files": found["stale_files"],
        "missing_days": found["missing_days"],
        "first": str(found["first_day"]),
        "last": str(found["last_day"]),
        "open_at_last": found["open_at_last"],
        "adp_rows": float(found["mean_rows"]),
    } == wanted
    _check_months(real_data / f"{sample}.reference.csv", found)
    assert verify().fault is None


def _check_months(path: Path, found: dict[str, Any]) -> None:
    place = Facility.objects.get(code="NYC")
    days = list(population.daily(place, found["first_day"], found["last_day"]))
    months = defaultdict(list)
    for each in days:
        months[f"{each.day:%Y-%m}"].append(each)
    with path.open() as stream:
        for row in csv.DictReader(stream):
            month = months[row["ym"]]
            total = sum(each.rows or 0 for each in month)
            assert (len(month), total) == (int(row["files"]), int(row["roll_person_days"]))
            assert round(Decimal(total) / len(month), 4) == round(Decimal(row["adp_rows"]), 4)
    most = max(days, key=lambda each: each.bridged or 0)
    expected = {639: (8410, date(2018, 10, 15)), 122: (5901, date(2022, 9, 12))}[len(days)]
    assert (most.bridged, most.day) == expected


def test_the_raw_archive_is_read_by_column_name(real_data: Path) -> None:
    found = imported(real_data / "nyc_raw_daily_csv_2022-06-20_2022-09-15.tar.xz")
    assert (found["files"], found["rows"], found["stale_files"], found["rejected"]) == (88, 500198, 32, 0)


def test_published_head_counts_keep_their_definition(real_data: Path) -> None:
    open_register(by=ROOT, name="Datos reales", at=NOW, now=NOW)
    path = real_data / "uwchr_headcount_fy2012_2015.parquet"
    options = {"by": ANA, "path": path, "definition": "midnight", "producer": "UWCHR", "zone": "UTC", "now": NOW}
    assert headcounts.import_headcounts(**options)["rows"] == 299224
    assert headcounts.import_headcounts(**options)["new_entries"] == 0
    years = {2012: 12_050_470, 2013: 11_806_973, 2014: 11_606_998, 2015: 9_946_391}
    for year, person_days in years.items():
        (found,) = headcounts.person_days(date(year - 1, 10, 1), date(year, 9, 30))
        assert (found["definition"], found["person_days"]) == ("midnight", person_days)
