"""How alike a typed name and a name on file are: the better of two names must have the higher score, and say why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constancia.register.likeness import likeness
from constancia.register.names import told_apart_by, words


def compare(typed, name):
    on_file = words(name)
    return likeness(
        told_apart_by(words(typed)), " ".join(each.folded for each in on_file), " ".join(each.sound for each in on_file)
    )


@pytest.mark.parametrize(
    ("typed", "name", "how"),
    [
        ("jose perez", "José Pérez", ("exact",)),
        ("Cruz López, María", "María Cruz López", ("order",)),
        ("Maria Vasques", "María Vázquez", ("sound",)),
        ("Maria Fernandes Lopes", "María Fernández López", ("sound",)),
        ("Maria Fernandex", "María Fernández", ("spelling",)),
        ("María Pérez", "María Pérez Quintero", ("part",)),
        ("María José Pérez", "María Pérez", ("part",)),
        ("Lopes Ana", "Ana Lucía López", ("order", "part", "sound")),
        ("Juan de la Cruz", "Juan Cruz", ("exact",)),
    ],
)
def test_why_a_name_fits(typed, name, how):
    assert compare(typed, name).how == how


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("María Pérez", "María Pérez", "María Pérez Quintero"),
        ("María Pérez", "María Pérez Quintero", "María Quintero Pérez"),
        ("María Pérez", "María Pérez Quintero", "María Pérez Quintero Soto"),
        ("María Pérez", "María Pérez", "Pérez María"),
        ("María Perez", "María Pérez", "Mario Pérez"),
        ("María Velasques", "María Velázquez", "María Velasco"),
        ("Ana Ana", "Ana Ana", "Ana Luz"),
        ("Juan Carlos Pérez López", "Juan Pérez", "Juan Carlos Pérez Gómez"),
        ("Juan Carlos Pérez López", "Juan Carlos Pérez", "Juan Pérez"),
        ("Juan Carlos Pérez López", "Juan Pérez", "Juan"),
    ],
)
def test_the_better_of_two_names_scores_higher(typed, better, worse):
    assert compare(typed, better).score > compare(typed, worse).score


def test_a_word_answers_once():
    assert compare("Ana Ana Ana", "Ana Luz").score < 60


def test_different_names_score_low():
    assert compare("Juan Pérez", "Zoila Quiñónez").score < 40


names = st.lists(
    st.sampled_from(["Ana", "María", "de", "la", "Cruz", "Pérez", "Ximénez", "O", "Quiñónez"]), min_size=1, max_size=6
)


@given(names)
def test_every_name_is_wholly_like_itself(name):
    found = compare(" ".join(name), " ".join(name))
    assert (found.score, found.how) == (100, ("exact",))


@given(names, names)
def test_scores_stay_between_0_and_100_and_say_why(typed, name):
    found = compare(" ".join(typed), " ".join(name))
    assert 0 <= found.score <= 100
    assert found.how
    assert (found.score == 100) >= (found.how == ("exact",))


@given(names, st.randoms())
def test_another_order_costs_little(name, dice):
    turned = list(name)
    dice.shuffle(turned)
    found = compare(" ".join(turned), " ".join(name))
    assert found.score >= 97
    assert set(found.how) <= {"exact", "order"}
