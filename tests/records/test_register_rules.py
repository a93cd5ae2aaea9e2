"""Rules of the register a registrar, a court or an inspector would try: grounds, holds, links, places, the minimum file."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from constancia.core.refusals import Refused
from constancia.register import actions, queries
from constancia.register.codes import RELEASE_REASONS
from constancia.register.file import ITEMS
from constancia.register.models import Custody, Ground, Uncovered

from .conftest import ANA, CORA, ZONE, World

Codes = set[str]


def refused(act: Any, *arguments: Any, **facts: Any) -> Codes:
    with pytest.raises(Refused) as error:
        act(*arguments, **facts)
    return {each.code for each in error.value.refusals}


def act(world: World, action: Any, person: str, **facts: Any) -> Any:
    return action(**{"by": CORA, "at": world.now, "now": world.now, "person": person, **facts})


def held(world: World, name: str = "Ana Prueba", **grounds: Any) -> str:
    person = world.register(name)
    world.ground(person, **grounds)
    world.admit(person)
    world.later(hours=1)
    return person


def places(person: str) -> list[tuple[str, str]]:
    spans = Custody.objects.filter(person=person, known_until=None).order_by("since")
    return [(each.facility, each.state) for each in spans]


def items(person: str) -> dict[str, str]:
    file = queries.person_file(person)
    assert file is not None
    return {each.key: each.standing for each in file.items}


# ---------------------------------------------------------------- grounds


def test_one_case_may_have_many_orders_but_none_twice(world: World) -> None:
    person = world.register()
    common = {"kind": "remand_order", "issuer": "Juzgado Primero", "reference": "12-2026", "valid_from": world.now}
    world.ground(person, **common)
    assert refused(world.ground, person, **{**common, "issuer": "JUZGADO  primero"}) == {"register.already_there"}
    world.ground(person, **{**common, "valid_from": world.now + timedelta(days=30)})
    world.ground(person, **{**common, "kind": "sentence"})
    other = world.register()
    world.ground(other, **common)
    assert Ground.objects.count() == 4


def test_a_correction_of_a_ground_is_not_a_repetition_of_it(world: World) -> None:
    person = world.register()
    ground = world.ground(person)
    entry = Ground.objects.get().entry
    assert world.ground(person, supersedes=entry, statute="Código Penal, art. 128") == ground
    file = queries.person_file(person)
    assert file is not None
    assert [each.statute for each in file.grounds] == ["Código Penal, art. 128"]


def test_issued_today_is_today_at_the_place(world: World) -> None:
    """At 23:00 in El Salvador it is tomorrow in UTC, and an order may not be issued tomorrow."""
    person = held(world)
    world.now = datetime(2026, 3, 9, 23, 0, tzinfo=ZoneInfo(ZONE))
    tomorrow = refused(world.ground, person, issued_on=date(2026, 3, 10), reference="x")
    assert tomorrow == {"register.in_future"}
    world.ground(person, issued_on=date(2026, 3, 9), reference="x")


def test_a_challenge_is_pending_until_a_review_decides_it(world: World) -> None:
    person = held(world)
    ground = Ground.objects.get().id
    challenged = act(
        world, actions.challenge_ground, person, ground=ground, court="Cámara", reference="1", by_whom="Defensa"
    )
    world.later(days=1)
    second = act(world, actions.challenge_ground, person, ground=ground, court="Sala", reference="2", by_whom="Familia")
    review = {
        "ground": ground,
        "outcome": "upheld",
        "reference": "3",
        "authority": "Cámara",
        "next_review_on": date(2026, 6, 1),
    }
    world.later(days=1)
    act(world, actions.review_ground, person, **review)
    assert Ground.objects.get().challenged
    act(world, actions.review_ground, person, **review, decides=challenged.number)
    assert Ground.objects.get().challenged
    again = refused(act, world, actions.review_ground, person, **review, decides=challenged.number)
    assert again == {"register.unknown_challenge"}
    act(world, actions.review_ground, person, **review, decides=second.number)
    assert not Ground.objects.get().challenged
    assert Ground.objects.get().review_due_on == date(2026, 6, 1)


def test_a_ground_annulled_from_its_beginning_uncovers_everything(world: World) -> None:
    person = held(world)
    ground = Ground.objects.get()
    act(world, actions.annul_ground, person, at=ground.since, ground=ground.id, authority="Sala", reference="Nulidad 1")
    assert [(each.since, each.until) for each in Uncovered.objects.all()] == [
        (Custody.objects.get().since, None),
    ]


# ---------------------------------------------------------------- holds


def hold(world: World, person: str, **facts: Any) -> str:
    values = {"kind": "court", "authority": "Juzgado Segundo", "reference": "5", **facts}
    return act(world, actions.place_hold, person, **values).event.hold


def test_the_last_day_of_a_hold_is_a_day_of_the_place(world: World) -> None:
    person = held(world)
    hold(world, person, until=date(2026, 3, 10))
    world.now = datetime(2026, 3, 10, 23, 30, tzinfo=ZoneInfo(ZONE))
    assert refused(world.release, person) == {"register.held_back"}
    world.now = datetime(2026, 3, 11, 0, 30, tzinfo=ZoneInfo(ZONE))
    world.release(person)


def test_a_hold_binds_from_when_it_was_placed_to_when_it_was_lifted(world: World) -> None:
    person = held(world)
    before = world.now
    world.later(hours=2)
    placed = hold(world, person)
    during = world.later(hours=2)
    world.later(hours=2)
    act(world, actions.lift_hold, person, hold=placed, authority="Juzgado Segundo", reference="6")
    assert refused(world.release, person, at=during) == {"register.held_back"}
    world.release(person, at=before)


@pytest.mark.parametrize("reason", ["habeas_corpus", "appeal_upheld", "held_in_error", "released_in_error"])
def test_no_hold_delays_a_release_that_the_law_commands_or_that_has_happened(world: World, reason: str) -> None:
    person = held(world)
    hold(world, person)
    assert refused(world.release, person, reason="term_served") == {"register.held_back"}
    world.release(person, reason=reason)
    assert Custody.objects.get().until == world.now


def test_a_hold_stops_a_transfer_whatever_its_words(world: World) -> None:
    person = held(world)
    hold(world, person)
    facts = {"destination": "F2", "escort": "C", "reason": "habeas_corpus", "authority": "Dirección"}
    assert refused(act, world, actions.transfer_out, person, **facts) == {"register.held_back"}


def test_a_death_is_recorded_whatever_holds(world: World) -> None:
    person = held(world)
    hold(world, person)
    facts = {"circumstances": "En la noche", "cause": "Se investiga", "remains": "Medicina legal"}
    act(world, actions.record_death, person, place="Hospital Nacional", authority="Dirección", **facts)
    assert refused(world.admit, person, override="Alguien lo decidió") == {"register.not_possible_then"}


# ---------------------------------------------------------------- links


def link(world: World, one: str, other: str, relation: str = "same_person") -> Any:
    return act(world, actions.link_identity, one, other=other, relation=relation, reason="Mismo documento")


def test_whoever_is_held_under_another_file_of_the_chain_is_not_admitted(world: World) -> None:
    one = held(world)
    files = [one, *(world.register(f"Otra {at}") for at in range(3))]
    for first, second in itertools.pairwise(files):
        link(world, second, first)
    world.ground(files[-1])
    assert refused(world.admit, files[-1], facility="F2") == {"register.linked_held"}
    world.release(one)
    world.later(hours=1)
    world.admit(files[-1], facility="F2")


def test_a_past_stay_is_tried_against_the_past_of_linked_files(world: World) -> None:
    one = held(world)
    begun = Custody.objects.get().since
    other = world.register("Otra")
    link(world, one, other)
    world.ground(other, valid_from=begun - timedelta(days=90))
    past = {
        "by": ANA,
        "now": world.now,
        "person": other,
        "facility": "F2",
        "received_from": "Policía",
        "authority": "Juzgado",
        "reason": "bail",
        "destination": "Domicilio",
        "evidence": "Acta",
    }
    overlapping = {"admitted_at": begun - timedelta(days=9), "released_at": begun + timedelta(minutes=5)}
    assert refused(actions.record_past_stay, **past, **overlapping) == {"register.linked_held"}
    actions.record_past_stay(**past, admitted_at=begun - timedelta(days=9), released_at=begun)
    assert Custody.objects.filter(person=other).count() == 1


def test_links_may_not_contradict_each_other_through_a_third_file(world: World) -> None:
    ada, bea, cea, dea = (world.register(name) for name in ("Ada", "Bea", "Cea", "Dea"))
    link(world, ada, bea)
    link(world, bea, cea)
    assert refused(link, world, ada, cea, "not_the_same") == {"register.link_contradicts"}
    link(world, ada, dea, "not_the_same")
    assert refused(link, world, dea, cea) == {"register.link_contradicts"}
    assert refused(link, world, ada, bea) == {"register.already_there"}
    assert refused(link, world, ada, ada) == {"register.link_to_itself"}


def test_unlinking_restores_what_was_before(world: World) -> None:
    one = held(world)
    other = world.register("Otra")
    world.ground(other)
    (entry, _) = link(world, other, one)
    assert refused(world.admit, other, facility="F2") == {"register.linked_held"}
    act(world, actions.unlink_identity, other, link=entry.event.link, reason="Era otra persona")
    world.admit(other, facility="F2")


# ---------------------------------------------------------------- places


def test_correcting_the_place_of_an_admission_moves_what_followed_from_it(world: World) -> None:
    person = world.register()
    world.ground(person)
    admitted = world.admit(person)
    at = world.later(hours=1)
    act(world, actions.leave_temporarily, person, kind="court", destination="Juzgado", escort="C", authority="D")
    act(world, actions.take_back, person, at=world.later(hours=1), facility="F1", escort="C", authority="D")
    act(world, actions.escape, person, at=world.later(hours=1), circumstances="Por el muro", authority="D")
    assert places(person) == [("F1", "held"), ("F1", "absent"), ("F1", "held"), ("F1", "escaped")]
    world.admit(person, at=at - timedelta(hours=1), facility="F2", supersedes=admitted.number)
    assert places(person) == [("F2", "held"), ("F2", "absent"), ("F1", "held"), ("F1", "escaped")]


def test_a_past_stay_ends_after_it_begins_and_names_its_ground(world: World) -> None:
    person = world.register()
    ground = world.ground(person, valid_from=world.now - timedelta(days=90))
    past = {
        "by": ANA,
        "now": world.now,
        "person": person,
        "facility": "F2",
        "received_from": "Policía",
        "escort": "Patrulla 3",
        "authority": "Juzgado",
        "reason": "other_authority",
        "destination": "Fiscalía",
        "received_by": "Fiscalía General, acta 7",
        "evidence": "Acta",
    }
    at = world.now - timedelta(days=9)
    assert refused(actions.record_past_stay, **past, admitted_at=at, released_at=at) == {"register.ends_before_start"}
    admitted, released = actions.record_past_stay(**past, admitted_at=at, released_at=world.now)
    assert (admitted.ground, admitted.event.escort) == (ground, "Patrulla 3")
    assert released.event.received_by == "Fiscalía General, acta 7"


# ---------------------------------------------------------------- the minimum file


def test_text_in_any_form_is_recorded_in_one(world: World) -> None:
    person = world.register("Jose\u0301 Pen\u0303a")
    world.ground(person, issuer="Juzgado U\u0301nico")
    world.admit(person, authority="Fiscali\u0301a")
    file = queries.person_file(person)
    assert file is not None
    assert file.name == "José Peña"
    assert file.grounds[0].issuer == "Juzgado Único"
    assert file.entries[-1].authority == "Fiscalía"
    other = world.register("Otra")
    link(world, person, other)
    act(world, actions.link_identity, other, other=world.register(), relation="not_the_same", reason="Cre\u0301ame")


def test_the_moment_place_and_authors_of_the_deprivation_of_liberty_are_recorded(world: World) -> None:
    person = world.register()
    assert {items(person)[key] for key in ("taken", "taken_by")} == {""}
    at = world.now - timedelta(hours=30)
    facts = {"place": "Calle 5", "authority": "Policía", "officers": "ONI 1234"}
    wrong = act(world, actions.record_taking, person, at=at, **{**facts, "place": "Calle 4"})
    act(world, actions.record_taking, person, at=at, **facts, supersedes=wrong.number)
    assert {items(person)[key] for key in ("taken", "taken_by")} == {"recorded"}
    file = queries.person_file(person)
    assert file is not None
    assert [(each.event.place, each.occurred_at) for each in file.facts] == [("Calle 5", at)]
    assert refused(act, world, actions.record_taking, person, place=" ", authority="") == {"register.missing"}
    future = refused(act, world, actions.record_taking, person, at=world.now + timedelta(hours=1), **facts)
    assert future == {"register.in_future"}


@pytest.mark.parametrize("item", ITEMS)
def test_every_item_can_stand_as_unknown_with_who_was_asked(world: World, item: str) -> None:
    person = world.register()
    asked = {"item": item, "standing": "unknown"}
    assert refused(act, world, actions.record_item, person, by=ANA, **asked) == {"register.missing"}
    act(world, actions.record_item, person, by=ANA, **asked, asked="La propia persona, por señas")
    assert items(person)[item] == "unknown"


@pytest.mark.parametrize("item", ITEMS)
def test_words_never_stand_for_an_act(world: World, item: str) -> None:
    person = world.register()
    said = {"item": item, "standing": "recorded", "content": "Consta", "by": ANA}
    if ITEMS[item].events:
        assert refused(act, world, actions.record_item, person, **said) == {"register.has_its_own_act"}
    else:
        act(world, actions.record_item, person, **said)
        assert items(person)[item] == "recorded"


def test_what_an_act_leaves_empty_stays_missing(world: World) -> None:
    person = world.register()
    world.ground(person)
    act(world, actions.record_sex, person, on_papers="F", self_perceived="")
    assert (items(person)["ordered_by"], items(person)["grounds"]) == ("recorded", "")
    assert (items(person)["gender"], items(person)["self_perceived"]) == ("recorded", "")
    world.ground(person, reference="2", statute="Ley de Migración, art. 3")
    act(world, actions.record_sex, person, on_papers="F", self_perceived="mujer")
    assert (items(person)["grounds"], items(person)["self_perceived"]) == ("recorded", "recorded")


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "fits"),
    [
        (date(1990, 5, 1), date(1990, 5, 1), "day", True),
        (date(1990, 5, 1), date(1990, 5, 2), "day", False),
        (date(1990, 5, 1), date(1990, 5, 31), "month", True),
        (date(1990, 5, 1), date(1990, 6, 1), "month", False),
        (date(1990, 1, 1), date(1990, 12, 31), "year", True),
        (date(1990, 1, 1), date(1991, 1, 1), "year", False),
        (date(1985, 1, 1), date(1995, 12, 31), "estimated", True),
        (date(1995, 1, 1), date(1985, 12, 31), "estimated", False),
        (date(2026, 1, 1), date(2026, 12, 31), "year", False),
    ],
)
def test_a_birth_date_is_as_exact_as_it_says(
    world: World, earliest: date, latest: date, precision: str, fits: bool
) -> None:
    person = world.register()
    facts = {"earliest": earliest, "latest": latest, "precision": precision, "evidence": "Partida"}
    if fits:
        act(world, actions.record_birth, person, **facts)
    else:
        assert refused(act, world, actions.record_birth, person, **facts) == {"register.birth_range"}


def test_every_reason_for_release_can_be_recorded(world: World) -> None:
    for reason in RELEASE_REASONS:
        person = held(world)
        world.release(person, reason=reason)


def test_what_a_correction_leaves_out_stays_as_it_was(world: World) -> None:
    """A form that knows less than the register must not take away what it does not show."""
    person = held(world, statute="Código Penal, art. 128")
    world.ground(person, supersedes=Ground.objects.get().entry, reference="321-2026")
    file = queries.person_file(person)
    assert file is not None
    assert [(each.reference, each.statute) for each in file.grounds] == [("321-2026", "Código Penal, art. 128")]
    first = world.release(person, received_by="Fiscalía, acta 7")
    assert world.release(person, supersedes=first.number).event.received_by == "Fiscalía, acta 7"
    other = held(world)
    facts = {"circumstances": "En la noche", "cause": "Se investiga", "remains": "Medicina legal", "authority": "D"}
    died = act(world, actions.record_death, other, place="Hospital", **facts)
    again = act(world, actions.record_death, other, supersedes=died.number, **{**facts, "cause": "Infarto"})
    assert (again.event.place, again.event.cause) == ("Hospital", "Infarto")
    taken = act(world, actions.record_taking, other, place="Calle 5", authority="Policía")
    act(world, actions.withdraw_entry, other, entry=taken.number, reason="Era otra persona")
    assert items(other)["taken"] == ""
