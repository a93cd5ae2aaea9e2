"""Recommendations of inspectors, and how far each is carried out."""

import secrets
from collections.abc import Callable
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refused
from constancia.ledger.journal import Recorded, new_subject
from constancia.ledger.sequence import writing
from constancia.register.rules import refuse_code, refuse_missing, refuse_moment
from constancia.standards import refusals as why
from constancia.standards.actions.common import write_one
from constancia.standards.codes import IMPLEMENTATION
from constancia.standards.events.findings import RecommendationFollowed, RecommendationMade
from constancia.standards.models import Finding, Recommendation

REMEDY, INSPECT = "standards.remedy", "standards.inspect"


def recommend(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    asks: str,
    due_at: datetime,
    finding: str = "",
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Ask the custodian to do something by a moment, because of a finding or of its own (OPCAT arts. 19 and 22).

    Refuses `standards.unknown_finding`, `register.missing`, `register.in_future`, `register.unknown_facility`.
    """
    require(by, INSPECT, facility)
    with writing():
        unknown = finding and not Finding.objects.filter(id=finding, facility=facility).exists()
        said = RecommendationMade(
            recommendation=new_subject("K", random_index), finding=finding, asks=asks, due_at=due_at
        )
        return write_one(
            said,
            subject=said.recommendation,
            facility=facility,
            by=by,
            at=at,
            now=now,
            refusals=[
                *([why.UNKNOWN_FINDING(field="finding", finding=finding[:20])] if unknown else []),
                *refuse_missing(asks=asks),
                *refuse_moment(at, now),
            ],
        )


def follow_up(*, by: Actor, at: datetime, now: datetime, recommendation: str, state: str, account: str) -> Recorded:
    """Say how far a recommendation is carried out, with an account of it; only inspection says `verified`.

    Refuses `standards.unknown_recommendation`, `register.unknown_code`, `register.missing`, `register.in_future`.
    """
    found = Recommendation.objects.filter(id=recommendation).first()
    require(by, INSPECT if state == "verified" else REMEDY, found.facility if found else "")
    if found is None:
        raise Refused([why.UNKNOWN_RECOMMENDATION(field="recommendation", recommendation=recommendation[:20])])
    said_by = "inspection" if state == "verified" else "custodian"
    with writing():
        return write_one(
            RecommendationFollowed(recommendation=recommendation, state=state, said_by=said_by, account=account),
            subject=recommendation,
            facility=found.facility,
            by=by,
            at=at,
            now=now,
            refusals=[
                *refuse_code("state", state, IMPLEMENTATION),
                *refuse_missing(account=account),
                *refuse_moment(at, now),
            ],
        )
