"""The Merkle tree of RFC 6962 section 2.1: leaf hashes, node hashes, and a root that grows without re-reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32


def leaf_hash(leaf: bytes) -> bytes:
    """Return SHA-256(0x00 || leaf): the prefix keeps a leaf from passing for an inner node."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves, kept as the roots of its complete subtrees, widest first (one per 1 bit of `size`)."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grown(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """Return the tree with more leaves at its end."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaf_hashes:
            node = leaf
            level = size
            while level & 1:
                node = node_hash(peaks.pop(), node)
                level >>= 1
            peaks.append(node)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root hash; the root of an empty tree is SHA-256 of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node)
        return node

    def as_bytes(self) -> bytes:
        """Return the peaks one after the other, 32 bytes each."""
        return b"".join(self.peaks)


def frontier_from_bytes(size: int, data: bytes) -> Frontier:
    """Read what `Frontier.as_bytes` wrote; raises ValueError when the length does not fit `size`."""
    if len(data) != HASH_SIZE * size.bit_count():
        raise ValueError("the stored tree frontier does not fit its size")
    return Frontier(size, tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)))
