"""Finding one of a million people by a name keyed wrongly: against PostgreSQL's pg_trgm on the same names and queries."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from itertools import islice
from random import Random
from statistics import quantiles
from typing import Any

import psycopg

from constancia.bench import postgres
from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped, taken
from constancia.bench.spanish_names import CORRUPTIONS, FullName, fold_all, invented
from constancia.register.names import fold

NAMES = 1_000_000
OF_EACH = 100
TEN = 10

_PEER = "PostgreSQL pg_trgm (GIN, % at 0.45, best by similarity())"
_AT_ONCE = 20_000


@dataclass(slots=True)
class _Tried:
    """How often the right name was among the first ten, by kind of corruption, and how long each search took."""

    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CORRUPTIONS, 0))
    seconds: list[float] = field(default_factory=list)

    def p95(self) -> float:
        """Return the time that nineteen in twenty questions stay below."""
        return quantiles(self.seconds, n=20)[-1] * 1e3


def run(scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Fill the register's own tables with invented names and look for 600 of them, 100 of each corruption.

    The names are indexed by `name_index.add`, which the posting calls, without journal entries behind them: what is measured
    is finding. A search is `find_persons`, permission and all; it and the peer take turns. Found means that the right full
    name is among the first ten.
    """
    if find_spec("faker") is None or postgres.programs() is None:
        yield Skipped(
            "search", "Faker is not installed" if postgres.programs() else "PostgreSQL's programs are not here"
        )
        return
    names = invented(NAMES, Random(20))
    size, build = _fill(names)
    with psycopg.connect(_peer_url(scratch), autocommit=True) as peer:
        peer_size, peer_build = _fill_peer(peer, names)
        ours, theirs = _Tried(), _Tried()
        for kind, name, typed in _queries(names, Random(5)):
            _try(ours, kind, name, partial(_find, typed))
            _try(theirs, kind, name, partial(_find_by_trigrams, peer, typed))
    asked = OF_EACH * len(CORRUPTIONS)
    yield Ratio("found in ten", sum(ours.found.values()), asked, "searches", "names", at_least=0.98)
    yield Ratio("p95 of a search", ours.p95(), theirs.p95(), _PEER, "ms", at_most=1 / 5)
    for kind in CORRUPTIONS:
        yield Ratio(f"found in ten, {kind}", ours.found[kind], theirs.found[kind], _PEER, "names")
    yield Ratio("tables and index", size / 2**20, peer_size / 2**20, _PEER, "MiB")
    yield Ratio("building them", build, peer_build, _PEER, "s")


def _queries(names: list[FullName], dice: Random) -> Iterator[tuple[str, FullName, str]]:
    for kind, corrupt in CORRUPTIONS.items():
        for name in dice.sample(names, OF_EACH):
            yield kind, name, corrupt(name, dice)


def _try(tried: _Tried, kind: str, name: FullName, search: Callable[[], list[str]]) -> None:
    with taken() as time:
        found = search()
    tried.seconds.append(time.wall)
    tried.found[kind] += str(name) in found


def _find(typed: str) -> list[str]:
    from constancia.register.search import find_persons

    return [each.name for each in find_persons(CLERK, typed, limit=TEN)]


def _find_by_trigrams(peer: psycopg.Connection[Any], typed: str) -> list[str]:
    words = " ".join(fold(each) for each in typed.split())
    found = peer.execute(
        "SELECT written FROM names WHERE folded %% %s ORDER BY similarity(folded, %s) DESC LIMIT %s",
        [words, words, TEN],
    )
    return [written for (written,) in found]


def _fill(names: list[FullName]) -> tuple[int, float]:
    """Return how many bytes the names take, and the seconds that writing them took."""
    from django.db import connection, transaction

    from constancia.ledger.rows import insert_rows
    from constancia.register import name_index

    columns = ("id", "name", "sex", "facility", "state", "entry", "last_entry")
    with transaction.atomic():
        insert_rows(
            "register_person", columns, ((f"P-{at}", str(name), "", "", "", at, at) for at, name in enumerate(names))
        )
    before = _size()
    standing = (name_index.Standing(at, f"P-{at}", "as_written", str(name)) for at, name in enumerate(names))
    with taken() as time:
        with transaction.atomic():
            while batch := list(islice(standing, _AT_ONCE)):
                name_index.add(batch)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
    return _size() - before, time.wall


def _size() -> int:
    from django.db import connection

    how = "SELECT pg_database_size(current_database())"
    if connection.vendor == "sqlite":
        how = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    with connection.cursor() as cursor:
        cursor.execute(how)
        return int(cursor.fetchone()[0])


def _peer_url(scratch: Scratch) -> str:
    server = os.environ["CONSTANCIA_DB"] if scratch.store == "postgresql" else postgres.start(durable=True)
    return postgres.new_database(server, "peer")


def _fill_peer(peer: psycopg.Connection[Any], names: list[FullName]) -> tuple[int, float]:
    peer.execute("CREATE EXTENSION pg_trgm")
    peer.execute("SET pg_trgm.similarity_threshold = 0.45")
    peer.execute("CREATE TABLE names (written text, folded text)")
    before = peer.execute("SELECT pg_database_size(current_database())").fetchone()
    with taken() as time:
        with peer.cursor() as cursor, cursor.copy("COPY names FROM STDIN") as copy:
            for each in names:
                copy.write_row((str(each), fold_all(each)))
        peer.execute("CREATE INDEX ON names USING gin (folded gin_trgm_ops)")
        peer.execute("VACUUM ANALYZE names")
    after = peer.execute("SELECT pg_database_size(current_database())").fetchone()
    return (after[0] - before[0] if before and after else 0), time.wall
