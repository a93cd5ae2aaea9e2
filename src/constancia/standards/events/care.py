"""Health, injuries and deaths, requests from outside, inspections.

Each event states one row of the fact table of that name (see the norms' tables): blank means not on record. The entry's moment is when
it began or happened, its facility the facility of the row.
"""

from datetime import datetime
from typing import ClassVar

from constancia.core.events import event
from constancia.standards.events.condition import Condition


@event(
    "standards.health_recorded",
    en="Health care or state recorded",
    es="Atención o estado de salud asentado",
    source="Mandela Rules 24-35; Bangkok Rules 6-18",
)
class HealthRecorded(Condition):
    """An examination, a request, a refusal, a round or a state of health; restricted to the health role."""

    table: ClassVar[str] = "health"

    person: str
    kind: str
    value: bool | None
    done_by: str
    requested_at: datetime | None
    seen_at: datetime | None
    screened_by: str
    refused: bool | None
    interview: bool | None
    statement: bool | None
    findings: bool | None
    opinion: bool | None
    items: str
    worsened_by_solitary: bool | None
    reported_at: datetime | None
    charged: bool | None
    about: str
    until: datetime | None
    note: str


@event(
    "standards.harm_recorded",
    en="Injury, illness or death recorded",
    es="Lesión, enfermedad o muerte asentada",
    source="Mandela Rules 69-72; Minnesota Protocol; HRC General Comment 36, 29",
)
class HarmRecorded(Condition):
    """An injury, an illness, a disappearance or a death, and who was told when; restricted to the health role."""

    table: ClassVar[str] = "injury_death"

    person: str
    kind: str
    manner: str
    circumstances: str
    cause: str
    care_recorded: bool | None
    reported_at: datetime | None
    kin_told_at: datetime | None
    no_notice_asked: bool | None
    inquiry_ended_at: datetime | None
    inquiry_report_at: datetime | None
    inquiry_independent: bool | None
    autopsy_at: datetime | None
    family_took_part: bool | None
    remains_released_at: datetime | None
    remains_destination: str
    buried_at: datetime | None
    note: str


@event(
    "standards.request_received",
    en="Request from outside received",
    es="Solicitud externa recibida",
    source="ICPPED arts. 17(2)(e) and 18; OPCAT art. 20",
)
class RequestReceived(Condition):
    """Somebody outside asked for information or for access, and what was answered."""

    table: ClassVar[str] = "request"

    person: str
    kind: str
    requester: str
    answered_at: datetime | None
    items: str
    refused: bool | None
    lawful_restriction: bool | None
    note: str


@event(
    "standards.inspection_held",
    en="Inspection held",
    es="Inspección realizada",
    source="Mandela Rules 83-85; OPCAT arts. 19-22",
)
class InspectionHeld(Condition):
    """An inspection of a facility, its report, and what the custodian answered."""

    table: ClassVar[str] = "inspection"

    kind: str
    body: str
    chose_places: bool | None
    private_interviews: bool | None
    report_at: datetime | None
    response_at: datetime | None
    advice: bool | None
    acted_at: datetime | None
    note: str
