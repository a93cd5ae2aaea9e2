"""Findings: opened by what the facts prove or an inspector sees, and every step until the breach is cured."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.ledger.journal import Draft, Recorded, new_subject, record
from constancia.ledger.sequence import writing
from constancia.norms.calendars import moment
from constancia.norms.judging import Question
from constancia.norms.units import Quantity, shown
from constancia.norms.verdicts import Verdict
from constancia.register.actions.common import zone_of
from constancia.register.queries import was_received
from constancia.register.rules import refuse_code, refuse_missing, refuse_moment
from constancia.standards import refusals as why
from constancia.standards import rules
from constancia.standards.actions.common import draft_of, write_one
from constancia.standards.codes import ANSWER_WITHIN, OUTCOMES, STATES
from constancia.standards.evaluation import Evaluated, breaches, chosen, evaluate, evidence, is_here
from constancia.standards.events import findings as e
from constancia.standards.facts.assembling import Scope
from constancia.standards.finding_timeline import CLOSED, finding_key, next_level
from constancia.standards.models import Finding

REMEDY, INSPECT = "standards.remedy", "standards.inspect"

LOOKS_BACK = timedelta(days=30)
"""A breach that ended longer ago opens no finding any more: whoever begins to judge an old register is not to drown in it."""


@dataclass(slots=True)
class _Breach:
    """Everything that one question proves of one subject: its first and its last piece."""

    question: Question
    first: Verdict
    last: Verdict


def open_findings(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    evaluated: Evaluated,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> list[Recorded]:
    """Open a finding for every breach that has none, and re-open those that were breached after their remedy.

    A breach that is over is a finding too, if it ended within `LOOKS_BACK`: older ones stay on the pages of verdicts. An absolute
    prohibition goes to inspection at once. Refuses `core.not_permitted`.
    """
    facility = evaluated.scope.facility
    require(by, INSPECT, facility)
    with writing():
        zone = zone_of(facility)
        grouped = _grouped(evaluated)
        known = _known(facility, {breach.last.subject for breach in grouped.values()})
        drafts: list[Draft] = []
        for key, breach in grouped.items():
            said = _step(evaluated, breach, known.get(key), at, lambda: new_subject("F", random_index))
            if said is not None:
                drafts.append(draft_of(said, subject=said.finding, facility=facility, at=at, zone=zone))
        return record(drafts, by=by, now=now) if drafts else []


def _known(facility: str, subjects: set[str]) -> dict[tuple[str, str, str, str], Finding]:
    """Return what was found of some subjects at a facility before."""
    ordered = sorted(subjects)
    pieces = [ordered[at : at + _SUBJECTS_AT_ONCE] for at in range(0, len(ordered), _SUBJECTS_AT_ONCE)]
    return {
        finding_key(each.norm, each.limb, each.subject, each.record): each
        for piece in pieces
        for each in Finding.objects.filter(facility=facility, origin="breach", subject__in=piece)
    }


_SUBJECTS_AT_ONCE = 500


def _grouped(evaluated: Evaluated) -> dict[tuple[str, str, str, str], _Breach]:
    found: dict[tuple[str, str, str, str], _Breach] = {}
    for question, verdict in breaches(evaluated):
        if not is_here(evaluated, verdict.subject_kind, verdict.subject) or _is_long_over(evaluated, verdict):
            continue
        key = finding_key(verdict.norm, verdict.limb, verdict.subject, verdict.record)
        if key in found:
            found[key].last = verdict
        else:
            found[key] = _Breach(question, verdict, verdict)
    return found


def _is_long_over(evaluated: Evaluated, verdict: Verdict) -> bool:
    return verdict.until is not None and moment(verdict.until) < evaluated.as_of - LOOKS_BACK


def _step(
    evaluated: Evaluated, breach: _Breach, known: Any, at: datetime, new_id: Callable[[], str]
) -> e.FindingOpened | e.FindingReopened | None:
    """Return what a breach adds to what is known of it, if anything."""
    if known is None:
        return _opened(evaluated, breach, at, new_id())
    if known.state not in CLOSED:
        return None
    last = breach.last
    begun = None if last.since is None else moment(last.since)
    over = None if last.until is None else moment(last.until)
    goes_on = known.state == "remedied" and (over is None or over > known.cured_at)
    begins_anew = begun is not None and begun > known.cured_at
    if not (goes_on or begins_anew):
        return None
    return e.FindingReopened(
        finding=known.id,
        since=begun,
        measured=_measured(last),
        evidence=evidence(evaluated, breach.question, last),
        answer_due_at=at + ANSWER_WITHIN[known.severity],
    )


def _measured(verdict: Verdict) -> str:
    """Return what was measured in the unit of the verdict, in no language: `408 h`."""
    return "" if verdict.measured is None else str(Quantity(shown(verdict.measured), verdict.unit))


def _opened(evaluated: Evaluated, breach: _Breach, at: datetime, finding: str) -> e.FindingOpened:
    norm, first, last = breach.question.norm, breach.first, breach.last
    return e.FindingOpened(
        finding=finding,
        origin="breach",
        norm=norm.id,
        limb=first.limb,
        rung=first.rung,
        severity=norm.severity,
        subject_kind=first.subject_kind,
        subject=first.subject,
        record=first.record,
        verdict=last.verdict,
        since=None if first.since is None else moment(first.since),
        measured=_measured(last),
        threshold=first.threshold,
        unit=first.unit,
        reason=last.reason,
        statement="",
        evidence=evidence(evaluated, breach.question, last),
        answer_due_at=at + ANSWER_WITHIN[norm.severity],
    )


def escalate_findings(*, by: Actor, at: datetime, now: datetime, facility: str) -> list[Recorded]:
    """Tell the next authority of every finding whose deadline passed with nobody curing it.

    Each passing of a deadline is told once: the new level has as long again. Refuses `core.not_permitted`.
    """
    require(by, INSPECT, facility)
    with writing():
        zone = zone_of(facility)
        late = Finding.objects.filter(
            facility=facility, due_at__lt=at, state__in=("open", "assigned", "answered")
        ).order_by("entry")
        drafts = list(_escalations(late, at, zone))
        return record(drafts, by=by, now=now) if drafts else []


def _escalations(late: Iterable[Finding], at: datetime, zone: str) -> Iterator[Draft]:
    for each in late:
        level = next_level(each.level)
        if level is not None and each.due_at is not None:
            said = e.FindingEscalated(finding=each.id, level=level, overdue_since=each.due_at)
            yield draft_of(said, subject=each.id, facility=each.facility, at=at, zone=zone)


def add_finding(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    norm: str,
    statement: str,
    person: str = "",
    cell: str = "",
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Record what an inspector saw as a finding against a norm, about a person, a cell or the facility.

    Refuses `standards.unknown_norm`, `standards.never_there`, `register.missing`, `register.in_future`,
    `register.unknown_facility`, `register.too_long`, `register.bad_text`.
    """
    require(by, INSPECT, facility)
    kind, subject = next(
        ((name, value) for name, value in (("person", person), ("cell", cell)) if value), ("facility", facility)
    )
    found = chosen()[1].norms.get(norm)
    with writing():
        refuse_if_any(
            [
                *refuse_missing(statement=statement),
                *refuse_moment(at, now),
                *([] if found else [why.NO_SUCH_NORM(field="norm", norm=norm[:40])]),
                *(rules.refuse_never_there(was_received(person, facility, at), person, facility, at) if person else []),
            ]
        )
        assert found is not None  # noqa: S101 - refused above
        said = e.FindingOpened(
            finding=new_subject("F", random_index),
            origin="inspection",
            norm=found.id,
            limb=found.limbs[0].name,
            rung="",
            severity=found.severity,
            subject_kind=kind,
            subject=subject,
            record="",
            verdict="BREACH",
            since=at,
            measured="",
            threshold="",
            unit="",
            reason="",
            statement=statement,
            evidence=(),
            answer_due_at=now + ANSWER_WITHIN[found.severity],
        )
        return write_one(said, subject=said.finding, facility=facility, by=by, at=at, now=now)


def assign(*, by: Actor, at: datetime, now: datetime, finding: str, to: str, due_at: datetime) -> Recorded:
    """Say who is to cure a finding, and by when.

    Refuses `standards.unknown_finding`, `standards.not_in_state`, `register.missing`, `register.in_future`.
    """
    return _act(by, at, now, finding, e.FindingAssigned(finding=finding, to=to, due_at=due_at), to=to)


def answer(*, by: Actor, at: datetime, now: datetime, finding: str, answer: str) -> Recorded:
    """Say what the custodian makes of a finding and what it will do.

    Refuses `standards.unknown_finding`, `standards.not_in_state`, `register.missing`, `register.in_future`.
    """
    return _act(by, at, now, finding, e.FindingAnswered(finding=finding, answer=answer), answer=answer)


def contest(*, by: Actor, at: datetime, now: datetime, finding: str, reason: str) -> Recorded:
    """Say that a finding is wrong, and why; it stands until inspection decides.

    Refuses `standards.unknown_finding`, `standards.not_in_state`, `register.missing`, `register.in_future`.
    """
    return _act(by, at, now, finding, e.FindingContested(finding=finding, reason=reason), reason=reason)


def remedy(*, by: Actor, at: datetime, now: datetime, finding: str, remedy: str) -> Recorded:
    """Say what cured a breach, from `at` on; the next breach re-opens the finding.

    Refuses `standards.still_breached` while the facts on record show the breach at `at`, `standards.unknown_finding`,
    `standards.not_in_state`, `register.missing`, `register.in_future`.
    """
    found = _finding(by, REMEDY, finding)
    still = refuse_still_breached(found, at, now)
    said = e.FindingRemedied(finding=finding, remedy=remedy)
    return _act(by, at, now, finding, said, refusals=still, remedy=remedy)


def decide(*, by: Actor, at: datetime, now: datetime, finding: str, outcome: str, reason: str) -> Recorded:
    """Decide a contested finding: it stands (`upheld`) or was wrong (`withdrawn`). Only inspection can.

    Refuses `standards.unknown_finding`, `standards.not_in_state`, `register.unknown_code`, `register.missing`,
    `register.in_future`.
    """
    said = e.ContestDecided(finding=finding, outcome=outcome, reason=reason)
    wrong = refuse_code("outcome", outcome, OUTCOMES)
    return _act(by, at, now, finding, said, permission=INSPECT, states=("contested",), refusals=wrong, reason=reason)


def refuse_still_breached(found: Finding, at: datetime, now: datetime) -> list[Refusal]:
    """Refuse a remedy while the facts on record still prove the breach at the moment from which it is said to be cured."""
    if found.origin != "breach" or at > now:
        return []
    persons = (found.subject,) if found.subject_kind == "person" else None
    evaluated = evaluate(Scope(found.facility, persons), now, norms=[found.norm])
    wanted = finding_key(found.norm, found.limb, found.subject, found.record)
    for _, verdict in breaches(evaluated):
        if finding_key(verdict.norm, verdict.limb, verdict.subject, verdict.record) == wanted and (
            verdict.until is None or moment(verdict.until) > at
        ):
            return [why.STILL_BREACHED(field="at", value=_measured(verdict))]
    return []


def _finding(by: Actor, permission: str, finding: str) -> Finding:
    found = Finding.objects.filter(id=finding).first()
    require(by, permission, found.facility if found else "")
    if found is None:
        raise Refused([why.UNKNOWN_FINDING(field="finding", finding=finding[:20])])
    return found


def _act(
    by: Actor,
    at: datetime,
    now: datetime,
    finding: str,
    said: Any,
    *,
    permission: str = REMEDY,
    states: Sequence[str] = ("open", "assigned", "answered"),
    refusals: Sequence[Refusal] = (),
    **needed: str,
) -> Recorded:
    found = _finding(by, permission, finding)
    with writing():
        found = Finding.objects.get(id=finding)
        wrong = [] if found.state in states else [why.NOT_IN_STATE(field="finding", state=STATES[found.state])]
        return write_one(
            said,
            subject=finding,
            facility=found.facility,
            by=by,
            at=at,
            now=now,
            refusals=[*wrong, *refuse_missing(**needed), *refuse_moment(at, now), *refusals],
        )
