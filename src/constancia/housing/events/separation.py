"""What can be recorded about who must be apart, who belongs together, and what somebody needs where they sleep."""

from datetime import date

from constancia.core.events import Event, event

_NA = "Mandela Rule 11; custody-systems: rows 50-52"
_NEEDS = "Mandela Rules 5(2), 28-31 and 109; Bangkok Rules 48-52"


@event("housing.kept_apart", en="To be kept apart", es="Separación ordenada", source=_NA)
class KeptApart(Event):
    """Two persons may not be in one place of this size (`scope`); one entry in each file, with the role of each.

    `activities` are further occasions on which they are apart: exercise, transport.
    """

    separation: str
    other: str
    reason: str
    role: str
    other_role: str
    scope: str
    activities: tuple[str, ...]
    stated_by: str


@event("housing.keep_apart_ended", en="Keeping apart ended", es="Separación terminada", source=_NA)
class KeepApartEnded(Event):
    """Two persons need no longer be kept apart."""

    separation: str
    other: str
    reason: str


@event("housing.group_opened", en="Separation group opened", es="Grupo de separación abierto", source=_NA)
class GroupOpened(Event):
    """A group that people are said to belong to; known here only so that nobody comes to harm."""

    group: str
    name: str
    reason: str


@event("housing.groups_kept_apart", en="Groups kept apart", es="Grupos separados", source=_NA)
class GroupsKeptApart(Event):
    """Members of two groups may not be in one place of this size; an empty scope ends it."""

    group: str
    other: str
    scope: str
    reason: str


@event("housing.membership_claimed", en="Membership claimed", es="Pertenencia atribuida", source=_NA)
class MembershipClaimed(Event):
    """A named source says on a day that a person belongs to a group; the person may contest it and is told so."""

    claim: str
    group: str
    stated_by: str
    said_on: date
    basis: str
    told_on: date | None


@event("housing.membership_contested", en="Membership contested", es="Pertenencia impugnada", source=_NA)
class MembershipContested(Event):
    """Somebody contests a claim of membership; it goes on keeping people safe until it is decided."""

    claim: str
    by_whom: str
    statement: str


@event("housing.membership_ended", en="Membership no longer stands", es="Pertenencia sin efecto", source=_NA)
class MembershipEnded(Event):
    """A claim of membership no longer stands, by whose decision and why."""

    claim: str
    decided_by: str
    reason: str


@event("housing.need_recorded", en="Housing need recorded", es="Necesidad de alojamiento registrada", source=_NEEDS)
class NeedRecorded(Event):
    """What a person needs where they sleep (a key of `codes.NEEDS`); no diagnosis.

    `detail` is the code under which people with one infection may share, the birth date of an infant, or the code that
    people who stay together have in common.
    """

    need: str
    kind: str
    detail: str
    stated_by: str
    review_on: date | None


@event("housing.need_ended", en="Housing need ended", es="Necesidad de alojamiento terminada", source=_NEEDS)
class NeedEnded(Event):
    """A need no longer stands."""

    need: str
    reason: str
