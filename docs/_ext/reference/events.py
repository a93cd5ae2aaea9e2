"""The page of events: what the journal can hold."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from constancia.core import events
from constancia.ledger.catalogue import catalogue
from reference import sources
from reference.markdown import code, paragraphs, table, target, text

_WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "yes or no",
    Decimal: "exact decimal, as text",
    date: "day, `2026-11-24`",
    datetime: "moment in UTC, `2026-11-24T15:57:16Z`",
}


def declared() -> list[type[events.Event]]:
    """Return every event, by code and version."""
    sources.modules()
    return [kind for _, kind in sorted(events.ALL.items())]


def undocumented() -> Iterator[str]:
    """Yield what is missing about events."""
    for kind in declared():
        said = {"docstring": kind.__doc__, "English": kind.text.en, "Spanish": kind.text.es, "source": kind.source}
        yield from (f"event {kind.code}: no {name}" for name, words in said.items() if not (words or "").strip())
        if (kind.__doc__ or "").startswith(f"{kind.__name__}("):  # what a dataclass makes up by itself
            yield f"event {kind.code}: no docstring"


def page() -> str:
    """Return the page."""
    return "\n\n".join(_event(each) for each in declared())


def _event(kind: type[events.Event]) -> str:
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    hints = typing.get_type_hints(kind)
    parts = [
        f"{target('event', kind.code)}\n## {code(kind.code)}",
        f"**{text(kind.text.en)}** · **{text(kind.text.es)}** · version {kind.version}",
        paragraphs(kind.__doc__),
        table(("field", "holds"), ((code(each.name), in_words(hints[each.name])) for each in fields)),
        f"Source: {text(kind.source)}. {_postings(kind)}",
    ]
    return "\n\n".join(parts)


def in_words(hint: Any) -> str:
    """Return a field's type in words."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = [each for each in typing.get_args(hint) if each is not type(None)]
        return f"{in_words(inner)}, or nothing"
    if typing.get_origin(hint) is tuple:
        return f"list: {in_words(typing.get_args(hint)[0])}"
    if hint in _WORDS:
        return _WORDS[hint]
    return "; ".join(f"{code(name)} {in_words(each)}" for name, each in typing.get_type_hints(hint).items())


def _postings(kind: type[events.Event]) -> str:
    postings = catalogue()[kind]
    if not postings:
        return "Writes no table."
    named = (f"{code(each.__module__ + '.' + each.__name__)} ({_summary(each)})" for each in postings)
    return f"Posted by {', '.join(named)}."


def _summary(posting: Any) -> str:
    return text((posting.__doc__ or "").split("\n")[0]).rstrip(".").lower()
