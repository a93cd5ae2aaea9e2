"""What a benchmark prints, and how its times are taken."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Scratch:
    """What a benchmark may use: a folder of its own, the folder of real data (None: absent), the kind of store."""

    folder: Path
    data: Path | None
    store: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """One comparison: `ours` against `peer` in the same unit, `ratio` ours / peer, and the goal it is held to.

    `goal` says how large (`at_most`) or small the ratio may be; `met` is None where there is no goal.
    """

    what: str
    ours: float
    peer: float
    peer_is: str
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float:
        """Return ours / peer."""
        return self.ours / self.peer

    @property
    def met(self) -> bool | None:
        """Tell whether the goal is met."""
        if self.at_most is not None:
            return self.ratio <= self.at_most
        return None if self.at_least is None else self.ratio >= self.at_least


@dataclass(frozen=True, slots=True)
class Skipped:
    """A benchmark that could not run here, and why."""

    what: str
    why: str


@dataclass(slots=True)
class Taken:
    """Seconds of wall clock and of this process's CPU."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def taken() -> Iterator[Taken]:
    """Take the time of what stands inside."""
    found = Taken()
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        yield found
    finally:
        found.wall, found.cpu = time.perf_counter() - wall, time.process_time() - cpu


def peak_memory() -> int:
    """Return the most memory this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
