"""The journal's three tables; triggers on both databases refuse to change or delete a row of any of them."""

from typing import Any

from django.db import models


class Number(models.BigIntegerField):  # type: ignore[type-arg]
    """A whole number that is its row's own key; SQLite then keeps the rows in its order and needs no index beside them."""

    def db_type(self, connection: Any) -> str | None:
        """Return the column type; only the word `integer` makes SQLite use the number as the key of the row."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Entry(models.Model):
    """One recorded fact: its canonical bytes, its public leaf, and copies of the columns that questions need.

    The document is the truth; the other columns repeat parts of it and `journal verify` compares them.
    """

    number = Number(primary_key=True)
    event = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=64)
    subject_seq = models.PositiveIntegerField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=64)
    supersedes = models.BigIntegerField(null=True)
    document = models.BinaryField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        """A subject's own entries are dense too: 1, 2, 3 …."""

        db_table = "ledger_entry"
        constraints = (models.UniqueConstraint(fields=["subject", "subject_seq"], name="ledger_entry_subject_order"),)
        indexes = (models.Index(fields=["event", "number"], name="ledger_entry_event"),)


class Opening(models.Model):
    """The random key behind an entry's leaf, apart from it so that a later erasure can touch nothing else."""

    number = Number(primary_key=True)
    key = models.BinaryField()

    class Meta:
        """One row per entry."""

        db_table = "ledger_opening"


class Head(models.Model):
    """The tree after one commit: its size, RFC 6962 root and frontier; a journal cut short no longer fits it."""

    size = Number(primary_key=True)
    root = models.BinaryField()
    frontier = models.BinaryField()
    recorded_at = models.DateTimeField()

    class Meta:
        """One row per commit, never changed."""

        db_table = "ledger_head"
