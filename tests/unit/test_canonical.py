"""Canonical bytes agree with the rfc8785 package wherever we allow a value, and refuse the rest."""

import json
import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from constancia.core.canonical import LARGEST_INTEGER, NotCanonical, canonical_bytes, from_canonical

keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))


@given(values)
def test_canonical_bytes_equal_rfc8785_or_are_refused(value):
    text = json.dumps(value, ensure_ascii=False)
    if not unicodedata.is_normalized("NFC", text):
        with pytest.raises(NotCanonical, match="form C"):
            canonical_bytes(value)
        return
    ours = canonical_bytes(value)
    assert ours == rfc8785.dumps(value)
    assert from_canonical(ours) == value


@pytest.mark.parametrize(
    "value", [1.5, 2**53, {"ñ": 1}, {1: 2}, "e\u0301", "\ud800", float("nan"), b"x", {"a": [{"b": 0.1}]}, (1, 2)]
)
def test_canonical_refuses(value):
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


@pytest.mark.parametrize("data", [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":2}', b"1.0", b"", b"[" * 100000, b"\xff"])
def test_reading_refuses_what_is_not_canonical(data):
    with pytest.raises(NotCanonical):
        from_canonical(data)
