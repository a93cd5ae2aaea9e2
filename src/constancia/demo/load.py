"""Loading the demonstration: every step in the order in which it is written down, all of it or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from constancia.core.actors import Actor
from constancia.core.refusals import Refused
from constancia.demo.accounts import open_accounts
from constancia.demo.conditions import record_conditions
from constancia.demo.houses import open_cells, open_reference
from constancia.demo.lives import AUTHORITY, FACILITIES, TITLES, ZONE, Someone, Step, life
from constancia.demo.nights import finish
from constancia.demo.people import invented
from constancia.ledger.actions import open_register
from constancia.register.actions import open_facility

SPAN = timedelta(days=730)


def load(*, by: Actor, people: int, seed: int, now: datetime, progress: Callable[[int, int], None]) -> dict[str, int]:
    """Fill an empty store with `people` generated persons whose custody spans the two years before `now`.

    The same seed gives the same people and histories. Recording times are simulated, in order, up to `now`: only a
    demonstration may do that.

    At the end conditions of the last weeks are recorded at one facility, and judged. Returns how many steps were taken and how
    many the rules refused.
    """
    dice = Random(seed)  # noqa: S311 - invented lives need no secrecy
    start = now - SPAN
    with transaction.atomic():
        open_register(by=by, name="Constancia (demo)", at=start, now=start, random_index=dice.randrange)
        open_accounts(by, start)
        for code, name in FACILITIES.items():
            open_facility(by=by, at=start, now=start, code=code, name=name, zone=ZONE, authority=AUTHORITY)
        open_cells(by, start, "CD-1", people)
        open_reference(by, start)
        figures = _live(_steps(by, people, dice, start, now), now, progress)
        finish(by, dice, now)
        record_conditions(by=by, now=now, dice=dice)
        return figures


def _steps(by: Actor, people: int, dice: Random, start: datetime, now: datetime) -> list[Step]:
    found: list[Step] = []
    last_arrival = (SPAN - timedelta(days=1)).total_seconds()
    for _ in range(people):
        arrives = start + timedelta(seconds=dice.randrange(60, int(last_arrival)))
        someone = Someone(invented(dice, arrives.date()), by, dice, dice.choices(list(TITLES), weights=(4, 4, 2))[0])
        found.extend(life(someone, arrives, now))
    return sorted((each for each in found if each[0] <= now), key=lambda each: each[0])


def _live(steps: list[Step], now: datetime, progress: Callable[[int, int], None]) -> dict[str, int]:
    refused = 0
    for number, (moment, step) in enumerate(steps, start=1):
        try:
            step(min(moment, now))
        except Refused:
            refused += 1
        progress(number, len(steps))
    return {"steps": len(steps), "refused": refused}
