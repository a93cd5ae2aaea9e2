"""Every benchmark by name. A benchmark is a function from `Scratch` to ratios, and the kinds of store it runs on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from constancia.bench.results import Ratio, Scratch, Skipped

Work = Callable[[Scratch], Iterator[Ratio | Skipped]]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Where a benchmark's `run` is, what it shows, and the kinds of store it runs on (`none`: it needs no store)."""

    module: str
    shows: str
    stores: tuple[str, ...]

    def work(self) -> Work:
        """Return the function that does it; loaded only in the process that runs it."""
        found: Work = import_module(f"constancia.bench.{self.module}").run
        return found


BOTH = ("sqlite", "postgresql")
NONE = ("none",)

BENCHMARKS: dict[str, Benchmark] = {
    "act": Benchmark("act", "single acts, durable, one caller", BOTH),
    "arrival": Benchmark("arrival", "a cell for one person who arrives, 40,000 or 110,000 being housed", NONE),
    "housed": Benchmark("housed", "a cold start and single moves in a store with 40,000 people in cells", BOTH),
    "ingest": Benchmark("ingest", "sensor posts over HTTP, none lost and none double", BOTH),
    "import-roll": Benchmark("import_roll", "a daily roll of 4.3 million rows into the register", BOTH),
    "placement": Benchmark("placement", "a placement of 1,000 to 110,000 people, with its proof", NONE),
    "placement-moves": Benchmark("placement_moves", "repairs and closed modules with few moves", NONE),
    "population": Benchmark("population", "any day of ten million person-days", BOTH),
    "search": Benchmark("search", "one of a million people by a name keyed wrongly", BOTH),
    "interval-rules": Benchmark("interval_rules", "three interval rules over ten million custody events", ("none",)),
    "norms-year": Benchmark("norms_year", "every norm over 40,000 people for a year", ("none",)),
    "norms-live": Benchmark("norms_live", "one new row against every norm", ("none",)),
    "following": Benchmark("following", "a facility's board after one act, 2,000 or 40,000 people", ("sqlite",)),
}
