"""The norms put to the facts of a facility or a person, at a moment and as known at an entry; nothing of it is stored."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any

import polars as pl

from constancia.norms.calendars import micros
from constancia.norms.facts.frames import ENDLESS, Facts
from constancia.norms.facts.tables import tables
from constancia.norms.few import judge_some
from constancia.norms.forms.reading import reads
from constancia.norms.judging import Judgement, Question, judge, questions
from constancia.norms.library.read import Library
from constancia.norms.live import Subject
from constancia.norms.profiles import DEFAULT, Profile, profile
from constancia.norms.verdicts import Verdict
from constancia.standards.facts.assembling import Scope, facts_for
from constancia.standards.timeline import entry_of

MOST_EVIDENCE = 200
"""A finding names so many entries as evidence at most; its page shows them all."""


@dataclass(frozen=True)
class Evaluated:
    """What the norms say of some facts: the facts, the verdicts, and the moment at which they were judged."""

    scope: Scope
    as_of: datetime
    facts: Facts
    judgement: Judgement

    @cached_property
    def cells(self) -> frozenset[str]:
        """Return the cells that some fact places in the facility."""
        there = [
            self.facts.frame(name).filter(facility=self.scope.facility)["cell"]
            for name, table in tables().items()
            if {"cell", "facility"} <= table.columns.keys()
        ]
        return frozenset(pl.concat(there).drop_nulls())


@cache
def chosen(code: str = DEFAULT) -> tuple[Profile, Library, dict[tuple[str, str, str], bool]]:
    """Return a shipped profile with its library and which questions decide under it; read once."""
    found = profile(code)
    return found, found.library(), found.decides()


@cache
def asked() -> tuple[Question, ...]:
    """Return every question of the shipped profile's library, in its order."""
    return tuple(questions(chosen()[1]))


def evaluate(scope: Scope, as_of: datetime, *, norms: Iterable[str] = (), code: str = DEFAULT) -> Evaluated:
    """Judge the facts of a scope as they stand at `as_of`, by every norm or by some."""
    found, library, decisive = chosen(code)
    facts = facts_for(scope)
    judgement = judge(library, facts, micros(as_of), found.setting, norms=norms, decisive=decisive)
    return Evaluated(scope, as_of, facts, judgement)


def evaluate_some(
    scope: Scope, as_of: datetime, facts: Facts, subjects: Collection[Subject], elsewhere: Mapping[str, int]
) -> Evaluated:
    """Judge some subjects of a scope as they stand at `as_of`; `elsewhere`: see `norms.few`."""
    found, library, decisive = chosen()
    judgement = judge_some(
        library, facts, subjects, micros(as_of), found.setting, elsewhere=elsewhere, decisive=decisive
    )
    return Evaluated(scope, as_of, facts, judgement)


def is_here(evaluated: Evaluated, kind: str, subject: str) -> bool:
    """Tell whether a subject is this facility's business: other places that a person passed through keep their own board."""
    facility = evaluated.scope.facility
    if kind == "cell":
        return subject in evaluated.cells
    return kind == "person" or subject == facility


def verdicts_on(evaluated: Evaluated, subject: str) -> list[Verdict]:
    """Return every verdict on one subject, in the order of the library and of time."""
    return [each for each in evaluated.judgement.verdicts() if each.subject == subject]


_SUBJECT_COLUMN = {"person": "person", "cell": "cell", "facility": "facility"}


def used(
    facts: Facts, question: Question, subject: str, since: int | None, until: int | None
) -> list[tuple[str, dict[str, Any]]]:
    """Return the facts that a question reads of a subject in a stretch of time, as (table, row), in order of time."""
    lo, hi = -ENDLESS if since is None else since, ENDLESS if until is None else until
    found = []
    for table in sorted(reads(question.rung.form).tables):
        frame = facts.frame(table)
        column = _SUBJECT_COLUMN[question.limb.subject]
        if column not in frame.columns:
            continue
        mine = frame.filter(pl.col(column) == subject)
        found += [(table, row) for row in mine.iter_rows(named=True) if _touches(row, lo, hi)]
    return sorted(found, key=lambda each: (_begin(each[1]), each[0]))


def _begin(row: dict[str, Any]) -> int:
    at = row.get("since") if row.get("since") is not None else row.get("occurred_at")
    return -ENDLESS if at is None else int(at)


def _touches(row: dict[str, Any], lo: int, hi: int) -> bool:
    end = row.get("until")
    begins = _begin(row)
    ends = begins if end is None and "until" not in row else (ENDLESS if end is None else int(end))
    return begins <= hi and ends >= lo


def evidence(evaluated: Evaluated, question: Question, verdict: Verdict) -> tuple[int, ...]:
    """Return the numbers of the entries whose facts a verdict rests on, the record judged first."""
    rows = used(evaluated.facts, question, verdict.subject, verdict.since, verdict.until)
    records = [verdict.record, *(row["record"] for _, row in rows)]
    numbers = dict.fromkeys(each for record in records if (each := entry_of(record)) is not None)
    return tuple(numbers)[:MOST_EVIDENCE]


def breaches(evaluated: Evaluated) -> Iterator[tuple[Question, Verdict]]:
    """Yield every verdict that raises an alarm: a breach proved or presumed, by a question that decides under the profile."""
    judgement = evaluated.judgement
    for question, frame in judgement.answers:
        if not judgement.decisive.get(question.key, False):
            continue
        bad = frame.filter(pl.col("verdict").is_in(list(ALARMS)))
        single = replace(judgement, answers=[(question, bad)])
        yield from ((question, each) for each in single.verdicts())


ALARMS = ("BLOCK", "BREACH", "PRESUMED")
"""Verdicts that open a finding."""
