"""Looking ahead: what will be a breach, and when, if nothing changes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from constancia.norms.calendars import micros, moment
from constancia.standards.evaluation import Evaluated

HORIZON = timedelta(days=7)
"""How far ahead the board looks."""


@dataclass(frozen=True, slots=True)
class Timer:
    """One time limit that is running: it is reached at `due` unless something changes."""

    norm: str
    limb: str
    severity: str
    subject_kind: str
    subject: str
    record: str
    due: datetime
    threshold: str
    decisive: bool


def running(evaluated: Evaluated, horizon: timedelta = HORIZON) -> list[Timer]:
    """Return every limit that is reached within the horizon, by persons, cells and the facility, in the order of the library."""
    now, last = micros(evaluated.as_of), micros(evaluated.as_of + horizon)
    cells = list(evaluated.cells)
    found: list[Timer] = []
    for question, frame in evaluated.judgement.answers:
        due = frame.filter((pl.col("verdict").cast(pl.String) == "PENDING") & pl.col("due").is_between(now, last))
        if question.limb.subject == "cell":
            due = due.filter(pl.col("subject").is_in(cells))
        elif question.limb.subject == "facility":
            due = due.filter(pl.col("subject") == evaluated.scope.facility)
        decisive = evaluated.judgement.decisive.get(question.key, False)
        found += [
            Timer(
                question.norm.id,
                question.limb.name,
                question.norm.severity,
                question.limb.subject,
                row["subject"],
                row["record"] or "",
                moment(row["due"]),
                question.rung.threshold,
                decisive,
            )
            for row in due.iter_rows(named=True)
        ]
    return found


def nearest(found: Iterable[Timer], now: datetime) -> list[Timer]:
    """Return the limits reached between now and the horizon, the nearest first; one for each norm, subject and record."""
    kept: dict[tuple[str, str, str], Timer] = {}
    for each in found:
        key = (each.norm, each.subject, each.record)
        if now <= each.due <= now + HORIZON and (key not in kept or _order(each) < _order(kept[key])):
            kept[key] = each
    return sorted(kept.values(), key=lambda each: (each.due, each.norm, each.subject, each.record))


def _order(timer: Timer) -> tuple[datetime, str, str]:
    return timer.due, timer.limb, timer.threshold
