"""One side of a comparison in a process of its own: `python -m constancia.bench.placing.side WHO INSTANCE PLAN SECONDS`."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constancia.bench.results import peak_memory, taken


@dataclass(frozen=True, slots=True)
class Side:
    """What one side found and what it took: seconds of wall clock and CPU, peak memory in bytes; `bound` None: none proven.

    `unplaced` and `moved` count people; everything but the times comes from the checker, which found no hard rule broken.
    """

    objective: float
    unplaced: int
    moved: int
    bound: float | None
    wall: float
    cpu: float
    memory: int


def measure(who: str, instance: Path, seconds: float, judge: Path | None) -> Side:
    """Run one side (`ours`, `greedy` or `booleans`), have its plan checked twice, and return what it found."""
    from constancia.housing.placement.checker import Checker
    from constancia.housing.placement.files import read_json

    plan = instance.with_suffix(f".{who}.json")
    command = [sys.executable, "-m", "constancia.bench.placing.side", who, str(instance), str(plan), str(seconds)]
    took = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    checked = Checker(read_json(instance)).check(json.loads(plan.read_text())["assignments"])
    if not checked.is_sound:
        raise RuntimeError(f"{who} broke {len(checked.breaches)} hard rules on {instance.stem}: {checked.breaches[0]}")
    if judge is not None:
        subprocess.run([sys.executable, str(judge), "check", str(instance), str(plan)], check=True, stdout=sys.stderr)
    unplaced, moved = int(checked.terms["unplaced"]), int(checked.terms["move"])
    return Side(float(checked.objective), unplaced, moved, **took)


def main(arguments: list[str]) -> None:
    """Read the instance, place everybody, write the plan; print the times without reading and writing."""
    from constancia.housing.placement.files import read_json, write_json

    who, instance, plan, seconds = arguments
    data = read_json(Path(instance))
    place = _SIDES[who]()
    with taken() as time:
        found = place(data, float(seconds))
    write_json(Path(plan), {"format": "constancia-plan/1", **found})
    took = {"bound": found.get("lower_bound"), "wall": time.wall, "cpu": time.cpu, "memory": peak_memory()}
    print(json.dumps(took))


def _ours() -> Any:
    from constancia.housing.placement.engine import solve

    def place(data: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        plan = solve(data, time_limit=seconds)
        return {"assignments": dict(plan.assignments), "lower_bound": float(plan.lower_bound)}

    return place


def _greedy() -> Any:
    from constancia.bench.placing import greedy

    return lambda data, _: {"assignments": greedy.place(data)}


def _booleans() -> Any:
    from constancia.bench.placing import booleans

    return lambda data, seconds: {"assignments": booleans.place(data, seconds)}


_SIDES = {"ours": _ours, "greedy": _greedy, "booleans": _booleans}

if __name__ == "__main__":
    main(sys.argv[1:])
