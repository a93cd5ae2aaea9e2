"""Cells, moves, plans and roll calls on the pages and through the API: refused with every reason, then done."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from constancia.housing.models import Apart, Counted, Difference, Hearing, Membership, Need, Place, Placement, Plan
from constancia.housing.queries.board import cell_of
from constancia.housing.queries.rolls import count_called
from constancia.web.housing.drawing import LAYERS
from constancia.web.housing.house_acts import HOUSE_ACTS
from constancia.web.housing.person_acts import ACTS, ENDINGS

from .conftest import now, open_account, signed_in
from .houses import open_cells, plan_for, resident, roll_call
from .test_api import Program, codes

HOUSE = "CTR-1"

GOOD_HOUSE = {
    "measure": {"place": "CTR-1/M1/A/1", "gross_m2": "14.5", "measured_by": "Architect"},
    "capacities": {"place": "CTR-1/M1/A/1", "maximum": "4", "reason": "Inspection"},
    "certify": {"place": "CTR-1/M1/A/1", "approved_by": "Director", "reference": "C-9", "valid_until": "2030-01-01"},
    "reserve": {
        "place": "CTR-1/M1/A/1",
        "places": "1",
        "purpose": "Flight",
        "last_day": "2030-01-01",
    },
    "out_of_use": {"place": "CTR-1/M1/A/1", "reason": "damp", "note": "Mould"},
    "back_in_use": {"place": "CTR-1/M1/A/2", "note": "Dry"},
    "module": {
        "code": "M9",
        "name": "Nine",
        "sex": "F",
        "age": "adult",
        "landings": "1",
        "cells_per_landing": "2",
        "measured_by": "Architect",
        "reason": "Opened",
    },
    "hearing_room": {"place": "CTR-1/M1/H", "name": "Room one"},
    "capacity": {"places": "40", "signed_by": "Director", "reason": "Shifts"},
    "profile": {"capacity": "working", "norm": "cpt_4", "reason": "CPT"},
    "claim": {"what": "Capacity", "value": "40 000", "said_by": "Government", "reference": "Press"},
    "group": {"group": "G1", "name": "Group one", "reason": "Threats"},
    "rivals": {"group": "G2", "other": "G3", "scope": "module", "reason": "Threats"},
}

GOOD_PERSON = {
    "move": {"cell": "CTR-1/M1/A/1", "reason": "Arrival"},
    "override": {"cell": "CTR-1/M1/A/3", "reason": "No other cell tonight", "authority": "Director"},
    "take_out": {"reason": "Works"},
    "swap": {"reason": "Asked for"},
    "keep_apart": {
        "reason": "threat",
        "role": "victim",
        "other_role": "perpetrator",
        "scope": "cell",
        "stated_by": "Report 7",
    },
    "need": {"kind": "lower_bunk", "stated_by": "Clinic"},
    "fix_hearing": {"starts": "2030-01-01T10:00", "held_by": "Court", "outside": "Courthouse"},
    "claim_membership": {"group": "G2", "stated_by": "Prosecutor", "said_on": "2026-01-01", "basis": "Letter 3"},
    "hold_in_reception": {"cell": "CTR-1/M8/A/1", "reason": "Flight tonight"},
    "contest_membership": {"by_whom": "The person", "statement": "Not so"},
}


@pytest.fixture
def officer(opened):
    """The browser of somebody with every role of housing."""
    from constancia.access.actions import grant_role

    from .conftest import OPERATOR

    user = open_account("housing_officer", "officer")
    for role in ("registrar", "inspector", "health_officer"):
        grant_role(by=OPERATOR, at=now(), now=now(), user=user, role=role, reason="for a test")
    return signed_in("officer")


def errors(answer):
    return {error.code for found in answer.context["form"].errors.as_data().values() for error in found}


def ready(officer):
    """Open cells, one of them out of use, and two groups."""
    from constancia.housing import actions

    from .conftest import OPERATOR

    open_cells()
    facts = {"by": OPERATOR, "at": now(), "now": now()}
    actions.take_out_of_use(place="CTR-1/M1/A/2", reason="damp", note="Mould", **facts)
    for code in ("G2", "G3"):
        actions.open_group(group=code, name=code, reason="Threats", **facts)


def test_every_act_is_tried_here():
    assert set(GOOD_HOUSE) | {"end_reservation"} == set(HOUSE_ACTS)
    assert set(STANDS) == set(ENDINGS)
    assert set(GOOD_PERSON) == set(ACTS)


@pytest.mark.parametrize("name", GOOD_HOUSE)
def test_an_act_on_places_is_refused_and_then_done(name, officer):
    ready(officer)
    url = reverse(f"house_{name}", args=[HOUSE])
    assert officer.get(url).status_code == 200
    refused = officer.post(url, {})
    assert refused.status_code == 422
    assert errors(refused)
    answer = officer.post(url, GOOD_HOUSE[name])
    assert answer.status_code == 302, answer.context["form"].errors
    assert str(HOUSE_ACTS[name].done) in officer.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("name", ACTS)
def test_an_act_on_where_a_person_sleeps_is_refused_and_then_done(name, officer):
    from constancia.housing import actions

    from .conftest import OPERATOR

    ready(officer)
    person, other = resident(), resident("Carlo Prueba")
    facts = {"by": OPERATOR, "at": now(), "now": now(), "reason": "Arrival"}
    said = dict(GOOD_PERSON[name])
    if name in {"take_out", "swap"}:
        actions.move(person=person, cell="CTR-1/M1/A/1", **facts)
        actions.move(person=other, cell="CTR-1/M1/A/3", **facts)
    if name in {"swap", "keep_apart"}:
        said["other"] = other
    if name == "hold_in_reception":
        open_cells("M8", purpose="reception")
    if name == "override":
        third = resident("Dan Prueba")
        for each in (other, third):
            actions.move(person=each, cell="CTR-1/M1/A/3", **facts)
    if name == "contest_membership":
        facts.pop("reason")
        claim = actions.claim_membership(
            person=person, group="G2", stated_by="X", said_on=date(2026, 1, 1), basis="Y", **facts
        )
        said["claim"] = claim.event.claim
    url = reverse(f"housing_{name}", args=[person])
    assert officer.get(url).status_code == 200
    refused = officer.post(url, {})
    assert refused.status_code == 422
    assert errors(refused)
    answer = officer.post(url, said)
    assert answer.status_code == 302, answer.context["form"].errors
    assert str(ACTS[name].done) in officer.get(answer["Location"]).content.decode()


def stands(name, person, other):
    """Record what an ending ends, and return its number."""
    from constancia.housing import actions

    from .conftest import OPERATOR

    facts = {"by": OPERATOR, "at": now(), "now": now(), "person": person}
    if name == "end_need":
        return actions.record_need(kind="watch", stated_by="Clinic", **facts).event.need
    if name == "end_keep_apart":
        roles = {"role": "victim", "other_role": "unknown"}
        made = actions.keep_apart(other=other, reason="threat", scope="cell", stated_by="Report", **roles, **facts)
        return made[0].event.separation
    if name == "end_membership":
        said = {"group": "G2", "stated_by": "Prosecutor", "said_on": date(2026, 1, 1), "basis": "Letter"}
        return actions.claim_membership(**said, **facts).event.claim
    if name == "cancel_hearing":
        where = {"starts": datetime(2030, 1, 1, tzinfo=UTC), "held_by": "Court", "outside": "Courthouse"}
        return actions.fix_hearing(**where, **facts).event.hearing
    return str(actions.move(cell="CTR-1/M1/A/1", reason="Arrival", **facts).number)


STANDS = {
    "end_need": (Need, "Needs watch"),
    "end_keep_apart": (Apart, "Not in one cell"),
    "end_membership": (Membership, "G2"),
    "cancel_hearing": (Hearing, "Courthouse"),
    "withdraw_move": (Placement, "CTR-1/M1/A/1"),
}
"""For each ending the table in which its thing stands, and words by which the page names it."""


@pytest.mark.parametrize("name", STANDS)
def test_what_stands_is_ended_once_it_was_asked_twice(name, officer):
    ready(officer)
    officer.post(reverse("language"), {"language": "en"})
    person, other = resident(), resident("Carlo Prueba")
    number, act = stands(name, person, other), ENDINGS[name]
    table = STANDS[name][0]._default_manager
    before = table.filter(until=None).count()
    url = reverse(f"housing_{name}", args=[person])
    assert url in officer.get(reverse("sleeping", args=[person])).content.decode()
    field = act.form.of
    page = officer.get(url, {field: number}).content.decode()
    assert f'value="{number}" selected' in page
    said = {field: number, "reason": "No longer so", "decided_by": "Director"}
    assert errors(officer.post(url, {**said, "reason": ""})) == {"register.missing"}
    assert errors(officer.post(url, {**said, field: "N-NONE"})) == {"invalid_choice"}
    assert officer.post(url, {**said, field: ""}).status_code == 422
    asked = officer.post(url, said).content.decode()
    assert "Check before it is recorded" in asked
    assert STANDS[name][1] in asked
    assert table.filter(until=None).count() == before
    answer = officer.post(url, {**said, "step": "record"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert str(act.done) in officer.get(answer["Location"]).content.decode()
    assert table.filter(until=None).count() < before


def test_a_reservation_is_cancelled_from_the_page_of_its_cell(officer):
    from constancia.housing import actions
    from constancia.housing.models import Reservation

    from .conftest import OPERATOR

    open_cells()
    facts = {"by": OPERATOR, "at": now(), "now": now(), "place": "CTR-1/M1/A/1"}
    actions.reserve_places(places=1, purpose="Flight", last_day=date(2030, 1, 1), **facts)
    number = Reservation.objects.get().reservation
    url = reverse("house_end_reservation", args=[HOUSE])
    assert (
        f"{url}?place=CTR-1/M1/A/1&amp;reservation={number}"
        in officer.get(reverse("cell", args=[HOUSE, "M1/A/1"])).content.decode()
    )
    said = {"place": "CTR-1/M1/A/1", "reservation": "R-NONE"}
    assert errors(officer.post(url, said)) == {"housing.not_standing", "register.missing"}
    said = {"place": "CTR-1/M1/A/1", "reservation": number, "reason": "Flight cancelled"}
    assert officer.post(url, said).status_code == 200
    assert officer.post(url, {**said, "step": "record"}).status_code == 302
    assert "Flight" not in officer.get(reverse("cell", args=[HOUSE, "M1/A/1"])).context["reserved"]


def test_who_is_held_in_reception_waits_with_the_clock_of_the_arrival(officer):
    open_cells()
    open_cells("M8", purpose="reception")
    person = resident()
    url = reverse("housing_hold_in_reception", args=[person])
    assert url in officer.get(reverse("plans", args=[HOUSE])).content.decode()
    choices = [value for value, _ in officer.get(url).context["form"].fields["cell"].choices]
    assert choices == ["", "CTR-1/M8/A/1", "CTR-1/M8/A/2", "CTR-1/M8/A/3"]
    own = reverse("sleeping", args=[person])
    began = officer.get(own).context["waits"].since
    assert officer.post(url, {"cell": "CTR-1/M8/A/1", "reason": "Late flight"}).status_code == 302
    waits = officer.get(own).context["waits"]
    assert (waits.since, waits.cell) == (began, "CTR-1/M8/A/1")
    assert officer.get(reverse("house", args=[HOUSE])).context["held_in_reception"] == 1
    moved = officer.post(reverse("housing_move", args=[person]), {"cell": "CTR-1/M1/A/1", "reason": "Found"})
    assert moved.status_code == 302
    assert officer.get(own).context["waits"] is None


@pytest.mark.parametrize(("language", "words"), [("en", "would hold 3 people"), ("es", "habría 3 personas")])
def test_a_forbidden_move_says_every_reason_in_the_language_of_the_page(language, words, officer):
    from constancia.housing import actions

    from .conftest import OPERATOR

    open_cells()
    people = [resident() for _ in range(3)]
    facts = {"by": OPERATOR, "at": now(), "now": now()}
    for each in people[:2]:
        actions.move(person=each, cell="CTR-1/M1/A/1", reason="Arrival", **facts)
    actions.keep_apart(
        person=people[2], other=people[0], reason="threat", role="victim", other_role="unknown", scope="landing",
        stated_by="Report", **facts,
    )  # fmt: skip
    officer.post(reverse("language"), {"language": language})
    answer = officer.post(reverse("housing_move", args=[people[2]]), {"cell": "CTR-1/M1/A/1", "reason": "x"})
    assert errors(answer) == {"housing.full", "housing.kept_apart"}
    assert words in answer.content.decode()
    assert not cell_of([people[2]], now())


def test_measuring_begins_with_what_is_on_record_and_windows_are_yes_no_or_not_recorded(officer):
    open_cells(window_opens=False)
    officer.post(reverse("language"), {"language": "en"})
    cell, url = reverse("cell", args=[HOUSE, "M1/A/1"]), reverse("house_measure", args=[HOUSE])
    assert "Daylight to read and work by: not recorded · Fresh air: no" in officer.get(cell).content.decode()
    form = officer.get(url, {"place": "CTR-1/M1/A/1"}).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    assert (said["window_opens"], said["bunks"]) == ("no", 2)
    said = {**said, "window_reads": "yes", "measured_by": "Inspector"}
    assert officer.post(url, said).status_code == 302
    page = officer.get(cell).content.decode()
    assert "Daylight to read and work by: yes · Fresh air: no" in page
    assert "Inspector" in page
    place = Place.objects.get(code="CTR-1/M1/A/1", until=None)
    assert (place.bunks, place.gross_m2, place.window_opens) == (2, 12, False)
    elsewhere = officer.get(url, {"place": "CTR-9/M1/A/1"}).context["form"]
    assert elsewhere["bunks"].value() is None


def test_the_map_is_drawn_in_every_layer_and_every_cell_is_a_link(officer):
    from constancia.housing import actions

    from .conftest import OPERATOR

    open_cells()
    open_cells("M2", maximum=None, working=None, certified_normal=None, gross_m2=None, sanitary_m2=None)
    person = resident()
    actions.move(by=OPERATOR, at=now(), now=now(), person=person, cell="CTR-1/M1/A/1", reason="Arrival")
    for layer in LAYERS:
        page = officer.get(reverse("house", args=[HOUSE]), {"layer": layer}).content.decode()
        assert page.count('class="cn-map__cell ') == 6, layer
        assert f'href="{reverse("cell", args=[HOUSE, "M2/A/3"])}"' in page
        assert "cn-map__cell--4" in page or layer == "conflicts", layer
    earlier = officer.get(reverse("house", args=[HOUSE]), {"at": "2020-01-01T00:00"})
    assert b"No cell is open here yet" in earlier.content
    cell = officer.get(reverse("cell", args=[HOUSE, "M1/A/1"])).content.decode()
    assert person in cell
    assert officer.get(reverse("cell", args=[HOUSE, "M1/A/77"])).status_code == 404


def test_a_plan_is_carried_out_in_part_by_its_boxes(officer):
    open_cells()
    one, other = resident(), resident()
    plan = plan_for((one, "CTR-1/M1/A/1"), (other, "CTR-1/M1/A/2"))
    url = reverse("plan", args=[HOUSE, plan])
    assert one in officer.get(url).content.decode()
    refused = officer.post(url, {"step": "part", "reason": "Tonight"})
    assert errors(refused) == {"housing.not_in_plan"}
    assert officer.post(url, {"step": "part", "persons": [one]}).status_code == 422
    assert officer.post(url, {"step": "part", "persons": [one], "reason": "Tonight"}).status_code == 302
    assert cell_of([one, other], now()) == {one: "CTR-1/M1/A/1"}
    assert Plan.objects.get(plan=plan).state == "in_part"
    assert errors(officer.post(url, {"step": "reject", "reason": "x"})) == {"housing.plan_decided"}
    again = plan_for((other, "CTR-1/M1/A/2"))
    assert officer.post(reverse("plan", args=[HOUSE, again]), {"step": "reject", "reason": "Later"}).status_code == 302


def test_all_moves_into_a_module_are_chosen_at_once_and_a_closed_module_is_taken_out_of_use(officer):
    open_cells()
    open_cells("M2")
    one, other, third = resident(), resident(), resident()
    plan = plan_for((one, "CTR-1/M1/A/1"), (other, "CTR-1/M2/A/2"), (third, "CTR-1/M2/A/3"), question="closing")
    url, out = reverse("plan", args=[HOUSE, plan]), reverse("house_out_of_use", args=[HOUSE])
    page = officer.get(url).content.decode()
    assert 'name="within" value="CTR-1/M2"' in page
    assert out not in page
    refused = officer.post(url, {"step": "part", "within": ["CTR-1/M2"]})
    assert refused.status_code == 422
    assert re.findall(r'value="([^"]+)" id="\w+" checked', refused.content.decode()) == ["CTR-1/M2"]
    assert errors(officer.post(url, {"step": "part", "within": ["CTR-1/M9"], "reason": "x"})) == {"housing.not_in_plan"}
    assert officer.post(url, {"step": "part", "within": ["CTR-1/M2"], "reason": "Tonight"}).status_code == 302
    assert cell_of([one, other, third], now()) == {other: "CTR-1/M2/A/2", third: "CTR-1/M2/A/3"}
    assert f"{out}?place=CTR-1/M1" in officer.get(url).content.decode()


def test_the_cell_of_a_person_is_offered_last(officer):
    from constancia.housing import actions

    from .conftest import OPERATOR

    open_cells()
    person = resident()
    url = reverse("housing_move", args=[person])
    actions.move(by=OPERATOR, at=now(), now=now(), person=person, cell="CTR-1/M1/A/1", reason="Arrival")
    shown = officer.get(url)
    assert [value for value, _ in shown.context["form"].fields["cell"].choices][-1] == "CTR-1/M1/A/1"
    assert len(shown.context["takes"]) == 2


def test_a_plan_is_asked_for_and_who_waits_is_shown(officer):
    pytest.importorskip("ortools", reason="the placement engine is an extra (pyproject.toml)")
    open_cells()
    person = resident()
    assert person in officer.get(reverse("plans", args=[HOUSE])).content.decode()
    answer = officer.post(reverse("ask_plan", args=[HOUSE]), {"question": "arrivals"})
    assert answer.status_code == 302
    assert person in officer.get(answer["Location"]).content.decode()
    assert officer.post(reverse("ask_plan", args=[HOUSE]), {"question": ""}).status_code == 422


def test_a_roll_call_by_numbers_from_the_first_cell_to_the_close(officer):
    from constancia.housing import actions

    from .conftest import OPERATOR

    open_cells()
    actions.move(by=OPERATOR, at=now(), now=now(), person=resident(), cell="CTR-1/M1/A/1", reason="Arrival")
    assert errors(officer.post(reverse("open_count", args=[HOUSE]), {"kind": "numbers"})) == {"register.missing"}
    begun = officer.post(reverse("open_count", args=[HOUSE]), {"kind": "numbers", "reason": "Night"})
    url = begun["Location"]
    count = url.rstrip("/").rsplit("/", 1)[-1]
    key = officer.get(url).context["key"]
    said = {"seen:CTR-1/M1/A/1": "2", "seen:CTR-1/M1/A/2": "0", "counted_by": "Agent", "key": key}
    assert officer.post(url, {**said, "counted_by": ""}).status_code == 422
    assert errors(officer.post(url, {**said, "seen:CTR-1/M1/A/1": "two"})) == {"housing.bad_count"}
    for _ in range(2):
        assert officer.post(url, said).status_code == 302
    assert Counted.objects.count() == 2
    assert Difference.objects.get().state == "open"
    assert b"counted 2 instead of 1" in officer.get(reverse("home")).content
    page = officer.get(url).content.decode()
    assert "Not explained yet" in page
    close = reverse("count_close", args=[HOUSE, count])
    assert errors(officer.post(close, {})) == {"register.missing"}
    search = {"cell": "CTR-1/M1/A/1", "searched_by": "Agent", "where": "Yard", "found": "Nobody"}
    assert officer.post(reverse("count_search", args=[HOUSE, count]), search).status_code == 302
    explain = {"cell": "CTR-1/M1/A/1", "explanation": "miscount", "statement": "Counted twice"}
    assert officer.post(reverse("count_explain", args=[HOUSE, count]), explain).status_code == 302
    assert officer.get(reverse("count_sheet", args=[HOUSE, count])).status_code == 200
    assert officer.post(close, {"statement": "Cell 3 is locked"}).status_code == 302
    assert "Closed" in officer.get(url).content.decode()


def test_a_roll_call_by_names_takes_in_who_was_seen(officer):
    from constancia.housing import actions

    from .conftest import OPERATOR

    open_cells()
    one, other = resident(), resident()
    for person in (one, other):
        actions.move(by=OPERATOR, at=now(), now=now(), person=person, cell="CTR-1/M1/A/1", reason="Arrival")
    count = roll_call("names")
    url = reverse("count", args=[HOUSE, count])
    page = officer.get(url)
    assert one in page.content.decode()
    said = {"counted:CTR-1/M1/A/1": "on", "present:CTR-1/M1/A/1": [one], "counted_by": "Agent", "key": "k"}
    assert officer.post(url, {**said, "on_paper": "on"}).status_code == 302
    called = count_called(count)
    assert called.differences[0].missing == (other,)
    assert called.counted[0].on_paper


def test_an_inspector_asks_who_slept_beside_whom(officer):
    from datetime import timedelta

    from constancia.housing import actions

    from .conftest import OPERATOR

    open_cells()
    one, other = resident(), resident()
    for person in (one, other):
        actions.move(by=OPERATOR, at=now(), now=now(), person=person, cell="CTR-1/M1/A/1", reason="Arrival")
    url = reverse("nights", args=[HOUSE])
    tomorrow = (now() + timedelta(days=1)).date()
    page = officer.post(url, {"person": one, "evening": tomorrow.isoformat()}).content.decode()
    assert other in page
    page = officer.post(url, {"person": one, "evening": "2020-01-01"}).content.decode()
    assert "no cell shared" in page
    assert officer.post(url, {"person": one}).context["form"].errors


def test_the_api_refuses_and_does_the_same(opened):
    program = Program("housing_officer")
    open_cells()
    person, other = resident(), resident()
    at = now().isoformat()
    moved = program.post(f"persons/{person}/housing/move", at=at, cell="CTR-1/M1/A/1", reason="Arrival")
    assert moved.status_code == 200, moved.content
    again = program.post(f"persons/{person}/housing/move", at=at, cell="CTR-1/M1/A/1", reason="Arrival")
    assert (again.status_code, codes(again)) == (409, {"housing.already_so"})
    seen = program.get("housing/CTR-1/map").json()
    assert seen["totals"]["people"] == 1
    assert [each["person"] for each in program.get("housing/CTR-1/waiting").json()] == [other]
    assert [each["person"] for each in program.get("housing/CTR-1/occupants").json()] == [person]
    assert program.get("housing/CTR-1/roll").json()["unlock"] == 2
    assert program.get("housing/CTR-1/breaches").json() == []
    opened_ = program.post("housing/places/open", at=at, place="CTR-1/M1/A/4")
    assert opened_.status_code == 200, opened_.content
    assert Place.objects.filter(code="CTR-1/M1/A/4").exists()
    began = program.post("housing/counts/open", at=at, facility=HOUSE, kind="numbers", reason="Night")
    assert began.status_code == 200, began.content
    count = began.json()["entries"]
    assert count
    from constancia.housing.models import Count

    number = Count.objects.get().count
    body = {"at": now().isoformat(), "facility": HOUSE, "count": number, "counted_by": "Agent", "key": "k"}
    body["cells"] = [{"cell": "CTR-1/M1/A/1", "seen": 5}]
    address = "/api/v1/housing/counts/submit"
    sent = program.client.post(address, json.dumps(body), content_type="application/json")
    assert sent.status_code == 200, sent.content
    assert [each["state"] for each in program.get("housing/CTR-1/differences").json()] == ["open"]
    assert program.get("housing/NOWHERE/map").status_code == 404
    beside = program.client.get(f"/api/v1/persons/{person}/housing/night", {"evening": "2026-01-01"})
    assert beside.json() == []
