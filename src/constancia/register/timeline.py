"""From a person's entries to intervals: where held, in what state, on what evidence, and on what ground. Pure.

All intervals are half-open in UTC. A roll without an hour covers its whole local day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from constancia.core.time import day_end, day_start
from constancia.register import events as e
from constancia.register.roll import events as r
from constancia.register.roll.values import admission_moment, known_attributes


@dataclass(slots=True)
class Span:
    """One unbroken piece of a stay during which nothing below changed; `until` None means it goes on.

    Never changed once made; not frozen, because a bulk import makes half a million of them.

    `entry` is the number of the entry that opened it, `ended_by` of the one that closed it. `rows` is how often a roll
    lists the stay (repeated rows are kept, not hidden); `age` is the age a roll states.
    """

    stay: str
    facility: str
    state: str
    evidence: str
    since: datetime
    until: datetime | None
    entry: int
    ended_by: int | None = None
    rows: int = 1
    status: str = ""
    sex: str = ""
    age: int | None = None


def standing(entries: Iterable[Any]) -> list[Any]:
    """Return the entries that stand: not superseded and not withdrawn, in the order in which things happened."""
    kept = list(entries)
    gone = {each.supersedes for each in kept if each.supersedes is not None}
    stands = [each for each in kept if each.number not in gone and not isinstance(each.event, e.EntryWithdrawn)]
    return sorted(stands, key=lambda each: (each.occurred_at, each.number))


def spans(entries: Iterable[Any]) -> list[Span]:
    """Return the spans of all stays of one person, from the entries given."""
    result: list[Span] = []
    for entry in standing(entries):
        result = apply(result, entry)
    return result


def apply(before: list[Span], entry: Any) -> list[Span]:
    """Return the spans after one more entry that happened last; entries of other kinds change nothing."""
    step = _STEPS.get(type(entry.event))
    return before if step is None else step(list(before), entry)


def _open_at(found: list[Span], stay: str) -> int | None:
    """Return the position of the stay's open span."""
    for position in range(len(found) - 1, -1, -1):
        if found[position].stay == stay and found[position].until is None:
            return position
    return None


def _close(found: list[Span], stay: str, at: datetime, entry: Any) -> Span | None:
    """End the stay's open span and return it as it was; a span that would last no time is dropped."""
    position = _open_at(found, stay)
    if position is None:
        return None
    span = found[position]
    if at > span.since:
        found[position] = replace(span, until=at, ended_by=entry.number)
    else:
        del found[position]
    return span


def _turn(state: str, *, arrives: bool = False) -> Callable[[list[Span], Any], list[Span]]:
    """Return the step of an event after which the stay goes on in another state.

    Only who arrives is where the event says; who leaves does so from where the stay was, so that correcting the place
    of an admission moves everything after it that did not happen elsewhere.
    """

    def step(found: list[Span], entry: Any) -> list[Span]:
        event = entry.event
        before = _close(found, event.stay, entry.occurred_at, entry)
        place = event.facility if arrives or before is None else before.facility
        status = before.status if before else ""
        found.append(Span(event.stay, place, state, "recorded", entry.occurred_at, None, entry.number, status=status))
        return found

    return step


def _ended(found: list[Span], entry: Any) -> list[Span]:
    _close(found, entry.event.stay, entry.occurred_at, entry)
    return found


def _status_recorded(found: list[Span], entry: Any) -> list[Span]:
    before = _close(found, entry.event.stay, entry.occurred_at, entry)
    if before is not None:
        found.append(
            replace(before, since=entry.occurred_at, until=None, entry=entry.number, status=entry.event.status)
        )
    return found


def _sighted(found: list[Span], entry: Any) -> list[Span]:
    event = entry.event
    first = day_start(event.day, entry.zone)
    stated = admission_moment(event.admitted, entry.zone)
    if stated is not None and stated < first:
        found.append(Span(event.stay, entry.facility, "held", "stated", stated, first, entry.number, entry.number, 0))
    found.append(_listed(event, entry, first, {}))
    return found


def _missed(found: list[Span], entry: Any) -> list[Span]:
    event = entry.event
    left_after, absent_from = day_end(event.last_day, entry.zone), day_start(event.day, entry.zone)
    before = _close(found, event.stay, left_after, entry)
    if before is not None and left_after < absent_from:
        found.append(
            replace(
                before,
                evidence="possible",
                since=left_after,
                until=absent_from,
                entry=entry.number,
                ended_by=entry.number,
                rows=0,
            )
        )
    return found


def _sighted_again(found: list[Span], entry: Any) -> list[Span]:
    event = entry.event
    back = day_start(event.day, entry.zone)
    found = [each for each in found if each.stay != event.stay or each.evidence != "possible"]
    last = next((each for each in reversed(found) if each.stay == event.stay), None)
    if last is None or last.until is None:
        return found
    found.append(
        replace(last, evidence="gap", since=last.until, until=back, entry=entry.number, ended_by=entry.number, rows=0)
    )
    found.append(_listed(event, entry, back, {"status": last.status, "sex": last.sex, "age": last.age}))
    return found


def _described(found: list[Span], entry: Any) -> list[Span]:
    event = entry.event
    at = day_start(event.day, entry.zone)
    position = _open_at(found, event.stay)
    if position is None:
        return found
    span = found[position]
    changed = {**known_attributes(event.attributes), "rows": event.rows}
    if all(getattr(span, name) == value for name, value in changed.items()):
        return found
    _close(found, event.stay, at, entry)
    found.append(replace(span, since=at, until=None, entry=entry.number, **changed))
    return found


def _listed(event: Any, entry: Any, since: datetime, before: dict[str, Any]) -> Span:
    known = {**before, **known_attributes(event.attributes)}
    return Span(event.stay, entry.facility, "held", "sighted", since, None, entry.number, rows=event.rows, **known)


_STEPS: dict[type[Any], Callable[[list[Span], Any], list[Span]]] = {
    e.Admitted: _turn("held", arrives=True),
    e.TransferredOut: _turn("in_transit"),
    e.TransferredIn: _turn("held", arrives=True),
    e.LeftTemporarily: _turn("absent"),
    e.Returned: _turn("held", arrives=True),
    e.Escaped: _turn("escaped"),
    e.Released: _ended,
    e.Died: _ended,
    e.StatusRecorded: _status_recorded,
    r.Sighted: _sighted,
    r.Missed: _missed,
    r.SightedAgain: _sighted_again,
    r.Described: _described,
}


@dataclass(slots=True)
class Version:
    """A span as the register knew it; never changed once made.

    It was known from entry `known_from` on, its end from `end_known_from` on, and from `known_until` on no longer believed.
    """

    span: Span
    known_from: int
    end_known_from: int | None
    known_until: int | None = None


def versions(chain: Sequence[Any]) -> list[Version]:
    """Return every version of every span of one person, given all the person's entries in order of number.

    The answer as known at entry N is every version with known_from <= N < known_until, its end left open when
    end_known_from > N. It is the same however the entries were grouped when they were written.
    """
    current: list[Version] = []
    past: list[Version] = []
    found: list[Span] = []
    latest: datetime | None = None
    for at, entry in enumerate(chain):
        if type(entry.event) not in _STEPS and entry.supersedes is None:
            continue
        in_order = entry.supersedes is None and (latest is None or entry.occurred_at >= latest)
        found = apply(found, entry) if in_order else spans(chain[: at + 1])
        latest = entry.occurred_at if latest is None else max(latest, entry.occurred_at)
        current = _compared(current, found, entry.number, past)
    return past + current


def _compared(before: list[Version], found: list[Span], number: int, past: list[Version]) -> list[Version]:
    """Carry over what stays, close what ended, supersede what changed."""
    same = 0
    while same < min(len(before), len(found)) and before[same].span is found[same]:
        same += 1
    known = {_start_of(each.span): each for each in before[same:]}
    after = before[:same]
    for span in found[same:]:
        old = known.pop(_start_of(span), None)
        if old is not None and old.span == span:
            after.append(old)
        elif old is not None and old.span.until is None and span.until is not None:
            after.append(Version(span, old.known_from, number))
        else:
            if old is not None:
                past.append(replace(old, known_until=number))
            after.append(Version(span, number, None if span.until is None else number))
    past.extend(replace(each, known_until=number) for each in known.values())
    return after


def _start_of(span: Span) -> tuple[Any, ...]:
    return (
        span.stay,
        span.facility,
        span.state,
        span.evidence,
        span.since,
        span.entry,
        span.rows,
        span.status,
        span.sex,
        span.age,
    )


# ---------------------------------------------------------------- grounds


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
