"""How alike what somebody typed and a name on file are, and in what they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from constancia.register.names import PARTICLES, Word

_SAME_SOUND = 0.96
_LEAST = 0.66
"""Two words less alike than this are two different words."""

_MISSING, _PASSED_OVER, _OTHER_ORDER, _TYPED_MORE = 2, 2, 3, 8
"""What is taken off, of 100: for a word of the name not typed, again if it stands before one typed, for another order, and
for a word typed that the name lacks while it has nothing of its own.

A second surname left out costs less than a first one left out: people leave out the last word first.
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 100 (100: word for word), and the keys of `codes.MATCHES` that say why it fits."""

    score: int
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A typed word, the place of the name's word that answers it (None: none does), how alike (0 to 1), and by what."""

    typed: Word
    place: int | None
    alike: float
    how: str


def likeness(typed: Sequence[Word], folded: str, sounds: str) -> Likeness:
    """Compare typed words (without particles) with the words of a name, given in both forms as the index keeps them."""
    name = list(zip(folded.split(" "), sounds.split(" "), strict=True))
    told = [at for at, (word, _) in enumerate(name) if word not in PARTICLES] or list(range(len(name)))
    pairs = _pairs(typed, name, told)
    places = [each.place for each in pairs if each.place is not None]
    missing = [at for at in told if at not in places]
    more = 0 if missing or len(places) < 2 else len(typed) - len(places)
    other_order = places != sorted(places)
    off = _MISSING * len(missing) + _TYPED_MORE * more + _OTHER_ORDER * other_order
    off += _PASSED_OVER * sum(1 for at in missing if at < max(places, default=0))
    how = {each.how for each in pairs if each.how}
    how |= {"order"} if other_order else set()
    how |= {"part"} if missing or len(places) < len(typed) else set()
    compared = [each for each in pairs if each.place is not None] if more else pairs
    return Likeness(max(0, round(100 * _share(compared) - off)), tuple(sorted(how)) or ("exact",))


def _share(pairs: Sequence[_Pair]) -> float:
    """Return how much of the letters typed the name answers, from 0 to 1."""
    letters = sum(len(each.typed.folded) for each in pairs)
    return sum(each.alike * len(each.typed.folded) for each in pairs) / letters if letters else 0.0


def _pairs(typed: Sequence[Word], name: Sequence[tuple[str, str]], told: Sequence[int]) -> list[_Pair]:
    """Pair each typed word with the word of the name that is most like it; each is used once, the same word first."""
    free = list(told)
    found: dict[int, _Pair] = {}
    for at, word in enumerate(typed):
        place = next((each for each in free if name[each][0] == word.folded), None)
        if place is not None:
            free.remove(place)
            found[at] = _Pair(word, place, 1.0, "")
    for at, word in enumerate(typed):
        if at not in found:
            found[at] = nearest = _nearest(word, name, free)
            if nearest.place is not None:
                free.remove(nearest.place)
    return [found[at] for at in range(len(typed))]


def _nearest(word: Word, name: Sequence[tuple[str, str]], free: Sequence[int]) -> _Pair:
    best = _Pair(word, None, 0.0, "")
    for place in free:
        folded, sound = name[place]
        if sound == word.sound:
            return _Pair(word, place, _SAME_SOUND, "sound")
        alike = max(OSA.normalized_similarity(word.folded, folded), 0.95 * OSA.normalized_similarity(word.sound, sound))
        if alike >= max(_LEAST, best.alike):
            best = _Pair(word, place, alike, "spelling")
    return best
