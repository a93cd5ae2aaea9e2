"""Everything odd about rolls is named person by person and can be found; none of it was repaired or dropped."""

import random
from datetime import date
from pathlib import Path

import pytest

from constancia.register import population
from constancia.register.models import Facility, Identifier
from constancia.register.roll.actions import import_roll
from constancia.register.roll.findings import FINDINGS, findings
from constancia.register.roll.report import DEFINITIONS, report

from .conftest import ANA, ZONE, World

HEADER = "INMATEID,ADMITTED_DT,GENDER,RACE,AGE,INMATE_STATUS_CODE"


@pytest.fixture
def three_rolls(world: World, tmp_path: Path) -> World:
    days = {
        "20260201": [
            "1,2026-01-30 10:00:00,F,W,34,DE",
            "2,2026-01-30 10:00:00,M,W,34,DE",
            "3,2025-06-01 09:00:00,M,W,119,DE",
            "4,2026-01-20 08:00:00,M,B,30,ZZ",
            "4,2026-01-25 08:00:00,M,B,30,DE",
            "5,2026-01-28 08:00:00,M,B,30,DE",
        ],
        "20260202": [
            "1,2026-01-30 10:00:00,F,W,34,DE",
            "2,2026-01-30 10:00:00,F,W,34,DE",
            "3,2025-06-01 09:00:00,M,W,40,DE",
            "6,2026-01-10 08:00:00,M,B,30,DE",
            "7,2026-02-01 08:00:00,M,B,old,DE",
            "7,2026-02-01 08:00:00,M,B,31,DE",
        ],
        "20260203": [
            "2,2026-01-30 10:00:00,F,U,36,DE",
            "4,2026-01-20 08:00:00,M,B,30,DE",
            "5,2026-01-28 08:00:00,M,B,30,DE",
            "8,2026-02-02 08:00:00,M,B,30,DE",
        ],
    }
    for day, rows in days.items():
        (tmp_path / f"roll_{day}.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    done = import_roll(
        by=ANA,
        paths=[tmp_path],
        facility="F1",
        zone=ZONE,
        clock=lambda: world.now,
        random_index=random.Random(3).randrange,
    )
    assert (done.new_rolls, done.rejects) == (3, [])
    return world


NUMBERS = {
    "overlapping_stays": ["4", "4"],
    "described_twice": ["7"],
    "shared_admissions": ["1", "2"],
    "gaps": ["4", "5"],
    "listed_late": ["6"],
    "doubtful_ages": ["3"],
    "unresolved_times": [],
    "new_codes": ["4"],
    "two_sexes": ["2"],
    "two_races": ["2"],
    "two_birth_years": ["3"],
}


def test_each_kind_names_its_persons(three_rolls: World) -> None:
    assert NUMBERS.keys() == FINDINGS.keys()
    numbers = dict(Identifier.objects.values_list("person", "value"))
    found: dict[str, list[str]] = {kind: [] for kind in NUMBERS}
    for each in findings("F1", FINDINGS):
        found[each.kind].append(numbers[each.person])
    assert {kind: sorted(persons) for kind, persons in found.items()} == NUMBERS


def test_the_report_defines_every_figure_it_gives(three_rolls: World) -> None:
    figures = report("F1")
    assert figures.keys() - {"facility", "first_day", "last_day"} == DEFINITIONS.keys()
    wanted = {
        "rows": 16,
        "persons": 8,
        "person_days": 5 + 5 + 4,
        "stay_days": 6 + 5 + 4,
        "stays": 9,
        "in_first": 6,
        "one_roll_only": 4,
        "listed_late": 1,
        "longest_gap": 1,
        "shared_admissions": 1,
        "shared_admission_stays": 2,
        "doubtful_ages": 0,
        "new_codes": 0,
        "repeated_rows": 1,
        "open_at_last": 4,
    }
    assert {name: figures[name] for name in wanted} == wanted
    assert report("F2")["rows"] is None


def test_distinct_persons_of_a_range_are_no_sum_of_days(three_rolls: World) -> None:
    place = Facility.objects.get(code="F1")
    first, last = date(2026, 2, 1), date(2026, 2, 3)
    assert population.seen(place, first, last) == population.Seen(distinct_persons=8, distinct_stays=9)
    assert population.seen(place, last, last) == population.Seen(distinct_persons=4, distinct_stays=4)
    assert population.seen(place, first, last, known_at=3) == population.Seen(distinct_persons=0, distinct_stays=0)
