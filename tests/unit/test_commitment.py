"""The leaf of an entry: constant length, opens to its fields, and says nothing without its key."""

import base64
import json
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from constancia.ledger.commitment import DIGESTS, FIELDS, commit, disclosures

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
whole = st.fixed_dictionaries({name: st.integers(0, 9) if name == "subject_seq" else texts for name in FIELDS})
AT = "2026-11-23T21:00:05Z"


@given(whole, st.binary(min_size=32, max_size=32))
def test_every_disclosure_leads_to_the_leaf(values, key):
    made = commit(values, key, AT)
    leaf = json.loads(made.leaf)
    assert set(leaf) == {"d", "k", "r", "v"}
    assert len(made.leaf) == len(commit(dict.fromkeys(FIELDS, ""), bytes(32), AT).leaf)
    assert len(made.digests) == DIGESTS
    assert list(made.digests) == sorted(made.digests)
    d = sha256(b"constancia/entry/v1\n" + b"".join(made.digests)).digest()
    assert leaf["d"] == base64.urlsafe_b64encode(d).decode().rstrip("=")
    for name, text in zip(FIELDS, disclosures(values, key), strict=True):
        assert sha256(text.encode()).digest() in made.digests
        salt, said, value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        assert (said, value) == (name, values[name])
        assert len(base64.urlsafe_b64decode(salt)) == 33


@given(whole, st.binary(min_size=32, max_size=32), st.sampled_from(FIELDS))
def test_any_changed_field_changes_the_leaf(values, key, name):
    changed = {**values, name: values[name] + (1 if name == "subject_seq" else "x")}
    assert commit(values, key, AT).leaf != commit(changed, key, AT).leaf
