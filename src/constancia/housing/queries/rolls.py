"""The roll as of an instant, computed from placements and custody: who is expected where, and who is out, apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constancia.housing.models import Count, Counted, Difference
from constancia.housing.queries.cells import cells_of
from constancia.housing.queries.occupancy import occupants
from constancia.housing.queries.rows import among, at_instant
from constancia.housing.timeline import counts
from constancia.ledger.journal import chain_of, entries_by_subject
from constancia.register.events import LeftTemporarily
from constancia.register.models import Custody


@dataclass(frozen=True, slots=True)
class Roll:
    """Who the register expects where at a facility at an instant; every group is apart and they add up to `custody`.

    `cells` holds the persons expected in each cell; `no_cell` is present but has none; `out` is out for a while, by kind
    (court, hospital, …); `in_transit` left for another place and was not received yet; `escaped` is unlawfully at large.
    """

    facility: str
    at: datetime
    cells: Mapping[str, Sequence[str]]
    no_cell: Sequence[str]
    out: Mapping[str, Sequence[str]]
    in_transit: Sequence[str]
    escaped: Sequence[str]

    @property
    def unlock(self) -> int:
        """Return the unlock roll: everybody present behind the doors, with or without a cell."""
        return sum(map(len, self.cells.values())) + len(self.no_cell)

    @property
    def custody(self) -> int:
        """Return everybody in the custody of the facility, wherever they are; whoever escaped is not counted as held."""
        return self.unlock + sum(map(len, self.out.values())) + len(self.in_transit)


def roll(facility: str, at: datetime) -> Roll:
    """Return the roll of a facility as of an instant, in the order in which cells are walked."""
    rows = at_instant(Custody, at).filter(facility=facility, known_until=None, evidence="recorded")
    states = {person: (state, entry) for person, state, entry in rows.values_list("person", "state", "entry")}
    cell_of = {each.person: each.cell for each in occupants(facility, at)}
    held = sorted(person for person, (state, _) in states.items() if state == "held")
    cells: dict[str, list[str]] = {code: [] for code in cells_of(facility, at)}
    for person in held:
        if person in cell_of:
            cells.setdefault(cell_of[person], []).append(person)
    return Roll(
        facility=facility,
        at=at,
        cells=cells,
        no_cell=[person for person in held if person not in cell_of],
        out=_out({person for person, (state, _) in states.items() if state == "absent"}, at),
        in_transit=sorted(person for person, (state, _) in states.items() if state == "in_transit"),
        escaped=sorted(person for person, (state, _) in states.items() if state == "escaped"),
    )


def _out(persons: set[str], at: datetime) -> dict[str, list[str]]:
    """Return who is out, by the kind that the newest entry of leaving says."""
    found: dict[str, list[str]] = {}
    for person, chain in entries_by_subject(sorted(persons)).items():
        left = [each for each in chain if isinstance(each.event, LeftTemporarily) and each.occurred_at <= at]
        kind = max(left, key=lambda each: each.occurred_at).event.kind if left else "other"  # type: ignore[attr-defined]
        found.setdefault(kind, []).append(person)
    return found


def expected_in(cell: str, facility: str, at: datetime) -> list[str]:
    """Return who the register expects in one cell at an instant: who sleeps there and is not out."""
    there = [each.person for each in occupants(facility, at, cell=cell)]
    rows = at_instant(Custody, at).filter(facility=facility, known_until=None, evidence="recorded", state="held")
    return sorted(person for (person,) in among(rows, "person", there, "person"))


def count_called(count: str) -> counts.Count | None:
    """Return a roll call with everything counted, searched and explained."""
    return counts.count_of(chain_of(count))


def open_count(facility: str) -> str:
    """Return the roll call of a facility that is still open, or nothing."""
    rows = Count._default_manager.filter(facility=facility, closed_by=None).order_by("-entry")
    return rows.values_list("count", flat=True).first() or ""


def sent_before(count: str, key: str) -> list[int]:
    """Return the entries that a submission with this key made already."""
    return list(Counted._default_manager.filter(count=count, key=key).order_by("entry").values_list("entry", flat=True))


def differences(facility: str, *, open_only: bool = False) -> Any:
    """Return every difference that counts of a facility ever found, newest first."""
    rows = Difference._default_manager.filter(facility=facility).order_by("-entry")
    return rows.filter(state="open") if open_only else rows
