"""The rule of access that every endpoint carries, how an account is known by its token, and how often it may ask."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from constancia.access.queries import actor_of
from constancia.access.tokens import user_of_token
from constancia.core.actors import Actor
from constancia.core.permissions import PERMISSIONS, facilities_for, may, require, require_somewhere

SIGNED_IN = "signed in"
DEVICE = "device"
REQUESTS_A_MINUTE = 600


class Request(HttpRequest):
    """A request after its token was read. For the type checker; Django makes the objects."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call an endpoint: any account (`SIGNED_IN`), or holders of one of some permissions, somewhere or everywhere.

    What measuring devices call (`DEVICE`) is open to no account.
    """

    permissions: tuple[str, ...]
    everywhere: bool = False

    def admits(self, actor: Actor) -> bool:
        """Tell whether an actor may call the endpoint at all; what it may be called for is checked again by the domain."""
        if self.permissions == (SIGNED_IN,):
            return True
        if self.permissions == (DEVICE,):
            return False
        if self.everywhere:
            return any(may(actor, each) for each in self.permissions)
        return any(facilities_for(actor, each) != frozenset() for each in self.permissions)


def needs(*permissions: str, everywhere: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give an endpoint its rule; an unknown permission raises ValueError."""
    if any(each not in PERMISSIONS and each not in (SIGNED_IN, DEVICE) for each in permissions):
        raise ValueError(f"unknown permission among {permissions}")
    rule = Rule(permissions, everywhere)

    def guard(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(endpoint)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> Any:
            if permissions != (DEVICE,) and not rule.admits(request.actor):
                check = require if everywhere else require_somewhere
                check(request.actor, permissions[0])
            return endpoint(request, *args, **kwargs)

        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded

    return guard


class Token(HttpBearer):
    """`Authorization: Bearer …` with a token that the account's owner made; the request then carries its actor."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who asks, or None."""
        user = user_of_token(token, now=datetime.now(UTC))
        if user is None:
            return None
        request.actor = actor_of(user)  # type: ignore[attr-defined]
        return request.actor  # type: ignore[attr-defined, no-any-return]


class PerAccount(BaseThrottle):
    """At most `REQUESTS_A_MINUTE` in each minute of the clock, counted in the cache that all server processes share."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, or say no."""
        key = f"api:{request.auth.id}:{int(time.time()) // 60}"  # type: ignore[attr-defined]
        used: int = cache.get(key, 0)
        if used >= REQUESTS_A_MINUTE:
            return False
        cache.set(key, used + 1, 60)
        return True

    def wait(self) -> float:
        """Return how many seconds the minute still lasts."""
        return 60 - time.time() % 60
