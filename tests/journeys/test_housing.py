"""A housing officer in a real browser: the map by keyboard, a plan, and a roll call on a phone that loses its connection."""

import pytest

from .conftest import follow, open_page, sign_in
from .test_walks import check

pytestmark = pytest.mark.browser
HOUSE = "/housing/CD-1/"


def officer(chromium, site, language="es", width=1280):
    page = open_page(chromium, language, width=width)
    sign_in(page, site, language, "housing_officer")
    return page


def test_the_map_is_walked_by_keyboard_alone(chromium, site):
    page = officer(chromium, site)
    page.goto(site.url + HOUSE)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('cn-map__cell')"):
            break
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("M1/A/1:")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cells/M1/A/1/")
    page.context.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_fit_and_break_no_rule_of_accessibility(chromium, site, language, width):
    page = officer(chromium, site, language, width)
    (slept,) = site.rows("SELECT person FROM housing_placement WHERE until IS NULL ORDER BY entry LIMIT 1")
    (count,) = site.rows("SELECT count FROM housing_count")
    own = f"/persons/{slept[0]}/housing/"
    endings = [f"{own}{each}/" for each in ("end-need", "end-keep-apart", "end-membership", "withdraw-move")]
    places = [HOUSE, f"{HOUSE}cells/M1/A/1/", f"{HOUSE}plans/", f"{HOUSE}roll/{count[0]}/"]
    reservation = f"{HOUSE}act/end-reservation/?place=CD-1/M1/A/1"
    others = [f"{own}fix-hearing/", f"{own}cancel-hearing/", f"{HOUSE}file/", f"{HOUSE}act/hearing-room/"]
    others.append(f"{HOUSE}act/measure/?place=CD-1/M1/A/1")
    for path in (*places, reservation, own, f"{own}move/", f"{own}hold-in-reception/", *endings, *others):
        page.goto(site.url + path)
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    page.context.close()


def test_a_move_is_taken_back_on_a_phone_without_script(chromium, site, language):
    page = open_page(chromium, language, width=320, script=False)
    sign_in(page, site, language, "housing_officer")
    ((person, entry),) = site.rows(
        "SELECT person, max(entry) FROM housing_placement GROUP BY person"
        " HAVING count(*) = 1 AND max(until) IS NULL AND max(override) IS NULL ORDER BY 2 DESC LIMIT 1"
    )
    page.goto(f"{site.url}/persons/{person}/housing/")
    follow(page, f"main a[href$='/persons/{person}/housing/withdraw-move/']")
    page.select_option("select[name=entry]", str(entry))
    page.fill("input[name=reason]", "Celda equivocada")
    follow(page, "main form button")
    assert str(entry) in page.locator(".govuk-summary-list").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert site.rows(f"SELECT 1 FROM housing_placement WHERE entry = {entry}")
    follow(page, "main form button[value=record]")
    assert page.url.endswith(f"/persons/{person}/housing/")
    assert not site.rows(f"SELECT 1 FROM housing_placement WHERE entry = {entry}")
    page.context.close()


def test_a_roll_call_survives_a_lost_connection(chromium, site):
    page = officer(chromium, site, width=320)
    page.goto(f"{site.url}{HOUSE}roll/begin/")
    page.fill("input[name=within]", "CD-1/M2")
    page.fill("input[name=reason]", "Recuento de la noche")
    follow(page, "main form button")
    address, cells = page.url, page.locator("input[name^='seen:']")
    cells.nth(0).fill("0")
    page.context.set_offline(True)
    cells.nth(1).fill("0")
    page.fill("input[name=counted_by]", "Agente Ruiz")
    page.click("main form button")
    assert page.locator("[data-offline]").is_visible()
    other = page.context.new_page()
    page.close()
    other.context.set_offline(False)
    other.goto(address)
    assert other.locator("input[name^='seen:']").nth(1).input_value() == "0"
    assert other.input_value("input[name=counted_by]") == "Agente Ruiz"
    other.click("main form button")
    other.wait_for_selector(".cn-note--done")
    assert len(site.rows("SELECT 1 FROM housing_counted WHERE counted_by = 'Agente Ruiz'")) == 2
    other.goto(address)
    assert other.locator("input[name^='seen:']").nth(0).input_value() == ""
    other.context.close()
