"""No direct SQL changes a past entry without being refused, and none that gets past the fence goes unnamed."""

import pytest
from django.db import DatabaseError, connection, transaction

from constancia.core.refusals import Refused
from constancia.ledger import journal
from constancia.ledger.actions import open_register
from constancia.ledger.events import RegisterOpened
from constancia.ledger.sequence import writing
from constancia.ledger.triggers import TABLES
from constancia.ledger.verify import NotedHead, verify

from .conftest import ROOT, World


@pytest.fixture
def journal_of_nine(world: World) -> World:
    """Nine entries about three persons."""
    for _ in range(3):
        world.register()
    return world


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1}"])
def test_the_fence_refuses_change(journal_of_nine: World, table: str, statement: str) -> None:
    key = "size" if table == "ledger_head" else "number"
    with pytest.raises(DatabaseError, match="never changed"):
        run(statement.format(table, key))


@pytest.mark.parametrize("number", [1, 5, 100])
def test_the_fence_refuses_wrong_numbers(journal_of_nine: World, number: int) -> None:
    columns = ", ".join(journal.ENTRY_COLUMNS)
    chosen = columns.replace("number", f"{number}").replace("subject_seq", "99")
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with pytest.raises(DatabaseError):
        run(f"{verb} INTO ledger_entry ({columns}) SELECT {chosen} FROM ledger_entry WHERE number = 4")


ATTACKS = {
    "altered_document": ("UPDATE ledger_entry SET document = %s WHERE number = 5", (b"{}",), 5),
    "altered_columns": ("UPDATE ledger_entry SET actor = 'U-EVE' WHERE number = 6", (), 6),
    "altered_leaf": ("UPDATE ledger_entry SET leaf = %s WHERE number = 4", (b"{}",), 4),
    "opening": ("DELETE FROM ledger_opening WHERE number = 7", (), 7),
    "missing": ("DELETE FROM ledger_entry WHERE number = 5", (), 5),
    "cut_short": ("DELETE FROM ledger_entry WHERE number = 9", (), 9),
    "head": ("UPDATE ledger_head SET root = %s WHERE size = 7", (b"0" * 32,), 7),
}


def lower_the_fence() -> None:
    """Do what a database administrator could do; the surrounding test rolls it back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


@pytest.mark.parametrize("kind", ATTACKS)
def test_verify_names_the_entry_that_was_tampered_with(journal_of_nine: World, kind: str) -> None:
    statement, values, number = ATTACKS[kind]
    savepoint = transaction.savepoint()
    lower_the_fence()
    run(statement, *values)
    fault = verify().fault
    transaction.savepoint_rollback(savepoint)
    assert fault is not None
    assert (fault.kind, fault.number) == (kind, number)
    assert str(number) in fault.message("es")


def test_verify_names_a_swap_of_two_entries(journal_of_nine: World) -> None:
    savepoint = transaction.savepoint()
    lower_the_fence()
    run("UPDATE ledger_entry SET number = 1000 WHERE number = 4")
    run("UPDATE ledger_entry SET number = 4 WHERE number = 6")
    run("UPDATE ledger_entry SET number = 6 WHERE number = 1000")
    fault = verify().fault
    transaction.savepoint_rollback(savepoint)
    assert fault is not None
    assert fault.number == 4


def test_a_head_noted_outside_shows_entries_cut_off_with_their_heads(journal_of_nine: World) -> None:
    whole = verify()
    noted = NotedHead(whole.entries, whole.root)
    assert verify(noted).fault is None
    savepoint = transaction.savepoint()
    lower_the_fence()
    run("DELETE FROM ledger_head WHERE size > 7")
    run("DELETE FROM ledger_opening WHERE number > 7")
    run("DELETE FROM ledger_entry WHERE number > 7")
    blind, seeing = verify().fault, verify(noted).fault
    transaction.savepoint_rollback(savepoint)
    assert blind is None
    assert seeing is not None
    assert seeing.kind == "outside_head"


def test_a_second_register_in_the_same_store_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="ledger.already_opened"):
        open_register(by=ROOT, name="Otro", at=world.now, now=world.now)


def test_a_clock_set_back_writes_nothing(world: World) -> None:
    from datetime import timedelta

    world.register()
    draft = journal.Draft(event=RegisterOpened(name="x", software="x"), subject="x", occurred_at=world.now, zone="UTC")
    with pytest.raises(Refused, match="ledger.clock_behind"), writing():
        journal.record([draft], by=ROOT, now=world.now - timedelta(minutes=5))
    with writing():
        (entry,) = journal.record([draft], by=ROOT, now=world.now - timedelta(seconds=5))
    assert entry.recorded_at == world.now


def test_entries_are_read_back_as_they_were_written(journal_of_nine: World) -> None:
    with writing():
        draft = journal.Draft(
            event=RegisterOpened(name="ñandú ✓", software="1"), subject="x", occurred_at=journal_of_nine.now, zone="UTC"
        )
        (written,) = journal.record([draft], by=ROOT, now=journal_of_nine.now)
    assert list(journal.entries(after=written.number - 1)) == [written]
    assert [each.number for each in journal.entries(newest_first=True, limit=2)] == [written.number, written.number - 1]
