"""Endpoints about accounts. A token never makes another token: a leaked one would outlive its revocation."""

import secrets
from datetime import UTC, datetime
from typing import Any

from django.http import Http404
from ninja import Router

from constancia.access import actions, queries, tokens
from constancia.access.queries import AccountSeen
from constancia.api.access import SIGNED_IN, Request, needs
from constancia.api.acting import Key
from constancia.api.once import once
from constancia.api.shapes import (
    AccountList,
    AccountOpened,
    Number,
    OwnAccount,
    Strict,
    Words,
    Written,
    answers,
)
from constancia.core.actors import EVERYWHERE

router = Router(tags=["accounts"])
_MANAGE = "access.manage"


class NewAccount(Strict):
    """Who is to have an account."""

    username: Words
    reason: Words
    name: Words = ""
    language: Words = "es"


class Because(Strict):
    """Why."""

    reason: Words


class RoleAt(Because):
    """A role, and where it holds (`*`: everywhere)."""

    role: Words
    facility: Words = EVERYWHERE


@router.get("/account", response=answers(OwnAccount))
@needs(SIGNED_IN)
def own_account(request: Request) -> Any:
    """Return the account behind the token: its roles and its tokens in force."""
    return {
        "user": request.actor.id,
        "grants": sorted(request.actor.grants, key=lambda each: (each.role, each.facility)),
        "tokens": queries.tokens_of(request.actor.id),
    }


@router.post("/account/tokens/{token}/revoke", response=answers(Written))
@needs(SIGNED_IN)
def revoke_token(request: Request, token: Number) -> Any:
    """Revoke one of the account's own tokens."""
    tokens.revoke_token(by=request.actor, now=datetime.now(UTC), token=token)
    return Written(entries=[], user=request.actor.id)


@router.get("/accounts", response=answers(AccountList))
@needs(_MANAGE, everywhere=True)
def accounts(request: Request) -> Any:  # noqa: ARG001 - every endpoint takes it
    """List every account with its roles."""
    return {"rows": queries.accounts()}


@router.get("/accounts/{user}", response=answers(AccountSeen))
@needs(_MANAGE, everywhere=True)
def account(request: Request, user: Words) -> Any:  # noqa: ARG001 - every endpoint takes it
    """Return one account with its roles."""
    found = queries.account(user)
    if found is None:
        raise Http404
    return found


@router.post("/accounts", response=answers(AccountOpened))
@needs(_MANAGE, everywhere=True)
def open_account(request: Request, facts: NewAccount) -> Any:
    """Open an account and return its first password, which must be replaced at the first sign-in."""
    now, password = datetime.now(UTC), secrets.token_urlsafe(15)
    said = facts.model_dump()
    user = actions.open_user(by=request.actor, at=now, now=now, password=password, must_change_password=True, **said)
    return {"user": user, "first_password": password}


@router.post("/accounts/{user}/grant", response=answers(Written))
@needs(_MANAGE, everywhere=True)
def grant(request: Request, user: Words, facts: RoleAt, key: Key = None) -> Written:
    """Give an account a role."""
    return _on(request, key, user, actions.grant_role, facts)


@router.post("/accounts/{user}/revoke", response=answers(Written))
@needs(_MANAGE, everywhere=True)
def revoke(request: Request, user: Words, facts: RoleAt, key: Key = None) -> Written:
    """Take a role from an account."""
    return _on(request, key, user, actions.revoke_role, facts)


@router.post("/accounts/{user}/close", response=answers(Written))
@needs(_MANAGE, everywhere=True)
def close(request: Request, user: Words, facts: Because, key: Key = None) -> Written:
    """Close an account."""
    return _on(request, key, user, actions.close_user, facts)


def _on(request: Request, key: str | None, user: str, action: Any, facts: Strict) -> Written:
    def do() -> Written:
        now = datetime.now(UTC)
        made = action(by=request.actor, at=now, now=now, user=user, **facts.model_dump())
        return Written(entries=[made.number], user=user)

    return once(request, key, do)
