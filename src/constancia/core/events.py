"""What can be recorded: events are frozen dataclasses with a permanent code, turned to plain facts and back."""

import dataclasses
import types
import typing
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, dataclass_transform

from constancia.core.text import Text
from constancia.core.time import iso, parse_moment

Facts = dict[str, Any]
"""An event's content as JSON values: text, whole numbers, yes/no, nothing, lists and objects of these."""


class Event:
    """The base of everything that can be recorded; subclasses are declared with `@event`."""

    code: ClassVar[str]
    version: ClassVar[int]
    text: ClassVar[Text]
    source: ClassVar[str]


ALL: dict[tuple[str, int], type[Event]] = {}
"""Every declared event by code and version; old versions stay readable for ever."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(code: str, *, en: str, es: str, source: str, version: int = 1) -> Callable[[type[Any]], type[Any]]:
    """Declare an event: its permanent code, its name in both languages, and the source that asks for it.

    Field types may be str, int, bool, Decimal, date, datetime, a nested frozen dataclass, a named tuple of texts, a tuple of
    any of these, or any of them `| None`. A code and version declared twice is a programming error (ValueError).
    """

    def declare(cls: type[Any]) -> type[Any]:
        made = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        made.code, made.version, made.text, made.source = code, version, Text(en, es), source
        if (code, version) in ALL:
            raise ValueError(f"event declared twice: {code} version {version}")
        ALL[code, version] = made
        return made

    return declare


def in_one_form(event_: Any) -> Any:
    """Return an event whose texts are in Unicode normal form C, in which alone they can be recorded."""
    texts = {each.name: getattr(event_, each.name) for each in dataclasses.fields(event_)}
    odd = {
        name: unicodedata.normalize("NFC", value)
        for name, value in texts.items()
        if isinstance(value, str) and not unicodedata.is_normalized("NFC", value)
    }
    return dataclasses.replace(event_, **odd) if odd else event_


def to_facts(value: Any) -> Facts:
    """Return the plain facts of an event or of a dataclass inside one."""
    return _codec(type(value)).write(value)


def from_facts(code: str, version: int, facts: Facts) -> Event:
    """Rebuild an event from its facts; an unknown code or a field that does not fit raises ValueError."""
    try:
        cls = ALL[code, version]
    except KeyError:
        raise ValueError(f"unknown event {code} version {version}") from None
    event_: Event = _codec(cls).read(facts)
    return event_


class _Codec(NamedTuple):
    """How a dataclass is written to facts and read back."""

    write: Callable[[Any], Facts]
    read: Callable[[Facts], Any]


_codecs: dict[type[Any], _Codec] = {}


def _codec(cls: type[Any]) -> _Codec:
    found = _codecs.get(cls)
    if found is None:
        found = _codecs[cls] = _new_codec(cls)
    return found


def _new_codec(cls: type[Any]) -> _Codec:
    hints = typing.get_type_hints(cls)
    pairs = {each.name: _pair(hints[each.name]) for each in dataclasses.fields(cls)}
    writers = [(name, write) for name, (write, _) in pairs.items()]
    readers = {name: read for name, (_, read) in pairs.items()}

    def write(value: Any) -> Facts:
        return {name: of(getattr(value, name)) for name, of in writers}

    def read(facts: Facts) -> Any:
        if facts.keys() != readers.keys():
            raise ValueError(f"{cls.__name__} needs exactly the fields {sorted(readers)}")
        return cls(**{name: of(facts[name]) for name, of in readers.items()})

    return _Codec(write, read)


def _pair(hint: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Return how a field of this type is written to facts and read back."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = [each for each in typing.get_args(hint) if each is not type(None)]
        write, read = _pair(inner)
        return (
            lambda value: None if value is None else write(value),
            lambda value: None if value is None else read(value),
        )
    if typing.get_origin(hint) is tuple:
        write, read = _pair(typing.get_args(hint)[0])
        return (
            lambda value: [write(each) for each in value],
            lambda value: tuple(read(each) for each in _exactly(list)(value)),
        )
    if issubclass(hint, tuple):
        return list, lambda value: hint(*map(_exactly(str), _exactly(list)(value)))
    if dataclasses.is_dataclass(hint):
        return _codec(hint)  # type: ignore[arg-type]
    return _SCALARS[hint]


def _exactly(kind: type[Any]) -> Callable[[Any], Any]:
    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"expected {kind.__name__}, got {type(value).__name__}")
        return value

    return same


_SCALARS: dict[Any, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    str: (_exactly(str), _exactly(str)),
    int: (_exactly(int), _exactly(int)),
    bool: (_exactly(bool), _exactly(bool)),
    Decimal: (lambda value: format(value, "f"), Decimal),
    date: (lambda value: value.isoformat(), date.fromisoformat),
    datetime: (iso, parse_moment),
}
