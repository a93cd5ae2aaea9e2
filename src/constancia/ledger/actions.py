"""What a person can do to the journal itself: open a register."""

import secrets
from collections.abc import Callable
from datetime import datetime

from constancia import __version__
from constancia.core.actors import Actor
from constancia.core.ids import new_id
from constancia.core.permissions import require
from constancia.core.refusals import Refused
from constancia.ledger.events import RegisterOpened
from constancia.ledger.journal import Draft, Recorded, append
from constancia.ledger.models import Entry
from constancia.ledger.refusals import ALREADY_OPENED
from constancia.ledger.sequence import Tail, writing
from constancia.ledger.tree import Frontier


def open_register(
    *,
    by: Actor,
    name: str,
    at: datetime,
    now: datetime,
    random_index: Callable[[int], int] = secrets.randbelow,
    new_key: Callable[[int], bytes] = secrets.token_bytes,
) -> Recorded:
    """Write the first entry of an empty store; refuses with `ledger.already_opened` when there is one."""
    require(by, "journal.open")
    with writing():
        if Entry.objects.exists():
            raise Refused([ALREADY_OPENED()])
        register = new_id("R", random_index)
        draft = Draft(
            event=RegisterOpened(name=name, software=__version__), subject=register, occurred_at=at, zone="UTC"
        )
        end = Tail(register, Frontier(), b"", now)
        (entry,) = append([draft], end, by=by, now=now, new_key=new_key)
    return entry
