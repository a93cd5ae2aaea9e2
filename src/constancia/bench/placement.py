"""Placing 1,000 to 110,000 people in cells: against a greedy first fit with repair, and against one boolean per person and cell.

The greedy peer and the booleans are plain programs of their own (`bench/placing`). Every plan is put to our checker and,
where it is at hand, to the shared one; a plan that breaks a hard rule ends the benchmark.
"""

from collections.abc import Iterator
from pathlib import Path

from constancia.bench.placing.instances import make, tools
from constancia.bench.placing.side import Side, measure
from constancia.bench.results import Ratio, Scratch, Skipped

PERSONS = {"P1k": 1_000, "P5k": 5_000, "C40k": 40_000, "X40k": 40_000, "L110k": 110_000}
GAP = {"C40k": 0.004, "X40k": 0.03, "L110k": 0.03}
SECONDS = {"C40k": 20, "X40k": 20, "L110k": 90}
"""By preset: the gap to the proven bound, and the seconds, that are the goal."""
MEMORY = 2 * 2**30
BOOLEANS_FOR = "P1k"
"""The booleans are tried on this preset only: on the next larger one they take 19 gigabytes and find nothing."""
BOOLEANS_SECONDS = 60

_GREEDY = "greedy first fit, repair, evening out"


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Place every preset: in the greedy peer's own time, in five times that, and within the seconds that are the goal."""
    judge = tools(scratch)
    for preset in PERSONS:
        instance = make(scratch, preset)
        yield from _against_greedy(preset, instance, judge)
        if preset == BOOLEANS_FOR:
            ours = measure("ours", instance, BOOLEANS_SECONDS, judge)
            peer = measure("booleans", instance, BOOLEANS_SECONDS, judge)
            name = f"one boolean per person and cell, CP-SAT, {BOOLEANS_SECONDS} s"
            yield Ratio(f"{preset}: objective", ours.objective, peer.objective, name, "", at_most=1)
            yield Ratio(f"{preset}: memory", ours.memory / 2**20, peer.memory / 2**20, name, "MiB", at_most=1)


def _against_greedy(preset: str, instance: Path, judge: Path | None) -> Iterator[Ratio]:
    greedy = measure("greedy", instance, 0, judge)
    same, longer = (measure("ours", instance, times * greedy.wall, judge) for times in (1, 5))
    yield Ratio(f"{preset}: objective in its time", same.objective, greedy.objective, _GREEDY, "", at_most=1)
    yield Ratio(f"{preset}: objective in 5 times its time", longer.objective, greedy.objective, _GREEDY, "", at_most=1)
    yield Ratio(f"{preset}: the same", longer.objective, same.objective, "ours in once its time", "", at_most=1)
    best = measure("ours", instance, SECONDS[preset], judge) if preset in SECONDS else longer
    yield from _against_goals(preset, best)


def _against_goals(preset: str, best: Side) -> Iterator[Ratio]:
    persons = PERSONS[preset]
    yield Ratio(f"{preset}: placed", persons - best.unplaced, persons, "everybody", "persons", at_least=1)
    if best.bound:
        most = 1 + GAP[preset] if preset in GAP else None
        yield Ratio(f"{preset}: objective", best.objective, best.bound, "the proven bound", "", at_most=most)
    if preset in SECONDS:
        yield Ratio(f"{preset}: wall clock", best.wall, SECONDS[preset], "the goal", "s", at_most=1)
    yield Ratio(f"{preset}: CPU", best.cpu, best.wall, "its wall clock", "s")
    yield Ratio(f"{preset}: memory", best.memory / 2**20, MEMORY / 2**20, "two gibibytes", "MiB", at_most=1)
