"""Sixty-four clerks and the last beds of one cell: exactly as many succeed as fit, on either engine."""

import json
import os
import subprocess
import sys
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from constancia.bench import postgres

PROGRAM = Path(__file__).with_name("house_processes.py")
WRITERS, LEFT = 64, 7


def run(home: Path, *arguments: str) -> Any:
    environment = {**os.environ, "CONSTANCIA_HOME": str(home), "PYTHONPATH": str(PROGRAM.parents[2] / "src")}
    if os.environ.get("CONSTANCIA_TEST_DB") == "postgresql":
        environment["CONSTANCIA_DB"] = postgres.new_database(
            os.environ["CONSTANCIA_DB"], f"house_{uuid.uuid4().hex[:10]}"
        )
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *arguments],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["differences"] == []
    assert told["fault"] is None
    return told["result"]


def test_exactly_as_many_moves_succeed_as_beds_are_left(tmp_path: Path) -> None:
    found = run(tmp_path, "race", str(WRITERS), str(LEFT))
    assert Counter(found["told"]) == {"done": LEFT, "housing.full": WRITERS - LEFT}
    assert found["inside"] == LEFT + 2


def test_a_count_handed_in_by_many_under_one_key_is_one_entry(tmp_path: Path) -> None:
    found = run(tmp_path, "count", "12")
    assert len(set(found["told"])) == 1
    assert found["told"][0].isdigit()
