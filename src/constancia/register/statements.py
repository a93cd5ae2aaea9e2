"""What others have stated about a person and still stands: holds against release, and links with other files. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from constancia.core.time import local_day
from constancia.register import events as e


@dataclass(frozen=True, slots=True)
class Hold:
    """A request not to release the person without asking first; `until` is its last day, `entry` where it stands."""

    hold: str
    kind: str
    authority: str
    reference: str
    until: date | None
    entry: int


@dataclass(frozen=True, slots=True)
class Link:
    """A statement that another file is, or is not, the same person."""

    link: str
    other: str
    relation: str
    reason: str
    entry: int


def holds(stands: Iterable[Any]) -> list[Hold]:
    """Return the holds that were placed and not lifted, given the entries that stand (`timeline.standing`)."""
    found: dict[str, Hold] = {}
    for entry in stands:
        said = entry.event
        if isinstance(said, e.HoldPlaced):
            found[said.hold] = Hold(said.hold, said.kind, said.authority, said.reference, said.until, entry.number)
        elif isinstance(said, e.HoldLifted):
            found.pop(said.hold, None)
    return list(found.values())


def holds_at(stands: Iterable[Any], moment: datetime, zone: str) -> list[Hold]:
    """Return the holds in force at a moment: placed by then, not lifted by then, their last local day not over."""
    before = [each for each in stands if each.occurred_at <= moment]
    day = local_day(moment, zone)
    return [each for each in holds(before) if each.until is None or each.until >= day]


def links(stands: Iterable[Any]) -> list[Link]:
    """Return the links that were stated and not ended, given the entries that stand (`timeline.standing`)."""
    found: dict[str, Link] = {}
    for entry in stands:
        said = entry.event
        if isinstance(said, e.IdentityLinked):
            found[said.link] = Link(said.link, said.other, said.relation, said.reason, entry.number)
        elif isinstance(said, e.IdentityUnlinked):
            found.pop(said.link, None)
    return list(found.values())
