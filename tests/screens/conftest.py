"""A register with one person in each situation, and one signed-in browser per role. Everything is made by actions."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from constancia.access import actions as access
from constancia.access.models import User
from constancia.access.queries import actor_numbered
from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.core.permissions import ROLES
from constancia.imports import actions as imports
from constancia.imports import store
from constancia.imports.rules import Arrived
from constancia.imports.tasks import read_run
from constancia.ledger.actions import open_register
from constancia.ledger.replay import replay
from constancia.ledger.verify import verify
from constancia.register import actions as register

PASSWORD = "a-long-enough-phrase-7"
OPERATOR = Actor("os:test", frozenset(Grant(role, EVERYWHERE) for role in ROLES))


@pytest.fixture(autouse=True)
def web_settings(settings):
    """Serve a known host, without the second factor (its own test turns it on)."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DEMO = True


def now():
    return datetime.now(UTC)


def open_account(role, username=None, facility=EVERYWHERE):
    username = username or role.replace("_", "-")
    user = access.open_user(
        by=OPERATOR, at=now(), now=now(), username=username, password=PASSWORD, reason="for a test", language="en"
    )
    if role:
        access.grant_role(
            by=OPERATOR, at=now(), now=now(), user=user, role=role, facility=facility, reason="for a test"
        )
    return user


def signed_in(username):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(User.objects.get(username=username))
    return browser


def new_person(name="Ada Prueba"):
    return register.register_person(by=OPERATOR, at=now(), now=now(), written=name)


def health_item(person, content="a very private matter"):
    """Record something about health and return the number of the entry."""
    said = {"item": "health", "standing": "recorded", "content": content, "examiner": "Dr 4"}
    return register.record_item(by=OPERATOR, at=now(), now=now(), person=person, **said).number


def failed_run(facility="CTR-1", name="roll_20260105.csv", data=b"neither\n1\n"):
    """Hand over a roll that nobody can read, let it be read, and return the number of the run."""
    run = handed_over(facility, name, data)
    read_run.call(run)
    return run


def handed_over(facility="CTR-1", name="roll_20260105.csv", data=b""):
    """Hand over a roll and return the number of the run, which waits."""
    path = store.arriving() / "upload"
    path.write_bytes(data)
    files = [Arrived(path, name, len(data))]
    by = actor_numbered(open_account("registrar", f"importer-{secrets.token_hex(3)}"))
    return imports.hand_over_rolls(by=by, now=now(), facility=facility, files=files, origin="web")


def admit(person, *, days=3, override="", facility="CTR-1"):
    """Hold a person since some days ago, on a ground unless there is an override."""
    at = now() - timedelta(days=days)
    if not override:
        register.record_ground(
            by=OPERATOR, at=now(), now=now(), person=person, kind="remand_order", issuer="Court 3", reference="1-26",
            issued_on=at.date(), valid_from=at - timedelta(days=1), valid_until=None,
        )  # fmt: skip
    register.admit(
        by=OPERATOR, at=at, now=now(), person=person, facility=facility, received_from="Police", escort="",
        authority="Court 3", override=override,
    )  # fmt: skip


@pytest.fixture
def opened(db, empty_store):
    """An open register with one facility; after the test its journal verifies and rebuilds the same tables."""
    open_register(by=OPERATOR, name="Test", at=now(), now=now())
    register.open_facility(
        by=OPERATOR, at=now(), now=now(), code="CTR-1", name="Centre One", zone="America/El_Salvador", authority="DG"
    )
    yield
    assert verify().fault is None
    assert replay(empty_store).differences == ()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A home folder of its own for every test: uploads and rejects lie there."""
    settings.CONSTANCIA_HOME = str(tmp_path / "home")


@pytest.fixture
def person(opened):
    """Somebody held on a ground."""
    found = new_person()
    admit(found)
    return found


@pytest.fixture
def registrar(opened):
    """The browser of a registrar."""
    open_account("registrar")
    return signed_in("registrar")


def questions(browser, url, **form):
    """Return how often an answer asks the store: the fewest of three times, since a session is written once a minute."""

    def answer():
        with CaptureQueriesContext(connection) as asked:
            assert (browser.post(url, form) if form else browser.get(url)).status_code == 200
        return len(asked)

    return min(answer() for _ in range(3))


@pytest.fixture
def administrator(opened):
    """The browser of an administrator."""
    open_account("administrator")
    return signed_in("administrator")
