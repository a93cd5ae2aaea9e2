"""What programs rely on: an act asked for twice is done once, nobody asks too often, accounts and lists as on the web."""

from datetime import timedelta

import pytest

from constancia.api import access
from constancia.api.models import Answered
from constancia.ledger.models import Entry
from constancia.register import actions

from .conftest import OPERATOR, admit, new_person, now, open_account
from .test_api import Program, codes


def test_the_same_request_under_one_key_is_done_once(opened):
    program = Program("registrar")
    said = {"at": "2026-01-01T00:00:00Z", "written": "Ada Prueba"}
    first = program.post("persons", key="a-1", **said)
    again = program.post("persons", key="a-1", **said)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert Entry.objects.filter(event="register.person_registered").count() == 1
    other = program.post("persons", key="a-1", **{**said, "written": "Bea Prueba"})
    assert (other.status_code, codes(other)) == (409, {"api.key_reused"})
    assert program.post("persons", key="a-2", **said).json() != first.json()
    assert "Ada" not in str(list(Answered.objects.values()))


def test_a_key_belongs_to_its_account(opened):
    said = {"at": "2026-01-01T00:00:00Z", "written": "Ada Prueba"}
    one, other = Program("registrar"), Program("registrar", username="second")
    assert one.post("persons", key="k", **said).json() != other.post("persons", key="k", **said).json()


def test_what_was_refused_may_be_sent_again_under_its_key(person):
    program = Program("registrar")
    said = {"at": now(), "other": new_person(), "relation": "same_person", "reason": "same card"}
    url = f"persons/{person}/link"
    assert program.post(url, key="k", **{**said, "relation": "x"}).status_code == 409
    assert program.post(url, key="k", **said).status_code == 200


def test_answers_are_remembered_for_a_day(opened):
    program = Program("registrar")
    said = {"at": "2026-01-01T00:00:00Z", "written": "Ada Prueba"}
    first = program.post("persons", key="k", **said).json()
    Answered.objects.update(at=now() - timedelta(days=1, minutes=1))
    assert program.post("persons", key="k", **said).json() != first
    assert Answered.objects.count() == 1


def test_nobody_asks_more_often_than_allowed(opened, monkeypatch):
    monkeypatch.setattr(access, "REQUESTS_A_MINUTE", 3)
    monkeypatch.setattr(access.time, "time", lambda: 1_800_000_000.0)
    program, other = Program("registrar"), Program("inspector")
    assert [program.get("facilities").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = program.get("facilities")
    assert codes(answer) == {"api.too_often"}
    assert int(answer["Retry-After"]) == 60
    assert other.get("facilities").status_code == 200, "each account has its own count"
    monkeypatch.setattr(access.time, "time", lambda: 1_800_000_060.0)
    assert program.get("facilities").status_code == 200


def test_a_hold_is_placed_seen_and_lifted(person):
    program = Program("registrar")
    said = {"at": now(), "authority": "Court 3", "reference": "9"}
    assert program.post(f"persons/{person}/hold", kind="court", **said).status_code == 200
    (hold,) = program.get(f"persons/{person}").json()["holds"]
    assert hold["authority"] == "Court 3"
    assert program.post(f"persons/{person}/lift-hold", hold=hold["hold"], **said).status_code == 200
    assert program.get(f"persons/{person}").json()["holds"] == []


def test_lists_come_in_pages_with_their_count(opened):
    people = [new_person() for _ in range(3)]
    for each in people:
        admit(each, override="the shift leader decided so")
    program = Program("registrar")
    found = program.get("uncovered", start="1", limit="1").json()
    assert found["count"] == 3
    assert len(found["rows"]) == 1
    late = program.get("late").json()
    assert len(late) == 3
    assert program.get("late", before=str(late[0]["number"])).json() == late[1:]
    actions.leave_temporarily(
        by=OPERATOR, at=now(), now=now(), person=people[0], kind="court", destination="Court", escort="", authority="DG",
        expected_back_at=now() - timedelta(hours=1),
    )  # fmt: skip
    assert [each["person"] for each in program.get("overdue").json()["rows"]] == [people[0]]
    assert program.get("reviews-due", at="2026-11-01T00:00:00Z").json() == {"count": 0, "rows": []}


def test_entries_are_found_by_event_and_subject(person):
    program = Program("inspector")
    found = program.get("journal", event="register.admitted", subject=person).json()
    assert [each["event"] for each in found] == ["register.admitted"]
    entry = program.get(f"journal/{found[0]['number']}").json()
    assert entry["document"].startswith("{")
    assert len(entry["leaf_hash"]) == 64
    newest = program.get("journal", newest_first="true", limit="1").json()
    assert newest[0]["number"] == Entry.objects.order_by("-number")[0].number


def test_the_population_of_every_facility_that_may_be_counted(person):
    program = Program("finance")
    days = program.get("population", first="2026-01-01", last="2026-01-02").json()["days"]
    assert {each["facility"] for each in days} == {"CTR-1"}
    assert program.get("population", first="2026-01-02", last="2026-01-01").status_code == 409
    assert program.get("population", first="1900-01-01", last="2026-01-01").status_code == 409
    assert program.get("population", first="0001-01-01", last="9999-12-31").status_code == 422


def test_accounts_are_kept_through_the_api(opened):
    program = Program("administrator")
    made = program.post("accounts", username="maria.c", reason="joined today", name="María C").json()
    user = made["user"]
    said = {"role": "registrar", "facility": "CTR-1", "reason": "order 12"}
    assert program.post(f"accounts/{user}/grant", key="g", **said).status_code == 200
    assert program.post(f"accounts/{user}/grant", key="g", **said).status_code == 200
    assert codes(program.post(f"accounts/{user}/grant", **said)) == {"access.already_granted"}
    assert program.get(f"accounts/{user}").json()["grants"] == [{"role": "registrar", "facility": "CTR-1"}]
    assert made["first_password"] not in program.get("accounts").content.decode()
    assert program.post(f"accounts/{user}/revoke", **said).status_code == 200
    assert program.post(f"accounts/{user}/close", reason="left us today").status_code == 200
    assert program.get(f"accounts/{user}").json()["is_open"] is False


def test_a_token_revokes_itself_and_no_other(opened):
    one, other = Program("registrar"), Program("inspector")
    (token,) = other.get("account").json()["tokens"]
    assert one.post(f"account/tokens/{token['id']}/revoke").status_code == 409
    assert other.post(f"account/tokens/{token['id']}/revoke").status_code == 200
    assert other.get("account").status_code == 401


def test_characters_that_no_store_can_hold_are_refused(person):
    program = Program("registrar")
    said = {"at": now(), "kind": "court", "authority": "a\0b", "reference": "1"}
    assert program.post(f"persons/{person}/hold", **said).status_code == 422
    half = {**said, "authority": "\ud800"}
    assert program.post(f"persons/{person}/hold", **half).status_code in (409, 422)


@pytest.mark.parametrize("role", ["registrar", "administrator"])
def test_a_facility_is_opened_once(role, opened):
    program = Program(role)
    said = {"at": now(), "code": "CTR-9", "name": "Nine", "zone": "UTC", "authority": "DG"}
    assert codes(program.post("facilities/open", **{**said, "code": "../9"})) == {"register.bad_facility_code"}
    assert program.post("facilities/open", **said).status_code == 200
    assert codes(program.post("facilities/open", **said)) == {"register.already_there"}
    open_account("finance", "counter")
