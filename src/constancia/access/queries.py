"""Questions others may ask of accounts."""

from dataclasses import dataclass

from constancia.access.models import Account, ApiToken, Grant, User
from constancia.core.actors import Actor
from constancia.core.actors import Grant as Granted


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """An account as an administrator sees it."""

    user: str
    username: str
    name: str
    is_open: bool
    grants: tuple[Granted, ...]


def actor_of(user: User) -> Actor:
    """Return who a signed-in user is to the domain, with the roles that the journal grants."""
    return actor_numbered(user.public_id)


def actor_numbered(user: str) -> Actor:
    """Return who the account with a public number is to the domain now; a closed or unknown one has no role."""
    return Actor(user, frozenset(Granted(each.role, each.facility) for each in _grants(user)))


def accounts() -> list[AccountSeen]:
    """Return all accounts with their roles, open ones first, by sign-in name."""
    granted: dict[str, list[Granted]] = {}
    for each in Grant.objects.order_by("role", "facility"):
        granted.setdefault(each.user, []).append(Granted(each.role, each.facility))
    is_open = dict(Account.objects.values_list("user", "is_open"))
    found = [_seen(each, is_open.get(each.public_id, False), granted) for each in User.objects.order_by("username")]
    return sorted(found, key=lambda each: not each.is_open)


def account(user: str) -> AccountSeen | None:
    """Return one account, or None."""
    found = User.objects.filter(public_id=user).first()
    if found is None:
        return None
    granted = [Granted(each.role, each.facility) for each in _grants(user)]
    return _seen(found, Account.objects.filter(user=user, is_open=True).exists(), {user: granted})


def tokens_of(user: str) -> list[ApiToken]:
    """Return the tokens of an account that are in force, newest first."""
    return list(ApiToken.objects.filter(user__public_id=user, revoked_at=None).order_by("-created_at"))


def _grants(user: str) -> list[Grant]:
    return list(Grant.objects.filter(user=user).order_by("role", "facility"))


def _seen(user: User, is_open: bool, granted: dict[str, list[Granted]]) -> AccountSeen:
    grants = tuple(granted.get(user.public_id, ()))
    return AccountSeen(user.public_id, user.username, user.get_full_name(), is_open, grants)
