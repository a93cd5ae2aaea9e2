"""Which movement can follow which: a state is what the recorded movements lead to, and nothing impossible is walked past."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from constancia.register import events as e
from constancia.register import movements
from constancia.register.codes import STATES

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WHERE = {"stay": "S-1", "facility": "F1"}
IN = e.Admitted(**WHERE, received_from="Police", escort="", override="")
OUT = e.Released(**WHERE, reason="bail", destination="Home", received_by="Sister", evidence="Act")
AWAY = e.LeftTemporarily(**WHERE, kind="court", destination="Court", escort="", expected_back_at=None)
BACK = e.Returned(**WHERE, escort="")
GONE = e.TransferredOut(**WHERE, destination="F2", escort="", reason="")
THERE = e.TransferredIn(**WHERE, received_from="F1", escort="")
FLED = e.Escaped(**WHERE, circumstances="Yard")
DEAD = e.Died(**WHERE, place="", circumstances="Ward", cause="?", remains="?")


@dataclass
class Entry:
    number: int
    event: Any
    supersedes: int | None = None

    @property
    def occurred_at(self):
        return START + timedelta(hours=self.number)


def history(*events):
    return [Entry(number, event) for number, event in enumerate(events, start=1)]


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((), "out"),
        ((IN,), "held"),
        ((IN, AWAY), "absent"),
        ((IN, AWAY, BACK), "held"),
        ((IN, GONE), "in_transit"),
        ((IN, GONE, THERE), "held"),
        ((IN, FLED), "escaped"),
        ((IN, OUT), "out"),
        ((IN, DEAD), "dead"),
    ],
)
def test_the_state_after(events, state):
    assert movements.state_after(history(*events)) == state
    assert movements.first_break(history(*events)) is None
    assert state in {*STATES, "out", "dead"}
    for kind in movements.MOVEMENTS:
        possible = movements.may_follow(kind, state)
        assert possible is any(
            type(event) is kind and movements.first_break(history(*events, event)) is None
            for event in (
                IN,
                OUT,
                AWAY,
                BACK,
                GONE,
                THERE,
                FLED,
                DEAD,
                e.StatusRecorded(stay="S-1", status="x", reference=""),
            )
        )


def test_an_entry_that_was_withdrawn_moves_nobody():
    entries = [*history(IN, OUT), Entry(3, e.EntryWithdrawn(reason="wrong"), supersedes=2)]
    assert movements.state_after(entries) == "held"
