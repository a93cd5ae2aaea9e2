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

PROGRAM = Path(__file__).with_name("processes.py")


class Store:
    """A store that only this test uses, driven through `processes.py`."""

    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "CONSTANCIA_HOME": str(home), "PYTHONPATH": str(PROGRAM.parents[2] / "src")}
        if os.environ.get("CONSTANCIA_TEST_DB") == "postgresql":
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


def test_one_clerk_wins_and_the_others_are_told_why(store: Store) -> None:
    for verb in ("admit", "transfer"):
        told = Counter(store.run("race", store.person, verb))
        assert told["done"] == 1, told
        assert set(told) <= {"done", "register.not_possible_then", "register.contradicts_later"}, told
    told = Counter(store.run("race", store.person, "release"))
    assert told["done"] == 1, told


@pytest.mark.parametrize("verb", ["admit", "release"])
def test_a_killed_process_leaves_no_half_event(store: Store, verb: str) -> None:
    states = store.run("crash", verb)
    assert len(states) > 10
    before, after = states[0], states[-1]
    assert not after["killed"]
    for state in states:
        assert state["fault"] is None
        assert state["entries"] == state["openings"] == state["head"]
        expected = before if state["killed"] else after
        assert (state["entries"], state["spans"]) == (expected["entries"], expected["spans"])
    assert after["entries"] == before["entries"] + 1
