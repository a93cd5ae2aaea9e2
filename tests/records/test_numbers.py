"""Identifiers drawn in bulk: none twice, and none that somebody carries."""

import itertools
import random

from constancia.core.ids import new_id
from constancia.register import actions
from constancia.register.roll.numbers import UnusedIds

from .conftest import ANA, World


def test_none_is_given_twice(world: World) -> None:
    few = random.Random(1)
    ids = UnusedIds("P", "register_person", "id", lambda _n: few.randrange(2000))
    given = [ids.next() for _ in range(1500)]
    assert len(set(given)) == 1500


def test_what_the_register_carries_is_left_out(world: World) -> None:
    carried = actions.register_person(by=ANA, at=world.now, now=world.now, written="Ada", random_index=lambda _n: 7)
    assert carried == new_id("P", lambda _n: 7)
    numbers = itertools.count()
    ids = UnusedIds("P", "register_person", "id", lambda _n: next(numbers))
    given = {ids.next() for _ in range(499)}
    assert given == {new_id("P", lambda _n, at=at: at) for at in range(500)} - {carried}
