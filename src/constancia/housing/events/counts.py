"""What can be recorded about roll calls: a count by named people, and every difference from the register."""

from datetime import datetime

from constancia.core.events import Event, event

_ROLL = "Mandela Rule 7; custody-systems: rows 53-55 and §3.5"


@event("housing.count_opened", en="Roll call opened", es="Recuento abierto", source=_ROLL)
class CountOpened(Event):
    """A count of everybody at a facility begins; the roll is the one at this moment. `kind` is numbers or names."""

    count: str
    kind: str
    cells: tuple[str, ...]
    reason: str


@event("housing.cell_counted", en="Cell counted", es="Celda contada", source=_ROLL)
class CellCounted(Event):
    """A named person counted a cell at a moment: how many were there, and who, when counted by name.

    `round` counts upwards from 1; `key` is the browser's own, so that a count sent twice is recorded once.
    """

    count: str
    cell: str
    round: int
    seen: int
    present: tuple[str, ...]
    unknown: int
    counted_by: str
    key: str
    on_paper: bool


@event("housing.difference_found", en="Difference found", es="Diferencia detectada", source=_ROLL)
class DifferenceFound(Event):
    """What was counted is not what the register says: recorded together with the count, by nobody's choice.

    `missing` are persons on the roll not seen, `extra` persons seen who are not on the roll of the cell (by name only).
    """

    count: str
    cell: str
    round: int
    computed: int
    attested: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]


@event("housing.cell_searched", en="Cell searched", es="Celda registrada en busca", source=_ROLL)
class CellSearched(Event):
    """Somebody looked for whoever was missing, where, and with what result."""

    count: str
    cell: str
    searched_by: str
    where: str
    found: str


@event("housing.difference_explained", en="Difference explained", es="Diferencia explicada", source=_ROLL)
class DifferenceExplained(Event):
    """Why the count and the register differed (a key of `codes.EXPLANATIONS`); the difference stays on record."""

    count: str
    cell: str
    explanation: str
    statement: str
    since: datetime | None


@event("housing.count_closed", en="Roll call closed", es="Recuento cerrado", source=_ROLL)
class CountClosed(Event):
    """A count is over: what it attests, what the register said, and the cells whose difference nobody explained."""

    count: str
    computed: int
    attested: int
    uncounted: tuple[str, ...]
    unexplained: tuple[str, ...]
    statement: str
