"""A quick placement without any model: everyone in turn to the cell that suits best now. What is left when time is short."""

import time
from collections.abc import Iterable

import numpy as np

from constancia.housing.placement.index import EMPTY, Index


def first_fit(index: Index, persons: Iterable[int], deadline: float) -> list[int]:
    """Place people in turn, those with needs first; a cell is opened only when no open one suits. Return who is left."""
    facts = index.instance.persons
    needs = 4 * facts.single + 2 * (facts.infection > 0) + 2 * facts.wheelchair + facts.medical + facts.lower_bunk

    def turn(person: int) -> tuple[int, int, int, int]:
        return (-int(needs[person]), index.wants[person], int(facts.group[person]), person)

    left = []
    capacity = index.instance.cells.capacity
    for person in sorted(persons, key=turn):
        if time.monotonic() > deadline:
            left.append(person)
            continue
        allowed = index.may_take(person)
        cell = index.roomiest(allowed & (index.holds != EMPTY))
        if cell < 0 and allowed.any():
            size = capacity * (-1 if facts.single[person] else 1)
            cell = int(np.where(allowed, size, np.iinfo(np.int32).min).argmax())
        if cell < 0:
            left.append(person)
        else:
            index.add(person, cell)
    return left
