"""Finding a person by a name as somebody has it, by any issuer's number, or by the number of the file."""

from collections.abc import Collection, Iterator, Sequence
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
from constancia.register.name_index import Among, Groups, Indexed, Question
from constancia.register.names import compact
from constancia.register.readings import Reading, readings, shorter
from constancia.register.refusals import TOO_LONG

LONGEST = 500
"""So many characters may be typed; no name on file is longer."""

MOST_FOUND = 50

_READ = 200
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
    name eight words are looked at, so that no question costs more than a bounded number of look-ups.
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
    likely = sorted(matches, key=lambda each: -matches[each].score)[: 2 * asked.limit]
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


_NOTHING = _Match("", _LEAST_SCORE - 1, ())


def _by_number(asked: _Asked) -> dict[str, _Match]:
    """Return the files that have a number: their own, or any issuer's, however it is hyphenated; such a one has a digit."""
    short = compact(asked.wanted)
    issued = Identifier.objects.filter(compact=short) if any(map(str.isdigit, short)) else Identifier.objects.none()
    matches = dict.fromkeys(issued.values_list("person", flat=True)[:_MOST_HOLDERS], _Match("", 100, ("identifier",)))
    with suppress(ValueError):
        matches[read_id(asked.wanted, "P")] = _Match("", 100, ("number",))
    in_reach = _readable(asked.codes).filter(id__in=list(matches)).order_by("id")[: asked.limit] if matches else ()
    return {each.id: matches[each.id] for each in in_reach}


def _by_name(asked: _Asked) -> dict[str, _Match]:
    """Return the persons with a name that fits, each by the best of their names."""
    best: dict[str, _Match] = {}
    for reading, names in _candidates(asked):
        for each in _closest(reading, names):
            match = _compared(reading, each)
            if match.score > best.get(each.person, _NOTHING).score:
                best[each.person] = match
    return best


def _candidates(asked: _Asked) -> Iterator[tuple[Reading, Collection[Indexed]]]:
    """Yield names that may fit what was typed, with the reading of it that they may fit."""
    meant = readings(asked.wanted, name_index.known)
    if not meant:
        return
    questions = [_all_of(each.as_heard()) for each in meant]
    *found, shorter_names = _answers(asked, [*questions, name_index.said_as(shorter(asked.wanted))])
    yield from zip(meant, found, strict=True)
    yield meant[0], shorter_names
    if len(found[0]) < asked.limit or not all(meant[0].alike):
        yield meant[0], _with_most_words(asked, meant[0])


def _with_most_words(asked: _Asked, reading: Reading) -> list[Indexed]:
    """Return names that have all words but one; where too many have, those that have something near it in its place."""
    heard = reading.as_heard()
    others = {at: (*heard[:at], *heard[at + 1 :]) for at in range(len(heard))}
    left_out = {at: groups for at, groups in others.items() if any(groups)}
    found = dict(zip(left_out, _answers(asked, [_all_of(each) for each in left_out.values()]), strict=True))
    too_many = [at for at in others if at not in found or len(found[at]) >= _READ]
    closer = _answers(asked, [_all_of((*others[at], reading.alike[at])) for at in too_many if reading.alike[at]])
    names = [each for several in (*found.values(), *closer) for each in several]
    return names or _answers(asked, [_all_of(reading.alike)])[0]


def _all_of(groups: Groups) -> Question:
    """Ask for a word of every group; a word that no name on file is near is not looked for, but counts when compared."""
    return name_index.with_words([each for each in groups if each])


def _answers(asked: _Asked, questions: Sequence[Question]) -> list[list[Indexed]]:
    """Return the names for each question: first of those who can be born in the year, then of others while there is room."""
    found = name_index.names(questions, limit=_READ, among=Among(asked.codes, asked.born_in))
    room = [nth for nth, names in enumerate(found) if len(names) < asked.limit] if asked.born_in is not None else []
    more = name_index.names([questions[nth] for nth in room], limit=_READ, among=Among(asked.codes))
    for nth, names in zip(room, more, strict=True):
        found[nth] += names
    return found


def _closest(reading: Reading, names: Collection[Indexed]) -> list[Indexed]:
    """Return the names worth comparing word by word: those that begin as what was typed sounds, and the nearest others."""
    typed = " ".join(each.sound for each in reading.words)
    begin = [each for each in names if each.sound.startswith(typed)]
    sounds = {each: each.sound for each in names}
    others = process.extract(typed, sounds, scorer=fuzz.token_sort_ratio, limit=_CLOSEST)
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
    pairs = sorted(links.values_list("person", "other"))
    others = _readable(codes).filter(id__in=[other for _, other in pairs]).values_list("id", flat=True) if pairs else ()
    reach = set(others)
    return [
        replace(each, same_as=tuple(other for one, other in pairs if one == each.person and other in reach))
        for each in found
    ]


def _readable(codes: frozenset[str] | None) -> QuerySet[Person]:
    """Return the persons who are at one of these facilities or at none (see `queries.may_read`)."""
    return Person.objects.all() if codes is None else Person.objects.filter(facility__in=["", *codes])
