"""One person among many housed: a whole plan by the short way, from the index instead of the solver, checked like any other."""

import time
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from constancia.housing.placement.arrival import arrive_moving
from constancia.housing.placement.checker import Checker
from constancia.housing.placement.index import CLOSED, Index
from constancia.housing.placement.instance import read_instance
from constancia.housing.placement.pairs import Apart
from constancia.housing.placement.plan import Plan
from constancia.housing.placement.reasons import Why


def short_way(data: Mapping[str, Any]) -> Plan | None:
    """Return the plan in which the one person without a cell gets one, others moving only when there is no other way.

    With nobody left without a cell it is today's placement. None: there are several of them, or no cell was found, or only one
    in which somebody sleeps against a hard rule already; the whole engine has to decide and to explain. Nothing is proven of
    the objective, so the bound is 0.
    """
    began = time.monotonic()
    instance = read_instance(data)
    cell_of = instance.persons.present.tolist()
    ids, names = instance.persons.ids, [*instance.cells.ids, None]
    without = [person for person, cell in enumerate(cell_of) if cell < 0]
    if len(without) > 1:
        return None
    checker = Checker(data)
    today = checker.check({ids[person]: names[cell] for person, cell in enumerate(cell_of)})
    index = Index(instance, Apart(instance), cell_of)
    broken = {each.place for each in today.breaches}
    for cell, name in enumerate(instance.cells.ids):
        if name in broken:
            index.state[cell] = CLOSED
    if without and arrive_moving(index, without[0]).cell is None:
        return None
    assignments = {ids[person]: names[cell] for person, cell in enumerate(index.cell_of)}
    checked = checker.check(assignments) if without else today
    if set(checked.breaches) - set(today.breaches):
        return None
    changed = [person for person, cell in enumerate(index.cell_of) if cell != cell_of[person]]
    why = Why(index)
    return Plan(
        status="feasible",
        assignments=assignments,
        objective=checked.objective,
        terms=checked.terms,
        lower_bound=Fraction(0),
        seed=0,
        seconds=time.monotonic() - began,
        cut_short=False,
        proof={},
        why={ids[person]: why.of(person) for person in changed},
    )
