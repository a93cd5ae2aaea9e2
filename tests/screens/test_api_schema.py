"""Hostile requests made from the API's own description: no crash, and no answer that the description does not know."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from constancia.access.actions import grant_role
from constancia.access.queries import actor_numbered
from constancia.access.tokens import make_token
from constancia.core.permissions import ROLES
from constancia.project.wsgi import application

from .conftest import OPERATOR, admit, failed_run, health_item, new_person, now, open_account

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json",
    application,
    config=schemathesis.Config.from_dict({"phases": {"coverage": {"unexpected-methods": []}}}),
)
BOUNDED = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture
def allowed(settings):
    """Serve the host that the requests name, and keep the connection of the test, as Django's own test client does."""
    settings.ALLOWED_HOSTS = ["localhost"]
    both = (request_started, request_finished)
    for each in both:
        each.disconnect(close_old_connections)
    yield
    for each in both:
        each.connect(close_old_connections)


@pytest.fixture
def known(opened, allowed):
    """One of each thing that an address can name, and the headers of an account with every role."""
    user = open_account("registrar", "programme")
    for role in set(ROLES) - {"registrar"}:
        grant_role(by=OPERATOR, at=now(), now=now(), user=user, role=role, reason="for a test")
    token = make_token(by=actor_numbered(user), now=now(), name="for a test")
    person = new_person()
    admit(person)
    health_item(person)
    return {
        "headers": {"Authorization": f"Bearer {token}"},
        "named": {"person": person, "facility": "CTR-1", "user": open_account("finance"), "run": failed_run(), "number": 3},
    }  # fmt: skip


def ask(case, headers):
    answer = case.call_and_validate(headers=headers, checks=CHECKS)
    if answer.status_code >= 400:
        assert set(answer.json()) == {"refusals"}, "every refusal has one shape"
        assert answer.json()["refusals"]
        assert all(set(each) == {"code", "message", "rule", "field"} for each in answer.json()["refusals"])


@schema.parametrize()
@BOUNDED
def test_nothing_crashes_and_every_answer_is_described(case, known):
    """Addresses, facilities and accounts exist, so that requests get further in; everything else is made up."""
    for parts in (case.path_parameters, case.query, case.body):
        if isinstance(parts, dict):
            parts.update({name: value for name, value in known["named"].items() if name in parts})
    ask(case, known["headers"])
