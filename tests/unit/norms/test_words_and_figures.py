"""Exact quantities, local days, and sentences in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constancia.norms.calendars import after_days, after_work_days, birthday, day_of, days_between, micros, start_of
from constancia.norms.datafile import WrongData, bilingual, read_text
from constancia.norms.library.read import library
from constancia.norms.units import DAY, HOUR, UNITS, duration, quantity, shown
from constancia.norms.verdicts import MEANING, MET, RANK, UNKNOWN, WORST_FIRST, worst
from constancia.norms.words import REASONS, with_unit


def utc(*parts):
    return micros(datetime(*parts, tzinfo=UTC))


@given(st.lists(st.sampled_from(WORST_FIRST)))
def test_a_roll_up_keeps_the_worst_and_unknown_is_never_folded_into_met(verdicts):
    found = worst(verdicts)
    assert found == (min(verdicts, key=WORST_FIRST.index) if verdicts else "N/A")
    if UNKNOWN in verdicts:
        assert found not in (MET, "N/A", "PENDING", "RISK", "REVIEW")
    assert set(MEANING) == set(RANK)


def test_quantities_are_exact():
    assert quantity("3.75 m2_per_person").whole == 3_750_000_000
    assert duration("15 d") == 15 * DAY
    assert quantity("26.7 C").number == Decimal("26.7")
    assert shown(Fraction(1, 3)) == Decimal("0.333333")
    for wrong in ("15", "15 moons", "many d", "4.0 m2"):
        with pytest.raises(WrongData):
            duration(wrong)


def test_local_days_last_23_to_25_hours():
    assert start_of(date(2025, 3, 10), "America/Chicago") - start_of(date(2025, 3, 9), "America/Chicago") == 23 * HOUR
    assert start_of(date(2025, 11, 3), "America/Chicago") - start_of(date(2025, 11, 2), "America/Chicago") == 25 * HOUR
    days = list(days_between(utc(2025, 3, 8, 6), utc(2025, 3, 11, 5), "America/Chicago"))
    assert days == [date(2025, 3, 8), date(2025, 3, 9), date(2025, 3, 10)]
    assert day_of(utc(2025, 3, 1, 5, 59), "America/El_Salvador") == date(2025, 2, 28)


def test_birthdays_and_leap_days():
    assert birthday(date(2007, 3, 8), 18, "America/El_Salvador") == utc(2025, 3, 8, 6)
    assert birthday(date(2008, 2, 29), 18, "UTC") == utc(2026, 3, 1)
    assert birthday(date(2008, 2, 29), 20, "UTC") == utc(2028, 2, 29)


def test_days_after_and_working_days():
    thursday = utc(2025, 7, 4, 0)  # 20:00 on Thursday 3 July in New York
    assert after_work_days(thursday, 3, "America/New_York", "us-federal") == utc(2025, 7, 10, 4)
    assert after_work_days(thursday, 3, "America/New_York", "nowhere") is None
    assert after_days(utc(2025, 3, 8, 12), 1, "America/Chicago") == utc(2025, 3, 10, 5)


def test_spanish_writes_a_decimal_comma():
    assert with_unit(Decimal("3.75"), "m2_per_person", "es") == "3,75 m² por persona"
    assert with_unit(Decimal("3.75"), "m2_per_person", "en") == "3.75 m² per person"
    assert all(unit == "number" or (text.en.strip() and text.es.strip()) for unit, (_, text) in UNITS.items())


def test_every_reason_holds_the_same_values_in_both_languages():
    import string

    for code, text in REASONS.items():
        names = [{name for _, name, _, _ in string.Formatter().parse(said) if name} for said in (text.en, text.es)]
        assert names[0] == names[1], code


def test_files_are_read_as_a_lawyer_wrote_them():
    assert read_text("a: no\nb: 1.10\nc: 2025-03-01\n", "x") == {"a": "no", "b": "1.10", "c": "2025-03-01"}
    for wrong in ("a: 1\na: 2\n", "a: [\n", "!!python/object:os.system x\n"):
        if wrong.startswith("!!"):
            assert read_text(wrong, "x") == "x"
            continue
        with pytest.raises(WrongData):
            read_text(wrong, "x")
    with pytest.raises(WrongData):
        bilingual({"en": "only"}, "x")


def test_a_norm_is_found_however_its_dashes_are_typed():
    assert library().norm("icpped-17.3-a-f").id == "ICPPED-17.3-a–f"
    assert len([each for each in library().norms.values() if each.starred]) >= 120
