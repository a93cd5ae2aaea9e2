"""Looking ahead: what will be a breach, and when, if nothing changes. Pure."""

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


def timers(evaluated: Evaluated, horizon: timedelta = HORIZON) -> list[Timer]:
    """Return the limits that are reached within the horizon, the nearest first; one for each norm, subject and record."""
    now, last = micros(evaluated.as_of), micros(evaluated.as_of + horizon)
    found: dict[tuple[str, str, str], Timer] = {}
    for question, frame in evaluated.judgement.answers:
        running = frame.filter((pl.col("verdict").cast(pl.String) == "PENDING") & pl.col("due").is_between(now, last))
        decisive = evaluated.judgement.decisive.get(question.key, False)
        for row in running.iter_rows(named=True):
            made = Timer(
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
            key = (made.norm, made.subject, made.record)
            if key not in found or made.due < found[key].due:
                found[key] = made
    return sorted(found.values(), key=lambda each: (each.due, each.norm, each.subject))
