"""Which movement can follow which, and the state a person is in after those recorded. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from constancia.register import events as e
from constancia.register import timeline

_FROM: dict[type[Any], frozenset[str]] = {
    e.Admitted: frozenset({"out"}),
    e.TransferredOut: frozenset({"held"}),
    e.TransferredIn: frozenset({"in_transit"}),
    e.LeftTemporarily: frozenset({"held"}),
    e.Returned: frozenset({"absent", "escaped"}),
    e.Escaped: frozenset({"held", "absent", "in_transit"}),
    e.Released: frozenset({"held", "absent", "in_transit", "escaped"}),
    e.Died: frozenset({"held", "absent", "in_transit", "escaped"}),
    e.StatusRecorded: frozenset({"held", "absent", "in_transit", "escaped"}),
}
"""From which state each movement may happen; `out` means in no recorded stay."""

_INTO: dict[type[Any], str] = {
    e.Admitted: "held",
    e.TransferredOut: "in_transit",
    e.TransferredIn: "held",
    e.LeftTemporarily: "absent",
    e.Returned: "held",
    e.Escaped: "escaped",
    e.Released: "out",
    e.Died: "dead",
}

MOVEMENTS = tuple(_FROM)
"""Every event that moves a person or needs the person in custody."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first movement that could not have happened: its entry, and the state the person was in."""

    entry: Any
    state: str


def first_break(entries: Iterable[Any]) -> Break | None:
    """Return the first movement that contradicts those before it, or None when the history holds together.

    A history is walked in the order in which things happened, so a fact recorded late is tried against what came after
    it as well.
    """
    _state, found = _walk(entries)
    return found


def state_after(entries: Iterable[Any]) -> str:
    """Return the state in which recorded movements leave a person: `out`, `dead`, or a key of `codes.STATES`."""
    state, _found = _walk(entries)
    return state


def may_follow(kind: type[Any], state: str) -> bool:
    """Tell whether a movement of this kind is possible in a state."""
    return state in _FROM[kind]


def _walk(entries: Iterable[Any]) -> tuple[str, Break | None]:
    state, stay = "out", ""
    for entry in timeline.standing(entries):
        kind = type(entry.event)
        if kind not in _FROM:
            continue
        if state not in _FROM[kind] or (kind is not e.Admitted and entry.event.stay != stay):
            return state, Break(entry, state)
        state = _INTO.get(kind, state)
        stay = entry.event.stay
    return state, None
