"""Some subjects out of many, judged alone by the one-subject evaluators: the same verdicts as judging everybody. Pure.

Whoever calls gives every row that names these subjects, and every row of the persons named in rows about their cells. Only the number
of records of a closed register is no matter of theirs: `holdings` says how many there are in all, `elsewhere` how many of these
stand in rows that were not given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import polars as pl

from constancia.norms.facts.frames import Facts
from constancia.norms.facts.tables import tables
from constancia.norms.forms.board import Board
from constancia.norms.forms.setting import Setting
from constancia.norms.forms.sheet import Fact
from constancia.norms.judging import COLUMNS, Decisive, Judgement
from constancia.norms.library.read import Library
from constancia.norms.live import Live, Subject


def judge_some(
    library: Library,
    facts: Facts,
    subjects: Collection[Subject],
    as_of: int,
    setting: Setting,
    *,
    elsewhere: Mapping[str, int],
    decisive: Decisive | None = None,
) -> Judgement:
    """Return the verdicts of a library on some subjects, as they stand at `as_of`."""
    live = Live(library, setting, has_facilities="facility" in facts.given, decisive=decisive)
    for table in sorted(facts.given):
        for row in _rows(facts, table, elsewhere):
            live.world.put(table, row)
    found: defaultdict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for subject in sorted(subjects):
        for question, verdict in live.rows(subject, as_of):
            found[question.key].append(verdict)
    answers = [(each, pl.DataFrame(found[each.key], schema=COLUMNS)) for each in live.questions]
    return Judgement(Board(facts, as_of, setting), answers, live.decisive)


def _rows(facts: Facts, table: str, elsewhere: Mapping[str, int]) -> Iterator[Fact]:
    if table != "closing":
        yield from facts.versions(table).iter_rows(named=True)
        return
    for row in facts.frame(table).iter_rows(named=True):
        if row["facility"] is not None:
            yield {**row, "person": None, "records": row["records"] - elsewhere.get(row["record"], 0)}
        if row["person"] is not None:
            yield {**row, "facility": None, "record": f"{row['record']}:person"}


def holdings(facts: Facts) -> dict[str, int]:
    """Return how many records in force each closing of a facility finds in its register among these facts."""
    closings = facts.frame("closing").filter(pl.col("facility").is_not_null())
    board = Board(facts, 0, Setting())
    found: dict[str, int] = {}
    for register in sorted(set(closings["register"]) & tables().keys()):
        found |= dict(board.holdings(register).select("record", "held").iter_rows())
    return found
