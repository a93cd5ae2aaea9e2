"""Files that are stated to be one person, directly or through other files, and where each of them was when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from constancia.register.models import Custody, Link

_IN_CUSTODY = ("held", "in_transit", "absent", "escaped")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A recorded stay in a file stated to be the same person: from its admission to its end, or going on."""

    person: str
    stay: str
    since: datetime
    until: datetime | None

    def overlaps(self, since: datetime, until: datetime | None) -> bool:
        """Tell whether this stay and a half-open interval share an instant."""
        return (until is None or self.since < until) and (self.until is None or since < self.until)


def same_person(person: str) -> frozenset[str]:
    """Return every file stated to be the same person as this one, this one included, however long the chain of links."""
    found: set[str] = set()
    fresh = {person}
    while fresh:
        found |= fresh
        linked = _standing().filter(person__in=fresh, relation="same_person").values_list("other", flat=True)
        fresh = set(linked) - found
    return frozenset(found)


def told_apart(files: Iterable[str]) -> frozenset[str]:
    """Return the files stated not to be the same person as one of these."""
    found = _standing().filter(person__in=list(files), relation="not_the_same").values_list("other", flat=True)
    return frozenset(found)


def linked_custody(person: str) -> list[Elsewhere]:
    """Return the recorded stays in the other files of the same person."""
    others = same_person(person) - {person}
    return recorded_stays(others) if others else []


def recorded_stays(persons: Iterable[str]) -> list[Elsewhere]:
    """Return the recorded stays of some persons, each as one interval."""
    spans = Custody.objects.filter(
        person__in=list(persons), known_until=None, evidence="recorded", state__in=_IN_CUSTODY
    ).order_by("person", "since")
    stays: dict[tuple[str, str], Elsewhere] = {}
    for each in spans:
        key = each.person, each.stay
        begun = stays[key].since if key in stays else each.since
        stays[key] = Elsewhere(each.person, each.stay, begun, each.until)
    return list(stays.values())


def _standing() -> QuerySet[Link]:
    return Link.objects.filter(ended=False)
