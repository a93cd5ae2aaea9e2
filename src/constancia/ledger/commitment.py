"""The leaf of an entry: a salted commitment that says nothing until parts of it are opened (ADR 0006).

Layout after RFC 9901 (selective disclosure): each field becomes one digest over its own salt, name and value; the digests
are sorted, filled with decoys to a fixed count and hashed once more. Whoever receives the digest list and one
disclosure can check that field against the leaf and learns nothing of the others.
"""

from binascii import b2a_base64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256, shake_256
from json.encoder import encode_basestring

DIGESTS = 16
"""How many digests each entry commits to; the unused ones are decoys, so that the count tells nothing."""

KEY_SIZE = 32
_SALT_SIZE, _SALT_LENGTH = 33, 44
"""A salt has 264 random bits, which base64url writes in 44 characters and nothing left over."""
_DECOY_SIZE = 32
_SALT_DOMAIN = b"constancia/salts/v1\n"
_ENTRY_DOMAIN = b"constancia/entry/v1\n"

FIELDS = (
    "register",
    "subject",
    "subject_seq",
    "prev",
    "event",
    "occurred_at",
    "facility",
    "ground",
    "actor",
    "content",
)
"""The committed fields, in this order; their values are text, or a whole number for `subject_seq`."""

_SALTS_SIZE = len(FIELDS) * _SALT_SIZE
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


@dataclass(frozen=True, slots=True)
class Commitment:
    """The public bytes of an entry's leaf, with the sorted digests that lead to it."""

    leaf: bytes
    digests: tuple[bytes, ...]


def disclosures(values: Mapping[str, str | int], key: bytes) -> list[str]:
    """Return the text of each field's disclosure, base64url of `[salt, name, value]`, in the order of `FIELDS`."""
    return [text.decode() for text in _disclosed(values, _drawn(key))]


def commit(values: Mapping[str, str | int], key: bytes, recorded_at: str) -> Commitment:
    """Return the leaf of an entry.

    `values` holds every name of `FIELDS`; `key` is the entry's own random 32 bytes; `recorded_at` is the moment of
    recording to the whole second, as `2026-11-23T21:00:05Z`.
    """
    drawn = _drawn(key)
    digests = [sha256(text).digest() for text in _disclosed(values, drawn)]
    digests += [drawn[at : at + _DECOY_SIZE] for at in range(_SALTS_SIZE, len(drawn), _DECOY_SIZE)]
    digests.sort()
    commitment = sha256(_ENTRY_DOMAIN + b"".join(digests)).digest()
    leaf = f'{{"d":"{_b64(commitment).decode()}","k":"e","r":"{recorded_at}","v":1}}'.encode()
    return Commitment(leaf, tuple(digests))


def _drawn(key: bytes) -> bytes:
    """Return what an entry draws from its key: one salt for each field, then a decoy for each unused place."""
    return shake_256(_SALT_DOMAIN + key).digest(_SALTS_SIZE + (DIGESTS - len(FIELDS)) * _DECOY_SIZE)


def _disclosed(values: Mapping[str, str | int], drawn: bytes) -> list[bytes]:
    salts = _b64(drawn[:_SALTS_SIZE]).decode()
    found = []
    for place, name in enumerate(FIELDS):
        value = values[name]
        written = encode_basestring(value) if isinstance(value, str) else value
        salt = salts[place * _SALT_LENGTH : (place + 1) * _SALT_LENGTH]
        found.append(_b64(f'["{salt}","{name}",{written}]'.encode()))
    return found


def _b64(data: bytes) -> bytes:
    return b2a_base64(data, newline=False).translate(_URL_SAFE, b"=")
