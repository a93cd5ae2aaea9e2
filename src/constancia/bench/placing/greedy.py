"""The greedy peer: first fit in a careful order, repair by pushing one person on, then evening out. Plain Python.

It is what a careful programmer writes without a model, and it shares no code with the engine. Its order of people (those with
wide rivalries first, the same kind together) is what lets it leave nobody out where cells are almost full.
"""

import heapq
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any

from constancia.bench.placing.house import Cell, House, Person

PASSES = 30
"""So many times at most the cells are evened out; mostly nothing more is found long before."""
LOOKED_AT = 12
"""Of the airiest cells, so many are looked at for somebody to move to."""
NOTHING = 1e-9
Heap = list[tuple[float, int, Cell]]


def place(data: Mapping[str, Any]) -> dict[str, str | None]:
    """Return a cell or none for everybody."""
    house = House(data)
    left = _first_fit(house)
    for person in left:
        _push_one_on(house, person)
    for company in house.companies.values():
        _bring_together(house, company)
    for _ in range(PASSES):
        if not _even_out(house):
            break
    return {person.id: person.cell.id if person.cell else None for person in house.persons}


def _first_fit(house: House) -> list[Person]:
    wide = {group for group, rivals in house.rivals.items() if any(level > 1 for level in rivals.values())}
    size = Counter(person.group for person in house.persons)

    def turn(person: Person) -> tuple[Any, ...]:
        is_wide = person.group in wide
        needs = (not person.single, not person.medical, not person.lower_bunk)
        kind = (not is_wide, size[person.group] if is_wide else 0, person.state, person.group)
        hardest = -sum(level * level for _, level in person.apart)
        return (person.infection is None, not person.wheelchair, *kind, hardest, *needs, person.number)

    waiting = Counter((person.pool, person.state, person.group) for person in house.persons)
    open_: dict[tuple[Any, ...], list[Cell]] = {}
    left = []
    for person in sorted(house.persons, key=turn):
        kind = (person.pool, person.state, person.group)
        waiting[kind] -= 1
        if person.cell is not None:
            continue
        open_cells = open_.setdefault((person.pool, person.state), [])
        cell = _beside_others(house, person, open_cells)
        if cell is None:
            cell = _empty(house, person, waiting[kind] + 1, wide=person.group in wide)
            if cell is not None:
                open_cells.append(cell)
        if cell is None:
            left.append(person)
        else:
            _enter_together(house, person, cell)
    return left


def _enter_together(house: House, person: Person, cell: Cell) -> None:
    """Put somebody into a cell, and those companions whom it takes."""
    house.add(person, cell)
    for other in house.companies.get(person.companions or "", ()):
        if other.cell is None and house.may(other, cell):
            house.add(other, cell)


def _beside_others(house: House, person: Person, cells: list[Cell]) -> Cell | None:
    """Return the cell of companions, else the first open cell that takes the person; full cells are forgotten."""
    company = house.companies.get(person.companions or "", ())
    for other in company:
        if other.cell is not None and house.may(person, other.cell):
            return other.cell
    if any(not cell.room for cell in cells):
        cells[:] = [cell for cell in cells if cell.room]
    suiting = (cell for cell in cells if house.may(person, cell))
    fitting = list(suiting if company or person.watch else islice(suiting, 1))
    roomy = [cell for cell in fitting if cell.room >= len(company)]
    calm = [cell for cell in roomy if not (person.watch and house.is_watched_enough(cell))]
    return next(iter([*calm, *roomy, *fitting]), None)


def _empty(house: House, person: Person, waiting: int, *, wide: bool) -> Cell | None:
    """Return an empty cell: near others of the group when it has wide rivalries, and as large as those who wait can fill."""
    best: tuple[Any, Cell] | None = None
    for corridor, cells in house.empty[person.pool].items():
        if not cells or house.bars(person, corridor):
            continue
        near = 2 * house.holds(corridor, person.group) + house.holds(cells[0].module, person.group) if wide else 0
        if best is not None and near < best[0][0]:
            continue
        for cell in cells:
            wasted = cell.capacity - 1 if person.single else max(0, cell.capacity - waiting)
            worth = (near, not (cell.isolation and person.infection is None), -wasted, cell.capacity, -cell.number)
            if (best is None or worth > best[0]) and house.may(person, cell):
                best = (worth, cell)
    return best[1] if best else None


def _push_one_on(house: House, person: Person) -> bool:
    """Place somebody by moving one other person to another cell; tell whether that was found."""
    cells = house.cells[person.pool]
    direct = next((cell for cell in cells if house.may(person, cell)), None)
    if direct is not None:
        house.add(person, direct)
        return True
    for cell in cells:
        if cell.state not in {None, person.state}:
            continue
        for other in sorted(cell.inside, key=lambda each: each.number):
            house.remove(other)
            if house.may(person, cell):
                house.add(person, cell)
                target = next((each for each in cells if each is not cell and house.may(other, each)), None)
                if target is not None:
                    house.add(other, target)
                    return True
                house.remove(person)
            house.add(other, cell)
    return False


def _bring_together(house: House, company: list[Person]) -> None:
    """Move companions to the cell of one of them, or to any other, that takes them all; else leave them as they are."""
    before = [(person, person.cell) for person in company if person.cell]
    if len({cell.number for _, cell in before}) < 2:
        return
    for target in [*(cell for _, cell in before), *(cell for cell in house.cells[company[0].pool] if cell.room)]:
        for person, _ in before:
            house.remove(person)
        for person, _ in before:
            if house.may(person, target):
                house.add(person, target)
        if all(person.cell for person, _ in before):
            return
        for person, _ in before:
            house.remove(person)
        for person, cell in before:
            house.add(person, cell)


def _even_out(house: House) -> int:
    """Move people from crowded cells to airy ones while that lowers crowding; return how many moved."""
    moved = 0
    for cells in house.cells.values():
        heaps: dict[Any, Heap] = {}
        for cell in cells:
            if cell.room:
                heaps.setdefault(cell.state, []).append((house.marginal(cell), cell.number, cell))
        for each in heaps.values():
            heapq.heapify(each)
        for cell in sorted(cells, key=house.relief, reverse=True):
            moved += _thin_out(house, cell, heaps)
    return moved


def _thin_out(house: House, cell: Cell, heaps: dict[Any, Heap]) -> int:
    moved = 0
    for person in sorted(cell.inside, key=lambda each: each.number):
        company = house.companies.get(person.companions or "", ())
        if any(other.cell is cell for other in company if other is not person):
            continue
        found = [_airier(house, person, cell, heaps.setdefault(state, [])) for state in (person.state, None)]
        target = min((each for each in found if each), key=house.marginal, default=None)
        if target is not None:
            house.remove(person)
            house.add(person, target)
            heapq.heappush(heaps[person.state], (house.marginal(target), target.number, target))
            moved += 1
    return moved


def _airier(house: House, person: Person, cell: Cell, heap: Heap) -> Cell | None:
    """Return an airier cell for somebody; entries that are out of date are corrected on the way."""
    seen: Heap = []
    found = None
    while heap and len(seen) < LOOKED_AT and found is None:
        marginal, number, other = heapq.heappop(heap)
        now = house.marginal(other)
        if not other.room:
            continue
        if now > marginal:
            heapq.heappush(heap, (now, number, other))
            continue
        seen.append((now, number, other))
        if now >= house.relief(cell, person) - NOTHING:
            break
        if other is not cell and house.may(person, other) and not (person.watch and house.is_watched_enough(other)):
            found = other
    for each in seen:
        heapq.heappush(heap, each)
    return found
