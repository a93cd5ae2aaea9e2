"""What a board was added up from when everybody was last judged, as it is kept beside the figures. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from constancia import __version__
from constancia.standards.evaluation import asked, chosen
from constancia.standards.sums import Sums
from constancia.standards.timers import Timer


@dataclass(frozen=True, slots=True)
class Base:
    """The entry and the moment up to which everybody was judged, by which rules, and what was found.

    `held`: how many records each closing of a register found there; `whole` and `group`: the sums of the facility and of the people
    held under an agreement; `ahead`: every limit that is reached soon.
    """

    upto: int
    as_of: datetime
    rules: str
    held: dict[str, int]
    whole: Sums
    group: Sums
    ahead: list[Timer]


@cache
def rules() -> str:
    """Return by what a facility is judged: this version of the program, the questions, and which of them decide."""
    found, _library, decisive = chosen()
    asked_for = [[*each.key, each.rung.threshold, decisive.get(each.key, False)] for each in asked()]
    return sha256(json.dumps([__version__, found.code, asked_for]).encode()).hexdigest()


def to_text(base: Base) -> str:
    """Return a base as JSON text."""
    data: dict[str, Any] = {
        "upto": base.upto,
        "as_of": base.as_of.isoformat(),
        "rules": base.rules,
        "held": base.held,
        "whole": [[*key, count] for key, count in sorted(base.whole.items())],
        "group": [[*key, count] for key, count in sorted(base.group.items())],
        "ahead": timers_to_data(base.ahead),
    }
    return json.dumps(data, ensure_ascii=False)


def from_text(text: str) -> Base | None:
    """Return a base from JSON text; None where there is none, or one that other rules made."""
    data: dict[str, Any] = json.loads(text) if text else {"rules": ""}
    if data["rules"] != rules():
        return None
    whole, group = (Sums({tuple(key): count for *key, count in data[name]}) for name in ("whole", "group"))
    ahead = [Timer(**{**each, "due": datetime.fromisoformat(each["due"])}) for each in data["ahead"]]
    as_of = datetime.fromisoformat(data["as_of"])
    return Base(data["upto"], as_of, data["rules"], data["held"], whole, group, ahead)


def timers_to_data(found: list[Timer]) -> list[dict[str, Any]]:
    """Return limits as plain data."""
    return [asdict(each) | {"due": each.due.isoformat()} for each in found]
