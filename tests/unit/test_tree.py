"""The tree of RFC 6962: known roots, and growth in any steps gives the same root."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from constancia.ledger.tree import Frontier, frontier_from_bytes, leaf_hash, node_hash

INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
"""The eight leaves of the certificate-transparency reference tests, and the roots of their first 1 to 8."""
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_known_roots():
    for size, root in enumerate(ROOTS, start=1):
        assert Frontier().grown(map(leaf_hash, INPUTS[:size])).root().hex() == root
    assert Frontier().root() == sha256(b"").digest()


def recursive_root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=70), st.integers(0, 70))
def test_growth_in_two_steps_equals_the_definition(data, cut):
    leaves = [leaf_hash(each) for each in data]
    grown = Frontier().grown(leaves[:cut]).grown(leaves[cut:])
    assert grown.root() == recursive_root(leaves)
    assert frontier_from_bytes(grown.size, grown.as_bytes()) == grown
