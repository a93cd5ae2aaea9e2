"""The lower bound, recomputed by plain arithmetic from the file and a list of prices: no solver, no rounding error.

Why it holds (Lagrangian duality). Put a price on every person (by class) and, optionally, a premium on every cell in
which a family lives. Whatever the prices, no placement costs less than

    sum of persons x price + sum of premiums x cells that the family needs at least
    - the most that the cells could earn if each, alone, took whom it liked best at these prices, minus its crowding,
      and minus the cost of a move for everyone it takes who has a present cell elsewhere
    - (when a price is above the cost of leaving a person without cell) what leaving everyone of that class out would earn.

The cells of a corridor and the corridors of a module must agree on groups that are not rivals there; every cell keeps
one status, one infection state, its capacity, bunks and step-free places. Pairs kept apart, companions and watch can
only make a placement dearer. Shares no code with the engine.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

_WIDTH = {"cell": 1, "corridor": 2, "module": 3}
_MOST_STEPS, _MOST_SETS = 4_000, 60
"""Listing the sets of groups without rivals is given up after so many steps or sets; then all groups may be together."""

Groups = frozenset[str]
Kind = tuple[str, str, str | None, bool, bool, bool, bool, bool]
"""A class of person: status, group, infection, single cell, lower bunk, wheelchair, medical, has a present cell.

The last is told apart only where moves have a cost.
"""


Staying = tuple[tuple[Kind, int], ...]
"""Those who are in a cell at present, counted by kind."""


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
    modules: dict[str, dict[str, Counter[tuple[_Cell, Staying]]]] = field(default_factory=dict)


def proven_bound(data: Mapping[str, Any], proof: Mapping[str, Any]) -> Fraction:
    """Return a number that no placement of this instance can have a smaller objective than."""
    scale = int(proof["scale"])
    weights = {name: Fraction(str(value)) * scale for name, value in data["objective"].items()}
    move, without = int(weights.get("move", 0)), int(weights["unplaced"])
    clash = _clashes(data)
    pools: dict[tuple[str, str], _Pool] = defaultdict(_Pool)
    _read_people(pools, data, moves=move > 0)
    _read_prices(pools, proof)
    _read_cells(pools, data, weights["density"], moves=move > 0)
    return Fraction(sum(_pool_bound(pool, without, move, clash) for pool in pools.values()), scale)


def reaches(data: Mapping[str, Any], proof: Any, bound: Fraction) -> bool:
    """Tell whether the proof of a plan file proves its stated bound; one that cannot be read proves nothing."""
    try:
        return proven_bound(data, proof) >= bound
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return False


def _clashes(data: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    found = {}
    for each in data["rivalries"]:
        found[each["a"], each["b"]] = found[each["b"], each["a"]] = _WIDTH[each["level"]]
    return found


def _kind(person: Mapping[str, Any], *, present: bool) -> Kind:
    needs = (person["single_cell"], person["lower_bunk"], person["wheelchair"], person["medical"])
    return (person["status"], person["group"] or "none", person["infection"], *needs, present)


def _read_people(pools: dict[tuple[str, str], _Pool], data: Mapping[str, Any], *, moves: bool) -> None:
    for person in data["persons"]:
        kind = _kind(person, present=moves and person["present_cell"] is not None)
        pools[person["sex"], person["age"]].number[kind] += 1


def _read_prices(pools: dict[tuple[str, str], _Pool], proof: Mapping[str, Any]) -> None:
    for each in proof["persons"]:
        prices = pools[each["sex"], each["age"]].price
        prices[_kind(each, present=False)] = int(each["price"])
        prices[_kind(each, present=True)] = int(each["price_if_present"])
    for each in proof["cells"]:
        premium = (each["status"], each["infection"], frozenset(each["groups"]), int(each["premium"]))
        pools[each["sex"], each["age"]].premiums.append(premium)


def _read_cells(
    pools: dict[tuple[str, str], _Pool], data: Mapping[str, Any], density: Fraction, *, moves: bool
) -> None:
    modules = {each["id"]: each for each in data["modules"]}
    module_of = {each["id"]: modules[each["module"]] for each in data["corridors"]}
    pool_of = {
        each["id"]: (module_of[each["corridor"]]["sex"], module_of[each["corridor"]]["age"]) for each in data["cells"]
    }
    inside: dict[str, Counter[Kind]] = defaultdict(Counter)
    for person in data["persons"]:
        present = person["present_cell"]
        if moves and present is not None and pool_of[present] == (person["sex"], person["age"]):
            inside[present][_kind(person, present=True)] += 1
    for each in data["cells"]:
        module = module_of[each["corridor"]]
        air = Fraction(str(each["area_m2"])) * Fraction(str(each["ventilation"]))
        most = each["capacity"]
        low, step_free = min(most, each["lower_bunks"]), min(most, each["accessible_places"])
        cell = _Cell(density / air, most, low, step_free, each["isolation"], module["hospital"])
        staying = tuple(sorted(inside[each["id"]].items(), key=str))
        corridors = pools[pool_of[each["id"]]].modules.setdefault(module["id"], {})
        corridors.setdefault(each["corridor"], Counter())[cell, staying] += 1


def _pool_bound(pool: _Pool, without: int, move: int, clash: Mapping[tuple[str, str], int]) -> int:
    """Return the bound of one pool, times the scale."""
    premiums = _sound_premiums(pool, clash)
    total = sum(number * pool.price.get(kind, 0) for kind, number in pool.number.items())
    total += sum(premium * _fewest_cells(pool, each) for each, premium in premiums.items())
    for kind, number in pool.number.items():
        earned = pool.price.get(kind, 0) + sum(value for each, value in premiums.items() if _is_of(kind, each))
        total += number * min(0, without - earned)
    groups = {kind[1] for kind in pool.number}
    best = _Best(pool, premiums, move, clash)
    in_corridor = {each: _largest_sets(each, clash, 2) for each in _largest_sets(groups, clash, 3)}
    if sum(map(len, in_corridor.values())) > _MOST_SETS:
        everybody = frozenset(groups)
        in_corridor = {everybody: [everybody]}
    for corridors in pool.modules.values():
        earned_in = {
            (corridor, each): sum(number * best.of(cell, each) for cell, number in cells.items())
            for corridor, cells in corridors.items()
            for each in {each for inside in in_corridor.values() for each in inside}
        }
        total -= max(
            sum(max(earned_in[corridor, each] for each in inside) for corridor in corridors)
            for inside in in_corridor.values()
        )
    return total


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
    cells = (cell for corridors in pool.modules.values() for found in corridors.values() for cell, _ in found)
    most = max((cell.capacity for cell in cells if family[1] is None or cell.isolation), default=0)
    return -(-persons // most) if most else 0


class _Best:
    """The most that a cell can earn at the prices of a pool."""

    def __init__(
        self, pool: _Pool, premiums: Mapping[Family, int], move: int, clash: Mapping[tuple[str, str], int]
    ) -> None:
        self._pool, self._premiums, self._move, self._clash = pool, premiums, move, clash
        self._states = sorted({(kind[0], kind[2]) for kind in pool.number}, key=str)
        self._known: dict[tuple[_Cell, str, str | None, Groups, Staying], int] = {}

    def of(self, cell: tuple[_Cell, Staying], groups: Groups) -> int:
        """Return the most that a cell, with those now in it, can earn in a corridor that holds these groups."""
        bare, staying = cell
        return max(
            (
                self._used(bare, status, infection, each, staying)
                for status, infection in self._states
                if infection is None or bare.isolation
                for each in _largest_sets(groups, self._clash, 1)
            ),
            default=0,
        )

    def _used(self, cell: _Cell, status: str, infection: str | None, groups: Groups, staying: Staying) -> int:
        """Return the most that a cell can earn with people of one status and infection state and of these groups."""
        state = (status, infection)
        there = tuple(each for each in staying if (each[0][0], each[0][2]) == state and each[0][1] in groups)
        key = (cell, status, infection, groups, there)
        if key not in self._known:
            self._known[key] = self._earned(cell, state, groups, dict(there))
        return self._known[key]

    def _earned(self, cell: _Cell, state: tuple[str, str | None], groups: Groups, there: Mapping[Kind, int]) -> int:
        kinds = [kind for kind in self._pool.number if (kind[0], kind[2]) == state and kind[1] in groups]
        offers: list[tuple[int, str, int]] = []
        best = 0
        for kind in kinds if cell.capacity else []:
            price, stay = self._pool.price.get(kind, 0), there.get(kind, 0)
            coming = self._pool.number[kind] - stay
            values = [(price, stay), (price - self._move if kind[7] else price, coming)]
            if kind[3]:
                one = cell.density.numerator // cell.density.denominator
                best = max(best, *(value - one for value, number in values if number), 0) if _may(cell, kind) else best
            elif _may(cell, kind):
                need = "step_free" if kind[5] else "low" if kind[4] else "any"
                offers += [(value, need, number) for value, number in values if number]
        premium = sum(value for each, value in self._premiums.items() if each[:2] == state and each[2] & groups)
        return max(best, _most_together(cell, offers, premium))


def _may(cell: _Cell, kind: Kind) -> bool:
    return (
        (cell.hospital or not kind[6])
        and (cell.lower_bunks > 0 or not kind[4])
        and (cell.accessible > 0 or not kind[5])
    )


def _most_together(cell: _Cell, offers: Iterable[tuple[int, str, int]], premium: int) -> int:
    """Return the most a cell can earn with people who share it: the dearest first, as bunks and step-free places allow.

    Each offer is a price, the scarce need (or "any") and how many people. Who needs both a lower bunk and a step-free
    place is counted against the latter only, which can only earn more.
    """
    left = {"low": cell.lower_bunks, "step_free": cell.accessible, "any": cell.capacity}
    numerator, denominator = cell.density.numerator, cell.density.denominator
    best, prices, persons = 0, premium, 0
    for price, need, number in sorted(offers, reverse=True):
        taken = min(left[need], left["any"], number)
        left["any"] -= taken
        if need != "any":
            left[need] -= taken
        for _ in range(taken):
            prices, persons = prices + price, persons + 1
            best = max(best, prices - persons * persons * numerator // denominator)
        if not left["any"]:
            break
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
        if len(found) > _MOST_SETS:
            break
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
