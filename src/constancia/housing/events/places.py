"""What can be recorded about places: modules, landings, cells and beds, each from a moment on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from constancia.core.events import Event, event

_SPACE = "Mandela Rules 12-15; CPT/Inf (2015) 44"
_MOJ = "custody-systems: rows 36-43"


@dataclass(frozen=True)
class Measures:
    """What was measured or counted in a cell; nothing (None) where nobody did. Areas in m², height in m.

    `ventilation` is the share of the air the cell needs that reaches it (0 to 1); `lock_in_*` are the fixtures that can be
    reached while the door is locked; `step_free` the sleeping places reached without a step. `window_reads`: a window lets one
    read and work by daylight; `window_opens`: a window lets fresh air in (Mandela Rule 14(a)); no only where somebody looked.
    """

    gross_m2: Decimal | None = None
    sanitary_m2: Decimal | None = None
    furniture_m2: Decimal | None = None
    height_m: Decimal | None = None
    openings_m2: Decimal | None = None
    ventilation: Decimal | None = None
    toilets: int | None = None
    basins: int | None = None
    showers: int | None = None
    lock_in_toilets: int | None = None
    lock_in_basins: int | None = None
    bunks: int | None = None
    lower_bunks: int | None = None
    step_free: int | None = None
    window_reads: bool | None = None
    window_opens: bool | None = None


@event("housing.place_opened", en="Place opened", es="Espacio abierto", source=_MOJ)
class PlaceOpened(Event):
    """A module, landing, cell or bed enters the register; its code is the path to it and never changes.

    `sex`, `age` and `health_care` are a module's: for whom it is, and whether care for the sick is in it.
    """

    place: str
    name: str
    purpose: str
    sex: str
    age: str
    health_care: bool


@event("housing.place_described", en="Place described anew", es="Espacio descrito de nuevo", source=_MOJ)
class PlaceDescribed(Event):
    """From this moment on a place has another name or serves another purpose."""

    place: str
    name: str
    purpose: str
    sex: str
    age: str
    health_care: bool


@event("housing.place_measured", en="Place measured", es="Espacio medido", source=_SPACE)
class PlaceMeasured(Event):
    """Somebody measured a cell: all its components as they are from now on, and who says so."""

    place: str
    measures: Measures
    measured_by: str


@event("housing.capacities_set", en="Capacities set", es="Capacidades fijadas", source=_MOJ)
class CapacitiesSet(Event):
    """How many people a cell is for: uncrowded (certified normal), in practice (working) and at the most; nothing if unsaid."""

    place: str
    certified_normal: int | None
    working: int | None
    maximum: int | None
    reason: str


@event("housing.place_certified", en="Place certified", es="Espacio certificado", source=_MOJ)
class PlaceCertified(Event):
    """Somebody answers for a cell as it is: a frozen copy of its measures and capacities, until a last day."""

    certificate: str
    place: str
    measures: Measures
    certified_normal: int | None
    working: int | None
    maximum: int | None
    approved_by: str
    reference: str
    valid_until: date


@event("housing.taken_out_of_use", en="Taken out of use", es="Puesto fuera de uso", source=_MOJ)
class TakenOutOfUse(Event):
    """Nobody may be placed here from now on; `reason` is a key of `codes.OUT_OF_USE`."""

    place: str
    reason: str
    permanent: bool
    note: str
    expected_back_on: date | None


@event("housing.put_back_in_use", en="Put back in use", es="Puesto de nuevo en uso", source=_MOJ)
class PutBackInUse(Event):
    """A place may be used again."""

    place: str
    note: str


@event(
    "housing.operational_capacity_signed",
    en="Operational capacity signed",
    es="Capacidad operativa firmada",
    source=_MOJ,
)
class OperationalCapacitySigned(Event):
    """Somebody signs how many people a facility can hold safely, staff and regime considered."""

    facility: str
    places: int
    signed_by: str
    reason: str


@event("housing.profile_chosen", en="Profile chosen", es="Perfil elegido", source=_SPACE)
class ProfileChosen(Event):
    """Which capacity of a cell is the hard limit here, and which space norm limits it as well (empty: none)."""

    facility: str
    capacity: str
    norm: str
    reason: str


@event(
    "housing.claim_recorded",
    en="Published statement recorded",
    es="Dato publicado registrado",
    source="public-facts: two capacities at least for every facility",
)
class ClaimRecorded(Event):
    """Somebody published a figure about a facility; contradicting ones stand side by side and none counts as a capacity."""

    facility: str
    what: str
    value: str
    unit: str
    said_by: str
    said_on: str
    reference: str


@event(
    "housing.places_reserved",
    en="Places reserved",
    es="Plazas reservadas",
    source="custody-systems: row 44, reserved stays",
)
class PlacesReserved(Event):
    """Places of a cell are kept free for somebody, or for a group that is on its way, until a day is over."""

    reservation: str
    place: str
    places: int
    person: str
    purpose: str
    last_day: date


@event(
    "housing.reservation_ended",
    en="Reservation ended",
    es="Reserva terminada",
    source="custody-systems: row 44, reserved stays",
)
class ReservationEnded(Event):
    """Reserved places are free again."""

    reservation: str
    place: str
    reason: str
