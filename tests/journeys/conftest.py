"""A real browser against the real web server on a demonstration store; skipped with a reason where there is no browser."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PASSWORD = "constancia-demo-2026"
CONSTANCIA = str(Path(sys.executable).with_name("constancia"))
SOURCES = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium is installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Site:
    """A running server: its address and its store."""

    url: str
    home: Path

    def rows(self, statement):
        """Read the store beside the server."""
        with sqlite3.connect(self.home / "register.sqlite3") as store:
            return store.execute(statement).fetchall()

    def person_held(self):
        """Return the first person in custody."""
        return self.rows("SELECT id FROM register_person WHERE state = 'held' ORDER BY entry")[0][0]


def environment(home):
    return {
        **os.environ, "CONSTANCIA_HOME": str(home), "CONSTANCIA_DB": "", "CONSTANCIA_HTTPS": "0", "CONSTANCIA_DEMO": "1",
        "PYTHONPATH": str(SOURCES),
    }  # fmt: skip


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The home folder of a small demonstration, made by the command itself."""
    home = tmp_path_factory.mktemp("demonstration")
    command = [CONSTANCIA, "demo", "--people", "40", "--seed", "7", "--no-serve", "--json"]
    subprocess.run(command, env=environment(home), check=True, capture_output=True)
    return home


@pytest.fixture
def site(demonstration, tmp_path):
    """A server of one's own on a copy of the demonstration."""
    home = tmp_path / "home"
    shutil.copytree(demonstration, home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [CONSTANCIA, "serve", "--plain-http", "--bind", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, env=environment(home), stdout=log, stderr=log)
    found = Site(f"http://127.0.0.1:{port}", home)
    try:
        _wait_for(found.url, server)
        yield found
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url, server):
    for _ in range(300):
        assert server.poll() is None, "the server stopped"
        try:
            urllib.request.urlopen(url + "/sign-in/", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer")


@pytest.fixture(params=["es", "en"])
def language(request):
    """Each journey is walked in both languages."""
    return request.param


def open_page(chromium, language, *, width=1200, script=True):
    """Return a page in a browser of its own that fails on errors of script or policy."""
    context = chromium.new_context(
        locale=language, viewport={"width": width, "height": 800}, java_script_enabled=script
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "console",
        lambda said: page.faults.append(said.text) if said.type == "error" and "422" not in said.text else None,
    )
    return page


def hour_ago():
    """Return what a person in the demonstration's facility would write for one hour ago: six hours behind UTC."""
    return (datetime.now(UTC) - timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M")


def follow(page, selector):
    """Click what leads to another page, and wait until that page is there: a click alone waits only for its first byte."""
    with page.expect_navigation():
        page.click(selector)


def sign_in(page, site, language, username="registrar"):
    page.goto(site.url + "/sign-in/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    follow(page, "main button.govuk-button")
    assert page.url == site.url + "/"
    if page.locator("html").get_attribute("lang") != language:
        follow(page, f"button[name=language][value={language}]")
    assert page.locator("html").get_attribute("lang") == language
