"""Endpoints that record: one for each action of the register, its body made from the action's own signature."""

import inspect
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Header, Router, Schema
from pydantic import create_model

from constancia.api.access import Request, needs
from constancia.api.once import once
from constancia.api.shapes import Day, Moment, Number, Strict, Words, Written, answers
from constancia.core.ids import read_id
from constancia.core.refusals import Refused
from constancia.ledger.journal import Recorded
from constancia.register import actions
from constancia.register.refusals import UNKNOWN_PERSON

router = Router(tags=["act"])
_RECORD, _HEALTH, _CHALLENGE, _LINK = "register.record", "register.health", "register.challenge", "register.link"

ACTS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "admit": (actions.admit, (_RECORD,)),
    "taking": (actions.record_taking, (_RECORD,)),
    "past-stay": (actions.record_past_stay, (_RECORD,)),
    "transfer-out": (actions.transfer_out, (_RECORD,)),
    "transfer-in": (actions.transfer_in, (_RECORD,)),
    "leave": (actions.leave_temporarily, (_RECORD,)),
    "take-back": (actions.take_back, (_RECORD,)),
    "escape": (actions.escape, (_RECORD,)),
    "release": (actions.release, (_RECORD,)),
    "death": (actions.record_death, (_RECORD,)),
    "status": (actions.record_status, (_RECORD,)),
    "ground": (actions.record_ground, (_RECORD,)),
    "review": (actions.review_ground, (_RECORD,)),
    "challenge": (actions.challenge_ground, (_CHALLENGE,)),
    "annul": (actions.annul_ground, (_CHALLENGE,)),
    "hold": (actions.place_hold, (_RECORD,)),
    "lift-hold": (actions.lift_hold, (_RECORD,)),
    "name": (actions.record_name, (_RECORD,)),
    "identifier": (actions.record_identifier, (_RECORD,)),
    "birth": (actions.record_birth, (_RECORD,)),
    "citizenship": (actions.record_citizenship, (_RECORD,)),
    "sex": (actions.record_sex, (_RECORD,)),
    "language": (actions.record_language, (_RECORD,)),
    "dependant": (actions.record_dependant, (_RECORD,)),
    "contact": (actions.record_contact, (_RECORD,)),
    "item": (actions.record_item, (_RECORD, _HEALTH)),
    "link": (actions.link_identity, (_LINK,)),
    "unlink": (actions.unlink_identity, (_LINK,)),
    "withdraw": (actions.withdraw_entry, (_RECORD, _HEALTH, _CHALLENGE)),
}
"""What can be done to a person's file, by the last part of its address, with the permissions of which one is needed."""

_GIVEN_BY_US = frozenset({"by", "now", "person", "random_index"})
_BOUNDED: dict[Any, Any] = {datetime: Moment, date: Day, str: Words, int: Number}

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text of your choice. The same request sent again under it within a day is done once.",
    ),
]


def body_of(action: Callable[..., Any], name: str, given: frozenset[str] = _GIVEN_BY_US) -> type[Schema]:
    """Return the request body of an action: its facts, bounded, moments with their offset, nothing else allowed.

    `given` names the arguments that the endpoint itself gives.
    """
    hints = typing.get_type_hints(action)
    fields: dict[str, Any] = {
        each.name: (_bounded(hints[each.name]), ... if each.default is inspect.Parameter.empty else each.default)
        for each in inspect.signature(action).parameters.values()
        if each.name not in given
    }
    return create_model(name, __base__=Strict, **fields)


def facts_of(body: Any) -> dict[str, Any]:
    """Return the facts of a request body by name, as the action takes them."""
    return {name: getattr(body, name) for name in type(body).model_fields}


def _bounded(hint: Any) -> Any:
    for plain, bounded in _BOUNDED.items():
        if hint is plain:
            return bounded
        if hint == plain | None:
            return bounded | None
    return hint


def _endpoint(name: str, action: Callable[..., Any], permissions: tuple[str, ...]) -> None:
    body = body_of(action, f"{action.__name__}_facts")

    @router.post(
        f"/persons/{{person}}/{name}",
        operation_id=action.__name__,
        description=inspect.getdoc(action),
        response=answers(Written),
    )
    @needs(*permissions)
    def act(request: Request, person: str, facts: body, key: Key = None) -> Written:  # type: ignore[valid-type]
        number = _person(person)

        def do() -> Written:
            made = action(by=request.actor, now=datetime.now(UTC), person=number, **facts_of(facts))
            return Written(entries=_numbers(made), person=number)

        return once(request, key, do)


for _name, (_action, _permissions) in ACTS.items():
    _endpoint(_name, _action, _permissions)

_Register = body_of(actions.register_person, "register_person_facts")
_OpenFacility = body_of(actions.open_facility, "open_facility_facts")


@router.post("/persons", response=answers(Written))
@needs(_RECORD)
def register_person(request: Request, facts: _Register, key: Key = None) -> Written:  # type: ignore[valid-type]
    """Open a file for a person and return its number."""

    def do() -> Written:
        person = actions.register_person(by=request.actor, now=datetime.now(UTC), **facts_of(facts))
        return Written(entries=[], person=person)

    return once(request, key, do)


@router.post("/facilities/open", response=answers(Written))
@needs("register.open_facility")
def open_facility(request: Request, facts: _OpenFacility, key: Key = None) -> Written:  # type: ignore[valid-type]
    """Enter a place of detention."""

    def do() -> Written:
        made = actions.open_facility(by=request.actor, now=datetime.now(UTC), **facts_of(facts))
        return Written(entries=_numbers(made))

    return once(request, key, do)


def _person(text: str) -> str:
    try:
        return read_id(text, "P")
    except ValueError as error:
        raise Refused([UNKNOWN_PERSON(field="person", person=text[:20])]) from error


def _numbers(made: Recorded | list[Recorded]) -> list[int]:
    return [made.number] if isinstance(made, Recorded) else [each.number for each in made]
