"""Identifiers forgive how people write and catch what they get wrong."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constancia.core.ids import ALPHABET, new_id, read_id

made = st.integers().map(lambda seed: new_id("P", random.Random(seed).randrange))


@given(made)
def test_an_identifier_is_read_back_however_it_is_typed(identifier):
    for typed in (
        identifier,
        identifier.lower(),
        identifier.replace("-", ""),
        f" {identifier} ",
        identifier.replace("0", "O"),
    ):
        assert read_id(typed, "P") == identifier


@given(made, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_caught(identifier, place, wrong):
    body = identifier.removeprefix("P-").replace("-", "")
    if body[place] == wrong:
        return
    with pytest.raises(ValueError, match="check character"):
        read_id("P" + body[:place] + wrong + body[place + 1 :], "P")


@pytest.mark.parametrize("typed", ["", "P", "P-", "P-1234", "../etc/passwd", "P-" + "A" * 5000, "P-UUUU-UUUU"])
def test_what_cannot_be_an_identifier_is_refused(typed):
    with pytest.raises(ValueError, match=r"identifier|check"):
        read_id(typed, "P")
