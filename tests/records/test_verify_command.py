"""`journal verify` as a program: 0 for a whole journal, 3 for anything else, and never a success on what it could not read."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"


def constancia(home: Path, *arguments: str, db: str = "") -> tuple[int, str]:
    environment = {**os.environ, "CONSTANCIA_HOME": str(home), "CONSTANCIA_DB": db, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [sys.executable, "-c", "from constancia.cli.main import main; main()", *arguments],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def fault(home: Path, *arguments: str, db: str = "") -> str | None:
    code, told = constancia(home, "journal", "verify", "--json", *arguments, db=db)
    kind = json.loads(told)["fault"]
    assert code == (3 if kind else 0)
    return kind and kind["kind"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    assert constancia(home, "init")[0] == 0
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """A copy of an open register to do harm to."""
    with sqlite3.connect(store(made)) as source, sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        source.backup(copy)
    (tmp_path / "copy.sqlite3").rename(tmp_path / store(made).name)
    return tmp_path


def store(home: Path) -> Path:
    (found,) = home.glob("*.sqlite3")
    return found


def sql(home: Path, *statements: str) -> None:
    connected = sqlite3.connect(store(home))
    for statement in statements:
        connected.execute(statement)
    connected.commit()
    connected.close()


def test_a_whole_journal_is_a_success(home: Path) -> None:
    assert fault(home) is None


def test_a_head_noted_outside_is_held_against_it(home: Path) -> None:
    root = json.loads(constancia(home, "journal", "verify", "--json")[1])["root"]
    assert fault(home, "--head", f"1:{root}") is None
    assert fault(home, "--head", f"1:{'0' * 64}") == "outside_head"
    assert constancia(home, "journal", "verify", "--head", "1:xyz")[0] == 2


def test_a_changed_entry_is_no_success(home: Path) -> None:
    sql(home, "DROP TRIGGER ledger_entry_no_update", "UPDATE ledger_entry SET actor = 'U-EVE'")
    assert fault(home) == "altered_columns"


def test_a_lost_table_is_no_success(home: Path) -> None:
    sql(home, "DROP TABLE ledger_head")
    assert fault(home) == "unreadable"


def test_an_emptied_journal_is_no_success(home: Path) -> None:
    tables = ("ledger_entry", "ledger_opening", "ledger_head")
    sql(home, *(f"DROP TRIGGER {each}_no_delete" for each in tables), *(f"DELETE FROM {each}" for each in tables))
    assert fault(home) == "empty"


def test_a_store_that_is_no_store_is_no_success(tmp_path: Path, made: Path) -> None:
    whole = store(made).read_bytes()
    for name, content in (("noise", os.urandom(20_000)), ("half", whole[: len(whole) // 2]), ("nothing", b"")):
        path = tmp_path / f"{name}.sqlite3"
        path.write_bytes(content)
        assert fault(tmp_path, db=f"sqlite:///{path}") == "unreadable", name
    assert fault(tmp_path, db=f"sqlite:///{tmp_path}/absent.sqlite3") == "unreadable"


def test_a_server_that_does_not_answer_is_no_success(tmp_path: Path) -> None:
    assert fault(tmp_path, db="postgresql://nobody@127.0.0.1:1/none") == "unreadable"


def test_other_commands_say_that_the_store_cannot_be_used(tmp_path: Path) -> None:
    assert constancia(tmp_path, "population", "--at", "2026-01-01")[0] == 1
