"""The board, findings, verdicts explained, conditions and devices, as people meet them; and what devices post."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from constancia.norms.cases import cases_of
from constancia.norms.stories import story
from constancia.standards import keeping
from constancia.standards.actions import care, devices, findings, life, order
from constancia.standards.actions.readings import gather
from constancia.standards.actions.recording import RECORDING
from constancia.standards.evaluation import chosen
from constancia.standards.models import Arrival, Condition, Finding, Reading
from constancia.web.conditions import OF_PERSONS, OF_PLACES

from .conftest import OPERATOR, admit, new_person, now, open_account, questions, signed_in

LOCAL = "%Y-%m-%dT%H:%M"


def minutes_ago(minutes: int) -> str:
    """Return a wall clock of El Salvador, six hours behind UTC."""
    return (now() - timedelta(hours=6, minutes=minutes)).strftime(LOCAL)


@pytest.fixture
def alone(person):
    """Somebody held alone for longer than the register lets pass, and the findings of it."""
    other = new_person()
    admit(other, days=20)
    life.record_regime(
        by=OPERATOR, at=now() - timedelta(days=20), now=now(), person=other, place="cell", company="alone",
        separation="disciplinary",
    )  # fmt: skip
    keeping.keep("CTR-1", now=now())
    return other


def test_every_kind_has_its_pages():
    assert set(OF_PERSONS) | set(OF_PLACES) == set(RECORDING)


@pytest.mark.parametrize("kind", OF_PERSONS)
def test_every_form_about_a_person_is_refused_once_and_loses_nothing(kind, person):
    for role in ("registrar", "health_officer"):
        open_account(role)
    browser = signed_in("health-officer" if kind in ("health", "injury_death") else "registrar")
    address = reverse(f"record_{kind}", args=[person])
    answer = browser.post(address, {"at": "2999-01-01T10:00", "note": "kept as typed"})
    assert answer.status_code == 422
    answer = browser.post(address, {"at": minutes_ago(-600), "note": "kept as typed"})
    assert answer.status_code == 422
    assert "kept as typed" in answer.content.decode()
    assert not Condition.objects.exists()


def test_a_condition_is_recorded_corrected_and_withdrawn(registrar, person):
    said = {"at": minutes_ago(60), "place": "cell", "company": "alone", "separation": "disciplinary", "open_air": "no"}
    answer = registrar.post(reverse("record_regime", args=[person]), said, follow=True)
    assert answer.status_code == 200
    entry = Condition.objects.get().entry
    assert "alone" in answer.content.decode()
    page = registrar.get(reverse("correct_condition", args=[entry])).content.decode()
    assert 'value="alone" selected' in page
    assert 'value="no" selected' in page
    registrar.post(reverse("correct_condition", args=[entry]), {**said, "company": "shared"})
    second = Condition.objects.get(superseded_by=None)
    assert json.loads(second.facts)["company"] == "shared"
    refused = registrar.post(reverse("withdraw_condition", args=[second.entry]), {"reason": ""})
    assert refused.status_code == 422
    registrar.post(reverse("withdraw_condition", args=[second.entry]), {"reason": "Of somebody else"})
    assert not Condition.objects.filter(withdrawn_by=None).exists()


def test_a_cell_is_surveyed_and_counted_on_the_page_of_the_facility(registrar, person):
    survey = {"at": minutes_ago(60), "cell": "B-1", "gross_area": "12.5", "kind": "cell"}
    registrar.post(reverse("record_cell_of", args=["CTR-1"]), survey)
    registrar.post(reverse("record_presence_of", args=["CTR-1"]), {"at": minutes_ago(60), "cell": "B-1", "count": "3"})
    page = registrar.get(reverse("place_conditions", args=["CTR-1"])).content.decode()
    assert "12.5" in page
    assert sorted(Condition.objects.values_list("kind", flat=True)) == ["cell", "presence"]


def test_health_and_complaints_are_listed_without_their_content_to_others(person):
    same = {"by": OPERATOR, "at": now(), "now": now(), "person": person}
    care.record_health(**same, kind="exam", note="a private diagnosis")
    order.receive_complaint(**same, kind="urgent", note="a private complaint")
    entries = list(Condition.objects.order_by("entry").values_list("entry", flat=True))
    for role, sees in (("registrar", (False, False)), ("health_officer", (True, False)), ("inspector", (True, True))):
        open_account(role)
        browser = signed_in(role.replace("_", "-"))
        page = browser.get(reverse("conditions", args=[person])).content.decode()
        assert ("a private diagnosis" in page, "a private complaint" in page) == sees
        if role != "health_officer":
            for entry, visible in zip(entries, sees, strict=True):
                journal = browser.get(reverse("entry", args=[entry])).content.decode()
                assert ("a private" in journal) is visible


def test_the_board_shows_coverage_beside_each_figure_and_says_when_it_knows_nothing(registrar, person):
    page = registrar.get(reverse("board", args=["CTR-1"])).content.decode()
    assert "nothing is known" in page
    keeping.keep("CTR-1", now=now())
    page = registrar.get(reverse("board", args=["CTR-1"])).content.decode()
    assert "0\u00a0% judged, 0\u00a0% met" in page
    assert registrar.get(reverse("board_topic", args=["CTR-1", "solitary"])).status_code == 200
    assert registrar.get(reverse("board", args=["CTR-9"])).status_code == 404


def test_a_verdict_can_be_followed_from_the_treaty_to_the_entry_in_both_languages(registrar, alone):
    address = reverse("verdict", args=["CTR-1", "MR-44-15", "person", alone])
    entry = Condition.objects.get(kind="regime").entry
    english = registrar.get(address).content.decode()
    for words in (
        "Mandela Rules 43(1)(b), 44",
        "The rule",
        "What would change the verdict",
        f"entry {entry}",
        "EC-BREAK",
    ):
        assert words in english
    registrar.post(reverse("language"), {"language": "es"})
    text = registrar.get(address).content.decode()
    for words in ("Reglas Mandela", "Qué cambiaría el veredicto", f"asiento {entry}"):
        assert words in text
    assert registrar.get(reverse("verdict", args=["CTR-1", "NO-1", "person", alone])).status_code == 404
    before = registrar.get(address, {"known": minutes_ago(3 * 24 * 60)}).content.decode()
    assert f"asiento {entry}" not in before
    elsewhere = new_person()
    page = registrar.get(reverse("verdict", args=["CTR-1", "MR-44-15", "person", elsewhere])).content.decode()
    assert 'class="cn-answer"' not in page


def test_a_finding_is_walked_to_its_end(registrar, alone):
    open_account("inspector")
    inspector = signed_in("inspector")
    finding = Finding.objects.get(norm="MR-44-15", limb="literal").id
    assert finding in registrar.get(reverse("findings")).content.decode()
    here = reverse("finding", args=[finding])
    assert "Report the remedy" in registrar.get(here).content.decode()
    answer = registrar.post(reverse("finding_remedy", args=[finding]), {"at": minutes_ago(5), "remedy": "moved"})
    assert answer.status_code == 422
    assert "still show the breach" in answer.content.decode()
    for step in ("assign", "answer", "contest"):
        assert registrar.post(reverse(f"finding_{step}", args=[finding]), {}).status_code == 422
    registrar.post(reverse("finding_assign", args=[finding]), {"to": "the director", "due_at": minutes_ago(-9999)})
    registrar.post(reverse("finding_contest", args=[finding]), {"reason": "there was contact"})
    assert inspector.post(reverse("finding_decide", args=[finding]), {"reason": "x"}).status_code == 422
    inspector.post(reverse("finding_decide", args=[finding]), {"outcome": "withdrawn", "reason": "the book shows it"})
    assert Finding.objects.get(id=finding).state == "withdrawn"
    assert "the book shows it" in registrar.get(here).content.decode()
    looked = inspector.get(reverse("looks")).content.decode()
    inspector.get(here)
    assert looked != inspector.get(reverse("looks")).content.decode()


def test_an_inspector_adds_a_finding_and_a_recommendation(person):
    open_account("inspector")
    inspector = signed_in("inspector")
    assert inspector.post(reverse("add_finding", args=["CTR-1"]), {}).status_code == 422
    seen = {"at": minutes_ago(30), "norm": "MR-14a", "statement": "no window opens"}
    inspector.post(reverse("add_finding", args=["CTR-1"]), seen)
    finding = Finding.objects.get()
    asked = reverse("recommend", args=["CTR-1"]) + f"?finding={finding.id}"
    assert inspector.post(asked, {}).status_code == 422
    inspector.post(asked, {"asks": "open the windows", "due_at": minutes_ago(-9999)})
    assert "open the windows" in inspector.get(reverse("finding", args=[finding.id])).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_findings_asks_the_store_as_often_for_one_as_for_three(registrar, person, count):
    for _ in range(count):
        findings.add_finding(by=OPERATOR, at=now(), now=now(), facility="CTR-1", norm="MR-14a", statement="seen")
    assert questions(registrar, reverse("findings")) == 9


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_store_as_often_for_one_as_for_three(registrar, person, count):
    for number in range(count):
        life.record_visit(by=OPERATOR, at=now(), now=now(), person=person, kind="family")
        devices.open_device(by=OPERATOR, at=now(), now=now(), facility="CTR-1", device=f"D-{number}", stands_for=60)
    asked = {reverse("conditions", args=[person]): 8, reverse("devices"): 6, reverse("boards"): 8}
    assert {address: questions(registrar, address) for address in asked} == asked


def test_the_library_prints_as_a_book(registrar):
    page = registrar.get(reverse("norms")).content.decode()
    assert page.count('class="cn-norm"') > 120
    assert registrar.get(reverse("norm", args=["MR-44-15"])).status_code == 200
    assert registrar.get(reverse("norm", args=["NO-1"])).status_code == 404


def test_a_norm_shows_its_rungs_by_profile_its_cases_its_history_and_where_it_is_judged(registrar, alone):
    address = reverse("norm", args=["MR-44-15"])
    english = registrar.get(address).content.decode()
    for words in (
        "Council of Europe",
        "What each profile makes of it",
        "this text replaced the one of 1955",
        "the rules of 1955 had none",
        "It must say:",
        reverse("board_topic", args=["CTR-1", "solitary"]),
    ):
        assert words in english, words
    assert english.count('cn-case"') == len(cases_of()["MR-44-15"])
    assert "No change of this norm" not in english
    registrar.post(reverse("language"), {"language": "es"})
    spanish = registrar.get(address).content.decode()
    for words in ("Casos resueltos", "Debe decir:", "este texto sustituyó al de 1955", "Qué decide cada perfil"):
        assert words in spanish, words
    assert reverse("norm", args=["ECHR-3"]) in registrar.get(reverse("norm", args=["CPT-4"])).content.decode()


def test_the_page_of_a_norm_names_no_board_to_those_who_may_read_none(registrar, alone):
    open_account("administrator")
    page = signed_in("administrator").get(reverse("norm", args=["MR-44-15"])).content.decode()
    assert "On no board that you may read" in page
    assert "CTR-1" not in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_worked_case_can_be_told_in_words(language):
    norms = chosen()[1].norms
    for name, some in cases_of().items():
        for each in some:
            told = story(each, norms[name], language)
            assert told.wanted
            assert all("{" not in part for one in told.wanted for part in one.rest)


def test_the_book_holds_the_worked_cases_where_they_are_asked_for(registrar):
    page = registrar.get(reverse("norms"), {"cases": "yes"}).content.decode()
    assert page.count('cn-case"') == sum(len(some) for some in cases_of().values())
    assert 'cn-case"' not in registrar.get(reverse("norms")).content.decode()


# ---------------------------------------------------------------- devices


def test_a_device_is_entered_calibrated_given_a_token_and_retired(registrar):
    assert (
        registrar.post(reverse("open_device"), {"facility": "CTR-1", "device": "a b", "stands_for": "60"}).status_code
        == 422
    )
    registrar.post(reverse("open_device"), {"facility": "CTR-1", "device": "CO2-1", "stands_for": "60", "cell": "B-1"})
    checked = {"at": minutes_ago(1), "kind": "co2", "valid_until": minutes_ago(-9999), "checked_by": "Lab"}
    assert registrar.post(reverse("calibrate", args=["CO2-1"]), {**checked, "kind": ""}).status_code == 422
    registrar.post(reverse("calibrate", args=["CO2-1"]), checked)
    page = registrar.post(reverse("device_token", args=["CO2-1"])).content.decode()
    assert "cd_" in page
    assert registrar.post(reverse("retire_device", args=["CO2-1"]), {}).status_code == 422
    registrar.post(reverse("retire_device", args=["CO2-1"]), {"reason": "broken"})
    assert registrar.get(reverse("calibrate", args=["CO2-1"])).status_code == 404


def post(token, *readings):
    body = json.dumps({"readings": [dict(zip(("kind", "at", "value"), each, strict=True)) for each in readings]})
    headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
    return Client(headers=headers).post("/api/v1/measurements", body, content_type="application/json")


def test_what_a_device_posts_is_kept_once_and_a_forged_one_refused(opened):
    same = {"by": OPERATOR, "now": now()}
    devices.open_device(**same, at=same["now"], facility="CTR-1", device="CO2-1", stands_for=60)
    token = devices.make_device_token(**same, device="CO2-1")
    first = ("co2", (now() - timedelta(minutes=5)).isoformat(), "612.5")
    late = ("co2", (now() - timedelta(minutes=9)).isoformat(), "611")
    assert post(token, first).json() == {"new": 1, "known": 0}
    assert post(token, late, first).json() == {"new": 1, "known": 1}
    assert post(token, (*first[:2], "999")).status_code == 409
    for forged in ("", "cd_forged", token[:-1], "x"):
        assert post(forged, first).status_code == 401
    naive = ("co2", "2026-01-01T10:00:00", "612")
    assert post(token, naive).status_code == 422
    gather(by=OPERATOR, now=now())
    assert (Arrival.objects.count(), Reading.objects.count()) == (0, 2)
    assert post(token, first, late).json() == {"new": 0, "known": 2}


def test_programs_read_the_board_findings_and_norms(alone):
    from .test_api import Program

    program = Program("inspector")
    board = program.get("facilities/CTR-1/board").json()
    assert {each["topic"] for each in board["lines"]} >= {"space", "air", "solitary", "health", "contact"}
    assert board["agreement"] == {"lines": [], "unclassed": 0}
    assert board["everybody_at"] <= board["as_of"]
    assert {each["module"] for each in board["lines"]} >= {"*", ""}
    assert "MR-44-15" in {each["norm"] for each in program.get("findings", facility="CTR-1").json()}
    assert len(program.get("norms").json()) > 120
    assert program.get("facilities/CTR-9/board").status_code == 404
