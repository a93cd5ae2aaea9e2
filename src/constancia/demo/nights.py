"""Where the people of the demonstration sleep: housed on arrival, moved on conviction, some kept apart, some in need."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from constancia.core.actors import Actor
from constancia.core.refusals import Refused
from constancia.demo.houses import WORKING
from constancia.housing import actions
from constancia.housing.actions.counts import CellCount
from constancia.housing.queries.board import cell_of
from constancia.housing.queries.cells import cells_of
from constancia.housing.queries.occupancy import counts
from constancia.housing.queries.rolls import roll
from constancia.register.models import Person

TRIED = 8
"""So many cells in use are tried for one person before an empty one is."""

HOUSED = 0.93
"""So many of those who arrive are given a cell; the others still wait."""


def house(
    by: Actor, person: str, modules: list[str], *, convicted: bool, at: datetime, now: datetime, reason: str
) -> None:
    """Move a person to the first cell of some modules that takes the person: the emptiest in use first, then the empty.

    Untried people live on the first of two landings, convicted people on the second.
    """
    people = counts("CD-1", at)
    own = cell_of([person], at).get(person)
    cells = [
        each
        for module in modules
        for each in cells_of("CD-1", at, within=f"CD-1/{module}")
        if each != own and _is_second(each) == convicted and people[each] < WORKING[module]
    ]
    in_use = sorted((each for each in cells if people[each]), key=lambda each: people[each])
    for cell in [*in_use[:TRIED], *(each for each in cells if not people[each])][: TRIED + 2]:
        try:
            actions.move(by=by, at=at, now=now, person=person, cell=cell, reason=reason)
        except Refused:
            continue
        return


def _is_second(cell: str) -> bool:
    """Tell whether a cell lies on landing B, D, F and so on."""
    landing = cell.split("/")[2]
    return (ord(landing) - ord("A")) % 2 == 1


def nights(someone: Any, at: datetime, leaves: datetime) -> Iterator[tuple[datetime, Any]]:
    """Yield the steps by which somebody who arrived gets a cell, and another when sentenced."""
    dice = someone.dice
    if dice.random() > HOUSED:
        return
    modules = ["M3"] if someone.invented.sex == "F" else dice.sample(["M1", "M2"], 2)
    first, sentenced = at + timedelta(minutes=40), at + (leaves - at) * 0.5 + timedelta(hours=2)
    house_them = partial(house, someone.by, modules=modules)
    yield (
        first,
        lambda now: house_them(someone.id, convicted=False, at=first, now=now, reason="Ingreso"),
    )
    if dice.random() < 0.06:
        kind = dice.choice(("lower_bunk", "step_free", "watch"))
        yield (
            at + timedelta(minutes=20),
            lambda now: someone.act(
                actions.record_need, at, now, kind=kind, stated_by="Clínica (demostración)", random_index=dice.randrange
            ),
        )
    if dice.random() < 0.98:
        yield (
            sentenced,
            lambda now: house_them(
                someone.id, convicted=True, at=sentenced, now=now, reason="Cambio de situación jurídica"
            ),
        )


def finish(by: Actor, dice: Random, now: datetime) -> None:
    """Add what a visitor should find at the end: separations, a cell out of use, hearings, and a roll call of last night."""
    held = sorted(Person._default_manager.filter(facility="CD-1", state="held").values_list("id", flat=True))
    facts: dict[str, Any] = {"by": by, "at": now, "now": now}
    for one, other in zip(held[::9], held[4::9], strict=False):
        actions.keep_apart(
            person=one,
            other=other,
            reason="threat",
            role="victim",
            other_role="perpetrator",
            scope="landing",
            stated_by="Parte de novedades (demostración)",
            random_index=dice.randrange,
            **facts,
        )
    actions.take_out_of_use(place="CD-1/M2/B/8", reason="damp", note="Moho en el techo", **facts)
    room = "CD-1/M2/H"
    actions.open_place(place=room, name="Sala de audiencias", purpose="hearing", **facts)
    for number, person in enumerate(held[::6][:30], start=1):
        starts = (now + timedelta(days=number)).replace(hour=16, minute=0, second=0, microsecond=0)
        heard: dict[str, Any] = {
            "starts": starts,
            "held_by": "Juzgado Primero de Instrucción (demostración)",
            "room": room,
        }
        actions.fix_hearing(person=person, random_index=dice.randrange, **heard, **facts)
    _roll_call(by, dice, now)


def _roll_call(by: Actor, dice: Random, now: datetime) -> None:
    """Take a roll call by number in which one cell was counted wrongly, counted again, and the count closed."""
    facts: dict[str, Any] = {"by": by, "at": now, "now": now, "facility": "CD-1"}
    opened = actions.open_roll_call(kind="numbers", reason="Recuento de la noche", random_index=dice.randrange, **facts)
    count: str = opened.event.count  # type: ignore[attr-defined]
    expected = roll("CD-1", now).cells
    cells = [CellCount(cell, len(expected.get(cell, ()))) for cell in cells_of("CD-1", now)]
    wrong = next((number for number, each in enumerate(cells) if each.seen > 1), 0)
    first = [*cells[:wrong], CellCount(cells[wrong].cell, max(0, cells[wrong].seen - 1)), *cells[wrong + 1 :]]
    facts |= {"counted_by": "Agente Solís", "count": count}
    actions.submit_count(cells=first, key="demo-1", **facts)
    actions.submit_count(cells=[cells[wrong]], key="demo-2", **facts)
    del facts["counted_by"], facts["count"]
    actions.close_roll_call(count=count, **facts)
