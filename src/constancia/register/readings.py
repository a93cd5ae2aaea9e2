"""What somebody who typed a name can have meant: words misspelt, written together, or taken apart.

Pure: what the index knows is asked through the function that is handed in.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from rapidfuzz.distance import OSA

from constancia.register.names import PARTICLES, Word, near, told_apart_by, word, words

MOST_WORDS = 8
"""So many words of what was typed are looked at."""

MOST_READINGS = 5
_MOST_ALIKE = 16
_MOST_PARTED = 3
_SHORTEST_TOGETHER, _LONGEST_TOGETHER = 5, 32
"""Words of so many letters can be several written as one."""

Known = Mapping[str, Collection[str]]
"""From a sound (or a sound with one letter lost) to the words on file that are found under it."""

Ask = Callable[[Collection[str]], Known]
"""How the index is asked what it has under some sounds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed: its words, and for each the words on file it can stand for, best first."""

    words: tuple[Word, ...]
    alike: tuple[tuple[str, ...], ...]
    as_typed: bool

    def as_heard(self) -> tuple[tuple[str, ...], ...]:
        """Return for each word those on file that sound like it; where none does, all it can stand for."""
        return tuple(
            tuple(each for each in alike if word(each).sound == said.sound) or alike
            for said, alike in zip(self.words, self.alike, strict=True)
        )


def readings(typed: str, ask: Ask) -> list[Reading]:
    """Return the ways to understand what was typed, likeliest first; none when no word of it is anywhere near a name."""
    name = words(typed)
    plain = told_apart_by(name)[:MOST_WORDS]
    in_two = [_partings(each.folded, 2) for each in plain]
    joined = {each.sound for _, _, each in _together(name)}
    known = dict(ask({key for each in plain for key in near(each.sound)} | joined | _sounds_of(in_two)))
    strange = [not _is_known(each.folded, known) for each in plain]
    in_three = [_partings(each.folded, 3) if new else [] for each, new in zip(plain, strange, strict=True)]
    known |= ask(_sounds_of(in_three) - known.keys())
    partings = [two + three for two, three in zip(in_two, in_three, strict=True)]
    as_typed = Reading(plain, tuple(_alike(each, known) for each in plain), as_typed=True)
    others = [_reading(each, known) for each in (*_taken_apart(plain, partings, known), *_put_together(name, known))]
    others = [each for each in others if any(each.alike)][: MOST_READINGS - 1]
    found = [as_typed, *others] if all(as_typed.alike) else [*others, as_typed]
    return [each for each in found if any(each.alike)]


def shorter(typed: str) -> set[str]:
    """Return how what was typed sounds without some of its words, in all ways that leave two or more."""
    said = [each.sound for each in words(typed)[:MOST_WORDS]]
    return {" ".join(left) for number in range(2, len(said)) for left in combinations(said, number)}


def _sounds_of(partings: Sequence[Sequence[tuple[str, ...]]]) -> set[str]:
    return {word(part).sound for several in partings for parts in several for part in parts}


def _reading(meant: Sequence[Word], known: Known) -> Reading:
    return Reading(tuple(meant), tuple(_alike(each, known) for each in meant), as_typed=False)


def _alike(said: Word, known: Known) -> tuple[str, ...]:
    """Return the words on file within one slip of a word, by sound; itself first, then those that sound the same."""
    found = {each for key in near(said.sound) for each in known.get(key, ())}
    slips = {each: OSA.distance(said.sound, word(each).sound, score_cutoff=1) for each in found}
    within = [each for each in found if slips[each] <= 1]
    within.sort(key=lambda each: (each != said.folded, slips[each], OSA.distance(said.folded, each), each))
    return tuple(within[:_MOST_ALIKE])


def _taken_apart(
    name: tuple[Word, ...], partings: Sequence[Sequence[tuple[str, ...]]], known: Known
) -> Iterator[tuple[Word, ...]]:
    """Yield the name with one word taken apart into words on file: the fewest words first, then the most exact.

    A word that is itself on file is taken apart into words that are there letter for letter.
    """
    for at, several in enumerate(partings):
        is_there = _is_known if _is_known(name[at].folded, known) else _sounds_known
        fits = [parts for parts in several if all(is_there(part, known) for part in parts)]
        fits.sort(key=lambda parts: (len(parts), sum(not _is_known(part, known) for part in parts), parts))
        for parts in fits[:_MOST_PARTED]:
            yield (*name[:at], *told_apart_by(tuple(word(part) for part in parts)), *name[at + 1 :])


def _partings(text: str, number: int) -> list[tuple[str, ...]]:
    """Return every way to part a text into so many pieces of two letters or more."""
    if not _SHORTEST_TOGETHER <= len(text) <= _LONGEST_TOGETHER:
        return []
    cuts = combinations(range(2, len(text) - 1), number - 1)
    parted = (tuple(text[start:end] for start, end in pairwise((0, *each, len(text)))) for each in cuts)
    return [parts for parts in parted if min(map(len, parts)) > 1]


def _together(name: tuple[Word, ...]) -> Iterator[tuple[int, int, Word]]:
    """Yield every two and three neighbours of a name written as one: San Martín, de la Cruz."""
    for at in range(min(len(name), MOST_WORDS)):
        for end in (at + 2, at + 3):
            if end <= len(name):
                yield at, end, word("".join(each.folded for each in name[at:end]))


def _put_together(name: tuple[Word, ...], known: Known) -> Iterator[tuple[Word, ...]]:
    for at, end, joined in _together(name):
        if _sounds_known(joined.folded, known):
            yield told_apart_by((*name[:at], joined, *name[end:]))[:MOST_WORDS]


def _is_known(folded: str, known: Known) -> bool:
    return folded in PARTICLES or folded in known.get(word(folded).sound, ())


def _sounds_known(folded: str, known: Known) -> bool:
    said = word(folded).sound
    return folded in PARTICLES or any(word(each).sound == said for each in known.get(said, ()))
