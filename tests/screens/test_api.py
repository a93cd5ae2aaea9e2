"""The API: the same actions and questions as the web, behind a token, with the same refusals."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from constancia.access.models import User
from constancia.access.queries import actor_of, tokens_of
from constancia.access.tokens import make_token, revoke_token
from constancia.api.main import api
from constancia.core.permissions import ROLES
from constancia.ledger.models import Entry
from constancia.register.actions import record_item

from .conftest import OPERATOR, new_person, now, open_account

PATHS = {
    (method, path): operation
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method, operation in methods.items()
}


class Program:
    """A program with the token of an account."""

    def __init__(self, role: str, **options: str) -> None:
        name = options.pop("username", role.replace("_", "-"))
        open_account(role, name, **options)
        self.actor = actor_of(User.objects.get(username=name))
        token = make_token(by=self.actor, now=now(), name="test")
        self.client = Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})

    def get(self, path: str, **query: str):
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, key: str = "", **facts: object):
        headers = {"idempotency-key": key} if key else {}
        body = json.dumps(facts, default=str)
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def codes(answer) -> set[str]:
    return {each["code"] for each in answer.json()["refusals"]}


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_nothing_answers_without_a_token(method, path, client, opened):
    address = re.sub(r"\{\w+\}", "P-0000-0000", path)
    for header in ({}, {"HTTP_AUTHORIZATION": "Bearer constancia_wrong"}, {"HTTP_AUTHORIZATION": "Basic YTpi"}):
        answer = getattr(client, method)(address, content_type="application/json", **header)
        assert answer.status_code == 401
        assert codes(answer) == {"api.no_token"}
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_stops(opened):
    program = Program("registrar")
    assert program.get("facilities").status_code == 200
    (token,) = tokens_of(program.actor.id)
    revoke_token(by=program.actor, now=now(), token=token.id)
    assert program.get("facilities").status_code == 401


def test_a_person_is_registered_admitted_and_released(opened):
    program = Program("registrar")
    at = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
    person = program.post("persons", at=at, written="Ada Prueba").json()["person"]
    refused = program.post(
        f"persons/{person}/admit", at=at, facility="CTR-1", received_from="", escort="", authority="Court"
    )
    assert refused.status_code == 409
    assert codes(refused) == {"register.no_ground", "register.missing"}
    ground = program.post(
        f"persons/{person}/ground", at=at, kind="sentence", issuer="Court", reference="1", issued_on="2026-01-01",
        valid_from="2026-01-01T00:00:00-06:00", valid_until=None,
    )  # fmt: skip
    assert ground.status_code == 200
    admitted = program.post(
        f"persons/{person}/admit", at=at, facility="CTR-1", received_from="Police", escort="", authority="Court"
    )
    assert admitted.status_code == 200
    file = program.get(f"persons/{person}").json()
    assert [each["state"] for each in file["custody"]] == ["held"]
    assert file["uncovered"] == []
    before = program.get(f"persons/{person}", as_known_at="2026-01-01T00:00:00Z")
    assert before.status_code == 404
    released = program.post(
        f"persons/{person}/release", at=datetime.now(UTC).isoformat(), reason="bail", destination="Home",
        evidence="Act 1", authority="Court",
    )  # fmt: skip
    assert released.status_code == 200
    assert released.json()["entries"] == [Entry.objects.order_by("-number")[0].number]


def test_a_moment_without_its_offset_and_an_unknown_field_are_refused(opened):
    program = Program("registrar")
    assert program.post("persons", at="2026-01-01T00:00:00", written="Ada").status_code == 422
    assert program.post("persons", at="2026-01-01T00:00:00Z", written="Ada", score=5).status_code == 422


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"registrar"}))
def test_no_other_role_admits(role, person):
    answer = Program(role).post(
        f"persons/{person}/admit", at=now().isoformat(), facility="CTR-1", received_from="P", escort="", authority="C"
    )
    assert answer.status_code == 403
    assert codes(answer) == {"core.not_permitted"}


def test_a_file_at_another_facility_looks_as_if_it_were_not_there(person):
    program = Program("registrar", username="elsewhere", facility="CTR-2")
    assert program.get(f"persons/{person}").status_code == 404
    assert program.get("population", facility="CTR-1", first="2026-01-01", last="2026-01-02").status_code == 403
    assert program.get("uncovered").json() == {"count": 0, "rows": []}


def test_restricted_facts_are_kept_from_those_who_may_not_read_them(person):
    record_item(
        by=OPERATOR, at=now(), now=now(), person=person, item="health", standing="recorded", content="asthma",
        examiner="Dr. Who",
    )  # fmt: skip
    assert "asthma" not in Program("registrar").get(f"persons/{person}").content.decode()
    assert "asthma" in Program("inspector").get(f"persons/{person}").content.decode()
    assert "asthma" not in Program("court").get("journal").content.decode()


def test_the_population_has_its_definitions_and_its_holes(person):
    answer = Program("finance").get("population", facility="CTR-1", first="2026-01-01", last="2026-01-02").json()
    assert set(answer["definitions"]) == {"rows", "persons", "stays", "bridged"}
    assert [each["persons"] for each in answer["days"]] == [0, 0]


def test_two_files_link_through_the_api(opened):
    program = Program("registrar")
    one, two = new_person("Ada Prueba"), new_person("Ada Pruevas")
    link = program.post(
        f"persons/{one}/link", at=now().isoformat(), other=two, relation="same_person", reason="Same card"
    )
    assert len(link.json()["entries"]) == 2
    assert [each["other"] for each in program.get(f"persons/{two}").json()["links"]] == [one]


def test_a_misspelt_name_is_found(person):
    answer = Program("registrar").post("persons/find", wanted="hada pruevas")
    (found,) = answer.json()
    assert (found["person"], found["name"], found["how"]) == (person, "Ada Prueba", ["sound", "spelling"])
    assert (found["facility"], found["state"], found["born_from"], found["same_as"]) == ("CTR-1", "held", None, [])
    assert Program("inspector").post("persons/find", wanted=person).json()[0]["how"] == ["number"]


def test_a_search_keeps_to_the_facilities_of_the_account(person):
    free = new_person("Ada Prueba")
    elsewhere = Program("registrar", username="elsewhere", facility="CTR-2")
    assert [each["person"] for each in elsewhere.post("persons/find", wanted="Ada Prueba").json()] == [free]
    assert elsewhere.post("persons/find", wanted=person).json() == []


def test_a_search_refuses_what_it_cannot_do(person):
    assert codes(Program("administrator").post("persons/find", wanted="Ada")) == {"core.not_permitted"}
    program = Program("registrar")
    assert codes(program.post("persons/find", wanted="x" * 10_000)) == {"register.too_long"}
    for facts in (
        {},
        {"wanted": "Ada", "born_in": 12},
        {"wanted": "Ada", "limit": 5000},
        {"wanted": "Ada", "face": "x"},
    ):
        assert program.post("persons/find", **facts).status_code == 422
    assert program.get("persons/find", wanted="Ada").status_code == 405
    assert program.post("persons/find", wanted="").json() == []
    assert len(program.post("persons/find", wanted="Ada", limit=1, born_in=1990).json()) == 1
