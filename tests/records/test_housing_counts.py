"""Roll call: computed as of an instant, attested by people, and no difference that anybody can hide."""

from typing import Any

import pytest

from constancia.core.refusals import Refused
from constancia.housing import actions as housing
from constancia.housing.actions.counts import CellCount
from constancia.housing.events.counts import CountClosed, DifferenceFound
from constancia.housing.models import Counted, Difference
from constancia.housing.queries.rolls import count_called, open_count, roll
from constancia.ledger.journal import chain_of
from constancia.register import actions

from .conftest import ANA, World
from .houses import HUGO, MEN, module, move, resident
from .test_housing_moves import refused


def acts(world: World) -> dict[str, Any]:
    return {"by": HUGO, "at": world.now, "now": world.now, "facility": "F1"}


def opened(world: World, kind: str = "numbers") -> str:
    entry = housing.open_roll_call(kind=kind, reason="Recuento de la noche", **acts(world))
    return str(entry.event.count)  # type: ignore[attr-defined]


def submit(world: World, count: str, *cells: CellCount, key: str = "k1", **changes: Any) -> list[Any]:
    facts = {**acts(world), "counted_by": "Agente Solís", "key": key, **changes}
    return housing.submit_count(count=count, cells=cells, **facts)


@pytest.fixture
def people(world: World) -> list[str]:
    module(world)
    found = [resident(world) for _ in range(4)]
    for person, number in zip(found[:3], (1, 1, 2), strict=True):
        move(world, person, f"{MEN}/{number}")
    return found


def test_the_roll_shows_everybody_apart_and_adds_up(world: World, people: list[str]) -> None:
    world.later(hours=1)
    leave: dict[str, Any] = {"by": ANA, "at": world.now, "now": world.now, "escort": "C", "authority": "D"}
    actions.leave_temporarily(person=people[0], kind="court", destination="J", **leave)
    actions.leave_temporarily(person=people[2], kind="hospital", destination="H", **leave)
    going = resident(world)
    actions.transfer_out(person=going, destination="F2", reason="Cupo", **leave)
    found = roll("F1", world.now)
    assert dict(found.cells) == {f"{MEN}/1": [people[1]], f"{MEN}/2": [], f"{MEN}/3": []}
    assert list(found.no_cell) == [people[3]]
    assert dict(found.out) == {"court": [people[0]], "hospital": [people[2]]}
    assert list(found.in_transit) == [going]
    assert (found.unlock, found.custody) == (2, 5)


def test_a_count_that_agrees_is_closed_without_a_word(world: World, people: list[str]) -> None:
    count = opened(world)
    assert refused(housing.open_roll_call, kind="names", reason="Otro", **acts(world)) == {"housing.count_open"}
    world.later(minutes=5)
    made = submit(world, count, CellCount(f"{MEN}/1", 2), CellCount(f"{MEN}/2", 1), CellCount(f"{MEN}/3", 0))
    assert len(made) == 3
    (closed,) = housing.close_roll_call(count=count, **acts(world))
    said = closed.event
    assert isinstance(said, CountClosed)
    assert (said.computed, said.attested, said.uncounted, said.unexplained) == (3, 3, (), ())
    assert open_count("F1") == ""
    assert refused(submit, world, count, CellCount(f"{MEN}/1", 2), key="later") == {"housing.count_closed"}
    assert people


def test_sent_twice_under_one_key_is_recorded_once(world: World, people: list[str]) -> None:
    count = opened(world)
    first = submit(world, count, CellCount(f"{MEN}/1", 1), CellCount(f"{MEN}/2", 1))
    world.later(minutes=9)
    again = submit(world, count, CellCount(f"{MEN}/1", 1), CellCount(f"{MEN}/2", 1))
    assert [each.number for each in again] == [each.number for each in first if "difference" not in each.event.code]
    assert Counted.objects.count() == 2
    assert people


def test_a_difference_is_recorded_with_the_count_and_stays(world: World, people: list[str]) -> None:
    count = opened(world, "names")
    made = submit(
        world,
        count,
        CellCount(f"{MEN}/1", 1, (people[0],)),
        CellCount(f"{MEN}/2", 2, (people[2], people[1])),
        CellCount(f"{MEN}/3", 0),
    )
    found = [each.event for each in made if isinstance(each.event, DifferenceFound)]
    assert [(each.cell, each.computed, each.attested, each.missing, each.extra) for each in found] == [
        (f"{MEN}/1", 2, 1, (people[1],), ()),
        (f"{MEN}/2", 1, 2, (), (people[1],)),
    ]
    assert refused(housing.close_roll_call, count=count, **acts(world)) == {"register.missing"}
    world.later(minutes=3)
    housing.record_cell_search(
        count=count, cell=f"{MEN}/1", searched_by="Agente Ruiz", where="Patio", found="Nadie", **acts(world)
    )
    submit(world, count, CellCount(f"{MEN}/2", 1, (people[2],)), key="k2")
    housing.explain_difference(
        count=count, cell=f"{MEN}/1", explanation="wrong_cell", statement="Dormía en la 2", **acts(world)
    )
    assert refused(
        housing.explain_difference, count=count, cell=f"{MEN}/1", explanation="other", statement="x", **acts(world)
    ) == {"housing.not_standing"}
    housing.close_roll_call(count=count, **acts(world))
    states = dict(Difference.objects.values_list("cell", "state"))
    assert states == {f"{MEN}/1": "explained", f"{MEN}/2": "recounted"}
    called = count_called(count)
    assert called is not None
    assert (called.differences[0].searches, called.last_of[f"{MEN}/2"].round) == (1, 2)
    assert sum(isinstance(each.event, DifferenceFound) for each in chain_of(count)) == 2


def test_agreeing_numbers_of_other_people_differ_all_the_same(world: World, people: list[str]) -> None:
    count = opened(world, "names")
    made = submit(world, count, CellCount(f"{MEN}/2", 1, (people[3],)))
    assert [each.event.code for each in made] == ["housing.cell_counted", "housing.difference_found"]
    made = submit(world, count, CellCount(f"{MEN}/1", 2, (people[0],), unknown=1), key="k2")
    assert [each.event.code for each in made] == ["housing.cell_counted", "housing.difference_found"]


def test_a_count_is_compared_as_of_its_own_moment(world: World, people: list[str]) -> None:
    count = opened(world)
    seen_at = world.later(minutes=5)
    world.later(minutes=20)
    move(world, people[2], f"{MEN}/3")
    made = submit(world, count, CellCount(f"{MEN}/2", 1), CellCount(f"{MEN}/3", 0), at=seen_at)
    assert {each.event.code for each in made} == {"housing.cell_counted"}
    assert refused(submit, world, count, CellCount(f"{MEN}/2", 0), key="k2", at=world.now.replace(year=2025)) == {
        "housing.before_count"
    }


def test_an_unfinished_count_closes_only_with_a_statement_that_names_what_lacks(
    world: World, people: list[str]
) -> None:
    count = opened(world)
    submit(world, count, CellCount(f"{MEN}/1", 1))
    (closed,) = housing.close_roll_call(count=count, statement="Motín: se suspende", **acts(world))
    assert closed.event.uncounted == (f"{MEN}/2", f"{MEN}/3")  # type: ignore[attr-defined]
    assert closed.event.unexplained == (f"{MEN}/1",)  # type: ignore[attr-defined]
    assert people


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (CellCount("F1/M1/A/9", 0), "housing.not_counted_here"),
        (CellCount(f"{MEN}/1", -1), "housing.bad_count"),
        (CellCount(f"{MEN}/1", 3, ("P-1", "P-2")), "housing.bad_count"),
        (CellCount(f"{MEN}/1", 2, ("P-1", "P-1")), "housing.bad_count"),
    ],
)
def test_what_nobody_can_have_counted_is_refused(world: World, people: list[str], said: CellCount, code: str) -> None:
    count = opened(world, "names")
    with pytest.raises(Refused) as found:
        submit(world, count, said)
    assert code in {each.code for each in found.value.refusals}
    assert people
