"""What is odd about the rolls of a facility, person by person: kept as the source wrote it, named here, never repaired."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from constancia.core.text import Text
from constancia.core.time import is_ambiguous
from constancia.ledger.journal import entries
from constancia.register.models import Facility, RollDay, RollStay
from constancia.register.roll import events as r
from constancia.register.roll.values import ALSO, KNOWN_CODES, OLDEST, stated_age

LISTED_LATE = timedelta(days=7)
BIRTH_YEARS = 2
"""A person's birth years, taken from ages stated on different days, lie this far apart at most."""

FINDINGS: dict[str, Text] = {
    "overlapping_stays": Text(
        "another stay of the same person number is listed on days between the first and last listing of this one",
        "otra estancia del mismo número figura entre la primera y la última lista de esta",
    ),
    "described_twice": Text(
        "listed twice on one roll, and described differently each time",
        "figura dos veces en una lista, con descripciones distintas",
    ),
    "shared_admissions": Text(
        "another person number was admitted at the same second: one person renumbered, or a group",
        "otro número ingresó en el mismo segundo: una persona renumerada, o un grupo",
    ),
    "gaps": Text("missing from rolls between two that list the stay", "ausente de listas entre dos que la incluyen"),
    "listed_late": Text(
        "first listed more than seven days after the admission stated, and not on the first roll",
        "figura por primera vez más de siete días después del ingreso declarado, y no en la primera lista",
    ),
    "doubtful_ages": Text(
        f"an age of {OLDEST} or more was stated, or one that is no whole number",
        f"se declaró una edad de {OLDEST} o más, o que no es un número entero",
    ),
    "unresolved_times": Text(
        "the admission lies in an hour that a clock change repeats or leaves out",
        "el ingreso cae en una hora que el cambio de hora repite u omite",
    ),
    "new_codes": Text("a code outside the known list was used", "se usó un código que no está en la lista conocida"),
    "two_sexes": Text("the person was listed with two sexes", "la persona figuró con dos sexos"),
    "two_races": Text("the person was listed with two races", "la persona figuró con dos razas"),
    "two_birth_years": Text(
        f"the ages stated give birth years more than {BIRTH_YEARS} apart",
        f"las edades declaradas dan años de nacimiento separados por más de {BIRTH_YEARS}",
    ),
}
"""Every kind of finding by its key."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One odd thing about one stay, or about one person (then `stay` is empty); `detail` holds codes, days and numbers."""

    kind: str
    person: str
    stay: str
    detail: str


@dataclass(slots=True)
class _Told:
    """What rolls said of one person's stays, in the order of the days."""

    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    birth_years: set[int] = field(default_factory=set)
    ages: dict[str, tuple[date, int]] = field(default_factory=dict)
    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    odd_ages: dict[str, str] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)

    def take(self, stay: str, day: date, attributes: Iterable[r.Attribute]) -> None:
        """Add what one roll says anew of a stay."""
        for name, value in attributes:
            if name == "age":
                self._take_age(stay, day, value)
            elif name == ALSO and value:
                self.twice.add(stay)
            elif name in KNOWN_CODES and value:
                self.values[name].add(value)
                if value not in KNOWN_CODES[name]:
                    self.codes[name, value] = stay

    def _take_age(self, stay: str, day: date, value: str) -> None:
        self.end(stay, day - timedelta(days=1))
        age = stated_age(value)
        if value and (age is None or age >= OLDEST):
            self.odd_ages[stay] = value[:40]
        if age is not None:
            self.ages[stay] = (day, age)

    def end(self, stay: str, last: date) -> None:
        """Note the birth years that the age stated of a stay gave from its day to the last one."""
        if stay in self.ages:
            first, age = self.ages.pop(stay)
            self.birth_years |= {year - age for year in range(first.year, max(first, last).year + 1)}


def findings(facility: str, kinds: Iterable[str]) -> Iterator[Finding]:
    """Yield what is odd in some ways (keys of `FINDINGS`) about the rolls of a facility, each way in order of person.

    What needs the whole history of each person costs one reading of the journal, however many ways are asked for.
    """
    told: dict[str, _Told] | None = None
    for kind in kinds:
        if kind in _FROM_STAYS:
            yield from (Finding(kind, *each) for each in _FROM_STAYS[kind](facility))
            continue
        told = told_of(facility) if told is None else told
        for person, of_person in sorted(told.items()):
            yield from (Finding(kind, person, stay, detail) for stay, detail in _FROM_HISTORY[kind](of_person))


def told_of(facility: str) -> dict[str, _Told]:
    """Return what the rolls of a facility said of each person, from the journal: each change with its day."""
    last_days = dict(RollStay.objects.filter(facility=facility).values_list("stay", "last_day"))
    newest = RollDay.objects.filter(facility=facility).order_by("-day").values_list("day", flat=True).first()
    told: defaultdict[str, _Told] = defaultdict(_Told)
    for entry in entries(events=[r.Sighted.code, r.SightedAgain.code, r.Described.code]):
        if entry.facility == facility:
            event: Any = entry.event
            told[entry.subject].take(event.stay, event.day, event.attributes)
    for of_person in told.values():
        for stay in list(of_person.ages):
            of_person.end(stay, last_days.get(stay) or newest or date.min)
    return dict(told)


_Rows = Iterable[tuple[str, str, str]]


def _stays(facility: str) -> list[RollStay]:
    return list(RollStay.objects.filter(facility=facility).order_by("person", "first_day", "stay"))


def _overlapping(facility: str) -> _Rows:
    newest = (
        RollDay.objects.filter(facility=facility).order_by("-day").values_list("day", flat=True).first() or date.max
    )
    stays = _stays(facility)
    by_person: defaultdict[str, list[RollStay]] = defaultdict(list)
    for each in stays:
        by_person[each.person].append(each)
    for group in by_person.values():
        for one in group:
            others = [
                other.stay
                for other in group
                if other is not one
                and other.first_day <= (one.last_day or newest)
                and one.first_day <= (other.last_day or newest)
            ]
            if others:
                yield one.person, one.stay, ", ".join(others)


def _shared(facility: str) -> _Rows:
    by_second: defaultdict[str, list[RollStay]] = defaultdict(list)
    for each in _stays(facility):
        by_second[each.admitted].append(each)
    for admitted, group in sorted(by_second.items()):
        if len({each.person for each in group}) > 1:
            yield from ((each.person, each.stay, admitted) for each in group)


def _gaps(facility: str) -> _Rows:
    return ((each.person, each.stay, each.gaps) for each in _stays(facility) if each.gaps != "[]")


def _listed_late(facility: str) -> _Rows:
    first = RollDay.objects.filter(facility=facility).order_by("day").values_list("day", flat=True).first()
    for each in _stays(facility):
        lag = each.first_day - datetime.fromisoformat(each.admitted).date()
        if each.first_day != first and lag > LISTED_LATE:
            yield each.person, each.stay, str(lag.days)


def _unresolved(facility: str) -> _Rows:
    zone = Facility.objects.values_list("zone", flat=True).get(code=facility)
    return (
        (each.person, each.stay, each.admitted)
        for each in _stays(facility)
        if is_ambiguous(datetime.fromisoformat(each.admitted), zone)
    )


_FROM_STAYS: dict[str, Callable[[str], _Rows]] = {
    "overlapping_stays": _overlapping,
    "shared_admissions": _shared,
    "gaps": _gaps,
    "listed_late": _listed_late,
    "unresolved_times": _unresolved,
}


def _two(name: str) -> Callable[[_Told], Iterator[tuple[str, str]]]:
    def of(told: _Told) -> Iterator[tuple[str, str]]:
        if len(told.values[name]) > 1:
            yield "", ", ".join(sorted(told.values[name]))

    return of


def _birth_years(told: _Told) -> Iterator[tuple[str, str]]:
    years = told.birth_years
    if years and max(years) - min(years) > BIRTH_YEARS:
        yield "", f"{min(years)}, {max(years)}"


_FROM_HISTORY: dict[str, Callable[[_Told], Iterator[tuple[str, str]]]] = {
    "described_twice": lambda told: ((stay, "") for stay in sorted(told.twice)),
    "doubtful_ages": lambda told: iter(sorted(told.odd_ages.items())),
    "new_codes": lambda told: ((stay, f"{name}: {value}") for (name, value), stay in sorted(told.codes.items())),
    "two_sexes": _two("gender"),
    "two_races": _two("race"),
    "two_birth_years": _birth_years,
}
