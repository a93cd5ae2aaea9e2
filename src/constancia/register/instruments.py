"""What instruments cover of a person's custody, and what is left without a ground. Pure.

All intervals are half-open in UTC.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from constancia.register import events as e
from constancia.register.timeline import Span, standing


@dataclass(frozen=True, slots=True)
class Ground:
    """One instrument as it stands: valid from `since` until `until` (earlier if annulled or ended on review).

    `pending` holds the entries of challenges that no review decided; `challenged` tells whether there is one.
    """

    ground: str
    kind: str
    issuer: str
    reference: str
    since: datetime
    until: datetime | None
    review_due_on: Any
    challenged: bool
    ended: str
    entry: int
    document_sha256: str
    statute: str
    facts: str
    pending: tuple[int, ...] = ()


def grounds(entries: Iterable[Any]) -> list[Ground]:
    """Return the instruments of one person as they stand after the entries given.

    Instruments come first, then what was decided about them in the order in which it happened: a court may end a ground
    from a moment before the register received it.
    """
    found: dict[str, Ground] = {}
    for entry in sorted(standing(entries), key=lambda each: not isinstance(each.event, e.GroundRecorded)):
        step = _GROUND_STEPS.get(type(entry.event))
        if step is not None:
            step(found, entry)
    return list(found.values())


def _ground_recorded(found: dict[str, Ground], entry: Any) -> None:
    event = entry.event
    found[event.ground] = Ground(
        event.ground,
        event.kind,
        event.issuer,
        event.reference,
        event.valid_from,
        event.valid_until,
        event.review_due_on,
        False,
        "",
        entry.number,
        event.document_sha256,
        event.statute,
        event.facts,
    )


def _ground_reviewed(found: dict[str, Ground], entry: Any) -> None:
    event = entry.event
    if event.ground not in found:
        return
    ground = _still_pending(found[event.ground], set(found[event.ground].pending) - {event.decides})
    found[event.ground] = (
        _cut(ground, entry.occurred_at, "review")
        if event.outcome == "ended"
        else replace(ground, review_due_on=event.next_review_on)
    )


def _ground_challenged(found: dict[str, Ground], entry: Any) -> None:
    if entry.event.ground in found:
        ground = found[entry.event.ground]
        found[entry.event.ground] = _still_pending(ground, {*ground.pending, entry.number})


def _still_pending(ground: Ground, numbers: set[int]) -> Ground:
    return replace(ground, pending=tuple(sorted(numbers)), challenged=bool(numbers))


def _ground_annulled(found: dict[str, Ground], entry: Any) -> None:
    if entry.event.ground in found:
        found[entry.event.ground] = _cut(found[entry.event.ground], entry.occurred_at, "annulled")


def _cut(ground: Ground, at: datetime, why: str) -> Ground:
    if ground.until is not None and ground.until <= at:
        return ground
    return replace(ground, until=max(at, ground.since), ended=why, review_due_on=None)


_GROUND_STEPS: dict[type[Any], Callable[[dict[str, Ground], Any], None]] = {
    e.GroundRecorded: _ground_recorded,
    e.GroundReviewed: _ground_reviewed,
    e.GroundChallenged: _ground_challenged,
    e.GroundAnnulled: _ground_annulled,
}


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A piece of custody that no ground covers; it begins on the instant the last ground ends, even in the future."""

    stay: str
    facility: str
    since: datetime
    until: datetime | None


_IN_CUSTODY = frozenset({"held", "in_transit", "absent"})
_TOOK_PLACE = frozenset({"recorded", "sighted", "gap"})


def uncovered(held: Iterable[Span], instruments: Iterable[Ground]) -> list[Uncovered]:
    """Return the pieces of custody during which no instrument was live, neighbouring pieces of a stay joined."""
    live = sorted(
        ((each.since, each.until) for each in instruments if each.until is None or each.until > each.since),
        key=lambda pair: pair[0],
    )
    found: list[Uncovered] = []
    for span in sorted(held, key=lambda each: (each.stay, each.since)):
        if span.state not in _IN_CUSTODY or span.evidence not in _TOOK_PLACE:
            continue
        for since, until in _minus(span.since, span.until, live):
            last = found[-1] if found else None
            if last and last.stay == span.stay and last.facility == span.facility and last.until == since:
                found[-1] = replace(last, until=until)
            else:
                found.append(Uncovered(span.stay, span.facility, since, until))
    return found


def _minus(
    since: datetime, until: datetime | None, covers: list[tuple[datetime, datetime | None]]
) -> list[tuple[datetime, datetime | None]]:
    """Return what is left of an interval when others, sorted by their start, are taken away."""
    left: list[tuple[datetime, datetime | None]] = []
    at = since
    for start, end in covers:
        if until is not None and start >= until:
            break
        if start > at:
            left.append((at, start))
        if end is None:
            return left
        at = max(at, end)
        if until is not None and at >= until:
            return left
    left.append((at, until))
    return left
