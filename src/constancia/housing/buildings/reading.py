"""The bytes of a facility file: of bounded size and depth, without references, every scalar as text. Pure.

YAML lets a name stand for a part of the file, and that part name others: a few lines can so say more than any memory holds. No file of
this format needs it, so it is refused before anything is built.
"""

from pathlib import Path
from typing import Any

import yaml

from constancia.core.refusals import Refused
from constancia.housing import refusals as own
from constancia.housing.placement import refusals as why
from constancia.norms.datafile import WrongData, read_text

MOST_MEGABYTES = 20
DEEPEST = 12
_Events: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_building_file(path: Path) -> Any:
    """Return what a YAML or JSON file says, scalars as text; refuses `housing.file_too_large` and `housing.not_yaml`."""
    with path.open("rb") as stream:
        data = stream.read(MOST_MEGABYTES * 1_000_000 + 1)
    return read_building_bytes(data, path.name)


def read_building_bytes(data: bytes, name: str) -> Any:
    """Return what the bytes of a file say; `name` is what a refusal calls it."""
    if len(data) > MOST_MEGABYTES * 1_000_000:
        raise Refused([why.FILE_TOO_LARGE(field=name, limit=MOST_MEGABYTES)])
    try:
        text = data.decode("utf-8-sig")
        _refuse_endless(text)
        return read_text(text, name)
    except (ValueError, TypeError, RecursionError, yaml.YAMLError) as error:
        raise Refused([own.NOT_YAML(field=name, problem=_first_words(error))]) from error


def _refuse_endless(text: str) -> None:
    """Refuse references and nesting deeper than the format has, without building anything."""
    depth = 0
    for each in yaml.parse(text, Loader=_Events):
        line = each.start_mark.line + 1 if each.start_mark else 1
        if isinstance(each, yaml.AliasEvent) or getattr(each, "anchor", None):
            raise WrongData(f"line {line}: references (& and *) are not read")
        depth += isinstance(each, yaml.CollectionStartEvent) - isinstance(each, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise WrongData(f"line {line}: nested more than {DEEPEST} deep")


def _first_words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
