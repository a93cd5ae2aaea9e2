"""Who may open what: generated from the address map, so that a new page without a rule fails here."""

import pytest
from django.urls import get_resolver, reverse

from constancia.access.models import User
from constancia.access.queries import actor_of
from constancia.core.ids import new_id
from constancia.core.permissions import ROLES
from constancia.web.access import ANYONE, SIGNED_IN, Rule

from .conftest import open_account, signed_in

WEB = get_resolver().url_patterns[0].url_patterns
GUARDED = [each for each in WEB if each.callback.rule.who not in (ANYONE, SIGNED_IN)]
SOMEBODY = {"person": new_id("P", lambda _n: 0), "user": new_id("U", lambda _n: 0)}


def address(pattern, person=SOMEBODY["person"], user=SOMEBODY["user"]):
    values = {
        "person": person, "user": user, "number": 1, "item": "property", "kind": "birth", "link": "L-1",
        "role": "registrar", "facility": "*", "token": 1,
    }  # fmt: skip
    return reverse(pattern.name, kwargs={name: values[name] for name in pattern.pattern.converters})


def test_every_page_has_a_rule():
    assert [each.name for each in WEB if not isinstance(getattr(each.callback, "rule", None), Rule)] == []
    assert [each for each in WEB if not each.name] == []


def test_only_pages_of_signing_in_are_open_to_anyone():
    open_to_all = {each.name for each in WEB if each.callback.rule.who == ANYONE}
    assert open_to_all == {"language", "account_login", "mfa_authenticate", "account_logout", "account_inactive"}


@pytest.mark.parametrize(
    "pattern", [each for each in WEB if each.callback.rule.who != ANYONE], ids=lambda each: each.name
)
def test_nobody_signed_in_is_sent_to_sign_in(pattern, client, person):
    answer = client.get(address(pattern, person))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login") + "?next=")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_its_permissions_say(role, person):
    user = open_account(role)
    actor, browser = actor_of(User.objects.get(username=role.replace("_", "-"))), signed_in(role.replace("_", "-"))
    for pattern in GUARDED:
        status = browser.get(address(pattern, person, user)).status_code
        allowed = pattern.callback.rule.admits(actor)
        assert status == (200 if allowed else 403), pattern.name


def test_a_role_at_another_facility_reads_no_file_here(person):
    open_account("registrar", "elsewhere", facility="CTR-2")
    browser = signed_in("elsewhere")
    assert browser.get(reverse("person", args=[person])).status_code == 403
    assert browser.get(reverse("release", args=[person])).status_code == 403
    assert browser.get(reverse("journal")).status_code == 403


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
    from constancia.register import actions

    from .conftest import OPERATOR, now

    said = {"standing": "recorded", "content": "a very private matter", "examiner": "Dr 4"}
    entry = actions.record_item(by=OPERATOR, at=now(), now=now(), person=person, item="health", **said)
    for role, sees in (("registrar", False), ("inspector", True)):
        open_account(role)
        browser = signed_in(role)
        for page in (reverse("entry", args=[entry.number]), reverse("person", args=[person])):
            assert (b"a very private matter" in browser.get(page).content) is sees
