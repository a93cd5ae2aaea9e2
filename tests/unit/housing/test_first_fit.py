"""The quick placement keeps every rule, leaves nobody out who could still enter a cell, and respects its deadline."""

import time

from hypothesis import given, settings

from constancia.housing.placement.checker import Checker
from constancia.housing.placement.firstfit import first_fit
from constancia.housing.placement.index import Index
from constancia.housing.placement.instance import read_instance
from constancia.housing.placement.pairs import Apart
from tests.unit.housing.building import cell, facilities, instance, person


def placed(data, deadline):
    """The quick placement as a plan names it, with those it left out."""
    found = read_instance(data)
    index = Index(found, Apart(found))
    left = first_fit(index, range(len(found.persons.ids)), deadline)
    places = [*found.cells.ids, None]
    names = {name: places[where] for name, where in zip(found.persons.ids, index.cell_of, strict=True)}
    return names, {found.persons.ids[each] for each in left}


@settings(max_examples=60, deadline=None)
@given(facilities())
def test_no_rule_is_broken_and_nobody_left_out_could_enter_a_cell(data):
    names, left = placed(data, time.monotonic() + 60)
    checker = Checker(data)
    assert checker.check(names).is_sound
    assert {name for name, where in names.items() if where is None} == left
    for name in left:
        assert not any(checker.check({**names, name: each["id"]}).is_sound for each in data["cells"])


def test_groups_with_wide_rivalries_are_not_scattered():
    people = [person(f"p{n}", group="A" if n % 2 else "B") for n in range(24)]
    cells = [cell(f"c{n}", f"m{n // 6}k{n // 3}", 4) for n in range(12)]
    data = instance(cells=cells, persons=people, rivalries=[("A", "B", "module")])
    assert placed(data, time.monotonic() + 60)[1] == set()


def test_after_the_deadline_nobody_is_placed():
    data = instance(cells=[cell("c", "m1k1", 4)], persons=[person("p1"), person("p2")])
    assert placed(data, time.monotonic() - 1)[1] == {"p1", "p2"}
