"""What waits for somebody to act: custody without a ground, reviews due, people not back in time, facts recorded late."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from constancia.core.time import local_day
from constancia.ledger.journal import Recorded, entries, number_known_at
from constancia.ledger.queries import count_late, recorded_late, superseded
from constancia.register import movements
from constancia.register.events import LeftTemporarily
from constancia.register.models import Custody, Facility, Ground, Person, Uncovered
from constancia.register.queries import LATE_AFTER

_LATE_CODES = tuple(each.code for each in movements.MOVEMENTS)
NEWLY_LATE = timedelta(days=30)
"""The first page counts what was recorded late in these last days; the full list goes back to the beginning."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A person who left for a while, should be back, and is not."""

    person: str
    facility: str
    kind: str
    left_at: datetime
    expected_back_at: datetime
    entry: int


def uncovered_at(moment: datetime, *, codes: frozenset[str] | None = None) -> QuerySet[Uncovered]:
    """Return the custody that no ground covers at a moment, longest first; `codes` limits the facilities."""
    found = Uncovered.objects.filter(Q(until=None) | Q(until__gt=moment), since__lte=moment).order_by("since", "person")
    return found if codes is None else found.filter(facility__in=codes)


def reviews_due_at(moment: datetime, *, codes: frozenset[str] | None = None) -> QuerySet[Ground, Any]:
    """Return the grounds of persons in custody whose review is due, oldest first, each with its place.

    A review is due from the first instant of its day on, in the time of the place where the person is.
    """
    held = Person.objects.exclude(state="")
    places: defaultdict[str, list[str]] = defaultdict(list)
    for code, zone in Facility.objects.values_list("code", "zone"):
        if codes is None or code in codes:
            places[zone].append(code)
    due = Q(pk__in=[])
    for zone, here in places.items():
        due |= Q(review_due_on__lte=local_day(moment, zone), person__in=held.filter(facility__in=here).values("id"))
    place = Person.objects.filter(id=OuterRef("person")).values("facility")
    return (
        Ground.objects.filter(due)
        .annotate(facility=Subquery(place))
        .order_by("review_due_on", "id")
        .values("id", "person", "facility", "kind", "issuer", "reference", "review_due_on")
    )


def overdue_at(moment: datetime, *, codes: frozenset[str] | None = None) -> list[Overdue]:
    """Return who is temporarily out and was expected back before a moment, longest overdue first."""
    out = Custody.objects.filter(state="absent", until=None, known_until=None)
    if codes is not None:
        out = out.filter(facility__in=codes)
    places = dict(out.values_list("person", "facility"))
    if not places:
        return []
    left = list(entries(subjects=sorted(places), events=[LeftTemporarily.code]))
    gone = superseded([each.number for each in left])
    newest = {each.subject: each for each in sorted(left, key=lambda each: each.occurred_at) if each.number not in gone}
    found = [
        Overdue(person, places[person], said.kind, entry.occurred_at, said.expected_back_at, entry.number)
        for person, entry in newest.items()
        if isinstance(said := entry.event, LeftTemporarily)
        and said.expected_back_at is not None
        and said.expected_back_at < moment
    ]
    return sorted(found, key=lambda each: (each.expected_back_at, each.person))


def late_entries(*, after: int = 0, before: int | None = None, limit: int | None = None) -> list[Recorded]:
    """Return the movements recorded more than a day after the fact, newest entry first, between two entry numbers.

    What a roll import brings is late by nature and not listed.
    """
    return recorded_late(_LATE_CODES, LATE_AFTER, after=after, before=before, limit=limit)


def newly_late(moment: datetime, *, limit: int) -> tuple[list[Recorded], int]:
    """Return the newest movements recorded late in the days of `NEWLY_LATE` before a moment, and how many there are."""
    after = number_known_at(moment - NEWLY_LATE)
    return late_entries(after=after, limit=limit), count_late(_LATE_CODES, LATE_AFTER, after=after)
