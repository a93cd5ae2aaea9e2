"""The rule of access that every view carries: who may open it, said where the view is defined."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect

from constancia.core.actors import Actor
from constancia.core.permissions import PERMISSIONS, facilities_for, may

View = Callable[..., HttpResponseBase]

ANYONE = "anyone"
SIGNED_IN = "signed in"


class Request(HttpRequest):
    """A request after the middleware: it knows who asks. For the type checker; Django makes the objects."""

    actor: Actor
    htmx: Any


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may open a view: `ANYONE`, anyone `SIGNED_IN`, or holders of a permission, somewhere or everywhere."""

    who: str
    everywhere: bool = False

    def admits(self, actor: Actor) -> bool:
        """Tell whether a signed-in actor may open the view."""
        if self.who in (ANYONE, SIGNED_IN):
            return True
        if self.everywhere:
            return may(actor, self.who)
        return facilities_for(actor, self.who) != frozenset()


def page(who: str, *, everywhere: bool = False, section: str = "") -> Callable[[View], View]:
    """Give a view its rule and the entry of the navigation it belongs to; an unknown permission raises ValueError."""
    if who not in PERMISSIONS and who not in (ANYONE, SIGNED_IN):
        raise ValueError(f"unknown permission: {who}")
    rule = Rule(who, everywhere)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if rule.who == ANYONE:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if rule.who != SIGNED_IN and not rule.admits(request.actor):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.rule = rule  # type: ignore[attr-defined]
        if section:
            guarded.section = section  # type: ignore[attr-defined]
        return guarded

    return guard


def _to_sign_in(request: Request) -> HttpResponseBase:
    """Send to the sign-in page; a part of a page that refreshes itself sends the whole page there."""
    if request.htmx:
        there = redirect_to_login(request.htmx.current_url_abs_path or "/")
        return HttpResponseClientRedirect(there["Location"])
    return redirect_to_login(request.get_full_path())
