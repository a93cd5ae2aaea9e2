"""The plainest exact peer: one boolean per person and cell, every rule as a constraint, CP-SAT on both cores."""

from collections.abc import Mapping
from typing import Any

from ortools.sat.python import cp_model

from constancia.bench.placing.house import Cell, House, Person

PARTS = 1000
"""Costs are counted in thousandths: CP-SAT knows whole numbers only."""


def place(data: Mapping[str, Any], seconds: float) -> dict[str, str | None]:
    """Return the best placement found within so many seconds after the model is built; nobody placed when none was."""
    house = House(data)
    model = _Model(house, data["objective"])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model.model)
    found: dict[str, str | None] = {person.id: None for person in house.persons}
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        chosen = ((person, cell) for (person, cell), inside in model.inside.items() if solver.boolean_value(inside))
        found |= {person.id: cell.id for person, cell in chosen}
    return found


class _Model:
    """The model; `inside` holds its booleans."""

    def __init__(self, house: House, weights: Mapping[str, Any]) -> None:
        self.model = cp_model.CpModel()
        self.inside: dict[tuple[Person, Cell], cp_model.IntVar] = {}
        self._of_cell: dict[Cell, dict[Person, cp_model.IntVar]] = {}
        self._house = house
        self._costs: list[Any] = []
        weigh = {name: round(PARTS * float(value)) for name, value in weights.items()}
        for person in house.persons:
            self._person(person, weigh)
        for cell, people in self._of_cell.items():
            self._cell(cell, people, weigh)
        self._groups()
        self._pairs()
        self._companions(weigh["split"])
        self.model.minimize(sum(self._costs))

    def _person(self, person: Person, weigh: Mapping[str, int]) -> None:
        cells = [cell for cell in self._house.cells[person.pool] if self._house.may(person, cell)]
        booleans = [self.model.new_bool_var("") for _ in cells]
        for cell, boolean in zip(cells, booleans, strict=True):
            self.inside[person, cell] = boolean
            self._of_cell.setdefault(cell, {})[person] = boolean
        self.model.add_at_most_one(booleans)
        self._costs.append(weigh["unplaced"] * (1 - sum(booleans)))
        present = person.present
        if present and weigh.get("move"):
            moved = [boolean for cell, boolean in zip(cells, booleans, strict=True) if cell.id != present]
            self._costs.append(weigh["move"] * sum(moved))

    def _cell(self, cell: Cell, people: Mapping[Person, cp_model.IntVar], weigh: Mapping[str, int]) -> None:
        self._crowding(cell, people, weigh["density"])
        for needs, places in (("lower_bunk", cell.lower_bunks), ("wheelchair", cell.accessible)):
            self.model.add(sum(boolean for person, boolean in people.items() if getattr(person, needs)) <= places)
        states = {person.state: self.model.new_bool_var("") for person in people}
        self.model.add_at_most_one(states.values())
        for person, boolean in people.items():
            self.model.add_implication(boolean, states[person.state])
            if person.single:
                self.model.add(sum(people.values()) <= 1).only_enforce_if(boolean)
        watched = [boolean for person, boolean in people.items() if person.watch]
        beyond = self.model.new_int_var(0, len(watched), "")
        self.model.add(beyond >= sum(watched) - max(1, -(-cell.capacity // 10)))
        self._costs.append(weigh["watch"] * beyond)

    def _crowding(self, cell: Cell, people: Mapping[Person, cp_model.IntVar], weight: int) -> None:
        """Charge the first person of a cell 1, the second 3, the third 5 …, over its ventilated area."""
        places = [self.model.new_bool_var("") for _ in range(min(cell.capacity, len(people)))]
        self.model.add(sum(people.values()) == sum(places))
        self._costs += [round(weight * (2 * place + 1) / cell.air) * taken for place, taken in enumerate(places)]

    def _groups(self) -> None:
        """Let no rivals be in one cell, corridor or module."""
        there: dict[tuple[str | int, str], cp_model.IntVar] = {}
        for (person, cell), boolean in self.inside.items():
            for place in (cell.number, cell.corridor, cell.module):
                if (place, person.group) not in there:
                    there[place, person.group] = self.model.new_bool_var("")
                self.model.add_implication(boolean, there[place, person.group])
        for (place, group), present in there.items():
            level = 1 if isinstance(place, int) else 2 if place.startswith("corridor") else 3
            for other, wide in self._house.rivals.get(group, {}).items():
                if wide >= level and group < other and (place, other) in there:
                    self.model.add_at_most_one(present, there[place, other])

    def _pairs(self) -> None:
        for person in self._house.persons:
            for other, level in person.apart:
                if person.number < other.number:
                    self._keep_apart(person, other, level)

    def _keep_apart(self, one: Person, two: Person, level: int) -> None:
        places: dict[str | int, list[list[cp_model.IntVar]]] = {}
        for side, person in enumerate((one, two)):
            for cell in self._house.cells[person.pool]:
                if (person, cell) in self.inside:
                    place = (cell.number, cell.corridor, cell.module)[level - 1]
                    places.setdefault(place, [[], []])[side].append(self.inside[person, cell])
        for here, there in places.values():
            if here and there:
                self.model.add(sum(here) + sum(there) <= 1)

    def _companions(self, weight: int) -> None:
        for company in self._house.companies.values():
            cells: dict[Cell, list[cp_model.IntVar]] = {}
            for person in company:
                for cell in self._house.cells[person.pool]:
                    if (person, cell) in self.inside:
                        cells.setdefault(cell, []).append(self.inside[person, cell])
            used = []
            for booleans in cells.values():
                used.append(self.model.new_bool_var(""))
                self.model.add_max_equality(used[-1], booleans)
            beyond = self.model.new_int_var(0, len(company), "")
            self.model.add(beyond >= sum(used) - 1)
            placed = sum(boolean for booleans in cells.values() for boolean in booleans)
            self._costs.append(weight * (beyond + len(company) - placed))
