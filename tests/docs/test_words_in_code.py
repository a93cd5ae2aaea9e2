"""What docstrings and rules say is there, is there: every public thing has one, and every code or page named in one exists."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from constancia.core import events, refusals
from constancia.core.permissions import PERMISSIONS
from reference import sources
from reference.refusals import declared, places

DECISION = re.compile(r"docs/decisions/(\d{4})|\bADR (\d{4})\b")
CODE = re.compile(r"`((?:core|ledger|access|register|journal)\.[a-z_]+)`")
PAGES = re.compile(r"\bdocs/[a-z-]+/[a-z-]+\.md\b")


def public(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield a module, its public classes and functions, and the public methods of those classes."""
    yield tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from (
                each for each in node.body if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
            )


def documented_files() -> dict[Path, ast.Module]:
    return {path: tree for path, tree in sources.trees().items() if "migrations" not in path.parts}


def test_every_public_thing_has_a_docstring() -> None:
    missing = [
        f"{path}: {getattr(node, 'name', 'the module')}"
        for path, tree in documented_files().items()
        for node in public(tree)
        if not (ast.get_docstring(node) or "").strip()  # type: ignore[arg-type]
    ]
    assert missing == []


def test_every_rule_and_action_says_what_it_refuses() -> None:
    """An action takes `by` and `now`; a rule's name begins with `refuse_`."""
    silent = []
    for path, tree in documented_files().items():
        acting = path.name in ("actions.py", "tokens.py") or "actions" in path.parts
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = {each.arg for each in node.args.kwonlyargs}
                is_action = acting and {"by", "now"} <= names
                if (is_action or node.name.startswith("refuse_")) and "efuse" not in (ast.get_docstring(node) or ""):
                    silent.append(f"{path}: {node.name}")
    assert silent == []


def everything_said() -> Iterator[tuple[str, str]]:
    """Yield every text of the source with its place: docstrings, texts under names, rules, sources."""
    for path, tree in sources.trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path}:{node.lineno}", node.value


def test_every_code_named_in_the_source_exists() -> None:
    sources.modules()
    known = {code for code, _version in events.ALL} | set(refusals.ALL) | set(PERMISSIONS)
    unknown = [
        f"{where}: {name}"
        for where, text in everything_said()
        for name in CODE.findall(text)
        if name not in known and find_spec_of(name) is None
    ]
    assert unknown == []


def find_spec_of(name: str) -> object:
    """Return something when a code is really the name of a module or of a thing in one, such as `journal.entries`."""
    first, _, second = name.partition(".")
    for path, tree in sources.trees().items():
        if path.stem == first and any(getattr(node, "name", "") == second for node in tree.body):
            return tree
    return find_spec(f"constancia.{name}") if find_spec(f"constancia.{first}") else None


def test_every_decision_and_page_named_in_the_source_exists() -> None:
    numbers = {path.name[:4] for path in (sources.ROOT / "docs/decisions").glob("0*.md")}
    missing = [
        f"{where}: decision {number}"
        for where, text in everything_said()
        for number in (one or other for one, other in DECISION.findall(text))
        if number not in numbers
    ]
    missing += [
        f"{where}: {page}"
        for where, text in everything_said()
        for page in PAGES.findall(text)
        if not (sources.ROOT / page).is_file()
    ]
    assert missing == []


KINDS = declared()


@pytest.mark.parametrize("code", [each.code for each in KINDS])
def test_every_module_a_rule_rests_on_exists(code: str) -> None:
    for name in re.findall(r"\bconstancia(?:\.[a-z_]+)+", refusals.ALL[code].rule):
        assert find_spec(name) is not None, name


def test_whoever_refuses_fills_every_brace_of_the_sentence() -> None:
    """A sentence with a brace left open would end in an error page instead of a reason."""
    wanted: dict[str, set[str]] = {}
    for module in sources.modules():
        for name, kind in vars(module).items():
            if isinstance(kind, refusals.RefusalKind):
                wanted[name] = places(kind.text.en)
    open_braces = []
    for path, tree in sources.trees().items():
        for name, call in sources.calls(tree):
            given = {each.arg for each in call.keywords}
            if name in wanted and None not in given and wanted[name] - given:
                open_braces.append(f"{path}:{call.lineno} {name}: {sorted(wanted[name] - given)}")
    assert open_braces == []
