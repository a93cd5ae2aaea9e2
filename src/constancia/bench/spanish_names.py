"""A million invented names, and the six ways in which people key a name wrongly."""

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import NamedTuple

from constancia.register.names import fold

RARE_SURNAMES = 40_000
_RARE, _TWO_GIVEN = 0.1, 0.3
"""Which share of surnames is rare, and of people has two given names."""

_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "gu",
    "h",
    "j",
    "l",
    "ll",
    "m",
    "n",
    "p",
    "qu",
    "r",
    "s",
    "t",
    "tr",
    "v",
    "x",
    "y",
    "z",
]
_VOWELS = ["a", "e", "i", "o", "u", "ia", "ie", "ue", "á", "é", "í", "ó"]
_ENDINGS = ["", *["n", "s", "z", "r", "l", "ez", "és", "ano", "illa", "uz", "ava", "ndo", "aga"]]


class FullName(NamedTuple):
    """Given names and two surnames, each as written."""

    given: str
    first: str
    second: str

    def __str__(self) -> str:
        """Return the whole name."""
        return f"{self.given} {self.first} {self.second}"


def invented(number: int, dice: Random) -> list[FullName]:
    """Return names drawn from Faker's Mexican and Colombian lists (as often as they say) and from rare surnames of our own.

    Raises ImportError without Faker.
    """
    from faker.providers.person.es_CO import Provider as Colombia
    from faker.providers.person.es_MX import Provider as Mexico

    given = _drawn(_weights(Mexico.first_names, Colombia.first_names), 2 * number, dice)
    common = _drawn(_weights(Mexico.last_names, Colombia.last_names), 2 * number, dice)
    rare = dice.choices(_rare_surnames(dice), k=2 * number)
    surnames = [unusual if dice.random() < _RARE else usual for usual, unusual in zip(common, rare, strict=True)]
    return [
        FullName(
            f"{given[at]} {given[-1 - at]}" if dice.random() < _TWO_GIVEN else given[at],
            surnames[at],
            surnames[-1 - at],
        )
        for at in range(number)
    ]


def _weights(mexican: tuple[str, ...], colombian: dict[str, float]) -> dict[str, float]:
    """Return how often each name occurs: half by Mexico's list (each alike), half by Colombia's (as often as it says)."""
    found: dict[str, float] = defaultdict(float)
    for name in sorted(set(mexican)):
        found[name] += 1 / len(set(mexican))
    for name, share in colombian.items():
        found[name] += share / sum(colombian.values())
    return found


def _drawn(weights: dict[str, float], number: int, dice: Random) -> list[str]:
    return dice.choices(list(weights), cum_weights=list(accumulate(weights.values())), k=number)


def _rare_surnames(dice: Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < RARE_SURNAMES:
        syllables = [dice.choice(_ONSETS) + dice.choice(_VOWELS) for _ in range(dice.choice((2, 2, 3)))]
        found["".join([*syllables, dice.choice(_ENDINGS)]).capitalize()] = None
    return list(found)


def _typo(name: FullName, dice: Random) -> str:
    """Lose, add, change or exchange a letter of a word of four letters or more, not the first one."""
    parts = str(name).split()
    which = dice.choice([at for at, part in enumerate(parts) if len(part) > 3])
    word = parts[which]
    at, letter = dice.randrange(1, len(word) - 1), dice.choice("abcdefghijlmnoprstuvyz")
    parts[which] = dice.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
    return " ".join(parts)


def _glued(name: FullName, dice: Random) -> str:
    parts = str(name).split()
    at = dice.randrange(len(parts) - 1)
    return " ".join([*parts[:at], parts[at] + parts[at + 1].lower(), *parts[at + 2 :]])


_HEARD_ALIKE = (
    *(("b", "v"), ("v", "b"), ("z", "s"), ("s", "z"), ("c(?=[ei])", "s"), ("s(?=[ei])", "c"), ("ll", "y"), ("nn", "n")),
    *(
        ("y(?=[aeiou])", "ll"),
        ("g(?=[ei])", "j"),
        ("j(?=[ei])", "g"),
        ("qu(?=[ei])", "k"),
        ("c(?=[aou])", "k"),
        ("x", "j"),
    ),
    *((r"\bh", ""), (r"\b(?=[aeio])", "h")),
)


def _sound(name: FullName, dice: Random) -> str:
    """Write one sound in another way that Spanish says alike."""
    text = fold_all(name)
    places = [(found, now) for was, now in _HEARD_ALIKE for found in re.finditer(was, text)]
    found, now = dice.choice(places) if places else (re.search(r"$", text), "h")
    return text[: found.start()] + now + text[found.end() :] if found else text


def fold_all(name: FullName) -> str:
    """Return a whole name without accents, in small letters."""
    return " ".join(fold(part) for part in str(name).split())


CORRUPTIONS: dict[str, Callable[[FullName, Random], str]] = {
    "typo": _typo,
    "accents": lambda name, _dice: fold_all(name),
    "one surname": lambda name, _dice: f"{name.given} {name.first}",
    "order": lambda name, _dice: f"{name.first} {name.second} {name.given}",
    "glued": _glued,
    "sound": _sound,
}
"""How people key a name wrongly (oversight-outlook, section D)."""
