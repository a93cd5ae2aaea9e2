"""Who may sleep where: each hard rule refused at the endpoint, all at once, and what stays a breach."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from constancia.core.refusals import Refused
from constancia.housing import actions as housing
from constancia.housing.models import Placement
from constancia.housing.queries import rows
from constancia.housing.queries import sleepers as sleepers_module
from constancia.housing.queries.board import cell_of
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.nights import slept_beside
from constancia.housing.queries.occupancy import counts, occupants, waiting
from constancia.housing.queries.sleepers import sleepers
from constancia.register import actions

from .conftest import ANA, ZONE, World
from .houses import ELSA, HUGO, MEN, apart, module, move, need, resident


def refused(call: Any, *arguments: Any, **facts: Any) -> set[str]:
    with pytest.raises(Refused) as found:
        call(*arguments, **facts)
    return {each.code for each in found.value.refusals}


def test_a_person_sleeps_where_moved_until_custody_ends(world: World) -> None:
    module(world)
    person = resident(world)
    assert [each.person for each in waiting("F1", world.now)] == [person]
    move(world, person, f"{MEN}/1")
    assert refused(move, world, person, f"{MEN}/1") == {"housing.already_so"}
    moved_at = world.later(hours=2)
    move(world, person, f"{MEN}/2")
    assert counts("F1", moved_at - timedelta(minutes=1)) == {f"{MEN}/1": 1}
    assert counts("F1", moved_at) == {f"{MEN}/2": 1}
    left = world.later(hours=1)
    actions.leave_temporarily(
        by=ANA, at=left, now=left, person=person, kind="court", destination="J", escort="C", authority="D"
    )
    assert [each.is_out for each in occupants("F1", left)] == [True]
    world.later(hours=1)
    world.release(person)
    assert occupants("F1", world.now) == []
    assert waiting("F1", world.now) == []
    assert Placement.objects.filter(until=None).count() == 0


def test_an_escape_ends_the_place_and_a_return_does_not_bring_it_back(world: World) -> None:
    module(world)
    person = resident(world)
    move(world, person, f"{MEN}/1")
    world.later(hours=1)
    actions.escape(by=ANA, at=world.now, now=world.now, person=person, circumstances="Muro", authority="D")
    assert occupants("F1", world.now) == []
    world.later(hours=1)
    actions.take_back(by=ANA, at=world.now, now=world.now, person=person, facility="F1", escort="P", authority="D")
    (waits,) = waiting("F1", world.now)
    assert (waits.person, waits.cell, waits.since) == (person, "", world.now - timedelta(hours=1))


def test_every_broken_rule_is_told_at_once(world: World) -> None:
    module(world)
    module(world, "M2", sex="F", certified_normal=1, working=1, maximum=1)
    housing.choose_profile(
        by=HUGO, at=world.now, now=world.now, facility="F1", capacity="maximum", norm="cpt_4", reason="CPT"
    )
    woman, enemy = resident(world, sex="F", status="remand"), resident(world, sex="F")
    move(world, woman, "F1/M2/A/1")
    apart(world, enemy, woman, "cell")
    boy = resident(world, born=date(2010, 1, 1))
    need(world, boy, "step_free")
    housing.take_out_of_use(
        by=HUGO, at=world.now, now=world.now, place="F1/M2", reason="power", note="Sin luz", permanent=False
    )
    assert refused(move, world, enemy, "F1/M2/A/1") == {
        "housing.out_of_use",
        "housing.full",
        "housing.too_little_space",
        "housing.wrong_status",
        "housing.kept_apart",
    }
    assert refused(move, world, boy, "F1/M2/A/1") == {
        "housing.out_of_use",
        "housing.full",
        "housing.too_little_space",
        "housing.wrong_sex",
        "housing.wrong_age",
        "housing.wrong_status",
    }
    assert refused(move, world, boy, "F1/M2/A/9") == {"housing.unknown_place"}


def test_what_is_unknown_is_never_compliant(world: World) -> None:
    module(world, maximum=None, working=None, certified_normal=None)
    person = world.register()
    world.ground(person, kind="other")
    world.admit(person)
    assert refused(move, world, person, f"{MEN}/1") == {
        "housing.sex_unknown",
        "housing.age_unknown",
        "housing.status_unknown",
        "housing.capacity_unknown",
    }
    assert refused(move, world, world.register(), f"{MEN}/1") >= {"housing.not_held_here"}


def test_the_eighteenth_birthday_at_local_midnight_moves_the_answer(world: World) -> None:
    module(world)
    module(world, "J1", age="child")
    person = resident(world, born=date(2008, 3, 3))
    move(world, person, "F1/J1/A/1")
    assert refused(move, world, person, f"{MEN}/1") == {"housing.wrong_age"}
    midnight = datetime(2026, 3, 3, 6, tzinfo=UTC)
    world.later(days=3)
    assert breaches("F1", midnight - timedelta(microseconds=1)) == []
    (found,) = breaches("F1", midnight)
    assert [each.code for each in found.refusals] == ["housing.wrong_age"]
    move(world, person, f"{MEN}/1")
    assert breaches("F1", world.now) == []


def test_the_space_norm_of_the_profile_limits_a_move(world: World) -> None:
    module(world, gross_m2=9, maximum=5, working=3)
    first, second = resident(world), resident(world)
    housing.choose_profile(
        by=HUGO, at=world.now, now=world.now, facility="F1", capacity="maximum", norm="cpt_4", reason="CPT"
    )
    move(world, first, f"{MEN}/1")
    assert refused(move, world, second, f"{MEN}/1") == {"housing.too_little_space"}
    housing.choose_profile(
        by=HUGO, at=world.now, now=world.now, facility="F1", capacity="maximum", norm="echr_3", reason="TEDH"
    )
    move(world, second, f"{MEN}/1")


@pytest.mark.parametrize(
    ("scope", "allowed"), [("cell", "F1/M1/A/2"), ("landing", "F1/M1/B/1"), ("module", "F1/M2/A/1"), ("facility", "")]
)
def test_two_people_are_kept_apart_in_places_of_a_size(world: World, scope: str, allowed: str) -> None:
    module(world, landings=2)
    module(world, "M2")
    one, other = resident(world), resident(world)
    apart(world, one, other, scope)
    move(world, one, "F1/M1/A/1")
    for cell in ("F1/M1/A/1", "F1/M1/A/2", "F1/M1/B/1", "F1/M2/A/1"):
        if cell == allowed:
            move(world, other, cell)
            break
        assert refused(move, world, other, cell) == {"housing.kept_apart"}
    row = housing.end_keep_apart(
        by=HUGO,
        at=world.later(hours=1),
        now=world.now,
        person=other,
        separation=apart_id(one),
        reason="Se reconciliaron",
    )
    assert {each.subject for each in row} == {one, other}
    move(world, other, "F1/M1/A/1")


def apart_id(person: str) -> str:
    from constancia.housing.models import Apart

    return str(Apart.objects.get(person=person).separation)


def test_groups_are_kept_apart_while_a_claim_stands_even_contested(world: World) -> None:
    module(world)
    one, other = resident(world), resident(world)
    common: dict[str, Any] = {"by": HUGO, "at": world.now, "now": world.now}
    for code in ("G1", "G2"):
        housing.open_group(group=code, name=f"Grupo {code}", reason="Riesgo", **common)
    housing.keep_groups_apart(group="G1", other="G2", scope="landing", reason="Amenazas", **common)
    claims = [
        housing.claim_membership(
            person=person, group=group, stated_by="Fiscalía", said_on=date(2026, 2, 1), basis="Oficio 3", **common
        ).event
        for person, group in ((one, "G1"), (other, "G2"))
    ]
    move(world, one, f"{MEN}/1")
    assert refused(move, world, other, f"{MEN}/3") == {"housing.rival_groups"}
    claim = claims[1].claim  # type: ignore[attr-defined]
    housing.contest_membership(person=other, claim=claim, by_whom="La persona", statement="No es cierto", **common)
    assert refused(move, world, other, f"{MEN}/3") == {"housing.rival_groups"}
    housing.end_membership(person=other, claim=claim, decided_by="Juzgado", reason="Sin prueba", **common)
    move(world, other, f"{MEN}/3")


def test_needs_infection_and_infants(world: World) -> None:
    module(world, lower_bunks=1, step_free=0, maximum=3, working=3)
    module(world, "E1", purpose="isolation", health_care=True, cells_per_landing=1, lower_bunks=2)
    sick, low, alone = resident(world), resident(world), resident(world)
    need(world, sick, "infection", "A")
    need(world, low, "lower_bunk")
    need(world, alone, "alone")
    assert refused(move, world, sick, f"{MEN}/1") == {"housing.not_isolated"}
    move(world, sick, "F1/E1/A/1")
    assert refused(move, world, low, "F1/E1/A/1") == {"housing.infection"}
    move(world, low, f"{MEN}/1")
    second = resident(world)
    need(world, second, "lower_bunk")
    assert refused(move, world, second, f"{MEN}/1") == {"housing.no_lower_bunk"}
    assert refused(move, world, alone, f"{MEN}/1") == {"housing.must_be_alone"}
    move(world, alone, f"{MEN}/2")
    assert refused(move, world, resident(world), f"{MEN}/2") == {"housing.must_be_alone"}
    need(world, second, "step_free")
    assert "housing.no_step_free" in refused(move, world, second, f"{MEN}/3")
    ill = resident(world)
    need(world, ill, "medical")
    assert refused(move, world, ill, f"{MEN}/3") == {"housing.no_health_care"}


def test_an_infant_needs_space_and_is_nobody_held(world: World) -> None:
    module(world, sex="F")
    mother, other = resident(world, sex="F"), resident(world, sex="F")
    need(world, mother, "infant", "2026-02-01")
    move(world, mother, f"{MEN}/1")
    assert refused(move, world, other, f"{MEN}/1") == {"housing.full"}
    assert counts("F1", world.now) == {f"{MEN}/1": 1}


def test_reserved_places_are_free_for_whom_they_are_kept(world: World) -> None:
    module(world)
    guest, other = resident(world), resident(world)
    housing.reserve_places(
        by=HUGO,
        at=world.now,
        now=world.now,
        place=f"{MEN}/1",
        places=2,
        person=guest,
        purpose="Vuelo",
        last_day=date(2026, 3, 2),
    )
    assert refused(move, world, other, f"{MEN}/1") == {"housing.full"}
    move(world, guest, f"{MEN}/1")
    world.later(days=3)
    move(world, other, f"{MEN}/1")


def test_a_swap_is_both_or_neither(world: World) -> None:
    module(world, maximum=1, working=1, certified_normal=1)
    one, other, third = resident(world), resident(world), resident(world, status="remand")
    move(world, one, f"{MEN}/1")
    common: dict[str, Any] = {"by": HUGO, "at": world.now, "now": world.now, "reason": "A pedido"}
    assert refused(housing.swap, person=one, other=other, **common) == {"housing.has_no_cell"}
    move(world, other, f"{MEN}/2")
    move(world, third, f"{MEN}/3")
    world.later(hours=1)
    common |= {"at": world.now, "now": world.now}
    housing.swap(person=one, other=other, **common)
    assert cell_of([one, other], world.now) == {one: f"{MEN}/2", other: f"{MEN}/1"}
    need(world, third, "step_free")
    housing.measure_place(
        by=HUGO, at=world.now, now=world.now, place=f"{MEN}/2", measured_by="Arq.", step_free=0, lower_bunks=0
    )
    assert refused(housing.swap, person=one, other=third, **common) == {"housing.no_step_free"}


def test_an_override_is_named_stays_a_breach_and_cannot_make_everything_right(world: World) -> None:
    module(world, maximum=1, working=1, certified_normal=1)
    one, other = resident(world), resident(world)
    move(world, one, f"{MEN}/1")
    facts: dict[str, Any] = {
        "at": world.now,
        "now": world.now,
        "person": other,
        "cell": f"{MEN}/1",
        "authority": "Directora Lemus",
    }
    assert refused(housing.override, by=ELSA, reason="Sin otra celda esta noche", **facts) == {"core.not_permitted"}
    assert refused(housing.override, by=HUGO, reason="No hay", **facts) == {"register.override_too_short"}
    given, placed = housing.override(by=HUGO, reason="Sin otra celda esta noche", **facts)
    assert given.event.rules == ("housing.full",)  # type: ignore[attr-defined]
    found = {each.person: each for each in breaches("F1", world.now)}
    assert found[other].override == given.number
    assert found.keys() == {one, other}
    assert placed.event.override == given.number  # type: ignore[attr-defined]
    facts["person"] = world.register()
    assert "housing.not_held_here" in refused(housing.override, by=HUGO, reason="Sin otra celda esta noche", **facts)
    facts |= {"person": resident(world), "cell": f"{MEN}/2"}
    assert refused(housing.override, by=HUGO, reason="Sin otra celda esta noche", **facts) == {
        "housing.nothing_to_override"
    }


def test_reception_holds_people_and_the_clock_goes_on(world: World) -> None:
    module(world)
    module(world, "R1", purpose="reception")
    person = resident(world)
    arrived = world.now
    world.later(hours=3)
    facts: dict[str, Any] = {"by": HUGO, "at": world.now, "now": world.now, "person": person, "reason": "Llegada"}
    assert refused(housing.hold_in_reception, cell=f"{MEN}/1", **facts) == {"housing.not_reception"}
    housing.hold_in_reception(cell="F1/R1/A/1", **facts)
    reception = frozenset({"F1/R1/A/1"})
    (waits,) = waiting("F1", world.now, reception)
    assert (waits.person, waits.cell, waits.since) == (person, "F1/R1/A/1", arrived)
    world.later(hours=1)
    move(world, person, f"{MEN}/1")
    assert waiting("F1", world.now, reception) == []
    world.later(hours=1)
    housing.take_out(by=HUGO, at=world.now, now=world.now, person=person, reason="Obras")
    (waits,) = waiting("F1", world.now, reception)
    assert waits.since == world.now


def test_a_late_move_is_tried_against_what_came_after(world: World) -> None:
    module(world, maximum=1, working=1, certified_normal=1)
    one, other = resident(world), resident(world)
    early = world.now
    world.later(hours=2)
    move(world, one, f"{MEN}/1")
    assert refused(move, world, other, f"{MEN}/1", at=early) == {"housing.full"}
    assert refused(move, world, other, f"{MEN}/2", at=world.now + timedelta(hours=1)) == {"register.in_future"}
    move(world, other, f"{MEN}/2", at=early)
    world.later(hours=1)
    move(world, other, f"{MEN}/3")
    late = early + timedelta(hours=1)
    assert cell_of([other], late) == {other: f"{MEN}/2"}


def test_a_move_is_corrected_or_taken_back_and_custody_corrected_moves_it_too(world: World) -> None:
    module(world)
    person = resident(world)
    first = move(world, person, f"{MEN}/1")
    world.later(hours=1)
    second = move(world, person, f"{MEN}/2")
    fixed = move(world, person, f"{MEN}/3", at=second.occurred_at, supersedes=second.number)
    assert cell_of([person], world.now) == {person: f"{MEN}/3"}
    housing.withdraw_move(
        by=HUGO, at=world.now, now=world.now, person=person, entry=fixed.number, reason="Era otra persona"
    )
    assert cell_of([person], world.now) == {person: f"{MEN}/1"}
    assert Placement.objects.get(person=person).entry == first.number
    assert refused(
        housing.withdraw_move, by=HUGO, at=world.now, now=world.now, person=person, entry=fixed.number, reason="x"
    ) == {"register.not_correctable"}
    world.later(hours=1)
    ended = world.release(person)
    assert cell_of([person], world.now) == {}
    actions.withdraw_entry(by=ANA, at=world.now, now=world.now, person=person, entry=ended.number, reason="Error")
    assert cell_of([person], world.now) == {person: f"{MEN}/1"}


def test_beds_hold_one_person(world: World) -> None:
    module(world)
    common: dict[str, Any] = {"by": HUGO, "at": world.now, "now": world.now}
    housing.open_place(place=f"{MEN}/1/1", **common)
    assert refused(housing.open_place, place=f"{MEN}/9/1", **common) == {"housing.no_parent"}
    one, other = resident(world), resident(world)
    move(world, one, f"{MEN}/1", bed=f"{MEN}/1/1")
    assert refused(move, world, other, f"{MEN}/1", bed=f"{MEN}/1/1") == {"housing.bed_unusable"}
    assert refused(move, world, other, f"{MEN}/2", bed=f"{MEN}/1/1") == {"housing.bed_unusable"}
    move(world, other, f"{MEN}/1")


def test_who_slept_beside_whom_with_the_entries_that_show_it(world: World) -> None:
    module(world, maximum=3, working=3, certified_normal=3)
    one, other, third = (resident(world) for _ in range(3))
    move(world, one, f"{MEN}/1")
    placed = move(world, other, f"{MEN}/1")
    world.now = datetime(2026, 3, 2, 7, tzinfo=UTC)
    move(world, third, f"{MEN}/1")
    world.later(hours=1)
    actions.leave_temporarily(
        by=ANA, at=world.now, now=world.now, person=other, kind="hospital", destination="H", escort="C", authority="D"
    )
    before = world.later(hours=1)
    found = {each.other: each for each in slept_beside(one, date(2026, 3, 1), ZONE)}
    assert found.keys() == {other, third}
    falls = datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert (found[other].since, found[other].until) == (falls, falls + timedelta(hours=5))
    assert placed.number in found[other].entries
    assert found[third].since == falls + timedelta(hours=4)
    from constancia.ledger.journal import number_known_at

    known = number_known_at(before)
    world.later(days=1)
    housing.withdraw_move(by=HUGO, at=world.now, now=world.now, person=other, entry=placed.number, reason="Otra celda")
    assert {each.other for each in slept_beside(one, date(2026, 3, 1), ZONE)} == {third}
    assert {each.other for each in slept_beside(one, date(2026, 3, 1), ZONE, known_at=known)} == {other, third}
    assert slept_beside(one, date(2026, 2, 20), ZONE) == []


def test_whoever_may_not_is_told_so(world: World) -> None:
    module(world)
    person = resident(world)
    assert refused(move, world, person, f"{MEN}/1", by=ANA) == {"core.not_permitted"}
    assert refused(housing.open_place, by=ELSA, at=world.now, now=world.now, place="F2/M1", sex="M", age="adult") == {
        "core.not_permitted"
    }
    move(world, person, f"{MEN}/1", by=ELSA)


def test_many_people_are_read_like_few(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above some number, rows are sorted out here and not by the database; both ways must say the same."""
    module(world)
    people = [resident(world) for _ in range(4)]
    for person, number in zip(people, (1, 1, 2), strict=False):
        move(world, person, f"{MEN}/{number}")
    apart(world, people[0], people[1], "cell")
    need(world, people[2], "step_free")
    gone = resident(world)
    world.release(gone)
    wanted = [*people, gone, "P-0"]
    few = (sleepers(wanted, "F1", world.now, ZONE), breaches("F1", world.now), cell_of(wanted, world.now))
    for module_ in (rows, sleepers_module):
        monkeypatch.setattr(module_, "SO_MANY", 1)
    many = (sleepers(wanted, "F1", world.now, ZONE), breaches("F1", world.now), cell_of(wanted, world.now))
    assert few == many
    assert few[0].keys() == {*people, gone}
    assert {each.person for each in few[1]} == set(people[:2])
