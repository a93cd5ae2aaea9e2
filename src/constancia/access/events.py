"""What the journal records about accounts; never a name, only the account's public identifier."""

from constancia.core.events import Event, event

_MANDELA = "Mandela Rule 6: a register that nobody can use without leaving their mark"


@event("access.user_opened", en="Account opened", es="Cuenta abierta", source=_MANDELA)
class UserOpened(Event):
    """Somebody can sign in from now on; without a role that gives no access to anything."""

    user: str
    reason: str


@event("access.user_closed", en="Account closed", es="Cuenta cerrada", source=_MANDELA)
class UserClosed(Event):
    """Somebody can no longer sign in; every role of the account ends with it."""

    user: str
    reason: str


@event("access.role_granted", en="Role granted", es="Función concedida", source=_MANDELA)
class RoleGranted(Event):
    """An account has a role at a facility, or everywhere (`*`)."""

    user: str
    role: str
    facility: str
    reason: str


@event("access.role_revoked", en="Role revoked", es="Función retirada", source=_MANDELA)
class RoleRevoked(Event):
    """An account no longer has a role at a facility, or everywhere (`*`)."""

    user: str
    role: str
    facility: str
    reason: str
