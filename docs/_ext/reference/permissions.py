"""The page of permissions: who may do what, and where it is asked."""

import ast
from collections.abc import Iterator

from constancia.core.permissions import ALLOWS, PERMISSIONS, ROLES
from reference import sources
from reference.markdown import code, table, target, text

_ASKING = {
    "may",
    "require",
    "require_somewhere",
    "require_for_person",
    "facilities_for",
    "page",
}
"""Functions that ask for a permission by its name."""


def undocumented() -> Iterator[str]:
    """Yield what is missing about permissions and roles."""
    for name in PERMISSIONS.keys() ^ ALLOWS.keys():
        yield f"permission {name}: in one of PERMISSIONS and ALLOWS only"
    for kind, texts in (("permission", ALLOWS), ("role", ROLES)):
        for name, said in texts.items():
            if not (said.en.strip() and said.es.strip()):
                yield f"{kind} {name}: not said in both languages"
    for name in asked_by().keys() - PERMISSIONS.keys():
        yield f"permission {name}: asked for, and carried by no role"


def page() -> str:
    """Return the page."""
    asked = asked_by()
    roles = (
        (code(role), text(said.en), text(said.es), ", ".join(code(name) for name in _carried(role)))
        for role, said in ROLES.items()
    )
    return "\n\n".join(
        [
            "## Roles",
            table(("role", "English", "español", "permissions"), roles),
            "## Permissions",
            *(_permission(name, asked.get(name, [])) for name in sorted(PERMISSIONS)),
        ]
    )


def _permission(name: str, asked: list[str]) -> str:
    carriers = [code(role) for role in ROLES if role in PERMISSIONS[name]]
    return "\n\n".join(
        [
            f"{target('permission', name)}\n### {code(name)}",
            f"{text(ALLOWS[name].en)}. · {text(ALLOWS[name].es)}.",
            f"Carried by {', '.join(carriers)}. Asked in {', '.join(map(code, asked)) or 'no place yet'}.",
        ]
    )


def asked_by() -> dict[str, list[str]]:
    """Return, for each permission that code asks for by name, the modules that do."""
    found: dict[str, set[str]] = {}
    for path, tree in sources.trees().items():
        for name, call in sources.calls(tree):
            if name in _ASKING:
                for permission in _words(call):
                    found.setdefault(permission, set()).add(_module(path.as_posix()))
    return {name: sorted(modules) for name, modules in found.items()}


def _words(call: ast.Call) -> Iterator[str]:
    for given in call.args:
        for node in ast.walk(given):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                yield node.value


def _module(path: str) -> str:
    return path.removeprefix("src/constancia/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _carried(role: str) -> list[str]:
    return sorted(name for name, roles in PERMISSIONS.items() if role in roles)
