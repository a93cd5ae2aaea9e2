"""Repairing a disturbed house and closing a module with few moves: against the fewest moves that any plan can have, as proven."""

from collections.abc import Iterable, Iterator

from constancia.bench.placing.instances import make, tools
from constancia.bench.placing.moves_bound import Least, Shortage, least
from constancia.bench.placing.side import Side, measure
from constancia.bench.results import Ratio, Scratch, Skipped

REPAIRED = ("P1k", "P5k", "C40k", "X40k", "L110k")
CLOSED = (("X40k", 3), ("L110k", 3))
SECONDS = 90


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Give 4 in 100 displaced people of each preset a cell again; then close a module that was full of vulnerable groups."""
    judge = tools(scratch)
    for preset in REPAIRED:
        instance = make(scratch, preset, moves=True)
        yield from _compared(preset, measure("ours", instance, SECONDS, judge), least(instance), 1.02)
    for preset, module in CLOSED:
        instance = make(scratch, preset, close=module)
        found = measure("ours", instance, SECONDS, judge)
        yield from _compared(f"{preset}, module {module} closes", found, least(instance), 1.01)


def _compared(name: str, found: Side, fewest: Least, most: float) -> Iterator[Ratio]:
    """Compare moves where everybody can be housed, else the people without a cell: fewer of them is worth more moves."""
    placed, places = fewest.persons - found.unplaced, fewest.persons - fewest.unplaced
    yield Ratio(f"{name}: placed", placed, places, "the most that can be, as proven", "persons", at_least=1)
    goal = most if not fewest.unplaced else None
    yield Ratio(f"{name}: moves", found.moved, fewest.moves, "the fewest possible, as proven", "persons", at_most=goal)
    if fewest.shortages:
        people = sum(each.persons - each.places for each in fewest.shortages)
        yield Ratio(
            f"{name}: without a cell", found.unplaced, people, _counted(fewest.shortages), "persons", at_most=1.01
        )
    yield Ratio(f"{name}: wall clock", found.wall, SECONDS, "the time limit", "s", at_most=1)


def _counted(shortages: Iterable[Shortage]) -> str:
    """Say the arithmetic behind the fewest people without a cell, so that a reader can do it again from the file."""
    each = (f"{one.persons} {one.sex} {one.age} in {one.places} places" for one in shortages)
    return f"the fewest possible, by counting: {', '.join(each)}"
