"""A name as people write it, and the two forms by which it is found again: folded, and as Spanish says it aloud.

Nothing here decides what a name is: no first names, no last names, only words in their order.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

PARTICLES = frozenset(
    {
        *("al", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las"),
        *("los", "van", "von", "y", "zu", "dela", "delas", "delos"),
    }
)
"""Small words that people leave out or write together with the next; names are not searched by them if by anything else."""

LONGEST_WORD = 60
"""So many letters of a word are looked at."""

LONGEST_SLIP = 24
"""In longer words (several names written as one, mostly) no slip of the keyboard is looked for."""

_APOSTROPHES = "'’ʼ‘`´"

_LATIN = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n"}
_CYRILLIC = {
    **dict(zip("абвгдезиійклмнопрстуфыэ", "abvgdeziiiklmnoprstufye", strict=True)),
    "є": "ye",
    "ж": "zh",
    "х": "j",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}
_GREEK = {
    **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
    "θ": "th",
    "χ": "j",
    "ψ": "ps",
}
_LETTERS = str.maketrans({**_LATIN, **_CYRILLIC, **_GREEK})
"""Letters that Unicode does not take apart, in the Latin letters that Spanish newspapers write for them."""

_SOUNDS = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        ("x", "j"),  # Ximena, Jimena
        ("ph", "f"),  # Sophia, Sofía
        ("[cs]h", "x"),  # Chirley, Shirley; from here on x stands for this sound
        ("ll", "y"),  # Llanos, Yanos
        ("h", ""),  # Hernández, Ernández
        ("qu(?=[ei])|q|ck", "k"),  # Quique, Kike
        ("g(?=[ei])", "j"),  # Giménez, Jiménez
        ("gu(?=[ei])", "g"),  # Guerra
        ("c(?=[ei])|z", "s"),  # Velázquez, Velásquez; Cecilia, Sesilia
        ("c", "k"),  # Carina, Karina
        ("v", "b"),  # Vázquez, Básquez
        ("w", "u"),  # Walter, Ualter
        ("y(?![aeiou])", "i"),  # Eloy, Eloi
        ("^i(?=[aeou])", "y"),  # Iolanda, Yolanda
        ("m(?=[bp])", "n"),  # Campos, Canpos
        (r"(.)\1+", r"\1"),  # Anna, Ana
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: as written, folded, and as it sounds."""

    written: str
    folded: str
    sound: str


def words(written: str) -> tuple[Word, ...]:
    """Return the words of a name in their order; hyphens and points part words, apostrophes do not."""
    parted = "".join(each if _belongs(each) or each in _APOSTROPHES else " " for each in written)
    return tuple(found for each in parted.split() if (found := word(each)).folded)


@lru_cache(maxsize=100_000)
def word(written: str) -> Word:
    """Return one word with its forms."""
    folded = fold(written)[:LONGEST_WORD]
    return Word(written, folded, sound(folded))


def told_apart_by(name: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words by which a name is searched: without particles, unless there is nothing else."""
    return tuple(each for each in name if each.folded not in PARTICLES) or name


def fold(text: str) -> str:
    """Return the letters and digits of a word without accents, small, and Latin where they can be."""
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(each for each in taken_apart if not unicodedata.combining(each)).translate(_LETTERS)
    return "".join(each for each in unicodedata.normalize("NFC", plain) if _belongs(each))


def sound(folded: str) -> str:
    """Return how Spanish says a folded word: b for v, s for z, nothing for h, one letter for a double one."""
    said = folded
    for pattern, becomes in _SOUNDS:
        said = pattern.sub(becomes, said)
    return said or folded


def near(said: str) -> frozenset[str]:
    """Return a sound and all it becomes when one letter is lost.

    Two sounds that are one slip apart (a letter lost, added, changed, or two neighbours exchanged) have one of these in
    common (symmetric deletion, W. Garbe 2012). Sounds of one, two or very many letters only have themselves.
    """
    if not 2 < len(said) <= LONGEST_SLIP:
        return frozenset({said})
    return frozenset({said, *(said[:at] + said[at + 1 :] for at in range(len(said)))})


def compact(number: str) -> str:
    """Return a number of whatever issuer without the points, hyphens and spaces that people put in or leave out."""
    return "".join(each for each in number.casefold() if each.isalnum())


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
