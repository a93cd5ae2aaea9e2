"""Real processes on a real store: two clerks at once, and a process killed between any two statements."""

import json
import os
import subprocess
import sys
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from constancia.bench import postgres

ON_POSTGRESQL = os.environ.get("CONSTANCIA_TEST_DB") == "postgresql"
PROGRAM = Path(__file__).with_name("processes.py")


class Store:
    """A store that only this test uses, driven through `processes.py`."""

    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "CONSTANCIA_HOME": str(home), "PYTHONPATH": str(PROGRAM.parents[2] / "src")}
        if ON_POSTGRESQL:
            self.environment["CONSTANCIA_DB"] = postgres.new_database(
                os.environ["CONSTANCIA_DB"], f"store_{uuid.uuid4().hex[:10]}"
            )
        self.person = self.run("prepare")

    def run(self, *arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, str(PROGRAM), *arguments],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        told = json.loads(done.stdout)
        assert told["differences"] == []
        assert told["fault"] is None
        return told["result"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


def told(store: Store, *verbs: str) -> Counter[str]:
    return Counter(store.run("race", store.person, *verbs))


def test_one_clerk_wins_and_the_others_are_told_why(tmp_path: Path) -> None:
    """The whole way of one person, each step tried by six clerks at once; then two steps that exclude each other.

    In a store of its own: the others link and hold the same second person.
    """
    store = Store(tmp_path)
    for verb, reasons in (
        ("ground", {"register.already_there"}),
        ("link", {"register.already_there"}),
        ("unlink", {"register.unknown_link"}),
        ("past_stay", {"register.contradicts_later", "register.not_possible_then"}),
        ("admit", {"register.not_possible_then", "register.contradicts_later"}),
        ("transfer", {"register.not_possible_then", "register.contradicts_later"}),
        ("receive", {"register.not_possible_then", "register.contradicts_later"}),
    ):
        found = told(store, verb)
        assert found["done"] == 1, (verb, found)
        assert set(found) <= {"done", *reasons}, (verb, found)
    found = told(store, "leave", "transfer")
    assert found["done"] == 1, found
    found = told(store, "release")
    assert found["done"] == 1, found


@pytest.mark.parametrize(("verb", "raced"), [("rolls", "register.import_raced"), ("counts", "nothing new")])
def test_two_imports_at_once_read_everything_once(store: Store, verb: str, raced: str) -> None:
    found = told(store, verb)
    assert set(found) <= {"done", "nothing new", raced}, found
    assert told(store, verb) == {"nothing new": sum(found.values())}


@pytest.mark.parametrize(
    "verb", ["admit", "release", "transfer", "ground", "link", "unlink", "past_stay", "withdraw_stay"]
)
def test_a_killed_process_leaves_no_half_event(store: Store, verb: str) -> None:
    states = store.run("crash", verb)
    assert len(states) > (4 if ON_POSTGRESQL else 10), "PostgreSQL gets all that an act writes in one message"
    before, after = states[0], states[-1]
    assert not after["killed"]
    for state in states:
        assert state["fault"] is None
        assert state["entries"] == state["openings"] == state["head"]
        expected = before if state["killed"] else after
        assert (state["entries"], state["spans"]) == (expected["entries"], expected["spans"])
    assert after["entries"] - before["entries"] in {1, 2}


@pytest.mark.parametrize("kind", ["rolls", "counts"])
def test_a_killed_import_loses_nothing_and_goes_on_to_the_same_end(store: Store, kind: str) -> None:
    found = store.run("crash_import", kind)
    assert found["wrong"] == []
    assert found["kills"] > 20
    assert found["rows"] > 20
