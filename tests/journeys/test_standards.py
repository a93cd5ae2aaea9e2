"""The board, a finding, a verdict and the forms of conditions in a real browser: axe's rules, a small screen, and a walk."""

import pytest

from .conftest import follow, hour_ago, open_page, sign_in
from .test_walks import check

pytestmark = pytest.mark.browser


def paths(site):
    """Return the pages about the demonstration's gravest finding."""
    finding, norm, kind, subject = site.rows(
        "SELECT id, norm, subject_kind, subject FROM standards_finding WHERE severity = 'A' AND facility = 'CD-1'"
        " ORDER BY entry"
    )[0]
    return [
        "/board/",
        "/board/CD-1/",
        "/board/CD-1/about/solitary/",
        f"/board/CD-1/verdict/{norm}/{kind}/{subject}/",
        f"/findings/{finding}/",
        f"/norms/{norm}/",
        "/norms/CPT-4/",
        "/after-complaints/",
        f"/persons/{subject}/conditions/",
        "/board/CD-1/conditions/",
    ]


def test_no_page_of_the_standards_breaks_a_rule_or_a_small_screen(chromium, site, language):
    page = open_page(chromium, language, width=320)
    sign_in(page, site, language, "inspector")
    for path in paths(site):
        page.goto(site.url + path)
        check(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, path


def test_a_condition_is_recorded_and_seen(chromium, site, language):
    page = open_page(chromium, language)
    sign_in(page, site, language, "registrar")
    person = site.person_held()
    page.goto(f"{site.url}/persons/{person}/conditions/regime/")
    check(page)
    follow(page, "main button.govuk-button")
    assert page.locator(".govuk-error-summary").is_visible()
    page.fill("#id_at", hour_ago())
    page.select_option("#id_place", "yard")
    page.select_option("#id_company", "association")
    follow(page, "main button.govuk-button")
    newest = page.locator(".cn-course > li").first.inner_text()
    assert {"es": "en común", "en": "free among others"}[language] in newest
    assert page.faults == []
