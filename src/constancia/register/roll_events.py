"""What daily rolls let the register record: sightings, never certainties (ADR 0012)."""

from dataclasses import dataclass
from datetime import date

from constancia.core.events import Event, event


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column of a roll as the source writes it (trimmed); an empty text means the source left it blank."""

    name: str
    value: str


_ROLL = "real-data: a roll is a list of who was counted, not of who moved"


@event("register.roll_taken", en="Roll read", es="Lista diaria leída", source=_ROLL)
class RollTaken(Event):
    """One file of a daily roll was read whole; the entry's subject is the facility.

    `stale_of` names the day of the file it merely repeats: such a file is kept and is not a count.
    """

    day: date
    name: str
    sha256: str
    rows: int
    persons: int
    stays: int
    rejected: int
    stale_of: date | None


@event("register.sighted", en="First listed on a roll", es="Primera vez en la lista", source=_ROLL)
class Sighted(Event):
    """A stay is listed for the first time; `admitted` is the admission as the source writes it (local time)."""

    stay: str
    day: date
    admitted: str
    rows: int
    attributes: tuple[Attribute, ...]


@event("register.missed", en="No longer listed on a roll", es="Ya no figura en la lista", source=_ROLL)
class Missed(Event):
    """A stay listed before is absent from a roll: the person left after `last_day` and before `day`, or was not counted."""

    stay: str
    day: date
    last_day: date


@event("register.sighted_again", en="Listed again on a roll", es="De nuevo en la lista", source=_ROLL)
class SightedAgain(Event):
    """A stay that had been missing is listed once more; the gap stays a gap."""

    stay: str
    day: date
    rows: int
    attributes: tuple[Attribute, ...]


@event("register.described", en="Described otherwise on a roll", es="Descripción distinta en la lista", source=_ROLL)
class Described(Event):
    """From this roll on the source describes a listed stay differently; only what changed is given."""

    stay: str
    day: date
    rows: int
    attributes: tuple[Attribute, ...]


@event(
    "register.facility_days_read",
    en="Facility head counts read",
    es="Recuentos por centro leídos",
    source="real-data §4: four measures of one population",
)
class FacilityDaysRead(Event):
    """A file of published head counts was read; the counts are kept apart from the register's own."""

    name: str
    sha256: str
    definition: str
    producer: str
    rows: int
    facilities: int
    first_day: date
    last_day: date
    total: int
