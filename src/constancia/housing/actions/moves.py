"""Where somebody sleeps: moved, swapped, held in reception, taken out, or placed by a named override."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.events import in_one_form
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.housing import refusals as why
from constancia.housing.actions.common import Act, known, place_of, write, zone_of
from constancia.housing.events import sleeping as e
from constancia.housing.hard import OVERRIDABLE
from constancia.housing.models import Placement
from constancia.housing.paths import facility_of
from constancia.housing.queries.board import Board, Wanted
from constancia.housing.queries.rows import among, at_instant
from constancia.housing.rules.sleeping import refuse_sleeping
from constancia.housing.timeline.sleeping import KEEPS_A_CELL, placements
from constancia.ledger.journal import Draft, Recorded, chain_of, record
from constancia.ledger.sequence import writing
from constancia.register.actions.common import refuse_text, require_for_person
from constancia.register.models import Custody
from constancia.register.refusals import OVERRIDE_TOO_SHORT
from constancia.register.rules import SHORTEST_REASON, refuse_missing, refuse_moment, refuse_supersede

_MOST_MOMENTS = 50
"""A move recorded late is tried at so many later arrivals in the cell at most."""


def move(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    cell: str,
    reason: str,
    bed: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Let a person sleep in a cell from now on; every hard rule that this would break is told at once, under the pen.

    Refuses whatever `hard.py` lists (capacity and floor area by the facility's profile, sex, age, legal status, people and
    groups kept apart, isolation, needs, places out of use), `housing.unknown_place`, `housing.already_so`,
    `register.unknown_person`, `register.missing`, `register.in_future`, `register.not_correctable`.
    """
    require(by, "housing.place", facility_of(cell))
    act = Act(by, at, now, supersedes=supersedes)
    with writing():
        refuse_if_any([*_refuse_act(act, reason, person), *refuse_supersede(chain_of(person), supersedes, e.Placed)])
        wanted = {person: Wanted(cell, bed)}
        refusals = refuse_moves(wanted, act, facility_of(cell))
        refusals += [] if supersedes else _refuse_same(wanted, at)
        (entry,) = _place(wanted, act, "move", reason, refusals)
        return entry


def hold_in_reception(*, by: Actor, at: datetime, now: datetime, person: str, cell: str, reason: str) -> Recorded:
    """Let a person wait in a cell of reception; the clock of people without a cell goes on.

    Refuses as `move` does, and `housing.not_reception`.
    """
    require(by, "housing.place", facility_of(cell))
    act = Act(by, at, now)
    with writing():
        refuse_if_any(_refuse_act(act, reason, person))
        wanted = {person: Wanted(cell)}
        board = Board(wanted, facility_of(cell), at, zone_of(facility_of(cell)))
        found = board.cells.get(cell)
        refusals = [*refuse_moves(wanted, act, facility_of(cell)), *_refuse_same(wanted, at)]
        if found is not None and found.purpose != "reception":
            refusals.append(why.NOT_RECEPTION(field="cell", place=cell))
        (entry,) = _place(wanted, act, "reception", reason, refusals)
        return entry


def swap(*, by: Actor, at: datetime, now: datetime, person: str, other: str, reason: str) -> list[Recorded]:
    """Let two persons exchange their cells (and beds) at one moment; both or neither.

    Refuses as `move` does for each of the two, `housing.has_no_cell`, `housing.same_cell`.
    """
    require_for_person(by, "housing.place", person)
    act = Act(by, at, now)
    with writing():
        refuse_if_any([*_refuse_act(act, reason, person, other), *_refuse_no_cell((person, other), at)])
        slept = {each.person: each for each in at_instant(Placement, at).filter(person__in=(person, other))}
        first, second = slept[person], slept[other]
        if first.cell == second.cell:
            raise Refused([why.SAME_CELL(field="other", place=first.cell)])
        for each in (first, second):
            require(by, "housing.place", each.facility)
        wanted = {person: Wanted(second.cell, second.bed), other: Wanted(first.cell, first.bed)}
        refusals = [
            each
            for facility in sorted({first.facility, second.facility})
            for each in refuse_moves(wanted, act, facility)
        ]
        return _place(wanted, act, "swap", reason, refusals)


def override(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    person: str,
    cell: str,
    reason: str,
    authority: str,
    bed: str = "",
) -> list[Recorded]:
    """Place a person against hard rules, by a named and reasoned decision; it stays on the flag list and is a breach.

    Refuses what nobody can override (not in custody here, no such cell, a bed taken), `housing.nothing_to_override`,
    `register.override_too_short`, `register.missing`, `register.in_future`.
    """
    require(by, "housing.override", facility_of(cell))
    act = Act(by, at, now, authority)
    with writing():
        refuse_if_any([*_refuse_act(act, reason, person), *refuse_missing(authority=authority)])
        wanted = {person: Wanted(cell, bed)}
        against = refuse_moves(wanted, act, facility_of(cell))
        refusals = [each for each in against if each.code not in OVERRIDABLE]
        rules = tuple(sorted({each.code for each in against} & OVERRIDABLE))
        if not against:
            refusals.append(why.NOTHING_TO_OVERRIDE(field="cell"))
        if len(reason.strip()) < SHORTEST_REASON:
            refusals.append(OVERRIDE_TOO_SHORT(field="reason"))
        decided = e.OverrideGiven(cell=cell, rules=rules, reason=reason)
        zone = zone_of(facility_of(cell))
        entry = write(decided, act, subject=person, zone=zone, facility=facility_of(cell), refusals=refusals)
        return [entry, *_place(wanted, act, "override", reason, [], override=entry.number)]


def take_out(*, by: Actor, at: datetime, now: datetime, person: str, reason: str) -> Recorded:
    """Take a person out of the cell; the person waits in reception and is listed with a clock.

    Refuses `housing.has_no_cell`, `register.missing`, `register.in_future`.
    """
    require_for_person(by, "housing.place", person)
    act = Act(by, at, now)
    with writing():
        refuse_if_any([*_refuse_act(act, reason, person), *_refuse_no_cell((person,), at)])
        slept = at_instant(Placement, at).get(person=person)
        event = e.TakenOut(stay=slept.stay, reason=reason)
        return write(event, act, subject=person, zone=zone_of(slept.facility), facility=slept.facility, refusals=[])


def withdraw_move(*, by: Actor, at: datetime, now: datetime, person: str, entry: int, reason: str) -> Recorded:
    """Take back a move that was recorded wrongly: where the person slept is worked out again without it.

    Refuses as `move` does where the person would be again, `register.not_correctable`, `register.missing`.
    """
    require_for_person(by, "housing.place", person)
    act = Act(by, at, now, supersedes=entry)
    with writing():
        chain = chain_of(person)
        found = next((each for each in chain if each.number == entry), None)
        kind = type(found.event) if found and isinstance(found.event, e.Placed | e.TakenOut) else e.Placed
        refuse_if_any([*refuse_supersede(chain, entry, kind), *refuse_missing(reason=reason)])
        after = [
            each for each in placements(person, [each for each in chain if each.number != entry]) if not each.until
        ]
        refusals = [
            each
            for back in after
            if not at_instant(Placement, now).filter(person=person, cell=back.cell).exists()
            for each in refuse_moves({person: Wanted(back.cell, back.bed)}, Act(by, now, now), back.facility)
        ]
        facility, zone = place_of(person)
        refusals += refuse_moment(at, now)
        event = e.EntryWithdrawn(reason=reason)
        return write(event, act, subject=person, zone=zone, facility=facility, refusals=refusals)


def refuse_moves(moves: Mapping[str, Wanted], act: Act, facility: str) -> list[Refusal]:
    """Refuse moves with every hard rule they would break at a facility, then and at every later arrival in the cells."""
    zone = zone_of(facility)
    here = {person: each for person, each in moves.items() if facility_of(each.cell) == facility}
    found: list[Refusal] = []
    for moment in _moments(here, act):
        board = Board(here, facility, moment, zone)
        for person, wanted in here.items():
            tried = board.tried(person)
            if tried is None:
                found.append(why.UNKNOWN_PLACE(field="cell", place=wanted.cell[:60]))
                continue
            against = refuse_sleeping(tried)
            is_later = moment != act.at
            found += [] if is_later and not tried.sleeper.stay else against
    said = {(each.code, str(sorted(each.values.items(), key=str))): each for each in found}
    return list(said.values())


def _moments(moves: Mapping[str, Wanted], act: Act) -> list[datetime]:
    """Return the move's moment, and every later one at which somebody came into one of the cells while it would last.

    That is not only for moves recorded late: whoever waits for the pen finds entries that happened after its own moment.
    """
    later = Placement._default_manager.filter(person__in=list(moves), since__gt=act.at).order_by("since")
    end = later.values_list("since", flat=True).first()
    came = Placement._default_manager.filter(cell__in={each.cell for each in moves.values()}, since__gt=act.at)
    came = came.filter(since__lt=end) if end else came
    return [act.at, *came.order_by("-since").values_list("since", flat=True).distinct()[:_MOST_MOMENTS]]


def _refuse_act(act: Act, reason: str, *persons: str) -> list[Refusal]:
    return [*known(*persons), *refuse_moment(act.at, act.now), *refuse_missing(reason=reason)]


def _refuse_same(moves: Mapping[str, Wanted], at: datetime) -> list[Refusal]:
    slept = at_instant(Placement, at).filter(person__in=list(moves)).values_list("person", "cell", "bed")
    return [
        why.ALREADY_SO(field="cell", what=cell)
        for person, cell, bed in slept
        if (cell, bed) == (moves[person].cell, moves[person].bed)
    ]


def _refuse_no_cell(persons: Sequence[str], at: datetime) -> list[Refusal]:
    there = set(at_instant(Placement, at).filter(person__in=persons).values_list("person", flat=True))
    return [why.HAS_NO_CELL(field="person", person=each) for each in persons if each not in there]


def place_all(
    moves: Mapping[str, Wanted], act: Act, facility: str, how: str, reason: str, *, plan: str = ""
) -> list[Recorded]:
    """Refuse with every reason against any of some moves within a facility, or record them all; call it under the pen."""
    return _place(moves, act, how, reason, refuse_moves(moves, act, facility), plan=plan)


def _place(
    moves: Mapping[str, Wanted],
    act: Act,
    how: str,
    reason: str,
    refusals: Sequence[Refusal],
    *,
    plan: str = "",
    override: int | None = None,
) -> list[Recorded]:
    stays = _stays(moves, act.at)
    drafts = []
    for person, wanted in moves.items():
        facility = facility_of(wanted.cell)
        event = in_one_form(
            e.Placed(
                stay=stays.get(person, ""),
                cell=wanted.cell,
                bed=wanted.bed,
                how=how,
                reason=reason,
                plan=plan,
                override=override,
            )
        )
        drafts.append(
            Draft(
                event=event,
                subject=person,
                occurred_at=act.at,
                zone=zone_of(facility) if facility else "UTC",
                facility=facility,
                authority=act.authority,
                supersedes=act.supersedes,
            )
        )
    refuse_if_any([*refusals, *refuse_text(drafts[0].event, act.authority)])
    return record(drafts, by=act.by, now=act.now)


def _stays(persons: Iterable[str], at: datetime) -> dict[str, str]:
    """Return the open stay of each person in custody at a moment."""
    rows = at_instant(Custody, at).filter(known_until=None, evidence="recorded", state__in=KEEPS_A_CELL)
    return dict(among(rows, "person", persons, "person", "stay"))
