"""One person arrives where 40,000 or 110,000 are housed: against reading every cell's rules for that person without an index."""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from statistics import quantiles
from typing import Any

from constancia.bench.placing.house import House
from constancia.bench.placing.instances import make
from constancia.bench.results import Ratio, Scratch, Skipped, taken

PRESETS = ("C40k", "X40k", "L110k")
ARRIVALS = 2_000
BY_READING = 50
"""So many of the arrivals are also answered without an index, cell by cell; that is slow."""
GOAL = 1.0
"""Milliseconds that 99 in 100 answers stay below."""


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """House everybody quickly, then take people out one by one, let each arrive anew, and time the answers (CPU)."""
    for preset in PRESETS:
        yield from _preset(scratch, preset)


def _preset(scratch: Scratch, preset: str) -> Iterator[Ratio]:
    import time

    from constancia.housing.placement.arrival import best_cell
    from constancia.housing.placement.files import read_json
    from constancia.housing.placement.firstfit import first_fit
    from constancia.housing.placement.index import Index
    from constancia.housing.placement.instance import read_instance
    from constancia.housing.placement.pairs import Apart

    data = read_json(make(scratch, preset))
    instance = read_instance(data)
    index = Index(instance, Apart(instance))
    first_fit(index, range(len(instance.persons.ids)), time.monotonic() + 600)
    with taken() as cold:
        index = Index(instance, index.apart, index.cell_of)
    house = _as_plain_objects(data, instance, index)
    dice = Random(7)
    arriving = dice.sample([person for person, cell in enumerate(index.cell_of) if cell >= 0], ARRIVALS)
    answers, by_reading = [], []
    for number, person in enumerate(arriving):
        cell = index.remove(person)
        answers.append(_milliseconds(partial(best_cell, index, person)))
        if number < BY_READING:
            by_reading.append(_milliseconds(partial(_read_every_cell, house, person)))
        index.add(person, cell)
    p99 = quantiles(answers, n=100)[98]
    reading = quantiles(by_reading, n=100)[98]
    yield Ratio(f"{preset}: p99 of an answer", p99, GOAL, "the goal", "ms", at_most=1)
    yield Ratio(f"{preset}: p99 of an answer", p99, reading, "asking cell by cell, without an index", "ms")
    yield Ratio(f"{preset}: index from memory", cold.cpu, 1.0, "one second", "s", at_most=1)


def _milliseconds(ask: Callable[[], Any]) -> float:
    with taken() as time:
        ask()
    return time.cpu * 1e3


def _as_plain_objects(data: Any, instance: Any, index: Any) -> House:
    house = House(data)
    cells = {cell.id: cell for found in house.cells.values() for cell in found}
    for person in house.persons:
        number = index.cell_of[person.number]
        if number >= 0:
            house.add(person, cells[instance.cells.ids[number]])
    return house


def _read_every_cell(house: House, number: int) -> Any:
    person = house.persons[number]
    cell = person.cell
    house.remove(person)
    allowed = [each for each in house.cells[person.pool] if house.may(person, each)]
    if cell is not None:
        house.add(person, cell)
    return min(allowed, key=house.marginal, default=None)
