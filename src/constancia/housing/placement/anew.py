"""Searching on while there is time: a few cells are emptied and filled anew, thousands of times a second.

Ruin and recreate (Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000): people leave a few cells, each in turn takes the
place that costs least, give or take a little chance, and the new placement is kept when it is not dearer than a threshold
allows. The threshold sinks to nothing in every pass. Nobody ever enters a cell that a hard rule forbids.
"""

import math
import random
import time
from collections.abc import Iterable

import numpy as np

from constancia.housing.placement.index import EMPTY, Index
from constancia.housing.placement.instance import Flags
from constancia.housing.placement.score import Score

PASSES = (0.25, 0.5, 1, 2, 4, 8, 16)
"""So many tries in each pass, for each person; each pass begins with the best placement so far."""
IN_VAIN = 3
"""After so many passes in turn that found nothing, the search ends."""
MOST_CELLS, MOST_PEOPLE, MOST_OF_ONE = 5, 40, 16
"""So many cells are emptied at most, so many people leave them, and so many of one cell."""
FEWEST_TRIES = 100
"""A pass for fewer people than this has as many tries as one for so many."""
EXCHANGES = 0.2
"""The share of the tries in which two cells exchange everybody, the second being the one that this helps most."""
ALIKE = 0.6
"""The share of the cells that must have the legal status and infection state of the first."""
IN_NEED = 0.5
"""The share of the tries that begin with somebody who has no cell or had to move."""
CHANCE = 0.3
"""What a place costs is stretched by up to this share, differently in every try."""
WARMTH = 0.1
"""The threshold at the beginning of a pass, in parts of what one more person in a cell costs now on average."""
NEGLIGIBLE = 1e-9


class Anew:
    """Searches on from the placement of an index, whose objective is `value`; finds what is cheaper.

    With `moving` false, nothing is found that moves more people from their present cells than the best before it.
    """

    def __init__(self, index: Index, value: float, seed: int, *, moving: bool) -> None:
        self._index, self._moving = index, moving
        self._score = Score(index)
        self._random = random.Random(seed)  # noqa: S311 - a repeatable search, nothing secret
        self._noise = np.random.default_rng(seed)
        self._best, self._least = list(index.cell_of), value
        self._value, self._moves = value, 0
        cells, persons = index.instance.cells, index.instance.persons
        self._cells: list[int] = np.flatnonzero(cells.capacity > 0).tolist()
        self._pool: list[int] = cells.pool.tolist()
        self._of_pool: dict[int, list[int]] = {}
        for cell in self._cells:
            self._of_pool.setdefault(self._pool[cell], []).append(cell)
        self._present: list[int] = (
            persons.present.tolist() if index.instance.weights.move else [-1] * len(index.cell_of)
        )
        self._kind = list(zip(index.wants, persons.group.tolist(), strict=True))
        needs = 4 * (persons.infection > 0) + 3 * persons.single + 2 * persons.wheelchair
        self._needs: list[int] = (needs + persons.medical + persons.lower_bunk).tolist()
        self._warmth = WARMTH * float(index.relief()[index.count > 0].mean()) if index.count.any() else 0.0

    def run(self, passes: Iterable[float], deadline: float, enough: float) -> list[int]:
        """Return the best placement found before a moment (time.monotonic), or as soon as one costs no more than `enough`."""
        self._deadline, self._enough = deadline, enough
        in_vain = 0
        for number in passes if self._cells else ():
            before = self._least
            self._pass(math.ceil(number * max(FEWEST_TRIES, len(self._best))))
            in_vain = in_vain + 1 if self._least > before - NEGLIGIBLE else 0
            if in_vain >= IN_VAIN or self._is_over():
                break
            self._return_to_best()
        return self._best

    def _is_over(self) -> bool:
        return self._least <= self._enough or time.monotonic() > self._deadline

    def _pass(self, tries: int) -> None:
        in_need = self._in_need()
        for number in range(tries):
            if self._is_over():
                return
            threshold = self._warmth * (1 - number / tries)
            if self._random.random() < EXCHANGES:
                self._try_exchange(self._random.choice(self._cells), threshold)
            elif in_need and self._random.random() < IN_NEED:
                cells, people = self._around(self._random.choice(in_need))
                self._try_anew([*people, *self._leaving(cells)], threshold)
            else:
                self._try_anew(self._leaving(self._beside([self._random.choice(self._cells)])), threshold)

    def _in_need(self) -> list[int]:
        """Return who has no cell, or another one than the present."""
        now = enumerate(self._index.cell_of)
        return [person for person, cell in now if cell < 0 or self._present[person] not in {-1, cell}]

    def _around(self, person: int) -> tuple[list[int], list[int]]:
        """Return cells to be emptied for somebody's sake, and the person when that is one without a cell."""
        cell, present = self._index.cell_of[person], self._present[person]
        suits = self._index.suitable(person)
        wanted = [present] if present >= 0 and suits[present] else self._some(suits)
        if cell < 0:
            return self._beside(wanted), [person]
        return self._beside([cell, *(each for each in wanted if each != cell)]), []

    def _some(self, suits: Flags) -> list[int]:
        cells = np.flatnonzero(suits)
        return [int(cells[self._random.randrange(len(cells))])] if len(cells) else []

    def _beside(self, cells: list[int]) -> list[int]:
        """Return cells with a few others of the same pool, most of them used by people of the same state, or empty."""
        if not cells:
            return cells
        index, found = self._index, list(cells)
        among, state = self._of_pool[self._pool[cells[0]]], index.holds[cells[0]]
        wanted = self._random.randint(len(found) + 1, max(len(found) + 1, MOST_CELLS))
        for _ in range(3 * MOST_CELLS):
            other = self._random.choice(among)
            alike = index.holds[other] in {state, EMPTY} or self._random.random() > ALIKE
            if alike and other not in found:
                found.append(other)
            if len(found) == wanted:
                break
        return found

    def _leaving(self, cells: Iterable[int]) -> list[int]:
        """Return who leaves some cells: everybody of small ones, some of large ones."""
        found: list[int] = []
        for cell in cells:
            inside = sorted(self._index.inside[cell])
            inside = inside if len(inside) <= MOST_OF_ONE else self._random.sample(inside, MOST_OF_ONE)
            if len(found) + len(inside) <= MOST_PEOPLE:
                found += inside
        return found

    def _try_anew(self, people: list[int], threshold: float) -> None:
        """Let people leave and find places anew; undo it when somebody finds none, or when it is too dear."""
        start = len(self._index.log)
        without = 0
        for person in people:
            if self._index.cell_of[person] >= 0:
                self._index.remove(person)
            else:
                without += 1
        if self._fill(people, without) and self._is_kept(start, threshold):
            self._index.log.clear()
        else:
            self._index.undo(start)

    def _try_exchange(self, cell: int, threshold: float) -> None:
        """Let everybody in a cell and in the one it is best exchanged with change places; undo it where that is forbidden."""
        index, start = self._index, len(self._index.log)
        other = self._best_exchange(cell)
        if other < 0:
            return
        to = dict.fromkeys(sorted(index.inside[cell]), other) | dict.fromkeys(sorted(index.inside[other]), cell)
        for person in to:
            index.remove(person)
        if all(self._enters(person, where) for person, where in to.items()) and self._is_kept(start, threshold):
            index.log.clear()
        else:
            index.undo(start)

    def _enters(self, person: int, cell: int) -> bool:
        if not self._index.may_take(person)[cell]:
            return False
        self._index.add(person, cell)
        return True

    def _best_exchange(self, cell: int) -> int:
        """Return the cell with which exchanging everybody would lower crowding most, give or take a little; or -1."""
        index, cells = self._index, self._index.instance.cells
        here, there = float(index.count[cell]), index.count.astype(float)
        saved = (there**2 - here**2) * (1 / cells.air - 1 / cells.air[cell])
        saved *= 1 + CHANCE * self._noise.random(len(saved))
        possible = (cells.pool == cells.pool[cell]) & (there <= cells.capacity[cell]) & (here <= cells.capacity)
        saved[~possible] = 0.0
        other = int(saved.argmax())
        return other if saved[other] > NEGLIGIBLE else -1

    def _is_kept(self, start: int, threshold: float) -> bool:
        change = self._score.change(start)
        moves = 0 if self._moving else self._score.moves(start)
        if change > -threshold * math.log(self._random.random() or 1.0) or self._moves + moves > 0:
            return False
        self._value, self._moves = self._value + change, self._moves + moves
        if self._value < self._least - NEGLIGIBLE:
            self._best, self._least = list(self._index.cell_of), self._value
            self._moves = 0
        return True

    def _fill(self, people: list[int], without: int) -> bool:
        """Give everybody the cheapest place in turn; tell whether no more than so many are left without one."""
        kinds = {self._kind[person]: self._random.random() for person in people}
        dearer = 1 + CHANCE * self._noise.random(len(self._pool))
        company = self._score.company_of
        for person in sorted(people, key=lambda p: (-self._needs[p], kinds[self._kind[p]], company[p], p)):
            cell = self._place(person, dearer)
            if cell >= 0:
                self._index.add(person, cell)
            else:
                without -= 1
                if without < 0:
                    return False
        return True

    def _place(self, person: int, dearer: np.ndarray) -> int:
        """Return the cell for one person: the present one, that of companions, or the least crowded; -1 when there is none."""
        allowed = self._index.may_take(person)
        for cell in (self._present[person], *self._index.companions_of(person)):
            if cell >= 0 and allowed[cell]:
                return cell
        costs = np.where(allowed, self._index.crowding * dearer, np.inf)
        cell = int(costs.argmin())
        return cell if allowed[cell] else -1

    def _return_to_best(self) -> None:
        """Put everybody back to where the best placement has them."""
        index = self._index
        away = [person for person, cell in enumerate(self._best) if cell != index.cell_of[person]]
        for person in away:
            if index.cell_of[person] >= 0:
                index.remove(person)
        for person in away:
            if self._best[person] >= 0:
                index.add(person, self._best[person])
        index.log.clear()
        self._value, self._moves = self._least, 0
