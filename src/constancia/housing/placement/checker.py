"""The independent checker: hard rules and objective computed plainly from the file's own data.

It shares no code with the engine on purpose (it does not even read the instance with the same function): whoever doubts
a plan reads this file alone. It expects an instance that `instance.read_instance` accepts.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

_WIDTH = {"cell": 1, "corridor": 2, "module": 3}


@dataclass(frozen=True, slots=True)
class Breach:
    """One hard rule broken in one place, and by whom. For groups kept apart, `persons` names one of each."""

    rule: str
    place: str
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a plan is worth: the breaches of hard rules, each term of the objective, and their weighted sum (exact)."""

    breaches: tuple[Breach, ...]
    terms: Mapping[str, int | Fraction]
    objective: Fraction

    @property
    def is_sound(self) -> bool:
        """Tell whether no hard rule is broken."""
        return not self.breaches


def exact(number: Any) -> Fraction:
    """Return the number that the file's decimal digits say."""
    return Fraction(str(number))


class Checker:
    """Checks plans for one instance; what is the same for every plan is prepared once."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._persons = {each["id"]: each for each in data["persons"]}
        self._cells = {each["id"]: each for each in data["cells"]}
        self._modules = {each["id"]: each for each in data["modules"]}
        self._module_of = {each["id"]: each["module"] for each in data["corridors"]}
        self._pairs = data["keep_apart"]
        self._weights = {name: exact(value) for name, value in data["objective"].items()}
        self._rivals: dict[str, dict[str, int]] = defaultdict(dict)
        for each in data["rivalries"]:
            self._rivals[each["a"]][each["b"]] = self._rivals[each["b"]][each["a"]] = _WIDTH[each["level"]]
        self._companies: dict[str, list[str]] = defaultdict(list)
        for name, person in self._persons.items():
            if person["companions"] is not None:
                self._companies[person["companions"]].append(name)

    def check(self, assignments: Mapping[str, str | None]) -> Checked:
        """Check one plan: person to cell, or to None where somebody has no cell."""
        together: dict[str, list[str]] = defaultdict(list)
        for name in self._persons:
            cell = assignments.get(name)
            if cell is not None and cell in self._cells:
                together[cell].append(name)
        breaches = [*self._unknown(assignments), *self._groups(together), *self._pairs_broken(assignments)]
        for cell, names in together.items():
            breaches += self._cell(self._cells[cell], names)
        terms = self._terms(assignments, together)
        objective = sum((self._weights.get(name, Fraction(0)) * value for name, value in terms.items()), Fraction(0))
        return Checked(tuple(breaches), terms, objective)

    def _unknown(self, assignments: Mapping[str, str | None]) -> Iterator[Breach]:
        """Yield persons and cells that the instance does not have, and persons whom the plan forgets."""
        for name, cell in assignments.items():
            if name not in self._persons:
                yield Breach("unknown_person", str(cell), (name,))
            if cell is not None and cell not in self._cells:
                yield Breach("unknown_cell", str(cell), (name,))
        for name in self._persons:
            if name not in assignments:
                yield Breach("missing_person", "", (name,))

    def _cell(self, cell: Mapping[str, Any], names: list[str]) -> Iterator[Breach]:
        """Yield what is wrong inside one cell, apart from rival groups and pairs."""
        people = [self._persons[name] for name in names]
        module = self._modules[self._module_of[cell["corridor"]]]
        place, everyone = cell["id"], tuple(names)
        if len(people) > cell["capacity"]:
            yield Breach("capacity", place, everyone)
        if len({person["status"] for person in people}) > 1:
            yield Breach("status", place, everyone)
        if len({person["infection"] for person in people}) > 1:
            yield Breach("infection", place, everyone)
        if len(people) > 1 and any(person["single_cell"] for person in people):
            yield Breach("single_cell", place, everyone)
        for need, supply in (("wheelchair", "accessible_places"), ("lower_bunk", "lower_bunks")):
            if sum(person[need] for person in people) > cell[supply]:
                yield Breach(need, place, everyone)
        for name, person in zip(names, people, strict=True):
            yield from self._person(cell, module, name, person)

    @staticmethod
    def _person(
        cell: Mapping[str, Any], module: Mapping[str, Any], name: str, person: Mapping[str, Any]
    ) -> Iterator[Breach]:
        """Yield why this person may not be in this cell even alone."""
        for rule in ("sex", "age"):
            if person[rule] != module[rule]:
                yield Breach(rule, cell["id"], (name,))
        if person["infection"] is not None and not cell["isolation"]:
            yield Breach("isolation", cell["id"], (name,))
        if person["medical"] and not module["hospital"]:
            yield Breach("medical", cell["id"], (name,))

    def _places(self, cell: str) -> tuple[tuple[str, str], ...]:
        corridor = self._cells[cell]["corridor"]
        return ("cell", cell), ("corridor", corridor), ("module", self._module_of[corridor])

    def _groups(self, together: Mapping[str, list[str]]) -> Iterator[Breach]:
        """Yield every place in which two groups are that may not share it."""
        one_of: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for cell, people in together.items():
            present = {self._persons[name]["group"] or "none": name for name in people}
            for place in self._places(cell):
                one_of[place] |= present
        for (level, name), found in one_of.items():
            for a, one in found.items():
                for b, two in found.items():
                    if a < b and self._rivals[a].get(b, 0) >= _WIDTH[level]:
                        yield Breach("rival_groups", name, (one, two))

    def _pairs_broken(self, assignments: Mapping[str, str | None]) -> Iterator[Breach]:
        """Yield every two people who are together in a place in which they are kept apart."""
        for a, b, level in self._pairs:
            one, two = assignments.get(a), assignments.get(b)
            if one is None or two is None or one not in self._cells or two not in self._cells:
                continue
            if self._places(one)[_WIDTH[level] - 1] == self._places(two)[_WIDTH[level] - 1]:
                yield Breach("keep_apart", self._places(one)[_WIDTH[level] - 1][1], (a, b))

    def _terms(
        self, assignments: Mapping[str, str | None], together: Mapping[str, list[str]]
    ) -> dict[str, int | Fraction]:
        return {
            "unplaced": sum(assignments.get(name) is None for name in self._persons),
            "density": self._density(together),
            "split": self._split(assignments),
            "watch": self._watch(together),
            "move": sum(self._has_moved(name, assignments.get(name)) for name in self._persons),
        }

    def _density(self, together: Mapping[str, list[str]]) -> Fraction:
        """Return the sum over cells of persons squared per m² of ventilated area."""
        squares: dict[tuple[str, str], int] = defaultdict(int)
        for name, people in together.items():
            cell = self._cells[name]
            squares[str(cell["area_m2"]), str(cell["ventilation"])] += len(people) ** 2
        each = (Fraction(total) / (exact(area) * exact(air)) for (area, air), total in squares.items())
        return sum(each, Fraction(0))

    def _split(self, assignments: Mapping[str, str | None]) -> int:
        """Return, over groups of companions, the cells used beyond the first, plus members without a cell."""
        total = 0
        for names in self._companies.values():
            cells = [assignments.get(name) for name in names]
            placed = {cell for cell in cells if cell is not None}
            total += max(0, len(placed) - 1) + sum(cell is None for cell in cells)
        return total

    def _watch(self, together: Mapping[str, list[str]]) -> int:
        """Return the watched persons beyond one, or beyond a tenth of the capacity, summed over cells."""
        total = 0
        for name, people in together.items():
            most = max(1, math.ceil(Fraction(self._cells[name]["capacity"], 10)))
            total += max(0, sum(self._persons[each]["watch"] for each in people) - most)
        return total

    def _has_moved(self, name: str, cell: str | None) -> bool:
        present = self._persons[name]["present_cell"]
        return cell is not None and present is not None and cell != present
