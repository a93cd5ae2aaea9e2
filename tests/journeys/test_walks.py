"""Walks through the pages as people take them: with axe's rules of WCAG 2.2 AA, on a small screen, and without script."""

import pytest
from django.urls import reverse

from constancia.web.person_acts import ACTS

from .conftest import follow, hour_ago, open_page, sign_in

pytestmark = pytest.mark.browser
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
REGISTRARS = (
    "home", "population", "search", "imports", "hand_over_rolls", "my_account", "register_person", "mfa_index",
    "list_uncovered", "list_overdue", "list_reviews",
)  # fmt: skip


def check(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE).response["violations"]
    said = [(page.url, each["id"], [node["html"][:120] for node in each["nodes"]][:3]) for each in found]
    assert said == []
    assert page.faults == []


def addresses(site):
    """Return the addresses of a registrar's pages: about somebody held, and about somebody who is not."""
    held, out = site.person_held(), site.rows("SELECT id FROM register_person WHERE state = '' ORDER BY entry")[0][0]
    (entry,) = site.rows(f"SELECT number FROM ledger_entry WHERE subject = '{held}' AND event LIKE '%name_recorded'")[0]
    return [
        *(reverse(name) for name in REGISTRARS),
        *(reverse(name, args=[held]) for name in ("person", "link", *ACTS)),
        reverse("person", args=[out]),
        reverse("item", args=[held, "property"]),
        reverse("detail", args=[held, "birth"]),
        *(reverse(name, args=[held, entry]) for name in ("correct", "withdraw")),
    ]


def test_no_page_breaks_a_rule_of_accessibility(chromium, site, language):
    page = open_page(chromium, language)
    page.goto(site.url + "/sign-in/")
    check(page)
    sign_in(page, site, language)
    for url in addresses(site):
        page.goto(site.url + url)
        check(page)


@pytest.mark.parametrize(
    ("username", "urls"),
    [
        ("administrator", [reverse(name) for name in ("accounts", "open_account", "facilities", "open_facility")]),
        (
            "inspector",
            [
                reverse("journal"),
                reverse("entry", args=[2]),
                reverse("search"),
                reverse("list_late"),
                reverse("population") + "?facility=*",
            ],
        ),
    ],
)
def test_the_pages_of_other_roles_break_no_rule(chromium, site, language, username, urls):
    page = open_page(chromium, language)
    sign_in(page, site, language, username)
    for url in urls:
        page.set_viewport_size({"width": 1200, "height": 800})
        page.goto(site.url + url)
        check(page)
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url


def test_nothing_is_wider_than_a_small_screen(chromium, site, language):
    page = open_page(chromium, language, width=320)
    sign_in(page, site, language)
    for url in addresses(site):
        page.goto(site.url + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url


def test_a_refused_admission_names_every_reason_and_moves_the_focus(chromium, site, language):
    page = open_page(chromium, language)
    sign_in(page, site, language)
    page.goto(site.url + reverse("register_person"))
    page.fill("#id_written", "Noa Prueba")
    follow(page, "main form button.govuk-button")
    person = page.url.split("/")[-2]
    page.goto(site.url + reverse("admit", args=[person]))
    page.select_option("#id_facility", "CD-1")
    page.fill("#id_at", "2026-01-05T10:00")
    follow(page, "main form button.govuk-button")
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
    follow(page, "main form button.govuk-button")
    person = page.url.split("/")[-2]
    page.goto(site.url + reverse("ground", args=[person]))
    page.select_option("#id_kind", "remand_order")
    for name, value in {
        "issuer": "Court", "reference": "7", "issued_on": "2026-01-04", "valid_from": "2026-01-04T08:00",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    follow(page, "main form button.govuk-button")
    page.goto(site.url + reverse("admit", args=[person]))
    page.select_option("#id_facility", "CD-1")
    for name, value in {"at": "2026-01-05T10:00", "received_from": "Police", "authority": "Court"}.items():
        page.fill(f"#id_{name}", value)
    follow(page, "main form button.govuk-button")
    assert page.url == site.url + reverse("person", args=[person])
    page.goto(site.url + reverse("release", args=[person]))
    page.select_option("#id_reason", "court_order")
    for name, value in {
        "at": "2026-01-06T10:00", "destination": "Home", "evidence": "paper", "authority": "Court",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    follow(page, "main form button.govuk-button")
    follow(page, "button[value=record]")
    assert page.locator(".cn-note--done").count() == 1
    assert page.locator(".cn-timeline li").count() == 1


ROLL = b"INMATEID,ADMITTED_DT,GENDER,AGE,INMATE_STATUS_CODE\n900001,2026-01-30 14:05:00,F,34,DE\n"


def file(name, data=ROLL):
    return {"name": name, "mimeType": "text/csv", "buffer": data}


def test_rolls_are_uploaded_and_the_page_says_when_they_are_read(chromium, site, language):
    """The background worker of the server reads them; the page refreshes itself until they are read, without a reload."""
    page = open_page(chromium, language)
    sign_in(page, site, language)
    page.goto(site.url + reverse("hand_over_rolls"))
    page.select_option("#id_facility", "CD-1")
    page.set_input_files(
        "#id_files", [file("roll_20260201.csv"), file("roll_20260202.csv", ROLL.replace(b"34", b"35"))]
    )
    follow(page, "main form button.govuk-button")
    page.wait_for_selector("#progress .cn-tag--done", timeout=60_000)
    assert page.locator(".cn-figures dd").first.inner_text() == "2"
    check(page)
    page.goto(site.url + reverse("imports"))
    assert page.locator(".cn-stack").first.locator("tbody tr").count() == 1
    check(page)


def test_a_failed_import_is_on_the_first_page_until_it_is_put_aside(chromium, site, language):
    page = open_page(chromium, language, width=320)
    sign_in(page, site, language)
    page.goto(site.url + reverse("hand_over_rolls"))
    page.select_option("#id_facility", "CD-1")
    page.set_input_files("#id_files", [file("roll_20260201.csv", b"A,B\n1,2\n")])
    follow(page, "main form button.govuk-button")
    page.wait_for_selector("#progress .cn-tag--failed", timeout=60_000)
    check(page)
    with page.expect_download() as rejects:
        page.click("#progress a[href$='rejects.csv']")
    assert "missing_column" in rejects.value.path().read_text()
    page.goto(site.url + "/")
    follow(page, ".cn-card--imports .cn-tasks a")
    follow(page, "a[href$='set-aside/']")
    check(page)
    follow(page, "main form button.govuk-button")
    page.goto(site.url + "/")
    assert page.locator(".cn-card--imports").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_imports_work_without_script(chromium, site):
    page = open_page(chromium, "en", script=False)
    sign_in(page, site, "en")
    page.goto(site.url + reverse("hand_over_rolls"))
    follow(page, "main form button.govuk-button")
    assert page.locator(".govuk-error-summary li").count() == 1
    page.set_input_files("#id_files", [file("roll_20260201.csv")])
    follow(page, "main form button.govuk-button")
    for _ in range(60):
        if page.locator(".cn-tag--done").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert page.locator(".cn-tag--done").count() == 1


def test_a_death_is_checked_changed_and_recorded_and_a_mistake_withdrawn(chromium, site, language):
    page = open_page(chromium, language)
    sign_in(page, site, language)
    person = site.person_held()
    page.goto(site.url + reverse("person", args=[person]))
    follow(page, f"a[href='{reverse('death', args=[person])}']")
    for name, value in {
        "at": hour_ago(), "circumstances": "Sala 2", "cause": "?", "remains": "Morgue", "authority": "DG",
    }.items():  # fmt: skip
        page.fill(f"#id_{name}", value)
    follow(page, "main form button.govuk-button")
    assert page.locator(".govuk-warning-text").count() == 1
    check(page)
    follow(page, "button[value=change]")
    assert page.input_value("#id_circumstances") == "Sala 2"
    page.fill("#id_cause", "Por determinar")
    follow(page, "main form button.govuk-button")
    assert "Por determinar" in page.inner_text("main")
    follow(page, "button[value=record]")
    assert page.url == site.url + reverse("person", args=[person])
    assert site.rows(f"SELECT state FROM register_person WHERE id = '{person}'") == [("",)]
    follow(page, "a[href$='/withdraw/'] >> nth=0")
    page.fill("#id_reason", "Otra persona")
    follow(page, "main form button.govuk-button")
    check(page)
    follow(page, "button[value=record]")
    assert site.rows(f"SELECT state FROM register_person WHERE id = '{person}'") == [("held",)]


def test_a_name_is_corrected_from_the_file(chromium, site, language):
    page = open_page(chromium, language)
    sign_in(page, site, language)
    person = site.person_held()
    page.goto(site.url + reverse("person", args=[person]))
    follow(page, ".cn-list a[href*='/correct/'] >> nth=0")
    assert page.input_value("#id_written")
    page.fill("#id_written", "Noa Enmendada")
    follow(page, "main form button.govuk-button")
    assert page.inner_text("h1") == "Noa Enmendada"
    check(page)
