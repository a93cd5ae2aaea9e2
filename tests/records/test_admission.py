"""No one is received without a live individual instrument; every held instant without one is on the list."""

from datetime import timedelta

import pytest

from constancia.core.refusals import Refused
from constancia.register import actions, queries
from constancia.register.models import Custody, Uncovered

from .conftest import ANA, IVO, World


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {each.code for each in refused.value.refusals}


def test_admit_without_ground_is_refused(world: World) -> None:
    person = world.register()
    with pytest.raises(Refused) as refused:
        world.admit(person)
    assert codes(refused) == {"register.no_ground"}
    assert not Custody.objects.exists()


def test_admit_names_every_reason_at_once(world: World) -> None:
    person = world.register()
    with pytest.raises(Refused) as refused:
        world.admit(person, at=world.now + timedelta(hours=1), received_from=" ", authority="")
    assert codes(refused) == {"register.no_ground", "register.in_future", "register.missing"}


def test_admit_with_ground_opens_a_covered_stay(world: World) -> None:
    person = world.register()
    ground = world.ground(person)
    entry = world.admit(person)
    assert entry.ground == ground
    span = Custody.objects.get()
    assert (span.person, span.state, span.evidence, span.since, span.until) == (
        person,
        "held",
        "recorded",
        world.now,
        None,
    )
    assert not Uncovered.objects.exists()


def test_override_admits_and_stays_on_the_list_until_cured(world: World) -> None:
    person = world.register()
    world.admit(person, override="Directora de turno: orden en camino")
    piece = Uncovered.objects.get()
    assert (piece.since, piece.until, piece.override) == (world.now, None, "Directora de turno: orden en camino")
    admitted_at = world.now
    world.later(hours=5)
    world.ground(person, valid_from=admitted_at)
    assert not Uncovered.objects.exists()


def test_override_without_reason_is_refused(world: World) -> None:
    person = world.register()
    with pytest.raises(Refused) as refused:
        world.admit(person, override="urge")
    assert codes(refused) == {"register.override_too_short"}


def test_custody_past_the_end_of_its_ground_is_listed_from_that_instant(world: World) -> None:
    person = world.register()
    ends = world.now + timedelta(days=3)
    world.ground(person, valid_until=ends)
    world.admit(person)
    assert [(each.since, each.until) for each in Uncovered.objects.all()] == [(ends, None)]


def test_release_before_the_ground_ends_leaves_nothing_uncovered(world: World) -> None:
    person = world.register()
    world.ground(person, valid_until=world.now + timedelta(days=3))
    world.admit(person)
    world.later(days=2)
    world.release(person)
    assert not Uncovered.objects.exists()


def test_annulled_ground_uncovers_custody_from_the_annulment(world: World) -> None:
    person = world.register()
    ground = world.ground(person)
    world.admit(person)
    at = world.later(days=1)
    actions.annul_ground(by=ANA, at=at, now=at, person=person, ground=ground, authority="Cámara", reference="77-2026")
    assert [(each.since, each.until) for each in Uncovered.objects.all()] == [(at, None)]


def test_admit_twice_is_refused(world: World) -> None:
    person = world.register()
    world.ground(person)
    world.admit(person)
    world.later(hours=1)
    with pytest.raises(Refused) as refused:
        world.admit(person, facility="F2")
    assert codes(refused) == {"register.not_possible_then"}


def test_inspector_may_not_admit(world: World) -> None:
    person = world.register()
    with pytest.raises(Refused) as refused:
        world.admit(person, by=IVO)
    assert codes(refused) == {"core.not_permitted"}


def test_release_under_a_hold_is_refused_until_it_is_lifted(world: World) -> None:
    person = world.register()
    world.ground(person)
    world.admit(person)
    at = world.later(hours=1)
    hold = actions.place_hold(
        by=ANA, at=at, now=at, person=person, kind="court", authority="Juzgado Segundo", reference="5"
    ).event.hold
    with pytest.raises(Refused) as refused:
        world.release(person)
    assert codes(refused) == {"register.held_back"}
    actions.lift_hold(by=ANA, at=at, now=at, person=person, hold=hold, authority="Juzgado Segundo", reference="6")
    world.release(person)
    assert Custody.objects.get().until == at


def test_back_dated_admission_before_a_later_stay_needs_its_end_too(world: World) -> None:
    person = world.register()
    world.ground(person, valid_from=world.now - timedelta(days=30))
    world.admit(person)
    with pytest.raises(Refused) as refused:
        world.admit(person, at=world.now - timedelta(days=10))
    assert codes(refused) == {"register.contradicts_later"}
    actions.record_past_stay(
        by=ANA,
        now=world.now,
        person=person,
        facility="F2",
        admitted_at=world.now - timedelta(days=10),
        released_at=world.now - timedelta(days=5),
        received_from="Policía",
        authority="Juzgado",
        reason="bail",
        destination="Domicilio",
        evidence="Acta",
    )
    assert Custody.objects.filter(known_until=None).count() == 2


def test_journey_through_transfer_absence_and_escape(world: World) -> None:
    person = world.register()
    world.ground(person)
    world.admit(person)
    common = {"by": ANA, "person": person, "authority": "Dirección"}
    at = world.later(hours=1)
    actions.transfer_out(at=at, now=at, destination="F2", escort="Convoy 1", reason="cupo", **common)
    at = world.later(hours=2)
    actions.transfer_in(at=at, now=at, facility="F2", received_from="Convoy 1", escort="Convoy 1", **common)
    at = world.later(hours=2)
    actions.leave_temporarily(at=at, now=at, kind="court", destination="Juzgado", escort="P2", **common)
    at = world.later(hours=2)
    actions.escape(at=at, now=at, circumstances="Huyó en el pasillo", **common)
    at = world.later(hours=2)
    actions.take_back(at=at, now=at, facility="F2", escort="Policía", **common)
    world.later(hours=1)
    world.release(person)
    states = list(Custody.objects.filter(known_until=None).order_by("since").values_list("facility", "state"))
    assert states == [
        ("F1", "held"),
        ("F1", "in_transit"),
        ("F2", "held"),
        ("F2", "absent"),
        ("F2", "escaped"),
        ("F2", "held"),
    ]


def test_an_identifier_that_is_taken_is_never_given_to_somebody_else(world: World) -> None:
    drawn = iter([5, 5, 5, 6])
    first = actions.register_person(
        by=ANA, at=world.now, now=world.now, written="Uno", random_index=lambda _n: next(drawn)
    )
    second = actions.register_person(
        by=ANA, at=world.now, now=world.now, written="Dos", random_index=lambda _n: next(drawn)
    )
    assert first != second
    assert [queries.person_file(each).name for each in (first, second)] == ["Uno", "Dos"]
