"""Public identifiers: short, random, safe to read aloud, with a check character."""

import secrets
from collections.abc import Callable

from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a form filled in by hand can be read back."""

_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LENGTH = 7


def new_id(prefix: str, random_index: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a new identifier such as `P-4F7K-91QN`: seven random characters and one check character.

    `random_index(n)` draws a number below n; tests and the demo pass a seeded one. There are 34 thousand million (32^7),
    so that of a million drawn some fourteen come twice: whoever draws one asks the register whether it is taken.
    """
    number = random_index(len(ALPHABET) ** _LENGTH)
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))
    return _written(prefix, body + mod_37_36.calc_check_digit(body, ALPHABET))


def read_id(text: str, prefix: str) -> str:
    """Return the canonical form of an identifier typed by a person; raises ValueError when it cannot be one.

    Lower case, missing hyphens and the look-alikes I, L and O are forgiven; a wrong character or two exchanged
    neighbours are caught by the check character (ISO/IEC 7064, hybrid system).
    """
    compact = text.strip().upper().replace("-", "").replace(" ", "")
    body = compact.removeprefix(prefix).translate(_LOOKALIKES)
    if len(body) != _LENGTH + 1 or any(character not in ALPHABET for character in body):
        raise ValueError("not an identifier of this register")
    if mod_37_36.calc_check_digit(body[:-1], ALPHABET) != body[-1]:
        raise ValueError("the check character does not match: one character is wrong")
    return _written(prefix, body)


def _written(prefix: str, body: str) -> str:
    return f"{prefix}-{body[:4]}-{body[4:]}"
