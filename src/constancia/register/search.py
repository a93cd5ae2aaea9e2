"""Finding a person by a name as somebody has it, by any issuer's number, or by the number of the file."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from rapidfuzz import fuzz, process

from constancia.core.actors import Actor
from constancia.core.ids import read_id
from constancia.core.permissions import facilities_for, require_somewhere
from constancia.core.refusals import Refused
from constancia.register import name_index
from constancia.register.likeness import likeness
from constancia.register.models import Identifier, Link, Person
from constancia.register.name_index import Among, Groups, Indexed
from constancia.register.names import compact
from constancia.register.readings import Reading, readings
from constancia.register.refusals import TOO_LONG

LONGEST = 500
"""So many characters may be typed; no name on file is longer."""

MOST_FOUND = 50

_READ = 300
"""So many names are read for each question put to the index."""

_CLOSEST = 50
"""So many of them are compared word by word."""

_MOST_HOLDERS = 1_000
"""So many persons may have the same number of an issuer."""

_LEAST_SCORE = 60
_WRONG_YEAR, _UNKNOWN_YEAR = 15, 5
"""What is taken off the score when a year of birth was asked for and the file says another, or none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be the one wanted.

    `name` is the name that fits and `file_name` the first one on file (either may be empty when a number was typed); `how`
    holds keys of `codes.MATCHES`; `score` goes from 0 to 100, 100 being word for word. `facility` and `state` say where the
    open stay is, empty without one. The person was born between two years, both included, None when not known. `same_as`
    lists the files that are linked to this one as the same person.
    """

    person: str
    name: str
    how: tuple[str, ...]
    score: int
    file_name: str
    facility: str
    state: str
    born_from: int | None
    born_to: int | None
    same_as: tuple[str, ...] = ()


def find_persons(actor: Actor, wanted: str, *, limit: int = 10, born_in: int | None = None) -> list[Found]:
    """Return the files that fit best what somebody typed, best first; only files that the actor may read.

    A name may be misspelt, in another order, written together or incomplete. A year of birth brings those forward who can
    have been born in it and hides nobody. Refuses `core.not_permitted`; `register.too_long` above 500 characters. Of a longer
    name eight words are looked for, so that no question costs more than a bounded number of look-ups.
    """
    require_somewhere(actor, "register.read")
    if len(wanted) > LONGEST:
        raise Refused([TOO_LONG(field="wanted", limit=LONGEST)])
    asked = _Asked(
        wanted,
        max(1, min(limit, MOST_FOUND)),
        None if born_in is None else max(1, min(born_in, 9999)),
        facilities_for(actor, "register.read"),
    )
    matches = _by_name(asked) | _by_number(asked)
    likely = sorted(matches, key=lambda each: -matches[each].score)[: 3 * asked.limit]
    found = [_found(each, matches[each.id], asked.born_in) for each in _readable(asked.codes).filter(id__in=likely)]
    found.sort(key=lambda each: (-each.score, not each.state, each.name, each.person))
    return _with_links(found[: asked.limit], asked.codes)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed, how many files are wanted, the year of birth, and the facilities in reach (None: all)."""

    wanted: str
    limit: int
    born_in: int | None
    codes: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Match:
    """Which name fits (empty: a number does), how well and by what."""

    name: str
    score: int
    how: tuple[str, ...]


_Names = dict[int, Indexed]
"""Names by their entries."""

_NOTHING = _Match("", _LEAST_SCORE - 1, ())


def _by_number(asked: _Asked) -> dict[str, _Match]:
    """Return the files that have a number: their own, or any issuer's, however it is hyphenated."""
    short = compact(asked.wanted)
    holders = Identifier.objects.filter(compact=short).values_list("person", flat=True)[:_MOST_HOLDERS] if short else ()
    matches = dict.fromkeys(holders, _Match("", 100, ("identifier",)))
    with suppress(ValueError):
        matches[read_id(asked.wanted, "P")] = _Match("", 100, ("number",))
    in_reach = _readable(asked.codes).filter(id__in=list(matches)).order_by("id")[: asked.limit] if matches else ()
    return {each.id: matches[each.id] for each in in_reach}


def _by_name(asked: _Asked) -> dict[str, _Match]:
    """Return the persons with a name that fits, each by the best of their names."""
    best: dict[str, _Match] = {}
    meant = readings(asked.wanted, name_index.known)
    for nth, names in enumerate(_names_with(asked, [each.as_heard() for each in meant])):
        near_by = _names_with_others(asked, meant[nth]) if nth == 0 and len(names) < asked.limit else {}
        for each in _closest(meant[nth], (names | near_by).values()):
            match = _compared(meant[nth], each)
            if match.score > best.get(each.person, _NOTHING).score:
                best[each.person] = match
    return best


def _names_with_others(asked: _Asked, reading: Reading) -> _Names:
    """Return names that have all words but one; where too many have, those that have something near it in its place."""
    heard = reading.as_heard()
    left_out = [(*heard[:at], *heard[at + 1 :]) for at in range(len(heard))]
    found = _names_with(asked, left_out)
    closer = [
        (*others, near_it)
        for others, near_it, names in zip(left_out, reading.alike, found, strict=True)
        if len(names) >= _READ or not any(others)
    ]
    found += _names_with(asked, closer)
    if not any(found):
        found = _names_with(asked, [reading.alike])
    return {entry: name for names in found for entry, name in names.items()}


def _names_with(asked: _Asked, questions: Sequence[Groups]) -> list[_Names]:
    """Return for each question names that have a word of every group: first of those who can be born in the year.

    A word that no name on file is near (an empty group) is not looked for, but still counts when names are compared.
    """
    found: list[_Names] = [{} for _ in questions]
    for among in dict.fromkeys((Among(asked.codes, asked.born_in), Among(asked.codes))):
        short_of = [nth for nth, groups in enumerate(questions) if any(groups) and len(found[nth]) < asked.limit]
        present = [[group for group in questions[nth] if group] for nth in short_of]
        answers = name_index.with_words(present, limit=_READ, among=among)
        for nth, names in zip(short_of, answers, strict=True):
            found[nth] |= {each.entry: each for each in names}
    return found


def _closest(reading: Reading, names: Collection[Indexed]) -> list[Indexed]:
    """Return the names worth comparing word by word: those that begin as typed, and the nearest of the others."""
    typed = " ".join(each.folded for each in reading.words)
    begin = [each for each in names if each.folded.startswith(typed)]
    texts = {each: each.folded for each in names}
    others = process.extract(typed, texts, scorer=fuzz.token_sort_ratio, limit=_CLOSEST)
    return list(dict.fromkeys((*begin, *(each for _, _, each in others))))


def _compared(reading: Reading, name: Indexed) -> _Match:
    alike = likeness(reading.words, name.folded, name.sound)
    how = alike.how if reading.as_typed else ("together", *(each for each in alike.how if each != "exact"))
    return _Match(name.written, alike.score, how)


def _found(person: Person, match: _Match, born_in: int | None) -> Found:
    born_from = person.born_earliest.year if person.born_earliest else None
    born_to = person.born_latest.year if person.born_latest else None
    return Found(
        person.id,
        match.name or person.name,
        match.how,
        match.score - _off_for_year(born_in, born_from, born_to),
        person.name,
        person.facility,
        person.state,
        born_from,
        born_to,
    )


def _off_for_year(wanted: int | None, born_from: int | None, born_to: int | None) -> int:
    if wanted is None:
        return 0
    if born_from is None or born_to is None:
        return _UNKNOWN_YEAR
    return 0 if born_from <= wanted <= born_to else _WRONG_YEAR


def _with_links(found: Sequence[Found], codes: frozenset[str] | None) -> list[Found]:
    """Add the files that are linked to each as the same person and are in reach."""
    links = Link.objects.filter(person__in=[each.person for each in found], relation="same_person", ended=False)
    pairs = list(links.filter(other__in=_readable(codes).values("id")).order_by("other").values_list("person", "other"))
    return [replace(each, same_as=tuple(other for one, other in pairs if one == each.person)) for each in found]


def _readable(codes: frozenset[str] | None) -> QuerySet[Person]:
    """Return the persons who are at one of these facilities or at none (see `queries.may_read`)."""
    return Person.objects.all() if codes is None else Person.objects.filter(facility__in=["", *codes])
