"""What follows an act in the same transaction: the board of a facility is to be worked out anew in the background."""

from datetime import datetime, timedelta

from constancia.standards.models import Board
from constancia.standards.tasks import refresh

WAIT = timedelta(seconds=15)
"""How long the work waits for more changes of the same facility."""

LOST_AFTER = timedelta(minutes=30)
"""Work that was queued so long ago and never done was lost with the process that did it, and is queued again."""


def conditions_changed(facility: str, now: datetime) -> None:
    """Queue the work that a change of conditions asks for, once however many changes wait for it."""
    board, _ = Board.objects.get_or_create(facility=facility)
    if board.wanted_at is None or now - board.wanted_at > LOST_AFTER:
        Board.objects.filter(facility=facility).update(wanted_at=now)
        refresh.using(run_after=now + WAIT).enqueue(facility)
