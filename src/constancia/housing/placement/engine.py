"""The whole way from a question to a checked plan: counts, named cells, persons, repair, improvement, bound, reasons.

Everything works towards a deadline. Every placement found on the way is put to the independent checker; the best one
that breaks no hard rule is what is handed back, whenever the time is over.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from constancia.housing.placement.anew import PASSES, Anew
from constancia.housing.placement.bound import proof_of
from constancia.housing.placement.checker import Checked, Checker
from constancia.housing.placement.classes import Pool
from constancia.housing.placement.conflicts import Conflicts
from constancia.housing.placement.counts import Costs, level_price
from constancia.housing.placement.deal import Deal
from constancia.housing.placement.firstfit import first_fit
from constancia.housing.placement.improve import Improve
from constancia.housing.placement.index import Index
from constancia.housing.placement.instance import AGES, SEXES, Instance, read_instance
from constancia.housing.placement.keep import Keep
from constancia.housing.placement.layout import lay_out
from constancia.housing.placement.nearby import Nearby
from constancia.housing.placement.pairs import Apart
from constancia.housing.placement.plan import DEFAULT_SECONDS, Conflict, Plan
from constancia.housing.placement.proof import proven_bound
from constancia.housing.placement.reasons import Why, reasons_of
from constancia.housing.placement.repair import Repair
from constancia.housing.placement.room import room_prices
from constancia.housing.placement.stay import settle
from constancia.housing.placement.today import Today
from constancia.housing.placement.whole import Effort, Prices, Relaxed, prices_of, relax, whole_counts
from constancia.housing.placement.wishes import Asked, asked

GAPS = (1e-3, 1e-4, 1e-5)
"""Relative gaps of the counts in the first attempt and those after it, while the bound is not reached."""
EXACT = 1 + Fraction(1, 10**9)
"""A plan within this factor of its bound is called optimal."""
CLOSE = 1e-6
"""A plan so near to its bound (relatively) is not tried to be improved."""
SMALL = 50_000
"""With at most so many people, the quick placement is improved before anything else is tried."""
MOST_LEFT = 100
"""With more people without a cell, places are short and each small change is a long search: the models come first."""
FEW = 12_000
"""With at most so many people, what time is left goes into emptying and filling cells anew."""
FIRST = 0.3
"""The share of the time for placing the last few quickly, and for a first short search: an attempt cut short may bring nothing."""
AS_LONG_AS_RELAXING = 8
"""An attempt on a small question takes about so many times the time of its model without whole numbers."""
RESERVE, AS_LONG_AS_CHECKS = 0.12, 6
"""The share of the time, and how many times the time of one check, that are kept for checking, proving and explaining."""


Tell = Callable[[Checked], None]
"""Called with every better placement when it is found, so that whoever waits can see how far it is."""


class Best:
    """The best placement so far that the independent checker found sound."""

    def __init__(self, instance: Instance, data: Mapping[str, Any], tell: Tell | None) -> None:
        self._instance, self._checker, self._tell = instance, Checker(data), tell
        self.cell_of = [-1] * len(instance.persons.ids)
        self.checked: Checked = self._checker.check(self.assignments(self.cell_of))

    def assignments(self, cell_of: Sequence[int]) -> dict[str, str | None]:
        """Return cells by number as a plan names them."""
        names: list[str | None] = [*self._instance.cells.ids, None]
        return {person: names[cell] for person, cell in zip(self._instance.persons.ids, cell_of, strict=True)}

    def offer(self, cell_of: Sequence[int]) -> float:
        """Keep a placement when it is sound and better; return the seconds that checking it took."""
        began = time.monotonic()
        checked = self._checker.check(self.assignments(cell_of))
        if checked.is_sound and checked.objective < self.checked.objective:
            self.cell_of, self.checked = list(cell_of), checked
            if self._tell is not None:
                self._tell(checked)
        return time.monotonic() - began


@dataclass(frozen=True, slots=True)
class _Question:
    """A pool with everything that the attempts share."""

    pool: Pool
    number: int
    relaxed: Relaxed | None
    asked: Asked


def solve(data: Any, *, time_limit: float = DEFAULT_SECONDS, seed: int = 0, tell: Tell | None = None) -> Plan:
    """Place the persons of a constancia-placement/1 instance within so many seconds; `Refused` when it is malformed."""
    began = time.monotonic()
    instance = read_instance(data)
    return Engine(instance, data, (began, began + time_limit), seed, tell).run()


class Engine:
    """One question being answered between two moments (time.monotonic)."""

    def __init__(
        self,
        instance: Instance,
        data: Mapping[str, Any],
        between: tuple[float, float],
        seed: int,
        tell: Tell | None = None,
    ) -> None:
        began, deadline = between
        self._instance, self._data, self._seed = instance, data, seed
        self._began, self._deadline, self._last = began, deadline - RESERVE * (deadline - began), deadline
        self._apart = Apart(instance)
        self._best = Best(instance, data, tell)
        weights = instance.weights
        dearest = float((2 * weights.density * instance.cells.capacity / instance.cells.air).max(initial=1.0))
        self._costs = Costs(weights.density, max(weights.unplaced, 10 * dearest), weights.split)

    def run(self) -> Plan:
        """Return the best plan found, with its proof."""
        seconds = self._best.offer(self._quick())
        self._deadline = min(self._deadline, self._last - AS_LONG_AS_CHECKS * seconds)
        before = time.monotonic()
        questions = self._questions()
        took = AS_LONG_AS_RELAXING * (time.monotonic() - before) if self._is_small else 0.0
        proof, bound = self._proof(questions)
        self._search_on(bound, PASSES[:1], self._within(FIRST))
        if self._moves_count:
            self._best.offer(self._staying(questions, Effort(self._deadline, GAPS[1], self._seed, at_once=False)))
        for attempt, gap in enumerate(GAPS):
            began = time.monotonic()
            if began + took > self._deadline or self._is_close(bound) or self._moves_too_many(bound):
                break
            effort = Effort(self._deadline, gap, self._seed + attempt, at_once=attempt > 0)
            self._best.offer(self._attempt(questions, effort))
            took = time.monotonic() - began
        self._search_on(bound, PASSES, self._deadline)
        return self._plan(proof, bound)

    def _search_on(self, bound: Fraction, passes: tuple[float, ...], deadline: float) -> None:
        """Look for better placements around the best until the bound is reached or nothing more is found."""
        if not self._is_small or self._is_late() or self._is_close(bound):
            return
        index = Index(self._instance, self._apart, self._best.cell_of)
        anew = Anew(index, float(self._best.checked.objective), self._seed, moving=not self._moves_count)
        self._best.offer(anew.run(passes, deadline, float(bound) * (1 + CLOSE)))

    def _proof(self, questions: list[_Question]) -> tuple[Mapping[str, Any], Fraction]:
        """Return the better of two proofs, as if nobody had a cell yet and as if most stayed, and the bound it gives."""
        prices = [[_prices(each, self._costs) for each in questions]]
        if self._moves_count and not self._is_late():
            prices.append([self._at_home(each) for each in questions])
        kinds = [(each.pool, each.number) for each in questions]
        proofs = [proof_of([(*kind, found) for kind, found in zip(kinds, each, strict=True)]) for each in prices]
        bounds = [proven_bound(self._data, each) for each in proofs]
        best = max(range(len(proofs)), key=bounds.__getitem__)
        return proofs[best], bounds[best]

    def _at_home(self, question: _Question) -> Prices:
        """Return the prices of a pool whose people mostly stay; those as if nobody had a cell where there is no time."""
        most, found = self._instance.weights.move / 2, None
        if question.pool.has_model:
            found = room_prices(Today(question.pool, self._who_stays), self._costs, most, self._deadline)
        return found or _prices(question, self._costs)

    def _is_late(self) -> bool:
        return time.monotonic() > self._deadline

    @property
    def _is_small(self) -> bool:
        return len(self._instance.persons.ids) <= FEW

    def _within(self, share: float) -> float:
        """Return the moment at which this share of the time left will be used up."""
        now = time.monotonic()
        return now + share * max(0.0, self._deadline - now)

    def _moves_too_many(self, bound: Fraction) -> bool:
        """Tell whether placing everybody anew could not pay: nine in ten would move, and each move has its cost."""
        moves = Fraction(self._instance.weights.move) * int((self._instance.persons.present >= 0).sum())
        return bound + moves * Fraction(9, 10) > self._best.checked.objective

    def _is_close(self, bound: Fraction) -> bool:
        return self._best.checked.objective <= bound * (1 + Fraction(CLOSE))

    def _questions(self) -> list[_Question]:
        found = []
        for number in range(len(SEXES) * len(AGES)):
            pool = Pool(self._instance, number)
            if len(pool.persons):
                relaxed = relax(pool, self._costs, self._within(0.5)) if pool.has_model else None
                found.append(_Question(pool, number, relaxed, asked(pool, self._apart)))
        return found

    def _quick(self) -> list[int]:
        """Return the placement without any model that is handed back when there is time for nothing else.

        It is always finished, however little time there is: a plan that places nobody helps nobody.
        """
        number = len(self._instance.persons.ids)
        cell_of = list(self._who_stays) if self._moves_count else [-1] * number
        index = Index(self._instance, self._apart, cell_of)
        left = first_fit(index, [person for person, cell in enumerate(cell_of) if cell < 0], math.inf)
        if self._is_small and len(left) <= MOST_LEFT:
            left = Repair(index, self._within(FIRST)).place_all(left)
        if number <= SMALL and len(left) <= MOST_LEFT:
            Improve(index, Repair(index, self._deadline), self._deadline, moving=not self._moves_count).run()
        return index.cell_of

    @cached_property
    def _who_stays(self) -> list[int]:
        """Return the present cell of all who can stay together there, -1 for everybody else."""
        return Keep(self._instance, self._apart).staying()

    @property
    def _moves_count(self) -> bool:
        return self._instance.weights.move > 0 and bool((self._instance.persons.present >= 0).any())

    def _attempt(self, questions: list[_Question], effort: Effort) -> list[int]:
        """Return one placement of everybody for whom a cell was found."""
        cell_of = [-1] * len(self._instance.persons.ids)
        for each in questions:
            counted = each.relaxed and whole_counts(each.relaxed, each.asked, effort)
            layout = counted and lay_out(each.pool, counted, self._costs, effort.deadline)
            if layout:
                Deal(each.pool, layout, self._apart, cell_of, effort.seed).run()
        return self._finished(cell_of, effort, moving=True)

    def _staying(self, questions: list[_Question], effort: Effort) -> list[int]:
        """Return a placement in which few people leave their present cells."""
        cell_of = list(self._who_stays)
        for each in questions:
            settle(each.pool, self._apart, cell_of, self._costs, effort)
        return self._finished(cell_of, effort, moving=False)

    def _finished(self, cell_of: list[int], effort: Effort, *, moving: bool) -> list[int]:
        """Return the placement with everybody placed for whom a way is found, and improved."""
        index = Index(self._instance, self._apart, cell_of)
        repair = Repair(index, effort.deadline)
        left = [person for person, cell in enumerate(cell_of) if cell < 0]
        repair.place_all(first_fit(index, left, effort.deadline))
        Improve(index, repair, effort.deadline, moving=moving).run()
        Nearby(index, repair, effort.deadline, effort.seed).run()
        return index.cell_of

    def _plan(self, proof: Mapping[str, Any], bound: Fraction) -> Plan:
        checked = self._best.checked
        index = Index(self._instance, self._apart, self._best.cell_of)
        without = [person for person, cell in enumerate(self._best.cell_of) if cell < 0]
        ids, cut_short = self._instance.persons.ids, self._is_late()
        reasons = {ids[person]: reasons_of(index, person) for person in without}
        why = Why(index).everybody()
        conflicts = self._conflicts(without)
        return Plan(
            status="infeasible" if conflicts else "optimal" if checked.objective <= bound * EXACT else "feasible",
            assignments=self._best.assignments(self._best.cell_of),
            objective=checked.objective,
            terms=checked.terms,
            lower_bound=bound,
            seed=self._seed,
            seconds=time.monotonic() - self._began,
            cut_short=cut_short or time.monotonic() > self._last,
            proof=proof,
            unplaced=reasons,
            conflicts=tuple(conflicts),
            why=why,
        )

    def _conflicts(self, without: Sequence[int]) -> list[Conflict]:
        """Return the conflicts behind those without a cell, as far as the time goes: last, so that nothing waits for them."""
        if not without:
            return []
        return Conflicts(self._instance, self._apart, self._data, self._last).behind(without)


def _prices(question: _Question, costs: Costs) -> Prices:
    """Return the prices of a pool: those of its relaxed model, or else the same for everybody."""
    if question.relaxed is not None:
        return prices_of(question.relaxed)
    pool = question.pool
    same = costs.density * level_price(pool) if len(pool.cells) else costs.unplaced
    return Prices(tuple(same for _ in pool.classes), ())
