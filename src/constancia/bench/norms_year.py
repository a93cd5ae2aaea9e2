"""Every shipped norm over a year of facts of many people, facility by facility, against reading the same Parquet once.

The facts of a facility are judged apart, since no norm looks across facilities but through a person's own rows, in two processes of
one thread each. The scan counts and takes the greatest value of every column of every table in DuckDB with two threads.
"""

import json
import multiprocessing
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from constancia.bench.results import Ratio, Scratch, Skipped, peak_memory, taken

PEOPLE = 40_000
DAYS = 365
TOGETHER = 2000
"""How many people are judged in one go: those of one facility."""
WORKERS = 2
"""How many facilities are judged at once, each in a process with one thread: as many as the scan has threads."""


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Write the facts, judge every facility, scan them all, and yield wall time, CPU and memory as ratios."""
    folders = [scratch.folder / f"facility-{number}" for number in range(-(-PEOPLE // TOGETHER))]
    rows = int(_process("write", folders)["count"])
    judged, scanned = (_process(each, folders) for each in ("judge", "scan"))
    what = f"all norms over {PEOPLE:,} people x {DAYS} days, {rows:,} rows, {judged['count']:,.0f} verdicts"
    peer = "one full scan of the same Parquet by DuckDB"
    yield Ratio(f"{what}: wall time", judged["wall"], scanned["wall"], peer, "s", at_most=25)
    yield Ratio(f"{what}: CPU", judged["cpu"], scanned["cpu"], peer, "s", at_most=25)
    yield Ratio(f"{what}: rows a second", rows / judged["wall"], rows / scanned["wall"], peer, "rows/s")
    yield Ratio(f"{what}: most memory", judged["memory"] / 2**20, 3072, "three gibibytes", "MiB", at_most=1)


def _process(name: str, folders: list[Path]) -> dict[str, float]:
    command = [sys.executable, "-m", "constancia.bench.norms_year", name, *map(str, folders)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def write(folders: list[Path]) -> int:
    """Write the facts of every facility and return how many rows there are; in a process of its own, for its memory."""
    from constancia.bench.facts import write_year

    people = [min(TOGETHER, PEOPLE - number * TOGETHER) for number in range(len(folders))]
    return sum(write_year(folder, count, DAYS) for folder, count in zip(folders, people, strict=True))


def judge_all(folders: list[Path]) -> int:
    """Judge every folder by every norm, two at a time as the scan has two threads, and return how many verdicts were found."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        return sum(pool.map(judge_one, folders))


def judge_one(folder: Path) -> int:
    """Judge one folder by every norm and return how many verdicts were found."""
    from datetime import UTC, datetime

    from constancia.norms.calendars import micros
    from constancia.norms.facts.load import load
    from constancia.norms.judging import judge

    library, setting = _chosen()
    at = micros(datetime(2026, 1, 2, tzinfo=UTC))
    return sum(frame.height for _, frame in judge(library, load(folder), at, setting).answers)


@cache
def _chosen() -> tuple[Any, Any]:
    """Return the library under the default profile and its setting; read once in each process."""
    from constancia.norms.profiles import profile

    found = profile()
    return found.library(), found.setting


def scan(folders: list[Path]) -> int:
    """Read every column of every table once and return how many rows there are."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    rows = 0
    for path in sorted(each for folder in folders for each in folder.glob("*.parquet")):
        columns = [name for name, *_ in connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
        asked = ", ".join(f'count("{each}"), max("{each}")' for each in columns)
        found = connection.execute(f"SELECT count(*), {asked} FROM '{path}'").fetchone()
        rows += found[0] if found else 0
    return rows


def _measured(name: str, folders: list[Path]) -> dict[str, float]:
    """Do one of the three and return its count, wall time, and the CPU and memory of this process and its workers together."""
    with taken() as used:
        count = {"write": write, "judge": judge_all, "scan": scan}[name](folders)
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    memory = peak_memory() + WORKERS * workers.ru_maxrss * 1024
    return {"count": count, "cpu": used.cpu + workers.ru_utime + workers.ru_stime, "wall": used.wall, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], [Path(each) for each in sys.argv[2:]])))
