"""How the library's own files are read: YAML in which every scalar is text and no key stands twice. Pure.

Text is turned into numbers, dates and codes by the schema that reads it, so that `no`, `1.10` and `2025-03-01` stay what a
lawyer wrote.
"""

from collections.abc import Hashable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from constancia.core.text import Text

DATA = files("constancia.norms") / "data"

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class WrongData(ValueError):  # noqa: N818 - reads as a statement
    """A file of the library does not say what its schema asks; the message names the file and the place in it."""


class _Loader(_Base):  # type: ignore[misc]
    """Text only; a key that stands twice is refused; `<<` takes over another mapping."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        """Return a mapping; a key that stands twice raises `WrongData`."""
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            raise WrongData(f"a key stands twice: {min(key for key in keys if keys.count(key) > 1)}")
        made: dict[Hashable, Any] = super().construct_mapping(node, deep)
        base = made.pop("<<", {})
        return {**base, **made}


def read_text(text: str, name: str) -> Any:
    """Return the content of YAML `text` (all scalars as text); `name` is what an error calls the file."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - the loader builds text, lists and mappings only
    except (yaml.YAMLError, WrongData) as error:
        raise WrongData(f"{name}: {error}") from error


@cache
def read(*path: str) -> Any:
    """Return the content of one file of the library's data folder."""
    return read_text(DATA.joinpath(*path).read_text(encoding="utf-8"), "/".join(path))


def names(*folder: str) -> list[str]:
    """Return the YAML files of a folder of the library, in order of name."""
    return sorted(each.name for each in _files(DATA.joinpath(*folder)))


def _files(folder: Traversable) -> Iterator[Traversable]:
    return (each for each in folder.iterdir() if each.name.endswith(".yaml"))


def bilingual(value: Any, where: str) -> Text:
    """Return a sentence given as `{en: …, es: …}`; a missing or blank language raises `WrongData`."""
    if not isinstance(value, dict) or set(value) != {"en", "es"} or not all(value.values()):
        raise WrongData(f"{where}: needs exactly `en` and `es`, both filled")
    return Text(value["en"], value["es"])


def fields(value: Any, where: str, *, need: set[str], may: set[str]) -> dict[str, Any]:
    """Return a mapping after checking that it has every key of `need` and no key outside `need` and `may`."""
    if not isinstance(value, dict):
        raise WrongData(f"{where}: needs a mapping")
    missing, unknown = need - value.keys(), value.keys() - need - may
    if missing or unknown:
        raise WrongData(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    return value


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and one single value as a list of one."""
    return value if isinstance(value, list) else [value]
