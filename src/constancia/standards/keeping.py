"""Keeping a facility's board: its facts are judged, findings are opened, re-opened and escalated, its figures kept."""

import json
from dataclasses import asdict
from datetime import datetime

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.ledger.journal import number_known_at
from constancia.standards import board
from constancia.standards.actions.findings import escalate_findings, open_findings
from constancia.standards.actions.readings import gather
from constancia.standards.evaluation import Evaluated, evaluate
from constancia.standards.facts.assembling import Scope
from constancia.standards.models import Board
from constancia.standards.timers import timers

KEEPER = Actor("program:standards", frozenset({Grant("inspector", EVERYWHERE)}))
"""The program that judges: the journal names it as whoever opened a finding that the facts prove."""


def keep(facility: str, *, now: datetime) -> Evaluated:
    """Bring a facility's board and findings up to date. Refuses as `open_findings` does."""
    gather(by=KEEPER, now=now)
    upto = number_known_at(now)
    Board.objects.filter(facility=facility).update(wanted_at=None)
    found = evaluate(Scope(facility, readings_from=now - board.WINDOW), now)
    open_findings(by=KEEPER, at=now, now=now, evaluated=found)
    escalate_findings(by=KEEPER, at=now, now=now, facility=facility)
    under = board.agreement(found)
    figures = {
        "lines": board.as_data(board.lines(found)),
        "agreement": {"lines": board.as_data(under.lines), "unclassed": under.unclassed},
        "timers": [asdict(each) | {"due": each.due.isoformat()} for each in timers(found)],
    }
    Board.objects.update_or_create(
        facility=facility,
        defaults={"upto": upto, "as_of": now, "figures": json.dumps(figures, ensure_ascii=False)},
    )
    return found
