"""Why there, and why nowhere: a sentence for everybody who has a cell, and for the others what every cell lacks."""

from collections.abc import Sequence

import numpy as np

from constancia.core.text import Text
from constancia.housing.placement.index import EMPTY, Index
from constancia.housing.placement.instance import AGES, SEXES, Flags, Instance
from constancia.housing.placement.plan import Reason
from constancia.housing.placement.rules import RULES

MOST_REASONS = 6
"""So many kinds of refusal are told of one person, those with the fewest rules first."""

PEOPLE = {
    ("M", "adult"): Text("men", "hombres"),
    ("F", "adult"): Text("women", "mujeres"),
    ("M", "child"): Text("boys", "niños y adolescentes varones"),
    ("F", "child"): Text("girls", "niñas y adolescentes mujeres"),
}
"""The people whom a module may hold, by the sex and age of the module."""


def people_of(pool: int) -> Text:
    """Return the word for the people of a pool."""
    return PEOPLE[SEXES[pool // len(AGES)], AGES[pool % len(AGES)]]


class Why:
    """Says why people have the cells they have in one placement; sentences that many share are made once."""

    def __init__(self, index: Index) -> None:
        self._index, self._instance = index, index.instance
        self._of_cell: dict[int, Text] = {}
        companions: dict[tuple[int, int], int] = {}
        company_of = index.instance.persons.companions.tolist()
        for person, company in enumerate(company_of):
            if company >= 0:
                key = (company, index.cell_of[person])
                companions[key] = companions.get(key, 0) + 1
        self._companions, self._company_of = companions, company_of

    def everybody(self) -> dict[str, Text]:
        """Return the sentence of everyone who has a cell, by identifier."""
        ids = self._instance.persons.ids
        return {ids[person]: self.of(person) for person, cell in enumerate(self._index.cell_of) if cell >= 0}

    def of(self, person: int) -> Text:
        """Return why somebody has this cell: what the cell is, what the person needs, whom it keeps together or apart."""
        cell = self._index.cell_of[person]
        first = self._of_cell.get(cell) or self._of_cell.setdefault(cell, self._cell(cell))
        parts = [first, *self._needs(person), *self._others(person, cell), *self._present(person, cell)]
        return Text("; ".join(each.en for each in parts) + ".", "; ".join(each.es for each in parts) + ".")

    def _cell(self, cell: int) -> Text:
        instance, cells = self._instance, self._instance.cells
        number = len(self._index.inside[cell])
        one = min(self._index.inside[cell])
        corridor, module = instance.corridor_ids[cells.corridor[cell]], instance.module_ids[cells.module[cell]]
        people, status = people_of(int(cells.pool[cell])), instance.statuses[instance.persons.status[one]]
        space = f"{cells.area[cell] / number:.1f}"
        taken = f"{number}/{cells.capacity[cell]}"
        return Text(
            f"{cells.ids[cell]} ({corridor}, {module}) is for {people.en}, everybody in it is “{status}”,"
            f" {taken} places are taken, {space} m² for each",
            f"{cells.ids[cell]} ({corridor}, {module}) es para {people.es}, todas las personas que la ocupan tienen la"
            f" situación «{status}», {taken} plazas ocupadas, {space} m² por persona",
        )

    def _needs(self, person: int) -> list[Text]:
        persons = self._instance.persons
        infection = self._instance.infections[persons.infection[person]]
        parts = [
            (infection is not None, Text(f"isolation for “{infection}”", f"aislamiento por «{infection}»")),
            (persons.single[person], Text("alone, as required", "a solas, como se requiere")),
            (persons.lower_bunk[person], Text("with a lower bunk", "con litera baja")),
            (persons.wheelchair[person], Text("step-free", "accesible")),
            (persons.medical[person], Text("in a module with a hospital", "en un módulo con hospital")),
        ]
        return [text for needed, text in parts if needed]

    def _others(self, person: int, cell: int) -> list[Text]:
        """Return what is said about rivals, people kept apart, and companions."""
        persons, index = self._instance.persons, self._index
        parts = []
        if self._instance.rival[persons.group[person]].any():
            parts.append(Text("no rival group near", "sin grupos rivales cerca"))
        apart = len(index.apart.of.get(person, ()))
        if apart:
            parts.append(Text(f"apart from {apart} as ordered", f"con separación respecto de {apart}, como se ordenó"))
        company = self._company_of[person]
        with_ = self._companions.get((company, cell), 1) - 1 if company >= 0 else 0
        if with_:
            parts.append(Text(f"with {with_} of the companions", f"con {with_} de sus acompañantes"))
        return parts

    def _present(self, person: int, cell: int) -> list[Text]:
        present = int(self._instance.persons.present[person])
        if present < 0:
            return []
        if present == cell:
            return [Text("no move needed", "sin necesidad de traslado")]
        before = self._instance.cells.ids[present]
        return [Text(f"moved from {before}", f"se traslada desde {before}")]


def refusals_of(index: Index, person: int) -> dict[str, Flags]:
    """Return for each hard rule the cells that refuse somebody (who has none) by it, as things are."""
    instance = index.instance
    persons, cells = instance.persons, instance.cells
    infections = len(instance.infections)
    occupied = index.holds != EMPTY
    status, infection = index.holds // infections, index.holds % infections
    alone = index.state_is_closed & (index.count < cells.capacity)
    apart = np.zeros(len(cells.ids), bool)
    for other, level in index.apart.of.get(person, ()):
        if index.cell_of[other] >= 0:
            start, stop = index.around(index.cell_of[other], level)
            apart[start:stop] = True
    none = np.zeros(len(cells.ids), bool)
    return {
        "sex_age": cells.pool != persons.pool[person],
        "capacity": index.count >= cells.capacity,
        "status": occupied & (status != persons.status[person]),
        "infection": occupied & (infection != persons.infection[person]),
        "isolation": ~cells.isolation if persons.infection[person] else none,
        "single_cell": occupied if persons.single[person] else alone,
        "rival_groups": index.barred[persons.group[person]] > 0,
        "keep_apart": apart,
        "lower_bunk": index.low_left < 1 if persons.lower_bunk[person] else none,
        "wheelchair": index.step_free_left < 1 if persons.wheelchair[person] else none,
        "medical": ~cells.hospital if persons.medical[person] else none,
    }


def reasons_of(index: Index, person: int) -> tuple[Reason, ...]:
    """Return why no cell takes somebody: sets of rules with the number of cells, the fewest rules first.

    Before them, when there are fewer places than people of that sex and age, that fact.
    """
    found = refusals_of(index, person)
    names = list(found)
    bits = sum((found[name].astype(np.int32) << place for place, name in enumerate(names)), np.zeros(1, np.int32))
    bits = np.where(found["sex_age"], 1, bits)
    masks, counts = np.unique(bits, return_counts=True)
    sets = [
        (tuple(name for place, name in enumerate(names) if mask >> place & 1), int(count))
        for mask, count in zip(masks.tolist(), counts.tolist(), strict=True)
    ]
    sets.sort(key=lambda each: (each[0] == ("sex_age",), len(each[0]), -each[1]))
    reasons = [_reason(rules, count) for rules, count in sets[:MOST_REASONS] if rules]
    return (*_too_few_places(index.instance, person), *reasons)


def _reason(rules: Sequence[str], cells: int) -> Reason:
    en, es = ", ".join(RULES[rule].en for rule in rules), ", ".join(RULES[rule].es for rule in rules)
    text = Text(
        f"1 cell: {en}" if cells == 1 else f"{cells} cells: {en}",
        f"1 celda: {es}" if cells == 1 else f"{cells} celdas: {es}",
    )
    return Reason(tuple(rules), cells, text)


def _too_few_places(instance: Instance, person: int) -> list[Reason]:
    pool = int(instance.persons.pool[person])
    inside = instance.cells.pool == pool
    people, places = int((instance.persons.pool == pool).sum()), int(instance.cells.capacity[inside].sum())
    if not 0 < places < people:
        return []
    word = people_of(pool)
    text = Text(f"{people} {word.en} for {places} places", f"{people} {word.es} para {places} plazas")
    return [Reason(("capacity", "sex_age"), int(inside.sum()), text)]
