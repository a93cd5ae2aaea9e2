"""Who may sleep where: every hard rule that a placement would break, all at once. Pure.

The same function refuses a move, marks a breach that stands, and tries a plan: it looks at a cell as it would be.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from constancia.core.refusals import Refusal
from constancia.core.text import Text
from constancia.core.time import day_start, iso
from constancia.housing import hard as why
from constancia.housing import space
from constancia.housing.codes import CAPACITIES, CLASSES, OUT_OF_USE, SCOPES
from constancia.housing.paths import around

NEEDS_LOWER_BUNK = frozenset({"lower_bunk", "pregnancy"})
NEEDS_CARE = frozenset({"medical", "pregnancy"})


@dataclass(frozen=True, slots=True)
class Sleeper:
    """What the hard rules ask about a person at a moment; empty texts where the register does not know.

    `age` is adult, child, `doubt` (the birth date allows either) or empty; `stay` is the open stay at the facility, empty
    when the person is not in custody there. `infants` sleep with the person and need space, and are never counted as held.
    """

    person: str
    stay: str
    sex: str
    age: str
    status: str
    groups: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    infection: str = ""
    infants: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What the hard rules ask about a cell at a moment; `limit` is the capacity that the profile names (`which`).

    `closed` says why the cell, its landing or module is out of use; `reserved` are places kept free for others.
    """

    code: str
    purpose: str
    sex: str
    age: str
    health_care: bool
    closed: str
    certificate_over: date | None
    which: str
    limit: int | None
    norm: str
    certified_normal: int | None
    gross_m2: Decimal | None
    sanitary_m2: Decimal | None
    furniture_m2: Decimal | None
    lower_bunks: int
    step_free: int
    reserved: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody from whom a person is kept apart and who sleeps within the scope; `groups`: because of their groups."""

    other: str
    scope: str
    cell: str
    groups: bool


@dataclass(frozen=True, slots=True)
class Company:
    """Everybody who would sleep in a cell, added up once for all of them.

    `people` are those held, `heads` those who need space (infants too); `alone` must be alone.
    """

    people: int
    heads: int
    statuses: frozenset[str]
    infections: frozenset[str]
    lower_bunk: int
    step_free: int
    alone: tuple[str, ...]


def company(inside: Sequence[Sleeper]) -> Company:
    """Return what the hard rules ask about everybody in a cell."""
    return Company(
        people=len(inside),
        heads=sum(1 + each.infants for each in inside),
        statuses=frozenset(each.status for each in inside),
        infections=frozenset(each.infection for each in inside),
        lower_bunk=sum(bool(each.needs & NEEDS_LOWER_BUNK) for each in inside),
        step_free=sum("step_free" in each.needs for each in inside),
        alone=tuple(each.person for each in inside if "alone" in each.needs),
    )


@dataclass(frozen=True, slots=True)
class Try:
    """One person in one cell as it would be: everybody who would sleep there (the person included), and who is near."""

    sleeper: Sleeper
    cell: Cell
    inside: Company
    near: Sequence[Near] = ()
    bed: str = ""
    bed_free: bool = True
    facility: str = ""
    at: datetime | None = None


def refuse_sleeping(tried: Try) -> list[Refusal]:
    """Refuse somebody a cell with every hard rule against it; nothing when the person may sleep there."""
    found = [each for rule in _RULES for each in rule(tried)]
    return list({(each.code, str(sorted(each.values.items(), key=str))): each for each in found}.values())


def age_at(earliest: date | None, latest: date | None, at: datetime, zone: str) -> str:
    """Return adult, child or doubt (born on any of several days) at a moment, or nothing when no birth date is known.

    Somebody comes of age at the first instant of the local day of the eighteenth birthday; whoever was born on 29 February
    does so on 1 March.
    """
    if earliest is None or latest is None:
        return ""
    ages = {"adult" if at >= comes_of_age(born, zone) else "child" for born in (earliest, latest)}
    return ages.pop() if len(ages) == 1 else "doubt"


def comes_of_age(born: date, zone: str) -> datetime:
    """Return the instant at which somebody born on a day is eighteen."""
    try:
        birthday = born.replace(year=born.year + 18)
    except ValueError:
        birthday = date(born.year + 18, 3, 1)
    return day_start(birthday, zone)


def _held(tried: Try) -> Iterator[Refusal]:
    if not tried.sleeper.stay:
        at = iso(tried.at) if tried.at else ""
        yield why.NOT_HELD_HERE(field="person", person=tried.sleeper.person, facility=tried.facility, at=at)


def _usable(tried: Try) -> Iterator[Refusal]:
    cell = tried.cell
    if cell.closed:
        yield why.OUT_OF_USE(
            field="cell", place=cell.code, cause=OUT_OF_USE.get(cell.closed, Text(cell.closed, cell.closed))
        )
    if cell.certificate_over is not None:
        yield why.CERTIFICATE_OVER(field="cell", place=cell.code, day=cell.certificate_over.isoformat())
    if tried.bed and not tried.bed_free:
        yield why.BED_UNUSABLE(field="bed", place=tried.bed)


def _capacity(tried: Try) -> Iterator[Refusal]:
    cell = tried.cell
    count = tried.inside.heads
    if cell.limit is None:
        yield why.CAPACITY_UNKNOWN(field="cell", place=cell.code)
    elif count + cell.reserved > cell.limit:
        yield why.FULL(
            field="cell",
            place=cell.code,
            count=count + cell.reserved,
            limit=cell.limit,
            which=CAPACITIES.get(cell.which, Text(cell.which, cell.which)),
        )


def _space(tried: Try) -> Iterator[Refusal]:
    cell, count = tried.cell, tried.inside.heads
    if cell.norm not in space.NORMS:
        return
    room = space.room_in(cell, cell.norm)
    if not room.applies:
        return
    if room.persons is None or room.floor_m2 is None:
        yield why.SPACE_UNKNOWN(field="cell", place=cell.code)
    elif count > room.persons:
        yield why.TOO_LITTLE_SPACE(
            field="cell",
            place=cell.code,
            count=count,
            area=f"{room.floor_m2 / count:.2f}",
            limit=room.m2_each,
            which=space.NORMS[cell.norm].text,
        )


def _sex_and_age(tried: Try) -> Iterator[Refusal]:
    who, cell = tried.sleeper, tried.cell
    if not who.sex:
        yield why.SEX_UNKNOWN(field="person", person=who.person)
    elif who.sex != cell.sex:
        yield why.WRONG_SEX(field="cell", person=who.person, place=cell.code)
    if not who.age:
        yield why.AGE_UNKNOWN(field="person", person=who.person)
    elif ("child" if who.age == "doubt" else who.age) != cell.age:
        yield why.WRONG_AGE(field="cell", person=who.person, age=_AGES[who.age], place=cell.code)


_AGES = {
    "adult": Text("an adult", "persona adulta"),
    "child": Text("a child", "menor de edad"),
    "doubt": Text("perhaps a child", "tal vez menor de edad"),
}


def _status(tried: Try) -> Iterator[Refusal]:
    who = tried.sleeper
    if who.status == "unknown":
        yield why.STATUS_UNKNOWN(field="person", person=who.person)
        return
    others = tried.inside.statuses - {who.status, "unknown"}
    if others:
        yield why.WRONG_STATUS(
            field="cell",
            person=who.person,
            status=CLASSES[who.status],
            place=tried.cell.code,
            others=_listed([CLASSES[each] for each in sorted(others)]),
        )


def _apart(tried: Try) -> Iterator[Refusal]:
    for each in tried.near:
        kind = why.RIVAL_GROUPS if each.groups else why.KEPT_APART
        yield kind(
            field="cell", person=tried.sleeper.person, other=each.other, scope=SCOPES[each.scope], place=each.cell
        )


def _health(tried: Try) -> Iterator[Refusal]:
    who, cell = tried.sleeper, tried.cell
    if who.infection and cell.purpose != "isolation":
        yield why.NOT_ISOLATED(field="cell", person=who.person, place=cell.code)
    if tried.inside.infections - {who.infection}:
        yield why.INFECTION(field="cell", person=who.person, place=cell.code)
    if who.needs & NEEDS_CARE and not cell.health_care:
        yield why.NO_HEALTH_CARE(field="cell", person=who.person, place=cell.code)


def _alone(tried: Try) -> Iterator[Refusal]:
    if tried.inside.people > 1:
        for person in tried.inside.alone:
            yield why.MUST_BE_ALONE(field="cell", person=person, place=tried.cell.code, count=tried.inside.people)


def _beds(tried: Try) -> Iterator[Refusal]:
    who, cell = tried.sleeper, tried.cell
    if who.needs & NEEDS_LOWER_BUNK and tried.inside.lower_bunk > cell.lower_bunks:
        yield why.NO_LOWER_BUNK(field="cell", person=who.person, place=cell.code)
    if "step_free" in who.needs and tried.inside.step_free > cell.step_free:
        yield why.NO_STEP_FREE(field="cell", person=who.person, place=cell.code)


_RULES: tuple[Callable[[Try], Iterator[Refusal]], ...] = (
    _held,
    _usable,
    _sex_and_age,
    _status,
    _apart,
    _health,
    _alone,
    _capacity,
    _space,
    _beds,
)


def _listed(texts: Sequence[Text]) -> Text:
    return Text(", ".join(each.en for each in texts), ", ".join(each.es for each in texts))


@dataclass(frozen=True, slots=True)
class Separations:
    """Who is kept apart from whom (`pairs`: person to other and scope), and which groups (`rivals`), in force at a moment."""

    pairs: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    rivals: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)


class Whereabouts:
    """Where everybody sleeps who could matter for a separation: the cell of each, and one or two of each group in each place."""

    def __init__(self, cell_of: Mapping[str, str], groups_of: Mapping[str, Iterable[str]]) -> None:
        self.cell_of = cell_of
        self._some: dict[tuple[str, str], list[str]] = {}
        for person, cell in cell_of.items():
            for group in groups_of.get(person, ()):
                for scope in _SIZES:
                    found = self._some.setdefault((group, around(cell, scope)), [])
                    if len(found) < 2:
                        found.append(person)

    def one_of(self, group: str, place: str, person: str) -> str:
        """Return somebody of a group who sleeps in a place, other than one person, or nothing."""
        return next((each for each in self._some.get((group, place), ()) if each != person), "")

    def near(self, who: Sleeper, cell: str, apart: Separations) -> list[Near]:
        """Return who is too near to a person in a cell: each person kept apart, and one of each rival group."""
        found: dict[tuple[str, bool], Near] = {}
        for other, scope in apart.pairs.get(who.person, ()):
            there = self.cell_of.get(other, "")
            if there and around(there, scope) == around(cell, scope):
                found[other, False] = Near(other, scope, there, groups=False)
        for group in sorted(who.groups):
            for rival, scope in apart.rivals.get(group, ()):
                other = self.one_of(rival, around(cell, scope), who.person)
                if other:
                    found[other, True] = Near(other, scope, self.cell_of[other], groups=True)
        return list(found.values())


_SIZES = ("cell", "landing", "module", "facility")
