"""Places: what a cell was when, what cannot be, certificates that stay as they were, and what others published."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from constancia.core.refusals import Refused
from constancia.housing import actions as housing
from constancia.housing.models import Claim, House, Place
from constancia.housing.queries.breaches import breaches
from constancia.housing.queries.cells import cells_at, cells_of, natural, places_at
from constancia.ledger.journal import chain_of

from .conftest import ZONE, World
from .houses import HUGO, MEN, module, move, resident
from .test_housing_moves import refused


def acts(world: World) -> dict[str, Any]:
    return {"by": HUGO, "at": world.now, "now": world.now}


def test_a_place_is_what_it_was_at_each_instant(world: World) -> None:
    module(world)
    opened = world.now
    world.later(days=1)
    housing.set_capacities(place=f"{MEN}/1", maximum=7, reason="Obras", **acts(world))
    world.later(days=1)
    housing.take_out_of_use(place="F1/M1/A", reason="damp", note="Moho", **acts(world))
    cell = f"{MEN}/1"
    assert places_at([cell], opened - timedelta(seconds=1)) == {}
    assert places_at([cell], opened)[cell].maximum == 2
    assert places_at([cell], world.now)[cell].maximum == 7
    assert places_at([cell], world.now)[cell].certified_normal is None
    assert cells_at([cell], "F1", world.now, ZONE)[cell].closed == "damp"
    assert refused(housing.take_out_of_use, place="F1/M1/A", reason="damp", note="Otra vez", **acts(world)) == {
        "housing.already_so"
    }
    housing.put_back_in_use(place="F1/M1/A", note="Seco", **acts(world))
    assert cells_at([cell], "F1", world.now, ZONE)[cell].closed == ""
    assert Place.objects.filter(code=cell).count() == 2


@pytest.mark.parametrize(
    ("measures", "field"),
    [
        ({"gross_m2": Decimal(-1)}, "gross_m2"),
        ({"gross_m2": Decimal("NaN")}, "gross_m2"),
        ({"gross_m2": Decimal(10), "sanitary_m2": Decimal(11)}, "sanitary_m2"),
        ({"ventilation": Decimal("1.1")}, "ventilation"),
        ({"gross_m2": Decimal("1.0001")}, "gross_m2"),
        ({"bunks": 2, "lower_bunks": 3}, "lower_bunks"),
    ],
)
def test_what_cannot_have_been_measured_is_refused(world: World, measures: dict[str, Any], field: str) -> None:
    module(world)
    with pytest.raises(Refused) as found:
        housing.measure_place(place=f"{MEN}/1", measured_by="Arq.", **measures, **acts(world))
    assert [(each.code, each.field) for each in found.value.refusals] == [("housing.bad_measure", field)]


def test_what_a_place_cannot_be_is_refused(world: World) -> None:
    module(world)
    assert refused(housing.open_place, place="F1", **acts(world)) == {"housing.bad_place_code"}
    assert refused(housing.open_place, place="F1/M 1", **acts(world)) == {"housing.bad_place_code"}
    assert refused(housing.open_place, place="F1/M7", **acts(world)) == {"housing.module_needs_kind"}
    assert refused(housing.open_place, place="F1/M1/A/1", **acts(world)) == {"housing.already_so"}
    assert refused(housing.open_place, place="F9/M1", sex="M", age="adult", **acts(world)) == {
        "register.unknown_facility"
    }
    assert refused(
        housing.set_capacities, place=f"{MEN}/1", certified_normal=4, working=3, reason="x", **acts(world)
    ) == {"housing.capacity_order"}
    assert refused(housing.set_capacities, place="F1/M1/A", maximum=3, reason="x", **acts(world)) == {
        "housing.not_a_cell"
    }
    with pytest.raises(Refused):
        module(world, "M9", landings=27)
    assert not Place.objects.filter(code__startswith="F1/M9").exists()


def test_a_certificate_stays_as_it_was_and_expires(world: World) -> None:
    module(world)
    cell = f"{MEN}/1"
    facts = {"approved_by": "Dir. Obras", "reference": "C-1", "valid_until": date(2026, 3, 3)}
    (entry,) = housing.certify_place(place=cell, **facts, **acts(world))
    world.later(hours=1)
    housing.set_capacities(place=cell, maximum=9, reason="Decreto", **acts(world))
    said = chain_of(f"place:{cell}")[3].event
    assert entry.event == said
    assert said.maximum == 2  # type: ignore[attr-defined]
    assert said.measures.window_reads is None  # type: ignore[attr-defined]
    person = resident(world)
    move(world, person, cell)
    world.later(days=3)
    (flag,) = breaches("F1", world.now)
    assert [each.code for each in flag.refusals] == ["housing.certificate_over"]


def test_the_windows_somebody_looked_at_stand_in_the_certificate(world: World) -> None:
    module(world, window_reads=True, window_opens=False)
    cell = f"{MEN}/1"
    seen = places_at([cell], world.now)[cell]
    assert (seen.window_reads, seen.window_opens, seen.measured_by) == (True, False, "Arq. Rosales")
    facts = {"approved_by": "Dir. Obras", "reference": "C-1", "valid_until": date(2026, 3, 3)}
    (entry,) = housing.certify_place(place=cell, **facts, **acts(world))
    assert entry.event.measures.window_opens is False  # type: ignore[attr-defined]
    housing.measure_place(place=cell, measured_by="Nadie miró", **acts(world))
    assert places_at([cell], world.now)[cell].window_opens is None


def test_a_smaller_capacity_flags_whoever_is_there_at_once(world: World) -> None:
    module(world)
    people = [resident(world), resident(world)]
    for person in people:
        move(world, person, f"{MEN}/1")
    assert breaches("F1", world.now) == []
    world.later(hours=1)
    housing.set_capacities(place=f"{MEN}/1", maximum=1, reason="Inspección", **acts(world))
    assert {each.person for each in breaches("F1", world.now)} == set(people)
    assert breaches("F1", world.now - timedelta(minutes=1)) == []


def test_published_figures_stand_side_by_side_and_are_no_capacity(world: World) -> None:
    module(world)
    for value, who in (("20000", "Gobierno, enero de 2023"), ("40000", "Gobierno, febrero de 2023")):
        housing.record_claim(
            facility="F1",
            what="capacity",
            value=value,
            unit="persons",
            said_by=who,
            said_on="2023",
            reference="Prensa",
            **acts(world),
        )
    housing.sign_capacity(facility="F1", places=5, signed_by="Directora", reason="Turnos", **acts(world))
    assert list(Claim.objects.order_by("entry").values_list("value", flat=True)) == ["20000", "40000"]
    assert House.objects.get(facility="F1").operational == 5
    assert refused(housing.choose_profile, facility="F1", capacity="most", reason="x", **acts(world)) == {
        "register.unknown_code"
    }


def test_cells_are_named_in_the_order_in_which_people_count(world: World) -> None:
    module(world, cells_per_landing=11)
    assert cells_of("F1", world.now)[-3:] == [f"{MEN}/9", f"{MEN}/10", f"{MEN}/11"]
    assert sorted(["x/10", "x/2"], key=natural) == ["x/2", "x/10"]
