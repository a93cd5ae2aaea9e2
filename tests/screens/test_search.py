"""The search page: what is typed stays out of addresses, why a file fits is said, and nothing out of reach is shown."""

import pytest
from django.test import Client
from django.urls import reverse

from constancia.register import actions

from .conftest import OPERATOR, new_person, now, open_account, questions, signed_in

SEARCH = reverse("search")


def look_for(browser, wanted, **more):
    return browser.post(SEARCH, {"wanted": wanted, **more})


def found(page):
    return [each.person for each in page.context.get("found", [])]


def test_a_misspelt_name_is_found_and_the_page_says_why(person, registrar):
    page = look_for(registrar, "Hada Pruevas")
    assert found(page) == [person]
    html = page.content.decode()
    assert reverse("person", args=[person]) in html
    for words in (
        "Ada Prueba",
        "Sounds the same",
        "Spelt a little differently",
        "Held",
        "CTR-1",
        "year of birth not known",
    ):
        assert words in html
    assert "1 file may fit" in html


def test_the_page_says_it_in_spanish(person, registrar):
    registrar.post(reverse("language"), {"language": "es"})
    html = look_for(registrar, "ada pruva").content.decode()
    for words in ("Se escribe algo distinto", "Bajo custodia", "no consta el año de nacimiento", "semejanza:"):
        assert words in html


def test_nothing_found_offers_to_register(registrar):
    page = look_for(registrar, "Zoila Quiñónez")
    assert found(page) == []
    assert "No file fits" in page.content.decode()
    assert reverse("register_person") in page.content.decode()


def test_only_those_who_may_record_are_offered_to_register(opened):
    open_account("inspector")
    page = look_for(signed_in("inspector"), "Zoila Quiñónez")
    assert "No file fits" in page.content.decode()
    assert reverse("register_person") not in page.content.decode()


def test_an_empty_search_shows_the_form_only(registrar):
    for typed in ("", "   "):
        page = look_for(registrar, typed)
        assert page.status_code == 200
        assert not page.context["searched"]


@pytest.mark.parametrize(
    "sent", [{"wanted": "x" * 600}, {"wanted": "x" * 9000}, {"born_in": "12"}, {"born_in": "soon"}]
)
def test_what_cannot_be_looked_for_is_refused(registrar, sent):
    page = registrar.post(SEARCH, {"wanted": "Ana", **sent})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == set(sent)


def test_the_number_of_a_file_opens_it_and_an_issuers_number_lists_it(person, registrar):
    said = {"kind": "card", "issuer": "SV", "value": "0123-45"}
    actions.record_identifier(by=OPERATOR, at=now(), now=now(), person=person, **said)
    assert look_for(registrar, person.lower())["Location"] == reverse("person", args=[person])
    page = look_for(registrar, "012345")
    assert found(page) == [person]
    assert "A number by which an issuer knows the person" in page.content.decode()


def test_nobody_finds_a_person_of_another_facility(person):
    free = new_person()
    open_account("registrar", "elsewhere", facility="CTR-2")
    browser = signed_in("elsewhere")
    assert found(look_for(browser, "Ada Prueba")) == [free]
    page = look_for(browser, person)
    assert page.status_code == 200
    assert "No file fits" in page.content.decode()
    assert person not in page.content.decode().replace(f'value="{person}"', "")


def test_the_year_of_birth_comes_first_and_is_shown(registrar):
    old, young = new_person(), new_person()
    for person, year in ((old, 1950), (young, 1990)):
        day = now().date().replace(year=year, month=1, day=1)
        said = {"earliest": day, "latest": day.replace(year=year + 1), "precision": "estimated", "evidence": "said"}
        actions.record_birth(by=OPERATOR, at=now(), now=now(), person=person, **said)
    page = look_for(registrar, "Ada Prueba", born_in="1990")
    assert found(page) == [young, old]
    assert "born between 1990 and 1991" in page.content.decode()


def test_an_alias_shows_the_name_on_file_and_linked_files(registrar):
    one, other = new_person(), new_person("Eva Prueba")
    said = {"kind": "alias", "written": "La Chinita", "evidence": ""}
    actions.record_name(by=OPERATOR, at=now(), now=now(), person=one, **said)
    said = {"other": other, "relation": "same_person", "reason": "same card"}
    actions.link_identity(by=OPERATOR, at=now(), now=now(), person=one, **said)
    html = look_for(registrar, "chinita").content.decode()
    assert "on file as Ada Prueba" in html
    assert reverse("person", args=[other]) in html


def test_names_are_escaped(registrar):
    new_person("Ana <script>alert(1)</script>")
    html = look_for(registrar, "ana script alert").content.decode()
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html


def test_more_than_ten_says_so(registrar):
    for _ in range(12):
        new_person()
    page = look_for(registrar, "Ada Prueba")
    assert len(found(page)) == 10
    assert "Only the 10 that fit best are shown" in page.content.decode()


def test_a_search_costs_the_same_for_one_file_and_three(registrar):
    new_person()
    with_one = questions(registrar, SEARCH, wanted="Ada Prueba")
    new_person()
    new_person()
    assert questions(registrar, SEARCH, wanted="Ada Prueba") == with_one
    assert with_one <= 20


def test_what_is_looked_for_is_not_taken_from_an_address(person, registrar):
    page = registrar.get(SEARCH, {"wanted": "Ada Prueba"})
    assert not page.context["searched"]
    assert person not in page.content.decode()
    assert "no-store" in look_for(registrar, "Ada Prueba")["Cache-Control"]


def test_the_form_needs_its_token(opened):
    open_account("registrar")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(signed_in("registrar").get("/").wsgi_request.user)
    assert look_for(browser, "Ada").status_code == 403
