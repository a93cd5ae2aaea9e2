"""What housing records is judged by the norms: measured cells, and the people who sleep in them."""

from datetime import timedelta
from decimal import Decimal

from constancia.housing import actions as housing
from constancia.register import actions
from constancia.standards import board, keeping
from constancia.standards.evaluation import evaluate, verdicts_on
from constancia.standards.explaining import explain
from constancia.standards.facts.assembling import Scope, facts_for
from constancia.standards.sums import sums_of

from .conftest import ANA, World
from .houses import HUGO, module, move, resident

CELL = "F1/M1/A/1"


def crowd(world: World) -> list[str]:
    """Five people in a cell of 12 m², 2 of them for the toilet."""
    module(world, maximum=6, working=6, certified_normal=6, bunks=6)
    people = [resident(world) for _ in range(5)]
    for each in people:
        move(world, each, CELL)
    return people


def test_sleeping_too_close_is_a_breach_of_the_space_norms(world: World) -> None:
    crowd(world)
    world.later(days=2)
    lines = [each for each in board.lines(sums_of(keeping.keep("F1", now=world.now))[0]) if each.norm == "CPT-4"]
    assert {each.verdict for each in lines if each.module == "F1/M1"} == {"BREACH"}


def test_the_page_of_a_cell_counts_who_was_placed_there(world: World) -> None:
    crowd(world)
    world.later(days=2)
    found = explain(HUGO, facility="F1", norm="CPT-4", subject=CELL, kind="cell", as_of=world.now)
    assert {each.last.verdict for each in found} == {"BREACH"}


def test_who_is_out_of_the_centre_is_not_in_the_cell(world: World) -> None:
    person = crowd(world)[0]
    world.later(days=1)
    left = world.now
    actions.leave_temporarily(
        by=ANA, at=left, now=left, person=person, kind="court", destination="Juzgado", escort="PNC", authority="Juzgado"
    )
    known = facts_for(Scope("F1"))
    mine = known.frame("presence").filter(person=person)
    assert mine.height == 1
    assert mine["until"].to_list() == [round(left.timestamp() * 1_000_000)]
    assert known.frame("placement").filter(person=person)["until"].to_list() == [None]


def test_cells_and_sleepers_are_judged_as_they_were_known(world: World) -> None:
    entry = move_of(world)
    world.later(days=1)
    assert facts_for(Scope("F1")).frame("placement").height == 1
    assert facts_for(Scope("F1", known_at=entry - 1)).frame("placement").height == 0
    assert facts_for(Scope("F1", known_at=entry)).frame("placement").height == 1
    assert facts_for(Scope("F1", known_at=1)).frame("cell").height == 0
    assert facts_for(Scope("F1")).frame("cell").height >= 3


def test_windows_are_judged_where_somebody_looked_and_unknown_where_nobody_did(world: World) -> None:
    module(world, window_reads=True, window_opens=False)
    module(world, "M2")
    acts = {"by": HUGO, "at": world.now, "now": world.now}
    seen = {"gross_m2": Decimal(12), "window_opens": True, "measured_by": "Insp. Olmedo"}
    housing.measure_place(place="F1/M1/A/2", **seen, **acts)
    world.later(days=1)
    found = evaluate(Scope("F1"), world.now, norms=["MR-14a"])
    cells = (CELL, "F1/M1/A/2", "F1/M2/A/1")
    said = {
        (cell, each.limb): each.verdict for cell in cells for each in verdicts_on(found, cell) if each.until is None
    }
    assert said[CELL, "light"] == "MET"
    assert said[CELL, "air"] == "BREACH"
    assert said["F1/M1/A/2", "light"] == "UNKNOWN"
    assert said["F1/M1/A/2", "air"] == "MET"
    assert {said["F1/M2/A/1", limb] for limb in ("light", "air")} == {"UNKNOWN"}


def move_of(world: World) -> int:
    module(world)
    person = resident(world)
    world.later(seconds=timedelta(minutes=1).total_seconds())
    found = move(world, person, CELL)
    return int(found.number)
