"""Tokens with which programs act for an account: made, shown once, used, revoked."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from constancia.access import refusals as why
from constancia.access.models import Account, ApiToken, User
from constancia.core.actors import Actor
from constancia.core.permissions import may
from constancia.core.refusals import Refused

_PREFIX = "constancia_"
_NOTE_USE_EVERY = timedelta(minutes=5)


def make_token(*, by: Actor, now: datetime, name: str) -> str:
    """Make a token for one's own account and return it; it cannot be shown again.

    Refuses `access.token_name_needed`, `access.unknown_user`.
    """
    if not 1 <= len(name.strip()) <= 80:
        raise Refused([why.TOKEN_NAME_NEEDED(field="name")])
    owner = User.objects.filter(public_id=by.id, is_active=True).first()
    if owner is None:
        raise Refused([why.UNKNOWN_USER(user=by.id[:20])])
    token = _PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(user=owner, name=name.strip(), digest=_digest(token), created_at=now)
    return token


def revoke_token(*, by: Actor, now: datetime, token: int) -> None:
    """Revoke one of one's own tokens, or anybody's as an administrator. Refuses `access.unknown_token`."""
    found = ApiToken.objects.filter(id=token, revoked_at=None)
    if not may(by, "access.manage"):
        found = found.filter(user__public_id=by.id)
    if not found.update(revoked_at=now):
        raise Refused([why.UNKNOWN_TOKEN(field="token")])


def user_of_token(token: str, *, now: datetime) -> User | None:
    """Return the user for whom a program acts, or None when the token or the account is not in force."""
    found = ApiToken.objects.select_related("user").filter(digest=_digest(token), revoked_at=None).first()
    if found is None or not found.user.is_active:
        return None
    if not Account.objects.filter(user=found.user.public_id, is_open=True).exists():
        return None
    if found.last_used_at is None or now - found.last_used_at > _NOTE_USE_EVERY:
        ApiToken.objects.filter(id=found.id).update(last_used_at=now)
    return found.user


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
