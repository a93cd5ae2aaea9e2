"""From entries to the tables of accounts."""

from collections.abc import Sequence

from constancia.access import events as e
from constancia.access.models import Account, Grant
from constancia.ledger.journal import Recorded


def accounts(entries: Sequence[Recorded]) -> None:
    """Write accounts and their roles, in order of number; closing an account ends its roles."""
    for entry in entries:
        said = entry.event
        if isinstance(said, e.UserOpened):
            Account.objects.create(user=said.user, is_open=True, entry=entry.number)
        elif isinstance(said, e.RoleGranted):
            Grant.objects.create(user=said.user, role=said.role, facility=said.facility, entry=entry.number)
        elif isinstance(said, e.RoleRevoked):
            Grant.objects.filter(user=said.user, role=said.role, facility=said.facility).delete()
        elif isinstance(said, e.UserClosed):
            Account.objects.filter(user=said.user).update(is_open=False, entry=entry.number)
            Grant.objects.filter(user=said.user).delete()
