"""What somebody can have meant: the words on file that a typed name is read as."""

from hypothesis import given, settings
from hypothesis import strategies as st

from constancia.register.names import near, word
from constancia.register.readings import MOST_READINGS, MOST_WORDS, readings, shorter


class Vocabulary:
    """Words on file, answering as the index does; it counts what it is asked."""

    def __init__(self, *on_file):
        self.asked = 0
        self.under = {}
        for each in on_file:
            for key in near(word(each).sound):
                self.under.setdefault(key, []).append(each)

    def __call__(self, sounds):
        self.asked += len(sounds)
        return {each: self.under[each] for each in sounds if each in self.under}


def read(typed, *on_file):
    return [tuple(each.folded for each in one.words) for one in readings(typed, Vocabulary(*on_file))]


def test_words_as_typed_stand_for_themselves_and_their_neighbours():
    (found,) = readings("Maria Peres", Vocabulary("maria", "mario", "marta", "perez", "paredes", "peres"))
    assert found.as_typed
    assert found.alike == (("maria", "mario", "marta"), ("peres", "perez"))
    assert found.as_heard() == (("maria",), ("peres", "perez"))


def test_a_word_that_is_not_on_file_stands_for_those_one_slip_away():
    (found,) = readings("Fernamdez", Vocabulary("fernandez", "hernandez"))
    assert found.as_heard() == (("fernandez",),)


def test_two_names_written_as_one_are_taken_apart():
    assert ("maria", "fernandez", "lopez") in read("Maria Fernandezlopez", "maria", "fernandez", "lopez")
    assert ("maria", "fernandez", "lopez") in read("Mariafernandez Lopez", "maria", "fernandez", "lopez")
    assert ("ana", "maria", "lopez") in read("Anamarialopez", "ana", "maria", "lopez")


def test_particles_written_with_a_name_are_taken_off():
    assert ("juan", "cruz") in read("Juan Delacruz", "juan", "cruz")
    assert ("juan", "cruz") in read("Juan Dela Cruz", "juan", "cruz")
    assert ("juan", "rio") in read("Juan delrio", "juan", "rio")


def test_a_glued_word_that_is_itself_on_file_is_taken_apart_too():
    assert read("Juan Delacruz", "juan", "cruz", "delacruz")[0] == ("juan", "delacruz")
    assert ("juan", "cruz") in read("Juan Delacruz", "juan", "cruz", "delacruz")


def test_words_that_the_file_has_as_one_are_put_together():
    assert ("jose", "sanmartin") in read("José San Martín", "jose", "sanmartin")
    assert ("jose", "delacruz") in read("José de la Cruz", "jose", "delacruz", "cruz")


def test_what_is_near_no_name_is_not_read():
    assert read("Zzyzx", "maria") == []
    assert read("", "maria") == []
    assert read("%%% --- ''", "maria") == []


def test_a_word_near_nothing_leaves_the_others():
    (found,) = readings("Maria Xqwkz", Vocabulary("maria"))
    assert found.alike == (("maria",), ())


def test_shorter_names_keep_two_words_in_their_order():
    assert shorter("Juan Vélez Ruiz") == {"juan beles", "juan ruis", "beles ruis"}
    assert shorter("Juan Vélez") == shorter("") == set()
    assert len(shorter("a b c d e f g h i j")) < 2**8


@given(st.text(max_size=500))
@settings(max_examples=60)
def test_no_text_is_too_odd(typed):
    found = readings(typed, Vocabulary("maria", "ana", "de", "a", "b", "ab"))
    assert len(found) <= MOST_READINGS
    assert all(len(each.words) <= 3 * MOST_WORDS for each in found)


def test_hostile_texts_ask_a_bounded_number_of_sounds():
    for typed in ("a " * 250, "ab" * 250, " ".join(["abababababababababababababababab"] * 15), "ñ" * 500):
        asked = Vocabulary("ab", "abab", "a", "ba")
        readings(typed, asked)
        assert asked.asked < 6_000
