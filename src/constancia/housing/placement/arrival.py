"""One person arrives: a cell in a fraction of a millisecond from the warm index, or the reasons why there is none."""

import time
from dataclasses import dataclass

from constancia.housing.placement.index import Index
from constancia.housing.placement.nearby import Nearby
from constancia.housing.placement.plan import Reason
from constancia.housing.placement.reasons import reasons_of
from constancia.housing.placement.repair import Repair

MOVING_SECONDS = 2.0
"""Looking for people who could move to make room is given up after so long."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where somebody who arrives goes (cell by identifier; None: nowhere), who has to move for it, or why not.

    `moves` names everybody who changes cells and the new one.
    """

    cell: str | None
    moves: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Reason, ...] = ()


def best_cell(index: Index, person: int) -> int:
    """Return the cell for somebody who has none, nobody moving: with companions when possible, else the airiest; or -1."""
    allowed = index.may_take(person)
    for cell in index.companions_of(person):
        if allowed[cell]:
            return cell
    return index.roomiest(allowed)


def arrive(index: Index, person: int) -> Arrival:
    """Place somebody who arrives in the index, nobody moving, or say why no cell takes the person now."""
    cell = best_cell(index, person)
    if cell < 0:
        return Arrival(None, reasons=reasons_of(index, person))
    index.add(person, cell)
    return Arrival(index.instance.cells.ids[cell])


def arrive_moving(index: Index, person: int) -> Arrival:
    """Place somebody who arrives in the index, moving others when there is no other way."""
    at_once = arrive(index, person)
    if at_once.cell is not None:
        return at_once
    start, before = len(index.log), list(index.cell_of)
    deadline = time.monotonic() + MOVING_SECONDS
    repair = Repair(index, deadline)
    if not repair.place(person):
        Nearby(index, repair, deadline, 0).run()
    if index.cell_of[person] < 0:
        index.undo(start)
        return at_once
    ids, cells = index.instance.persons.ids, index.instance.cells.ids
    moved = [each for each, cell in enumerate(index.cell_of) if each != person and cell != before[each]]
    if any(index.cell_of[each] < 0 for each in moved):
        index.undo(start)
        return at_once
    moves = tuple((ids[each], cells[index.cell_of[each]]) for each in moved)
    return Arrival(cells[index.cell_of[person]], moves)
