"""Endpoints for what waits for somebody to act: the lists behind the first page."""

from datetime import UTC, datetime
from typing import Any

from ninja import Router

from constancia.api.access import Request, needs
from constancia.api.reading import entry_seen
from constancia.api.shapes import (
    EntrySeen,
    Limit,
    Moment,
    Number,
    OverdueList,
    ReviewList,
    UncoveredList,
    answers,
)
from constancia.core.permissions import facilities_for
from constancia.register import worklists

router = Router(tags=["lists"])


@router.get("/uncovered", response=answers(UncoveredList))
@needs("register.read")
def uncovered(request: Request, at: Moment | None = None, start: Number = 0, limit: Limit = 1000) -> Any:
    """List the custody that no ground covers at a moment (now, when none is given), longest first."""
    found = worklists.uncovered_at(at or datetime.now(UTC), codes=_codes(request))
    return {"count": found.count(), "rows": list(found[start : start + limit])}


@router.get("/reviews-due", response=answers(ReviewList))
@needs("register.read")
def reviews_due(request: Request, at: Moment | None = None, start: Number = 0, limit: Limit = 1000) -> Any:
    """List the grounds of persons in custody whose review is due at a moment (now, when none is given), oldest first."""
    found = worklists.reviews_due_at(at or datetime.now(UTC), codes=_codes(request))
    return {"count": found.count(), "rows": list(found[start : start + limit])}


@router.get("/overdue", response=answers(OverdueList))
@needs("register.read")
def overdue(request: Request, at: Moment | None = None, start: Number = 0, limit: Limit = 1000) -> Any:
    """List who is temporarily out and was expected back before a moment, longest overdue first."""
    found = worklists.overdue_at(at or datetime.now(UTC), codes=_codes(request))
    return {"count": len(found), "rows": found[start : start + limit]}


@router.get("/late", response=answers(list[EntrySeen]))
@needs("journal.read", everywhere=True)
def late(request: Request, before: Number | None = None, limit: Limit = 100) -> Any:
    """List movements recorded more than a day after the fact, newest entry first, below an entry number."""
    return [entry_seen(each, request.actor) for each in worklists.late_entries(before=before, limit=limit)]


def _codes(request: Request) -> frozenset[str] | None:
    return facilities_for(request.actor, "register.read")
