"""The room that housing leaves under a space norm is what `norms` judges afterwards: one more person and it is too little."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.core.time import iso
from constancia.housing import space
from constancia.housing.codes import PURPOSES
from constancia.housing.events.places import CapacitiesSet, Measures, PlaceMeasured, PlaceOpened
from constancia.housing.timeline.places import places
from constancia.norms.calendars import micros
from constancia.norms.facts.frames import Facts
from constancia.norms.facts.load import typed
from constancia.norms.facts.tables import tables
from constancia.norms.forms.setting import Setting
from constancia.norms.judging import judge
from constancia.norms.library.read import library
from constancia.norms.room import rungs_of
from constancia.standards.facts.housing import cell_rows

OPENED = datetime(2026, 1, 1, tzinfo=UTC)
FIRST, SECOND, NOW = (OPENED + timedelta(days=each) for each in (10, 11, 12))
AREAS = st.decimals("0.1", "120", places=2)
CELLS = st.fixed_dictionaries(
    {
        "purpose": st.sampled_from(sorted(PURPOSES)),
        "gross_m2": AREAS,
        "sanitary_m2": st.decimals("0", "6", places=2),
        "furniture_m2": st.decimals("0", "40", places=2),
        "certified_normal": st.integers(1, 90),
    }
)
CELL = "F1/M1/A/1"
PASSING = {"MET", "N/A"}


def chain(values):
    """Return the entries of one cell: opened, measured, its capacities set."""
    measures = {each: values[each] for each in ("gross_m2", "sanitary_m2", "furniture_m2")}
    events = [
        PlaceOpened(place=CELL, name="1", purpose=values["purpose"], sex="", age="", health_care=False),
        PlaceMeasured(place=CELL, measures=Measures(**measures), measured_by="Arq."),
        CapacitiesSet(
            place=CELL, certified_normal=values["certified_normal"], working=None, maximum=None, reason="Apertura"
        ),
    ]
    return [
        SimpleNamespace(number=number, event=each, occurred_at=OPENED, recorded_at=OPENED, supersedes=None)
        for number, each in enumerate(events, 1)
    ]


def verdicts(entries, limb, people):
    """Return what the library says of one limb with so many people counted in the cell, and then with one more."""
    rows = [*cell_rows(entries)]
    counts = [
        {"cell": CELL, "facility": "F1", "count": str(count), "since": iso(since), "until": iso(until)}
        for count, since, until in ((people, FIRST, SECOND), (people + 1, SECOND, NOW))
    ]
    faults = []
    frames = {
        name: typed(pl.DataFrame(each, infer_schema_length=None).cast(pl.String), tables()[name], name, faults)
        for name, each in (("cell", rows), ("presence", counts))
    }
    assert not faults
    judgement = judge(library(), Facts(frames), micros(NOW), Setting(zone="UTC"), norms=[limb.partition("/")[0]])
    found = [each for each in judgement.verdicts() if each.limb == limb.partition("/")[2]]
    return [
        next(each.verdict for each in found if (each.since or 0) <= micros(at) < (each.until or micros(NOW) + 1))
        for at in (FIRST, SECOND)
    ]


@settings(max_examples=40, deadline=None)
@given(CELLS, st.sampled_from(sorted(space.NORMS)))
def test_what_housing_allows_is_met_and_one_more_is_a_breach(values, norm):
    entries = chain(values)
    room = space.room_in(places(entries)[-1], norm)
    judged = [verdicts(entries, limb, room.persons or 0) for limb in space.NORMS[norm].limbs]
    if not room.applies:
        assert {each for pair in judged for each in pair} == {"N/A"}
        return
    assert {first for first, _ in judged} <= PASSING
    assert {second for _, second in judged} & {"BREACH", "PRESUMED"}
    assert room.m2_each is not None
    assert room.floor_m2 is not None
    assert room.floor_m2 / (room.persons + 1) < room.m2_each


@settings(max_examples=20, deadline=None)
@given(CELLS, st.sampled_from(["gross_m2", "sanitary_m2", "furniture_m2"]), st.sampled_from(sorted(space.NORMS)))
def test_what_was_not_measured_is_unknown_to_both(values, lacking, norm):
    entries = chain({**values, lacking: None})
    room = space.room_in(places(entries)[-1], norm)
    judged = {verdict for limb in space.NORMS[norm].limbs for verdict in verdicts(entries, limb, 1)}
    assert (room.applies and room.persons is None) == ("UNKNOWN" in judged)


def test_a_cell_certified_for_nobody_knows_which_is_held_to_the_strictest_share():
    entries = chain(
        {
            "purpose": "normal",
            "gross_m2": Decimal(14),
            "sanitary_m2": Decimal(2),
            "furniture_m2": None,
            "certified_normal": None,
        }
    )
    room = space.room_in(places(entries)[-1], "cpt_4")
    assert (room.persons, room.m2_each) == (2, Decimal("6.0"))
    assert verdicts(entries, "CPT-6/space", 2) == ["MET", "UNKNOWN"]


def test_the_name_of_a_norm_says_the_figures_of_the_library():
    for name, norm in space.NORMS.items():
        foot = Decimal("0.09290304")
        figures = [rungs_of(each)[0].limit.number / (foot if "sq ft" in norm.text.en else 1) for each in norm.limbs]
        for figure in figures:
            assert f"{figure.normalize():f}" in norm.text.en, name
            assert f"{figure.normalize():f}".replace(".", ",") in norm.text.es, name
        assert space.source_of(name)
