"""Random histories of cells and custody: occupancy found three ways agrees at every instant, and nothing broken is hidden."""

import itertools
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constancia.core.refusals import Refused
from constancia.housing import actions as housing
from constancia.housing.events.sleeping import EntryWithdrawn, Placed, TakenOut
from constancia.housing.models import Placement
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.occupancy import counts, waiting
from constancia.housing.queries.rolls import roll
from constancia.housing.timeline.sleeping import placements
from constancia.ledger.journal import entries_by_subject
from constancia.ledger.models import Entry
from constancia.ledger.replay import replay
from constancia.ledger.verify import verify
from constancia.register import actions
from constancia.register.models import Custody
from constancia.register.timeline import standing

from .conftest import ANA, World
from .houses import HUGO, MEN, module, move, resident

VERBS = (
    "move",
    "move",
    "move",
    "swap",
    "take_out",
    "override",
    "leave",
    "take_back",
    "escape",
    "transfer_out",
    "transfer_in",
    "release",
    "admit",
    "withdraw",
    "withdraw_move",
    "shrink",
)
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.integers(-30, 0), st.integers(1, 2), st.integers(0, 2)),
    min_size=2,
    max_size=14,
)


def attempt(world: World, verb: str, people: list[str], who: int, at: datetime, cell: int, turn: int) -> None:
    """Try one act; a refusal is an answer like any other."""
    person, place = people[who], f"{MEN}/{cell}"
    house: dict[str, Any] = {"by": HUGO, "at": at, "now": world.now, "reason": "Motivo del acto"}
    moving: dict[str, Any] = {"by": ANA, "at": at, "now": world.now, "person": person, "authority": "Dirección"}
    newest = Entry.objects.filter(subject=person).order_by("-number").values_list("number", flat=True)
    acts = {
        "move": lambda: housing.move(person=person, cell=place, **house),
        "swap": lambda: housing.swap(person=person, other=people[(who + 1) % 3], **house),
        "take_out": lambda: housing.take_out(person=person, **house),
        "override": lambda: housing.override(person=person, cell=place, authority="Directora", **house),
        "leave": lambda: actions.leave_temporarily(kind="court", destination="J", escort="C", **moving),
        "take_back": lambda: actions.take_back(facility="F1", escort="C", **moving),
        "escape": lambda: actions.escape(circumstances="No volvió", **moving),
        "transfer_out": lambda: actions.transfer_out(destination="F2", escort="C", reason="cupo", **moving),
        "transfer_in": lambda: actions.transfer_in(
            facility=("F1", "F2")[turn % 2], received_from="C", escort="C", **moving
        ),
        "release": lambda: world.release(person, at=at),
        "admit": lambda: world.admit(person, at=at),
        "withdraw": lambda: actions.withdraw_entry(
            by=ANA, at=at, now=world.now, person=person, entry=newest[turn], reason="Error de persona"
        ),
        "withdraw_move": lambda: housing.withdraw_move(person=person, entry=newest[turn], **house),
        "shrink": lambda: housing.set_capacities(place=place, maximum=turn, **house),
    }
    try:
        acts[verb]()
    except (Refused, IndexError):
        return


def marks() -> list[datetime]:
    """Return every instant at which anything begins or ends, and those half way between."""
    rows = [*Custody.objects.values_list("since", "until"), *Placement.objects.values_list("since", "until")]
    found = sorted({moment for row in rows for moment in row if moment is not None})
    return sorted({*found, *(one + (other - one) / 2 for one, other in itertools.pairwise(found))})


def assert_occupancy_three_ways(people: list[str]) -> None:
    chains = entries_by_subject(people)
    folded = [each for person in people for each in placements(person, chains[person])]
    for moment in marks():
        by_table = {code: number for code, number in counts("F1", moment).items() if number}
        by_fold = Counter(
            each.cell for each in folded if each.since <= moment and (each.until is None or moment < each.until)
        )
        by_hand = Counter(cell for person in people if (cell := plainly(person, chains[person], moment)))
        assert by_table == by_fold == by_hand, moment


def plainly(person: str, chain: list[Any], moment: datetime) -> str:
    """Return where somebody slept, found in the plainest way: the last word on it, if custody has not been broken since."""
    words = [
        each
        for each in standing(chain)
        if isinstance(each.event, Placed | TakenOut) and each.occurred_at <= moment
        if not isinstance(each.event, EntryWithdrawn)
    ]
    if not words or isinstance(words[-1].event, TakenOut):
        return ""
    last = words[-1]
    rows = Custody.objects.filter(person=person, known_until=None, stay=last.event.stay, facility="F1")
    rows = rows.filter(state__in=("held", "absent")).order_by("since")
    began = False
    at = last.occurred_at
    for row in rows:
        if row.until is not None and row.until <= at:
            continue
        if not began:
            began, at = True, max(at, row.since)
        elif row.since != at:
            return ""
        if row.since <= moment and at <= moment and (row.until is None or moment < row.until):
            return str(last.event.cell)
        at = row.until
    return ""


def assert_nothing_broken_is_hidden() -> None:
    for moment in marks():
        listed = {each.cell for each in breaches("F1", moment)}
        limits = {f"{MEN}/1": limit(f"{MEN}/1", moment), f"{MEN}/2": limit(f"{MEN}/2", moment)}
        for cell, number in counts("F1", moment).items():
            assert number <= limits[cell] or cell in listed, (moment, cell)


def limit(cell: str, moment: datetime) -> int:
    from constancia.housing.queries.cells import cells_at

    return cells_at([cell], "F1", moment, "UTC")[cell].limit or 0


def assert_everybody_held_is_on_the_roll() -> None:
    for moment in marks():
        found = roll("F1", moment)
        held = Custody.objects.filter(facility="F1", known_until=None, since__lte=moment).exclude(until__lte=moment)
        assert found.custody == held.exclude(state="escaped").count()
        housed = Placement.objects.filter(since__lte=moment).exclude(until__lte=moment).values_list("person", flat=True)
        assert set(housed) <= set(held.filter(state__in=("held", "absent")).values_list("person", flat=True))
        at_court = {each for several in found.out.values() for each in several}
        without = {each.person for each in waiting("F1", moment)}
        assert set(found.no_cell) == without - at_court


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_invariants_hold_over_random_histories(world: World, empty_store: Any, history: list[tuple[Any, ...]]) -> None:
    savepoint = transaction.savepoint()
    try:
        check_history(world, empty_store, history)
    finally:
        transaction.savepoint_rollback(savepoint)


def check_history(world: World, empty_store: Any, history: list[tuple[Any, ...]]) -> None:
    world.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    module(world, cells_per_landing=2)
    people = [resident(world) for _ in range(3)]
    move(world, people[0], f"{MEN}/1")
    for verb, who, back, cell, turn in history:
        world.later(hours=5)
        attempt(world, verb, people, who, world.now + timedelta(hours=back), cell, turn)
    assert_occupancy_three_ways(people)
    assert_nothing_broken_is_hidden()
    assert_everybody_held_is_on_the_roll()
    assert verify().fault is None
    assert replay(empty_store).differences == ()
