"""Many groups and many rivalries make no model too large: fewer sets are listed, and what is proven stays true."""

import random

import pytest

from constancia.housing.placement.checker import Checker
from constancia.housing.placement.classes import MOST_WAYS, Pool
from constancia.housing.placement.counts import ways
from constancia.housing.placement.engine import solve
from constancia.housing.placement.instance import read_instance
from constancia.housing.placement.proof import proven_bound
from tests.unit.housing.building import cell, instance, person


def varied(groups, persons, cells):
    dice = random.Random(1)
    names = [f"g{n}" for n in range(groups)]
    levels = ("cell", "corridor", "module")
    rivals = [(a, b, dice.choice(levels)) for n, a in enumerate(names) for b in names[:n] if dice.random() < 0.3]
    people = [person(f"p{n}", group=dice.choice(names), status=dice.choice("ab")) for n in range(persons)]
    places = [cell(f"c{n}", f"m{n % 6}k{n % 18}", dice.choice([2, 4, 8])) for n in range(cells)]
    return instance(cells=places, persons=people, rivalries=rivals)


@pytest.mark.parametrize("groups", [20, 60, 150])
def test_a_model_is_made_only_when_it_is_small_enough(groups):
    pool = Pool(read_instance(varied(groups, 400, 60)), 0)
    assert pool.is_too_varied or len(ways(pool)) <= MOST_WAYS
    named = {group for each in pool.module_sets for group in each}
    assert named == set(pool.sizes)


@pytest.mark.parametrize("groups", [12, 40])
def test_the_plan_is_sound_and_its_bound_true(groups):
    data = varied(groups, 120, 60)
    plan = solve(data, time_limit=3)
    assert Checker(data).check(plan.assignments).is_sound
    assert proven_bound(data, plan.proof) == plan.lower_bound <= plan.objective
