"""Findings: a breach that was proved or seen, and everything done about it until it is cured."""

from datetime import datetime

from constancia.core.events import Event, event

_REMEDY = "ICCPR art. 2(3); Mandela Rules 57 and 85"


@event("standards.finding_opened", en="Finding opened", es="Hallazgo abierto", source=_REMEDY)
class FindingOpened(Event):
    """A breach opens a finding: which question, about whom or what, since when, what was measured against which threshold.

    `origin` is `breach` (the facts prove it) or `inspection` (an inspector saw it). `evidence` holds the numbers of the entries
    whose facts were used. `reopens` is true when the finding had been remedied before.
    """

    finding: str
    origin: str
    norm: str
    limb: str
    rung: str
    severity: str
    subject_kind: str
    subject: str
    record: str
    verdict: str
    since: datetime | None
    measured: str
    threshold: str
    unit: str
    reason: str
    statement: str
    evidence: tuple[int, ...]
    answer_due_at: datetime


@event("standards.finding_assigned", en="Finding assigned", es="Hallazgo asignado", source=_REMEDY)
class FindingAssigned(Event):
    """Somebody is to cure it."""

    finding: str
    to: str
    due_at: datetime


@event("standards.finding_answered", en="Finding answered", es="Hallazgo respondido", source=_REMEDY)
class FindingAnswered(Event):
    """The custodian says what it makes of the finding and what it will do."""

    finding: str
    answer: str


@event("standards.finding_contested", en="Finding contested", es="Hallazgo controvertido", source=_REMEDY)
class FindingContested(Event):
    """The custodian says that the finding is wrong, and why; the finding stands until inspection decides."""

    finding: str
    reason: str


@event("standards.contest_decided", en="Contest decided", es="Controversia resuelta", source=_REMEDY)
class ContestDecided(Event):
    """Inspection decides a contest: `upheld` (the finding stands) or `withdrawn` (it was wrong); either way it stays readable."""

    finding: str
    outcome: str
    reason: str


@event("standards.finding_remedied", en="Finding remedied", es="Hallazgo subsanado", source=_REMEDY)
class FindingRemedied(Event):
    """The custodian says what cured the breach and since when; the next breach re-opens the finding."""

    finding: str
    remedy: str


@event("standards.finding_reopened", en="Finding re-opened", es="Hallazgo reabierto", source=_REMEDY)
class FindingReopened(Event):
    """The same question about the same subject was breached again after the remedy."""

    finding: str
    since: datetime | None
    measured: str
    evidence: tuple[int, ...]
    answer_due_at: datetime


@event("standards.finding_escalated", en="Finding escalated", es="Hallazgo elevado", source=_REMEDY)
class FindingEscalated(Event):
    """A deadline passed without an answer or a remedy, so that the next authority is told: `level` is a key of `LEVELS`."""

    finding: str
    level: str
    overdue_since: datetime


@event(
    "standards.recommendation_made",
    en="Recommendation made",
    es="Recomendación formulada",
    source="OPCAT arts. 19 and 22",
)
class RecommendationMade(Event):
    """An inspector asks the custodian to do something by a day."""

    recommendation: str
    finding: str
    asks: str
    due_at: datetime


@event(
    "standards.recommendation_followed",
    en="Recommendation followed up",
    es="Recomendación con seguimiento",
    source="OPCAT art. 22",
)
class RecommendationFollowed(Event):
    """How far a recommendation is carried out: `state` is a key of `IMPLEMENTATION`, `said_by` custodian or inspection."""

    recommendation: str
    state: str
    said_by: str
    account: str
