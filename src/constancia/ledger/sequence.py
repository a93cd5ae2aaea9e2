"""One order for all writers: who holds the pen, and what the last entry is (ADR 0008)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from constancia.core.refusals import Refused
from constancia.ledger.refusals import NOT_OPENED
from constancia.ledger.tree import Frontier, frontier_from_bytes

_PEN = 0x436F6E7374616E63
"""The PostgreSQL advisory lock of the journal: the letters "Constanc"."""

TAIL = """
SELECT h.size, h.frontier, e.leaf_hash, e.recorded_at, g.subject
FROM ledger_head h
JOIN ledger_entry e ON e.number = h.size
JOIN ledger_entry g ON g.number = 1
WHERE h.size = (SELECT max(size) FROM ledger_head)
"""
"""Asks for the end of the journal: one row, or none where there is no register."""


class Tail(NamedTuple):
    """The end of the journal: what the next entry must follow."""

    register: str
    frontier: Frontier
    leaf_hash: bytes
    recorded_at: datetime


@dataclass(slots=True)
class Pen:
    """The right to write, and what its holder has read of subjects under it: nobody can change that in the meantime.

    `chains` holds all entries of a subject, `ends` the place and leaf hash of its last one; (0, b"") before the first.
    `tail` is the end of the journal, once it was asked for.
    """

    chains: dict[str, list[Any]] = field(default_factory=dict)
    ends: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    tail: Tail | None = None

    def forget(self) -> None:
        """Read everything anew: another act of this writer came in between, within the same transaction."""
        self.chains, self.ends, self.tail = {}, {}, None


_held: ContextVar[Pen | None] = ContextVar("pen", default=None)


@contextmanager
def writing() -> Iterator[None]:
    """Hold the pen: open a transaction in which facts are read, checked and recorded by this writer alone.

    SQLite begins IMMEDIATE, so a second writer waits at BEGIN. PostgreSQL waits for an advisory lock that ends with the
    transaction; reads after it see everything committed before. A crash leaves nothing of the transaction behind.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PEN])
        outer = _held.get()
        token = _held.set(Pen())
        try:
            yield
        finally:
            _held.reset(token)
            if outer is not None:
                outer.forget()


def pen() -> Pen | None:
    """Return the pen if this writer holds it."""
    return _held.get()


@contextmanager
def rehearsing() -> Iterator[None]:
    """Open a transaction that is always taken back: an act tried in it is refused or not, and leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tail() -> Tail:
    """Return the end of the journal; refuses with `ledger.not_opened` when there is no register."""
    held = pen()
    if held is not None and held.tail is not None:
        return held.tail
    with connection.cursor() as cursor:
        cursor.execute(TAIL)
        row = cursor.fetchone()
    if row is None:
        raise Refused([NOT_OPENED()])
    return tail_of(row)


def tail_of(row: Sequence[Any]) -> Tail:
    """Return the end of the journal that a row of `TAIL` states."""
    size, frontier, leaf_hash, recorded_at, register = row
    return Tail(register, frontier_from_bytes(size, bytes(frontier)), bytes(leaf_hash), moment_from_db(recorded_at))


def moment_from_db(value: datetime | str) -> datetime:
    """Return a moment read by plain SQL: PostgreSQL gives an aware datetime, SQLite the text Django stored."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
