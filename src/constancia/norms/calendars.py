"""Local days, working days and birthdays: every count that follows a calendar and not a stopwatch. Pure.

Moments are microseconds of UTC. Limits in hours or days of 24 hours never come here: they count elapsed time (EC-DST).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from constancia.core.time import day_start, local_day
from constancia.norms.datafile import names, read

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return an aware moment as microseconds of UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """Return microseconds of UTC as an aware moment."""
    return _EPOCH + timedelta(microseconds=at)


@lru_cache(maxsize=65536)
def start_of(day: date, zone: str) -> int:
    """Return the first instant of a local day; the day may last 23 to 25 hours."""
    return micros(day_start(day, zone))


def day_of(at: int, zone: str) -> date:
    """Return the local day on which a moment falls."""
    return local_day(moment(at), zone)


def days_between(since: int, until: int, zone: str) -> Iterable[date]:
    """Return the local days that lie whole inside an interval."""
    day = day_of(since, zone)
    if start_of(day, zone) < since:
        day += timedelta(days=1)
    while start_of(day + timedelta(days=1), zone) <= until:
        yield day
        day += timedelta(days=1)


@lru_cache(maxsize=65536)
def birthday(born: date, years: int, zone: str) -> int:
    """Return 00:00 local of a birthday; one born on 29 February comes of age on 1 March (EC-LEAP, the longer protection)."""
    try:
        day = born.replace(year=born.year + years)
    except ValueError:
        day = date(born.year + years, 3, 1)
    return start_of(day, zone)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The public holidays of a place, and the years for which they are on file."""

    code: str
    holidays: frozenset[date]
    years: frozenset[int]


@cache
def calendars() -> dict[str, Calendar]:
    """Return every calendar on file, by code."""
    found = {}
    for file in names("calendars"):
        given = read("calendars", file)
        days = frozenset(date.fromisoformat(each) for each in given["holidays"])
        found[given["code"]] = Calendar(given["code"], days, frozenset(map(int, given["years"])))
    return found


def after_days(at: int, days: int, zone: str) -> int:
    """Return the end of the local day `days` calendar days after the day of a moment."""
    return start_of(day_of(at, zone) + timedelta(days=days + 1), zone)


def after_work_days(at: int, days: int, zone: str, calendar: str) -> int | None:
    """Return the end of the `days`-th working day after the day of a moment; None where no calendar covers it (EC-WORK).

    The day itself, Saturdays, Sundays and holidays are not counted.
    """
    found = calendars().get(calendar)
    day, left = day_of(at, zone), days
    while left:
        day += timedelta(days=1)
        if found is None or day.year not in found.years:
            return None
        left -= day.weekday() < 5 and day not in found.holidays
    return start_of(day + timedelta(days=1), zone)
