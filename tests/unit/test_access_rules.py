"""Why an act on accounts may not be done."""

import pytest

from constancia.access import rules
from constancia.core.actors import EVERYWHERE, Grant

ADMIN, CLERK = Grant("administrator", EVERYWHERE), Grant("registrar", "CTR-1")


def situation(user="U-1", is_open=True, grants=(), administrators=("U-1",)):
    return rules.Situation(user, is_open, frozenset(grants), frozenset(administrators))


def codes(refusals):
    return [each.code for each in refusals]


def test_a_role_is_granted_once():
    assert codes(rules.refuse_grant(situation(), CLERK)) == []
    assert codes(rules.refuse_grant(situation(grants=[CLERK]), CLERK)) == ["access.already_granted"]


def test_everything_wrong_is_said_at_once():
    found = codes(rules.refuse_grant(situation(is_open=False), Grant("king", EVERYWHERE)))
    assert found == ["access.unknown_user", "access.unknown_role"]


@pytest.mark.parametrize("facility", ["", " "])
def test_a_role_holds_somewhere(facility):
    """An empty facility would count as a role that holds everywhere."""
    assert codes(rules.refuse_grant(situation(), Grant("registrar", facility))) == ["access.facility_needed"]


def test_the_last_administrator_is_neither_revoked_nor_closed():
    last = situation(grants=[ADMIN])
    assert codes(rules.refuse_revoke(last, ADMIN)) == ["access.last_administrator"]
    assert codes(rules.refuse_close(last)) == ["access.last_administrator"]
    one_of_two = situation(grants=[ADMIN], administrators=("U-1", "U-2"))
    assert codes(rules.refuse_revoke(one_of_two, ADMIN)) == []
    assert codes(rules.refuse_close(one_of_two)) == []


def test_a_role_that_is_not_there_cannot_be_revoked():
    assert codes(rules.refuse_revoke(situation(), CLERK)) == ["access.not_granted"]


@pytest.mark.parametrize(("reason", "code"), [("", "access.reason_needed"), ("x" * 501, "access.reason_too_long")])
def test_reasons_say_something(reason, code):
    assert codes(rules.refuse_reason(reason)) == [code]
    assert rules.refuse_reason("order 12 of 2026") == []


@pytest.mark.parametrize("username", ["ab", "a b", "ñandú", "a" * 41, ""])
def test_sign_in_names_can_be_typed_anywhere(username):
    assert codes(rules.refuse_open(username, set())) == ["access.bad_username"]


def test_sign_in_names_differ_by_more_than_capitals():
    assert codes(rules.refuse_open("Maria", {"maria"})) == ["access.username_taken"]
