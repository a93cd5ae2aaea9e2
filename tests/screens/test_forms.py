"""Every form: refused once with all its reasons, then done."""

import pytest
from django.urls import reverse

from constancia.access.queries import account
from constancia.register import actions, queries

from .conftest import OPERATOR, admit, new_person, now, open_account, signed_in

MOMENT = "2026-01-05T10:00"


def codes(answer):
    return {error.code for errors in answer.context["form"].errors.as_data().values() for error in errors}


def test_admission_shows_every_refusal_at_once(registrar):
    person = new_person()
    answer = registrar.post(reverse("admit", args=[person]), {"facility": "CTR-1", "at": MOMENT})
    assert answer.status_code == 422
    assert codes(answer) >= {"register.no_ground", "register.missing"}
    assert answer.content.count(b'<li><a href="#id_') + answer.content.count(b"<li>No individual") >= 3


def test_what_cannot_be_read_is_said_with_what_is_missing(registrar):
    answer = registrar.post(reverse("admit", args=[new_person()]), {"facility": "CTR-1", "at": "yesterday"})
    assert set(answer.context["form"].errors) == {"at", "received_from", "authority"}


def test_admission_and_release_are_recorded_in_the_time_of_the_place(registrar):
    person = new_person()
    ground = {
        "kind": "remand_order", "issuer": "Court", "reference": "7", "issued_on": "2026-01-04", "valid_from": MOMENT,
    }  # fmt: skip
    assert registrar.post(reverse("ground", args=[person]), {**ground, "kind": "none"}).status_code == 422
    assert registrar.post(reverse("ground", args=[person]), ground).status_code == 302
    said = {"facility": "CTR-1", "at": MOMENT, "received_from": "Police", "authority": "Court"}
    assert registrar.post(reverse("admit", args=[person]), said).status_code == 302
    (span,) = queries.person_file(person).spans
    assert span.since.isoformat() == "2026-01-05T16:00:00+00:00"
    release = {"at": "2026-01-06T10:00", "reason": "court_order", "destination": "Home", "authority": "Court"}
    assert codes(registrar.post(reverse("release", args=[person]), release)) == {"register.missing"}
    asked = registrar.post(reverse("release", args=[person]), {**release, "evidence": "paper 4"})
    assert asked.status_code == 200
    assert queries.person_file(person).spans[-1].until is None, "nothing is recorded before it was asked once more"
    release |= {"evidence": "paper 4", "step": "record"}
    assert registrar.post(reverse("release", args=[person]), release).status_code == 302
    assert queries.person_file(person).spans[-1].until is not None


def test_register_a_person(registrar):
    assert registrar.post(reverse("register_person"), {"kind": "as_written"}).status_code == 422
    answer = registrar.post(reverse("register_person"), {"written": "Ada Prueba", "kind": "as_written"})
    assert answer.status_code == 302
    assert b"Ada Prueba" in registrar.get(answer["Location"]).content
    assert "Ada" not in answer["Location"]


def test_items_and_links(registrar):
    one, other = new_person(), new_person()
    url = reverse("item", args=[one, "property"])
    assert registrar.post(url, {"standing": "unknown"}).status_code == 422
    assert registrar.post(url, {"standing": "unknown", "asked": "the police"}).status_code == 302
    url = reverse("link", args=[one])
    assert codes(registrar.post(url, {"other": one, "relation": "same_person", "reason": "x"})) >= {
        "register.link_to_itself"
    }
    said = {"other": other, "relation": "same_person", "reason": "same card"}
    assert registrar.post(url, said).status_code == 302
    (link,) = queries.person_file(one).links
    url = reverse("unlink", args=[one, link.link])
    assert registrar.post(url, {}).status_code == 422
    assert registrar.post(url, {"reason": "another card"}).status_code == 302


@pytest.mark.parametrize(
    ("kind", "bad", "good"),
    [
        ("name", {"written": ""}, {"written": "Adela", "kind": "alias"}),
        ("identifier", {"value": ""}, {"kind": "card", "issuer": "SV", "value": "4"}),
        (
            "birth",
            {"earliest": "1990-02-30"},
            {"earliest": "1990-02-03", "latest": "1990-02-03", "precision": "day", "evidence": "card"},
        ),
        ("citizenship", {"country": "Narnia"}, {"country": "SLV", "standing": "documented", "evidence": "card"}),
        ("language", {"language": ""}, {"language": "es", "level": "native"}),
        ("dependant", {"name": ""}, {"relation": "child", "name": "B", "whereabouts": "home", "in_care_of": "aunt"}),
        ("contact", {"name": ""}, {"name": "B", "relation": "sister", "reach": "by letter", "scope": "all"}),
    ],
)
def test_details(kind, bad, good, registrar):
    person = new_person()
    url = reverse("detail", args=[person, kind])
    assert registrar.post(url, bad).status_code == 422
    assert registrar.post(url, good).status_code == 302


def test_accounts_are_opened_granted_revoked_and_closed(administrator):
    answer = administrator.post(reverse("open_account"), {"username": "a b"})
    assert codes(answer) == {"access.bad_username", "access.reason_needed"}
    answer = administrator.post(
        reverse("open_account"), {"username": "maria.c", "name": "María C", "language": "es", "reason": "joined today"}
    )
    assert answer.status_code == 200
    user = answer.context["back"].split("/")[-2]
    assert answer.context["secret"] in answer.content.decode()
    said = {"role": "registrar", "facility": "CTR-1", "reason": "order 12"}
    assert codes(administrator.post(reverse("grant", args=[user]), {"role": "king", "facility": "*"}))
    assert administrator.post(reverse("grant", args=[user]), said).status_code == 302
    assert codes(administrator.post(reverse("grant", args=[user]), said)) == {"access.already_granted"}
    revoke = reverse("revoke", args=[user, "registrar", "CTR-1"])
    assert codes(administrator.post(revoke, {})) == {"access.reason_needed"}
    assert administrator.post(revoke, {"reason": "moved away"}).status_code == 302
    assert account(user).grants == ()
    assert administrator.post(reverse("close_account", args=[user]), {"reason": "left us"}).status_code == 302
    assert not account(user).is_open


def test_the_last_administrator_stays(administrator):
    from constancia.access.models import User

    user = User.objects.get(username="administrator").public_id
    answer = administrator.post(reverse("revoke", args=[user, "administrator", "*"]), {"reason": "by mistake"})
    assert codes(answer) == {"access.last_administrator"}
    answer = administrator.post(reverse("close_account", args=[user]), {"reason": "by mistake"})
    assert codes(answer) == {"access.last_administrator"}


def test_search_travels_in_the_body(person, registrar):
    assert registrar.post(reverse("search"), {"wanted": person.lower()})["Location"] == reverse("person", args=[person])
    assert b'method="post"' in registrar.get(reverse("search")).content


def test_population_page_and_csv_agree(registrar):
    admit(new_person())
    assert registrar.get(reverse("population"), {"first": "2026-02-01", "last": "2026-01-01"}).status_code == 422
    page = registrar.get(reverse("population"))
    assert page.content.count(b"<svg") == 2
    assert b"style=" not in page.content
    rows = registrar.get(reverse("population_csv")).content.decode().splitlines()
    assert len(rows) - 1 == len(page.context["rows"])


def test_a_file_as_it_was_known_before_it_existed(person, registrar):
    page = registrar.get(reverse("person", args=[person]), {"known": "2020-01-01T00:00"})
    assert page.context["file"] is None
    assert page.status_code == 200


def test_tokens_are_shown_once(registrar):
    from constancia.access.tokens import user_of_token

    from .conftest import now

    assert registrar.post(reverse("my_account"), {"name": ""}).status_code == 422
    page = registrar.post(reverse("my_account"), {"name": "nightly export"})
    token = page.context["secret"]
    assert user_of_token(token, now=now()).username == "registrar"
    assert token not in registrar.get(reverse("my_account")).content.decode()
    registrar.post(reverse("revoke_token", args=[page.context["tokens"][0].id]))
    assert user_of_token(token, now=now()) is None


def test_nobody_revokes_the_token_of_another(registrar):
    from constancia.access.models import ApiToken

    registrar.post(reverse("my_account"), {"name": "mine"})
    open_account("inspector")
    from .conftest import signed_in

    answer = signed_in("inspector").post(reverse("revoke_token", args=[ApiToken.objects.get().id]))
    assert answer.status_code == 422
    assert ApiToken.objects.get().revoked_at is None


def test_a_facility_is_opened_once_and_under_a_code_that_can_be_one(administrator):
    url = reverse("open_facility")
    assert codes(administrator.post(url, {"code": "CD 1/2"})) == {"register.bad_facility_code", "register.missing"}
    said = {"code": "CD-9", "name": "Nine", "zone": "Mars/Base", "authority": "DG"}
    assert codes(administrator.post(url, said)) == {"register.bad_zone"}
    assert administrator.post(url, {**said, "zone": "America/El_Salvador"}).status_code == 302
    assert b"CD-9" in administrator.get(reverse("facilities")).content
    again = administrator.post(url, {**said, "zone": "America/El_Salvador"})
    assert codes(again) == {"register.already_there"}


def test_the_population_of_several_facilities_has_one_line_each_and_no_sum(registrar):
    admit(new_person())
    actions.open_facility(
        by=OPERATOR, at=now(), now=now(), code="CTR-2", name="Two", zone="America/New_York", authority="DG"
    )
    page = registrar.get(reverse("population"), {"facility": "*"})
    assert set(page.context["answer"].lines) == {"CTR-1", "CTR-2"}
    assert {name for name, _mean in page.context["means"]} == {"CTR-1", "CTR-2"}
    rows = registrar.get(reverse("population_csv"), {"facility": "*"}).content.decode().splitlines()
    assert {row.split(",")[0] for row in rows[1:]} == {"CTR-1", "CTR-2"}
    split = registrar.get(reverse("population"), {"facility": "*", "by": "sex"})
    assert split.status_code == 422
    assert "by" in split.context["form"].errors


def test_one_facility_only_is_offered_to_whoever_may_count_one(opened):
    actions.open_facility(by=OPERATOR, at=now(), now=now(), code="CTR-2", name="Two", zone="UTC", authority="DG")
    open_account("registrar", "of-one", facility="CTR-2")
    page = signed_in("of-one").get(reverse("population"))
    assert [value for value, _name in page.context["form"].fields["facility"].choices] == ["CTR-2"]
    assert signed_in("of-one").get(reverse("population"), {"facility": "CTR-1"}).status_code == 422
