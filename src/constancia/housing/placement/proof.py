"""The lower bound, recomputed by plain arithmetic from the file and a list of prices: no solver, no rounding error.

Why it holds (Lagrangian duality). Put a price on every person (by class) and, optionally, a premium on every cell in
which a family lives. Whatever the prices, no placement costs less than

    sum of persons x price + sum of premiums x cells that the family needs at least
    - the most that the cells could earn if each, alone, took whom it liked best at these prices, minus its crowding
    - (when a price is above the cost of leaving a person without cell) what leaving everyone of that class out would earn.

The cells of a corridor and the corridors of a module must agree on groups that are not rivals there; every cell keeps
one status, one infection state, its capacity, bunks and step-free places. Pairs kept apart, companions and watch can
only make a placement dearer. Moves are bounded apart: the people who could at most stay in their present cells. Shares
no code with the engine.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

_WIDTH = {"cell": 1, "corridor": 2, "module": 3}
_MOST_STEPS = 20_000
"""Listing the sets of groups without rivals is given up after so many steps; then all groups may be together."""

Groups = frozenset[str]
Kind = tuple[str, str, str | None, bool, bool, bool, bool]
"""A class of person: status, group, infection, single cell, lower bunk, wheelchair, medical."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A kind of cell; `density` is the weight of density divided by its ventilated area, times the scale."""

    density: Fraction
    capacity: int
    lower_bunks: int
    accessible: int
    isolation: bool
    hospital: bool


@dataclass(slots=True)
class _Pool:
    """The people of one sex and age with their prices, and the cells of their modules by module and corridor."""

    number: Counter[Kind] = field(default_factory=Counter)
    price: dict[Kind, int] = field(default_factory=dict)
    premiums: list[tuple[str, str | None, Groups, int]] = field(default_factory=list)
    modules: dict[str, dict[str, Counter[_Cell]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )


def proven_bound(data: Mapping[str, Any], proof: Mapping[str, Any]) -> Fraction:
    """Return a number that no placement of this instance can have a smaller objective than."""
    weights = {name: Fraction(str(value)) for name, value in data["objective"].items()}
    move = weights.get("move", Fraction(0))
    unplaced = weights["unplaced"]
    counts_moves = 0 < move <= unplaced
    fewest = fewest_moves(data) if counts_moves else 0
    scale = int(proof["scale"])
    without = int((unplaced - move if counts_moves else unplaced) * scale)
    clash = _clashes(data)
    total = sum(_pool_bound(pool, without, clash) for pool in _pools(data, proof, weights["density"] * scale).values())
    return Fraction(total, scale) + move * fewest


def _clashes(data: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    found = {}
    for each in data["rivalries"]:
        found[each["a"], each["b"]] = found[each["b"], each["a"]] = _WIDTH[each["level"]]
    return found


def _kind(person: Mapping[str, Any]) -> Kind:
    needs = (person["single_cell"], person["lower_bunk"], person["wheelchair"], person["medical"])
    return (person["status"], person["group"] or "none", person["infection"], *needs)


def _pools(data: Mapping[str, Any], proof: Mapping[str, Any], scaled: Fraction) -> dict[tuple[str, str], _Pool]:
    pools: dict[tuple[str, str], _Pool] = defaultdict(_Pool)
    for person in data["persons"]:
        pools[person["sex"], person["age"]].number[_kind(person)] += 1
    for each in proof["persons"]:
        pools[each["sex"], each["age"]].price[_kind({**each})] = int(each["price"])
    for each in proof["cells"]:
        premium = (each["status"], each["infection"], frozenset(each["groups"]), int(each["premium"]))
        pools[each["sex"], each["age"]].premiums.append(premium)
    modules = {each["id"]: each for each in data["modules"]}
    corridors = {each["id"]: modules[each["module"]] for each in data["corridors"]}
    for cell in data["cells"]:
        module = corridors[cell["corridor"]]
        air = Fraction(str(cell["area_m2"])) * Fraction(str(cell["ventilation"]))
        most = cell["capacity"]
        low, step_free = min(most, cell["lower_bunks"]), min(most, cell["accessible_places"])
        kind = _Cell(scaled / air, most, low, step_free, cell["isolation"], module["hospital"])
        pools[module["sex"], module["age"]].modules[module["id"]][cell["corridor"]][kind] += 1
    return dict(pools)


def _pool_bound(pool: _Pool, without: int, clash: Mapping[tuple[str, str], int]) -> int:
    """Return the bound of one pool, times the scale."""
    premiums = _sound_premiums(pool, clash)
    total = sum(number * pool.price.get(kind, 0) for kind, number in pool.number.items())
    total += sum(premium * _fewest_cells(pool, each) for each, premium in premiums.items())
    for kind, number in pool.number.items():
        earned = pool.price.get(kind, 0) + sum(value for each, value in premiums.items() if _is_of(kind, each))
        total += number * min(0, without - earned)
    groups = {kind[1] for kind in pool.number}
    best = _best_of_cell(pool, premiums, clash)
    in_corridor = {each: _largest_sets(each, clash, 2) for each in _largest_sets(groups, clash, 3)}
    for corridors in pool.modules.values():
        total -= max(
            (
                sum(max(_earned(cells, each, best) for each in inside) for cells in corridors.values())
                for inside in in_corridor.values()
            ),
            default=0,
        )
    return total


def _earned(cells: Mapping[_Cell, int], groups: Groups, best: Callable[[_Cell, Groups], int]) -> int:
    return sum(number * best(cell, groups) for cell, number in cells.items())


Family = tuple[str, str | None, Groups]


def _sound_premiums(pool: _Pool, clash: Mapping[tuple[str, str], int]) -> dict[Family, int]:
    """Return the premiums, after checking that no cell can earn two: families of one state never share a cell."""
    found: dict[Family, int] = {}
    for status, infection, groups, premium in pool.premiums:
        for other in found:
            if other[:2] == (status, infection) and any(not clash.get((a, b)) for a in groups for b in other[2]):
                raise ValueError("two families of the proof could share a cell")
        found[status, infection, groups] = max(0, premium)
    return found


def _is_of(kind: Kind, family: Family) -> bool:
    return (kind[0], kind[2]) == family[:2] and kind[1] in family[2] and not kind[3]


def _fewest_cells(pool: _Pool, family: Family) -> int:
    """Return how many cells a family needs at least: it does not fit into fewer of the largest that may hold it."""
    persons = sum(number for kind, number in pool.number.items() if _is_of(kind, family))
    cells = (cell for corridors in pool.modules.values() for found in corridors.values() for cell in found)
    most = max((cell.capacity for cell in cells if family[1] is None or cell.isolation), default=0)
    return -(-persons // most) if most else 0


def _best_of_cell(
    pool: _Pool, premiums: Mapping[Family, int], clash: Mapping[tuple[str, str], int]
) -> Callable[[_Cell, Groups], int]:
    """Return a function: the most that a cell can earn in a corridor that holds a set of groups."""
    states = sorted({(kind[0], kind[2]) for kind in pool.number}, key=str)

    @cache
    def used(cell: _Cell, status: str, infection: str | None, groups: Groups) -> int:
        kinds = [kind for kind in pool.number if (kind[0], kind[2]) == (status, infection) and kind[1] in groups]
        premium = sum(value for each, value in premiums.items() if each[:2] == (status, infection) and each[2] & groups)
        one = cell.density.numerator // cell.density.denominator
        alone = [pool.price.get(kind, 0) - one for kind in kinds if kind[3] and _may(cell, kind)]
        together = [kind for kind in kinds if not kind[3] and _may(cell, kind)]
        return max([0, *alone, _most_together(pool, cell, together, premium)]) if cell.capacity else 0

    @cache
    def best(cell: _Cell, groups: Groups) -> int:
        sets = _largest_sets(groups, clash, 1)
        possible = (state for state in states if state[1] is None or cell.isolation)
        return max((used(cell, *state, each) for state in possible for each in sets), default=0)

    return best


def _may(cell: _Cell, kind: Kind) -> bool:
    return (
        (cell.hospital or not kind[6])
        and (cell.lower_bunks > 0 or not kind[4])
        and (cell.accessible > 0 or not kind[5])
    )


def _most_together(pool: _Pool, cell: _Cell, kinds: Iterable[Kind], premium: int) -> int:
    """Return the most a cell can earn with people who share it: the dearest first, as bunks and step-free places allow.

    Who needs both a lower bunk and a step-free place is counted against the latter only, which can only earn more.
    """
    left = {"low": cell.lower_bunks, "step_free": cell.accessible, "any": cell.capacity}
    best, prices, persons = 0, 0, 0
    for kind in sorted(kinds, key=lambda each: (-pool.price.get(each, 0), str(each))):
        need = "step_free" if kind[5] else "low" if kind[4] else "any"
        taken = min(left[need], left["any"], pool.number[kind])
        left[need] -= taken
        left["any"] -= taken if need != "any" else 0
        for _ in range(taken):
            prices, persons = prices + pool.price.get(kind, 0), persons + 1
            crowding = persons * persons * cell.density.numerator // cell.density.denominator
            best = max(best, prices + premium - crowding)
    return best


def _largest_sets(groups: Iterable[str], clash: Mapping[tuple[str, str], int], width: int) -> list[Groups]:
    """Return every largest set of groups that may share a place of this width; all of them in one set when too many."""
    return list(_listed(frozenset(groups), frozenset(pair for pair, wide in clash.items() if wide >= width)))


@cache
def _listed(groups: Groups, clashing: frozenset[tuple[str, str]]) -> tuple[Groups, ...]:
    found: list[Groups] = []
    todo: list[tuple[Groups, Groups, Groups]] = [(frozenset(), groups, frozenset())]
    for _ in range(_MOST_STEPS):
        if not todo:
            return tuple(sorted(found, key=sorted)) or (frozenset(),)
        inside, open_, seen = todo.pop()
        if not open_:
            if not seen:
                found.append(inside)
            continue
        each = min(open_)
        enemies = {other for other in groups if (each, other) in clashing}
        todo.append((inside | {each}, open_ - enemies - {each}, seen - enemies))
        if enemies & open_:
            todo.append((inside, open_ - {each}, seen | {each}))
    return (groups,)


def fewest_moves(data: Mapping[str, Any]) -> int:
    """Return how many people with a present cell cannot all stay in it, at least (or stay without a cell)."""
    clash = _clashes(data)
    people: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for person in data["persons"]:
        if person["present_cell"] is not None:
            people[person["present_cell"]].append(person)
    apart = {frozenset(pair[:2]) for pair in data["keep_apart"]}
    modules = {each["id"]: each for each in data["modules"]}
    module_of = {each["id"]: each["module"] for each in data["corridors"]}
    places: dict[str, dict[str, list[_Present]]] = defaultdict(lambda: defaultdict(list))
    for cell in data["cells"]:
        module = modules[module_of[cell["corridor"]]]
        there = [each for each in people[cell["id"]] if _suits(each, cell, module)]
        if there and cell["capacity"]:
            places[module["id"]][cell["corridor"]].append(_Present(cell, there, clash, apart))
    staying: int = sum(_most_staying(corridors, clash) for corridors in places.values())
    return sum(map(len, people.values())) - staying


def _suits(person: Mapping[str, Any], cell: Mapping[str, Any], module: Mapping[str, Any]) -> bool:
    same = (person["sex"], person["age"]) == (module["sex"], module["age"])
    return same and (cell["isolation"] or person["infection"] is None) and (module["hospital"] or not person["medical"])


def _most_staying(corridors: Mapping[str, list["_Present"]], clash: Mapping[tuple[str, str], int]) -> int:
    """Return how many people of one module can at most stay together in their present cells."""
    groups = {group for cells in corridors.values() for cell in cells for group in cell.groups}
    return max(
        sum(
            max(sum(cell.most(each) for cell in cells) for each in _largest_sets(inside, clash, 2))
            for cells in corridors.values()
        )
        for inside in _largest_sets(groups, clash, 3)
    )


class _Present:
    """The people now in one cell whom the cell suits, and how many of them could stay."""

    def __init__(
        self,
        cell: Mapping[str, Any],
        people: list[Mapping[str, Any]],
        clash: Mapping[tuple[str, str], int],
        apart: set[frozenset[str]],
    ) -> None:
        self._cell, self._people, self._clash, self._apart = cell, people, clash, apart
        self.groups = frozenset(each["group"] or "none" for each in people)
        self._known: dict[Groups, int] = {}

    def most(self, groups: Groups) -> int:
        """Return how many can stay when the corridor holds these groups only."""
        among = groups & self.groups
        if among not in self._known:
            states = {(each["status"], each["infection"]) for each in self._people}
            sets = _largest_sets(among, self._clash, 1)
            self._known[among] = max(self._of(state, each) for state in states for each in sets)
        return self._known[among]

    def _of(self, state: tuple[str, str | None], groups: Groups) -> int:
        people = [
            each
            for each in self._people
            if (each["status"], each["infection"]) == state and (each["group"] or "none") in groups
        ]
        together = [each for each in people if not each["single_cell"]]
        step_free = [each for each in together if each["wheelchair"]]
        low = [each for each in together if each["lower_bunk"] and not each["wheelchair"]]
        plain = len(together) - len(step_free) - len(low)
        fit = plain + min(len(step_free), self._cell["accessible_places"]) + min(len(low), self._cell["lower_bunks"])
        most: int = min(fit, self._cell["capacity"], len(together) - self._disjoint_pairs(together))
        return max(most, int(len(together) < len(people)))

    def _disjoint_pairs(self, people: list[Mapping[str, Any]]) -> int:
        """Return a number of pairs kept apart that have nobody in common: one of each must leave."""
        free = [each["id"] for each in people]
        found = 0
        while free:
            one = free.pop()
            enemy = next((other for other in free if frozenset((one, other)) in self._apart), None)
            if enemy is not None:
                free.remove(enemy)
                found += 1
        return found
