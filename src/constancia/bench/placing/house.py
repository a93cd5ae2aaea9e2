"""People and cells as plain objects that know who is inside: what the greedy peer works on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

_LEVELS = {"cell": 1, "corridor": 2, "module": 3}


class Cell:
    """A cell and the people in it; `state` is the legal status and infection of those inside, None when empty."""

    def __init__(self, number: int, data: Mapping[str, Any], module: Mapping[str, Any]) -> None:
        self.id, self.number = data["id"], number
        self.corridor: str = "corridor " + data["corridor"]
        self.module: str = "module " + module["id"]
        self.pool = (module["sex"], module["age"])
        self.hospital, self.isolation = module["hospital"], data["isolation"]
        self.capacity: int = data["capacity"]
        self.air = float(data["area_m2"]) * float(data["ventilation"])
        self.lower_bunks, self.accessible = data["lower_bunks"], data["accessible_places"]
        self.inside: set[Person] = set()
        self.state: tuple[str, str] | None = None
        self.watched = self.alone = 0

    @property
    def room(self) -> int:
        """Return how many people may still enter: none where somebody inside must be alone."""
        return 0 if self.alone else self.capacity - len(self.inside)


class Person:
    """A person with everything the rules ask about, and the cell so far."""

    def __init__(self, number: int, data: Mapping[str, Any]) -> None:
        self.id, self.number = data["id"], number
        self.pool = (data["sex"], data["age"])
        self.group, self.infection = data["group"] or "none", data["infection"]
        self.state = (data["status"], data["infection"] or "")
        self.single, self.lower_bunk = data["single_cell"], data["lower_bunk"]
        self.wheelchair, self.medical, self.watch = data["wheelchair"], data["medical"], data["watch"]
        self.companions: str | None = data["companions"]
        self.apart: list[tuple[Person, int]] = []
        self.present: str | None = data["present_cell"]
        self.cell: Cell | None = None


class House:
    """Everybody and every cell of an instance, with the groups in each place, kept up to date."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        modules = {each["id"]: each for each in data["modules"]}
        module_of = {each["id"]: modules[each["module"]] for each in data["corridors"]}
        self.density, self.watch = float(data["objective"]["density"]), float(data["objective"]["watch"])
        self.persons = [Person(number, each) for number, each in enumerate(data["persons"])]
        self.cells: dict[tuple[str, str], list[Cell]] = {person.pool: [] for person in self.persons}
        self.empty: dict[tuple[str, str], dict[str, list[Cell]]] = {person.pool: {} for person in self.persons}
        for number, each in enumerate(data["cells"]):
            cell = Cell(number, each, module_of[each["corridor"]])
            if cell.pool in self.cells and cell.capacity:
                self.cells[cell.pool].append(cell)
                self.empty[cell.pool].setdefault(cell.corridor, []).append(cell)
        self.rivals: dict[str, dict[str, int]] = {}
        for each in data["rivalries"]:
            for one, two in ((each["a"], each["b"]), (each["b"], each["a"])):
                self.rivals.setdefault(one, {})[two] = _LEVELS[each["level"]]
        named = {person.id: person for person in self.persons}
        for one, two, level in data["keep_apart"]:
            named[one].apart.append((named[two], _LEVELS[level]))
            named[two].apart.append((named[one], _LEVELS[level]))
        self.companies: dict[str, list[Person]] = {}
        for person in self.persons:
            if person.companions:
                self.companies.setdefault(person.companions, []).append(person)
        self._groups: Counter[tuple[str | int, str]] = Counter()

    def holds(self, place: str | int, group: str) -> bool:
        """Tell whether somebody of a group is in a corridor or module (by name) or cell (by number)."""
        return self._groups[place, group] > 0

    def bars(self, person: Person, corridor: str) -> bool:
        """Tell whether rivals in a corridor keep somebody out of all its cells."""
        rivals = self.rivals.get(person.group, {})
        return any(level > 1 and self._groups[corridor, other] for other, level in rivals.items())

    def may(self, person: Person, cell: Cell) -> bool:
        """Tell whether somebody who has no cell may enter one as things are."""
        return (
            cell.room > 0
            and cell.pool == person.pool
            and (cell.state is None or (cell.state == person.state and not person.single))
            and (person.infection is None or cell.isolation)
            and (cell.hospital or not person.medical)
            and (not person.lower_bunk or cell.lower_bunks > 0)
            and (not person.wheelchair or cell.accessible > 0)
            and not self._has_rivals(person, cell)
            and not any(other.cell and _near(cell, other.cell, level) for other, level in person.apart)
        )

    def _has_rivals(self, person: Person, cell: Cell) -> bool:
        places = (cell.number, cell.corridor, cell.module)
        rivals = self.rivals.get(person.group, {}).items()
        return any(self._groups[place, other] for other, level in rivals for place in places[:level])

    def is_watched_enough(self, cell: Cell) -> bool:
        """Tell whether one more watched person would be one too many."""
        return cell.watched >= max(1, -(-cell.capacity // 10))

    def marginal(self, cell: Cell) -> float:
        """Return what one more person adds to the crowding of a cell."""
        return self.density * (2 * len(cell.inside) + 1) / cell.air

    def relief(self, cell: Cell, person: Person | None = None) -> float:
        """Return by how much the objective falls when one person, or this one, leaves a cell."""
        watched = person is not None and person.watch and cell.watched > max(1, -(-cell.capacity // 10))
        return self.density * (2 * len(cell.inside) - 1) / cell.air + (self.watch if watched else 0.0)

    def add(self, person: Person, cell: Cell) -> None:
        """Put somebody who has no cell into one."""
        if not cell.inside:
            self.empty[cell.pool][cell.corridor].remove(cell)
        person.cell, cell.state = cell, person.state
        cell.inside.add(person)
        self._count(person, cell, 1)

    def remove(self, person: Person) -> None:
        """Take somebody out of a cell."""
        cell, person.cell = person.cell, None
        if cell is None:
            return
        cell.inside.remove(person)
        self._count(person, cell, -1)
        if not cell.inside:
            cell.state = None
            self.empty[cell.pool][cell.corridor].append(cell)

    def _count(self, person: Person, cell: Cell, by: int) -> None:
        cell.lower_bunks -= by * person.lower_bunk
        cell.accessible -= by * person.wheelchair
        cell.watched += by * person.watch
        cell.alone += by * person.single
        places: Iterable[str | int] = (cell.number, cell.corridor, cell.module)
        for place in places:
            self._groups[place, person.group] += by


def _near(one: Cell, two: Cell, level: int) -> bool:
    if level == 1:
        return one is two
    return one.corridor == two.corridor if level == 2 else one.module == two.module
