"""Random histories: whatever clerks try, in whatever order, late or corrected, the invariants hold."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constancia.core.refusals import Refused
from constancia.ledger.models import Entry
from constancia.ledger.replay import replay
from constancia.ledger.verify import verify
from constancia.register import actions, population, timeline
from constancia.register.models import Custody, Facility, Ground, Person, Uncovered

from .conftest import ANA, World

VERBS = (
    "admit",
    "override",
    "transfer_out",
    "transfer_in",
    "leave",
    "take_back",
    "escape",
    "release",
    "ground",
    "annul",
    "status",
    "withdraw",
)
steps = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 1),
        st.integers(-60, 0),
        st.integers(1, 40),
        st.sampled_from(("F1", "F2")),
    ),
    min_size=1,
    max_size=14,
)


def attempt(world: World, verb: str, person: str, at: datetime, length: int, facility: str) -> None:
    """Try one act; a refusal is an answer like any other."""
    common: dict[str, Any] = {"by": ANA, "at": at, "now": world.now, "person": person}
    moving = {**common, "authority": "Dirección"}
    acts = {
        "admit": lambda: world.admit(person, at=at, facility=facility),
        "override": lambda: world.admit(person, at=at, facility=facility, override="Decidió el director de turno"),
        "transfer_out": lambda: actions.transfer_out(destination="F2", escort="C", reason="cupo", **moving),
        "transfer_in": lambda: actions.transfer_in(facility=facility, received_from="C", escort="C", **moving),
        "leave": lambda: actions.leave_temporarily(kind="court", destination="Juzgado", escort="C", **moving),
        "take_back": lambda: actions.take_back(facility=facility, escort="C", **moving),
        "escape": lambda: actions.escape(circumstances="No volvió", **moving),
        "release": lambda: world.release(person, at=at),
        "ground": lambda: world.ground(person, valid_from=at, valid_until=at + timedelta(hours=length)),
        "annul": lambda: actions.annul_ground(
            ground=Ground.objects.filter(person=person).values_list("id", flat=True).first() or "G-0",
            reference="1",
            **moving,
        ),
        "status": lambda: actions.record_status(status="sentenced", reference="1", **moving),
        "withdraw": lambda: actions.withdraw_entry(
            entry=Entry.objects.filter(subject=person).order_by("-number").values_list("number", flat=True)[length % 3],
            reason="Error de persona",
            **common,
        ),
    }
    try:
        acts[verb]()
    except (Refused, IndexError):
        return


def assert_one_place_at_a_time() -> None:
    for person in Person.objects.values_list("id", flat=True):
        spans = Custody.objects.filter(person=person, known_until=None, evidence="recorded").order_by("since")
        for one, other in zip(spans, list(spans)[1:], strict=False):
            assert one.until is not None
            assert one.until <= other.since


def assert_covered_or_listed() -> None:
    """Look at every instant at which anything begins or ends, and half way between."""
    marks = sorted(
        {
            moment
            for model, names in ((Custody, ("since", "until")), (Ground, ("since", "until")))
            for row in model._default_manager.values_list(*names)
            for moment in row
            if moment is not None
        }
    )
    halves = [one + (other - one) / 2 for one, other in itertools.pairwise(marks)]
    for moment in [*marks, *halves]:
        for person in Person.objects.values_list("id", flat=True):
            held = _at(
                Custody.objects.filter(person=person, known_until=None, state__in=("held", "absent", "in_transit")),
                moment,
            )
            covered = _at(Ground.objects.filter(person=person), moment)
            listed = _at(Uncovered.objects.filter(person=person), moment)
            assert listed == (held and not covered), (moment, held, covered, listed)


def _at(rows: Any, moment: datetime) -> bool:
    return any(row.since <= moment and (row.until is None or moment < row.until) for row in rows)


def assert_past_knowledge_is_unchanged(person: str) -> None:
    """The tables as known at each entry equal the timeline of the entries up to it."""
    from constancia.ledger.journal import entries_by_subject

    chain = entries_by_subject([person]).get(person, [])
    for at, entry in enumerate(chain, start=1):
        wanted = {
            (each.stay, each.facility, each.state, each.since, each.until, each.status)
            for each in timeline.spans(chain[:at])
        }
        known = {
            (
                row.stay,
                row.facility,
                row.state,
                row.since,
                population.until_as_known(row.until, row.end_known_from, entry.number),
                row.status,
            )
            for row in population.known_spans(entry.number).filter(person=person)
        }
        assert known == wanted


def assert_a_day_counts_alike_alone_and_in_a_range() -> None:
    newest = Entry.objects.order_by("-number").values_list("number", flat=True)[0]
    for place in Facility.objects.all():
        for by, known in itertools.product(("", *population.GROUPS), (None, newest // 2)):
            first, last = date(2026, 2, 26), date(2026, 3, 8)
            in_range = list(population.daily(place, first, last, by=by, known_at=known))
            alone = [
                each
                for day in sorted({each.day for each in in_range})
                for each in population.daily(place, day, day, by=by, known_at=known)
            ]
            assert _counted(alone) == _counted(in_range)


def _counted(days: list[population.DayCount]) -> set[population.DayCount]:
    return {each for each in days if each.bridged}


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
    people = [world.register("Uno"), world.register("Dos")]
    for verb, who, back, length, facility in history:
        world.later(hours=7)
        attempt(world, verb, people[who], world.now + timedelta(hours=back), length, facility)
    assert_one_place_at_a_time()
    assert_covered_or_listed()
    assert_a_day_counts_alike_alone_and_in_a_range()
    for person in people:
        assert_past_knowledge_is_unchanged(person)
    assert verify().fault is None
    assert replay(empty_store).differences == ()
