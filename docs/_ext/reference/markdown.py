"""Small pieces of Markdown, safe whatever text goes into them."""

import re
from collections.abc import Iterable, Sequence
from inspect import cleandoc

from reference.sources import ROOT

_SPECIAL = re.compile(r"([\\*_{}\[\]<>|#$~])")
_CODE = re.compile(r"(`[^`]+`)")
_PAGE = re.compile(r"docs/(?:decisions/(\d{4})|([a-z-]+/[a-z0-9-]+\.md))")


def text(words: str) -> str:
    """Return running text: code between backticks stays, everything else is taken literally, our own pages are linked."""
    parts = _CODE.split(" ".join(words.split()))
    return "".join(each if each.startswith("`") else _linked(_SPECIAL.sub(r"\\\1", each)) for each in parts)


def paragraphs(words: str | None) -> str:
    """Return a docstring as paragraphs of running text."""
    return "\n\n".join(text(each) for each in cleandoc(words or "").split("\n\n") if each.strip())


def code(words: object) -> str:
    """Return a word as code."""
    return f"`{words}`"


def fence(words: str, language: str = "text") -> str:
    """Return lines as they are, in a box."""
    return f"```{language}\n{words}\n```"


def target(kind: str, name: str) -> str:
    """Return the line before a heading by which other pages can point at it."""
    return f"({kind}-{name.replace('.', '-')})="


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(each.replace("\n", " ") for each in cells) + " |"


def _linked(words: str) -> str:
    """Turn `docs/decisions/0010` and `docs/architecture/trust.md` into links."""
    return _PAGE.sub(lambda found: _link(found[1], found[2]), words)


def _link(number: str | None, page: str | None) -> str:
    if page:
        return f"[{page}](../{page})"
    (path,) = (ROOT / "docs" / "decisions").glob(f"{number}-*.md")
    return f"[decision {number}](../decisions/{path.name})"
