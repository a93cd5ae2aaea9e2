"""What a free place is worth when nearly everybody stays: the prices from which a bound is proved where moves have a cost.

A small linear programme: those without a place, by class, share the free places beside those who stay, each place at what
one more person there adds to crowding. Who may share a cell with whom is loosened, which only makes prices less sharp:
any prices prove a bound (`proof`).
"""

from collections.abc import Iterable

import numpy as np

from constancia.housing.placement.counts import LOW, PLACE, STEP_FREE, Costs
from constancia.housing.placement.programme import INFINITY, Programme
from constancia.housing.placement.today import Today
from constancia.housing.placement.whole import Prices

DIGITS = 9
"""Places whose crowding agrees to so many digits are counted together."""


def room_prices(today: Today, costs: Costs, most: float, deadline: float) -> Prices | None:
    """Return a price for every class, at most `most` each; None when the deadline came first."""
    programme = Programme()
    classes = [programme.row(number, number) for number in today.new]
    for (profiles, hospital), places in _alike(today).items():
        rows = _add_places(programme, today, places)
        for k in _admitted(today, profiles, hospital=hospital):
            each = today.pool.classes[k]
            needs = {PLACE: True, LOW: each.lower_bunk, STEP_FREE: each.wheelchair}
            programme.column(0, INFINITY, [(classes[k], 1.0), *((rows[need], 1.0) for need in needs if needs[need])])
    for row in classes:
        programme.column(costs.unplaced, INFINITY, [(row, 1.0)])
    solution = programme.relaxed(deadline)
    if solution is None:
        return None
    return Prices(tuple(min(most, max(0.0, float(solution.duals[row]))) for row in classes), ())


def _alike(today: Today) -> dict[tuple[tuple[int, ...], bool], list[int]]:
    """Return the cells with room (positions in the pool) by the profiles they can go on with and whether care is near."""
    possible = today.allowed & today.fits & (today.gives_beside[:, :, PLACE] > 0)
    found: dict[tuple[tuple[int, ...], bool], list[int]] = {}
    for place, type_ in enumerate(today.pool.type_of.tolist()):
        profiles = tuple(np.flatnonzero(possible[place]).tolist())
        if profiles:
            found.setdefault((profiles, today.pool.types[type_].hospital), []).append(place)
    return found


def _add_places(programme: Programme, today: Today, places: Iterable[int]) -> dict[int, int]:
    """Add the free places, lower bunks and step-free places of some cells; return the rows that take them."""
    rows = {need: programme.row(-INFINITY, 0) for need in (PLACE, LOW, STEP_FREE)}
    seats: dict[float, int] = {}
    needs = dict.fromkeys((LOW, STEP_FREE), 0.0)
    for place in places:
        air, inside = today.pool.types[today.pool.type_of[place]].air, int(today.number[place])
        gives = today.gives_beside[place].max(axis=0)
        for person in range(inside, inside + int(gives[PLACE])):
            crowding = round(today.pool.instance.weights.density * (2 * person + 1) / air, DIGITS)
            seats[crowding] = seats.get(crowding, 0) + 1
        for need in needs:
            needs[need] += float(gives[need])
    for crowding, number in sorted(seats.items()):
        programme.column(crowding, number, [(rows[PLACE], -1.0)])
    for need, there in needs.items():
        programme.column(0, there, [(rows[need], -1.0)])
    return rows


def _admitted(today: Today, profiles: Iterable[int], *, hospital: bool) -> list[int]:
    """Return the classes that cells with one of these profiles admit."""
    found = {k for profile in profiles for k in today.pool.admitted[profile]}
    return sorted(k for k in found if hospital or not today.pool.classes[k].medical)
