"""A facility at a glance at an instant: every cell with its people, its capacities side by side, and what is wrong there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from constancia.housing import space
from constancia.housing.models import Place
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.cells import cells_at, natural
from constancia.housing.queries.occupancy import counts, infants
from constancia.housing.queries.rows import at_instant, house_at, zone_at
from constancia.housing.rules.sleeping import Cell
from constancia.housing.snapshot import capacity_of


@dataclass(frozen=True, slots=True)
class CellSeen:
    """A cell at an instant: how many sleep there, for how many it is by each measure, and how many rules are broken.

    `norms` is the room that each space norm leaves, None where the floor was not measured; `limit` the hard limit of the
    profile (None: nobody set one); `infants` sleep with their mothers and are nobody's prisoners: they count for space alone;
    `m2_each` is the floor without sanitary annexe for each person and infant now.
    """

    code: str
    name: str
    purpose: str
    people: int
    infants: int
    certified_normal: int | None
    working: int | None
    maximum: int | None
    limit: int | None
    reserved: int
    norms: dict[str, int | None]
    m2_each: Decimal | None
    closed: str
    certificate_over: bool
    breaches: int

    @property
    def is_usable(self) -> bool:
        """Tell whether somebody could be placed here at all."""
        return not self.closed and not self.certificate_over and bool(self.limit)

    @property
    def heads(self) -> int:
        """Return how many need space: people and infants."""
        return self.people + self.infants


@dataclass(frozen=True, slots=True)
class LandingSeen:
    """A landing and its cells."""

    code: str
    name: str
    cells: Sequence[CellSeen]


@dataclass(frozen=True, slots=True)
class ModuleSeen:
    """A module, for whom it is, and its landings."""

    code: str
    name: str
    sex: str
    age: str
    health_care: bool
    closed: str
    landings: Sequence[LandingSeen]

    @property
    def cells(self) -> list[CellSeen]:
        """Return all cells of the module."""
        return [cell for landing in self.landings for cell in landing.cells]


def facility_map(facility: str, at: datetime) -> list[ModuleSeen]:
    """Return the modules of a facility with their landings and cells as they are at an instant, in the order of people."""
    rows = sorted(at_instant(Place, at).filter(facility=facility), key=lambda each: natural(each.code))
    places = {each.code: each for each in rows if each.kind != "bed"}
    codes = [code for code, each in places.items() if each.kind == "cell"]
    cells = cells_at(codes, facility, at, zone_at(facility))
    people, small = counts(facility, at), infants(facility, at)
    broken = Counter(each.cell for each in breaches(facility, at))
    seen = {code: _cell(places[code], cells[code], people[code], small[code], broken[code]) for code in codes}
    return [
        ModuleSeen(
            module.code,
            module.name,
            module.sex,
            module.age,
            module.health_care,
            module.out_of_use,
            [
                LandingSeen(code, landing.name, [seen[cell] for cell in codes if places[cell].parent == code])
                for code, landing in places.items()
                if landing.kind == "landing" and landing.parent == module.code
            ],
        )
        for module in places.values()
        if module.kind == "module"
    ]


def _cell(place: Place, cell: Cell, people: int, small: int, broken: int) -> CellSeen:
    floor = None if place.gross_m2 is None or place.sanitary_m2 is None else place.gross_m2 - place.sanitary_m2
    return CellSeen(
        code=place.code,
        name=place.name,
        purpose=place.purpose,
        people=people,
        infants=small,
        certified_normal=place.certified_normal,
        working=place.working,
        maximum=place.maximum,
        limit=None if cell.limit is None else capacity_of(cell),
        reserved=cell.reserved,
        norms={name: room_or_none(place, name) for name in space.NORMS},
        m2_each=None if floor is None or not people else round(floor / (people + small), 2),
        closed=cell.closed,
        certificate_over=cell.certificate_over is not None,
        breaches=broken,
    )


def room_or_none(place: Place, norm: str) -> int | None:
    """Return how many people a cell has room for under a norm, or None when its floor was not measured.

    A norm that does not speak of such a cell leaves it to be for as many as it is certified for.
    """
    room = space.room_in(place, norm)
    return room.persons if room.applies else place.certified_normal


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of a facility side by side; a sum is None as soon as one of its parts is unknown."""

    people: int
    infants: int
    certified_normal: int | None
    working: int | None
    maximum: int | None
    operational: int | None
    norms: dict[str, int | None]
    out_of_use: int
    beyond_normal: int


def totals(facility: str, modules: Sequence[ModuleSeen], at: datetime) -> Totals:
    """Return every capacity of a facility beside its people; cells out of use count for nothing in them."""
    cells = [cell for module in modules for cell in module.cells]
    used = [cell for cell in cells if not cell.closed]

    def added(figures: Sequence[int | None]) -> int | None:
        return None if not figures or any(each is None for each in figures) else sum(each or 0 for each in figures)

    return Totals(
        people=sum(each.people for each in cells),
        infants=sum(each.infants for each in cells),
        certified_normal=added([each.certified_normal for each in used]),
        working=added([each.working for each in used]),
        maximum=added([each.maximum for each in used]),
        operational=house_at(facility, at).operational,
        norms={name: added([each.norms[name] for each in used]) for name in space.NORMS},
        out_of_use=len(cells) - len(used),
        beyond_normal=sum(max(0, each.people - (each.certified_normal or each.people)) for each in cells),
    )
