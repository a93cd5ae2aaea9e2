"""Lists ask the store the same number of questions for one item and for three."""

from datetime import UTC, timedelta

import pytest
from django.urls import reverse

from constancia.register import actions

from .conftest import OPERATOR, admit, failed_run, new_person, now, open_account, questions, signed_in


def something_for_every_list():
    """Somebody without a ground and out too long, a review that is due, a late entry, a failed import."""
    at = now() - timedelta(days=3)
    without = new_person()
    admit(without, override="the shift leader decided so")
    actions.leave_temporarily(
        by=OPERATOR, at=at + timedelta(hours=1), now=now(), person=without, kind="court", destination="Court", escort="",
        authority="DG", expected_back_at=at + timedelta(hours=5),
    )  # fmt: skip
    reviewed = new_person()
    actions.record_ground(
        by=OPERATOR, at=now(), now=now(), person=reviewed, kind="sentence", issuer="Court", reference="2",
        issued_on=at.date(), valid_from=at - timedelta(days=1), valid_until=None, review_due_on=at.date(),
    )  # fmt: skip
    admit(reviewed)
    failed_run()
    return without, reviewed


LISTS = ["list_uncovered", "list_overdue", "list_reviews", "list_late"]


@pytest.mark.parametrize(
    "page", ["home", "journal", "population", "imports", *LISTS, *(f"{each}_csv" for each in LISTS)]
)
def test_one_item_and_three_cost_the_same(page, registrar):
    something_for_every_list()
    with_one = questions(registrar, reverse(page))
    for _ in range(2):
        something_for_every_list()
    assert questions(registrar, reverse(page)) == with_one
    assert with_one <= 30


def test_facilities_and_the_population_of_each(administrator):
    open_account("finance", "counter")
    counter = signed_in("counter")
    facility = {"zone": "UTC", "authority": "DG", "at": now(), "now": now(), "by": OPERATOR}
    actions.open_facility(code="CTR-2", name="Two", **facility)
    with_two = questions(administrator, reverse("facilities"))
    population = questions(counter, reverse("population"))
    for code in ("CTR-3", "CTR-4"):
        actions.open_facility(code=code, name=code, **facility)
    assert questions(administrator, reverse("facilities")) == with_two
    assert questions(counter, reverse("population")) == population


def test_every_list_is_whole_on_its_page_and_in_its_csv(registrar):
    without, reviewed = something_for_every_list()
    found = {"list_uncovered": without, "list_overdue": without, "list_reviews": reviewed, "list_late": "admitted"}
    for name, who in found.items():
        page = registrar.get(reverse(name))
        assert reverse(f"{name}_csv").encode() in page.content
        rows = registrar.get(reverse(f"{name}_csv")).content.decode().splitlines()
        assert rows[0].startswith("subject,")
        assert who in "".join(rows), name
        assert len(rows) - 1 == page.context["count"] > 0
    home = registrar.get(reverse("home"))
    assert {each.name for each in home.context["lists"] if each.count} == {
        "uncovered", "overdue", "reviews", "late", "imports",
    }  # fmt: skip


def test_lists_are_paged(registrar, monkeypatch):
    from constancia.web import worklists

    monkeypatch.setattr(worklists, "PAGE", 2)
    people = [new_person() for _ in range(5)]
    for each in people:
        admit(each, override="the shift leader decided so")
    seen = []
    for number in (1, 2, 3):
        page = registrar.get(reverse("list_uncovered"), {"page": number})
        seen += [row.subject for row in page.context["rows"]]
        assert bool(page.context["after"]) is (number < 3)
    assert sorted(seen) == sorted(people)
    assert registrar.get(reverse("list_uncovered"), {"page": "x"}).status_code == 200
    assert registrar.get(reverse("list_uncovered"), {"page": "99"}).context["rows"] == []


def test_empty_lists_say_that_there_is_nothing_to_do(registrar):
    for each in LISTS:
        page = registrar.get(reverse(each))
        assert str(page.context["list"].nothing) in page.content.decode()
    assert str(registrar.get(reverse("home")).content.decode()).count("<li>") > 3


def test_a_csv_holds_no_formula(registrar):
    someone = new_person()
    admit(someone, override="=cmd|' /C calc'!A0 decided so")
    rows = registrar.get(reverse("list_uncovered_csv")).content.decode()
    assert "'=cmd" in rows


def test_a_review_is_due_by_the_calendar_of_the_place(opened):
    from datetime import date, datetime

    from constancia.register import worklists

    someone = new_person()
    admit(someone)
    actions.record_ground(
        by=OPERATOR, at=now(), now=now(), person=someone, kind="sentence", issuer="Court", reference="2",
        issued_on=date(2026, 1, 1), valid_from=now() - timedelta(days=9), valid_until=None, review_due_on=date(2027, 3, 2),
    )  # fmt: skip
    before = datetime(2027, 3, 2, 5, 59, tzinfo=UTC)
    assert not worklists.reviews_due_at(before)
    assert len(worklists.reviews_due_at(before + timedelta(minutes=1))) == 1
    assert not worklists.reviews_due_at(before + timedelta(minutes=1), codes=frozenset({"CTR-2"}))


def test_accounts(administrator):
    with_one = questions(administrator, reverse("accounts"))
    open_account("finance")
    open_account("inspector")
    assert questions(administrator, reverse("accounts")) == with_one


def test_a_file_costs_the_same_however_long(person, registrar):
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
