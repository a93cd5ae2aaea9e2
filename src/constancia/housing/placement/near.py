"""Staying near hearing rooms: a wish that a sound plan is changed for, where that costs little of everything else.

It is no part of the format and breaks no hard rule: whoever has a cell elsewhere goes to a free place in the wished module, or
exchanges places with somebody there, when the objective grows by less than the wish is worth.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from constancia.housing.placement.checker import Checker
from constancia.housing.placement.index import Index
from constancia.housing.placement.instance import Flags, Instance, read_instance
from constancia.housing.placement.pairs import Apart
from constancia.housing.placement.plan import Plan
from constancia.housing.placement.reasons import Why
from constancia.housing.placement.score import Score

MOST_TRIED = 60
"""With so many people at the most an exchange is tried for one wish."""


def bring_near(plan: Plan, data: Mapping[str, Any], wishes: Mapping[str, str], worth: float) -> Plan:
    """Return the plan with as many people as possible in the module they wish for (`wishes`: person to module).

    One wish is worth that much of the objective and no more. What comes out was checked like every plan; where nothing is gained
    the plan is returned as it was.
    """
    instance = read_instance(data)
    near = Near(instance, plan, wishes, worth)
    if not near.run():
        return plan
    names = [*instance.cells.ids, None]
    ids = instance.persons.ids
    assignments = {ids[person]: names[cell] for person, cell in enumerate(near.index.cell_of)}
    checked, before = (Checker(data).check(each) for each in (assignments, plan.assignments))
    if set(checked.breaches) - set(before.breaches):
        return plan
    number, why = {each: place for place, each in enumerate(ids)}, Why(near.index)
    said = {*plan.why, *(each for each in ids if assignments[each] not in {None, plan.assignments[each]})}
    return replace(
        plan,
        status=plan.status if plan.status == "infeasible" or checked.objective <= plan.objective else "feasible",
        assignments=assignments,
        objective=checked.objective,
        terms=checked.terms,
        why={each: why.of(number[each]) for each in sorted(said)},
    )


class Near:
    """The wishes over one placement, fulfilled one after the other."""

    def __init__(self, instance: Instance, plan: Plan, wishes: Mapping[str, str], worth: float) -> None:
        cells = {each: place for place, each in enumerate(instance.cells.ids)}
        modules = {each: place for place, each in enumerate(instance.module_ids)}
        given = [plan.assignments[each] for each in instance.persons.ids]
        self.index = Index(instance, Apart(instance), [-1 if each is None else cells[each] for each in given])
        self._score, self._worth = Score(self.index), worth
        self._wished: dict[int, Flags] = {
            person: instance.cells.module == modules[wishes[each]]
            for person, each in enumerate(instance.persons.ids)
            if wishes.get(each) in modules
        }

    def run(self) -> int:
        """Fulfil what can be fulfilled; return how many wishes that were."""
        index = self.index
        far = [
            each for each, there in self._wished.items() if index.cell_of[each] >= 0 and not there[index.cell_of[each]]
        ]
        return sum(self._free_place(each) or self._exchange(each) for each in far)

    def _free_place(self, person: int) -> bool:
        index, start = self.index, len(self.index.log)
        index.remove(person)
        cell = index.roomiest(index.may_take(person) & self._wished[person])
        if cell >= 0:
            index.add(person, cell)
        return self._is_worth_it(start, placed=cell >= 0)

    def _exchange(self, person: int) -> bool:
        index = self.index
        for other in list(self._partners(person)):
            start, here, there = len(index.log), index.cell_of[person], index.cell_of[other]
            index.remove(person)
            index.remove(other)
            goes = self._enters(person, there) and self._enters(other, here)
            if self._is_worth_it(start, placed=goes):
                return True
        return False

    def _partners(self, person: int) -> Iterator[int]:
        """Yield people in the wished module with whom somebody could change places, without a wish or companions there."""
        index = self.index
        suitable = index.suitable(person) & self._wished[person]
        tried = 0
        for cell in np.flatnonzero(suitable).tolist():
            for other in sorted(index.inside[cell]):
                if other in self._wished or self._score.company_of[other] >= 0:
                    continue
                tried += 1
                if tried > MOST_TRIED:
                    return
                yield other

    def _enters(self, person: int, cell: int) -> bool:
        if not self.index.may_take(person)[cell]:
            return False
        self.index.add(person, cell)
        return True

    def _is_worth_it(self, start: int, *, placed: bool) -> bool:
        """Keep what was changed since `start` when it costs less than a wish is worth; undo it otherwise."""
        if placed and self._score.change(start) < self._worth:
            return True
        self.index.undo(start)
        return False
