"""The index of names: one row for each name that stands, and the engine's own index over the words of those rows.

PostgreSQL indexes the words with GIN, SQLite with FTS5 kept by triggers. A plain table of words, the same on both, was
tried on a million names: about twenty times larger, and several times slower where a name has only common words.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from constancia.ledger.rows import insert_rows
from constancia.register.models import Name, WordSound
from constancia.register.names import near, word, words

_POSTGRES = """
CREATE INDEX register_name_words ON register_name USING gin (string_to_array(folded, ' ')) WITH (fastupdate = off)
"""

_SQLITE = (
    """
CREATE VIRTUAL TABLE register_name_words USING fts5(
    folded, content='register_name', content_rowid='entry', detail=none, columnsize=0, tokenize='ascii'
)
""",
    "INSERT INTO register_name_words(register_name_words, rank) VALUES ('automerge', 2)",
    """
CREATE TRIGGER register_name_words_in AFTER INSERT ON register_name BEGIN
    INSERT INTO register_name_words(rowid, folded) VALUES (NEW.entry, NEW.folded);
END
""",
    """
CREATE TRIGGER register_name_words_out AFTER DELETE ON register_name BEGIN
    INSERT INTO register_name_words(register_name_words, rowid, folded) VALUES ('delete', OLD.entry, OLD.folded);
END
""",
)

_NAMES = """
SELECT * FROM (
    SELECT {nth} AS question, n.entry, n.person, n.written, n.folded, n.sound FROM {table} WHERE {conditions} LIMIT {limit}
) AS question_{nth}
"""

_ONLY_OF = "EXISTS (SELECT 1 FROM register_person p WHERE p.id = n.person AND {conditions})"

_AT_ONCE, _ASKED_AT_ONCE = 500, 50

Groups = Sequence[Sequence[str]]
"""What a name must have: a word of each group."""


class Standing(NamedTuple):
    """A name that stands: the number of its entry, whose it is, its kind, and what is written."""

    entry: int
    person: str
    kind: str
    written: str


class Indexed(NamedTuple):
    """A name in the index: its entry, whose it is, as written, and its words in both forms, parted by spaces."""

    entry: int
    person: str
    written: str
    folded: str
    sound: str


@dataclass(frozen=True, slots=True)
class Question:
    """From which table, under which conditions and with which values names are read."""

    table: str
    conditions: Sequence[str]
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Among:
    """Among whom to look: persons at these facilities or at none (None: all), who can have been born in a year."""

    codes: frozenset[str] | None = None
    born_in: int | None = None


EVERYBODY = Among()


def statements(vendor: str) -> tuple[str, ...]:
    """Return the SQL that makes the index of words on "sqlite" or "postgresql"."""
    return (_POSTGRES,) if vendor == "postgresql" else _SQLITE


def add(standing: Iterable[Standing]) -> None:
    """Put names into the index, one or many thousands alike."""
    rows: list[tuple[Any, ...]] = []
    found: set[str] = set()
    for each in standing:
        inside = words(each.written)
        folded = [one.folded for one in inside]
        rows.append((*each, " ".join(folded), " ".join(one.sound for one in inside)))
        found.update(folded)
    insert_rows("register_name", (*Standing._fields, "folded", "sound"), rows)
    fresh = sorted(found - _on_file(found))
    insert_rows("register_word_sound", ("sound", "word"), ((key, each) for each in fresh for key in _keys(each)))


def remove(entries: Collection[int]) -> None:
    """Take the names of these entries out of the index, and every word that no name has any more."""
    gone: set[str] = set()
    for chunk in _chunks(sorted(entries)):
        standing = Name.objects.filter(entry__in=chunk)
        gone.update(one for folded in standing.values_list("folded", flat=True) for one in folded.split())
        standing.delete()
    for chunk in _chunks(sorted(gone), _ASKED_AT_ONCE):
        for each, holders in zip(chunk, names([with_words([[one]]) for one in chunk], limit=1), strict=True):
            if not holders:
                WordSound.objects.filter(sound__in=_keys(each), word=each).delete()


def known(sounds: Collection[str]) -> dict[str, list[str]]:
    """Return the words on file under each of these sounds."""
    found: dict[str, list[str]] = {}
    for chunk in _chunks(sorted(sounds)):
        for key, each in WordSound.objects.filter(sound__in=chunk).values_list("sound", "word"):
            found.setdefault(key, []).append(each)
    return found


def with_words(groups: Groups) -> Question:
    """Ask for names that have a word of each group; words are letters and digits only."""
    if connection.vendor == "postgresql":
        return Question(
            "register_name n", ["string_to_array(n.folded, ' ') && %s"] * len(groups), list(map(list, groups))
        )
    match = " AND ".join("({})".format(" OR ".join(f'"{one}"' for one in each)) for each in groups)
    indexed = "register_name_words f JOIN register_name n ON n.entry = f.rowid"
    return Question(indexed, ["f.register_name_words MATCH %s"], [match])


def said_as(sounds: Collection[str]) -> Question:
    """Ask for names that sound as one of these as a whole."""
    return Question("register_name n", [f"n.sound IN ({_marks(sounds) or 'NULL'})"], sorted(sounds))


def names(questions: Sequence[Question], *, limit: int, among: Among = EVERYBODY) -> list[list[Indexed]]:
    """Return at most `limit` names for each question; all are put to the store at once."""
    of_those, persons_wanted = _of_persons(among)
    asked, values = [], []
    for nth, each in enumerate(questions):
        conditions = " AND ".join((*each.conditions, *of_those))
        asked.append(_NAMES.format(nth=nth, table=each.table, conditions=conditions, limit=limit))
        values += [*each.values, *persons_wanted]
    found: list[list[Indexed]] = [[] for _ in questions]
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked), values)
            for nth, *row in cursor.fetchall():
                found[nth].append(Indexed(*row))
    return found


def _of_persons(among: Among) -> tuple[list[str], list[Any]]:
    """Return the condition that keeps to the persons meant; it is tried on names found, never used to find them."""
    conditions: list[str] = []
    values: list[Any] = []
    if among.codes is not None:
        places = ("", *sorted(among.codes))
        conditions.append(f"p.facility IN ({_marks(places)})")
        values.extend(places)
    if among.born_in is not None:
        conditions.append("p.born_earliest <= %s AND p.born_latest >= %s")
        values.extend((f"{among.born_in:04}-12-31", f"{among.born_in:04}-01-01"))
    return ([_ONLY_OF.format(conditions=" AND ".join(conditions))] if conditions else []), values


def _on_file(folded: Collection[str]) -> set[str]:
    """Return those of these words that the index has already."""
    found: set[str] = set()
    for chunk in _chunks(sorted({word(each).sound for each in folded})):
        found.update(WordSound.objects.filter(sound__in=chunk).values_list("word", flat=True))
    return found


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _keys(folded: str) -> list[str]:
    return sorted(near(word(folded).sound))


def _chunks(values: Sequence[Any], size: int = _AT_ONCE) -> Iterator[Sequence[Any]]:
    return (values[at : at + size] for at in range(0, len(values), size))
