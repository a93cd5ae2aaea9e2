"""Real rolls and head counts reproduce their reference numbers exactly (skipped where the data folder is absent)."""

import csv
import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from constancia.ledger.actions import open_register
from constancia.ledger.journal import entries
from constancia.ledger.verify import verify
from constancia.register import headcounts, population
from constancia.register.actions import open_facility
from constancia.register.models import Facility, RollStay
from constancia.register.roll.actions import import_roll
from constancia.register.roll.findings import findings
from constancia.register.roll.report import DEFINITIONS, report

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
    """One import of each sample, and every figure of REFERENCE.json, of the months and of real-data.md that it can answer."""
    wanted = json.loads((real_data / "REFERENCE.json").read_text())[sample]
    found = imported(real_data / f"{sample}.parquet")
    assert reference(found) == wanted
    assert further(found) == FURTHER[sample]
    assert listed_odd() == ODD[sample]
    assert changes_inside_stays() == CHANGES[sample]
    check_months(real_data / f"{sample}.reference.csv", found)
    for check in ONLY_IN.get(sample, ()):
        check()
    assert verify().fault is None


def reference(found: dict[str, Any]) -> dict[str, Any]:
    return {
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
    }


FURTHER = {
    "nyc_roll_2018-10_2020-06": {
        "person_days": 4_328_860,
        "stay_days": 4_329_204,
        "gaps": 1_719,
        "longest_gap": 139,
        "in_first": 8_321,
        "one_roll_only": 4_056,
        "listed_late": 91,
        "shared_admissions": 609,
        "shared_admission_stays": 1_271,
        "new_codes": 0,
        "rejected": 0,
    },
    "nyc_roll_2022-06_2022-09": {
        "person_days": 693_461,
        "stay_days": 693_472,
        "gaps": 251,
        "longest_gap": 58,
        "in_first": 5_506,
        "one_roll_only": 489,
        "listed_late": 14,
        "shared_admissions": 76,
        "shared_admission_stays": 157,
        "new_codes": 0,
        "rejected": 0,
    },
}
"""Figures of real-data.md section 1 that the report gives."""


def further(found: dict[str, Any]) -> dict[str, Any]:
    assert set(found) >= DEFINITIONS.keys()
    return {name: found[name] for name in next(iter(FURTHER.values()))}


ODD = {
    "nyc_roll_2018-10_2020-06": {
        "overlapping persons": 9,
        "described_twice": 1,
        "two_sexes": 75,
        "two_races": 2_072,
        "two_birth_years": 604,
        "new_codes": 0,
    },
    "nyc_roll_2022-06_2022-09": {
        "overlapping persons": 1,
        "described_twice": 0,
        "two_sexes": 28,
        "two_races": 96,
        "two_birth_years": 45,
        "new_codes": 0,
    },
}
"""How many persons each list names."""


def listed_odd() -> dict[str, int]:
    overlapping = {each.person for each in findings("NYC", ["overlapping_stays"])}
    kinds = ("described_twice", "two_sexes", "two_races", "two_birth_years", "new_codes")
    counted = Counter(each.kind for each in findings("NYC", kinds))
    return {"overlapping persons": len(overlapping), **{each: counted[each] for each in kinds}}


CHANGES = {
    "nyc_roll_2018-10_2020-06": {"custody_level": 29_342, "inmate_status_code": 30_354},
    "nyc_roll_2022-06_2022-09": {"custody_level": 6_505, "inmate_status_code": 2_928},
}
"""Changes inside a stay, from one roll that lists it to the next."""


def changes_inside_stays() -> dict[str, int]:
    found = dict.fromkeys(("custody_level", "inmate_status_code"), 0)
    for entry in entries(events=["register.described", "register.sighted_again"]):
        for name, _ in entry.event.attributes:  # type: ignore[attr-defined]
            if name in found:
                found[name] += 1
    return found


def check_months(path: Path, found: dict[str, Any]) -> None:
    place = Facility.objects.get(code="NYC")
    days = list(population.daily(place, found["first_day"], found["last_day"]))
    months = defaultdict(list)
    for each in days:
        months[f"{each.day:%Y-%m}"].append(each)
    with path.open() as stream:
        wanted = list(csv.DictReader(stream))
    assert [row["ym"] for row in wanted] == list(months)
    for row in wanted:
        month = months[row["ym"]]
        total = sum(each.rows or 0 for each in month)
        assert (len(month), total) == (int(row["files"]), int(row["roll_person_days"]))
        assert round(Decimal(total) / len(month), 4) == round(Decimal(row["adp_rows"]), 4)
        seen = population.seen(place, month[0].day, month[-1].day)
        assert (seen.distinct_persons, seen.distinct_stays) == (int(row["persons"]), int(row["stays"]))
    most = max(days, key=lambda each: each.bridged or 0)
    expected = {639: (8410, date(2018, 10, 15)), 122: (5901, date(2022, 9, 12))}[len(days)]
    assert (most.bridged, most.day) == expected


def check_fiscal_year_2020() -> None:
    place = Facility.objects.get(code="NYC")
    days = list(population.daily(place, date(2019, 7, 1), date(2020, 6, 30)))
    rows = [each.rows or 0 for each in days]
    assert (len(days), sum(rows), max(rows), sum(each.bridged or 0 for each in days)) == (
        366,
        2_160_551,
        7_458,
        2_168_684,
    )
    assert round(Decimal(sum(rows)) / 366, 1) == Decimal("5903.1")
    admitted = RollStay.objects.filter(admitted__gte="2019-07-01", admitted__lt="2020-07-01").count()
    completed = RollStay.objects.filter(admitted__gte="2018-10-01").exclude(last_day=None).count()
    assert (admitted, completed) == (21_870, 44_837)


def check_a_day_by_status_and_sex() -> None:
    place = Facility.objects.get(code="NYC")
    day = date(2019, 6, 30)
    statuses = {"DE": 4751, "DEP": 898, "CS": 762, "DPV": 596, "SSR": 236, "DNS": 99, "CSP": 55, "SCO": 22}
    assert by_group(place, day, "legal_status") == statuses
    assert by_group(place, day, "sex") == {"M": 6961, "F": 439, population.NOT_RECORDED: 19}
    assert sum(by_group(place, day, "age_band").values()) == 7_419
    (whole,) = population.daily(place, day, day)
    assert (whole.rows, whole.persons) == (7_419, 7_419)


def by_group(place: Facility, day: date, by: str) -> dict[str, int | None]:
    return {each.group: each.rows for each in population.daily(place, day, day, by=by)}


def check_three_definitions_of_30_april_2020() -> None:
    """The question of the issue: how many people were held that day, and why do three definitions give three numbers?"""
    place = Facility.objects.get(code="NYC")
    (day,) = population.daily(place, date(2020, 4, 30), date(2020, 4, 30))
    assert day.rows is not None
    assert day.persons is not None
    assert day.bridged is not None
    assert day.persons < day.rows < day.bridged


ONLY_IN = {
    "nyc_roll_2018-10_2020-06": (
        check_fiscal_year_2020,
        check_a_day_by_status_and_sex,
        check_three_definitions_of_30_april_2020,
    ),
}


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
