"""What the pages are written from: the imported modules of Constancia, and what stands in their source."""

import ast
import atexit
import importlib
import os
import pkgutil
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import constancia

ROOT = Path(__file__).resolve().parents[3]
SOURCE = ROOT / "src" / "constancia"

_NOT_IMPORTED = ("migrations", "history_peer", "wsgi", "__main__")
"""Parts of names of modules that declare nothing and need settings or a store of their own."""


def wake() -> None:
    """Set Django up with a home folder of its own, unless somebody did already; no store is opened."""
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        home = tempfile.mkdtemp(prefix="constancia-docs-")
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        os.environ.update(CONSTANCIA_HOME=home, CONSTANCIA_DB="", DJANGO_SETTINGS_MODULE="constancia.project.settings")
    import django  # noqa: PLC0415 - its settings are named above

    django.setup()


@cache
def modules() -> tuple[ModuleType, ...]:
    """Return every module of Constancia, imported, so that everything that can be declared is."""
    wake()
    names = [each.name for each in pkgutil.walk_packages(constancia.__path__, "constancia.")]
    return tuple(importlib.import_module(name) for name in names if not set(name.split(".")) & set(_NOT_IMPORTED))


@cache
def trees() -> dict[Path, ast.Module]:
    """Return every source file of Constancia, parsed, by its path below the root of the project."""
    return {path.relative_to(ROOT): ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Yield every function and method of Constancia with its file."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def comment_on(name: str, tree: ast.Module) -> str:
    """Return the text that stands under the module-level name `name`, or nothing."""
    for node, following in zip(tree.body, tree.body[1:], strict=False):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(each, ast.Name) and each.id == name for each in targets):
            return _text_of(following)
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call in a tree with the last word of what it calls: `x` for `x()` and for `why.x()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), node


def _text_of(node: ast.stmt) -> str:
    value = node.value if isinstance(node, ast.Expr) else None
    return value.value.strip() if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
