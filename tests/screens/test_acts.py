"""Every act on a person: offered where it fits, refused with every reason in both languages, asked once more where it ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

from constancia.register import actions, movements, queries
from constancia.web.person_acts import ACTS

from .conftest import OPERATOR, new_person, now, open_account, signed_in

AT = {"at": "2026-11-01T10:00"}
BY_WHOM = {"authority": "Court 3"}
GOOD = {
    "admit": {**AT, **BY_WHOM, "facility": "CTR-1", "received_from": "Police"},
    "release": {**AT, **BY_WHOM, "reason": "bail", "destination": "Home", "evidence": "Act 9"},
    "transfer_out": {**AT, **BY_WHOM, "destination": "CTR-1", "escort": "Convoy 2"},
    "transfer_in": {**AT, **BY_WHOM, "facility": "CTR-1", "received_from": "Convoy 2"},
    "leave": {**AT, **BY_WHOM, "kind": "court", "destination": "Court 3", "expected_back_at": "2026-11-01T18:00"},
    "take_back": {**AT, **BY_WHOM, "facility": "CTR-1"},
    "status": {**AT, **BY_WHOM, "status": "sentenced"},
    "escape": {**AT, "circumstances": "Through the yard"},
    "death": {**AT, **BY_WHOM, "circumstances": "In the ward", "cause": "Not known yet", "remains": "Morgue"},
    "ground": {
        "kind": "sentence", "issuer": "Court", "reference": "7", "issued_on": "2026-10-01",
        "valid_from": "2026-10-01T08:00", "valid_until": "2026-12-01T08:00",
    },
    "hold": {**AT, **BY_WHOM, "kind": "medical", "reference": "4"},
    "taking": {**AT, "place": "Calle 4", "authority": "Police", "officers": "Unit 7", "circumstances": "at home"},
    "past_stay": {
        **BY_WHOM, "facility": "CTR-1", "admitted_at": "2026-10-02T10:00", "released_at": "2026-10-04T10:00",
        "received_from": "Police", "reason": "bail", "destination": "Home", "evidence": "Act 9",
        "override": "the shift leader decided so",
    },
    "review": {**AT, **BY_WHOM, "outcome": "ended", "reference": "8"},
    "challenge": {**AT, "court": "Chamber", "by_whom": "counsel"},
    "annul": {**AT, **BY_WHOM, "reference": "9"},
    "lift_hold": {**AT, **BY_WHOM, "reference": "5"},
}  # fmt: skip
STATE = {"admit": "out", "past_stay": "out", "transfer_in": "in_transit", "take_back": "absent"}
ENDS = {"release", "death", "annul", "review"}


def act(action, person, hours=0, **facts):
    return action(
        by=OPERATOR, at=now() - timedelta(days=30, hours=-hours), now=now(), person=person, authority="DG", **facts
    )


@pytest.fixture
def in_state(opened):
    """Somebody in a state, on a ground, with a hold in force where one is asked for."""

    def made(state, *, hold=False):
        person = new_person()
        actions.record_ground(
            by=OPERATOR, at=now(), now=now(), person=person, kind="remand_order", issuer="Court 3", reference="1-26",
            issued_on=now().date(), valid_from=now() - timedelta(days=300), valid_until=None,
        )  # fmt: skip
        if state != "out":
            act(actions.admit, person, facility="CTR-1", received_from="Police", escort="")
        if state == "in_transit":
            act(actions.transfer_out, person, 1, destination="CTR-1", escort="Convoy", reason="")
        if state == "absent":
            act(actions.leave_temporarily, person, 1, kind="court", destination="Court", escort="")
        if hold:
            act(actions.place_hold, person, 1, kind="court", reference="3")
        return person

    return made


def codes(answer):
    return {error.code for errors in answer.context["form"].errors.as_data().values() for error in errors}


def test_every_act_is_tried_here():
    assert set(GOOD) == set(ACTS)


@pytest.mark.parametrize("name", ACTS)
def test_refused_with_every_reason_then_done(name, in_state, registrar):
    person = in_state(STATE.get(name, "held"), hold=name == "lift_hold")
    file = queries.person_file(person)
    url, before = reverse(name, args=[person]), len(file.entries)
    on = {"review", "challenge", "annul"} & {name} and {"ground": file.grounds[0].ground}
    said = {**GOOD[name], **(on or {}), **({"hold": file.holds[0].hold} if name == "lift_hold" else {})}
    assert registrar.get(url).status_code == 200
    refused = registrar.post(url, {each: said[each] for each in AT if each in said})
    assert refused.status_code == 422
    assert codes(refused)
    assert len(queries.person_file(person).entries) == before
    answer = registrar.post(url, said)
    if name in ENDS:
        assert answer.templates[0].name == "web/check.html"
        assert len(queries.person_file(person).entries) == before, "only tried so far"
        assert registrar.post(url, {**said, "step": "change"}).templates[0].name == "web/act.html"
        answer = registrar.post(url, {**said, "step": "record"})
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    assert len(queries.person_file(person).entries) > before
    page = registrar.get(answer["Location"])
    assert str(ACTS[name].done) in page.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "individual legal instrument"), ("es", "título individual")])
def test_refusals_speak_the_language_of_the_page(language, words, in_state, registrar):
    person = in_state("out")
    said = {**GOOD["admit"], "at": "2020-01-05T10:00", "received_from": ""}
    registrar.post(reverse("language"), {"language": language})
    page = registrar.post(reverse("admit", args=[person]), said).content.decode()
    assert words in page
    assert ("5 Jan 2020, 10:00" if language == "en" else "5 ene 2020, 10:00") in page, "in the time of the place"
    assert ("received_from" in page.replace("id_received_from", "").replace('name="received_from"', "")) is False


@pytest.mark.parametrize("state", ["out", "held", "in_transit", "absent"])
def test_only_what_fits_is_offered_first(state, in_state, registrar):
    page = registrar.get(reverse("person", args=[in_state(state)]))
    first = {each.name for each in page.context["acts"]}
    other = {each.name for each in page.context["other_acts"]}
    fits = {name for name, each in ACTS.items() if each.follows and movements.may_follow(each.follows, state)}
    assert first == fits | {"ground", "hold"}
    assert not first & other
    assert first | other == set(ACTS) - {"review", "challenge", "annul", "lift_hold"}


def test_after_a_death_no_movement_is_offered(in_state, registrar):
    person = in_state("held")
    said = {**GOOD["death"], "step": "record"}
    assert registrar.post(reverse("death", args=[person]), said).status_code == 302
    page = registrar.get(reverse("person", args=[person]))
    assert page.context["acts"] == []
    assert "Deceased" in page.content.decode()
    assert b"past-stay" in page.content, "what was forgotten can still be recorded late"


def test_readers_are_offered_nothing(person):
    open_account("inspector")
    page = signed_in("inspector").get(reverse("person", args=[person]))
    assert page.context["acts"] == page.context["other_acts"] == []
    assert b"/correct/" not in page.content


def test_a_hold_in_force_is_shown_and_stands_in_the_way(in_state, registrar):
    person = in_state("held", hold=True)
    page = registrar.get(reverse("person", args=[person])).content.decode()
    assert "Hold on release and transfer" in page
    refused = registrar.post(reverse("release", args=[person]), GOOD["release"])
    assert codes(refused) == {"register.held_back"}


def test_somebody_out_too_long_is_on_the_list_and_on_the_file(in_state, registrar):
    person = in_state("held")
    assert registrar.post(reverse("leave", args=[person]), GOOD["leave"]).status_code == 302
    assert person in registrar.get(reverse("list_overdue")).content.decode()
    assert "Expected back 1 Nov 2026, 18:00" in registrar.get(reverse("person", args=[person])).content.decode()
    back = {**GOOD["take_back"], "at": "2026-11-02T10:00"}
    assert registrar.post(reverse("take_back", args=[person]), back).status_code == 302
    assert person not in registrar.get(reverse("list_overdue")).content.decode()


def test_a_year_out_of_reach_is_said_and_not_a_crash(person, registrar):
    for year in ("0001", "9999"):
        answer = registrar.post(reverse("release", args=[person]), {"at": f"{year}-01-01T00:00"})
        assert "at" in answer.context["form"].errors


def test_a_link_may_name_the_ground(person, registrar):
    ground = queries.person_file(person).grounds[0].ground
    page = registrar.get(reverse("review", args=[person]), {"ground": ground})
    assert page.context["form"]["ground"].value() == ground


def test_whoever_records_at_one_facility_need_not_choose_it(opened):
    open_account("registrar", "of-one", facility="CTR-1")
    browser, someone = signed_in("of-one"), new_person()
    page = browser.get(reverse("admit", args=[someone]))
    assert [value for value, _name in page.context["form"].fields["facility"].choices] == ["CTR-1"]
    answer = browser.post(reverse("admit", args=[someone]), {**AT, "facility": ""})
    assert answer.status_code == 422
    assert "facility" in answer.context["form"].errors
