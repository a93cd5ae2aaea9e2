"""Roll call: opened, counted cell by cell by named people, compared at once with the register, searched, explained, closed."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.events import Event, in_one_form
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.core.time import iso
from constancia.housing import refusals as why
from constancia.housing.actions.common import Act, write, zone_of
from constancia.housing.codes import COUNT_KINDS, EXPLANATIONS
from constancia.housing.events import counts as e
from constancia.housing.queries.cells import cells_of
from constancia.housing.queries.rolls import count_called, expected_in, open_count, roll, sent_before
from constancia.housing.timeline.counts import Count
from constancia.ledger.journal import Draft, Recorded, entries, new_subject, record
from constancia.ledger.sequence import writing
from constancia.register.actions.common import refuse_text
from constancia.register.refusals import TOO_LONG
from constancia.register.rules import refuse_code, refuse_missing, refuse_moment

_LONGEST_KEY = 64
_MOST_IN_A_CELL = 5_000


@dataclass(frozen=True)
class CellCount:
    """What was counted in one cell: how many, and who, when counted by name; `unknown` are people nobody could name."""

    cell: str
    seen: int
    present: tuple[str, ...] = ()
    unknown: int = 0


def open_roll_call(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    kind: str,
    reason: str,
    within: str = "",
    random_index: Callable[[int], int] = secrets.randbelow,
) -> Recorded:
    """Begin a count of a facility (or of one of its modules, `within`), by numbers or by names.

    Refuses `housing.count_open` while another count of the facility is open, `housing.unknown_place` when there are no
    cells, `register.unknown_code`, `register.missing`, `register.in_future`.
    """
    require(by, "housing.count", facility)
    with writing():
        zone = zone_of(facility)
        other, cells = open_count(facility), cells_of(facility, at, within=within)
        refusals = [
            *refuse_moment(at, now),
            *refuse_missing(reason=reason),
            *refuse_code("kind", kind, COUNT_KINDS),
        ]
        if other:
            refusals.append(why.COUNT_OPEN(field="facility", count=other))
        if not cells:
            refusals.append(why.UNKNOWN_PLACE(field="within", place=within or facility))
        refuse_if_any(refusals)
        count = new_subject("C", random_index)
        event = e.CountOpened(count=count, kind=kind, cells=tuple(cells), reason=reason)
        return write(event, Act(by, at, now), subject=count, zone=zone, facility=facility, refusals=refusals)


def submit_count(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    count: str,
    cells: Sequence[CellCount],
    counted_by: str,
    key: str,
    on_paper: bool = False,
) -> list[Recorded]:
    """Hand in what a named person counted at a moment, in one cell or many; sent again under the same key, it is done once.

    Each cell is compared with the register as of that moment, and every difference is recorded with the count: nobody
    chooses whether. A cell counted before is counted again (the next round). Refuses `housing.not_standing`,
    `housing.count_closed`, `housing.not_counted_here`, `housing.bad_count`, `housing.before_count`, `register.missing`,
    `register.in_future`, `register.too_long`.
    """
    require(by, "housing.count", facility)
    act = Act(by, at, now)
    with writing():
        done = sent_before(count, key)
        if done and key:
            return [each for each in entries(after=done[0] - 1, upto=done[-1]) if each.number in done]
        found = _open(count, facility)
        refusals = [
            *refuse_moment(at, now),
            *refuse_missing(counted_by=counted_by, key=key),
            *([TOO_LONG(field="key", limit=_LONGEST_KEY)] if len(key) > _LONGEST_KEY else []),
            *([TOO_LONG(field="counted_by", limit=200)] if len(counted_by) > 200 else []),
            *(reason for each in cells for reason in _refuse_count(found, each, at)),
        ]
        if len({each.cell for each in cells}) < len(cells) or not cells:
            refusals.append(why.BAD_COUNT(field="cells", place=", ".join(each.cell for each in cells)[:60], count=0))
        events = (
            []
            if refusals
            else [each for cell in cells for each in _counted(found, cell, act, counted_by, key, on_paper)]
        )
        return _record(act, count, facility, events, refusals)


def _refuse_count(of: Count, said: CellCount, at: datetime) -> list[Refusal]:
    before = of.last_of.get(said.cell)
    found: list[Refusal] = []
    if said.cell not in of.cells:
        found.append(why.NOT_COUNTED_HERE(field="cells", place=said.cell[:60]))
    by_name = len(said.present) + said.unknown
    names_differ = of.kind == "names" and (by_name != said.seen or len(set(said.present)) < len(said.present))
    if not 0 <= said.seen <= _MOST_IN_A_CELL or not 0 <= said.unknown <= _MOST_IN_A_CELL or names_differ:
        found.append(why.BAD_COUNT(field="cells", place=said.cell[:60], count=said.seen))
    if at < of.as_of or (before is not None and at < before.at):
        found.append(why.BEFORE_COUNT(field="at", at=iso(at)))
    return found


def _counted(of: Count, said: CellCount, act: Act, counted_by: str, key: str, on_paper: bool) -> list[Event]:
    """Return the count of a cell and, when it is not what the register says, the difference."""
    before = of.last_of.get(said.cell)
    number = before.round + 1 if before else 1
    expected = expected_in(said.cell, of.facility, act.at)
    counted = e.CellCounted(
        count=of.count,
        cell=said.cell,
        round=number,
        seen=said.seen,
        present=said.present,
        unknown=said.unknown,
        counted_by=counted_by,
        key=key,
        on_paper=on_paper,
    )
    by_name = of.kind == "names"
    missing = tuple(each for each in expected if by_name and each not in said.present)
    extra = tuple(each for each in said.present if each not in expected)
    if said.seen == len(expected) and not missing and not extra and not said.unknown:
        return [counted]
    difference = e.DifferenceFound(
        count=of.count,
        cell=said.cell,
        round=number,
        computed=len(expected),
        attested=said.seen,
        missing=missing,
        extra=extra,
    )
    return [counted, difference]


def record_cell_search(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    count: str,
    cell: str,
    searched_by: str,
    where: str,
    found: str,
) -> list[Recorded]:
    """Record that somebody looked for whoever was missing, where and with what result.

    Refuses `housing.not_standing` where no difference is open, `housing.count_closed`, `register.missing`.
    """
    require(by, "housing.count", facility)
    event = e.CellSearched(count=count, cell=cell, searched_by=searched_by, where=where, found=found)
    refusals = refuse_missing(searched_by=searched_by, where=where, found=found)
    return _on_difference(Act(by, at, now), facility, count, cell, event, refusals)


def explain_difference(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    count: str,
    cell: str,
    explanation: str,
    statement: str,
    since: datetime | None = None,
) -> list[Recorded]:
    """Say why a count and the register differed; the difference stays on record.

    `since` is since when the register was wrong, where that is known. Refuses `housing.not_standing`,
    `housing.count_closed`, `register.unknown_code`, `register.missing`.
    """
    require(by, "housing.count", facility)
    event = e.DifferenceExplained(count=count, cell=cell, explanation=explanation, statement=statement, since=since)
    refusals = [*refuse_missing(statement=statement), *refuse_code("explanation", explanation, EXPLANATIONS)]
    return _on_difference(Act(by, at, now), facility, count, cell, event, refusals)


def close_roll_call(
    *, by: Actor, at: datetime, now: datetime, facility: str, count: str, statement: str = ""
) -> list[Recorded]:
    """Close a count: its entry names what it attests, what the register said, and whatever nobody counted or explained.

    With cells uncounted or differences unexplained a statement is needed. Refuses `housing.not_standing`,
    `housing.count_closed`, `register.missing`, `register.in_future`.
    """
    require(by, "housing.count", facility)
    with writing():
        found = _open(count, facility)
        unexplained = tuple(sorted({each.cell for each in found.unexplained}))
        refusals = refuse_moment(at, now)
        if found.uncounted or unexplained:
            refusals += refuse_missing(statement=statement)
        expected = roll(facility, found.as_of).cells
        event = e.CountClosed(
            count=count,
            computed=sum(len(expected.get(cell, ())) for cell in found.cells),
            attested=sum(each.seen for each in found.last_of.values()),
            uncounted=found.uncounted,
            unexplained=unexplained,
            statement=statement,
        )
        return _record(Act(by, at, now), count, facility, [event], refusals)


def _on_difference(
    act: Act, facility: str, count: str, cell: str, event: Event, refusals: list[Refusal]
) -> list[Recorded]:
    with writing():
        found = _open(count, facility)
        if cell not in {each.cell for each in found.unexplained}:
            refusals = [*refusals, why.NOT_STANDING(field="cell", what=cell[:60])]
        return _record(act, count, facility, [event], [*refuse_moment(act.at, act.now), *refusals])


def _open(count: str, facility: str) -> Count:
    """Return a count of a facility that is not closed yet."""
    found = count_called(count)
    if found is None or found.facility != facility:
        raise Refused([why.NOT_STANDING(field="count", what=count[:20])])
    if found.closed_by is not None:
        raise Refused([why.COUNT_CLOSED(field="count", count=count)])
    return found


def _record(
    act: Act, count: str, facility: str, events: Sequence[Event], refusals: Sequence[Refusal]
) -> list[Recorded]:
    refuse_if_any([*refusals, *(each for event in events for each in refuse_text(event))])
    zone = zone_of(facility)
    drafts = [
        Draft(event=in_one_form(event), subject=count, occurred_at=act.at, zone=zone, facility=facility)
        for event in events
    ]
    return record(drafts, by=act.by, now=act.now)
