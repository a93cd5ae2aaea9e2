"""The pages build without a warning, and what comes out needs no network."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from constancia.core import events, refusals
from reference.sources import ROOT

pytest.importorskip("sphinx", reason="Sphinx is not installed; `make test` installs it")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages."""
    folder = tmp_path_factory.mktemp("pages")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", str(folder / "trees")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CONSTANCIA_", "DJANGO_"))}
    ran = subprocess.run(
        [*command, str(ROOT / "docs"), str(folder / "html")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return folder / "html"


def test_the_pages_hold_what_is_generated(built: Path) -> None:
    events_page = (built / "reference/events.html").read_text()
    refusals_page = (built / "reference/refusals.html").read_text()
    assert [code for code, _version in events.ALL if f">{code}<" not in events_page] == []
    assert [code for code in refusals.ALL if f">{code}<" not in refusals_page] == []
    assert "generated here" not in events_page


def test_the_pages_load_nothing_from_elsewhere(built: Path) -> None:
    for page in built.rglob("*.html"):
        loaded = re.findall(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"([^\"]+)\"", page.read_text())
        assert [each for each in loaded if re.match(r"(?:https?:)?//", each)] == [], page
    for style in built.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import", style.read_text()), style
