"""Finding a person: every name that stands is found however it is keyed, by those who may read the file and nobody else."""

import json

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from constancia.core.actors import Actor, Grant
from constancia.core.refusals import Refused
from constancia.ledger.journal import entries
from constancia.register import actions
from constancia.register import events as e
from constancia.register.search import find_persons

from .conftest import ANA, ROOT, World

NAME = "María de la Cruz Fernández Velázquez"
LUIS = Actor("U-LUIS", frozenset({Grant("registrar", "F2")}))
"""Luis keeps the register at F2 only."""

LONG_ONE = " ".join("".join(chr(0x4E00 + 41 * at + 3 * letter) for letter in range(11)) for at in range(40))
"""Forty words, near 500 characters of three bytes each: the longest that may be recorded."""


def found(wanted: str, actor: Actor = ANA, **options: int) -> list[str]:
    return [each.person for each in find_persons(actor, wanted, **options)]


def name_entry(person: str) -> int:
    return next(each.number for each in entries(subjects=[person]) if isinstance(each.event, e.NameRecorded))


def also_known_as(world: World, person: str, written: str, kind: str = "alias", supersedes: int | None = None) -> int:
    world.later(minutes=1)
    said = {"kind": kind, "written": written, "evidence": "", "supersedes": supersedes}
    return actions.record_name(by=ANA, at=world.now, now=world.now, person=person, **said).number


def withdraw(world: World, person: str, entry: int) -> None:
    world.later(minutes=1)
    actions.withdraw_entry(by=ANA, at=world.now, now=world.now, person=person, entry=entry, reason="Otra persona")


def born(world: World, person: str, earliest: str, latest: str, precision: str = "day") -> None:
    said = {"earliest": earliest, "latest": latest}
    days = {name: world.now.date().fromisoformat(day) for name, day in said.items()}
    actions.record_birth(
        by=ANA, at=world.now, now=world.now, person=person, precision=precision, evidence="dicho", **days
    )


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        (NAME, ("exact",)),
        ("maria CRUZ fernandez velazquez", ("exact",)),
        ("María de la Cruz Fernádnez Velázquez", ("spelling",)),
        ("María de la Cruz Fernandez", ("part",)),
        ("Fernández Velázquez, María de la Cruz", ("order",)),
        ("María Delacruz Fernández Velázquez", ("together",)),
        ("María de la Cruz Fernandezvelazquez", ("together",)),
        ("Maria de la Crus Fernandes Velasques", ("sound",)),
        ("Velasquesfernandez maria", ("together", "order", "part", "sound")),
        ("María Xyqwk Cruz Fernández Velázquez", ("part",)),
    ],
)
def test_a_name_is_found_however_it_is_keyed(world: World, typed: str, how: tuple[str, ...]) -> None:
    person = world.register(NAME)
    world.register("Zoila Quiñónez")
    (match,) = find_persons(ANA, typed)
    assert (match.person, match.name, match.how) == (person, NAME, how)
    assert (match.score == 100) is (how in {("exact",), ("together",)})


def test_the_best_comes_first(world: World) -> None:
    names = ("Mario Pérez", "María Pérez", "María Pérez Quintero", "María Quintero Pérez", "Pérez María")
    persons = {world.register(name): name for name in names}
    order = [persons[each] for each in found("María Pérez")]
    assert order[0] == "María Pérez"
    assert set(order[1:3]) == {"Pérez María", "María Pérez Quintero"}
    assert set(order) == set(names)


@pytest.mark.parametrize("on_file", ["Juan Pérez", "Juan Carlos Péres", "Carlos de la Peña"])
def test_a_file_that_knows_fewer_words_is_found(world: World, on_file: str) -> None:
    person = world.register(on_file)
    for other in range(15):
        world.register(f"Juan Carlos Otro{chr(97 + other)} Peña")
    assert found("Juan Carlos Pérez de la Peña")[0] == person


def test_every_word_as_heard_goes_before_words_as_spelt(world: World) -> None:
    person = world.register("Lidia Barrera Restrepo")
    for at in range(60):
        world.register(f"Lidia Varr{chr(97 + at % 26)}{chr(97 + at // 26)}")
    assert found("lidia varrera")[0] == person


def test_an_alias_finds_the_file_and_says_what_it_is_filed_under(world: World) -> None:
    person = world.register("Juan Pérez")
    also_known_as(world, person, "El Chele Ramírez")
    also_known_as(world, person, "Иван Перес", kind="birth")
    (match,) = find_persons(ANA, "chele ramires")
    assert (match.person, match.name, match.file_name) == (person, "El Chele Ramírez", "Juan Pérez")
    assert found("ivan peres") == [person]
    assert found("Иван Перес") == [person]
    assert found("juan perez") == [person]


def test_linked_files_are_named_until_unlinked(world: World) -> None:
    one, other = world.register("Ana Luz Prado"), world.register("Anna Prado")
    said = {"person": one, "other": other, "reason": "misma cédula"}
    link, _ = actions.link_identity(by=ANA, at=world.now, now=world.now, relation="same_person", **said)
    same = {each.person: each.same_as for each in find_persons(ANA, "Ana Prado")}
    assert same == {one: (other,), other: (one,)}
    world.later(minutes=1)
    actions.unlink_identity(by=ANA, at=world.now, now=world.now, person=one, link=link.event.link, reason="error")
    assert {each.same_as for each in find_persons(ANA, "Ana Prado")} == {()}


def test_files_that_are_not_the_same_are_not_named_together(world: World) -> None:
    one, other = world.register("Ana Luz Prado"), world.register("Anna Prado")
    said = {"person": one, "other": other, "reason": "otra cédula"}
    actions.link_identity(by=ANA, at=world.now, now=world.now, relation="not_the_same", **said)
    assert {each.same_as for each in find_persons(ANA, "Ana Prado")} == {()}


def test_numbers_find_the_file_however_they_are_hyphenated(world: World) -> None:
    person, other = world.register("Ana"), world.register("Eva")
    for each, issuer in ((person, "SV"), (other, "HN")):
        said = {"kind": "card", "issuer": issuer, "value": "0123-4567 8/k"}
        actions.record_identifier(by=ANA, at=world.now, now=world.now, person=each, **said)
    for typed in ("0123-4567 8/k", "012345678K", " 0.123.456.78-K "):
        assert sorted(found(typed)) == sorted([person, other])
    assert {each.how for each in find_persons(ANA, "012345678k")} == {("identifier",)}
    assert found("0123456") == []


def test_the_number_of_the_file_finds_it(world: World) -> None:
    person = world.register("Ana")
    for typed in (person, person.lower(), person.replace("-", " "), person.replace("-", "")):
        (match,) = find_persons(ANA, typed)
        assert (match.person, match.how, match.score, match.name) == (person, ("number",), 100, "Ana")


def test_nobody_finds_a_person_of_a_facility_that_they_may_not_read(world: World) -> None:
    here, there, nowhere = (world.register("Ana Luz Prado") for _ in range(3))
    for person, facility in ((here, "F2"), (there, "F1")):
        world.ground(person)
        world.admit(person, facility=facility)
    said = {"kind": "card", "issuer": "SV", "value": "99-1"}
    actions.record_identifier(by=ANA, at=world.now, now=world.now, person=there, **said)
    link = {"person": here, "other": there, "relation": "same_person", "reason": "misma cédula"}
    actions.link_identity(by=ANA, at=world.now, now=world.now, **link)
    assert set(found("Ana Luz Prado")) == {here, there, nowhere}
    assert set(found("Ana Luz Prado", LUIS)) == {here, nowhere}
    assert found("991", LUIS) == found(there, LUIS) == []
    assert {each.same_as for each in find_persons(LUIS, "Ana Luz Prado")} == {()}
    assert found("991") == found(there) == [there]


def test_those_out_of_reach_do_not_crowd_out_those_in_reach(world: World) -> None:
    at_f1 = [world.register("Ana Prado") for _ in range(12)]
    mine = world.register("Ana Prado")
    for person, facility in (*((each, "F1") for each in at_f1), (mine, "F2")):
        world.ground(person)
        world.admit(person, facility=facility)
    assert found("Ana Prado", LUIS, limit=3) == [mine]


def test_a_role_without_reading_finds_nothing(world: World) -> None:
    world.register("Ana")
    with pytest.raises(Refused) as refused:
        find_persons(ROOT, "Ana")
    assert [each.code for each in refused.value.refusals] == ["core.not_permitted"]


def test_a_year_of_birth_brings_forward_and_hides_nobody(world: World) -> None:
    old, young, unknown, about = (world.register("Ana Prado") for _ in range(4))
    born(world, old, "1950-05-05", "1950-05-05")
    born(world, young, "1990-01-01", "1990-12-31", "year")
    born(world, about, "1988-01-01", "1992-12-31", "estimated")
    assert set(found("Ana Prado", born_in=1990, limit=2)) == {young, about}
    assert found("Ana Prado", born_in=1990)[2:] == [unknown, old]
    assert found("Ana Prado", born_in=1950)[0] == old
    years = {each.person: (each.born_from, each.born_to) for each in find_persons(ANA, "Ana Prado")}
    assert years == {old: (1950, 1950), young: (1990, 1990), about: (1988, 1992), unknown: (None, None)}


def test_those_in_custody_come_before_others_of_the_same_name(world: World) -> None:
    people = [world.register("Ana Prado") for _ in range(4)]
    world.ground(people[2])
    world.admit(people[2])
    first = find_persons(ANA, "Ana Prado")[0]
    assert (first.person, first.facility, first.state) == (people[2], "F1", "held")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "---",
        "'",
        '"',
        "*",
        "NEAR(a b)",
        "a AND b OR NOT c",
        "%_%",
        "\0",
        "\ud800",
        "(",
        "🙂",
        "ﷺ",
        "-1",
        "ana:*",
    ],
)
def test_absurd_queries_find_nothing_and_break_nothing(world: World, typed: str) -> None:
    world.register("María Pérez")
    assert found(typed) == []


@pytest.mark.parametrize(
    "name", ["AND OR NOT NEAR", 'O\'Brien «El "Chele"»', "null", "de la", "H", "Ñ", "ﷺ 王小明", "１２"]
)
def test_odd_names_are_found(world: World, name: str) -> None:
    person = world.register(name)
    assert found(name) == [person]


def test_hostile_queries_cost_a_bounded_number_of_questions(world: World) -> None:
    for name in ("Ana Ana", "Ana Luz", "Luz Ana Mar"):
        world.register(name)
    hostile = (" ".join(["ana"] * 100), "anaanaluz" * 50, " ".join("abcdefghijklmnopqrstuvwxyz" * 8), "ñ" * 500)
    for typed in hostile:
        with CaptureQueriesContext(connection) as asked:
            found(typed, born_in=1980)
        assert len(asked) < 25
    for typed in ("ana " * 500, "x" * 10_000):
        with pytest.raises(Refused) as refused:
            find_persons(ANA, typed)
        assert [each.code for each in refused.value.refusals] == ["register.too_long"]


def test_a_search_costs_the_same_for_one_and_for_thirty(world: World) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert found("Ana Prado")
        return len(asked)

    world.register("Ana Prado")
    with_one = questions()
    for _ in range(29):
        world.register("Ana Prado")
    assert questions() <= with_one
    assert with_one <= 9


def test_the_command_line_finds(world: World) -> None:
    from constancia.cli.commands import constancia

    person = world.register("María de la Cruz")
    world.ground(person)
    world.admit(person)
    born(world, person, "1990-01-01", "1991-12-31", "estimated")
    also_known_as(world, person, "La Maru")

    def run(*words: str) -> str:
        return str(CliRunner().invoke(constancia, ["person", "find", *words], catch_exceptions=False).output)

    line = run("maria delacrus", "--born", "1990").strip()
    assert (
        line
        == f"{person}  María de la Cruz; words written together or apart, sounds the same (98); Held at F1; born 1990–1991"
    )
    assert "on file as María de la Cruz" in run("la maru")
    assert [each["person"] for each in json.loads(run("Maria Cruz", "--json"))] == [person]
    assert json.loads(run("Zoila", "--json")) == []
    assert run("Zoila").strip() == "No file fits."
