"""The page of codes: every list of codes with its names in both languages."""

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from constancia.core.text import Text
from reference import sources
from reference.markdown import code, paragraphs, table, target, text


class CodeList(NamedTuple):
    """A list of codes: the module and name that hold it, and what its comment says."""

    module: str
    name: str
    comment: str
    texts: dict[str, Text]


def declared() -> list[CodeList]:
    """Return every module-level table from codes to texts, where it is written down."""
    sources.modules()
    found = []
    for path, tree in sources.trees().items():
        module = ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")
        for name in _assigned(tree):
            value: Any = getattr(sys.modules.get(module), name, None)
            if _is_code_list(value) and not name.startswith("_"):
                found.append(CodeList(module, name, sources.comment_on(name, tree), value))
    return found


def undocumented() -> Iterator[str]:
    """Yield what is missing about lists of codes."""
    for each in declared():
        where = f"{each.module}.{each.name}"
        if not each.comment:
            yield f"code list {where}: no text under it says what it lists"
        for key, said in each.texts.items():
            if not (said.en.strip() and said.es.strip()):
                yield f"code list {where}: {key} is not said in both languages"


def page() -> str:
    """Return the page."""
    return "\n\n".join(_list(each) for each in declared())


def _list(each: CodeList) -> str:
    rows = ((code(key), text(said.en), text(said.es)) for key, said in each.texts.items())
    where = f"{each.module.removeprefix('constancia.')}.{each.name}"
    return "\n\n".join(
        [
            f"{target('codes', where.lower())}\n## {code(where)}",
            paragraphs(each.comment),
            table(("code", "English", "español"), rows),
        ]
    )


def _assigned(tree: object) -> Iterator[str]:
    """Yield the names that a module assigns itself, so that a list imported elsewhere appears once."""
    for node in getattr(tree, "body", ()):
        for each in getattr(node, "targets", None) or [getattr(node, "target", None)]:
            if name := getattr(each, "id", ""):
                yield name


def _is_code_list(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(isinstance(each, Text) for each in value.values())
