"""After a complaint: the list for inspectors, and for nobody who may be its author."""

from datetime import timedelta

import pytest
from django.urls import reverse

from constancia.housing import actions as housing
from constancia.housing.queries.cells import cells_of
from constancia.register import actions as register
from constancia.standards import keeping
from constancia.standards.actions import life, order, places
from constancia.standards.actions.conditions import withdraw_condition
from constancia.standards.models import Condition, Finding
from constancia.standards.watches import watched_for, watches

from .conftest import OPERATOR, admit, new_person, now, open_account, signed_in
from .houses import open_cells, resident

DAY = timedelta(days=1)


def record(act, person, ago, **said):
    return act(by=OPERATOR, at=now() - ago, now=now(), person=person, **said)


@pytest.fixture
def complainant(person):
    """Somebody held for fifty days who complained ten days ago, and what followed."""
    other = new_person()
    admit(other, days=50)
    record(order.receive_complaint, other, 10 * DAY, kind="torture", confidential=True, note="a private complaint")
    return other


def sorts(actor=OPERATOR):
    return [[one.sort for one in each.after] for each in watches(actor, now=now())]


def test_what_happens_in_the_watched_days_is_listed_and_nothing_else(complainant):
    record(order.record_sanction, complainant, 11 * DAY, kind="privileges", basis="disciplinary")
    assert sorts() == [[]]
    record(order.record_sanction, complainant, 9 * DAY, kind="privileges", basis="disciplinary")
    record(order.record_search, complainant, 8 * DAY, kind="strip")
    record(life.record_visit, complainant, 7 * DAY, kind="family", denied=True)
    record(life.record_visit, complainant, 6 * DAY, kind="family", denied=False)
    record(life.record_regime, complainant, 5 * DAY, place="cell", company="alone", separation="administrative")
    record(life.record_regime, complainant, 4 * DAY, place="cell", company="shared", separation="none")
    assert sorts() == [["discipline", "search", "visit", "separated"]]


def test_the_end_of_the_watch_is_half_open_and_what_is_withdrawn_is_not_listed(complainant):
    withdraw_condition(
        by=OPERATOR, at=now(), now=now(), entry=Condition.objects.get(kind="complaint").entry, reason="A slip"
    )
    begun = now() - 40 * DAY
    same = {"by": OPERATOR, "now": now(), "person": complainant}
    order.receive_complaint(**same, at=begun, kind="ordinary")
    (watch,) = watches(OPERATOR, now=now())
    assert (watch.until - watch.at, watch.running) == (watched_for(), False)
    assert watched_for() == 30 * DAY
    order.record_force(**same, at=begun + watched_for())
    assert sorts() == [[]], "the moment at which the watch ends is no part of it"
    order.record_force(**same, at=begun + watched_for() - timedelta(microseconds=1))
    assert sorts() == [["force"]]
    entry = Condition.objects.filter(kind="force").latest("entry").entry
    withdraw_condition(by=OPERATOR, at=now(), now=now(), entry=entry, reason="Of somebody else")
    assert sorts() == [[]]


def test_another_cell_and_another_facility_are_listed_with_their_entries(opened):
    open_cells()
    person = resident()
    record(order.receive_complaint, person, 2 * DAY, kind="ordinary")
    placed = housing.move(
        by=OPERATOR, at=now(), now=now(), person=person, cell=cells_of("CTR-1", now())[0], reason="Room there"
    )
    register.transfer_out(
        by=OPERATOR, at=now(), now=now(), person=person, destination="CTR-9", escort="E", reason="Ordered",
        authority="Court 3",
    )  # fmt: skip
    (watch,) = watches(OPERATOR, now=now())
    assert [one.sort for one in watch.after] == ["moved", "transferred"]
    assert watch.after[0].entry == placed.number


def test_silence_is_named_as_silence_until_somebody_signs(complainant):
    (watch,) = watches(OPERATOR, now=now())
    assert "force" in watch.unsigned
    places.close_register(
        by=OPERATOR, at=now() - 20 * DAY, now=now(), facility="CTR-1", closes="force", records=0, until=now() - 5 * DAY,
    )  # fmt: skip
    (watch,) = watches(OPERATOR, now=now())
    assert "force" in watch.unsigned, "a signature for half the days is none"


def test_inspectors_read_the_list_and_custody_staff_do_not(complainant):
    record(order.record_sanction, complainant, 9 * DAY, kind="privileges", basis="disciplinary")
    for role in ("registrar", "housing_officer", "health_officer", "administrator", "inspector"):
        open_account(role)
    address = reverse("reprisals")
    for role in ("registrar", "housing-officer", "health-officer", "administrator"):
        browser = signed_in(role)
        assert browser.get(address).status_code == 403
        assert address not in browser.get("/").content.decode()
    inspector = signed_in("inspector")
    page = inspector.get(address).content.decode()
    for words in (complainant, "Sanction or separation order", "accuses nobody", "EC-REPRISAL"):
        assert words in page
    assert "a private complaint" not in page
    inspector.post(reverse("language"), {"language": "es"})
    assert "no exonera a nadie" in inspector.get(address).content.decode()


def test_programs_of_inspectors_read_the_same_list(complainant):
    from .test_api import Program

    record(order.record_sanction, complainant, 9 * DAY, kind="privileges", basis="disciplinary")
    (watch,) = Program("inspector").get("after-complaints").json()
    assert (watch["person"], [each["sort"] for each in watch["after"]]) == (complainant, ["discipline"])
    assert Program("registrar").get("after-complaints").status_code == 403


def test_an_anonymous_complaint_is_listed_as_one_that_cannot_be_watched(opened):
    open_account("inspector")
    inspector = signed_in("inspector")
    assert "No complaint is on record" in inspector.get(reverse("reprisals")).content.decode()
    order.receive_complaint(by=OPERATOR, at=now() - DAY, now=now(), facility="CTR-1", kind="ordinary")
    assert "cannot be watched" in inspector.get(reverse("reprisals")).content.decode()


def test_three_complaints_cost_no_more_questions_than_one(complainant, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        watches(OPERATOR, now=now())
    for _ in range(2):
        record(order.receive_complaint, complainant, DAY, kind="ordinary")
    with django_assert_max_num_queries(6):
        watches(OPERATOR, now=now())


def test_no_finding_limit_verdict_or_entry_tells_the_custodian_who_complained(person):
    """The complaint of torture was reported after weeks: the inspector reads so, with a name; the custodian reads nothing of it."""
    silent = new_person()
    admit(silent, days=80)
    record(order.receive_complaint, silent, 60 * DAY, kind="torture", reported_at=now() - 5 * DAY)
    keeping.keep("CTR-1", now=now())
    told = Finding.objects.filter(norm="MR-71.2", subject=silent)
    assert told.exists()
    listed, verdict = (
        reverse("findings") + "?norm=MR-71.2&state=all",
        reverse("verdict", args=["CTR-1", "MR-71.2", "person", silent]),
    )
    seen = {}
    for role in ("registrar", "inspector"):
        open_account(role)
        browser = signed_in(role)
        pages = [browser.get(reverse("finding", args=[each.id])).status_code for each in told]
        entries = [browser.get(reverse("entry", args=[each.entry])).content.decode() for each in told]
        seen[role] = (
            silent in browser.get(listed).content.decode(),
            set(pages),
            "After an allegation" in browser.get(verdict).content.decode(),
            any(silent in each for each in entries),
        )
    assert seen["inspector"] == (True, {200}, True, True)
    assert seen["registrar"] == (False, {404}, False, False)
    somebody = reverse("verdict", args=["CTR-1", "MR-71.2", "person", person])
    for about in (verdict, somebody):
        assert "inspectors and courts alone" in signed_in("registrar").get(about).content.decode()
    assert "inspectors and courts alone" not in signed_in("inspector").get(verdict).content.decode()
