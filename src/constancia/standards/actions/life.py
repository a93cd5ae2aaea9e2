"""Recording how people are held day by day: regime, contact, visits, notices, what is handed out."""

from datetime import datetime
from decimal import Decimal

from constancia.core.actors import Actor
from constancia.ledger.journal import Recorded
from constancia.standards.actions.conditions import Act, record, require_there
from constancia.standards.events import life as e


def record_regime(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str = "",
    place: str = "",
    company: str = "",
    separation: str = "",
    open_air: bool | None = None,
    barred_by: str = "",
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record how a person was held from `at` until `until` (Mandela Rules 23 and 43-45); left open it goes on.

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.RegimeRecorded(
        person=person,
        place=place,
        company=company,
        separation=separation,
        open_air=open_air,
        barred_by=barred_by,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_human_contact(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str = "",
    kind: str = "",
    meaningful: bool | None = None,
    offered: bool | None = None,
    taken: bool | None = None,
    opened: bool | None = None,
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record human contact of a person in custody (Mandela Rule 44); a blank `meaningful` leaves it to a person to decide.

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.HumanContactRecorded(
        person=person,
        kind=kind,
        meaningful=meaningful,
        offered=offered,
        taken=taken,
        opened=opened,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_visit(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str = "",
    person: str = "",
    kind: str = "",
    requested_at: datetime | None = None,
    private: bool | None = None,
    overheard: bool | None = None,
    denied: bool | None = None,
    denied_basis: str = "",
    pending: bool = False,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record a visit, a denial, or (`pending`) a request for one (Mandela Rules 58-62).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.VisitRecorded(
        person=person,
        kind=kind,
        requested_at=requested_at,
        private=private,
        overheard=overheard,
        denied=denied,
        denied_basis=denied_basis,
        pending=pending,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_notice(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    facility: str = "",
    asked_at: datetime | None = None,
    understood: bool | None = None,
    place_named: bool | None = None,
    refused: bool | None = None,
    refused_witness: str = "",
    about: str = "",
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record that the person, the family, a consul or counsel was told (ICCPR art. 9(2), VCCR art. 36(1)(b), Mandela Rule 68).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.NoticeGiven(
        person=person,
        kind=kind,
        asked_at=asked_at,
        understood=understood,
        place_named=place_named,
        refused=refused,
        refused_witness=refused_witness,
        about=about,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_supply(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    kind: str,
    facility: str = "",
    person: str = "",
    cell: str = "",
    amount: Decimal | None = None,
    taken: bool | None = None,
    charged: bool | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record what was offered or handed out to a person, a cell or the whole facility (Mandela Rules 16-22).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.SupplyOffered(
        person=person,
        cell=cell,
        kind=kind,
        amount=amount,
        taken=taken,
        charged=charged,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)
