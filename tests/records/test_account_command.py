"""The first administrator comes to be from the machine itself, in the journal, with a password to replace."""

import json

import pytest

from constancia.access.models import Account, Grant, User
from constancia.cli.main import run
from constancia.ledger.journal import entries

from .conftest import World


def test_account_open_makes_an_account_with_its_role(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["account", "open", "rosa", "--role", "administrator", "--reason", "First administrator", "--json"]
    assert run(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    user = User.objects.get(username="rosa")
    assert user.public_id == told["user"]
    assert user.check_password(told["password"])
    assert user.must_change_password
    assert Account.objects.get(user=told["user"]).is_open
    assert list(Grant.objects.values_list("role", "facility")) == [("administrator", "*")]
    opened, granted = list(entries())[-2:]
    assert [opened.event.code, granted.event.code] == ["access.user_opened", "access.role_granted"]
    assert opened.actor.startswith("os:")


def test_account_open_refuses_a_name_that_is_taken_and_writes_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["account", "open", "rosa", "--role", "inspector", "--reason", "Visiting body", "--json"]
    run(arguments)
    before = len(list(entries()))
    capsys.readouterr()
    assert run(arguments) == 1
    told = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in told["refusals"]] == ["access.username_taken"]
    assert len(list(entries())) == before
