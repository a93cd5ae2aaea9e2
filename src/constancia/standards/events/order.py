"""Discipline, restrictions, complaints, decisions, and force upon the body.

Each event states one row of the fact table of that name (see the norms' tables): blank means not on record. The entry's moment is when
it began or happened, its facility the facility of the row.
"""

from datetime import datetime
from typing import ClassVar

from constancia.core.events import event
from constancia.standards.events.condition import Condition


@event(
    "standards.sanction_ordered",
    en="Sanction or separation ordered",
    es="Sanción o separación ordenada",
    source="Mandela Rules 36-46",
)
class SanctionOrdered(Condition):
    """A sanction or an order of separation from `at` on, with the case behind it."""

    table: ClassVar[str] = "discipline"

    person: str
    module: str
    kind: str
    basis: str
    ends_at: datetime | None
    review_due_at: datetime | None
    case: str
    told_at: datetime | None
    understood: bool | None
    heard_at: datetime | None
    decided_at: datetime | None
    review_offered: bool | None
    authorised_by: str
    authorised_at: datetime | None
    reasons: str
    alternatives: str
    independent_review: bool | None
    individual: bool | None
    by_sentence: bool | None
    until: datetime | None
    note: str


@event(
    "standards.restriction_imposed",
    en="Restriction imposed",
    es="Restricción impuesta",
    source="ICPPED art. 20; Mandela Rule 43(3)",
)
class RestrictionImposed(Condition):
    """A restriction of contact or of information, with the law that is cited for it."""

    table: ClassVar[str] = "restriction"

    person: str
    kind: str
    basis: str
    necessary: bool | None
    judicial_control: bool | None
    ends_at: datetime | None
    means_left: bool | None
    as_sanction: bool | None
    until: datetime | None
    note: str


@event(
    "standards.complaint_received",
    en="Complaint received",
    es="Queja recibida",
    source="Mandela Rules 56-57; CAT art. 13",
)
class ComplaintReceived(Condition):
    """A complaint and what became of it; only inspection and courts read whose it was."""

    table: ClassVar[str] = "complaint"

    person: str
    kind: str
    answered_at: datetime | None
    outcome: str
    escalation_open: bool | None
    reported_at: datetime | None
    staff_removed_at: datetime | None
    confidential: bool | None
    note: str


@event(
    "standards.proceeding_held",
    en="Hearing or decision recorded",
    es="Audiencia o decisión asentada",
    source="ICCPR art. 9(3)-(4); CAT art. 3",
)
class ProceedingHeld(Condition):
    """A hearing, review or decision that was held or, while `pending`, is only asked for."""

    table: ClassVar[str] = "proceeding"

    person: str
    kind: str
    requested_at: datetime | None
    done_by: str
    outcome: str
    in_person: bool | None
    individual: bool | None
    independent: bool | None
    reasons: bool | None
    counsel: bool | None
    interpreter: bool | None
    informed: bool | None
    suspensive: bool | None
    conditions_as_of: datetime | None
    on_assurance: bool | None
    monitored: bool | None
    about: str
    pending: bool
    note: str


@event(
    "standards.restraint_used",
    en="Restraint used",
    es="Medio de coerción usado",
    source="Mandela Rules 43(2) and 47-49",
)
class RestraintUsed(Condition):
    """An instrument of restraint used on a person: which, why, by whose order, for how long."""

    table: ClassVar[str] = "restraint"

    person: str
    device: str
    reason: str
    ordered_by: str
    legal_basis: str
    individual_reason: bool | None
    doctor_alerted_at: datetime | None
    reported_at: datetime | None
    reviewed_at: datetime | None
    direction_at: datetime | None
    case: str
    until: datetime | None
    note: str


@event("standards.force_used", en="Force used", es="Fuerza usada", source="Mandela Rule 82")
class ForceUsed(Condition):
    """Force used on a person: why, whether reported, whether the person was examined."""

    table: ClassVar[str] = "force"

    person: str
    reason: str
    reported_at: datetime | None
    examined_at: datetime | None
    note: str


@event(
    "standards.person_searched",
    en="Person searched",
    es="Persona registrada corporalmente",
    source="Mandela Rules 50-52",
)
class PersonSearched(Condition):
    """A search of a person or of a person's cell."""

    table: ClassVar[str] = "search"

    person: str
    kind: str
    reason: str
    individual_reason: bool | None
    done_by: str
    same_sex: bool | None
    private: bool | None
    by_health_staff: bool | None
    result: str
    note: str
