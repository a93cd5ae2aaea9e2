"""Moments and days: aware UTC datetimes inside, a place's IANA zone beside them, half-open intervals."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def utc(moment: datetime) -> datetime:
    """Return `moment` in UTC; a naive datetime is a programming error (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its zone")
    return moment.astimezone(UTC)


@lru_cache(maxsize=4096)
def iso(moment: datetime) -> str:
    """Return a moment as `2026-11-24T15:57:16Z`, with microseconds only where there are some."""
    return utc(moment).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=4096)
def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment that carries an offset; raises ValueError for anything else."""
    return utc(datetime.fromisoformat(text))


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`; an unknown or hostile name raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"no such time zone: {name[:60]!r}") from error


@lru_cache(maxsize=65536)
def day_start(day: date, zone_name: str) -> datetime:
    """Return the first instant of a local calendar day, in UTC (the day may last 23 to 25 hours)."""
    return datetime.combine(day, time.min, zone(zone_name)).astimezone(UTC)


def day_end(day: date, zone_name: str) -> datetime:
    """Return the instant at which a local calendar day is over, in UTC."""
    return day_start(day + timedelta(days=1), zone_name)


def local_day(moment: datetime, zone_name: str) -> date:
    """Return the local calendar day on which a moment falls."""
    return moment.astimezone(zone(zone_name)).date()


def from_local(wall: datetime, zone_name: str) -> datetime:
    """Turn a naive wall-clock reading into UTC.

    A reading that a clock change repeats is taken as the earlier one, a reading that it skips is moved forward;
    `is_ambiguous` tells, so that the caller can say so.
    """
    return wall.replace(tzinfo=zone(zone_name)).astimezone(UTC)


def is_ambiguous(wall: datetime, zone_name: str) -> bool:
    """Tell whether a naive wall-clock reading names two instants or none because of a clock change."""
    place = zone(zone_name)
    return wall.replace(tzinfo=place).utcoffset() != wall.replace(tzinfo=place, fold=1).utcoffset()
