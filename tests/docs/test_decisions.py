"""A decision is one page: its number, its date, and the five things that make it one."""

import re
from datetime import date
from pathlib import Path

import pytest

from reference.sources import ROOT

DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Rejected", "Consequences"]
LONGEST = 60


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts(path: Path) -> None:
    text = path.read_text()
    assert re.match(rf"# {path.name[:4]} \S", text)
    dated = re.search(r"^- Date: (\S+)$", text, re.MULTILINE)
    assert dated
    assert date.fromisoformat(dated[1]).year >= 2026
    assert re.search(r"^- Status: (in force|replaced by \d{4})$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    parts = dict(zip(PARTS, re.split(r"^## .+$", text, flags=re.MULTILINE)[1:], strict=True))
    assert all(part.strip() for part in parts.values())
    assert re.search(r"^- \*\*", parts["Rejected"], re.MULTILINE), "no option that was rejected"
    assert len(text.splitlines()) <= LONGEST, "more than one page"


def test_numbers_are_given_once_and_in_order() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
