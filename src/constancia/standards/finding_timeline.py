"""From the entries of a finding or a recommendation to what it has come to. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from constancia.standards.events import findings as e

CLOSED = frozenset({"remedied", "withdrawn"})
"""States in which nobody owes anything, until the next breach."""

_NEXT = ("facility", "programme", "inspection")


@dataclass(frozen=True, slots=True)
class FindingState:
    """A finding as its entries leave it; `opened` is the event that began it, `times` how often it was breached anew."""

    opened: e.FindingOpened
    facility: str
    state: str
    level: str
    since: datetime | None
    measured: str
    due_at: datetime | None
    entry: int
    last_entry: int
    assigned_to: str = ""
    cured_at: datetime | None = None
    times: int = 1


def finding_state(chain: Iterable[Any]) -> FindingState | None:
    """Return what the entries of one finding (in order of number) come to; None when it was never opened."""
    now: FindingState | None = None
    for entry in chain:
        said = entry.event
        if isinstance(said, e.FindingOpened):
            level = "inspection" if said.severity == "A" else "facility"
            now = FindingState(
                said,
                entry.facility,
                "open",
                level,
                said.since,
                said.measured,
                said.answer_due_at,
                entry.number,
                entry.number,
            )
        elif now is not None:
            now = replace(_after(now, said, entry.occurred_at), last_entry=entry.number)
    return now


def _after(now: FindingState, said: Any, at: datetime) -> FindingState:
    """Return a finding after one more step."""
    return replace(now, **_CHANGES[type(said)](now, said, at))


def _decided(_now: FindingState, said: Any, at: datetime) -> dict[str, Any]:
    return {"state": "withdrawn", "due_at": None, "cured_at": at} if said.outcome == "withdrawn" else {"state": "open"}


def _reopened(now: FindingState, said: Any, _at: datetime) -> dict[str, Any]:
    return {
        "state": "open",
        "since": said.since,
        "measured": said.measured,
        "due_at": said.answer_due_at,
        "cured_at": None,
        "times": now.times + 1,
    }


_CHANGES: dict[type[Any], Callable[[FindingState, Any, datetime], dict[str, Any]]] = {
    e.FindingAssigned: lambda _now, said, _at: {"state": "assigned", "assigned_to": said.to, "due_at": said.due_at},
    e.FindingAnswered: lambda now, _said, _at: {
        "state": "answered",
        "due_at": now.due_at if now.assigned_to else None,
    },
    e.FindingContested: lambda _now, _said, _at: {"state": "contested"},
    e.ContestDecided: _decided,
    e.FindingRemedied: lambda _now, _said, at: {"state": "remedied", "due_at": None, "cured_at": at},
    e.FindingReopened: _reopened,
    e.FindingEscalated: lambda _now, said, _at: {"level": said.level},
}
"""What each step changes of a finding."""


def next_level(level: str) -> str | None:
    """Return who is told when a deadline passes, or None when everybody was."""
    at = _NEXT.index(level)
    return _NEXT[at + 1] if at + 1 < len(_NEXT) else None


def finding_key(norm: str, limb: str, subject: str, record: str) -> tuple[str, str, str, str]:
    """Return what two breaches must share to be one finding: norm, limb, subject and the record judged."""
    return norm, limb, subject, record
