"""Cells as they would be: who sleeps where at an instant, some persons moved, put before the hard rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from constancia.housing.models import Membership, Placement
from constancia.housing.queries.cells import cells_at, places_at
from constancia.housing.queries.rows import among, at_instant
from constancia.housing.queries.sleepers import groups_of, separations, sleepers
from constancia.housing.rules.sleeping import Cell, Company, Separations, Sleeper, Try, Whereabouts, company


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where somebody is to sleep: a cell, and a bed of it or none."""

    cell: str
    bed: str = ""


def cell_of(persons: Iterable[str], at: datetime) -> dict[str, str]:
    """Return the cell in which each person sleeps at an instant; those without one are left out."""
    return dict(among(at_instant(Placement, at), "person", persons, "person", "cell"))


def inside(cells: Iterable[str], at: datetime) -> dict[str, list[str]]:
    """Return who sleeps in each of some cells at an instant, in the order in which they came."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = at_instant(Placement, at).order_by("since", "entry")
    for cell, person in among(rows, "cell", cells, "cell", "person"):
        found[cell].append(person)
    return found


class Board:
    """Some persons put where they are to sleep (or looked at where they sleep already), everybody else where they are."""

    def __init__(self, moves: Mapping[str, Wanted], facility: str, at: datetime, zone: str) -> None:
        self.moves, self.facility, self.at = moves, facility, at
        reserved_for = next(iter(moves)) if len(moves) == 1 else ""
        wanted = {each.cell for each in moves.values()}
        self.cells: dict[str, Cell] = cells_at(wanted, facility, at, zone, reserved_for=reserved_for)
        self.together = self._together()
        everybody = {*moves, *(each for people in self.together.values() for each in people)}
        self.known: dict[str, Sleeper] = sleepers(everybody, facility, at, zone)
        self._apart: Separations = separations([self.known[each] for each in moves if each in self.known], at)
        self._where = self._whereabouts()
        self._free = self._free_beds()
        self._companies: dict[str, Company] = {}

    def tried(self, person: str) -> Try | None:
        """Return a person's cell as it would be; None when there is no such cell or person."""
        wanted = self.moves[person]
        if wanted.cell not in self.cells or person not in self.known:
            return None
        return Try(
            sleeper=self.known[person],
            cell=self.cells[wanted.cell],
            inside=self._company(wanted.cell),
            near=self._where.near(self.known[person], wanted.cell, self._apart),
            bed=wanted.bed,
            bed_free=wanted.bed in self._free,
            facility=self.facility,
            at=self.at,
        )

    def _company(self, cell: str) -> Company:
        if cell not in self._companies:
            self._companies[cell] = company([self.known[each] for each in self.together[cell] if each in self.known])
        return self._companies[cell]

    def _together(self) -> dict[str, list[str]]:
        found = {
            cell: [each for each in people if each not in self.moves]
            for cell, people in inside(self.cells, self.at).items()
        }
        for person, each in self.moves.items():
            found.setdefault(each.cell, []).append(person)
        return found

    def _whereabouts(self) -> Whereabouts:
        """Return where everybody is of whom somebody here is kept apart, by name or by group."""
        others = {other for pairs in self._apart.pairs.values() for other, _ in pairs}
        rivals = {other for pairs in self._apart.rivals.values() for other, _ in pairs}
        others |= {person for (person,) in among(at_instant(Membership, self.at), "group", rivals, "person")}
        where = cell_of(others - self.moves.keys(), self.at)
        where |= {person: each.cell for person, each in self.moves.items()}
        return Whereabouts(where, groups_of(where, self.at))

    def _free_beds(self) -> frozenset[str]:
        """Return the beds asked for that are there, in use, in the right cell, and nobody else's."""
        wanted = {each.bed: each.cell for each in self.moves.values() if each.bed}
        if not wanted:
            return frozenset()
        taken = {
            bed
            for bed, person in among(at_instant(Placement, self.at), "bed", wanted, "bed", "person")
            if person not in self.moves
        }
        asked = [each.bed for each in self.moves.values() if each.bed]
        return frozenset(
            code
            for code, place in places_at(wanted, self.at).items()
            if place.kind == "bed" and place.parent == wanted[code] and not place.out_of_use
            if code not in taken and asked.count(code) == 1
        )
