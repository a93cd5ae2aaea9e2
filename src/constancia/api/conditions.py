"""Endpoints of conditions, findings and devices: record, withdraw, act on findings, read the board; and what devices post."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja.security import HttpBearer
from pydantic import Field

from constancia.api.access import DEVICE, Request, needs
from constancia.api.acting import Key, body_of, facts_of
from constancia.api.once import once
from constancia.api.shapes import Moment, Strict, Words, Written, answers
from constancia.api.standards_shapes import (
    AgreementSeen,
    BoardSeen,
    FindingSeen,
    LineSeen,
    NormSeen,
    ReadingsTaken,
    TimerSeen,
)
from constancia.core.permissions import require
from constancia.standards import queries
from constancia.standards.actions import devices, findings, readings, recommendations
from constancia.standards.actions.conditions import withdraw_condition
from constancia.standards.actions.looks import note_look
from constancia.standards.actions.recording import RECORDING
from constancia.standards.evaluation import chosen
from constancia.standards.kinds import COMPLAIN, HEALTH, INSPECT, KINDS, READ, READ_COMPLAINTS, RECORD
from constancia.standards.watches import Watch, watches

router = Router(tags=["conditions"])

OTHERS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "conditions/withdraw": (withdraw_condition, (RECORD, HEALTH, COMPLAIN, INSPECT)),
    "findings/add": (findings.add_finding, (INSPECT,)),
    "findings/assign": (findings.assign, ("standards.remedy",)),
    "findings/answer": (findings.answer, ("standards.remedy",)),
    "findings/contest": (findings.contest, ("standards.remedy",)),
    "findings/remedy": (findings.remedy, ("standards.remedy",)),
    "findings/decide": (findings.decide, (INSPECT,)),
    "recommendations/make": (recommendations.recommend, (INSPECT,)),
    "recommendations/follow-up": (recommendations.follow_up, ("standards.remedy", INSPECT)),
    "devices/open": (devices.open_device, ("standards.devices",)),
    "devices/calibrate": (devices.calibrate, ("standards.devices",)),
    "devices/retire": (devices.retire_device, ("standards.devices",)),
}
"""Every other act, by its address, with the permissions of which one is needed."""


def _endpoint(address: str, action: Callable[..., Any], permissions: tuple[str, ...]) -> None:
    body = body_of(action, f"{action.__name__}_facts", without=frozenset())

    @router.post(
        f"/{address}",
        operation_id=action.__name__,
        description=(action.__doc__ or "").strip(),
        response=answers(Written),
    )
    @needs(*permissions)
    def act(request: Request, facts: body, key: Key = None) -> Written:  # type: ignore[valid-type]
        def do() -> Written:
            made = action(by=request.actor, now=datetime.now(UTC), **facts_of(facts))
            return Written(entries=[made.number])

        return once(request, key, do)


for _name, _action in RECORDING.items():
    _endpoint(f"conditions/{_name}", _action, (KINDS[_name].record,))
for _name, (_action, _permissions) in OTHERS.items():
    _endpoint(_name, _action, _permissions)


@router.get("/facilities/{facility}/board", response=answers(BoardSeen))
@needs(READ)
def board(request: Request, facility: str) -> Any:
    """Return a facility's board as last worked out: every question by module, with how much of it could be judged."""
    require(request.actor, READ, facility)
    found = queries.kept_board(facility)
    if found is None:
        raise Http404
    note_look(by=request.actor, now=datetime.now(UTC), what=f"board {facility}")
    return BoardSeen(
        facility=facility,
        as_of=found.as_of,
        everybody_at=found.everybody_at,
        upto=found.upto,
        lines=[LineSeen.of(each) for each in found.lines],
        agreement=AgreementSeen.of(found.agreement),
        timers=[TimerSeen(**each) for each in queries.timers_for(request.actor, found)],
    )


@router.get("/findings", response=answers(list[FindingSeen]))
@needs(READ)
def findings_list(request: Request, facility: Words = "", state: Words = "due") -> Any:
    """List findings, the gravest first; `due` (the default) are those that somebody must still cure, blank is all."""
    return list(queries.findings(request.actor, facility=facility, state=state)[:1000])


@router.get("/after-complaints", response=answers(list[Watch]))
@needs(READ_COMPLAINTS)
def after_complaints(request: Request) -> Any:
    """List complaints, the newest first, each with what is on record of the complainant in the watched days after."""
    note_look(by=request.actor, now=datetime.now(UTC), what="reprisals")
    return watches(request.actor, now=datetime.now(UTC))


@router.get("/norms", response=answers(list[NormSeen]))
@needs(READ)
def norms(request: Request) -> Any:  # noqa: ARG001 - every endpoint takes it
    """List every norm of the library with its citation."""
    return [NormSeen.of(each) for each in chosen()[1].norms.values()]


# ---------------------------------------------------------------- devices


class DeviceToken(HttpBearer):
    """`Authorization: Bearer …` with the token of a measuring device; nothing else is open to it."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the device, or None."""
        device = readings.device_of_token(token)
        request.device = device  # type: ignore[attr-defined]
        return device


class ReadingSent(Strict):
    """One reading: its kind, its moment with offset, its figure as text."""

    kind: Words
    at: Moment
    value: Annotated[Words, Field(max_length=40)]


class ReadingsSent(Strict):
    """What a device posts: up to a thousand readings."""

    readings: list[ReadingSent]


@router.post("/measurements", auth=DeviceToken(), throttle=[], response=answers(ReadingsTaken))
@needs(DEVICE)
def measurements(request: Request, sent: ReadingsSent) -> Any:
    """Take in what a device posted; answered once it is durable. The same readings again change nothing."""
    said = [readings.Sent(each.kind, each.at, each.value) for each in sent.readings]
    device: Any = request.device  # type: ignore[attr-defined]
    taken = readings.take_in(device=device, sent=said, now=datetime.now(UTC))
    return ReadingsTaken(new=taken.new, known=taken.known)
