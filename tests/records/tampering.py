"""What a database administrator with bad intentions can do to a store; the test around it rolls everything back."""

import json
from typing import Any

from django.db import connection, transaction

from constancia.core.canonical import canonical_bytes
from constancia.ledger.commitment import commit
from constancia.ledger.journal import committed_values, read_document
from constancia.ledger.tree import Frontier, leaf_hash
from constancia.ledger.triggers import TABLES, statements


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def rows(statement: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()


def lower_the_fence() -> None:
    if connection.vendor == "postgresql":
        for table in TABLES:
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return
    for (name,) in rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%%'"):
        run(f"DROP TRIGGER {name}")


def raise_the_fence() -> None:
    if connection.vendor == "postgresql":
        for table in TABLES:
            run(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    for statement in statements("sqlite"):
        run(statement.replace("%", "%%"))


def forge(number: int, *, upto: int | None = None, **changes: Any) -> None:
    """Change an entry's document and re-hash it and those after it up to `upto` (None: all, heads included)."""
    (register,) = rows("SELECT subject FROM ledger_entry WHERE number = 1")[0]
    tree, chains, follows = Frontier(), {}, b""
    for at, stored, kept, key in rows(
        "SELECT e.number, e.document, e.leaf_hash, o.key FROM ledger_entry e JOIN ledger_opening o USING (number) ORDER BY 1"
    ):
        document, last = bytes(stored), bytes(kept)
        entry = read_document(document)
        seq, prev = chains.get(entry.subject, (0, b""))
        if at >= number and (upto is None or at <= upto):
            data = {**json.loads(document), "follows": follows.hex(), **(changes if at == number else {})}
            document = canonical_bytes(data)
            values = committed_values(read_document(document), register, seq + 1, prev, document)
            leaf = commit(values, bytes(key), json.loads(bytes(stored))["recorded_at"][:19] + "Z").leaf
            last = leaf_hash(leaf)
            run(
                "UPDATE ledger_entry SET document = %s, leaf = %s, leaf_hash = %s, actor = %s WHERE number = %s",
                document,
                leaf,
                last,
                data["actor"],
                at,
            )
        tree, follows, chains[entry.subject] = tree.grown([last]), last, (seq + 1, last)
        if at >= number and upto is None:
            run("UPDATE ledger_head SET root = %s, frontier = %s WHERE size = %s", tree.root(), tree.as_bytes(), at)
