"""Every way we know to change the past by SQL: refused by the fence, and named by the verification when the fence is down."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from constancia.ledger import journal
from constancia.ledger.faults import Fault
from constancia.ledger.replay import replay
from constancia.ledger.triggers import TABLES
from constancia.ledger.verify import NotedHead, verify

from .conftest import World
from .tampering import forge, lower_the_fence, raise_the_fence, rows, run

KEYS = {"ledger_entry": "number", "ledger_opening": "number", "ledger_head": "size"}
ENTRIES = 9
"""One opening of the register, two facilities, and two entries for each of three persons; heads at 1, 2, 3, 5, 7, 9."""


@pytest.fixture
def nine(world: World) -> World:
    for _ in range(3):
        world.later(minutes=1)
        world.register()
    return world


@pytest.fixture
def tampered(nine: World) -> Iterator[World]:
    """The same journal without its fence; whatever the test does to it is taken back."""
    savepoint = transaction.savepoint()
    lower_the_fence()
    yield nine
    transaction.savepoint_rollback(savepoint)


def found(noted: NotedHead | None = None) -> Fault | None:
    """What the verification says once the fence is up again, as a careful administrator would leave it."""
    raise_the_fence()
    return verify(noted).fault


# ---------------------------------------------------------------- the fence

WRITES = ["DELETE FROM {table}", "UPDATE {table} SET {key} = {key}", "DELETE FROM {table} WHERE {key} = 1"]
IN_VENDOR = {
    "postgresql": ["TRUNCATE {table}", "TRUNCATE {table} CASCADE", "INSERT INTO {table} SELECT * FROM {table} LIMIT 1"],
    "sqlite": [
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 1",
        "REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = 1",
        "UPDATE OR REPLACE {table} SET {key} = {key} + 1",
        "INSERT INTO {table} SELECT * FROM {table} WHERE {key} = 1 ON CONFLICT DO UPDATE SET {key} = 77",
    ],
}


@pytest.mark.parametrize("table", TABLES)
def test_the_fence_refuses_every_way_to_change_a_row(nine: World, table: str) -> None:
    for statement in WRITES + IN_VENDOR[connection.vendor]:
        with pytest.raises(DatabaseError, match=r"never changed|without gaps|unique|duplicate"):
            run(statement.format(table=table, key=KEYS[table]))
    assert verify().fault is None


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replacing_a_row_under_its_other_key_is_refused(nine: World, recursive: str) -> None:
    """A new number with the subject and place of an old row would push that row out without a DELETE."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE")
    columns = ", ".join(journal.ENTRY_COLUMNS)
    chosen = columns.replace("number", "10", 1)
    run(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(DatabaseError, match="never changed"):
        run(f"INSERT OR REPLACE INTO ledger_entry ({columns}) SELECT {chosen} FROM ledger_entry WHERE number = 5")
    run("PRAGMA recursive_triggers = OFF")


def test_a_fence_taken_down_is_named_even_where_nothing_was_changed(tampered: World) -> None:
    fault = verify().fault
    assert fault is not None
    assert fault.kind == "fence"
    assert "ledger_entry" in fault.detail
    raise_the_fence()
    assert verify().fault is None


def test_a_fence_of_straw_is_named(tampered: World) -> None:
    """A trigger of the right name that refuses nothing."""
    raise_the_fence()
    if connection.vendor == "postgresql":
        run(
            "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
        )
    else:
        run("DROP TRIGGER ledger_head_no_delete")
        run("CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head BEGIN SELECT 1; END")
    fault = verify().fault
    assert fault is not None
    assert fault.kind == "fence"


def test_triggers_taken_out_through_the_schema_table_are_named(nine: World) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has no writable schema table")
    savepoint = transaction.savepoint()
    run("PRAGMA writable_schema = ON")
    run("DELETE FROM sqlite_master WHERE type = 'trigger' AND name = 'ledger_entry_no_update'")
    run("PRAGMA writable_schema = RESET")
    fault = verify().fault
    transaction.savepoint_rollback(savepoint)
    run("PRAGMA writable_schema = RESET")
    assert fault is not None
    assert (fault.kind, fault.detail) == ("fence", "ledger_entry_no_update")


# ---------------------------------------------------------------- one value

OTHER: dict[str, dict[str, list[Any]]] = {
    "ledger_entry": {
        "number": [1000, -5],
        "event": ["register.admitted", ""],
        "version": [2, 0],
        "subject": ["P-0000-0000", ""],
        "subject_seq": [77, 0],
        "occurred_at": ["2026-03-01 12:00:00.000001"],
        "recorded_at": ["2026-03-01 12:01:00.000001", "1999-01-01 00:00:00"],
        "actor": ["U-EVE", ""],
        "supersedes": [1],
        "document": [b"{}", b"", b"\xff\x00", b"[" * 100_000, b'{"number":5}', b"9" * 5000],
        "leaf": [b"{}", b""],
        "leaf_hash": [b"0" * 32, b""],
    },
    "ledger_opening": {"number": [1000, 0], "key": [b"0" * 32, b""]},
    "ledger_head": {
        "size": [1000, 4, 0, -1],
        "root": [b"0" * 32, b""],
        "frontier": [b"0" * 64, b""],
        "recorded_at": ["2026-03-01 12:01:00.000001", "1999-01-01 00:00:00"],
    },
}
ODD = ["x", 10**12, 1.5, b"x"]
"""Values of a type that a column of SQLite was never meant to hold."""


def test_every_column_of_the_journal_is_attacked() -> None:
    from django.apps import apps

    for model in apps.get_app_config("ledger").get_models():
        assert set(OTHER[model._meta.db_table]) == {each.column for each in model._meta.concrete_fields}


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, columns in OTHER.items() for column in columns]
)
def test_a_changed_value_is_named(tampered: World, table: str, column: str) -> None:
    raise_the_fence()
    odd = ODD if connection.vendor == "sqlite" and column not in KEYS.values() else []
    for value in [*OTHER[table][column], *odd, None]:
        savepoint = transaction.savepoint()
        lower_the_fence()
        if value is None and not _allow_null(table, column):
            transaction.savepoint_rollback(savepoint)
            continue
        run(f"UPDATE {table} SET {column} = %s WHERE {KEYS[table]} = 5", value)
        fault = found()
        transaction.savepoint_rollback(savepoint)
        if value is None and column == "supersedes":
            assert fault is None
            continue
        assert fault is not None, value
        if table != "ledger_head" and column != "number":
            assert fault.number == 5, (value, fault)


def _allow_null(table: str, column: str) -> bool:
    """Take the NOT NULL off a column where the database lets its owner do that in one line."""
    if connection.vendor == "postgresql" and column not in KEYS.values():
        run(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")
        return True
    return column == "supersedes"


# ---------------------------------------------------------------- rows lost, doubled, moved

Attack = Callable[[], None]

ATTACKS: dict[str, tuple[list[str], str, int]] = {
    "first entry gone": (["DELETE FROM ledger_entry WHERE number = 1"], "missing", 1),
    "middle entry gone": (["DELETE FROM ledger_entry WHERE number = 5"], "missing", 5),
    "middle entry gone with its opening": (
        ["DELETE FROM ledger_entry WHERE number = 5", "DELETE FROM ledger_opening WHERE number = 5"],
        "missing",
        5,
    ),
    "last entry gone": (["DELETE FROM ledger_entry WHERE number = 9"], "cut_short", 9),
    "last head gone": (["DELETE FROM ledger_head WHERE size = 9"], "uncovered_tail", 9),
    "middle head gone": (["DELETE FROM ledger_head WHERE size = 5"], "head_missing", 5),
    "first head gone": (["DELETE FROM ledger_head WHERE size = 3"], "head_missing", 3),
    "every entry gone": (["DELETE FROM ledger_entry"], "cut_short", 1),
    "everything gone": ([f"DELETE FROM {table}" for table in TABLES], "empty", 0),
    "opening gone": (["DELETE FROM ledger_opening WHERE number = 7"], "opening", 7),
    "opening of no entry": (["UPDATE ledger_opening SET number = 70 WHERE number = 9"], "opening", 9),
    "stray opening": (
        ["INSERT INTO ledger_opening (number, key) SELECT 70, key FROM ledger_opening WHERE number = 1"],
        "opening",
        70,
    ),
    "an older opening played again": (
        ["UPDATE ledger_opening SET key = (SELECT o.key FROM ledger_opening o WHERE o.number = 4) WHERE number = 6"],
        "altered_document",
        6,
    ),
    "two entries exchanged": (
        [f"UPDATE ledger_entry SET number = {to} WHERE number = {at}" for at, to in ((4, 1000), (6, 4), (1000, 6))],
        "reordered",
        4,
    ),
    "two entries exchanged with their openings": (
        [
            f"UPDATE {table} SET number = {to} WHERE number = {at}"
            for at, to in ((4, 1000), (6, 4), (1000, 6))
            for table in ("ledger_entry", "ledger_opening")
        ],
        "reordered",
        4,
    ),
    "all numbers moved up": (
        [
            f"UPDATE {table} SET {key} = {key} + {step}"
            for table, key in KEYS.items()
            for step in (1000, -999)
        ],
        "missing",
        1,
    ),
    "first entry gone and all numbers moved down": (
        [
            "DELETE FROM ledger_entry WHERE number = 1",
            "DELETE FROM ledger_opening WHERE number = 1",
            "DELETE FROM ledger_head WHERE size = 1",
            *(
                f"UPDATE {table} SET {key} = {key} + {step}"
                for table, key in KEYS.items()
                for step in (1000, -1001)
            ),
        ],
        "reordered",
        1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_rows_lost_doubled_or_moved_are_named(tampered: World, name: str) -> None:
    attack, kind, number = ATTACKS[name]
    for statement in attack:
        run(statement)
    fault = found()
    assert fault is not None
    assert (fault.kind, fault.number) == (kind, number)
    assert fault.message("es") != fault.message("en")


def test_an_entry_that_is_there_twice_is_named(tampered: World) -> None:
    """Only in a table made anew without its key can an entry stand twice."""
    run("ALTER TABLE ledger_entry RENAME TO ledger_entry_old")
    run("CREATE TABLE ledger_entry AS SELECT * FROM ledger_entry_old")
    run("INSERT INTO ledger_entry SELECT * FROM ledger_entry_old WHERE number = 6")
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.number) == ("doubled", 6)


@pytest.mark.parametrize(("upto", "kind"), [(5, "head"), (6, "reordered")])
def test_a_document_changed_and_hashed_anew_no_longer_fits_what_follows(tampered: World, upto: int, kind: str) -> None:
    run("DELETE FROM ledger_head WHERE size = %s", 5 if upto == 6 else -1)
    forge(5, upto=5, actor="U-EVE")
    fault = found()
    assert fault is not None
    assert (fault.kind, fault.number) == (kind, upto)


def test_a_perfect_forgery_is_shown_by_a_head_noted_outside_and_by_nothing_else(tampered: World) -> None:
    """The promise and its limit: whoever can rewrite the whole store must also reach every head kept elsewhere."""
    raise_the_fence()
    whole = verify()
    lower_the_fence()
    forge(5, actor="U-EVE")
    assert found() is None
    fault = verify(NotedHead(whole.entries, whole.root)).fault
    assert fault is not None
    assert fault.kind == "outside_head"


def test_newest_entries_cut_off_with_their_heads_are_shown_by_the_tables_and_by_a_noted_head(
    tampered: World, empty_store: Path
) -> None:
    raise_the_fence()
    whole = verify()
    lower_the_fence()
    for table, key in KEYS.items():
        run(f"DELETE FROM {table} WHERE {key} > 7")
    assert found() is None
    fault = verify(NotedHead(whole.entries, whole.root)).fault
    assert fault is not None
    assert (fault.kind, fault.number) == ("outside_head", 9)
    assert "register_person" in {each.table for each in replay(empty_store).differences}


def test_a_row_written_into_the_journal_by_hand_is_named(tampered: World) -> None:
    columns = ", ".join(journal.ENTRY_COLUMNS)
    chosen = columns.replace("number", "10", 1).replace("subject_seq", "3")
    raise_the_fence()
    run(f"INSERT INTO ledger_entry ({columns}) SELECT {chosen} FROM ledger_entry WHERE number = 9")
    fault = verify().fault
    assert fault is not None
    assert fault.number == 10


def test_a_journal_whose_table_is_gone_is_unreadable_and_not_whole(tampered: World) -> None:
    run("DROP TABLE ledger_opening")
    fault = verify().fault
    assert fault is not None
    assert (fault.kind, fault.number) == ("unreadable", 0)


def test_a_document_that_cannot_be_read_is_a_difference_of_the_replay(tampered: World, empty_store: Path) -> None:
    run("UPDATE ledger_entry SET document = %s WHERE number = 5", b"{}")
    assert [each.table for each in replay(empty_store).differences] == ["ledger_entry"]


def test_rows_are_counted(nine: World) -> None:
    assert rows("SELECT count(*) FROM ledger_entry") == [(ENTRIES,)]
    assert [size for (size,) in rows("SELECT size FROM ledger_head ORDER BY size")] == [1, 2, 3, 5, 7, 9]
