"""Recording discipline, restrictions, complaints, decisions, and force upon the body."""

from datetime import datetime

from constancia.core.actors import Actor
from constancia.ledger.journal import Recorded
from constancia.standards.actions.conditions import Act, record, require_there
from constancia.standards.events import order as e


def record_sanction(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    facility: str = "",
    module: str = "",
    basis: str = "",
    ends_at: datetime | None = None,
    review_due_at: datetime | None = None,
    case: str = "",
    told_at: datetime | None = None,
    understood: bool | None = None,
    heard_at: datetime | None = None,
    decided_at: datetime | None = None,
    review_offered: bool | None = None,
    authorised_by: str = "",
    authorised_at: datetime | None = None,
    reasons: str = "",
    alternatives: str = "",
    independent_review: bool | None = None,
    individual: bool | None = None,
    by_sentence: bool | None = None,
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record a sanction or an order of separation with the case behind it (Mandela Rules 36-46).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.SanctionOrdered(
        person=person,
        module=module,
        kind=kind,
        basis=basis,
        ends_at=ends_at,
        review_due_at=review_due_at,
        case=case,
        told_at=told_at,
        understood=understood,
        heard_at=heard_at,
        decided_at=decided_at,
        review_offered=review_offered,
        authorised_by=authorised_by,
        authorised_at=authorised_at,
        reasons=reasons,
        alternatives=alternatives,
        independent_review=independent_review,
        individual=individual,
        by_sentence=by_sentence,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_restriction(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    kind: str,
    facility: str = "",
    person: str = "",
    basis: str = "",
    necessary: bool | None = None,
    judicial_control: bool | None = None,
    ends_at: datetime | None = None,
    means_left: bool | None = None,
    as_sanction: bool | None = None,
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record a restriction of contact or information, of a person or of the whole facility (ICPPED art. 20).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.RestrictionImposed(
        person=person,
        kind=kind,
        basis=basis,
        necessary=necessary,
        judicial_control=judicial_control,
        ends_at=ends_at,
        means_left=means_left,
        as_sanction=as_sanction,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def receive_complaint(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str = "",
    person: str = "",
    kind: str = "",
    answered_at: datetime | None = None,
    outcome: str = "",
    escalation_open: bool | None = None,
    reported_at: datetime | None = None,
    staff_removed_at: datetime | None = None,
    confidential: bool | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Receive a complaint, or say later what became of it; a person left out makes it anonymous (Mandela Rules 56-57).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.complain", facility, person)
    said = e.ComplaintReceived(
        person=person,
        kind=kind,
        answered_at=answered_at,
        outcome=outcome,
        escalation_open=escalation_open,
        reported_at=reported_at,
        staff_removed_at=staff_removed_at,
        confidential=confidential,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_proceeding(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    kind: str,
    facility: str = "",
    person: str = "",
    requested_at: datetime | None = None,
    done_by: str = "",
    outcome: str = "",
    in_person: bool | None = None,
    individual: bool | None = None,
    independent: bool | None = None,
    reasons: bool | None = None,
    counsel: bool | None = None,
    interpreter: bool | None = None,
    informed: bool | None = None,
    suspensive: bool | None = None,
    conditions_as_of: datetime | None = None,
    on_assurance: bool | None = None,
    monitored: bool | None = None,
    about: str = "",
    pending: bool = False,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record a hearing, review or decision, or (`pending`) that one was asked for (ICCPR art. 9(3)-(4), CAT art. 3).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.ProceedingHeld(
        person=person,
        kind=kind,
        requested_at=requested_at,
        done_by=done_by,
        outcome=outcome,
        in_person=in_person,
        individual=individual,
        independent=independent,
        reasons=reasons,
        counsel=counsel,
        interpreter=interpreter,
        informed=informed,
        suspensive=suspensive,
        conditions_as_of=conditions_as_of,
        on_assurance=on_assurance,
        monitored=monitored,
        about=about,
        pending=pending,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_restraint(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str = "",
    device: str = "",
    reason: str = "",
    ordered_by: str = "",
    legal_basis: str = "",
    individual_reason: bool | None = None,
    doctor_alerted_at: datetime | None = None,
    reported_at: datetime | None = None,
    reviewed_at: datetime | None = None,
    direction_at: datetime | None = None,
    case: str = "",
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record an instrument of restraint used on a person (Mandela Rules 47-49).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.RestraintUsed(
        person=person,
        device=device,
        reason=reason,
        ordered_by=ordered_by,
        legal_basis=legal_basis,
        individual_reason=individual_reason,
        doctor_alerted_at=doctor_alerted_at,
        reported_at=reported_at,
        reviewed_at=reviewed_at,
        direction_at=direction_at,
        case=case,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_force(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str = "",
    reason: str = "",
    reported_at: datetime | None = None,
    examined_at: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record force used on a person (Mandela Rule 82).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.ForceUsed(
        person=person,
        reason=reason,
        reported_at=reported_at,
        examined_at=examined_at,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_search(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    facility: str = "",
    kind: str = "",
    reason: str = "",
    individual_reason: bool | None = None,
    done_by: str = "",
    same_sex: bool | None = None,
    private: bool | None = None,
    by_health_staff: bool | None = None,
    result: str = "",
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record a search of a person or of the person's cell (Mandela Rules 50-52).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.PersonSearched(
        person=person,
        kind=kind,
        reason=reason,
        individual_reason=individual_reason,
        done_by=done_by,
        same_sex=same_sex,
        private=private,
        by_health_staff=by_health_staff,
        result=result,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)
