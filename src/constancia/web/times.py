"""Moments and days as the pages write them."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language

from constancia.core.time import parse_moment
from constancia.core.time import zone as zone_called


def local_time(moment: datetime | None, zone: str) -> str:
    """Return a moment in the time of a place, to the minute, as a date of the page's language."""
    if moment is None:
        return ""
    local = moment.astimezone(zone_called(zone or "UTC"))
    return f"{short_day(local)}, {local:%H:%M}"


def short_day(day: date | None) -> str:
    """Return a day such as 24 nov 2026; Spanish writes months in small letters."""
    if day is None:
        return ""
    written = date_format(day, "j M Y")
    return written.lower() if (get_language() or "es").startswith("es") else written


def read_aloud(value: object, zone: str) -> object:
    """Return a value of a refusal for a reader: a moment in the time of the place, a day as a day, the rest as it is."""
    text = value if isinstance(value, str) else ""
    try:
        if text.endswith("Z"):
            return local_time(parse_moment(text), zone)
        return short_day(date.fromisoformat(text)) if len(text) == len("2026-11-24") else value
    except ValueError:
        return value
