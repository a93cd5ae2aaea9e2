"""Who may open what: generated from the address map, so that a new page without a rule fails here."""

from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse

from constancia.access.models import User
from constancia.access.queries import actor_of
from constancia.core.ids import new_id
from constancia.core.permissions import ROLES
from constancia.register import queries
from constancia.standards.actions.devices import open_device
from constancia.standards.actions.findings import add_finding
from constancia.standards.actions.recommendations import recommend
from constancia.web.access import ANYONE, SIGNED_IN, Rule

from .conftest import OPERATOR, admit, failed_run, health_item, new_person, now, open_account, signed_in
from .houses import cells_and_counts

WEB = get_resolver().url_patterns[0].url_patterns
GUARDED = [each for each in WEB if each.callback.rule.who not in (ANYONE, SIGNED_IN)]
SOMEBODY = {"person": new_id("P", lambda _n: 0), "user": new_id("U", lambda _n: 0)}


def address(pattern, **known):
    """Return the address of a page about the things given, or about things that are not there."""
    values = {
        "person": SOMEBODY["person"], "user": SOMEBODY["user"], "number": 1, "item": "property", "kind": "birth",
        "link": "L-1", "role": "registrar", "facility": "*", "token": 1, "run": 1, "entry": 1, "place": "CTR-1",
        "topic": "space", "norm": "MR-14a", "subject": "CTR-1", "finding": "F-0", "recommendation": "K-0", "device": "D-0",
        "house": "CTR-1", "cell": "M1/A/1", "plan": "Q-1", "count": "C-1", **known,
    }  # fmt: skip
    if pattern.name in ("correct_health", "withdraw_health"):
        values["entry"] = known.get("health_entry", 1)
    if pattern.name == "verdict":
        values["kind"] = "facility"
    return reverse(pattern.name, kwargs={name: values[name] for name in pattern.pattern.converters})


@pytest.fixture
def everything(person):
    """One of each thing that an address can name."""
    health_entry = health_item(person)
    with_rejects = failed_run(name="a.csv", data=b"neither\n1\n")
    housed = cells_and_counts()
    return {
        **housed,
        "person": person, "user": open_account("finance", "somebody"), "health_entry": health_entry, "run": with_rejects,
        "entry": queries.person_file(person).names[0].number, **of_standards(),
    }  # fmt: skip


def of_standards():
    """Return one finding, one recommendation and one device."""
    same = {"by": OPERATOR, "at": now(), "now": now(), "facility": "CTR-1"}
    finding = add_finding(**same, norm="MR-14a", statement="windows walled up").event.finding
    asked = recommend(**same, asks="open the windows", due_at=now() + timedelta(days=9))
    open_device(**same, device="D-1", stands_for=60)
    return {"finding": finding, "recommendation": asked.event.recommendation, "device": "D-1"}


def test_every_page_has_a_rule():
    assert [each.name for each in WEB if not isinstance(getattr(each.callback, "rule", None), Rule)] == []
    assert [each for each in WEB if not each.name] == []


def test_only_signing_in_and_the_source_are_open_to_anyone():
    open_to_all = {each.name for each in WEB if each.callback.rule.who == ANYONE}
    assert open_to_all == {
        "source",
        "language",
        "account_login",
        "mfa_authenticate",
        "account_logout",
        "account_inactive",
    }


@pytest.mark.parametrize(
    "pattern", [each for each in WEB if each.callback.rule.who != ANYONE], ids=lambda each: each.name
)
def test_nobody_signed_in_is_sent_to_sign_in(pattern, client, db):
    answer = client.get(address(pattern))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login") + "?next=")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_its_permissions_say(role, everything):
    open_account(role)
    actor, browser = actor_of(User.objects.get(username=role.replace("_", "-"))), signed_in(role.replace("_", "-"))
    for pattern in GUARDED:
        status = browser.get(address(pattern, **everything)).status_code
        allowed = pattern.callback.rule.admits(actor)
        assert status == (200 if allowed else 403), pattern.name


_ABOUT = {"person", "run", "house", "place", "finding", "recommendation", "device"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_at_another_facility_opens_nothing_about_this_one(role, everything):
    open_account(role, "elsewhere", facility="CTR-2")
    browser = signed_in("elsewhere")
    about = [each for each in GUARDED if _ABOUT & each.pattern.converters.keys()]
    assert len(about) > 50
    found = {each.name: browser.get(address(each, **everything)).status_code for each in about}
    assert set(found.values()) <= {403, 404}, found


@pytest.mark.parametrize("role", ROLES)
def test_lists_hold_nothing_of_another_facility(role, opened):
    someone = new_person()
    admit(someone, override="the shift leader decided so")
    run = failed_run()
    open_account(role, "elsewhere", facility="CTR-2")
    browser = signed_in("elsewhere")
    for each in WEB:
        if not each.pattern.converters and each.callback.rule.who != ANYONE:
            page = browser.get(reverse(each.name))
            assert someone.encode() not in page.content, each.name
            assert reverse("import", args=[run]).encode() not in page.content, each.name


def test_an_account_without_a_role_opens_its_own_page_only(opened):
    open_account("", "nobody")
    browser = signed_in("nobody")
    assert browser.get(reverse("home")).status_code == 200
    assert browser.get(reverse("my_account")).status_code == 200
    assert {browser.get(address(each)).status_code for each in GUARDED} == {403}


def test_a_closed_account_has_no_session_left(administrator):
    from constancia.access import actions

    from .conftest import OPERATOR, now

    user = open_account("registrar")
    browser = signed_in("registrar")
    actions.close_user(by=OPERATOR, at=now(), now=now(), user=user, reason="left the service")
    assert browser.get(reverse("home")).status_code == 302


def test_restricted_facts_stay_hidden_from_roles_without_health(person):
    entry = health_item(person)
    for role, sees in (("registrar", False), ("inspector", True)):
        open_account(role)
        browser = signed_in(role)
        for page in (reverse("entry", args=[entry]), reverse("person", args=[person])):
            assert (b"a very private matter" in browser.get(page).content) is sees
