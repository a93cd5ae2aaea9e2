"""What a person can do about accounts: open, close, grant, revoke; the only writers of those entries."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from constancia.access import events as e
from constancia.access import refusals as why
from constancia.access import rules
from constancia.access.models import Account, Grant, User
from constancia.core.actors import EVERYWHERE, Actor
from constancia.core.actors import Grant as Granted
from constancia.core.events import Event
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, refuse_if_any
from constancia.ledger.journal import Draft, Recorded, new_subject, record
from constancia.ledger.sequence import writing


def open_user(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    username: str,
    password: str,
    reason: str,
    name: str = "",
    language: str = "es",
    must_change_password: bool = False,
    random_index: Callable[[int], int] = secrets.randbelow,
) -> str:
    """Open an account and return its public identifier; it has no role yet.

    Refuses `access.bad_username`, `access.username_taken`, `access.bad_password`, `access.reason_needed`,
    `access.reason_too_long`.
    """
    require(by, "access.manage")
    with writing():
        taken = User.objects.filter(username__iexact=username).values_list("username", flat=True)
        user = User(
            username=username,
            first_name=name[:150],
            language=language,
            must_change_password=must_change_password,
            public_id=new_subject("U", random_index),
        )
        refuse_if_any(
            [
                *rules.refuse_open(username, {each.lower() for each in taken}),
                *_refuse_password(password, user),
                *rules.refuse_reason(reason),
            ]
        )
        user.set_password(password)
        user.save()
        _write(e.UserOpened(user=user.public_id, reason=reason), user.public_id, by=by, at=at, now=now)
    return user.public_id


def close_user(*, by: Actor, at: datetime, now: datetime, user: str, reason: str) -> Recorded:
    """Close an account: it cannot sign in, its tokens stop, its roles end.

    Refuses `access.unknown_user`, `access.last_administrator`, `access.reason_needed`.
    """
    require(by, "access.manage")
    with writing():
        refuse_if_any([*rules.refuse_close(_situation_of(user)), *rules.refuse_reason(reason)])
        User.objects.filter(public_id=user).update(is_active=False)
        return _write(e.UserClosed(user=user, reason=reason), user, by=by, at=at, now=now)


def grant_role(
    *, by: Actor, at: datetime, now: datetime, user: str, role: str, reason: str, facility: str = EVERYWHERE
) -> Recorded:
    """Give an account a role at a facility, or everywhere.

    Refuses `access.unknown_user`, `access.unknown_role`, `access.facility_needed`, `access.already_granted`,
    `access.reason_needed`.
    """
    require(by, "access.manage")
    with writing():
        refusals = rules.refuse_grant(_situation_of(user), Granted(role, facility))
        refuse_if_any([*refusals, *rules.refuse_reason(reason)])
        event = e.RoleGranted(user=user, role=role, facility=facility, reason=reason)
        return _write(event, user, by=by, at=at, now=now, facility=facility)


def revoke_role(
    *, by: Actor, at: datetime, now: datetime, user: str, role: str, reason: str, facility: str = EVERYWHERE
) -> Recorded:
    """Take a role from an account.

    Refuses `access.unknown_user`, `access.not_granted`, `access.last_administrator`, `access.reason_needed`.
    """
    require(by, "access.manage")
    with writing():
        refusals = rules.refuse_revoke(_situation_of(user), Granted(role, facility))
        refuse_if_any([*refusals, *rules.refuse_reason(reason)])
        event = e.RoleRevoked(user=user, role=role, facility=facility, reason=reason)
        return _write(event, user, by=by, at=at, now=now, facility=facility)


def note_password_chosen(user: User) -> None:
    """End the duty to replace a first password; not a fact of the register, so no entry."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)


def _situation_of(user: str) -> rules.Situation:
    granted = Grant.objects.filter(user=user).values_list("role", "facility")
    administrators = Grant.objects.filter(role="administrator", facility=EVERYWHERE).values_list("user", flat=True)
    return rules.Situation(
        user=user,
        is_open=Account.objects.filter(user=user, is_open=True).exists(),
        grants=frozenset(Granted(*pair) for pair in granted),
        administrators=frozenset(administrators),
    )


def _refuse_password(password: str, user: User) -> list[Refusal]:
    try:
        validate_password(password, user)
    except ValidationError:
        return [why.BAD_PASSWORD(field="password")]
    return []


def _write(event: Event, user: str, *, by: Actor, at: datetime, now: datetime, facility: str = EVERYWHERE) -> Recorded:
    place = "" if facility == EVERYWHERE else facility
    draft = Draft(event=event, subject=user, occurred_at=at, zone="UTC", facility=place)
    (entry,) = record([draft], by=by, now=now)
    return entry
