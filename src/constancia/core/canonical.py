"""Canonical bytes: one value, one byte string (a restricted RFC 8785, ADR 0005)."""

import json
import unicodedata
from collections.abc import Iterable

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader holds exactly (RFC 8785 section 3.2.2.3)."""

_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class NotCanonical(ValueError):  # noqa: N818 - reads as a statement
    """The value has no canonical form here: a float, a large integer, a key that is not ASCII, text not in NFC."""


def canonical_bytes(value: object) -> bytes:
    """Return the canonical UTF-8 bytes of a JSON value made of str, int, bool, None, list and dict.

    Raises `NotCanonical` for floats, integers of 2^53 and more, keys that are not ASCII strings, lone surrogates and
    text that is not in Unicode normal form C. Within these limits the result equals RFC 8785 (tested against the
    `rfc8785` package).
    """
    _check(value)
    text = _encoder.encode(value)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text must be in Unicode normal form C")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("text holds half a character") from error


def from_canonical(data: bytes) -> object:
    """Read canonical bytes back; raises `NotCanonical` when the bytes are not exactly canonical."""
    try:
        value: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON") from error
    if canonical_bytes(value) != data:
        raise NotCanonical("JSON, but not in canonical form")
    return value


def _check(value: object) -> None:
    kind = type(value)
    if kind is dict:
        _check_keys(value)  # type: ignore[arg-type]
        _check_items(value.values())  # type: ignore[attr-defined]
    elif kind is list:
        _check_items(value)  # type: ignore[arg-type]
    elif kind is int:
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:  # type: ignore[operator]
            raise NotCanonical("integer too large for JSON")
    elif kind is not str and kind is not bool and value is not None:
        raise NotCanonical(f"no canonical form for {kind.__name__}")


def _check_keys(keys: Iterable[object]) -> None:
    for key in keys:
        if type(key) is not str or not key.isascii():
            raise NotCanonical("keys must be ASCII text")


def _check_items(items: Iterable[object]) -> None:
    for item in items:
        if type(item) is not str:
            _check(item)
