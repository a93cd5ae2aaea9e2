"""The incremental evaluator: one row at a time against every norm, with the same verdicts as the set-wise one. Pure.

Each subject keeps its rows and, for every question, the pieces found so far. A new row re-judges only the questions that read its
table, and only from the moment that it touches; a late or corrected row simply touches an earlier moment. Closings and changes of a
facility touch many subjects at once: these are marked and caught up with when a subject is next looked at.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from constancia.norms.facts.frames import ENDLESS
from constancia.norms.forms.daily import Daily
from constancia.norms.forms.interval import Interval
from constancia.norms.forms.pieces import Merge, Piece, joined, longer, with_least, with_most
from constancia.norms.forms.reading import reads
from constancia.norms.forms.recurring import Recurring
from constancia.norms.forms.setting import SUBJECTS, Setting
from constancia.norms.forms.sheet import MOMENTS, Fact, Put, Sheet, World, begins
from constancia.norms.forms.spell import SURELY, Spell
from constancia.norms.judging import Decisive, Question, as_verdict, in_force, questions
from constancia.norms.library.read import Library
from constancia.norms.units import HOUR
from constancia.norms.verdicts import PENDING, Verdict

Subject = tuple[str, str]
"""A kind of subject and its identifier."""

PROVISIONAL = ("running", "silent", "overdue", "within_limit")
"""Reasons that later rows (or time alone) may still change from the beginning of their piece."""

SHARED = 6 * HOUR
"""Questions begin at whole multiples of this, so that what is worked out of the facts for one serves the others."""

UNTIMED = frozenset(
    {
        "until",
        "recorded_at",
        "source",
        "note",
        "ended_as",
        "destination",
        "released_to",
        "release_witness",
        "release_signed",
    }
)
"""Columns that a new version may change without touching the time before the record's end."""


@dataclass(slots=True)
class Kept:
    """What is remembered of one question about one subject: its pieces, until when, what its form remembers, what was caught up."""

    pieces: list[Piece] = field(default_factory=list)
    hi: int = -ENDLESS
    memory: dict[Any, Any] = field(default_factory=dict)
    seen: int = 0


class Live:
    """All norms of a library over facts that arrive one by one."""

    def __init__(
        self,
        library: Library,
        setting: Setting,
        *,
        norms: Iterable[str] = (),
        has_facilities: bool = True,
        decisive: Decisive | None = None,
    ) -> None:
        self.world = World(setting, has_facilities=has_facilities)
        self.questions = list(questions(library, norms))
        self.decisive = decisive or {}
        self._reads = [reads(each.rung.form) for each in self.questions]
        self._by_table: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, each in enumerate(self.questions):
            for table in self._reads[number].tables:
                self._by_table[each.limb.subject, table].append(number)
        self._kept: dict[tuple[int, Subject], Kept] = {}
        self._touched: list[tuple[str, int]] = []

    def put(self, table: str, row: Fact, now: int) -> Iterator[Subject]:
        """Take in one row (as a frame keeps it), re-judge what it touches as of `now`, and yield the subjects concerned."""
        put = self.world.put(table, row)
        if not put.latest:
            versions = [(kind, row[kind]) for kind in SUBJECTS if row.get(kind) is not None]
            for subject in versions:
                self._rejudge(subject, table, -ENDLESS, put, row, now)
            return
        self._touch_others(table, row, put)
        lo = self._from(table, row, put)
        for subject in dict.fromkeys(self._subjects(table, row, put)):
            self._rejudge(subject, table, lo, put, row, now)
            yield subject

    def _subjects(self, table: str, row: Fact, put: Put) -> Iterator[Subject]:
        for version in (row, put.before or {}):
            for kind in SUBJECTS:
                if version.get(kind) is not None:
                    yield kind, version[kind]
        if table in _OF_CELLMATES and row.get("person") is not None:
            for there in self.world.sheet("person", row["person"]).rows("presence"):
                for kind in ("cell", "facility"):
                    if there[kind] is not None:
                        yield kind, there[kind]

    def _touch_others(self, table: str, row: Fact, put: Put) -> None:
        """Mark what a closing, a facility or a record in a closed register changes for subjects that it does not name."""
        for version in (row, put.before):
            facility = version.get("facility") if version else None
            if version is None or facility is None:
                continue
            if table == "closing":
                self._touched.append((version["register"], version["since"] or -ENDLESS))
            elif table == "facility":
                self._touched.append(("facility", -ENDLESS))
            else:
                self._touch_closings(table, facility, begins(table, version))

    def _touch_closings(self, register: str, facility: str, at: int) -> None:
        ended = [
            closing["since"]
            for closing in self.world.of_facility("closing", facility)
            if closing["register"] == register and closing["since"] is not None and (closing["until"] or ENDLESS) > at
        ]
        if ended:
            self._touched.append((register, min(ended)))

    def _from(self, table: str, row: Fact, put: Put) -> int:
        """Return the earliest moment whose verdict a row may change."""
        if table in _ALWAYS or (table == "closing" and row["person"] is not None) or self._is_filed(table, row):
            return -ENDLESS
        before = put.before
        if before is None:
            return self._chained(table, row, _first_moment(table, row))
        changed = {name for name in row if row[name] != before.get(name)}
        if changed <= UNTIMED and "until" in row:
            return min(_end(row), _end(before)) if "until" in changed else _end(row)
        if table == "custody":
            return -ENDLESS
        return self._chained(table, row, min(_first_moment(table, row), _first_moment(table, before)))

    def _is_filed(self, table: str, row: Fact) -> bool:
        """Tell whether the person's own file in this table was closed, so that the row bears on all of it."""
        if row.get("person") is None:
            return False
        return any(each["register"] == table for each in self.world.sheet("person", row["person"]).rows("closing"))

    def _chained(self, table: str, row: Fact, begun: int) -> int:
        """Return where a period of custody is joined to the one before: a transfer speaks of the gap between them too."""
        if table != "custody":
            return begun
        others = [each for each in self.world.sheet("person", row["person"]).rows("custody") if each is not row]
        if not others or row["since"] is None or any(begins(table, each) >= row["since"] for each in others):
            return -ENDLESS
        return min(begun, *(_end(each) for each in others))

    def _rejudge(self, subject: Subject, table: str, lo: int, put: Put, row: Fact, now: int) -> None:
        kind, _ = subject
        sheet = self.world.sheet(*subject)
        for number in self._by_table[kind, table]:
            if put.latest and self._passes_over(number, table, row, put):
                continue
            kept = self._kept.get((number, subject))
            if kept is None:
                kept = self._kept[number, subject] = Kept(seen=len(self._touched))
                self._judge(number, sheet, kept, -ENDLESS, now)
                continue
            form = self.questions[number].rung.form
            caught = self._caught_up(number, kept)
            if hasattr(form, "occasion"):
                only = None if caught < ENDLESS else _only(form, sheet, table, row, put, kept)
                self._judge_records(form, sheet, kept, only, now)
            else:
                self._judge(number, sheet, kept, min(lo, caught, kept.hi), now)

    def _passes_over(self, number: int, table: str, row: Fact, put: Put) -> bool:
        """Tell whether neither a row nor the version that it replaces is one that a question reads."""
        mine = self._reads[number]
        return mine.passes_over(table, row) and (put.before is None or mine.passes_over(table, put.before))

    def _caught_up(self, number: int, kept: Kept) -> int:
        """Return from when on a question has to be judged again because of what happened to others."""
        if kept.seen == len(self._touched):
            return ENDLESS
        mine = self._reads[number]
        los = [
            lo
            for name, lo in self._touched[kept.seen :]
            if name in mine.registers or (name == "facility" and name in mine.tables)
        ]
        kept.seen = len(self._touched)
        return min(los, default=ENDLESS)

    def _judge(self, number: int, sheet: Sheet, kept: Kept, lo: int, now: int) -> None:
        form = self.questions[number].rung.form
        if hasattr(form, "occasion"):
            kept.pieces = list(form.one(sheet, -ENDLESS, now, kept.memory))
            kept.hi = now
            return
        lo = _provisional(form, kept, lo - self._reads[number].reach) if lo > -ENDLESS else lo
        if lo <= -ENDLESS:
            kept.memory.clear()
        else:
            lo -= lo % SHARED
        fresh = (form.pieces if isinstance(form, _IN_PARTS) else form.one)(sheet, lo, now, kept.memory)
        found = list(fresh)
        _drop_from(kept.pieces, form, lo)
        kept.pieces += found
        kept.hi = now

    def _judge_records(self, form: Any, sheet: Sheet, kept: Kept, only: Mapping[str, Fact] | None, now: int) -> None:
        if only is None:
            kept.pieces = list(form.of(sheet, now, None))
            kept.hi = now
        else:
            rest = [each for each in kept.pieces if each.record not in only]
            kept.pieces = rest + list(form.of(sheet, now, [each for each in only.values() if each]))

    def verdicts(self, subject: Subject, now: int) -> Iterator[Verdict]:
        """Yield every verdict on one subject as of `now`."""
        for question, row in self.rows(subject, now):
            yield as_verdict(question, row, decisive=self.decisive.get(question.key, False))

    def rows(self, subject: Subject, now: int) -> Iterator[tuple[Question, Mapping[str, Any]]]:
        """Yield every verdict on one subject as of `now` with its question, as a row of a frame of verdicts."""
        sheet = self.world.sheet(*subject)
        for number, question in enumerate(self.questions):
            if question.limb.subject != subject[0]:
                continue
            kept = self._kept.setdefault((number, subject), Kept())
            form = question.rung.form
            caught = self._caught_up(number, kept)
            if kept.hi < now or caught < ENDLESS:
                lo = -ENDLESS if hasattr(form, "occasion") else min(caught, kept.hi)
                self._judge(number, sheet, kept, lo, now)
            for row in _as_rows(question, sheet.subject, kept.pieces, now):
                yield question, row


def _as_rows(question: Question, subject: str, pieces: Iterable[Piece], now: int) -> Iterator[dict[str, Any]]:
    since, until = in_force(question.norm)
    ordered: Iterable[Piece] = sorted(pieces, key=lambda piece: (piece.since, piece.record))
    if not hasattr(question.rung.form, "occasion"):
        ordered = joined(ordered, _merge(question.rung.form))
    for each in ordered:
        if each.since >= until or (each.until <= since and each.since < since):
            continue
        begin, end = max(each.since, since), min(each.until, until)
        yield {
            "subject": subject,
            "record": each.record,
            "verdict": each.decision.verdict,
            "since": begin if begin > -ENDLESS else None,
            "until": end if end < now else None,
            "num": each.num,
            "den": each.den,
            "reason": each.decision.reason,
            "missing": each.decision.missing,
            "due": each.due,
            "limit": each.limit,
        }


_IN_PARTS = (Daily, Interval)
"""Forms whose measured value is the worst of what is merged: kept in parts here, merged when read."""

_ALWAYS = ("person", "facility", "cell", "transfer")
"""Tables whose rows speak of all time."""

_OF_CELLMATES = ("person", "custody", "proceeding", "presence")
"""Tables whose rows about a person bear on the cells and facilities where that person is present."""


def _first_moment(table: str, row: Fact) -> int:
    """Return the earliest moment that a row speaks of."""
    moments = [row[each] for each in MOMENTS[table] if row[each] is not None]
    return min(moments) if moments else -ENDLESS


def _end(row: Mapping[str, Any]) -> int:
    until: int | None = row["until"]
    return ENDLESS if until is None else until


def _provisional(form: Any, kept: Kept, lo: int) -> int:
    """Return where to begin so that pieces that may still change are judged from their beginning."""
    if isinstance(form, Spell) and form.whole:
        return _whole_runs(kept, lo)
    if isinstance(form, Spell):
        lo = _sure_run(kept, lo)
    far = lo
    for each in reversed(kept.pieces):
        if each.until < far:
            break
        if each.decision.reason in PROVISIONAL and (each.until >= lo or each.decision.verdict == PENDING):
            lo = min(lo, each.since)
    return lo


def _sure_run(kept: Kept, lo: int) -> int:
    """Return the beginning of the sure run that a change at `lo` may lengthen: whether it goes on decides all of it."""
    return min((run.since for run in kept.memory.get(SURELY, ()) if run.since < lo <= run.lasts), default=lo)


def _whole_runs(kept: Kept, lo: int) -> int:
    """Return where to begin so that every run that may still change is judged from its beginning, whatever its reading."""
    runs = [run for several in kept.memory.values() for run in several]
    while reached := [run.counts for run in runs if run.counts < lo <= run.lasts]:
        lo = min(reached)
    return lo


def _drop_from(pieces: list[Piece], form: Any, lo: int) -> None:
    """Take away what of some pieces, in order of time, lies after `lo`: whole days, or what is left of one that is cut there."""
    if isinstance(form, Daily):
        del pieces[bisect_right(pieces, lo, key=lambda each: each.until) :]
        return
    del pieces[bisect_left(pieces, lo, key=lambda each: each.since) :]
    if pieces and pieces[-1].until > lo:
        pieces[-1] = _cut(form, pieces[-1], lo)


def _cut(form: Any, piece: Piece, lo: int) -> Piece:
    """Return what of a piece lies before `lo`; a measured length is that much shorter, a figure stays."""
    if piece.until <= lo:
        return piece
    if piece.num is None or isinstance(form, _IN_PARTS):
        return piece._replace(until=lo)
    return piece._replace(until=lo, num=piece.num - (piece.until - lo))


def _merge(form: Any) -> Merge:
    if isinstance(form, Daily):
        return with_least
    if isinstance(form, Interval):
        return with_most if form.limit.at_most is not None else with_least
    return _latest_measure if isinstance(form, Spell | Recurring) else _added


def _latest_measure(first: Piece, second: Piece) -> Piece:
    return longer(first, second)._replace(num=second.num, due=second.due)


def _added(first: Piece, second: Piece) -> Piece:
    num = None if second.num is None else second.until - first.since
    return longer(first, second)._replace(num=num)


def _only(form: Any, sheet: Sheet, table: str, row: Fact, put: Put, kept: Kept) -> dict[str, Fact] | None:
    """Return which records a row concerns: itself, and those that it may answer; None for all."""
    occasion = form.occasion
    in_covers = any(table in reads(state).tables for state in occasion.covers)
    if put.before is not None or in_covers or table in ("person", "facility"):
        return None
    shelf = sheet.shelf(occasion.rows.table).latest
    chosen: dict[str, Fact] = {row["record"]: row} if table == occasion.rows.table else {}
    if table == occasion.rows.table and not _is_answer(form, table):
        return chosen
    for each in kept.pieces:
        if each.decision.reason != "in_time" or each.until > begins(table, row):
            chosen[each.record] = shelf[each.record]
    return chosen


def _is_answer(form: Any, table: str) -> bool:
    return any(
        part.rows is not None and part.rows.table == table
        for part in getattr(form, "answers", getattr(form, "steps", ()))
    )
