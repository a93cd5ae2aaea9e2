"""What daily rolls let the register record."""

from datetime import date
from typing import NamedTuple

from constancia.core.events import Event, event


class Attribute(NamedTuple):
    """One column of a roll as the source writes it (trimmed); an empty text means the source left it blank."""

    name: str
    value: str


_ROLL = "docs/decisions/0012: a roll lists who was counted, not who moved"


@event("register.roll_taken", en="Roll read", es="Lista diaria leída", source=_ROLL)
class RollTaken(Event):
    """One file of a daily roll was read whole; the entry's subject is the facility.

    `rows` counts the rows that could be read, `stays` the distinct (person, admission) among them, `persons` the distinct
    persons. `stale_of` names the day of the file that this one merely repeats: such a file is kept and is not a count.
    """

    day: date
    name: str
    sha256: str
    rows: int
    persons: int
    stays: int
    rejected: int
    stale_of: date | None


@event("register.person_listed", en="Person listed on a roll", es="Persona en una lista diaria", source=_ROLL)
class PersonListed(Event):
    """A file is opened for a person known only by the number that a roll uses."""

    issuer: str
    number: str


@event("register.sighted", en="Stay first listed on a roll", es="Estancia por primera vez en la lista", source=_ROLL)
class Sighted(Event):
    """A stay is listed for the first time; `admitted` is the admission as the source writes it (local wall clock)."""

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
    """A stay that had been missing is listed once more; the gap stays a gap. Only changed attributes are given."""

    stay: str
    day: date
    rows: int
    attributes: tuple[Attribute, ...]


@event("register.described", en="Described otherwise on a roll", es="Descripción distinta en la lista", source=_ROLL)
class Described(Event):
    """From this roll on the source describes a listed stay differently; only changed attributes are given."""

    stay: str
    day: date
    rows: int
    attributes: tuple[Attribute, ...]


@event(
    "register.headcounts_read",
    en="Published head counts read",
    es="Recuentos publicados leídos",
    source="Four measures of one population are never mixed (real-data §4)",
)
class HeadcountsRead(Event):
    """The daily counts that somebody published for one facility; `counts` has one place per day from `first_day` on.

    `definition` is a key of `headcounts.DEFINITIONS`; None in `counts` is a day without a count, never a zero.
    """

    name: str
    sha256: str
    definition: str
    producer: str
    first_day: date
    counts: tuple[int | None, ...]
