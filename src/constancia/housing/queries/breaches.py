"""The flag list: every hard rule that is broken at an instant where people sleep, whether somebody allowed it or not."""

from dataclasses import dataclass
from datetime import datetime

from constancia.core.refusals import Refusal
from constancia.housing.hard import OVERRIDABLE
from constancia.housing.models import Placement
from constancia.housing.queries.board import Board, Wanted
from constancia.housing.queries.rows import at_instant, zone_at
from constancia.housing.rules.sleeping import refuse_sleeping


@dataclass(frozen=True, slots=True)
class Breach:
    """Somebody who sleeps against a hard rule: each rule with its sentence, since when there, by whose override if any."""

    person: str
    cell: str
    since: datetime
    override: int | None
    refusals: tuple[Refusal, ...]


def breaches(facility: str, at: datetime, *, cell: str = "") -> list[Breach]:
    """Return who sleeps against a hard rule at an instant, at a facility or in one cell of it.

    It is worked out from what holds then: an eighteenth birthday, a rule on file since yesterday or a smaller capacity put
    people on the list without anybody moving, and an override does not take them off it.
    """
    rows = at_instant(Placement, at).filter(facility=facility)
    rows = rows.filter(cell=cell) if cell else rows
    slept = {each[0]: each for each in rows.values_list("person", "cell", "since", "override", "bed")}
    where = {person: Wanted(cell, bed) for person, cell, _since, _override, bed in slept.values()}
    board = Board(where, facility, at, zone_at(facility))
    found = []
    for person, where_, since, override, _bed in slept.values():
        tried = board.tried(person)
        against = refuse_sleeping(tried) if tried else []
        broken = tuple(each for each in against if each.code in OVERRIDABLE)
        if broken or override is not None:
            found.append(Breach(person, where_, since, override, broken))
    return sorted(found, key=lambda each: (each.cell, each.person))
