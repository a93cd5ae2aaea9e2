"""Which groups may be together: the largest sets of groups without a rivalry at a given level."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Groups = frozenset[int]

MOST_SETS = 24
"""More largest sets than this are not listed; the engine then works with some of them, the bound with none."""


def compatible_sets(groups: Iterable[int], rival: NDArray[np.int8], level: int, most: int = MOST_SETS) -> list[Groups]:
    """Return the largest sets of `groups` of whom no two are rivals at `level` or wider, each group in at least one.

    When there are more than `most`, some are left out (Bron and Kerbosch 1973, with pivoting, stopped early).
    """
    names = sorted(groups)
    friends = {a: {b for b in names if a != b and rival[a, b] < level} for a in names}
    found: list[Groups] = []
    _extend(set(), set(names), set(), friends, found, most)
    for name in names:
        if not any(name in each for each in found):
            found.append(_grown(name, friends))
    return sorted(found, key=sorted)


def _extend(
    inside: set[int], open_: set[int], closed: set[int], friends: dict[int, set[int]], found: list[Groups], most: int
) -> None:
    if len(found) >= most:
        return
    if not open_ and not closed:
        found.append(frozenset(inside))
        return
    pivot = max(sorted(open_ | closed), key=lambda each: len(friends[each] & open_))
    for each in sorted(open_ - friends[pivot]):
        _extend(inside | {each}, open_ & friends[each], closed & friends[each], friends, found, most)
        open_ = open_ - {each}
        closed = closed | {each}


def _grown(name: int, friends: dict[int, set[int]]) -> Groups:
    """Return one largest set around a group."""
    inside, open_ = {name}, set(friends[name])
    while open_:
        inside.add(each := min(open_))
        open_ &= friends[each]
    return frozenset(inside)


def cores(sizes: dict[int, int], rival: NDArray[np.int8]) -> list[Groups]:
    """Return disjoint sets of groups such that no cell can hold people of two of them, the largest groups first.

    A group that may share a cell with members of two sets belongs to none. `sizes` counts the people of each group.
    """
    found: list[set[int]] = []
    for group in sorted(sizes, key=lambda each: (-sizes[each], each)):
        mates = [core for core in found if any(rival[group, other] == 0 for other in core)]
        if len(mates) == 1:
            mates[0].add(group)
        elif not mates:
            found.append({group})
    return [frozenset(core) for core in found]
