"""Keeping a facility's board: its facts are judged, findings are opened, re-opened and escalated, its figures kept.

`keep` judges everybody. `follow` judges anew only whom the entries since then touched: it takes out of the board's sums what these
added as they were known then, and puts in what they add as they are. Findings are written first and the board last, at once: a crash
leaves the board as it was, and the next run finds the same entries and opens no finding twice.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.ledger.reading import snapshot
from constancia.ledger.sequence import tail
from constancia.norms.facts.frames import Facts
from constancia.norms.few import holdings
from constancia.norms.live import Subject
from constancia.standards import base as bases
from constancia.standards import board
from constancia.standards.actions.findings import escalate_findings, open_findings
from constancia.standards.actions.readings import gather
from constancia.standards.base import Base
from constancia.standards.changes import (
    MOST_PERSONS,
    Touched,
    bears_on_everybody,
    cells_between,
    people_of,
    touched_since,
)
from constancia.standards.evaluation import Evaluated, evaluate, evaluate_some
from constancia.standards.facts.assembling import Scope, facts_for
from constancia.standards.models import Board
from constancia.standards.sums import WINDOW, replaced, sums_of
from constancia.standards.timers import HORIZON, nearest, running

KEEPER = Actor("program:standards", frozenset({Grant("inspector", EVERYWHERE)}))
"""The program that judges: the journal names it as whoever opened a finding that the facts prove."""

EVERYBODY_EACH = timedelta(hours=1)
"""After so long everybody is judged anew: verdicts change as time passes, though nothing is recorded."""


def keep(facility: str, *, now: datetime) -> Evaluated:
    """Judge everybody of a facility and bring its board and findings up to date. Refuses as `open_findings` does."""
    _begin(facility, now)
    with snapshot():
        upto = tail().frontier.size
        found = evaluate(Scope(facility, readings_from=now - WINDOW), now)
    whole, group = sums_of(found)
    ahead = running(found, HORIZON + EVERYBODY_EACH)
    base = Base(upto, now, bases.rules(), holdings(found.facts), whole, group, ahead)
    _findings(found)
    _write(facility, base, upto, now, base=bases.to_text(base))
    return found


def follow(facility: str, *, now: datetime) -> Evaluated:
    """Bring a facility's board and findings up to date with what was recorded, and return what was judged for it.

    Everybody is judged where that was last done `EVERYBODY_EACH` ago, or by other rules, and where what was recorded bears on
    everybody. Refuses as `open_findings` does.
    """
    _begin(facility, now)
    base = _base(facility, now)
    with snapshot():
        upto = tail().frontier.size
        change = None if base is None else _change(facility, base, now)
    if base is None or change is None:
        return keep(facility, now=now)
    _findings(change.new)
    _write(facility, _changed(base, change), upto, now)
    return change.new


def _begin(facility: str, now: datetime) -> None:
    gather(by=KEEPER, now=now)
    Board.objects.filter(facility=facility).update(wanted_at=None)


def _base(facility: str, now: datetime) -> Base | None:
    """Return what the board was last added up from, or None where that is too old to go on from."""
    kept = Board.objects.filter(facility=facility).values_list("base", flat=True).first()
    base = bases.from_text(kept or "")
    return base if base is not None and base.as_of <= now < base.as_of + EVERYBODY_EACH else None


@dataclass(frozen=True, slots=True)
class _Change:
    """The subjects that entries touched, judged as they were known before them and as they are."""

    subjects: frozenset[Subject]
    old: Evaluated
    new: Evaluated


def _change(facility: str, base: Base, now: datetime) -> _Change | None:
    """Return what the entries since a base change; None where everybody has to be judged."""
    touched = touched_since(facility, base.upto)
    if touched is None:
        return None
    old, new = _facts(facility, base, now, touched.persons, ())
    if bears_on_everybody(old, new, facility):
        return None
    cells = touched.cells | cells_between(old, new)
    persons = touched.persons | people_of(cells)
    if len(persons) > MOST_PERSONS:
        return None
    return _judged(facility, base, now, Touched(touched.persons, cells), persons)


def _judged(facility: str, base: Base, now: datetime, touched: Touched, persons: Collection[str]) -> _Change | None:
    """Judge who is touched among `persons`, twice; None where a closed register holds another number of records now."""
    old, new = _facts(facility, base, now, persons, touched.cells)
    here = holdings(old)
    if here != holdings(new):
        return None
    elsewhere = {record: held - here.get(record, 0) for record, held in base.held.items()}
    subjects = frozenset([*(("person", each) for each in touched.persons), *(("cell", each) for each in touched.cells)])
    then, today = _scopes(facility, base, now, persons, touched.cells)
    return _Change(
        subjects,
        evaluate_some(then, base.as_of, old, subjects, elsewhere),
        evaluate_some(today, now, new, subjects, elsewhere),
    )


def _facts(
    facility: str, base: Base, now: datetime, persons: Collection[str], cells: Collection[str]
) -> tuple[Facts, Facts]:
    """Return the facts about some persons and cells as known at a base, and as they are."""
    then, today = _scopes(facility, base, now, persons, cells)
    return facts_for(then), facts_for(today)


def _scopes(
    facility: str, base: Base, now: datetime, persons: Collection[str], cells: Collection[str]
) -> tuple[Scope, Scope]:
    some = tuple(sorted(persons)), tuple(sorted(cells))
    then = Scope(facility, *some, known_at=base.upto, readings_from=base.as_of - WINDOW)
    return then, Scope(facility, *some, readings_from=now - WINDOW)


def _changed(base: Base, change: _Change) -> Base:
    """Return a base with what some subjects added taken out and put in anew."""
    (whole, group), (whole_now, group_now) = (sums_of(each, change.subjects) for each in (change.old, change.new))
    others = [each for each in base.ahead if (each.subject_kind, each.subject) not in change.subjects]
    theirs = [
        each
        for each in running(change.new, HORIZON + EVERYBODY_EACH)
        if (each.subject_kind, each.subject) in change.subjects
    ]
    return Base(
        base.upto,
        base.as_of,
        base.rules,
        base.held,
        replaced(base.whole, whole, whole_now),
        replaced(base.group, group, group_now),
        others + theirs,
    )


def _findings(found: Evaluated) -> None:
    now = found.as_of
    open_findings(by=KEEPER, at=now, now=now, evaluated=found)
    escalate_findings(by=KEEPER, at=now, now=now, facility=found.scope.facility)


def _write(facility: str, sums: Base, upto: int, now: datetime, **kept: str) -> None:
    """Keep the figures of a board that hold up to an entry."""
    under = board.agreement(sums.group)
    figures = {
        "lines": board.as_data(board.lines(sums.whole)),
        "agreement": {"lines": board.as_data(under.lines), "unclassed": under.unclassed},
        "timers": bases.timers_to_data(nearest(sums.ahead, now)),
        "everybody_at": sums.as_of.isoformat(),
    }
    told = {"upto": upto, "as_of": now, "figures": json.dumps(figures, ensure_ascii=False), **kept}
    Board.objects.update_or_create(facility=facility, defaults=told)
