"""Opening and changing places: modules, landings, cells and beds, each fact from a moment on."""

import secrets
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from constancia.core.actors import Actor
from constancia.core.ids import new_id
from constancia.core.permissions import require
from constancia.core.refusals import Refused
from constancia.housing.actions.common import Act, known, on_place, write, zone_of
from constancia.housing.codes import OUT_OF_USE
from constancia.housing.events import places as e
from constancia.housing.models import Reservation
from constancia.housing.paths import facility_of, parent_of, subject_of
from constancia.housing.queries.cells import places_at
from constancia.housing.queries.rows import at_instant
from constancia.housing.refusals import ALREADY_SO, NOT_STANDING, UNKNOWN_PLACE
from constancia.housing.rules import places as rules
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register.refusals import TOO_LONG
from constancia.register.rules import refuse_code, refuse_missing, refuse_moment

_CELL = frozenset({"cell"})


def open_place(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    place: str,
    name: str = "",
    purpose: str = "",
    sex: str = "",
    age: str = "",
    health_care: bool = False,
) -> Recorded:
    """Enter a module, landing, cell or bed; `place` is its path, such as CD-1/M3/A/12, and never changes.

    A module says for which sex and age it is, a cell which purpose it serves (normal unless said). Refuses
    `housing.bad_place_code`, `housing.no_parent`, `housing.already_so`, `housing.module_needs_kind`,
    `register.unknown_code`, `register.unknown_facility`, `register.in_future`.
    """
    facility = facility_of(place)
    require(by, "housing.arrange", facility)
    act = Act(by, at, now)
    with writing():
        zone = zone_of(facility)
        kind_purpose = purpose or ("normal" if place.count("/") == 3 else "")
        known = places_at([place, parent_of(place)], at)
        refusals = [
            *refuse_moment(at, now),
            *rules.refuse_opening(place, known, name, kind_purpose, sex, age),
        ]
        event = e.PlaceOpened(
            place=place,
            name=name or place.rpartition("/")[2],
            purpose=kind_purpose,
            sex=sex,
            age=age,
            health_care=health_care,
        )
        return write(event, act, subject=subject_of(place), zone=zone, facility=facility, refusals=refusals)


def describe_place(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    place: str,
    name: str,
    purpose: str = "",
    sex: str = "",
    age: str = "",
    health_care: bool = False,
) -> list[Recorded]:
    """Give a place another name or purpose from a moment on. Refuses as `open_place`, and `housing.unknown_place`."""
    require(by, "housing.arrange", facility_of(place))
    event = e.PlaceDescribed(place=place, name=name, purpose=purpose, sex=sex, age=age, health_care=health_care)
    kind = {2: "module", 4: "cell"}.get(place.count("/") + 1, "")
    refusals = [*refuse_missing(name=name), *rules.refuse_description(kind, name, purpose, sex, age)]
    return on_place(Act(by, at, now), place, [event], refusals)


def measure_place(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    place: str,
    measured_by: str,
    gross_m2: Decimal | None = None,
    sanitary_m2: Decimal | None = None,
    furniture_m2: Decimal | None = None,
    height_m: Decimal | None = None,
    openings_m2: Decimal | None = None,
    ventilation: Decimal | None = None,
    toilets: int | None = None,
    basins: int | None = None,
    showers: int | None = None,
    lock_in_toilets: int | None = None,
    lock_in_basins: int | None = None,
    bunks: int | None = None,
    lower_bunks: int | None = None,
    step_free: int | None = None,
    window_reads: bool | None = None,
    window_opens: bool | None = None,
    supersedes: int | None = None,
) -> list[Recorded]:
    """Record what was measured in a cell; what nobody measured stays empty. Areas in m², height in m, to the millimetre.

    Refuses `housing.bad_measure`, `housing.unknown_place`, `housing.not_a_cell`, `register.missing`.
    """
    require(by, "housing.arrange", facility_of(place))
    measures = e.Measures(
        gross_m2,
        sanitary_m2,
        furniture_m2,
        height_m,
        openings_m2,
        ventilation,
        toilets,
        basins,
        showers,
        lock_in_toilets,
        lock_in_basins,
        bunks,
        lower_bunks,
        step_free,
        window_reads,
        window_opens,
    )
    event = e.PlaceMeasured(place=place, measures=measures, measured_by=measured_by)
    refusals = [*refuse_missing(measured_by=measured_by), *rules.refuse_measures(measures)]
    return on_place(Act(by, at, now, supersedes=supersedes), place, [event], refusals, kinds=_CELL)


def set_capacities(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    place: str,
    reason: str,
    certified_normal: int | None = None,
    working: int | None = None,
    maximum: int | None = None,
    supersedes: int | None = None,
) -> list[Recorded]:
    """Say for how many people a cell is: uncrowded, in practice, at the most. Whoever is there beyond it is flagged at once.

    Refuses `housing.capacity_order`, `housing.bad_measure`, `housing.unknown_place`, `housing.not_a_cell`,
    `register.missing`.
    """
    require(by, "housing.arrange", facility_of(place))
    event = e.CapacitiesSet(
        place=place, certified_normal=certified_normal, working=working, maximum=maximum, reason=reason
    )
    refusals = [*refuse_missing(reason=reason), *rules.refuse_capacities(certified_normal, working, maximum)]
    return on_place(Act(by, at, now, supersedes=supersedes), place, [event], refusals, kinds=_CELL)


def certify_place(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    place: str,
    approved_by: str,
    reference: str,
    valid_until: date,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> list[Recorded]:
    """Answer for a cell as it is: its measures and capacities are frozen in the certificate, with an expiry.

    Refuses `housing.unknown_place`, `housing.not_a_cell`, `register.missing`.
    """
    require(by, "housing.certify", facility_of(place))
    found = places_at([place], at).get(place)
    if found is None:
        raise Refused([UNKNOWN_PLACE(field="place", place=place[:60])])
    names = e.Measures.__dataclass_fields__
    event = e.PlaceCertified(
        certificate=new_id("A", random_index),
        place=place,
        measures=e.Measures(**{name: getattr(found, name) for name in names}),
        certified_normal=found.certified_normal,
        working=found.working,
        maximum=found.maximum,
        approved_by=approved_by,
        reference=reference,
        valid_until=valid_until,
    )
    refusals = refuse_missing(approved_by=approved_by, reference=reference)
    return on_place(Act(by, at, now), place, [event], refusals, kinds=_CELL)


def take_out_of_use(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    place: str,
    reason: str,
    note: str,
    permanent: bool = False,
    expected_back_on: date | None = None,
) -> list[Recorded]:
    """Take a place out of use with a coded reason; people who still sleep in it are flagged until they are moved.

    Refuses `register.unknown_code`, `register.missing`, `housing.unknown_place`, `housing.already_so`.
    """
    require(by, "housing.arrange", facility_of(place))
    event = e.TakenOutOfUse(
        place=place, reason=reason, permanent=permanent, note=note, expected_back_on=expected_back_on
    )
    found = places_at([place], at).get(place)
    refusals = [*refuse_code("reason", reason, OUT_OF_USE), *refuse_missing(note=note)]
    if found is not None and found.out_of_use:
        refusals.append(ALREADY_SO(field="place", what=place))
    return on_place(Act(by, at, now), place, [event], refusals)


def put_back_in_use(*, by: Actor, at: datetime, now: datetime, place: str, note: str) -> list[Recorded]:
    """Let a place be used again. Refuses `register.missing`, `housing.unknown_place`, `housing.already_so`."""
    require(by, "housing.arrange", facility_of(place))
    found = places_at([place], at).get(place)
    refusals = refuse_missing(note=note)
    if found is not None and not found.out_of_use:
        refusals.append(ALREADY_SO(field="place", what=place))
    return on_place(Act(by, at, now), place, [e.PutBackInUse(place=place, note=note)], refusals)


def reserve_places(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    place: str,
    places: int,
    purpose: str,
    last_day: date,
    person: str = "",
    random_index: Callable[[int], int] = secrets.randbelow,
) -> list[Recorded]:
    """Keep places of a cell free for a person, or for a group on its way, until the end of a day of the place.

    Refuses `housing.bad_measure`, `housing.unknown_place`, `housing.not_a_cell`, `register.missing`.
    """
    require(by, "housing.place", facility_of(place))
    event = e.PlacesReserved(
        reservation=new_id("B", random_index),
        place=place,
        places=places,
        person=person,
        purpose=purpose,
        last_day=last_day,
    )
    refusals = [
        *refuse_missing(purpose=purpose),
        *rules.refuse_capacities(None, None, places),
        *(known(person) if person else []),
        *([TOO_LONG(field="purpose", limit=200)] if len(purpose) > 200 else []),
    ]
    return on_place(Act(by, at, now), place, [event], refusals, kinds=_CELL)


def end_reservation(
    *, by: Actor, at: datetime, now: datetime, place: str, reservation: str, reason: str
) -> list[Recorded]:
    """Free reserved places. Refuses `housing.not_standing`, `register.missing`."""
    require(by, "housing.place", facility_of(place))
    stands = at_instant(Reservation, at).filter(place=place, reservation=reservation).exists()
    refusals = refuse_missing(reason=reason)
    if not stands:
        refusals.append(NOT_STANDING(field="reservation", what=reservation[:20]))
    return on_place(
        Act(by, at, now), place, [e.ReservationEnded(reservation=reservation, place=place, reason=reason)], refusals
    )
