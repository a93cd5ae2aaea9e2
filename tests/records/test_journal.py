"""The journal: one door in, dense numbers, a clock that never runs back, and entries read back as they were written."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from django.db import DatabaseError, connection

from constancia.core.refusals import Refused
from constancia.ledger import journal
from constancia.ledger.actions import open_register
from constancia.ledger.events import RegisterOpened
from constancia.ledger.export import export_parquet
from constancia.ledger.sequence import writing
from constancia.ledger.verify import verify

from .conftest import ROOT, World
from .tampering import run


@pytest.fixture
def journal_of_nine(world: World) -> World:
    """Nine entries about three persons."""
    for _ in range(3):
        world.register()
    return world


@pytest.mark.parametrize("number", [1, 5, 100])
def test_the_fence_refuses_wrong_numbers(journal_of_nine: World, number: int) -> None:
    columns = ", ".join(journal.ENTRY_COLUMNS)
    chosen = columns.replace("number", f"{number}").replace("subject_seq", "99")
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with pytest.raises(DatabaseError):
        run(f"{verb} INTO ledger_entry ({columns}) SELECT {chosen} FROM ledger_entry WHERE number = 4")


def test_a_second_register_in_the_same_store_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="ledger.already_opened"):
        open_register(by=ROOT, name="Otro", at=world.now, now=world.now)


def test_a_clock_set_back_writes_nothing(world: World) -> None:
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


def test_the_journal_is_exported_whole(journal_of_nine: World, tmp_path: Path) -> None:
    assert export_parquet(tmp_path) == {"entries": 9, "heads": 6}
    entries, heads = pl.read_parquet(tmp_path / "entries.parquet"), pl.read_parquet(tmp_path / "heads.parquet")
    assert entries["number"].to_list() == list(range(1, 10))
    assert heads.row(-1)[:2] == (9, bytes.fromhex(verify().root))
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["entries.parquet", "heads.parquet"]
