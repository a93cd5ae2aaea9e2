"""Who may call what: generated from the API's own list of operations, so that an endpoint without a rule fails here."""

import json
from typing import Any

import pytest

from constancia.api.access import DEVICE, SIGNED_IN, Rule
from constancia.api.main import api, elsewhere
from constancia.core.permissions import PERMISSIONS, ROLES

from .conftest import admit, failed_run, new_person, open_account
from .test_api import Program, codes

OPERATIONS = [
    (method, path, operation)
    for _prefix, router in api._routers
    if router is not elsewhere
    for path, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
]
SCHEMA = api.get_openapi_schema(path_prefix="/")
NAMES = [operation.view_func.__name__ for _method, _path, operation in OPERATIONS]


def smallest(schema: dict[str, Any]) -> Any:
    """Return the smallest value that a schema allows."""
    if "$ref" in schema:
        return smallest(SCHEMA["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
    if "anyOf" in schema:
        return smallest(schema["anyOf"][0])
    if schema.get("type") == "object":
        return {name: smallest(schema["properties"][name]) for name in schema.get("required", ())}
    by_format = {"date": "2026-01-01", "date-time": "2026-01-01T00:00:00Z"}
    by_type = {
        "string": by_format.get(schema.get("format", ""), "x"),
        "integer": 1,
        "number": 1,
        "boolean": False,
        "array": [],
    }
    return by_type[schema["type"]]


def call(program: Program, method: str, path: str, things: dict[str, Any]) -> Any:
    """Call an operation about the things given, with the smallest body or query that can be read."""
    said = SCHEMA["paths"][path.replace("{path:", "{")][method.lower()]
    address = "/api/v1" + path.format(**things)
    if method == "GET":
        needed = [each for each in said.get("parameters", ()) if each["in"] == "query" and each["required"]]
        return program.client.get(address, {each["name"]: smallest(each["schema"]) for each in needed})
    content = said.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        return program.client.post(address, things["form"])
    body = smallest(content["application/json"]["schema"]) if content else {}
    return program.client.post(address, json.dumps(body), content_type="application/json")


@pytest.fixture
def things(person):
    """One of each thing that an address can name."""
    return {
        "person": person, "user": open_account("finance", "somebody"), "run": failed_run(), "number": 3, "token": 99, "facility": "CTR-1",
        "form": {"facility": "CTR-1", "definition": "midnight", "producer": "x", "zone": "UTC", "files": []},
    }  # fmt: skip


def test_every_endpoint_has_a_rule():
    assert [
        each.view_func.__name__ for *_address, each in OPERATIONS if not isinstance(each.view_func.rule, Rule)
    ] == []
    assert len(set(NAMES)) == len(NAMES) - NAMES.count("act") + 1
    assert set(SCHEMA["paths"]) == {path for _method, path, _operation in OPERATIONS}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_as_far_as_its_permissions_say(role, things):
    program = Program(role)
    for method, path, operation in OPERATIONS:
        rule = operation.view_func.rule
        answer = call(program, method, path, things)
        if rule.permissions == (DEVICE,):
            assert answer.status_code == 401
        elif not rule.admits(program.actor):
            assert answer.status_code == 403, path
            assert codes(answer) == {"core.not_permitted"}
        elif rule.permissions == (SIGNED_IN,) or all(role in PERMISSIONS[each] for each in rule.permissions):
            assert answer.status_code not in (401, 403), path
            assert answer.status_code < 500, path


@pytest.mark.parametrize("role", ROLES)
def test_a_role_at_another_facility_gets_at_nothing_here(role, things):
    program = Program(role, username="elsewhere", facility="CTR-2")
    about = [each for each in OPERATIONS if "{person}" in each[1] or "{run}" in each[1] or "{user}" in each[1]]
    assert len(about) > 30
    for method, path, _operation in about:
        answer = call(program, method, path, things)
        assert answer.status_code in (403, 404), (path, answer.content)


@pytest.mark.parametrize("role", ROLES)
def test_lists_hold_nothing_of_another_facility(role, opened):
    someone = new_person()
    admit(someone, override="the shift leader decided so")
    program = Program(role, username="elsewhere", facility="CTR-2")
    for method, path, _operation in OPERATIONS:
        if method == "GET" and "{" not in path:
            assert someone not in call(program, method, path, {}).content.decode(), path


def test_an_account_without_a_role_sees_itself_only(things):
    program = Program("", username="nobody")
    for method, path, operation in OPERATIONS:
        answer = call(program, method, path, things)
        open_to_it = operation.view_func.rule.permissions in ((SIGNED_IN,), (DEVICE,))
        assert (answer.status_code != 403) is open_to_it, path


def test_what_is_not_there_says_so_in_the_same_shape(opened):
    program = Program("registrar")
    for answer in (program.get("nothing/here"), program.post("nothing"), program.get("persons/P-0000-0000")):
        assert answer.status_code == 404
        assert codes(answer) == {"api.not_found"}
    unread = program.client.post("/api/v1/persons", "{not json", content_type="application/json")
    assert (unread.status_code, codes(unread)) == (400, {"api.unreadable"})
    wrong = program.post("persons", at="yesterday", written="Ada", score=4)
    assert wrong.status_code == 422
    assert {each["field"] for each in wrong.json()["refusals"]} == {"at", "score"}
    assert "yesterday" not in wrong.content.decode()
    large = program.post("persons", at="2026-01-01T00:00:00Z", written="x" * 3_000_000)
    assert (large.status_code, codes(large)) == (413, {"api.too_large"})
