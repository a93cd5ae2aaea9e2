"""What follows an act in the same transaction: the board of a facility is to be worked out anew in the background."""

from datetime import datetime, timedelta

from constancia.standards.models import Board
from constancia.standards.tasks import refresh

WAIT = timedelta(seconds=15)
"""How long the work waits for more changes of the same facility."""


def conditions_changed(facility: str, now: datetime) -> None:
    """Queue the work that a change of conditions asks for, once however many changes wait for it."""
    board, _ = Board.objects.get_or_create(facility=facility)
    if not board.wanted:
        Board.objects.filter(facility=facility).update(wanted=True)
        refresh.using(run_after=now + WAIT).enqueue(facility)
