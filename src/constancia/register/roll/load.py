"""Where an import goes on: the state that the tables hold after the last roll read."""

import json

from constancia.register.models import RollDay, RollStay
from constancia.register.roll.fold import FoldState, StayState


def fold_state(facility: str) -> FoldState:
    """Return what the next roll of a facility is to be compared with."""
    state = FoldState()
    last = RollDay.objects.filter(facility=facility).order_by("-day").first()
    if last is not None:
        state.last_day, state.stale_of = last.day, last.stale_of
    stays = RollStay.objects.filter(facility=facility).values_list(
        "stay", "person", "number", "admitted", "last_day", "rows", "attributes"
    )
    for stay, person, number, admitted, last_day, rows, attributes in stays.iterator():
        known = StayState(stay, person, last_day is None, rows, json.loads(attributes))
        state.stays[number, admitted] = known
        state.persons[number] = person
        if known.listed:
            state.listed[number, admitted] = known
    return state
