"""The shapes of what the API takes and gives; where the domain has plain data already, that is the shape."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from constancia.access.queries import AccountSeen
from constancia.core.actors import Grant
from constancia.register import statements, timeline
from constancia.register.population import DayCount
from constancia.register.search import MOST_FOUND
from constancia.register.worklists import Overdue

FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2200, 1, 1)
"""No fact of a custody register lies outside; moments near the edges of the calendar have no time in other zones."""


def _in_range(moment: datetime) -> datetime:
    if not datetime(1800, 1, 2, tzinfo=UTC) <= moment <= datetime(2199, 12, 31, tzinfo=UTC):
        raise ValueError("a moment from 1800 to 2199 is needed")
    return moment


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a NUL character cannot be stored")
    return text


Moment = Annotated[AwareDatetime, AfterValidator(_in_range)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Words = Annotated[str, AfterValidator(_storable)]
Number = Annotated[int, Field(ge=0, le=2**53)]
Limit = Annotated[int, Field(ge=1, le=1000)]


class Strict(Schema):
    """A body in which nothing unknown is allowed."""

    model_config = ConfigDict(extra="forbid")


class RefusalSaid(Schema):
    """One reason."""

    code: str
    message: str
    rule: str
    field: str


class Refusals(Schema):
    """Every reason at once, in the language of `Accept-Language`."""

    refusals: list[RefusalSaid]


REFUSED = frozenset({400, 401, 403, 404, 409, 413, 422, 429})
"""Every way in which the API says no; the body is always `Refusals`."""


def answers(shape: Any) -> dict[Any, Any]:
    """Return what an endpoint may answer: its own shape, or refusals."""
    return {200: shape, REFUSED: Refusals}


class Written(Schema):
    """What was recorded: the numbers of the entries, and the person or account whose history they belong to."""

    entries: list[int]
    person: str = ""
    user: str = ""


class FacilitySeen(Schema):
    """A place of detention."""

    code: str
    name: str
    zone: str
    authority: str


class Definition(Schema):
    """What a figure counts."""

    en: str
    es: str


class DaySeen(Schema):
    """One day of one facility or group; without a count every figure is null, never zero."""

    facility: str
    day: date
    group: str
    count: str
    rows: int | None
    persons: int | None
    stays: int | None
    bridged: int | None

    @classmethod
    def of(cls, facility: str, count: DayCount) -> "DaySeen":
        """Return a facility's count."""
        figures = {name: getattr(count, name) for name in ("rows", "persons", "stays", "bridged")}
        return cls(facility=facility, day=count.day, group=count.group, count=count.count, **figures)


class Population(Schema):
    """Counts day by day, with what each column counts."""

    definitions: dict[str, Definition]
    days: list[DaySeen]


class EntrySeen(Schema):
    """An entry of the journal; `facts` is null for those who may not read them."""

    number: int
    event: str
    subject: str
    occurred_at: datetime
    zone: str
    recorded_at: datetime
    recorded_by: str
    authority: str
    facility: str
    ground: str
    supersedes: int | None
    late: bool
    facts: dict[str, Any] | None


class EntryProved(EntrySeen):
    """An entry with its bytes (null for those who may not read its facts), its leaf, and what superseded it."""

    document: str | None
    leaf: str
    leaf_hash: str
    superseded_by: list[int]


class Head(Schema):
    """A tree head."""

    size: int
    root: str
    recorded_at: datetime


class ItemSeen(Schema):
    """An item of the minimum file."""

    item: str
    standing: str
    entry: int | None
    restricted: bool


class FileSeen(Schema):
    """A person's file."""

    person: str
    state: str
    items: list[ItemSeen]
    custody: list[timeline.Span]
    grounds: list[timeline.Ground]
    uncovered: list[timeline.Uncovered]
    holds: list[statements.Hold]
    links: list[statements.Link]
    entries: list[EntrySeen]


class Wanted(Strict):
    """Whom to find: a name or a number as somebody has it, and the year of birth if known."""

    wanted: Words
    born_in: int | None = Field(None, ge=1850, le=2100)
    limit: int = Field(10, ge=1, le=MOST_FOUND)


class UncoveredRow(Schema):
    """Custody that no ground covers."""

    person: str
    stay: str
    facility: str
    since: datetime
    until: datetime | None
    override: str


class ReviewRow(Schema):
    """A ground whose review is due."""

    id: str
    person: str
    facility: str
    kind: str
    issuer: str
    reference: str
    review_due_on: date


class UncoveredList(Schema):
    """Some rows of a list, and how many there are in all."""

    count: int
    rows: list[UncoveredRow]


class ReviewList(Schema):
    """Some rows of a list, and how many there are in all."""

    count: int
    rows: list[ReviewRow]


class OverdueList(Schema):
    """Some rows of a list, and how many there are in all."""

    count: int
    rows: list[Overdue]


class OwnAccount(Schema):
    """The account behind the token."""

    user: str
    grants: list[Grant]
    tokens: list["TokenSeen"]


class TokenSeen(Schema):
    """A token in force."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


class AccountOpened(Schema):
    """A new account; the password is said only here."""

    user: str
    first_password: str


class AccountList(Schema):
    """Every account."""

    rows: list[AccountSeen]


class ImportSeen(Schema):
    """A run of an import."""

    run: int
    kind: str
    origin: str
    facility: str
    definition: str
    producer: str
    names: list[str]
    size: int
    by: str
    state: str
    rolls: int
    known_rolls: int
    entries: int
    rejects: int
    reached: str
    refusals: list[RefusalSaid]
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    settled_at: datetime | None


class Handed(Schema):
    """The numbers of the runs that will read what was handed over."""

    runs: list[int]
