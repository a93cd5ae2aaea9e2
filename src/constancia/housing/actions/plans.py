"""Plans for many moves: proposed by the engine, approved whole or in part by somebody else, carried out at once."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.housing import refusals as why
from constancia.housing.actions.common import Act, write, zone_of
from constancia.housing.actions.moves import place_all
from constancia.housing.codes import QUESTIONS
from constancia.housing.events import sleeping as e
from constancia.housing.planning import MOST_SECONDS, SECONDS, Proposal, ask
from constancia.housing.queries.board import Wanted, cell_of
from constancia.housing.rules.places import refuse_outside
from constancia.ledger.journal import Recorded, chain_of, new_subject
from constancia.ledger.sequence import writing
from constancia.register.rules import refuse_code, refuse_missing, refuse_moment

FOUR_EYES_OVER = 20
"""A plan of more moves than this is approved by somebody other than who proposed it."""


def propose_plan(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    question: str,
    about: str = "",
    seconds: float = SECONDS,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Ask the engine for a plan and keep its answer: moves with a sentence each, its worth, its bound and its hashes.

    `question` is arrivals (everybody without a cell), closing (`about` names the place), person (`about` names the person)
    or everybody. Nobody is moved yet. Refuses `housing.nothing_to_plan`, `housing.engine_missing`,
    `housing.unknown_place`, `register.unknown_code`, `register.in_future`, `register.missing`.
    """
    require(by, "housing.place", facility)
    zone = zone_of(facility)
    refusals: list[Refusal] = [*refuse_moment(at, now), *refuse_code("question", question, QUESTIONS)]
    refusals += refuse_missing(about=about) if question in {"closing", "person"} else []
    refusals += refuse_outside(about, facility) if question == "closing" and about else []
    refuse_if_any(refusals)
    proposal = ask(facility, at, question, about, seconds=max(1.0, min(seconds, MOST_SECONDS)))
    if not proposal.moves:
        raise Refused([why.NOTHING_TO_PLAN(field="question")])
    with writing():
        plan = new_subject("Q", random_index)
        event = _proposed(plan, question, about, proposal)
        return write(event, Act(by, at, now), subject=plan, zone=zone, facility=facility, refusals=[])


def _proposed(plan: str, question: str, about: str, proposal: Proposal) -> e.PlanProposed:
    return e.PlanProposed(
        plan=plan,
        question=question,
        about=about,
        moves=proposal.moves,
        status=proposal.status,
        objective=proposal.objective,
        lower_bound=proposal.lower_bound,
        worth=tuple(
            e.Worth(name, f"{proposal.before[name]:g}", f"{after:g}") for name, after in proposal.after.items()
        ),
        conflicts_en=tuple(each.en for each in proposal.conflicts),
        conflicts_es=tuple(each.es for each in proposal.conflicts),
        question_sha256=proposal.question_sha256,
        answer_sha256=proposal.answer_sha256,
    )


def approve_plan(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    plan: str,
    reason: str,
    persons: Sequence[str] = (),
) -> list[Recorded]:
    """Approve a plan, whole or for some persons only, and carry it out: all its moves at one moment, or none.

    Every move is put before the hard rules again as things are now. Refuses `housing.not_standing`,
    `housing.plan_decided`, `housing.four_eyes`, `housing.plan_stale`, `housing.not_in_plan`, whatever `move` refuses,
    `register.missing`, `register.in_future`.
    """
    require(by, "housing.approve", facility)
    act = Act(by, at, now)
    with writing():
        proposed = _open_plan(plan, facility)
        said: e.PlanProposed = proposed.event  # type: ignore[assignment]
        possible = {each.person: each for each in said.moves if each.to_cell}
        chosen = list(dict.fromkeys(persons)) or list(possible)
        refusals: list[Refusal] = [
            *refuse_moment(at, now),
            *refuse_missing(reason=reason),
            *(why.NOT_IN_PLAN(field="persons", person=each[:20]) for each in chosen if each not in possible),
        ]
        if len(chosen) > FOUR_EYES_OVER and by.id == proposed.actor:
            refusals.append(why.FOUR_EYES(field="plan", limit=FOUR_EYES_OVER))
        slept = cell_of(chosen, at)
        refusals += [
            why.PLAN_STALE(field="persons", person=each)
            for each in chosen
            if each in possible and possible[each].from_cell != slept.get(each, "")
        ]
        refuse_if_any(refusals)
        event = e.PlanApproved(plan=plan, persons=tuple(chosen), whole=len(chosen) == len(possible), reason=reason)
        entry = write(event, act, subject=plan, zone=zone_of(facility), facility=facility, refusals=[])
        wanted = {each: Wanted(possible[each].to_cell) for each in chosen}
        return [entry, *place_all(wanted, act, facility, "plan", reason, plan=plan)]


def reject_plan(*, by: Actor, at: datetime, now: datetime, facility: str, plan: str, reason: str) -> Recorded:
    """Decide that a plan will not be carried out. Refuses `housing.not_standing`, `housing.plan_decided`."""
    require(by, "housing.approve", facility)
    with writing():
        _open_plan(plan, facility)
        event = e.PlanRejected(plan=plan, reason=reason)
        refusals = [*refuse_moment(at, now), *refuse_missing(reason=reason)]
        return write(
            event, Act(by, at, now), subject=plan, zone=zone_of(facility), facility=facility, refusals=refusals
        )


def _open_plan(plan: str, facility: str) -> Recorded:
    """Return the entry of a plan that nobody decided yet."""
    chain = chain_of(plan)
    if not chain or not isinstance(chain[0].event, e.PlanProposed) or chain[0].facility != facility:
        raise Refused([why.NOT_STANDING(field="plan", what=plan[:20])])
    if len(chain) > 1:
        raise Refused([why.PLAN_DECIDED(field="plan", plan=plan)])
    return chain[0]
