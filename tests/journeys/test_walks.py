"""Walks through the pages as people take them: with axe's rules of WCAG 2.2 AA, on a small screen, and without script."""

import pytest
from django.urls import reverse

from .conftest import open_page, sign_in

pytestmark = pytest.mark.browser
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
REGISTRARS = ("home", "population", "search", "imports", "my_account", "register_person", "mfa_index")


def check(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE).response["violations"]
    said = [(page.url, each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]
    assert said == []
    assert page.faults == []


def addresses(person):
    own = [reverse(name, args=[person]) for name in ("person", "admit", "release", "ground", "link")]
    return [
        *(reverse(name) for name in REGISTRARS),
        *own,
        reverse("item", args=[person, "property"]),
    ]


def test_no_page_breaks_a_rule_of_accessibility(chromium, site, language):
    page = open_page(chromium, language)
    page.goto(site.url + "/sign-in/")
    check(page)
    sign_in(page, site, language)
    for url in addresses(site.person_held()):
        page.goto(site.url + url)
        check(page)


@pytest.mark.parametrize(
    ("username", "urls"),
    [
        ("administrator", [reverse("accounts"), reverse("open_account")]),
        ("inspector", [reverse("journal"), reverse("entry", args=[2]), reverse("search")]),
    ],
)
def test_the_pages_of_other_roles_break_no_rule(chromium, site, language, username, urls):
    page = open_page(chromium, language)
    sign_in(page, site, language, username)
    for url in urls:
        page.goto(site.url + url)
        check(page)


def test_nothing_is_wider_than_a_small_screen(chromium, site, language):
    page = open_page(chromium, language, width=320)
    sign_in(page, site, language)
    for url in addresses(site.person_held()):
        page.goto(site.url + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url


def test_a_refused_admission_names_every_reason_and_moves_the_focus(chromium, site, language):
    page = open_page(chromium, language)
    sign_in(page, site, language)
    page.goto(site.url + reverse("register_person"))
    page.fill("#id_written", "Noa Prueba")
    page.click("main form button.govuk-button")
    page.wait_for_url("**/persons/P-*/")
    person = page.url.split("/")[-2]
    page.goto(site.url + reverse("admit", args=[person]))
    page.select_option("#id_facility", "CD-1")
    page.fill("#id_at", "2026-01-05T10:00")
    page.click("main form button.govuk-button")
    summary = page.locator(".govuk-error-summary")
    assert summary.locator("li").count() >= 3
    assert page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    assert page.title().startswith("Error")
    check(page)


def test_a_person_is_registered_admitted_and_released_without_script(chromium, site, language):
    page = open_page(chromium, language, script=False)
    sign_in(page, site, language)
    page.goto(site.url + reverse("register_person"))
    page.fill("#id_written", "Noa Prueba")
    page.click("main form button.govuk-button")
    person = page.url.split("/")[-2]
    page.goto(site.url + reverse("ground", args=[person]))
    page.select_option("#id_kind", "remand_order")
    for name, value in {
        "issuer": "Court", "reference": "7", "issued_on": "2026-01-04", "valid_from": "2026-01-04T08:00",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    page.click("main form button.govuk-button")
    page.goto(site.url + reverse("admit", args=[person]))
    page.select_option("#id_facility", "CD-1")
    for name, value in {"at": "2026-01-05T10:00", "received_from": "Police", "authority": "Court"}.items():
        page.fill(f"#id_{name}", value)
    page.click("main form button.govuk-button")
    assert page.url == site.url + reverse("person", args=[person])
    page.goto(site.url + reverse("release", args=[person]))
    page.select_option("#id_reason", "court_order")
    for name, value in {
        "at": "2026-01-06T10:00", "destination": "Home", "evidence": "paper", "authority": "Court",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    page.click("main form button.govuk-button")
    assert page.locator(".cn-note--done").count() == 1
    assert page.locator(".cn-timeline li").count() == 1


def test_the_imports_page_refreshes_itself(chromium, site):
    page = open_page(chromium, "en")
    sign_in(page, site, "en")
    page.goto(site.url + reverse("imports"))
    with page.expect_response("**/imports/progress/", timeout=8000) as answer:
        pass
    assert answer.value.status == 200
    assert page.faults == []


def test_a_person_is_found_by_a_name_keyed_wrongly(chromium, site, language):
    page = open_page(chromium, language, width=320, script=False)
    sign_in(page, site, language)
    person = site.person_held()
    ((name,),) = site.rows(f"SELECT name FROM register_person WHERE id = '{person}'")
    first, *others = name.split()
    page.goto(site.url + reverse("search"))
    page.fill("#id_wanted", " ".join([*others, f"h{first}"]).replace("z", "s").lower())
    page.click("main form button.govuk-button")
    assert page.url == site.url + reverse("search")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.click(f"ol.cn-tasks a:text-is('{person}')")
    assert page.url == site.url + reverse("person", args=[person])


def test_found_files_break_no_rule_of_accessibility(chromium, site, language):
    page = open_page(chromium, language)
    sign_in(page, site, language)
    page.goto(site.url + reverse("search"))
    page.fill("#id_wanted", site.rows("SELECT name FROM register_person WHERE state = 'held'")[0][0].split()[0])
    page.fill("#id_born_in", "1980")
    page.click("main form button.govuk-button")
    assert page.locator("ol.cn-tasks li").count() >= 1
    check(page)
    page.fill("#id_wanted", "zzyzx")
    page.fill("#id_born_in", "1")
    page.click("main form button.govuk-button")
    assert page.locator(".govuk-error-summary li").count() == 1
    check(page)
