"""Lists ask the store the same number of questions for one item and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .conftest import admit, new_person, open_account, signed_in


def questions(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["home", "journal", "population", "imports"])
def test_one_item_and_three_cost_the_same(page, registrar):
    admit(new_person(), override="the shift leader decided so")
    with_one = questions(registrar, reverse(page))
    for _ in range(2):
        admit(new_person(), override="the shift leader decided so")
    assert questions(registrar, reverse(page)) == with_one
    assert with_one <= 25


def test_accounts(administrator):
    with_one = questions(administrator, reverse("accounts"))
    open_account("finance")
    open_account("inspector")
    assert questions(administrator, reverse("accounts")) == with_one


def test_a_file_costs_the_same_however_long(person, registrar):
    from constancia.register import actions

    from .conftest import OPERATOR, now

    with_few = questions(registrar, reverse("person", args=[person]))
    for value in "123":
        actions.record_identifier(
            by=OPERATOR, at=now(), now=now(), person=person, kind="card", issuer="SV", value=value
        )
    assert questions(registrar, reverse("person", args=[person])) == with_few


def test_journal_pages_follow_each_other(registrar):
    for number in range(20):
        new_person(f"Persona {number}")
    first = registrar.get(reverse("journal"))
    assert len(first.context["rows"]) == 50 or not first.context["older"]
    assert first.context["rows"][0].entry.number > first.context["rows"][-1].entry.number


def test_journal_is_filtered_by_event_and_subject(person, registrar):
    found = registrar.get(reverse("journal"), {"event": "register.admitted"}).context["rows"]
    assert [each.entry.event.code for each in found] == ["register.admitted"]
    found = registrar.get(reverse("journal"), {"subject": person.lower()}).context["rows"]
    assert {each.entry.subject for each in found} == {person}
    assert found[0].late or any(each.late for each in found)


def test_home_lists_who_has_no_ground(registrar):
    someone = new_person()
    admit(someone, override="the shift leader decided so")
    page = registrar.get(reverse("home")).content.decode()
    assert someone in page


def test_signed_in_name_but_no_password_in_the_page(registrar):
    assert b"registrar" in registrar.get(reverse("home")).content
    assert signed_in("registrar").get(reverse("my_account")).status_code == 200
