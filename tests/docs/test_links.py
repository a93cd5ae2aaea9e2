"""Links and paths in prose lead somewhere."""

import ast
import re
from pathlib import Path

import pytest

from constancia.core.ids import read_id
from reference.sources import ROOT, SOURCE

PROSE = sorted(
    [
        *ROOT.glob("*.md"),
        *(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
        *SOURCE.glob("*/README.md"),
        *(ROOT / "tests").rglob("README.md"),
    ]
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
PATH = re.compile(r"`((?:src|docs|tests|tools|requirements)/[\w./-]+)`")
INCLUDED = re.compile(r"```\{literalinclude\} (\S+)\n:pyobject: (\S+)\n```")
NUMBER = re.compile(r"\b[PGHLUS]-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    links = [each for each in LINK.findall(path.read_text()) if "://" not in each]
    assert [each for each in links if not (path.parent / each).exists()] == []


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_every_path_named_is_there(path: Path) -> None:
    assert [each for each in PATH.findall(path.read_text()) if not _is_there(each)] == []


def _is_there(path: str) -> bool:
    return (ROOT / path).exists() or bool(list(ROOT.glob(f"{path}*")))


def test_one_event_walks_through_real_files_and_functions() -> None:
    text = (ROOT / "docs/architecture/one-event.md").read_text()
    shown = INCLUDED.findall(text)
    assert len(shown) >= 6
    for link, wanted in shown:
        tree = ast.parse((ROOT / "docs/architecture" / link).read_text())
        assert wanted in {getattr(node, "name", "") for node in tree.body}, f"{link}: {wanted}"
    for words, link in re.findall(r"\[`([^`]+)`\]\(([^)]+)\)", text):
        assert (ROOT / "docs/architecture" / link).resolve() == ROOT / words


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_every_number_printed_could_be_one(path: Path) -> None:
    """A reader who types a number from a page is told that there is no such file, not that it is no number."""
    for each in NUMBER.findall(path.read_text()):
        if not each.endswith(("-0000", "-XXXX")):
            assert read_id(each, each[0]) == each


def test_every_page_is_reached_from_the_first() -> None:
    reached, waiting = set(), ["index"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        path = ROOT / "docs" / f"{page}.md"
        for box in re.findall(r"```\{toctree\}\n(.*?)```", path.read_text(), re.DOTALL):
            for line in filter(None, box.split("\n")):
                if not line.startswith(":"):
                    found = sorted(path.parent.glob(f"{line}.md")) or pytest.fail(f"{page}: {line}")
                    waiting += [str(each.relative_to(ROOT / "docs").with_suffix("")) for each in found]
    assert {name(ROOT / "docs" / f"{each}.md") for each in reached} == {
        name(path) for path in PROSE if "docs" in path.relative_to(ROOT).parts[:1]
    }
