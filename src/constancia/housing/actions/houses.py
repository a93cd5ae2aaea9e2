"""What is fixed for a whole facility: its signed capacity and profile, what was published about it, and whole modules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from constancia.core.actors import Actor
from constancia.core.events import Event, in_one_form
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, refuse_if_any
from constancia.housing.actions.common import Act, write, zone_of
from constancia.housing.events import places as e
from constancia.housing.paths import facility_of, subject_of
from constancia.housing.queries.cells import places_at
from constancia.housing.refusals import TOO_MANY_AT_ONCE
from constancia.housing.rules import places as rules
from constancia.ledger.journal import Draft, Recorded, chain_of, record
from constancia.ledger.sequence import writing
from constancia.register.actions.common import refuse_text
from constancia.register.refusals import TOO_LONG
from constancia.register.rules import refuse_missing, refuse_moment, refuse_supersede

MOST_CELLS = 2_000
"""So many cells are opened in one act at most."""


def sign_capacity(
    *, by: Actor, at: datetime, now: datetime, facility: str, places: int, signed_by: str, reason: str
) -> Recorded:
    """Sign how many people a facility can hold safely. Refuses `housing.bad_measure`, `register.missing`."""
    require(by, "housing.certify", facility)
    event = e.OperationalCapacitySigned(facility=facility, places=places, signed_by=signed_by, reason=reason)
    refusals = [*refuse_missing(signed_by=signed_by, reason=reason), *_too_long(signed_by=signed_by)]
    if not 0 <= places <= 1_000_000:
        refusals.append(TOO_MANY_AT_ONCE(field="places", count=places, limit=1_000_000))
    return _on_house(Act(by, at, now), facility, event, refusals)


def choose_profile(
    *, by: Actor, at: datetime, now: datetime, facility: str, capacity: str, reason: str, norm: str = ""
) -> Recorded:
    """Choose which capacity of a cell is the hard limit, and which space norm limits it as well.

    Refuses `register.unknown_code`, `register.missing`.
    """
    require(by, "housing.certify", facility)
    event = e.ProfileChosen(facility=facility, capacity=capacity, norm=norm, reason=reason)
    return _on_house(
        Act(by, at, now), facility, event, [*refuse_missing(reason=reason), *rules.refuse_profile(capacity, norm)]
    )


def record_claim(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    what: str,
    value: str,
    unit: str,
    said_by: str,
    said_on: str,
    reference: str,
    supersedes: int | None = None,
) -> Recorded:
    """Keep a figure that somebody published about a facility, beside whatever others published; it is no capacity.

    Refuses `register.missing`, `register.too_long`.
    """
    require(by, "housing.arrange", facility)
    event = e.ClaimRecorded(
        facility=facility, what=what, value=value, unit=unit, said_by=said_by, said_on=said_on, reference=reference
    )
    refusals = [
        *refuse_missing(what=what, value=value, said_by=said_by, reference=reference),
        *_too_long(what=what, value=value, said_by=said_by),
        *_too_long(40, unit=unit, said_on=said_on),
    ]
    return _on_house(Act(by, at, now, supersedes=supersedes), facility, event, refusals)


def open_module(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    code: str,
    name: str,
    sex: str,
    age: str,
    landings: int,
    cells_per_landing: int,
    measured_by: str,
    reason: str,
    health_care: bool = False,
    purpose: str = "normal",
    gross_m2: Decimal | None = None,
    sanitary_m2: Decimal | None = None,
    ventilation: Decimal | None = None,
    toilets: int | None = None,
    basins: int | None = None,
    bunks: int | None = None,
    lower_bunks: int | None = None,
    step_free: int | None = None,
    window_reads: bool | None = None,
    window_opens: bool | None = None,
    certified_normal: int | None = None,
    working: int | None = None,
    maximum: int | None = None,
) -> list[Recorded]:
    """Enter a whole module of equal cells: its landings (A, B, …) and their cells (1, 2, …) with measures and capacities.

    Each place gets its own entries, as if each were entered alone. Refuses `housing.already_so`, `housing.bad_measure`,
    `housing.capacity_order`, `housing.too_many_at_once`, `register.missing`, `register.unknown_code`, `register.in_future`.
    """
    require(by, "housing.arrange", facility)
    module = f"{facility}/{code}"
    measures = e.Measures(
        gross_m2,
        sanitary_m2,
        ventilation=ventilation,
        toilets=toilets,
        basins=basins,
        bunks=bunks,
        lower_bunks=lower_bunks,
        step_free=step_free,
        window_reads=window_reads,
        window_opens=window_opens,
    )
    each_cell = (
        e.PlaceMeasured(place="", measures=measures, measured_by=measured_by),
        e.CapacitiesSet(place="", certified_normal=certified_normal, working=working, maximum=maximum, reason=reason),
    )
    opened = e.PlaceOpened(place=module, name=name, purpose="", sex=sex, age=age, health_care=health_care)
    refusals = [*refuse_moment(at, now), *refuse_missing(code=code, name=name, measured_by=measured_by, reason=reason)]
    return _open_all(
        Act(by, at, now), opened, _Layout(module, landings, cells_per_landing), purpose, each_cell, refusals
    )


def _open_all(
    act: Act,
    opened: e.PlaceOpened,
    layout: "_Layout",
    purpose: str,
    each_cell: tuple[e.PlaceMeasured, e.CapacitiesSet],
    refusals: list[Refusal],
) -> list[Recorded]:
    module, (measured, set_) = opened.place, each_cell
    with writing():
        facility = facility_of(module)
        zone, there = zone_of(facility), places_at([module], act.at)
        refuse_if_any(
            [
                *refusals,
                *rules.refuse_opening(module, there, opened.name, purpose, opened.sex, opened.age),
                *rules.refuse_measures(measured.measures),
                *rules.refuse_capacities(set_.certified_normal, set_.working, set_.maximum),
                *layout.refuse(),
                *(each for event in (opened, *each_cell) for each in refuse_text(event)),
            ]
        )
        drafts = [
            Draft(event=in_one_form(event), subject=subject_of(place), occurred_at=act.at, zone=zone, facility=facility)
            for place, event in [(module, opened), *layout.events(purpose, each_cell)]
        ]
        return record(drafts, by=act.by, now=act.now)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A module of equal landings of equal cells."""

    module: str
    number: int
    cells_each: int

    def refuse(self) -> list[Refusal]:
        """Refuse a layout without cells or with more than one act may open; landings have one letter each."""
        count = max(self.number, 0) * max(self.cells_each, 0)
        if 1 <= self.number <= 26 and self.cells_each >= 1 and count <= MOST_CELLS:
            return []
        return [TOO_MANY_AT_ONCE(field="cells_per_landing", count=count, limit=MOST_CELLS)]

    def landings(self) -> list[str]:
        """Return the codes of the landings."""
        return [f"{self.module}/{chr(ord('A') + number)}" for number in range(self.number)]

    def cells(self, landing: str) -> list[str]:
        """Return the codes of the cells of a landing."""
        return [f"{landing}/{number}" for number in range(1, self.cells_each + 1)]

    def events(self, purpose: str, each_cell: Sequence[Any]) -> Iterator[tuple[str, Event]]:
        """Yield what opens every landing and cell, each cell followed by its own copy of some events."""
        for landing in self.landings():
            yield landing, _plain(landing, "")
            for cell in self.cells(landing):
                yield cell, _plain(cell, purpose)
                yield from ((cell, replace(event, place=cell)) for event in each_cell)


def _plain(code: str, purpose: str) -> e.PlaceOpened:
    return e.PlaceOpened(place=code, name=code.rpartition("/")[2], purpose=purpose, sex="", age="", health_care=False)


def _too_long(limit: int = 200, **texts: str) -> list[Refusal]:
    return [TOO_LONG(field=name, limit=limit) for name, value in texts.items() if len(value) > limit]


def _on_house(act: Act, facility: str, event: Event, refusals: list[Refusal]) -> Recorded:
    with writing():
        zone = zone_of(facility)
        subject = f"housing:{facility}"
        corrects = refuse_supersede(chain_of(subject), act.supersedes, type(event))
        reasons = [*refuse_moment(act.at, act.now), *corrects, *refusals]
        return write(event, act, subject=subject, zone=zone, facility=facility, refusals=reasons)
