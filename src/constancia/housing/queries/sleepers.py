"""What the hard rules ask about persons at an instant, from the register and from what is stated about them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast

from constancia.housing.codes import CLASS_OF_GROUND, CLASS_OF_STATUS
from constancia.housing.models import Apart, Membership, Need, Rivalry
from constancia.housing.queries.rows import SO_MANY, among, at_instant, in_pieces
from constancia.housing.rules.sleeping import Separations, Sleeper, age_at
from constancia.housing.timeline.sleeping import KEEPS_A_CELL
from constancia.register.models import Custody, Ground, Person

_SEXES = {
    **dict.fromkeys(("m", "male", "man", "h", "hombre", "masculino", "varón"), "M"),
    **dict.fromkeys(("f", "female", "woman", "mujer", "femenino"), "F"),
}


def sex_of(on_papers: str) -> str:
    """Return M or F as papers say it in either language, or nothing where they say something else."""
    return _SEXES.get(on_papers.strip().casefold(), "")


def sleepers(persons: Iterable[str], facility: str, at: datetime, zone: str) -> dict[str, Sleeper]:
    """Return each person as the hard rules see them at a facility and an instant; unknown persons are left out."""
    wanted = sorted(set(persons))
    held = _held(wanted, facility, at)
    needs, infections, infants = _needs(wanted, at)
    groups = groups_of(wanted, at)
    by_ground = _by_ground([each for each in wanted if held.get(each, ("", ""))[1] not in CLASS_OF_STATUS], at)
    found: dict[str, Sleeper] = {}
    ages = cache(lambda earliest, latest: age_at(_day(earliest), _day(latest), at, zone))
    sexes = cache(sex_of)
    for person, sex, *born in _people(wanted, facility):
        stay, status = held.get(person, ("", ""))
        found[person] = Sleeper(
            person=person,
            stay=stay,
            sex=sexes(sex),
            age=ages(*born),
            status=CLASS_OF_STATUS.get(status) or by_ground.get(person, "unknown"),
            groups=groups.get(person, frozenset()),
            needs=frozenset(needs.get(person, ())),
            infection=infections.get(person, ""),
            infants=infants.get(person, 0),
        )
    return found


_COLUMNS = ("id", "sex", "earliest", "latest")


def _people(wanted: Sequence[str], facility: str) -> Iterator[tuple[Any, ...]]:
    """Yield number, sex and birth dates of persons; of many, first those at the facility now, then the few others one by one.

    The dates come as text: few days are anybody's birthday, and reading each of them once is several times faster.
    """
    people = Person.objects.annotate(
        earliest=Cast("born_earliest", CharField()), latest=Cast("born_latest", CharField())
    )
    left = set(wanted)
    if len(left) > SO_MANY:
        for row in among(people.filter(facility=facility), "id", left.copy(), *_COLUMNS):
            left.discard(row[0])
            yield row
    for piece in in_pieces(left):
        yield from people.filter(id__in=piece).values_list(*_COLUMNS)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def held_at(facility: str, at: datetime) -> dict[str, tuple[str, str]]:
    """Return the state and the moment since when, of everybody recorded in custody at a facility at an instant."""
    rows = at_instant(Custody, at).filter(facility=facility, known_until=None, evidence="recorded")
    return {person: (state, since) for person, state, since in rows.values_list("person", "state", "since")}


def _held(persons: Iterable[str], facility: str, at: datetime) -> dict[str, tuple[str, str]]:
    rows = at_instant(Custody, at).filter(
        facility=facility, known_until=None, evidence="recorded", state__in=KEEPS_A_CELL
    )
    return {
        person: (stay, status) for person, stay, status in among(rows, "person", persons, "person", "stay", "status")
    }


def _by_ground(persons: Iterable[str], at: datetime) -> dict[str, str]:
    """Return the class that follows from the instruments in force, where they agree; a conviction outweighs the others."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for person, kind in among(at_instant(Ground, at), "person", persons, "person", "kind"):
        found[person].add(CLASS_OF_GROUND.get(kind, "unknown"))
    return {
        person: "convicted" if "convicted" in classes else classes.pop() if len(classes) == 1 else "unknown"
        for person, classes in found.items()
    }


def _needs(persons: Iterable[str], at: datetime) -> tuple[dict[str, set[str]], dict[str, str], dict[str, int]]:
    needs: defaultdict[str, set[str]] = defaultdict(set)
    infections: dict[str, str] = {}
    infants: defaultdict[str, int] = defaultdict(int)
    for person, kind, detail in among(at_instant(Need, at), "person", persons, "person", "kind", "detail"):
        if kind == "infection":
            infections[person] = detail
        elif kind == "infant":
            infants[person] += 1
        else:
            needs[person].add(f"company:{detail}" if kind == "company" else kind)
    return needs, infections, infants


def groups_of(persons: Iterable[str], at: datetime) -> dict[str, frozenset[str]]:
    """Return the groups to which persons are said to belong at an instant; a contested claim counts until it is decided."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for person, group in among(at_instant(Membership, at), "person", persons, "person", "group"):
        found[person].add(group)
    return {person: frozenset(groups) for person, groups in found.items()}


def separations(found: Iterable[Sleeper], at: datetime) -> Separations:
    """Return from whom, and from which groups, persons are kept apart at an instant."""
    known = {each.person: each for each in found}
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for person, other, scope in among(at_instant(Apart, at), "person", known, "person", "other", "scope"):
        pairs[person].append((other, scope))
    rivals: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    groups = {group for each in known.values() for group in each.groups}
    for group, other, scope in among(at_instant(Rivalry, at), "group", groups, "group", "other", "scope"):
        rivals[group].append((other, scope))
    return Separations(pairs, rivals)
