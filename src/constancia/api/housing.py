"""Endpoints of housing that record: one for each action, its body made from the action's own signature."""

import inspect
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Body, Router

from constancia.api.access import Request, needs
from constancia.api.acting import Key, body_of, facts_of, numbers_of, person_of
from constancia.api.once import once
from constancia.api.shapes import Written, answers
from constancia.housing import actions
from constancia.housing.actions.buildings import Imported
from constancia.housing.buildings.reading import read_building_bytes
from constancia.housing.buildings.schema import building_of
from constancia.ledger.sequence import rehearsing

router = Router(tags=["housing"])
_ARRANGE, _CERTIFY, _PLACE = ("housing.arrange",), ("housing.certify",), ("housing.place",)
_SEPARATE, _NEED, _COUNT = ("housing.separate",), ("housing.need", "housing.need_clinical"), ("housing.count",)

ON_PERSONS: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "move": (actions.move, _PLACE),
    "hold-in-reception": (actions.hold_in_reception, _PLACE),
    "swap": (actions.swap, _PLACE),
    "override": (actions.override, ("housing.override",)),
    "take-out": (actions.take_out, _PLACE),
    "withdraw-move": (actions.withdraw_move, _PLACE),
    "keep-apart": (actions.keep_apart, _SEPARATE),
    "end-keep-apart": (actions.end_keep_apart, _SEPARATE),
    "claim-membership": (actions.claim_membership, _SEPARATE),
    "contest-membership": (actions.contest_membership, ("housing.contest",)),
    "end-membership": (actions.end_membership, _SEPARATE),
    "fix-hearing": (actions.fix_hearing, ("housing.hearing",)),
    "cancel-hearing": (actions.cancel_hearing, ("housing.hearing",)),
    "need": (actions.record_need, _NEED),
    "end-need": (actions.end_need, _NEED),
}
"""What can be done about where a person sleeps, by the last part of its address, with the permissions of which one is needed."""

File = Annotated[dict[str, Any], Body(description="A facility file, constancia-facility/1.")]

ELSEWHERE: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
    "places/open": (actions.open_place, _ARRANGE),
    "places/open-module": (actions.open_module, _ARRANGE),
    "places/describe": (actions.describe_place, _ARRANGE),
    "places/measure": (actions.measure_place, _ARRANGE),
    "places/capacities": (actions.set_capacities, _ARRANGE),
    "places/certify": (actions.certify_place, _CERTIFY),
    "places/take-out-of-use": (actions.take_out_of_use, _ARRANGE),
    "places/put-back-in-use": (actions.put_back_in_use, _ARRANGE),
    "places/reserve": (actions.reserve_places, _PLACE),
    "places/end-reservation": (actions.end_reservation, _PLACE),
    "capacity": (actions.sign_capacity, _CERTIFY),
    "profile": (actions.choose_profile, _CERTIFY),
    "claims": (actions.record_claim, _ARRANGE),
    "groups": (actions.open_group, _SEPARATE),
    "groups/keep-apart": (actions.keep_groups_apart, _SEPARATE),
    "plans/propose": (actions.propose_plan, _PLACE),
    "plans/approve": (actions.approve_plan, ("housing.approve",)),
    "plans/reject": (actions.reject_plan, ("housing.approve",)),
    "counts/open": (actions.open_roll_call, _COUNT),
    "counts/submit": (actions.submit_count, _COUNT),
    "counts/search": (actions.record_cell_search, _COUNT),
    "counts/explain": (actions.explain_difference, _COUNT),
    "counts/close": (actions.close_roll_call, _COUNT),
}
"""What can be done about places, plans and counts."""


def _on_person(name: str, action: Callable[..., Any], permissions: tuple[str, ...]) -> None:
    body = body_of(action, f"{action.__name__}_facts")

    @router.post(
        f"/persons/{{person}}/housing/{name}",
        operation_id=action.__name__,
        description=inspect.getdoc(action),
        response=answers(Written),
    )
    @needs(*permissions)
    def act(request: Request, person: str, facts: body, key: Key = None) -> Written:  # type: ignore[valid-type]
        number = person_of(person)

        def do() -> Written:
            made = action(by=request.actor, now=datetime.now(UTC), person=number, **facts_of(facts))
            return Written(entries=numbers_of(made), person=number)

        return once(request, key, do)


def _elsewhere(name: str, action: Callable[..., Any], permissions: tuple[str, ...]) -> None:
    body = body_of(action, f"{action.__name__}_facts", without=frozenset())

    @router.post(
        f"/housing/{name}",
        operation_id=action.__name__,
        description=inspect.getdoc(action),
        response=answers(Written),
    )
    @needs(*permissions)
    def act(request: Request, facts: body, key: Key = None) -> Written:  # type: ignore[valid-type]
        def do() -> Written:
            made = action(by=request.actor, now=datetime.now(UTC), **facts_of(facts))
            return Written(entries=numbers_of(made))

        return once(request, key, do)


@router.post("/housing/import-facility", operation_id="import_building", response=answers(Imported))
@needs(*_ARRANGE)
def import_building(request: Request, file: File, *, check_only: bool = False) -> Imported:  # noqa: ARG001 - its shape
    """Record what a facility file (constancia-facility/1, as JSON) says and the register does not; again it adds nothing.

    With `check_only` nothing is recorded and the answer says what would be.
    """
    name = "facility.json"
    building = building_of(read_building_bytes(request.body, name), name)
    with rehearsing() if check_only else nullcontext():
        return actions.import_building(by=request.actor, now=datetime.now(UTC), building=building)


for _name, (_action, _permissions) in ON_PERSONS.items():
    _on_person(_name, _action, _permissions)
for _name, (_action, _permissions) in ELSEWHERE.items():
    _elsewhere(_name, _action, _permissions)
