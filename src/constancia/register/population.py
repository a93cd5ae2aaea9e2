"""How many people are held: counts of one day or day by day, each with its definition. Nothing is stored.

A day is counted at its first instant. One day is a question to the database; for a range, spans are added up where they
begin and end (a difference array), so that it costs one pass over the spans. Both give the same figures.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from constancia.core.text import Text
from constancia.core.time import day_start, local_day
from constancia.ledger.journal import entries
from constancia.register.events import BirthRecorded, EntryWithdrawn, SexRecorded
from constancia.register.models import Custody, Facility, Person, RollDay
from constancia.register.timeline import standing

PRESENT = ("recorded", "sighted")
HELD = ("recorded", "sighted", "gap")
_IN_CUSTODY = ("held", "in_transit", "absent")

DEFINITIONS: dict[str, Text] = {
    "rows": Text("lines on the day's roll, repeated lines included", "líneas en la lista del día, repetidas incluidas"),
    "persons": Text(
        "distinct persons listed that day, or recorded as held at its first instant (local midnight)",
        "personas distintas en la lista del día, o asentadas bajo custodia en su primer instante (medianoche local)",
    ),
    "stays": Text(
        "distinct admissions listed that day, or recorded as open at its first instant",
        "ingresos distintos en la lista del día, o asentados como abiertos en su primer instante",
    ),
    "bridged": Text(
        "stays, those missing from this roll but listed before and after included",
        "estancias, incluidas las ausentes de esta lista pero presentes antes y después",
    ),
}
"""What each column counts."""

GROUPS = ("facility", "legal_status", "sex", "age_band")
NOT_RECORDED = "not recorded"
"""The group of those of whom the register does not know what a count is split by."""
_AGE_BANDS = ((18, "0-17"), (25, "18-24"), (35, "25-34"), (50, "35-49"), (65, "50-64"), (1000, "65+"))


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of one facility or group.

    `count` says where the figures come from: `roll`, `stale` (a copy: no count), `none` (no roll that day, nothing
    recorded yet, or not begun: a hole, every figure None) or `register`.
    """

    day: date
    group: str
    count: str
    rows: int | None
    persons: int | None
    stays: int | None
    bridged: int | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A span cut down to whole days: counted from `first` up to but not on `end` (None: still going on)."""

    person: str
    group: str
    evidence: str
    rows: int
    first: date
    end: date | None
    stay: str = ""


def known_spans(known_at: int | None = None) -> QuerySet[Custody]:
    """Return the spans as known at an entry of the journal (None: now); use `until_as_known` for their ends."""
    if known_at is None:
        return Custody.objects.filter(known_until=None)
    return Custody.objects.filter(Q(known_until=None) | Q(known_until__gt=known_at), known_from__lte=known_at)


def until_as_known(until: datetime | None, end_known_from: int | None, known_at: int | None) -> datetime | None:
    """Return a span's end, or None when it was not known yet."""
    if known_at is not None and end_known_from is not None and end_known_from > known_at:
        return None
    return until


def daily(
    facility: Facility, first: date, last: date, *, now: datetime, by: str = "", known_at: int | None = None
) -> Iterator[DayCount]:
    """Yield one row per day (and group) from `first` to `last`, both included, for one facility.

    A day without a roll between the first roll and the last has no figures, whatever else is recorded; outside them a
    facility that has recorded custody is counted by it, from its opening or the first custody recorded on. Days that
    have not begun at `now` (asked as known earlier: at that moment) have no figures. `by` is empty or one of `GROUPS`.
    Days are the facility's own calendar days.
    """
    rolls = _rolls(facility, known_at)
    recorded_from = _recorded_from(facility, rolls, first, last, known_at)
    kind_of = _Kinds(rolls, recorded_from, today=local_day(now, facility.zone))
    is_asked = first == last and by in _COLUMNS and (by != "sex" or known_at is None)
    figures_by_group = (_on_day if is_asked else _in_range)(facility, first, last, by, known_at)
    for group in sorted(figures_by_group) or [""]:
        for day in _days(first, last):
            count = kind_of(day)
            figures = figures_by_group.get(group, {}).get(day, (0, 0, 0, 0))
            yield DayCount(day, group, count, *((None,) * 4 if count == "none" else figures))


def holds_recorded(facilities: Iterable[str]) -> bool:
    """Tell whether somebody is held now at one of some facilities by the register's own record, not by a roll."""
    now_there = Custody.objects.filter(facility__in=list(facilities), evidence="recorded", until=None, known_until=None)
    return now_there.exists()


@dataclass(frozen=True, slots=True)
class Seen:
    """How many different persons and admissions were present on at least one day of a range."""

    distinct_persons: int
    distinct_stays: int


def seen(facility: Facility, first: date, last: date, *, now: datetime, known_at: int | None = None) -> Seen:
    """Count who was listed, or recorded as held at the first instant of a day, on any day from `first` to `last`.

    Days that have not begun at `now` (asked as known earlier: at that moment) are left out.
    """
    last = min(last, local_day(now, facility.zone))
    pieces = [each for each in _pieces(facility, first, last, "", known_at) if _is_on_a_day(each, first, last)]
    return Seen(len({each.person for each in pieces}), len({each.stay for each in pieces}))


def _is_on_a_day(piece: "_Piece", first: date, last: date) -> bool:
    begins = max(piece.first, first)
    return piece.evidence in PRESENT and begins <= last and (piece.end is None or begins < piece.end)


def mean(counts: Sequence[int | None]) -> Decimal | None:
    """Return the mean of the days that have a count, to four places; None when no day has one."""
    known = [each for each in counts if each is not None]
    return round(Decimal(sum(known)) / len(known), 4) if known else None


_COLUMNS = {"": None, "facility": "facility", "legal_status": "status", "sex": "sex"}
"""The column by which the database can split a count; bands of age need the person's birth."""

_Figures = tuple[int, int, int, int]
_Counts = dict[str, dict[date, _Figures]]
"""Rows, persons, stays and bridged stays by group and day."""


def _on_day(facility: Facility, day: date, _last: date, by: str, known_at: int | None) -> _Counts:
    """Ask the database for one day."""
    instant = day_start(day, facility.zone)
    present = Q(evidence__in=PRESENT)
    found = (
        known_spans(known_at)
        .filter(_goes_on_after(instant, known_at), facility=facility.code, since__lte=instant)
        .filter(state__in=_IN_CUSTODY, evidence__in=HELD)
        .values(group=_grouping(by))
        .annotate(
            listed=Sum("rows", filter=present, default=0),
            persons=Count("person", filter=present, distinct=True),
            stays=Count("id", filter=present),
            bridged=Count("id"),
        )
    )
    return {each["group"] or (NOT_RECORDED if by else ""): {day: _figures_of(each)} for each in found.order_by()}


def _grouping(by: str) -> Any:
    """Return what the database groups by; a sex that no roll states is the one the person's file states."""
    column = _COLUMNS[by]
    if by == "sex":
        on_file = Person.objects.filter(id=OuterRef("person")).values("sex")
        return Case(When(sex="", then=Subquery(on_file)), default=F("sex"))
    return F(column) if column else Value("")


def _goes_on_after(instant: datetime, known_at: int | None) -> Q:
    """Choose the spans that do not end by an instant, as far as was known."""
    later = Q(until=None) | Q(until__gt=instant)
    return later if known_at is None else later | Q(end_known_from__gt=known_at)


def _figures_of(row: Mapping[str, Any]) -> _Figures:
    return row["listed"], row["persons"], row["stays"], row["bridged"]


def _in_range(facility: Facility, first: date, last: date, by: str, known_at: int | None) -> _Counts:
    """Add up the pieces of a range of days."""
    by_group: defaultdict[str, list[_Piece]] = defaultdict(list)
    for piece in _pieces(facility, first, last, by, known_at):
        if piece.first <= last:
            by_group[piece.group].append(piece)
    return {group: _totals(pieces, first, last) for group, pieces in by_group.items()}


def _pieces(facility: Facility, first: date, last: date, by: str, known_at: int | None) -> Iterator[_Piece]:
    start, stop = day_start(first, facility.zone), day_start(last + timedelta(days=1), facility.zone)
    spans = known_spans(known_at).filter(
        facility=facility.code, since__lt=stop, state__in=_IN_CUSTODY, evidence__in=HELD
    )
    spans = spans.filter(_goes_on_after(start, known_at))
    on_file = _on_file(spans, by, known_at)
    for span in spans.iterator(chunk_size=10_000):
        until = until_as_known(span.until, span.end_known_from, known_at)
        begins = _first_midnight(span.since, facility.zone)
        ends = None if until is None else _first_midnight(until, facility.zone)
        if ends is not None and ends <= first:
            continue
        if by == "age_band" and span.person in on_file:
            yield from _by_age(span, on_file[span.person], max(begins, first), ends)
        else:
            group = _group(span, by, on_file.get(span.person))
            yield _Piece(span.person, group, span.evidence, span.rows, begins, ends, span.stay)


def _first_midnight(moment: datetime, zone: str) -> date:
    """Return the first local day that begins at or after a moment: on it, what starts then is first counted."""
    day = local_day(moment, zone)
    return day if day_start(day, zone) >= moment else day + timedelta(days=1)


def _on_file(spans: QuerySet[Custody], by: str, known_at: int | None) -> dict[str, Any]:
    """Return the birth or the sex that each person's file states, as known at an entry, where a count is split by it."""
    if by not in _STATED:
        return {}
    column, kind, value = _STATED[by]
    persons = sorted(set(spans.values_list("person", flat=True)))
    if known_at is None:
        some = (persons[at : at + _AT_ONCE] for at in range(0, len(persons), _AT_ONCE))
        found = (Person.objects.filter(id__in=each).values_list("id", column) for each in some)
        return {person: said for rows in found for person, said in rows if said}
    codes = (kind.code, EntryWithdrawn.code)
    wanted = set(persons)
    chains = [each for each in entries(events=codes, upto=known_at) if each.subject in wanted]
    stated = (each for each in standing(chains) if isinstance(each.event, kind))
    return {each.subject: said for each in stated if (said := getattr(each.event, value))}


_AT_ONCE = 1_000

_STATED: dict[str, tuple[str, type[Any], str]] = {
    "age_band": ("born_latest", BirthRecorded, "latest"),
    "sex": ("sex", SexRecorded, "on_papers"),
}
"""Where a person's file states what a count is split by: the column now, and the event with its field as known earlier."""


def _group(span: Custody, by: str, on_file: Any) -> str:
    if by == "age_band":
        return NOT_RECORDED if span.age is None else _age_band(span.age)
    if by == "sex":
        return span.sex or on_file or NOT_RECORDED
    column = _COLUMNS[by]
    return (getattr(span, column) or NOT_RECORDED) if column else ""


def _by_age(span: Custody, born: date, first: date, end: date | None) -> Iterator[_Piece]:
    """Cut a span at the birthdays on which the person changes bands; born on 29 February, one turns a year on 1 March."""
    begin = first
    for limit, _ in _AGE_BANDS:
        birthday = _birthday(born, limit)
        if birthday <= begin:
            continue
        last = end is not None and end <= birthday
        yield _Piece(span.person, _age_band(limit - 1), span.evidence, span.rows, begin, end if last else birthday)
        if last:
            return
        begin = birthday


def _birthday(born: date, age: int) -> date:
    try:
        return born.replace(year=min(born.year + age, date.max.year))
    except ValueError:
        return date(born.year + age, 3, 1)


def _age_band(age: int) -> str:
    return next(label for limit, label in _AGE_BANDS if age < limit)


def _totals(pieces: Sequence[_Piece], first: date, last: date) -> dict[date, _Figures]:
    """Add up rows, persons, stays and bridged stays for each day."""
    steps: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for piece in pieces:
        present = piece.evidence in PRESENT
        _step(steps, piece.first, piece.end, first, (piece.rows * present, 0, int(present), 1))
    for start, end in _presences(pieces):
        _step(steps, start, end, first, (0, 1, 0, 0))
    running = [0, 0, 0, 0]
    found: dict[date, _Figures] = {}
    for day in _days(first, last):
        running = [total + step for total, step in zip(running, steps[day], strict=True)]
        found[day] = (running[0], running[1], running[2], running[3])
    return found


def _step(steps: Any, begins: date, ends: date | None, first: date, amounts: _Figures) -> None:
    begin = max(begins, first)
    if ends is not None and ends <= begin:
        return
    for place, amount in enumerate(amounts):
        steps[begin][place] += amount
        if ends is not None:
            steps[ends][place] -= amount


def _presences(pieces: Iterable[_Piece]) -> Iterator[tuple[date, date | None]]:
    """Yield the stretches of days on which each person is present at all, so that nobody counts twice on a day."""
    by_person: defaultdict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for piece in pieces:
        if piece.evidence in PRESENT:
            by_person[piece.person].append((piece.first, piece.end))
    for stretches in by_person.values():
        stretches.sort(key=lambda pair: pair[0])
        begin, end = stretches[0]
        for start, stop in stretches[1:]:
            if end is None or start <= end:
                end = None if end is None or stop is None else max(end, stop)
            else:
                yield begin, end
                begin, end = start, stop
        yield begin, end


def _rolls(facility: Facility, known_at: int | None) -> dict[date, date | None]:
    found = RollDay.objects.filter(facility=facility.code)
    if known_at is not None:
        found = found.filter(entry__lte=known_at)
    return dict(found.annotate(stale=F("stale_of")).values_list("day", "stale"))


def _recorded_from(
    facility: Facility, rolls: dict[date, date | None], first: date, last: date, known_at: int | None
) -> date:
    """Return the first day that is counted by what was recorded where there is no roll: `date.max` when none is."""
    if known_at is not None and facility.entry > known_at:
        return date.max
    if rolls and min(rolls) <= first and last <= max(rolls):
        return date.max
    if rolls and _first_custody(facility, known_at) is None:
        return date.max
    return local_day(in_being_since(facility, known_at), facility.zone)


def in_being_since(facility: Facility, known_at: int | None = None) -> datetime:
    """Return since when a facility is known to be one (UTC): its opening, or the first custody recorded there before that."""
    (opening,) = entries(after=facility.entry - 1, upto=facility.entry)
    return min(opening.occurred_at, _first_custody(facility, known_at) or opening.occurred_at)


def _first_custody(facility: Facility, known_at: int | None) -> datetime | None:
    recorded = known_spans(known_at).filter(facility=facility.code, evidence="recorded")
    first: datetime | None = recorded.aggregate(first=Min("since"))["first"]
    return first


class _Kinds:
    """Where the figures of each day come from: see `DayCount.count`."""

    def __init__(self, rolls: dict[date, date | None], recorded_from: date, *, today: date) -> None:
        self.rolls, self.recorded_from, self.today = rolls, recorded_from, today
        self.first, self.last = (min(rolls), max(rolls)) if rolls else (date.max, date.min)

    def __call__(self, day: date) -> str:
        if day in self.rolls:
            return "roll" if self.rolls[day] is None else "stale"
        recorded = self.recorded_from <= day <= self.today and not self.first < day < self.last
        return "register" if recorded else "none"


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
