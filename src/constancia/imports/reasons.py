"""Reasons as text in a column, and back. Pure."""

import json
from collections.abc import Iterable

from constancia.core import refusals
from constancia.core.refusals import Refusal


def written(reasons: Iterable[Refusal]) -> str:
    """Return reasons as JSON, with their values, so that they can be said in either language later."""
    plain = [
        {"code": each.code, "values": {name: str(value) for name, value in each.values.items()}} for each in reasons
    ]
    return json.dumps(plain, ensure_ascii=False)


def read(text: str) -> list[Refusal]:
    """Return reasons from their JSON; a code that this version does not know is left out."""
    known = refusals.ALL
    return [Refusal(known[each["code"]], each["values"]) for each in json.loads(text) if each["code"] in known]
