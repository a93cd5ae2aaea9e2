"""The first page: what needs doing now, by the roles of whoever asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from constancia.core.permissions import facilities_for, may
from constancia.ledger.queries import newest_head
from constancia.register import queries
from constancia.web.access import SIGNED_IN, Request, page
from constancia.web.clock import now

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that needs doing: its person or entry, since when, and where to go."""

    subject: str
    url: str
    facility: str = ""
    since: Any = None
    until: Any = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tasks:
    """A list of things that need doing, the first of them, and how many there are in all."""

    kind: str
    tasks: list[Task]
    count: int


@page(SIGNED_IN)
def home(request: Request) -> HttpResponse:
    """Show what needs doing now."""
    return render(request, "web/home.html", {"lists": needs(request.actor, now()), "head": newest_head()})


def needs(actor: Any, moment: datetime) -> list[Tasks]:
    """Return the lists that this actor's roles concern; an empty list is shown too, as nothing to do."""
    codes = facilities_for(actor, "register.read")
    if codes == frozenset():
        return []
    found = [_uncovered(moment, codes), _reviews(moment, codes)]
    if may(actor, "journal.read"):
        found.append(_late())
    return found


def _uncovered(moment: datetime, codes: frozenset[str] | None) -> Tasks:
    rows = queries.uncovered_at(moment, codes=codes)
    tasks = [
        Task(each.person, _file(each.person), each.facility, each.since, None, each.override) for each in rows[:_SHOWN]
    ]
    return Tasks("uncovered", tasks, rows.count())


def _reviews(moment: datetime, codes: frozenset[str] | None) -> Tasks:
    rows = queries.reviews_due(moment.date(), codes=codes)
    tasks = [
        Task(each.person, _file(each.person), "", None, each.review_due_on, each.reference) for each in rows[:_SHOWN]
    ]
    return Tasks("reviews", tasks, rows.count())


def _late() -> Tasks:
    rows = queries.late_entries(limit=_SHOWN)
    tasks = [
        Task(str(each.number), reverse("entry", args=[each.number]), each.facility, each.occurred_at, each.recorded_at)
        for each in rows
    ]
    return Tasks("late", tasks, len(tasks))


def _file(person: str) -> str:
    return reverse("person", args=[person])
