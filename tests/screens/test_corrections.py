"""Putting entries right: the form holds what the entry says, the new one supersedes it, and nothing disappears."""

import dataclasses
from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from constancia.core import events as declared
from constancia.ledger.queries import superseded
from constancia.register import actions, queries, rules, timeline
from constancia.web.corrections import _BY_EVENT

from .conftest import OPERATOR, admit, health_item, new_person, now, open_account, signed_in

DAY = timedelta(days=1)


def by(at, person, **facts):
    return {"by": OPERATOR, "at": at, "now": now(), "person": person, **facts}


@pytest.fixture
def full_file(opened):
    """A file with an entry of every kind that can be put right; death comes last."""
    person = new_person()
    first = now() - 20 * DAY
    authority = {"authority": "Court 3"}
    ground = actions.record_ground(
        **by(now(), person, kind="sentence", issuer="Court", reference="1", issued_on=first.date(), valid_from=first - DAY),
        valid_until=None,
    ).event.ground  # fmt: skip
    at = iter(first + number * DAY for number in range(20))
    actions.admit(**by(next(at), person, facility="CTR-1", received_from="Police", escort="", **authority))
    actions.release(**by(next(at), person, reason="bail", destination="Home", evidence="Act", **authority))
    actions.admit(**by(next(at), person, facility="CTR-1", received_from="Police", escort="", **authority))
    actions.record_status(**by(next(at), person, status="remand", reference="", **authority))
    actions.transfer_out(**by(next(at), person, destination="CTR-1", escort="Convoy", reason="", **authority))
    actions.transfer_in(**by(next(at), person, facility="CTR-1", received_from="Convoy", escort="", **authority))
    actions.leave_temporarily(**by(next(at), person, kind="court", destination="Court", escort="", **authority))
    actions.take_back(**by(next(at), person, facility="CTR-1", escort="", **authority))
    actions.escape(**by(next(at), person, circumstances="Yard", authority=""))
    actions.take_back(**by(next(at), person, facility="CTR-1", escort="", **authority))
    actions.record_death(**by(next(at), person, circumstances="Ward", cause="?", remains="?", **authority))
    hold = actions.place_hold(**by(now(), person, kind="court", reference="2", **authority)).event.hold
    actions.lift_hold(**by(now(), person, hold=hold, reference="3", **authority))
    actions.review_ground(
        **by(now(), person, ground=ground, outcome="upheld", reference="4", next_review_on=None, **authority)
    )
    actions.challenge_ground(**by(now(), person, ground=ground, court="Chamber", reference="", by_whom="counsel"))
    actions.annul_ground(**by(now(), person, ground=ground, reference="5", **authority))
    actions.record_identifier(**by(now(), person, kind="card", issuer="SV", value="1"))
    actions.record_birth(
        **by(now(), person, earliest=datetime(1990, 1, 1).date(), latest=datetime(1990, 1, 1).date(), precision="day"),
        evidence="card",
    )  # fmt: skip
    actions.record_citizenship(**by(now(), person, country="SLV", standing="stated", evidence="said"))
    actions.record_taking(**by(now() - timedelta(days=40), person, place="Calle 4", authority="Police"))
    actions.record_sex(**by(now(), person, on_papers="F", self_perceived=""))
    actions.record_language(**by(now(), person, language="es", level="", interpreter_needed=False))
    actions.record_dependant(
        **by(now(), person, relation="child", name="B", born_on=None, whereabouts="", in_care_of="aunt")
    )
    actions.record_contact(**by(now(), person, name="B", relation="sister", reach="post", notify=True, scope=""))
    actions.record_item(**by(now(), person, item="property", standing="recorded", content="A watch"))
    return person


def standing(person):
    return timeline.standing(queries.person_file(person).entries)


def test_every_kind_that_can_be_put_right_has_its_form():
    kinds = {kind for kind in declared.ALL.values() if kind in rules.CORRECTABLE}
    assert set(_BY_EVENT) == {each.code for each in kinds}
    assert kinds == rules.CORRECTABLE


def test_each_entry_is_corrected_by_the_form_as_it_comes(full_file, registrar):
    """The form sent back unchanged says the same again: same facts, same moment to the microsecond, same stay or ground."""
    open_account("health_officer")
    from constancia.access import actions as access

    user = registrar.get("/").wsgi_request.user.public_id
    access.grant_role(by=OPERATOR, at=now(), now=now(), user=user, role="inspector", reason="for a test")
    seen = set()
    for entry in standing(full_file):
        if type(entry.event) not in rules.CORRECTABLE:
            continue
        seen.add(type(entry.event))
        url = reverse("correct", args=[full_file, entry.number])
        form = registrar.get(url).context["form"]
        said = {
            name: "" if field.value() is None else field.value() for name, field in zip(form.fields, form, strict=True)
        }
        said = {name: value for name, value in said.items() if value is not False}
        said = {
            name: value.strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value
            for name, value in said.items()
        }
        answer = registrar.post(url, said)
        assert answer.status_code == 302, (entry.event.code, answer.context["form"].errors)
        (new,) = [each for each in standing(full_file) if each.supersedes == entry.number]
        assert (new.event, new.occurred_at) == (entry.event, entry.occurred_at)
        assert superseded([entry.number]) == {entry.number: [new.number]}
    assert seen == rules.CORRECTABLE


def test_a_correction_says_something_else(person, registrar):
    (wrong,) = [each for each in standing(person) if each.event.code == "register.name_recorded"]
    url = reverse("correct", args=[person, wrong.number])
    assert registrar.post(url, {"written": "", "kind": "as_written"}).status_code == 422
    assert registrar.post(url, {"written": "Adela", "kind": "as_written"}).status_code == 302
    assert queries.person_file(person).name == "Adela"
    assert "superseded by" in registrar.get(reverse("person", args=[person])).content.decode()
    assert registrar.get(url).status_code == 404, "it no longer stands"


def test_a_corrected_admission_moves_the_stay(person, registrar):
    (wrong,) = [each for each in standing(person) if each.event.code == "register.admitted"]
    url = reverse("correct", args=[person, wrong.number])
    said = {"facility": "CTR-1", "at": "2026-11-20T07:05", "received_from": "Police", "authority": "Court 3"}
    assert registrar.post(url, {**said, "received_from": ""}).status_code == 422
    assert registrar.post(url, {**said, "override": "the shift leader decided so"}).status_code == 302
    (span,) = queries.person_file(person).spans
    assert span.since.isoformat() == "2026-11-20T13:05:00+00:00"
    assert span.stay == wrong.event.stay


def test_withdrawing_is_asked_once_more_and_keeps_the_entry(person, registrar):
    (wrong,) = [each for each in standing(person) if each.event.code == "register.name_recorded"]
    url = reverse("withdraw", args=[person, wrong.number])
    assert registrar.post(url, {"reason": ""}).status_code == 422
    asked = registrar.post(url, {"reason": "of somebody else"})
    assert asked.templates[0].name == "web/check.html"
    assert wrong.event.written in asked.content.decode(), "what is withdrawn stands there to be read"
    assert queries.person_file(person).names
    assert registrar.post(url, {"reason": "of somebody else", "step": "record"}).status_code == 302
    file = queries.person_file(person)
    assert not file.names
    assert wrong.number in {each.number for each in file.entries}


def test_what_others_rest_on_cannot_be_withdrawn(registrar):
    someone = new_person()
    admit(someone, override="the shift leader decided so")
    actions.release(**by(now(), someone, reason="bail", destination="Home", evidence="Act", authority="Court 3"))
    (admitted,) = [each for each in standing(someone) if each.event.code == "register.admitted"]
    answer = registrar.post(reverse("withdraw", args=[someone, admitted.number]), {"reason": "wrong"})
    assert {error.code for error in answer.context["form"].non_field_errors().as_data()} == {
        "register.contradicts_later"
    }


@pytest.mark.parametrize("what", ["opening", "link"])
def test_the_opening_of_a_file_and_links_are_not_withdrawn(what, person, registrar):
    if what == "link":
        actions.link_identity(**by(now(), person, other=new_person(), relation="not_the_same", reason="two cards"))
    entry = queries.person_file(person).entries[0 if what == "opening" else -1]
    for verb in ("correct", "withdraw"):
        assert registrar.get(reverse(verb, args=[person, entry.number])).status_code == 404
    from constancia.core.refusals import Refused

    with pytest.raises(Refused, match="register.not_correctable"):
        actions.withdraw_entry(**by(now(), person, entry=entry.number, reason="wrong"))


def test_health_is_put_right_by_health_only(person, registrar):
    entry = health_item(person)
    open_account("health_officer")
    health = signed_in("health-officer")
    for verb in ("correct", "withdraw"):
        assert registrar.get(reverse(verb, args=[person, entry])).status_code == 403
        assert registrar.get(reverse(f"{verb}_health", args=[person, entry])).status_code == 403
        assert health.get(reverse(f"{verb}_health", args=[person, entry])).status_code == 200
    said = {"standing": "recorded", "content": "asthma", "examiner": "Dr 4"}
    assert health.post(reverse("correct_health", args=[person, entry]), said).status_code == 302
    (item,) = [each for each in queries.person_file(person).items if each.key == "health"]
    assert item.content == "asthma"


def test_what_a_reader_may_not_see_is_in_no_form(person, registrar):
    entry = actions.record_contact(
        **by(now(), person, name="Secreta", relation="sister", reach="post", notify=True, scope="")
    )
    assert registrar.get(reverse("correct", args=[person, entry.number])).status_code == 403
    page = registrar.get(reverse("person", args=[person])).content.decode()
    assert reverse("correct", args=[person, entry.number]) not in page
    assert reverse("withdraw", args=[person, entry.number]) in page


def test_events_are_compared_whole():
    assert all(dataclasses.is_dataclass(each) for each in rules.CORRECTABLE)
