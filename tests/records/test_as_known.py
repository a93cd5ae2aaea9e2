"""As known at an earlier entry: the person's file, the population, custody without a ground and reviews see nothing later."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constancia.core.refusals import Refused
from constancia.ledger.models import Entry
from constancia.register import actions, headcounts, population, queries
from constancia.register.flags import as_at, held_twice, reviews_due_at, shared_papers, uncovered_custody
from constancia.register.models import Person
from constancia.register.roll.actions import import_roll
from constancia.register.roll.queries import rolls_read

from .conftest import ANA, CORA, START, ZONE, World
from .earlier import register_as_of
from .test_histories import VERBS, attempt

FIRST, LAST = date(2026, 2, 24), date(2026, 3, 6)
steps = st.lists(
    st.tuples(
        st.sampled_from((*VERBS, "birth", "sex", "roll", "due", "undo")),
        st.integers(0, 1),
        st.integers(-60, 0),
        st.integers(1, 40),
        st.sampled_from(("F1", "F2")),
    ),
    min_size=3,
    max_size=14,
)


def try_step(world: World, folder: Path, step: tuple[Any, ...], people: list[str]) -> None:
    verb, who, back, length, facility = step
    person, at = people[who], world.now + timedelta(hours=back)
    common: dict[str, Any] = {"by": ANA, "at": at, "now": world.now, "person": person}
    if verb == "birth":
        born = date(1960 + length, 3, 1)
        actions.record_birth(**common, earliest=born, latest=born, precision="day", evidence="Acta")
    elif verb == "sex":
        actions.record_sex(**common, on_papers="FMX"[length % 3], self_perceived="")
    elif verb == "due":
        world.ground(person, review_due_on=at.date(), reference=f"R-{length}-{world.now}")
    elif verb == "roll":
        path = folder / f"roll_{(world.now - timedelta(days=1)):%Y%m%d}.csv"
        rows = "".join(f"{number},2026-02-20 10:00:00,{'MF'[length % 2]},{length}\n" for number in range(length % 4))
        path.write_text(f"inmateid,admitted_dt,gender,age\n{rows}")
        import_roll(by=ANA, paths=[path], facility="F1", zone=ZONE, clock=lambda: world.now)
    elif verb == "undo":
        newest = Entry.objects.filter(subject=person).order_by("-number").values_list("number", flat=True)
        entry = newest[length % len(newest)]
        actions.withdraw_entry(**common, entry=entry, reason="Error de persona")
    else:
        attempt(world, verb, person, at, length, facility)


def answers(world: World, known_at: int | None) -> dict[str, Any]:
    """Everything the register can be asked, as known at an entry."""
    at = world.now - timedelta(hours=20)
    return {
        "files": [_said(queries.person_file(each, known_at=known_at)) for each in sorted(_persons(known_at))],
        "histories": [queries.history(each, known_at=known_at) for each in sorted(_persons(known_at))],
        "population": [
            set(filter(_counts, population.daily(place, FIRST, LAST, by=by, known_at=known_at)))
            for place in queries.facilities(known_at=known_at)
            for by in ("", *population.GROUPS)
        ],
        "one day": [
            set(filter(_counts, population.daily(place, LAST, LAST, by=by, known_at=known_at)))
            for place in queries.facilities(known_at=known_at)
            for by in ("", *population.GROUPS)
        ],
        "uncovered": [uncovered_custody(at, past=past, known_at=known_at) for past in (False, True)],
        "far future": uncovered_custody(at + timedelta(days=9000), known_at=known_at),
        "reviews": reviews_due_at(at, at.date(), known_at=known_at),
        "rolls": rolls_read(known_at=known_at),
        "counts": headcounts.person_days(FIRST, LAST, known_at=known_at),
    }


def _persons(known_at: int | None) -> list[str]:
    found = Person.objects.all() if known_at is None else Person.objects.filter(entry__lte=known_at)
    return list(found.values_list("id", flat=True))


def _counts(day: population.DayCount) -> bool:
    return day.count == "none" or bool(day.bridged)


def _said(file: queries.PersonFile | None) -> Any:
    """A file, with what it says of single moments."""
    assert file is not None
    marks = [each.since for each in file.spans]
    return file, [as_at(file, mark + timedelta(minutes=step)) for mark in marks for step in (-1, 0, 1)]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, parts=st.lists(st.integers(0, 99), min_size=2, max_size=2))
def test_as_known_at_an_entry_is_what_the_register_that_ended_there_says(
    world: World, empty_store: Path, tmp_path: Path, history: list[tuple[Any, ...]], parts: list[int]
) -> None:
    savepoint = transaction.savepoint()
    try:
        world.now = START
        people = [world.register("Uno"), world.register("Dos")]
        first = Entry.objects.count()
        for step in history:
            world.later(hours=9)
            try:
                try_step(world, tmp_path, step, people)
            except Refused:
                continue
        last = Entry.objects.count()
        for number in {first + (last - first) * part // 100 for part in parts}:
            known = answers(world, number)
            with register_as_of(number, empty_store, tmp_path):
                then = answers(world, None)
            assert known == then
    finally:
        transaction.savepoint_rollback(savepoint)


# ---------------------------------------------------------------- single cases


def test_the_list_says_who_decided_and_keeps_it_until_a_ground_covers_it(world: World) -> None:
    person = world.register()
    begun = world.now
    entry = world.admit(person, override="El director: la orden llega mañana", authority="Dirección del centro")
    world.later(days=1)
    (flag,) = uncovered_custody(world.now)
    assert (flag.override, flag.decided_by, flag.recorded_by) == (
        "El director: la orden llega mañana",
        "Dirección del centro",
        ANA.id,
    )
    assert (flag.entry, flag.recorded_at, flag.since, flag.until) == (entry.number, begun, begun, None)
    world.ground(person, valid_from=world.now)
    assert uncovered_custody(world.now) == []
    (past,) = uncovered_custody(world.now, past=True)
    assert (past.since, past.until, past.decided_by) == (begun, world.now, "Dirección del centro")
    world.later(hours=1)
    world.release(person)
    assert uncovered_custody(world.now, past=True) == [past]
    world.ground(person, valid_from=begun, reference="777-2026")
    assert uncovered_custody(world.now, past=True) == []
    (known,) = uncovered_custody(world.now, past=True, known_at=Entry.objects.count() - 1)
    assert known == past


def test_custody_is_on_the_list_of_the_far_future_when_its_ground_ends(world: World) -> None:
    person = world.register()
    ends = datetime(2056, 1, 1, tzinfo=START.tzinfo)
    world.ground(person, valid_until=ends)
    world.admit(person)
    assert uncovered_custody(ends - timedelta(microseconds=1)) == []
    assert [each.since for each in uncovered_custody(ends)] == [ends]


def test_two_files_of_one_person_in_custody_at_once_are_on_a_list(world: World) -> None:
    one, other = world.register("Una"), world.register("Otra")
    for person, facility in ((one, "F1"), (other, "F2")):
        world.ground(person, document_sha256="a" * 64)
        world.admit(person, facility=facility)
    assert held_twice() == []
    assert [each.persons for each in shared_papers()] == [tuple(sorted((one, other)))]
    at = world.later(hours=1)
    (link, _) = actions.link_identity(
        by=ANA, at=at, now=at, person=one, other=other, relation="same_person", reason="Misma cédula"
    )
    ((first, second),) = held_twice()
    assert {first.person, second.person} == {one, other}
    world.release(one)
    assert len(held_twice()) == 1
    actions.unlink_identity(by=ANA, at=at, now=at, person=one, link=link.event.link, reason="Era un error")
    assert held_twice() == []


def test_a_hole_between_rolls_is_a_hole_whatever_else_is_recorded(world: World, tmp_path: Path) -> None:
    for day, number in (("20260226", 1), ("20260228", 2)):
        (tmp_path / f"roll_{day}.csv").write_text(f"inmateid,admitted_dt\n{number},2026-02-20 10:00:00\n")
    import_roll(by=ANA, paths=[tmp_path], facility="F1", zone=ZONE, clock=lambda: world.now)
    person = world.register()
    world.ground(person, valid_from=world.now - timedelta(days=30))
    world.admit(person, at=world.now - timedelta(days=20))
    place = queries.facilities().get(code="F1")
    days = list(population.daily(place, date(2026, 2, 25), date(2026, 3, 1)))
    assert [(each.count, each.persons) for each in days] == [
        ("register", 1),
        ("roll", 2),
        ("none", None),
        ("roll", 2),
        ("register", 2),
    ]


def test_sex_and_age_are_counted_from_the_file_and_as_it_was_known(world: World) -> None:
    person = world.register()
    world.ground(person)
    world.admit(person)
    world.later(days=2)
    before = Entry.objects.count()
    actions.record_sex(by=ANA, at=world.now, now=world.now, person=person, on_papers="F", self_perceived="")
    born = date(1990, 1, 1)
    actions.record_birth(
        by=ANA, at=world.now, now=world.now, person=person, earliest=born, latest=born, precision="day", evidence="A"
    )
    place = queries.facilities().get(code="F1")
    day = date(2026, 3, 3)
    for by, group in (("sex", "F"), ("age_band", "35-49")):
        assert [each.group for each in population.daily(place, day, day, by=by)] == [group]
        known = population.daily(place, day, day, by=by, known_at=before)
        assert [each.group for each in known] == [population.NOT_RECORDED]


def test_a_stay_of_the_wrong_person_is_withdrawn_in_one_act(world: World) -> None:
    person = world.register()
    world.ground(person)
    stay = world.admit(person).event.stay
    common: dict[str, Any] = {"by": CORA, "person": person}
    at = world.later(hours=1)
    actions.record_status(**common, at=at, now=at, status="remand", reference="1", authority="Juzgado")
    world.later(hours=1)
    world.release(person)
    known = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        actions.withdraw_stay(**common, at=world.now, now=world.now, stay="S-0", reason=" ")
    assert {each.code for each in refused.value.refusals} == {"register.unknown_stay", "register.missing"}
    gone = actions.withdraw_stay(**common, at=world.now, now=world.now, stay=stay, reason="Era su hermano")
    assert len(gone) == 3
    now, then = queries.person_file(person), queries.person_file(person, known_at=known)
    assert now is not None
    assert then is not None
    assert (len(now.spans), len(then.spans)) == (0, 2)
    world.admit(person)
