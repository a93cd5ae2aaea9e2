"""From entries to statements that stand for a while: needs, people kept apart, memberships, rivalries, hearings. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from constancia.housing.events import hearings
from constancia.housing.events import separation as e
from constancia.housing.timeline.places import standing_of


@dataclass(frozen=True, slots=True)
class Need:
    """What a person needs where they sleep, from `since` until `until` (None: still)."""

    need: str
    person: str
    kind: str
    detail: str
    stated_by: str
    review_on: date | None
    since: datetime
    until: datetime | None
    entry: int


@dataclass(frozen=True, slots=True)
class Apart:
    """Two persons kept apart, seen from the file of one of them."""

    separation: str
    person: str
    other: str
    reason: str
    role: str
    other_role: str
    scope: str
    activities: str
    since: datetime
    until: datetime | None
    entry: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A claim that a person belongs to a group; it counts until it ends, contested or not."""

    claim: str
    person: str
    group: str
    stated_by: str
    said_on: date
    standing: str
    since: datetime
    until: datetime | None
    entry: int


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Two groups kept apart, seen from one of them."""

    group: str
    other: str
    scope: str
    since: datetime
    until: datetime | None
    entry: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """When and where a person is heard (`starts`), from when it was fixed (`since`) until it was cancelled (`until`)."""

    hearing: str
    person: str
    starts: datetime
    room: str
    outside: str
    held_by: str
    since: datetime
    until: datetime | None
    entry: int


def hearings_of(person: str, entries: Iterable[Any]) -> list[Hearing]:
    """Return the hearings of one person, those cancelled included."""
    found: dict[str, Hearing] = {}
    for entry in standing_of(entries):
        said = entry.event
        if isinstance(said, hearings.HearingFixed):
            found[said.hearing] = Hearing(
                said.hearing,
                person,
                said.starts,
                said.room,
                said.outside,
                said.held_by,
                entry.occurred_at,
                None,
                entry.number,
            )
        elif isinstance(said, hearings.HearingCancelled):
            _end(found, said.hearing, entry.occurred_at)
    return list(found.values())


def needs(person: str, entries: Iterable[Any]) -> list[Need]:
    """Return the needs of one person, those over included."""
    found: dict[str, Need] = {}
    for entry in standing_of(entries):
        said = entry.event
        if isinstance(said, e.NeedRecorded):
            found[said.need] = Need(
                said.need,
                person,
                said.kind,
                said.detail,
                said.stated_by,
                said.review_on,
                entry.occurred_at,
                None,
                entry.number,
            )
        elif isinstance(said, e.NeedEnded):
            _end(found, said.need, entry.occurred_at)
    return list(found.values())


def aparts(person: str, entries: Iterable[Any]) -> list[Apart]:
    """Return from whom one person is or was kept apart."""
    found: dict[str, Apart] = {}
    for entry in standing_of(entries):
        said = entry.event
        if isinstance(said, e.KeptApart):
            found[said.separation] = Apart(
                said.separation,
                person,
                said.other,
                said.reason,
                said.role,
                said.other_role,
                said.scope,
                " ".join(said.activities),
                entry.occurred_at,
                None,
                entry.number,
            )
        elif isinstance(said, e.KeepApartEnded):
            _end(found, said.separation, entry.occurred_at)
    return list(found.values())


def memberships(person: str, entries: Iterable[Any]) -> list[Membership]:
    """Return the claims that one person belongs to a group, and how each stands."""
    found: dict[str, Membership] = {}
    for entry in standing_of(entries):
        said = entry.event
        if isinstance(said, e.MembershipClaimed):
            found[said.claim] = Membership(
                said.claim,
                person,
                said.group,
                said.stated_by,
                said.said_on,
                "stated",
                entry.occurred_at,
                None,
                entry.number,
            )
        elif isinstance(said, e.MembershipContested) and said.claim in found:
            found[said.claim] = replace(found[said.claim], standing="contested")
        elif isinstance(said, e.MembershipEnded) and said.claim in found:
            found[said.claim] = replace(found[said.claim], standing="ended")
            _end(found, said.claim, entry.occurred_at)
    return list(found.values())


def rivalries(group: str, entries: Iterable[Any]) -> list[Rivalry]:
    """Return from which groups one group is or was kept apart; a new scope replaces the one before."""
    found: list[Rivalry] = []
    for entry in standing_of(entries):
        said = entry.event
        if not isinstance(said, e.GroupsKeptApart):
            continue
        for place, each in enumerate(found):
            if each.other == said.other and each.until is None:
                found[place] = replace(each, until=entry.occurred_at)
        if said.scope:
            found.append(Rivalry(group, said.other, said.scope, entry.occurred_at, None, entry.number))
    return [each for each in found if each.until is None or each.until > each.since]


def _end(found: dict[str, Any], key: str, at: datetime) -> None:
    if key in found and found[key].until is None:
        found[key] = replace(found[key], until=max(at, found[key].since))
