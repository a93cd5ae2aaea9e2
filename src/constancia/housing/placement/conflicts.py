"""Minimal sets of people who cannot all have a cell, found and proven on the people alone, with everybody else gone.

Each set is proven impossible by CP-SAT, and each set with one person fewer is shown possible by a placement that the
independent checker accepts. What would help is tried before it is said.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from constancia.core.text import Text
from constancia.housing.placement.checker import Checker
from constancia.housing.placement.decide import can_decide, exact_model
from constancia.housing.placement.index import Index
from constancia.housing.placement.instance import Instance, read_instance
from constancia.housing.placement.pairs import Apart
from constancia.housing.placement.plan import Conflict
from constancia.housing.placement.rules import BEHIND, lifted

MOST_PEOPLE, MOST_CELLS = 160, 400
"""Sets are looked for among at most so many people, who together suit at most so many cells."""
MOST_CONFLICTS = 10
OF_ONE = ("sex_age", "capacity", "isolation", "lower_bunk", "wheelchair", "medical")
"""The rules by which a single person can be without any cell; the others need somebody else."""
EFFORT = 5.0
"""CP-SAT's deterministic seconds for one question."""


class Conflicts:
    """Looks for the conflicts behind people without a cell until a deadline."""

    def __init__(self, instance: Instance, apart: Apart, data: Mapping[str, Any], deadline: float) -> None:
        self._instance, self._apart, self._deadline = instance, apart, deadline
        self._data = data
        self._empty = Index(instance, apart)
        self._persons = {each["id"]: each for each in data["persons"]}
        self._cells = {each["id"]: each for each in data["cells"]}
        self._pairs: dict[str, list[Sequence[str]]] = {}
        for pair in data["keep_apart"]:
            for each in pair[:2]:
                self._pairs.setdefault(each, []).append(pair)

    def behind(self, without: Iterable[int]) -> list[Conflict]:
        """Return minimal conflicts, each with somebody who has no cell, none naming somebody twice."""
        found: list[Conflict] = []
        named: set[int] = set()
        for person in without:
            if len(found) >= MOST_CONFLICTS or time.monotonic() > self._deadline:
                break
            conflict = None if person in named else self._around(person)
            if conflict is not None:
                named |= set(conflict)
                found.append(self._told(conflict))
        return found

    def _around(self, person: int) -> list[int] | None:
        """Return a minimal conflict around somebody; None when none is found or proven."""
        for people in self._candidates(person):
            if len(people) <= MOST_PEOPLE and self._possible(people) is False:
                return self._least(people)
        return None

    def _candidates(self, person: int) -> Iterable[list[int]]:
        """Yield sets that may hold a conflict: alone; with enemies; with all who need the same cells; the whole pool."""
        yield [person]
        near = {person}
        for _ in range(2):
            near |= {other for each in sorted(near) for other, _ in self._apart.of.get(each, ())}
            yield self._first(near, person)
        suits = self._empty.suitable(person)
        persons = self._instance.persons
        rivals = [each for each in range(len(persons.ids)) if persons.pool[each] == persons.pool[person]]
        same = [each for each in rivals if not (self._empty.suitable(each) & ~suits).any()]
        yield self._first(same, person)
        yield self._first({*same, *near}, person)
        yield rivals

    @staticmethod
    def _first(people: Iterable[int], person: int) -> list[int]:
        return sorted(people, key=lambda each: (each != person, each))[:MOST_PEOPLE]

    def _least(self, people: list[int]) -> list[int] | None:
        """Return a smallest conflict within one: take out pieces, then single people, while it stays impossible."""
        size = max(1, len(people) // 2)
        while True:
            for start in range(0, len(people), size):
                rest = people[:start] + people[start + size :]
                if rest and self._possible(rest) is False:
                    people = rest
                    break
            else:
                if size == 1:
                    break
                size = max(1, size // 2)
        fewer = (people[:place] + people[place + 1 :] for place in range(len(people)))
        return people if all(self._possible(each) for each in fewer) else None

    def _possible(
        self, people: Sequence[int], *, lift: str = "", extra: Sequence[Mapping[str, Any]] = ()
    ) -> bool | None:
        """Tell whether these people alone can all have a cell; None when that was not decided."""
        if not people:
            return True
        if not can_decide(self._deadline):
            return None
        data = self._question(people, extra, anywhere=bool(lift))
        if data is None:
            return None
        return possible(lifted(data, lift) if lift else data, self._deadline)

    def _question(
        self, people: Sequence[int], extra: Sequence[Mapping[str, Any]], *, anywhere: bool
    ) -> dict[str, Any] | None:
        """Return the instance of these people alone with the cells that matter to them; None when these are too many.

        `anywhere` adds cells that do not suit them, as many as may be: enough to see what lifting a rule makes possible.
        """
        ids = [self._instance.persons.ids[each] for each in people]
        among = set(ids)
        suits = self._empty.suitable(people[0])
        for each in people[1:]:
            suits = suits | self._empty.suitable(each)
        cells = self._enough(suits.nonzero()[0].tolist(), len(people))
        if anywhere:
            cells += self._enough((~suits).nonzero()[0].tolist(), len(people))
            cells = cells[:MOST_CELLS]
        if len(cells) > MOST_CELLS:
            return None
        pairs = [pair for each in sorted(among) for pair in self._pairs.get(each, ()) if {pair[0], pair[1]} <= among]
        return {
            **self._data,
            "cells": [*(self._cells[self._instance.cells.ids[cell]] for cell in cells), *extra],
            "persons": [{**self._persons[each], "present_cell": None} for each in ids],
            "keep_apart": [list(pair) for pair in sorted({tuple(pair) for pair in pairs})],
        }

    def _enough(self, cells: list[int], number: int) -> list[int]:
        """Return the cells without those that are alike beyond one for each person, corridor by corridor."""
        found = []
        seen: dict[tuple[object, ...], int] = {}
        for cell in cells:
            facts = self._cells[self._instance.cells.ids[cell]]
            key = tuple(value for name, value in sorted(facts.items()) if name not in {"id", "area_m2", "ventilation"})
            seen[key] = seen.get(key, 0) + 1
            if seen[key] <= number:
                found.append(cell)
        return found

    def _told(self, people: list[int]) -> Conflict:
        """Say a conflict: who, by which rules, and what would help."""
        rules = self._rules(people)
        ids = tuple(self._instance.persons.ids[each] for each in people)
        en, es = "; ".join(BEHIND[rule].en for rule in rules), "; ".join(BEHIND[rule].es for rule in rules)
        where = self._where(people)
        helps = self._help(people)
        number = len(ids)
        return Conflict(
            ids,
            rules,
            Text(
                (
                    f"This person cannot have a cell{where.en}: "
                    if number == 1
                    else f"These {number} people cannot all have a cell{where.en}: "
                )
                + en
                + helps.en
                + ".",
                (
                    f"Esta persona no puede tener celda{where.es}: "
                    if number == 1
                    else f"Estas {number} personas no pueden tener celda todas{where.es}: "
                )
                + es
                + helps.es
                + ".",
            ),
        )

    def _rules(self, people: list[int]) -> tuple[str, ...]:
        """Return the rules behind a conflict: those whose lifting makes it possible; failing that, all that are in play."""
        in_play = OF_ONE if len(people) == 1 else tuple(rule for rule in BEHIND if rule != "sex_age")
        return tuple(rule for rule in in_play if self._possible(people, lift=rule)) or in_play

    def _where(self, people: list[int]) -> Text:
        """Name the module when only one has cells that suit them."""
        modules = {
            int(module)
            for each in people
            for module in set(self._instance.cells.module[self._empty.suitable(each)].tolist())
        }
        if len(modules) != 1:
            return Text("", "")
        name = self._instance.module_ids[modules.pop()]
        return Text(f" in module {name}", f" en el módulo {name}")

    def _help(self, people: list[int]) -> Text:
        """Return what would help, as tried: one more empty cell like one that suits them, or one person elsewhere."""
        elsewhere = Text(
            "; any one of them elsewhere would do", "; bastaría con que una de ellas estuviera en otro lugar"
        )
        suits = self._empty.suitable(people[0])
        for cell in suits.nonzero()[0].tolist()[-1:]:
            facts = self._cells[self._instance.cells.ids[cell]]
            if self._possible(people, extra=[{**facts, "id": f"+{facts['id']}"}]):
                return Text(
                    f"; freeing one more cell like {facts['id']} would do",
                    f"; bastaría con liberar una celda más como {facts['id']}",
                )
        return elsewhere if len(people) > 1 else Text("", "")


def possible(data: Mapping[str, Any], deadline: float) -> bool | None:
    """Tell whether everybody of a small instance can have a cell, by CP-SAT and the checker; None when not decided."""
    instance = read_instance(data)
    persons = range(len(instance.persons.ids))
    exact = exact_model(Index(instance, Apart(instance)), persons, range(len(instance.cells.ids)))
    exact.require_all()
    decided = exact.solve(EFFORT, 0, deadline)
    if decided is None:
        return False if exact.is_impossible else None
    assignments = {instance.persons.ids[each]: instance.cells.ids[cell] for each, cell in decided.cells.items()}
    return True if Checker(data).check(assignments).is_sound else None
