"""Reading instance and plan files, of bounded size, with exact decimals."""

import json
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from constancia.core.refusals import Refused
from constancia.housing.placement import refusals as why

MOST_MEGABYTES = 150


def read_json(path: Path) -> Any:
    """Return what a JSON file says, numbers with a point as `Decimal`; `Refused` when it is none, too large or ambiguous."""
    if path.stat().st_size > MOST_MEGABYTES * 1_000_000:
        raise Refused([why.FILE_TOO_LARGE(field=path.name, limit=MOST_MEGABYTES)])
    try:
        return json.loads(path.read_bytes(), parse_float=Decimal, object_pairs_hook=partial(_record, path.name))
    except (ValueError, RecursionError) as error:
        raise Refused([why.NOT_JSON(field=path.name, problem=str(error)[:200])]) from error


def _record(file: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a record; one that states a field twice says two things, of which JSON readers keep one in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused([why.REPEATED_FIELD(field=file, id=twice[:200])])
    return found


def write_json(path: Path, data: Any) -> None:
    """Write a JSON file beside its place first, so that an interrupted run leaves no half file."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    part.replace(path)
