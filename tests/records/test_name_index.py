"""The index of names holds every name that stands and no other: corrected, withdrawn, in thousands or one by one."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constancia.ledger.journal import Draft, record
from constancia.ledger.replay import replay
from constancia.ledger.sequence import writing
from constancia.register import actions
from constancia.register import events as e
from constancia.register.models import Identifier, Name, WordSound

from .conftest import ANA, World
from .test_search import also_known_as, found, name_entry, withdraw


def test_a_corrected_name_is_found_and_the_wrong_one_is_not(world: World) -> None:
    person = world.register("Pedro Aguacate")
    also_known_as(world, person, "Pedro Alcántara", kind="as_written", supersedes=name_entry(person))
    assert found("Pedro Alcantara") == [person]
    assert found("Aguacate") == []
    assert not WordSound.objects.filter(word="aguacate").exists()
    assert WordSound.objects.filter(word="pedro").exists()


def test_a_withdrawn_name_is_found_no_more(world: World) -> None:
    person, other = world.register("Pedro Aguacate"), world.register("Luz Aguacate")
    withdraw(world, person, name_entry(person))
    assert found("Pedro Aguacate") == []
    assert found("Aguacate") == [other]
    assert not WordSound.objects.filter(word="pedro").exists()
    withdraw(world, other, name_entry(other))
    assert not Name.objects.exists()
    assert not WordSound.objects.exists()


def test_many_names_at_once_are_indexed_as_one_by_one(world: World) -> None:
    """The index after one call that records, corrects and withdraws is that of the names that stand."""
    one = world.register("Ana Aguacate")
    first = name_entry(one)
    fresh = [f"P-{at}" for at in range(60)]
    drafts = [
        *(_draft(world, e.PersonRegistered(origin="register"), each) for each in fresh),
        *(
            _draft(world, e.NameRecorded(kind="alias", written=f"Luz Número {each}", evidence=""), each)
            for each in fresh
        ),
        _draft(world, e.NameRecorded(kind="alias", written="Ana Alcántara", evidence=""), one, first),
    ]
    with writing():
        made = record(drafts, by=ANA, now=world.now)
        luz = next(each for each in made if isinstance(each.event, e.NameRecorded))
        record([_draft(world, e.EntryWithdrawn(reason="error"), luz.subject, luz.number)], by=ANA, now=world.now)
    assert found("Alcantara") == [one]
    assert found("Aguacate") == []
    assert Name.objects.count() == 60
    assert len(found("Luz Numero", limit=50)) == 50


def test_a_name_recorded_and_corrected_in_one_call_leaves_no_trace(world: World) -> None:
    one = world.register("Ana")
    with writing():
        (added,) = record(
            [_draft(world, e.NameRecorded(kind="alias", written="Aguacate", evidence=""), one)], by=ANA, now=world.now
        )
        drafts = [
            _draft(world, e.NameRecorded(kind="alias", written="Mango", evidence=""), one, added.number),
            _draft(world, e.EntryWithdrawn(reason="error"), one, added.number + 1),
        ]
        record(drafts, by=ANA, now=world.now)
    assert set(WordSound.objects.values_list("word", flat=True)) == {"ana"}


def _draft(world: World, event: e.Event, subject: str, supersedes: int | None = None) -> Draft:
    return Draft(event=event, subject=subject, occurred_at=world.now, zone="UTC", supersedes=supersedes)


def test_an_upgraded_register_indexes_the_names_it_has(world: World) -> None:
    """A register that had entries before there was an index gets the same rows from the migration as from postings."""
    person = world.register("Pedro Aguacate")
    also_known_as(world, person, "Pedro Alcántara", kind="as_written", supersedes=name_entry(person))
    withdraw(world, person, also_known_as(world, person, "Pedrín"))
    said = {"kind": "card", "issuer": "SV", "value": "01-2"}
    actions.record_identifier(by=ANA, at=world.now, now=world.now, person=person, **said)
    Name.objects.all().delete()
    WordSound.objects.all().delete()
    Identifier.objects.update(compact="")
    assert found("Pedro Alcántara") == found("012") == []
    import_module("constancia.register.migrations.0002_names").fill(apps, None)
    assert found("Pedro Alcántara") == found("012") == [person]


steps = st.lists(
    st.tuples(
        st.sampled_from(("name", "correct", "withdraw")),
        st.integers(0, 1),
        st.sampled_from(("Ana", "Anna Luz", "Luz de la O", "Aguacate Luz", "H", "Жан")),
        st.integers(0, 3),
    ),
    max_size=10,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_the_index_holds_the_names_that_stand_over_random_histories(
    world: World, empty_store: object, history: list[tuple[str, int, str, int]]
) -> None:
    savepoint = transaction.savepoint()
    try:
        _check_history(world, empty_store, history)
    finally:
        transaction.savepoint_rollback(savepoint)


def _check_history(world: World, empty_store: object, history: list[tuple[str, int, str, int]]) -> None:
    people = [world.register("Uno Ana"), world.register("Dos Luz")]
    standing = {name_entry(each): (each, text) for each, text in zip(people, ("Uno Ana", "Dos Luz"), strict=True)}
    for verb, who, written, which in history:
        own = [entry for entry, (person, _) in standing.items() if person == people[who]]
        if verb == "name":
            standing[also_known_as(world, people[who], written)] = (people[who], written)
        elif own and verb == "correct":
            old = own[which % len(own)]
            standing[also_known_as(world, people[who], written, supersedes=old)] = (people[who], written)
            del standing[old]
        elif own:
            withdraw(world, people[who], own[which % len(own)])
            del standing[own[which % len(own)]]
    rows = Name.objects.values_list("entry", "person", "written")
    assert {entry: (person, written) for entry, person, written in rows} == standing
    words = {each for folded in Name.objects.values_list("folded", flat=True) for each in folded.split()}
    assert set(WordSound.objects.values_list("word", flat=True)) == words
    for person, text in standing.values():
        assert person in found(text)
    assert replay(empty_store).differences == ()  # type: ignore[arg-type]
