"""A housing officer and a flight of 238: a plan, why one has no cell, a part of it, a move by keyboard, a refusal, a module closed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import environment, follow, open_page, sign_in
from .test_walks import check

pytest.importorskip("ortools", reason="the placement engine is an extra (pyproject.toml)")

pytestmark = pytest.mark.browser
HOUSE = "/housing/VL-1/"
HERE = Path(__file__).parent
RECEIVE = "import django, json; django.setup(); import flight; print(json.dumps(flight.receive()))"


@pytest.fixture
def flight(site):
    """The flight of 238, received at VL-1."""
    given = {**environment(site.home), "DJANGO_SETTINGS_MODULE": "constancia.project.settings"}
    done = subprocess.run(
        [sys.executable, "-c", RECEIVE], cwd=HERE, env=given, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def user(chromium, site, name):
    page = open_page(chromium, "es")
    sign_in(page, site, "es", name)
    return page


def housed(site, within="VL-1"):
    return site.rows(
        f"SELECT person, cell FROM housing_placement WHERE until IS NULL AND cell LIKE '{within}/%' ORDER BY entry"
    )


def asks_for_a_plan(page, site, question, about=""):
    page.goto(f"{site.url}{HOUSE}plans/")
    follow(page, f"main a[href='{HOUSE}plans/ask/']")
    page.select_option("select[name=question]", question)
    page.fill("input[name=about]", about)
    follow(page, "main form button")
    assert page.locator("main h1").inner_text().startswith("Plan Q-")


def tab_to(page, selector, most=60):
    """Press the tabulator until an element has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def decides(page, step, reason):
    page.fill("main form input[name=reason]", reason)
    follow(page, f"main form button[name=step][value={step}]")


def test_a_flight_is_housed_as_an_officer_would(chromium, site, flight):
    officer = user(chromium, site, "housing_officer")
    sees_the_plan_and_why_one_has_no_cell(officer, site, flight)
    accepts_a_part(officer, site, flight)
    moves_one_by_keyboard_alone(officer, site)
    is_refused_with_every_reason(officer, site, flight)
    address = asks_what_closing_a_module_takes(officer, site)
    somebody_else_approves_it(chromium, site, address)
    takes_the_module_out_of_use(officer, site, address)
    assert officer.faults == []


def sees_the_plan_and_why_one_has_no_cell(page, site, flight):
    page.goto(f"{site.url}{HOUSE}plans/")
    assert "238" in page.locator("main h2 .cn-quiet").inner_text()
    asks_for_a_plan(page, site, "arrivals")
    homeless = page.locator(".cn-item--missing")
    assert homeless.count() == 1
    assert flight["isolated"] in homeless.inner_text()
    assert "aislamiento" in homeless.inner_text()
    assert page.locator("input[name=persons]").count() == 237
    women = page.locator("main tbody tr", has_text="mujeres").all_inner_texts()
    assert len(women) == 7
    assert all(any(woman in row for woman in flight["women"]) and "M4/A/" in row for row in women)
    check(page)


def accepts_a_part(page, site, flight):
    page.check("input[name=within][value='VL-1/M4']")
    for person in flight["apart"]:
        page.check(f"input[name=persons][value='{person}']")
    into_m3 = page.locator("main tbody tr", has_text="M3/A/").locator("input[name=persons]")
    m3 = [into_m3.nth(number).get_attribute("value") for number in range(8)]
    for person in m3:
        page.check(f"input[name=persons][value='{person}']")
    decides(page, "part", "Mujeres primero")
    assert page.locator(".cn-note--done").is_visible()
    cells = dict(housed(site))
    assert cells.keys() == {*flight["women"], *flight["apart"], *m3}
    assert len({cells[person] for person in flight["apart"]}) == 2


def moves_one_by_keyboard_alone(page, site):
    person, before = housed(site, "VL-1/M3")[0]
    page.goto(f"{site.url}/persons/{person}/housing/")
    tab_to(page, f"main a[href='/persons/{person}/housing/move/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "select[name=cell]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    tab_to(page, "input[name=reason]")
    page.keyboard.type("Pidió estar cerca de la clínica")
    tab_to(page, "main form button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/persons/{person}/housing/")
    assert dict(housed(site))[person] != before


def is_refused_with_every_reason(page, site, flight):
    page.goto(f"{site.url}/persons/{flight['isolated']}/housing/move/")
    before = dict(housed(site))
    full = next(cell for _, cell in housed(site, "VL-1/M4"))
    page.select_option("select[name=cell]", full)
    page.fill("input[name=reason]", "Prueba")
    follow(page, "main form button")
    said = page.locator(".govuk-error-summary").inner_text()
    assert "otro sexo" in said
    assert "aislamiento" in said
    assert "contagio" in said
    assert page.locator(".govuk-error-summary li").count() >= 3
    assert dict(housed(site)) == before


def asks_what_closing_a_module_takes(page, site):
    inside = {person for person, _ in housed(site, "VL-1/M3")}
    assert inside
    page.goto(site.url + HOUSE)
    follow(page, f"main a[href='{HOUSE}plans/ask/?question=closing']")
    page.fill("input[name=about]", "VL-1/M3")
    follow(page, "main form button")
    moving = page.locator("main input[name=persons]").evaluate_all("all => all.map(each => each.value)")
    assert set(moving) >= inside
    assert page.locator(".cn-item--missing").count() == 1
    before = housed(site)
    assert page.locator(".cn-note--hold").is_visible()
    decides(page, "whole", "Obras en el módulo")
    assert page.locator(".govuk-error-summary").is_visible()
    assert housed(site) == before
    return page.url


def somebody_else_approves_it(chromium, site, address):
    colleague = user(chromium, site, "registrar")
    colleague.goto(address)
    decides(colleague, "whole", "Obras en el módulo")
    assert len(housed(site)) == 237
    assert housed(site, "VL-1/M3") == []
    assert colleague.faults == []
    colleague.context.close()


def takes_the_module_out_of_use(page, site, address):
    page.goto(address)
    follow(page, "main a[href*='/act/out-of-use/']")
    page.select_option("select[name=reason]", "works")
    page.fill("textarea[name=note]", "Obras de saneamiento")
    follow(page, "main form button")
    assert page.url == site.url + HOUSE
    assert "Obras o mantenimiento" in page.locator("section.cn-module", has_text="Módulo 3").inner_text()
    closed = site.rows("SELECT out_of_use FROM housing_place WHERE code = 'VL-1/M3' AND until IS NULL")
    assert closed == [("works",)]
