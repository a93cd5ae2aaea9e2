"""Every case is played through the real actions on a real store; afterwards the journal verifies and replay equals live."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from constancia.core.actors import Actor
from constancia.core.refusals import Refused
from constancia.register import actions
from tests.records.conftest import ANA, START, World

from .acts import ACTS, perform
from .checks import CHECKS, check
from .notation import Line, Unreadable, read

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.txt"))


@dataclass
class Play:
    """A case on its way: who is who, what things are called, and which entry a label means."""

    now: datetime = START
    people: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    dice: Random = field(default_factory=lambda: Random(11))

    def common(self, line: Line, person: str, by: Actor = ANA) -> dict[str, Any]:
        """Return what every action takes."""
        return {"by": by, "at": line.at, "now": line.written, "person": self.people[person]}


def play(lines: Sequence[Line]) -> None:
    """Play the lines of a case in order."""
    told = Play()
    for line in lines:
        if line.kind == "facility":
            facts = {"code": line.says, "name": line.says, "zone": line.zone, "authority": "Dirección General"}
            actions.open_facility(by=ANA, at=told.now, now=told.now, **facts)
        elif line.kind == "then":
            check(told, line)
        else:
            _act(told, line)


def _act(told: Play, line: Line) -> None:
    assert line.written
    assert line.written >= told.now, f"{line.where}: written before the line above"
    told.now = line.written
    try:
        entry = perform(told, line)
    except Refused as refused:
        found = {each.code for each in refused.refusals}
        assert found == line.refused, f"{line.where}: refused for {', '.join(sorted(found))}"
    else:
        assert not line.refused, f"{line.where}: was done, and should have been refused"
        if line.label:
            told.entries[line.label] = entry.number


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(world: World, path: Path) -> None:
    assert path.read_text().startswith("# "), "a case begins with its title"
    play(read(path))


def write(folder: Path, *lines: str) -> Path:
    path = folder / "made.txt"
    path.write_text("\n".join(["# Made up", *lines]) + "\n")
    return path


REGISTERED = "2026-03-01 08:00  P1 registered as Ana Luz"
ORDER = "2026-03-01 08:10  P1 ground order-1 from 2026-03-01 08:00"


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (
            ["2026-03-01 09:00  P1 admitted at F1  refused: register.no_ground"],
            "made.txt:4: was done, and should have been refused",
        ),
        (["2026-03-01 09:00  P1 sent to F2  refused: register.no_ground"], "refused for register.not_possible_then"),
        (["2026-03-01 07:00  P1 admitted at F1"], "written before the line above"),
        (["then 2026-03-01 09:00  P1 is held at F1"], "the register says None"),
        (["then P1 uncovered from 2026-03-01 09:00"], "the list says"),
    ],
)
def test_a_case_that_claims_what_is_not_so_fails(
    world: World, tmp_path: Path, lines: list[str], complaint: str
) -> None:
    with pytest.raises(AssertionError, match=re.escape(complaint)):
        play(read(write(tmp_path, REGISTERED, ORDER, *lines)))


@pytest.mark.parametrize("line", ["P1 admitted at F1", "2026-03-01 09:00  P1 put in a cell", "then P1 is happy"])
def test_a_line_nobody_understands_is_named(world: World, tmp_path: Path, line: str) -> None:
    with pytest.raises(Unreadable, match=r"made\.txt:3"):
        play(read(write(tmp_path, REGISTERED, line)))


def test_every_sentence_of_the_notation_is_used_by_some_case() -> None:
    said = [line.says for path in CASES for line in read(path)]
    unused = [pattern for pattern in [*ACTS, *CHECKS] if not any(re.fullmatch(pattern, each) for each in said)]
    assert unused == []


def test_every_example_of_the_readme_is_in_the_notation(tmp_path: Path) -> None:
    boxes = re.findall(r"```text\n(.*?)```", (HERE / "README.md").read_text(), re.DOTALL)
    assert boxes
    for box in boxes:
        for line in read(write(tmp_path, *box.splitlines())):
            patterns = CHECKS if line.kind == "then" else ACTS
            assert line.kind == "facility" or any(re.fullmatch(each, line.says) for each in patterns), line.says
