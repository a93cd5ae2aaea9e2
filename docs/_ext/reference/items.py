"""The page of the minimum file: every item, its source and how it is recorded."""

from collections.abc import Iterator

from constancia.core import events
from constancia.register.file import ITEMS
from reference import sources
from reference.markdown import code, table, text

DUE = {
    "admission": "on admission",
    "always": "at all times",
    "ongoing": "when it happens",
    "exit": "on leaving",
}


def undocumented() -> Iterator[str]:
    """Yield what is missing about items."""
    sources.modules()
    codes = {code_ for code_, _version in events.ALL}
    for key, item in ITEMS.items():
        if not (item.text.en.strip() and item.text.es.strip() and item.source.strip()):
            yield f"file item {key}: no English, Spanish or source"
        if item.due not in DUE:
            yield f"file item {key}: due {item.due!r}, which docs/_ext/reference/items.py cannot say"
        for each in {*item.events, *item.also} - codes:
            yield f"file item {key}: recorded by {each}, which is no event"


def page() -> str:
    """Return the page."""
    rows = (
        (
            code(key),
            f"{text(item.text.en)}<br>{text(item.text.es)}",
            text(item.source),
            DUE[item.due],
            "`register.read_health`" if item.restricted else "`register.read`",
            ", ".join(map(code, item.events or ("register.item_recorded", *item.also))),
        )
        for key, item in ITEMS.items()
    )
    return table(("item", "what", "source", "due", "read with", "recorded by"), rows)
