"""From a facility's places to a file that can be read again: equal cells beside each other in one row. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

import yaml

from constancia.core.time import iso
from constancia.housing.buildings.shape import FORMAT, Building, Said
from constancia.housing.codes import CAPACITIES
from constancia.housing.paths import parent_of


class _Dumper(yaml.SafeDumper):
    """Writes numbers as they are, and no references."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Write everything out: a reader refuses references."""
        return True


_Dumper.add_representer(
    Decimal,
    lambda dumper, value: dumper.represent_scalar(
        f"tag:yaml.org,2002:{'float' if '.' in (text := format(value.normalize(), 'f')) else 'int'}", text
    ),
)


def written(building: Building) -> str:
    """Return the file, as YAML."""
    return yaml.dump(as_data(building), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=130)


def as_data(building: Building) -> dict[str, Any]:
    """Return what the file says as mappings and lists."""
    inside: dict[str, list[Said]] = {}
    for each in building.places:
        inside.setdefault(parent_of(each.code), []).append(each)
    facility = {name: getattr(building, name) for name in ("code", "name", "zone", "authority")}
    data: dict[str, Any] = {
        "format": FORMAT,
        "facility": facility,
        "effective": iso(building.effective),
        "source": building.source,
        "modules": [_module(each, inside) for each in inside.get(building.code, [])],
    }
    if building.claims:
        data["claims"] = [
            {name: value for name, value in asdict(each).items() if value and name != "facility"}
            for each in building.claims
        ]
    return data


def _module(said: Said, inside: dict[str, list[Said]]) -> dict[str, Any]:
    landings = [
        {**_names(each), "cells": list(_rows(inside.get(each.code, []), inside))} for each in inside.get(said.code, [])
    ]
    return {**_names(said), "landings": landings}


def _names(said: Said) -> dict[str, Any]:
    own = _last(said)
    facts = {name: getattr(said, name) for name in ("purpose", "sex", "age", "health_care")}
    name = {} if said.name == own else {"name": said.name}
    return {"code": own, **name, **{each: value for each, value in facts.items() if value}}


def _rows(cells: Sequence[Said], inside: dict[str, list[Said]]) -> Iterator[dict[str, Any]]:
    """Yield the cells of a landing, those beside each other that are equal and numbered as one row."""
    numbered = enumerate(cells)
    for _, group in groupby(numbered, key=lambda pair: _alike(pair[0], pair[1], inside)):
        row = [each for _, each in group]
        facts = _facts(row[0], inside)
        if len(row) == 1:
            yield {**_names(row[0]), **facts}
        else:
            shared = {name: value for name, value in _names(row[0]).items() if name != "code"}
            yield {"from": int(_last(row[0])), "to": int(_last(row[-1])), **shared, **facts}


def _alike(place: int, said: Said, inside: dict[str, list[Said]]) -> Any:
    """Return what equal neighbours share: the facts, the beds, and how far the number is from the place in the list."""
    own = _last(said)
    if not _is_number(own) or said.name != own:
        return said.code
    beds = [_names(each) for each in inside.get(said.code, [])]
    return replace(said, code="", name=""), beds, int(own) - place


def _facts(said: Said, inside: dict[str, list[Said]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if said.measures is not None:
        found["measures"] = {name: value for name, value in asdict(said.measures).items() if value is not None}
        found["measured_by"] = said.measured_by
    if said.capacities is not None:
        limits = zip(CAPACITIES, said.capacities, strict=True)
        found["capacities"] = {name: value for name, value in limits if value is not None}
    beds = [_names(each) for each in inside.get(said.code, [])]
    return {**found, "beds": _row_or_list(beds)} if beds else found


def _row_or_list(beds: Sequence[dict[str, Any]]) -> Any:
    if any(len(each) > 1 for each in beds):
        return list(beds)
    codes = [each["code"] for each in beds]
    first, last = codes[0], codes[-1]
    in_a_row = _is_number(first) and _is_number(last) and codes == list(map(str, range(int(first), int(last) + 1)))
    return {"from": int(first), "to": int(last)} if in_a_row else codes


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdigit() and code == str(int(code))


def _last(said: Said) -> str:
    return said.code.rpartition("/")[2]
