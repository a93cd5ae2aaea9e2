"""Which entries hold facts that only some roles may read: the register's own, and those of health and complaints here."""

from typing import Any

from constancia.core.actors import Actor
from constancia.core.permissions import facilities_for, may
from constancia.ledger.journal import Recorded
from constancia.register import restricted as register
from constancia.standards.kinds import KINDS, RESTRICTED


def may_see(actor: Actor, entry: Recorded) -> bool:
    """Tell whether an actor may read the facts of an entry; that the entry exists is not restricted."""
    table = entry.subject.partition(":")[0]
    if table in RESTRICTED:
        return may_read_kind(actor, table, entry.facility)
    return register.may_see(actor, entry)


def may_read_kind(actor: Actor, table: str, facility: str) -> bool:
    """Tell whether an actor may read conditions of a kind at a facility (an empty code: at some facility)."""
    permission = KINDS[table].read if table in KINDS else "standards.read"
    return may(actor, permission, facility) if facility else facilities_for(actor, permission) != frozenset()


def visible_row(actor: Actor, table: str, row: dict[str, Any], facility: str) -> dict[str, Any] | None:
    """Return a row of a fact table that an actor may read, or None when it is restricted."""
    return row if may_read_kind(actor, table, facility) else None
