"""What Sphinx calls: pages get their generated part when they are read, every time."""

from typing import Any

from sphinx.application import Sphinx

from reference.pages import PAGES, PLACE


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx what we listen to."""
    app.connect("source-read", _fill)
    app.connect("env-get-outdated", _always)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _fill(_app: Sphinx, name: str, source: list[str]) -> None:
    if name in PAGES:
        if PLACE not in source[0]:
            raise ValueError(f"docs/{name}.md has no line {PLACE}")
        source[0] = source[0].replace(PLACE, PAGES[name].page())


def _always(*_given: Any) -> list[str]:
    return list(PAGES)
