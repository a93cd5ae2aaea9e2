"""Small files, small functions, a README that fits a screen, and the whole licence."""

import ast
import re
import tomllib
from hashlib import sha256
from statistics import median

from reference.sources import ROOT, trees

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_README = 400, 60, 60
FILES = {
    **{path: tree for path, tree in trees().items() if "migrations" not in path.parts},
    **{path.relative_to(ROOT): ast.parse(path.read_text()) for path in (ROOT / "docs/_ext").rglob("*.py")},
}
LICENCE = "0a7e77a9ebe3fa59cc00696f2180ffc7e0834b7445213b59eb4232c1a1b75746"
"""SHA-256 of the words of the GNU Affero General Public License, version 3, with one space between them."""

LONGER = {"src/constancia/register/timeline.py": 450}
"""Files that have yet to be split, and how long they may be until then."""


def lengths() -> dict[str, int]:
    return {path.as_posix(): len((ROOT / path).read_text().splitlines()) for path in FILES}


def functions() -> dict[str, int]:
    return {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, tree in FILES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_file_is_too_long() -> None:
    assert [path for path, lines in lengths().items() if lines > LONGER.get(path, LONGEST_FILE)] == []


def test_no_function_is_too_long() -> None:
    assert [name for name, lines in functions().items() if lines > LONGEST_FUNCTION] == []


def test_most_are_far_shorter() -> None:
    assert median(lengths().values()) < 100
    assert median(functions().values()) < 10


def test_the_readme_is_short_and_keeps_its_parts() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= LONGEST_README
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Two commands", "The map", "The promise and its limits"]
    for package in {path.parts[2] for path in FILES if path.parts[0] == "src" and len(path.parts) > 3}:
        assert f"`{package}`" in text, f"the map of README.md lacks {package}"


def test_the_licence_is_whole() -> None:
    """Compared with a copy of the published text, whatever its line breaks."""
    words = " ".join((ROOT / "LICENSE").read_text().split())
    for part in (
        "0. Definitions.",
        "13. Remote Network Interaction;",
        "17. Interpretation",
        "END OF TERMS AND CONDITIONS",
    ):
        assert part in words
    assert sha256(words.encode()).hexdigest() == LICENCE
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"] == "AGPL-3.0-or-later"
