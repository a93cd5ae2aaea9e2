"""Endpoints that record: one for each action of the register, its body made from the action's own signature."""

import inspect
import typing
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AwareDatetime, ConfigDict, create_model

from constancia.core.ids import read_id
from constancia.core.refusals import Refused
from constancia.ledger.journal import Recorded
from constancia.register import actions
from constancia.register.refusals import UNKNOWN_PERSON

router = Router(tags=["act"])

ACTS: dict[str, Callable[..., Any]] = {
    "admit": actions.admit,
    "past-stay": actions.record_past_stay,
    "transfer-out": actions.transfer_out,
    "transfer-in": actions.transfer_in,
    "leave": actions.leave_temporarily,
    "take-back": actions.take_back,
    "escape": actions.escape,
    "release": actions.release,
    "death": actions.record_death,
    "status": actions.record_status,
    "ground": actions.record_ground,
    "review": actions.review_ground,
    "challenge": actions.challenge_ground,
    "annul": actions.annul_ground,
    "hold": actions.place_hold,
    "lift-hold": actions.lift_hold,
    "name": actions.record_name,
    "identifier": actions.record_identifier,
    "birth": actions.record_birth,
    "citizenship": actions.record_citizenship,
    "sex": actions.record_sex,
    "language": actions.record_language,
    "dependant": actions.record_dependant,
    "contact": actions.record_contact,
    "item": actions.record_item,
    "link": actions.link_identity,
    "unlink": actions.unlink_identity,
    "withdraw": actions.withdraw_entry,
}
"""What can be done to a person's file, by the last part of its address."""

_GIVEN_BY_US = frozenset({"by", "now", "person", "random_index"})


class Written(Schema):
    """What was recorded."""

    entries: list[int]
    person: str


def _body_of(action: Callable[..., Any], name: str) -> type[Schema]:
    """Return the request body of an action: its facts, moments with their offset, nothing else allowed."""
    hints = typing.get_type_hints(action)
    fields: dict[str, Any] = {
        each.name: (_with_offset(hints[each.name]), ... if each.default is inspect.Parameter.empty else each.default)
        for each in inspect.signature(action).parameters.values()
        if each.name not in _GIVEN_BY_US
    }
    return create_model(name, __base__=_Strict, **fields)


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


def _with_offset(hint: Any) -> Any:
    if hint is datetime:
        return AwareDatetime
    return AwareDatetime | None if hint == datetime | None else hint


def _endpoint(name: str, action: Callable[..., Any]) -> None:
    body = _body_of(action, f"{action.__name__}_facts")

    @router.post(f"/persons/{{person}}/{name}", operation_id=action.__name__, description=action.__doc__)
    def act(request: HttpRequest, person: str, facts: body) -> Written:  # type: ignore[valid-type]
        number = _person(person)
        made = action(by=request.actor, now=datetime.now(UTC), person=number, **_facts(facts))  # type: ignore[attr-defined]
        return Written(entries=_numbers(made), person=number)


def _facts(body: Any) -> dict[str, Any]:
    """Return the facts of a request body by name, as the action takes them."""
    return {name: getattr(body, name) for name in type(body).model_fields}


for _name, _action in ACTS.items():
    _endpoint(_name, _action)

_Register = _body_of(actions.register_person, "register_person_facts")
_OpenFacility = _body_of(actions.open_facility, "open_facility_facts")


@router.post("/persons")
def register_person(request: HttpRequest, facts: _Register) -> Written:  # type: ignore[valid-type]
    """Open a file for a person and return its number."""
    person = actions.register_person(
        by=request.actor,  # type: ignore[attr-defined]
        now=datetime.now(UTC),
        **_facts(facts),
    )
    return Written(entries=[], person=person)


@router.post("/facilities/open")
def open_facility(request: HttpRequest, facts: _OpenFacility) -> Written:  # type: ignore[valid-type]
    """Enter a place of detention."""
    made = actions.open_facility(
        by=request.actor,  # type: ignore[attr-defined]
        now=datetime.now(UTC),
        **_facts(facts),
    )
    return Written(entries=_numbers(made), person="")


def _person(text: str) -> str:
    try:
        return read_id(text, "P")
    except ValueError as error:
        raise Refused([UNKNOWN_PERSON(field="person", person=text[:20])]) from error


def _numbers(made: Recorded | list[Recorded]) -> list[int]:
    return [made.number] if isinstance(made, Recorded) else [each.number for each in made]
