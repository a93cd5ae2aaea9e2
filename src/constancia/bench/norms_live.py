"""One new row against all norms live: the CPU of the incremental evaluator, row after row, in the order of a year."""

from collections.abc import Iterator
from time import process_time

from constancia.bench.results import Ratio, Scratch, Skipped

PEOPLE, DAYS = 120, 90
LAST = 2000
"""The last rows are measured, when every person has months of history."""


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Put the rows of many people one by one and yield the 99th and the 50th percentile of the CPU of the last ones."""
    from constancia.bench.facts import write_year
    from constancia.norms.facts.load import load
    from constancia.norms.live import Live
    from constancia.norms.profiles import profile

    write_year(scratch.folder / "facts", PEOPLE, DAYS)
    facts, chosen = load(scratch.folder / "facts"), profile()
    stream = [
        (row["recorded_at"], name, row)
        for name in sorted(facts.given)
        for row in facts.versions(name).iter_rows(named=True)
    ]
    stream.sort(key=lambda each: (each[0], each[1] not in ("facility", "person", "cell", "custody"), each[1]))
    live = Live(chosen.library(), chosen.setting)
    times = []
    for number, (at, name, row) in enumerate(stream):
        begun = process_time()
        for _ in live.put(name, row, at):
            pass
        if number >= len(stream) - LAST:
            times.append(process_time() - begun)
    times.sort()
    what = f"one row against all norms, {len(stream):,} rows of {PEOPLE} people before it"
    for share, name, goal in ((0.99, "99th percentile", 1.0), (0.5, "median", None)):
        yield Ratio(
            f"{what}, {name}", times[int(len(times) * share)] * 1e3, 1.0, "one millisecond of CPU", "ms", at_most=goal
        )
