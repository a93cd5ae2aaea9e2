"""Three interval rules over ten million custody events: our arrays against plain SQL in DuckDB, same answers to the last second.

R1: solitary for more than 15 days, gaps up to 24 hours bridged. R2: cell-hours over capacity at every hour mark of five years. R3:
person-days present, local days of UTC-6, any part of a day once, by contract and month. Each engine runs in a process of its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from constancia.bench.results import Ratio, Scratch, Skipped, peak_memory, taken

EVENTS = 10_000_000
LIMIT, GAP = 15 * 86_400, 86_400
OFFSET = -6 * 3600
CAPACITY_SHARED, CAPACITY_ALONE = 60, 10


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Write the events, let each engine answer, compare the answers, and yield the ratio of CPU and of memory."""
    path = scratch.folder / "events.parquet"
    _engine("write", path)
    ours, peer = (_engine(each, path) for each in ("ours", "peer"))
    if ours["answers"] != peer["answers"]:
        raise AssertionError(f"the engines disagree: {ours['answers']} and {peer['answers']}")
    what = f"three rules over {EVENTS:,} events"
    yield Ratio(f"{what}, CPU", ours["cpu"], peer["cpu"], "hand-written SQL in DuckDB", "s", at_most=1 / 4)
    yield Ratio(f"{what}, most memory", ours["memory"] / 2**20, 1024, "one gibibyte", "MiB", at_most=1)


def _engine(name: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "constancia.bench.interval_rules", name, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ours(path: Path) -> list[int]:
    """Answer with arrays: spells, excess, cell-hours over capacity, highest occupancy, person-days, checksum."""
    import numpy as np
    import polars as pl

    from constancia.bench.custody_events import ALONE, DAYS, FIRST, SHARED, SOLITARY
    from constancia.norms import streams

    end = FIRST + DAYS * 86_400
    log = {each: pl.read_parquet(path, columns=[each])[each].to_numpy() for each in ("person_id", "ts")}
    rows = streams.intervals(log["person_id"], log["ts"], end)
    del log

    def column(name: str) -> Any:
        return pl.read_parquet(path, columns=[name])[name].to_numpy()[rows.order]

    _, since, until = streams.spells(rows, column("regime") == ALONE, GAP)
    spells = streams.excess(since, until, LIMIT)
    present = column("present")
    counted, first, last = streams.days_present(rows, present, OFFSET)
    contract = (1 + rows.person[counted] % 20).astype(np.int64)
    billed = _billed(contract, first, last)
    there = streams.occupancy(rows, column("cell_id"), present, FIRST, DAYS * 24, SHARED + SOLITARY)
    over = int((there[:SHARED] > CAPACITY_SHARED).sum()) + int((there[SHARED:] > CAPACITY_ALONE).sum())
    return [*spells, over, int(there.max()), *billed]


def _billed(contract: Any, first: Any, last: Any) -> tuple[int, int]:
    """Return all days, and a checksum over the days of each contract and month."""
    import numpy as np

    days = np.arange(int(first.min()), int(last.max()) + 2)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    low = int(days[0])
    width = len(days) + 1
    change = np.zeros((21, width), dtype=np.int64)
    np.add.at(change, (contract, first - low), 1)
    np.subtract.at(change, (contract, last + 1 - low), 1)
    each_day = np.cumsum(change, axis=1)[:, : len(days)]
    months, place = np.unique(month, return_inverse=True)
    by_month = np.zeros((21, len(months)), dtype=np.int64)
    np.add.at(by_month.T, place, each_day.T)
    number = (months[None, :] + 24_000) * 100 + np.arange(21)[:, None]
    return int(by_month.sum()), int((by_month * (number % 9973)).sum())


def write(path: Path) -> list[int]:
    """Write the events; in a process of its own, since a process inherits the most memory of the one that starts it."""
    from constancia.bench.custody_events import write_events

    write_events(path, EVENTS)
    return []


SQL = """
CREATE TEMP TABLE spans AS
  SELECT person_id, cell_id, regime, present, contract, ts AS since,
         coalesce(lead(ts) OVER (PARTITION BY person_id ORDER BY ts, event_id), {end}) AS until
  FROM read_parquet('{path}');
WITH alone AS (
  SELECT person_id, since, until, lag(until) OVER (PARTITION BY person_id ORDER BY since, until) AS before
  FROM spans WHERE regime = 2 AND since < until
), numbered AS (
  SELECT *, sum(CASE WHEN before IS NULL OR since - before > {gap} THEN 1 ELSE 0 END)
            OVER (PARTITION BY person_id ORDER BY since, until ROWS UNBOUNDED PRECEDING) AS run FROM alone
), runs AS (SELECT max(until) - min(since) - {limit} AS excess FROM numbered GROUP BY person_id, run)
SELECT count(*), coalesce(sum(excess), 0) FROM runs WHERE excess > 0;
WITH marks AS (
  SELECT cell_id, (since - {first} + 3599) // 3600 AS a, least((until - {first} + 3599) // 3600, {hours}) AS b
  FROM spans WHERE present AND cell_id > 0
), changes AS (
  SELECT cell_id, hour, sum(change) AS change FROM (
    SELECT cell_id, a AS hour, 1 AS change FROM marks WHERE a < b
    UNION ALL SELECT cell_id, b, -1 FROM marks WHERE a < b) GROUP BY cell_id, hour
), levels AS (
  SELECT cell_id, hour, sum(change) OVER (PARTITION BY cell_id ORDER BY hour ROWS UNBOUNDED PRECEDING) AS level,
         coalesce(lead(hour) OVER (PARTITION BY cell_id ORDER BY hour), {hours}) AS next FROM changes
)
SELECT coalesce(sum(CASE WHEN level > CASE WHEN cell_id > {shared} THEN {alone} ELSE {together} END THEN next - hour END), 0),
       max(level)
FROM levels WHERE hour < next;
WITH days AS (
  SELECT person_id, contract, (since + {offset}) // 86400 AS a, (until - 1 + {offset}) // 86400 AS b
  FROM spans WHERE present AND since < until
), once AS (
  SELECT contract, greatest(a, coalesce(max(b) OVER (
    PARTITION BY person_id ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) + 1, a)) AS a, b FROM days
), months AS (
  SELECT contract, unnest(generate_series(a, b)) AS day FROM once WHERE a <= b
), billed AS (
  SELECT contract, (year(date '1970-01-01' + day::int) - 1970) * 12 + month(date '1970-01-01' + day::int) - 1 AS month, count(*) AS n
  FROM months GROUP BY ALL
)
SELECT sum(n), sum(n * (((month + 24000) * 100 + contract) % 9973)) FROM billed;
"""


def peer(path: Path) -> list[int]:
    """Answer the same in SQL."""
    import duckdb

    from constancia.bench.custody_events import DAYS, FIRST, SHARED

    values = {"path": path, "first": FIRST, "end": FIRST + DAYS * 86_400, "gap": GAP, "limit": LIMIT, "offset": OFFSET}
    values |= {"hours": DAYS * 24, "shared": SHARED, "alone": CAPACITY_ALONE, "together": CAPACITY_SHARED}
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    make, *asked = SQL.format(**values).strip().rstrip(";").split(";")
    connection.execute(make)
    found = [row for each in asked for row in connection.execute(each).fetchone() or ()]
    return [int(each) for each in found]


if __name__ == "__main__":
    with taken() as used:
        answers = {"write": write, "ours": ours, "peer": peer}[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"answers": answers, "cpu": used.cpu, "wall": used.wall, "memory": peak_memory()}))
