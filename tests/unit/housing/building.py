"""Small facilities and people for the tests, written in a few words; every default is the plainest case."""

import sys
from pathlib import Path

from hypothesis import strategies as st

TOOLS = Path(__file__).resolve().parents[4] / "shared" / "formats"


def module(name, *, sex="M", age="adult", hospital=True, facility="f"):
    return {"id": name, "facility": facility, "sex": sex, "age": age, "hospital": hospital}


def cell(name, corridor, capacity=2, **facts):
    plain = {
        "area_m2": 4.0 * max(1, capacity),
        "ventilation": 1.0,
        "lower_bunks": capacity,
        "accessible_places": 0,
        "isolation": False,
    }
    return {"id": name, "corridor": corridor, "capacity": capacity, **plain, **facts}


def person(name, **facts):
    plain = {
        "sex": "M",
        "age": "adult",
        "status": "convicted",
        "group": "none",
        "infection": None,
        "single_cell": False,
        "lower_bunk": False,
        "wheelchair": False,
        "medical": False,
        "watch": False,
        "companions": None,
        "present_cell": None,
    }
    return {"id": name, **plain, **facts}


WEIGHTS = {"unplaced": 10000, "density": 1, "split": 5, "watch": 2, "move": 0}


def instance(*, cells, persons, modules=None, corridors=None, rivalries=(), apart=(), **weights):
    """Cells lie in corridors whose name begins with the module's (k1 in m1 by default: `m1k1`)."""
    named = corridors or sorted({each["corridor"] for each in cells})
    places = [each if isinstance(each, dict) else {"id": each, "module": each.split("k")[0]} for each in named]
    known = modules or [module(name) for name in sorted({each["module"] for each in places})]
    return {
        "format": "constancia-placement/1",
        "rivalries": [{"a": a, "b": b, "level": level} for a, b, level in rivalries],
        "modules": known,
        "corridors": places,
        "cells": cells,
        "persons": persons,
        "keep_apart": [list(each) for each in apart],
        "objective": {**WEIGHTS, **weights},
    }


def shared_check(data, assignments):
    """What the reference checker outside the project says: hard violations and terms; None where it is absent."""
    if not (TOOLS / "placement_tools.py").is_file():
        return None
    sys.path.insert(0, str(TOOLS))
    try:
        import numpy as np
        import placement_tools as tools
    finally:
        sys.path.remove(str(TOOLS))
    arrays, cells, persons = tools.from_json(data)
    placed = -np.ones(arrays["N"], int)
    for name, where in assignments.items():
        if where is not None:
            placed[persons[name]] = cells[where]
    return tools.evaluate(arrays, placed, arrays["present"])


GROUPS = ("none", "A", "B", "C")
LEVELS = ("cell", "corridor", "module")


@st.composite
def facilities(draw, most_persons=10, most_cells=6, *, moves=False):
    """A random instance small enough for brute force, with every kind of rule in it somewhere."""
    pools = draw(st.lists(st.sampled_from([("M", "adult"), ("F", "adult"), ("M", "child")]), min_size=1, max_size=3))
    modules = [module(f"m{n}", sex=sex, age=age, hospital=draw(st.booleans())) for n, (sex, age) in enumerate(pools)]
    corridors = [
        {"id": f"m{n}k{k}", "module": f"m{n}"} for n in range(len(modules)) for k in range(draw(st.integers(1, 2)))
    ]
    cells = [
        cell(
            f"c{n}",
            draw(st.sampled_from(corridors))["id"],
            draw(st.integers(0, 3)),
            area_m2=draw(st.sampled_from([4.0, 7.5, 9.9])),
            ventilation=draw(st.sampled_from([0.7, 1.0])),
            lower_bunks=draw(st.integers(0, 2)),
            accessible_places=draw(st.integers(0, 1)),
            isolation=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, most_cells)))
    ]
    rare = st.sampled_from([False, False, False, True])
    persons = []
    for n in range(draw(st.integers(1, most_persons))):
        sex, age = draw(st.sampled_from(pools))
        persons.append(
            person(
                f"p{n}",
                sex=sex,
                age=age,
                status=draw(st.sampled_from(["convicted", "untried"])),
                group=draw(st.sampled_from(GROUPS)),
                infection=draw(st.sampled_from([None, None, None, "x", "y"])),
                single_cell=draw(rare),
                lower_bunk=draw(rare),
                wheelchair=draw(rare),
                medical=draw(rare),
                watch=draw(rare),
                companions=draw(st.sampled_from([None, None, "g1", "g2"])),
                present_cell=draw(st.sampled_from([None, *(each["id"] for each in cells)])),
            )
        )
    names = [each["id"] for each in persons]
    pairs = draw(
        st.dictionaries(st.tuples(st.sampled_from(names), st.sampled_from(names)), st.sampled_from(LEVELS), max_size=6)
    )
    apart = {tuple(sorted(pair)): level for pair, level in pairs.items() if pair[0] != pair[1]}
    rivals = draw(
        st.dictionaries(st.sampled_from([("A", "B"), ("A", "C"), ("B", "C"), ("A", "none")]), st.sampled_from(LEVELS))
    )
    return instance(
        modules=modules,
        corridors=corridors,
        cells=cells,
        persons=persons,
        rivalries=[(*pair, level) for pair, level in rivals.items()],
        apart=[(*pair, level) for pair, level in apart.items()],
        move=3 if moves else 0,
    )
