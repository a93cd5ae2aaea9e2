"""Importing daily rolls: idempotent, resumable, and nothing dropped in silence."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from constancia.core.actors import Actor
from constancia.core.ahead import ahead, without_collector
from constancia.core.events import Event
from constancia.core.permissions import require
from constancia.core.refusals import Refused
from constancia.core.time import day_start, local_day
from constancia.ledger.journal import Draft, record
from constancia.ledger.rows import analyse
from constancia.ledger.sequence import writing
from constancia.register.models import Facility, RollDay
from constancia.register.refusals import IMPORT_RACED, OTHER_ZONE, UNKNOWN_FACILITY
from constancia.register.roll import events as r
from constancia.register.roll.files import Reject, Source, Unreadable, tables
from constancia.register.roll.fold import Change, Difference, FoldState, Roll, StayState, advance, difference, rolls
from constancia.register.roll.load import fold_state
from constancia.register.roll.numbers import UnusedIds

ENTRIES_AT_ONCE = 300_000
"""How many entries one transaction holds at least, always whole rolls: what an interruption can cost."""

ROLLS_AHEAD = 60
"""How many rolls are read and compared ahead, on another core, while earlier ones are written down."""


@dataclass(slots=True)
class RollImport:
    """What one run did: rolls read anew, rolls known already, and what was rejected."""

    new_rolls: int = 0
    known_rolls: int = 0
    new_entries: int = 0
    rejects: list[Reject] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """An import on its way: what is compared with, and what waits to be written."""

    facility: str
    zone: str
    by: Actor
    clock: Callable[[], datetime]
    persons: UnusedIds
    stays: UnusedIds
    state: FoldState
    known: dict[date, str]
    waiting: list[Draft] = field(default_factory=list)
    waiting_rolls: int = 0
    done: RollImport = field(default_factory=RollImport)


def import_roll(
    *,
    by: Actor,
    paths: Sequence[Path | Source],
    facility: str,
    zone: str,
    clock: Callable[[], datetime],
    progress: Callable[[str, int], None] = lambda _name, _entries: None,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> RollImport:
    """Read daily rolls into the register of a facility that is open already.

    A roll read before is skipped, so that the same import adds nothing twice and an interrupted one goes on where the
    last transaction ended. Entries become durable some ten thousand at a time, whole rolls only. What cannot be read is
    returned in `rejects`, every time a file is given; the rest is read. Refuses `register.unknown_facility`,
    `register.other_zone` when the facility's days are those of another zone, and `register.import_raced` when another
    import of the same facility got in between.
    """
    require(by, "register.import", facility)
    _refuse_place(facility, zone)
    known = dict(RollDay.objects.filter(facility=facility).values_list("day", "sha256"))
    persons = UnusedIds("P", "register_person", "id", random_index)
    stays = UnusedIds("S", "register_roll_stay", "stay", random_index)
    run = _Run(facility, zone, by, clock, persons, stays, fold_state(facility), known)
    with without_collector(), ahead(_rolls_of(paths, run.done.rejects), ROLLS_AHEAD) as found:
        for roll in found:
            _take(run, roll)
            if len(run.waiting) >= ENTRIES_AT_ONCE:
                _write(run)
            progress(f"{roll.day}", run.done.new_entries + len(run.waiting))
        _write(run)
    if run.done.new_entries:
        analyse(*GROWN)
    return run.done


GROWN = ("ledger_entry", "ledger_opening", "register_person", "register_custody", "register_roll_stay")
"""The tables that rolls make large."""


def _refuse_place(facility: str, zone: str) -> None:
    place = Facility.objects.filter(code=facility).first()
    if place is None:
        raise Refused([UNKNOWN_FACILITY(field="facility", facility=facility[:40])])
    if place.zone != zone:
        raise Refused([OTHER_ZONE(field="zone", facility=facility, zone=place.zone)])


def _rolls_of(paths: Sequence[Path | Source], rejects: list[Reject]) -> Iterator[Roll]:
    for table in tables(paths):
        if isinstance(table, Unreadable):
            rejects.append(table.reject)
            continue
        for each in rolls(table):
            if isinstance(each, Roll):
                yield each
            else:
                rejects.append(each)


def _take(run: _Run, roll: Roll) -> None:
    """Add what a roll changes to what waits; a roll that cannot be taken now is named among the rejects."""
    if roll.day in run.known:
        if run.known[roll.day] == roll.sha256:
            run.done.known_rolls += 1
            run.done.rejects.extend(roll.rejects)
        else:
            run.done.rejects.append(Reject(roll.name, 0, roll.day.isoformat(), "same_day_other_file"))
        return
    if roll.day > local_day(run.clock(), run.zone):
        run.done.rejects.append(Reject(roll.name, 0, roll.day.isoformat(), "future_day"))
        return
    if run.state.last_day is not None and roll.day < run.state.last_day:
        run.done.rejects.append(Reject(roll.name, 0, roll.day.isoformat(), "out_of_order"))
        return
    found = difference(run.state, roll)
    persons_before = len(run.state.persons)
    changes = advance(
        run.state,
        roll,
        found,
        run.stays.next,
        run.persons.next,
    )
    run.known[roll.day] = roll.sha256
    run.done.rejects.extend(roll.rejects)
    run.waiting.extend(_drafts(run, roll, found, changes, _newest(run.state, persons_before)))
    run.waiting_rolls += 1


def _drafts(
    run: _Run, roll: Roll, found: Difference, changes: Sequence[tuple[Change, StayState]], newcomers: set[str]
) -> Iterator[Draft]:
    at = day_start(roll.day, run.zone)
    taken = r.RollTaken(
        day=roll.day,
        name=roll.name,
        sha256=roll.sha256,
        rows=roll.rows,
        persons=roll.persons,
        stays=roll.frame.height,
        rejected=len(roll.rejects),
        stale_of=found.stale_of,
    )
    yield _draft(run, taken, f"facility:{run.facility}", at)
    for change, stay in changes:
        number = change.key[0]
        if number in newcomers:
            newcomers.discard(number)
            yield _draft(run, r.PersonListed(issuer=run.facility, number=number), stay.person, at)
        yield _draft(run, _event(change, stay.stay, roll.day, found.last_day), stay.person, at)


def _newest(state: FoldState, known: int) -> set[str]:
    """Return the person numbers added after the first `known` ones."""
    return set(islice(reversed(state.persons), len(state.persons) - known))


def _draft(run: _Run, event: Event, subject: str, at: datetime) -> Draft:
    return Draft(event=event, subject=subject, occurred_at=at, zone=run.zone, facility=run.facility)


def _event(change: Change, stay: str, day: date, last_day: date | None) -> Event:
    if change.kind == "missed":
        return r.Missed(stay=stay, day=day, last_day=last_day or day)
    attributes = tuple(r.Attribute(name, value) for name, value in sorted(change.attributes.items()))
    if change.kind == "listed":
        return r.Sighted(stay=stay, day=day, admitted=change.key[1], rows=change.rows, attributes=attributes)
    kind = r.SightedAgain if change.kind == "again" else r.Described
    return kind(stay=stay, day=day, rows=change.rows, attributes=attributes)


def _write(run: _Run) -> None:
    """Make what waits durable, unless somebody else read rolls of this facility in the meantime."""
    if not run.waiting:
        return
    with writing():
        if RollDay.objects.filter(facility=run.facility).count() != len(run.known) - run.waiting_rolls:
            raise Refused([IMPORT_RACED(facility=run.facility)])
        record(run.waiting, by=run.by, now=run.clock())
    run.done.new_entries += len(run.waiting)
    run.done.new_rolls += run.waiting_rolls
    run.waiting, run.waiting_rolls = [], 0
