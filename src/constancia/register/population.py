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

from django.db.models import Count, F, Q, QuerySet, Sum, Value

from constancia.core.text import Text
from constancia.core.time import day_start, local_day
from constancia.register.models import Custody, Facility, Person, RollDay

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

    `count` says where the figures come from: `roll`, `stale` (a copy: no count), `none` (no roll that day: a hole, every
    figure None) or `register`.
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
    facility: Facility, first: date, last: date, *, by: str = "", known_at: int | None = None
) -> Iterator[DayCount]:
    """Yield one row per day (and group) from `first` to `last`, both included, for one facility.

    Days before the first roll, or without one, have no figures where a facility is counted by rolls. `by` is empty or one
    of `GROUPS`. Days are the facility's own calendar days.
    """
    rolls = _rolls(facility, known_at)
    counted = (
        _on_day(facility, first, by, known_at)
        if first == last and by in _COLUMNS
        else _in_range(facility, first, last, by, known_at)
    )
    by_roll = bool(rolls) and not counted.recorded
    for group in sorted(counted.figures) or [""]:
        for day in _days(first, last):
            count = _kind_of_count(rolls, day) if by_roll else "register"
            figures = counted.figures.get(group, {}).get(day, (0, 0, 0, 0))
            yield DayCount(day, group, count, *((None,) * 4 if count == "none" else figures))


def holds_recorded(facilities: Iterable[str]) -> bool:
    """Tell whether somebody is held now at one of some facilities by the register's own record, not by a roll."""
    now_there = Custody.objects.filter(facility__in=list(facilities), evidence="recorded", until=None, known_until=None)
    return now_there.exists()


def mean(counts: Sequence[int | None]) -> Decimal | None:
    """Return the mean of the days that have a count, to four places; None when no day has one."""
    known = [each for each in counts if each is not None]
    return round(Decimal(sum(known)) / len(known), 4) if known else None


_COLUMNS = {"": None, "facility": "facility", "legal_status": "status", "sex": "sex"}
"""The column by which the database can split a count; bands of age need the person's birth."""

_Figures = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Counted:
    """Rows, persons, stays and bridged stays by group and day, and whether any of it was recorded by acts."""

    figures: dict[str, dict[date, _Figures]]
    recorded: bool


def _on_day(facility: Facility, day: date, by: str, known_at: int | None) -> _Counted:
    """Ask the database for one day."""
    instant = day_start(day, facility.zone)
    column = _COLUMNS[by]
    present = Q(evidence__in=PRESENT)
    found = (
        known_spans(known_at)
        .filter(_goes_on_after(instant, known_at), facility=facility.code, since__lte=instant)
        .filter(state__in=_IN_CUSTODY, evidence__in=HELD)
        .values(group=F(column) if column else Value(""))
        .annotate(
            listed=Sum("rows", filter=present, default=0),
            persons=Count("person", filter=present, distinct=True),
            stays=Count("id", filter=present),
            bridged=Count("id"),
            recorded=Count("id", filter=Q(evidence="recorded")),
        )
    )
    rows = [
        (each["group"] or (NOT_RECORDED if by else ""), _figures_of(each), each["recorded"])
        for each in found.order_by()
    ]
    return _Counted({group: {day: figures} for group, figures, _ in rows}, any(recorded for *_, recorded in rows))


def _goes_on_after(instant: datetime, known_at: int | None) -> Q:
    """Choose the spans that do not end by an instant, as far as was known."""
    later = Q(until=None) | Q(until__gt=instant)
    return later if known_at is None else later | Q(end_known_from__gt=known_at)


def _figures_of(row: Mapping[str, Any]) -> _Figures:
    return row["listed"], row["persons"], row["stays"], row["bridged"]


def _in_range(facility: Facility, first: date, last: date, by: str, known_at: int | None) -> _Counted:
    """Add up the pieces of a range of days."""
    by_group: defaultdict[str, list[_Piece]] = defaultdict(list)
    recorded = False
    for piece in _pieces(facility, first, last, by, known_at):
        by_group[piece.group].append(piece)
        recorded = recorded or piece.evidence == "recorded"
    return _Counted({group: _totals(pieces, first, last) for group, pieces in by_group.items()}, recorded)


def _pieces(facility: Facility, first: date, last: date, by: str, known_at: int | None) -> Iterator[_Piece]:
    start, stop = day_start(first, facility.zone), day_start(last + timedelta(days=1), facility.zone)
    spans = known_spans(known_at).filter(
        facility=facility.code, since__lt=stop, state__in=_IN_CUSTODY, evidence__in=HELD
    )
    spans = spans.filter(_goes_on_after(start, known_at))
    born = _births(spans) if by == "age_band" else {}
    for span in spans.iterator(chunk_size=10_000):
        until = until_as_known(span.until, span.end_known_from, known_at)
        begins = _first_midnight(span.since, facility.zone)
        ends = None if until is None else _first_midnight(until, facility.zone)
        if ends is not None and ends <= first:
            continue
        if by == "age_band" and span.person in born:
            yield from _by_age(span, born[span.person], max(begins, first), ends)
        else:
            yield _Piece(span.person, _group(span, by), span.evidence, span.rows, begins, ends)


def _first_midnight(moment: datetime, zone: str) -> date:
    """Return the first local day that begins at or after a moment: on it, what starts then is first counted."""
    day = local_day(moment, zone)
    return day if day_start(day, zone) >= moment else day + timedelta(days=1)


def _births(spans: QuerySet[Custody]) -> dict[str, date]:
    known = Person.objects.filter(id__in=spans.values("person")).values_list("id", "born_latest")
    return {person: born for person, born in known if born is not None}


def _group(span: Custody, by: str) -> str:
    if by == "age_band":
        return NOT_RECORDED if span.age is None else _age_band(span.age)
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


def _kind_of_count(rolls: dict[date, date | None], day: date) -> str:
    if day not in rolls:
        return "none"
    return "roll" if rolls[day] is None else "stale"


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
