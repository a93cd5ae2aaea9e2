"""Recording health, injuries and deaths, requests from outside, inspections."""

from datetime import datetime

from constancia.core.actors import Actor
from constancia.ledger.journal import Recorded
from constancia.standards.actions.conditions import Act, record, require_there
from constancia.standards.events import care as e


def record_health(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    kind: str,
    facility: str = "",
    person: str = "",
    value: bool | None = None,
    done_by: str = "",
    requested_at: datetime | None = None,
    seen_at: datetime | None = None,
    screened_by: str = "",
    refused: bool | None = None,
    interview: bool | None = None,
    statement: bool | None = None,
    findings: bool | None = None,
    opinion: bool | None = None,
    items: str = "",
    worsened_by_solitary: bool | None = None,
    reported_at: datetime | None = None,
    charged: bool | None = None,
    about: str = "",
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record an examination, a request, a refusal or a state of health (Mandela Rules 24-35).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record_health", facility, person)
    said = e.HealthRecorded(
        person=person,
        kind=kind,
        value=value,
        done_by=done_by,
        requested_at=requested_at,
        seen_at=seen_at,
        screened_by=screened_by,
        refused=refused,
        interview=interview,
        statement=statement,
        findings=findings,
        opinion=opinion,
        items=items,
        worsened_by_solitary=worsened_by_solitary,
        reported_at=reported_at,
        charged=charged,
        about=about,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_harm(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    kind: str,
    facility: str = "",
    manner: str = "",
    circumstances: str = "",
    cause: str = "",
    care_recorded: bool | None = None,
    reported_at: datetime | None = None,
    kin_told_at: datetime | None = None,
    no_notice_asked: bool | None = None,
    inquiry_ended_at: datetime | None = None,
    inquiry_report_at: datetime | None = None,
    inquiry_independent: bool | None = None,
    autopsy_at: datetime | None = None,
    family_took_part: bool | None = None,
    remains_released_at: datetime | None = None,
    remains_destination: str = "",
    buried_at: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record an injury, an illness, a disappearance or details of a death (Mandela Rules 69-72).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record_health", facility, person)
    said = e.HarmRecorded(
        person=person,
        kind=kind,
        manner=manner,
        circumstances=circumstances,
        cause=cause,
        care_recorded=care_recorded,
        reported_at=reported_at,
        kin_told_at=kin_told_at,
        no_notice_asked=no_notice_asked,
        inquiry_ended_at=inquiry_ended_at,
        inquiry_report_at=inquiry_report_at,
        inquiry_independent=inquiry_independent,
        autopsy_at=autopsy_at,
        family_took_part=family_took_part,
        remains_released_at=remains_released_at,
        remains_destination=remains_destination,
        buried_at=buried_at,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def receive_request(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    kind: str,
    facility: str = "",
    person: str = "",
    requester: str = "",
    answered_at: datetime | None = None,
    items: str = "",
    refused: bool | None = None,
    lawful_restriction: bool | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record a request from outside for information or access, and its answer (ICPPED arts. 17 and 18).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.RequestReceived(
        person=person,
        kind=kind,
        requester=requester,
        answered_at=answered_at,
        items=items,
        refused=refused,
        lawful_restriction=lawful_restriction,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def record_inspection(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    kind: str,
    body: str = "",
    chose_places: bool | None = None,
    private_interviews: bool | None = None,
    report_at: datetime | None = None,
    response_at: datetime | None = None,
    advice: bool | None = None,
    acted_at: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record an inspection of a facility with its report and answer (Mandela Rules 83-85).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.inspect", facility, "")
    said = e.InspectionHeld(
        kind=kind,
        body=body,
        chose_places=chose_places,
        private_interviews=private_interviews,
        report_at=report_at,
        response_at=response_at,
        advice=advice,
        acted_at=acted_at,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)
