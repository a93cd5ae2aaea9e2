"""What happens around every request: who asks, whether signing in is finished, refusals, one log line."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from constancia.access.queries import actor_of
from constancia.core.actors import Actor
from constancia.core.permissions import NOT_PERMITTED
from constancia.core.refusals import Refused
from constancia.web import errors

Handler = Callable[[HttpRequest], HttpResponseBase]

_UNFINISHED = frozenset(
    {
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "language",
    }
)
"""Pages open to somebody who has still to choose a password or to set up the second factor."""

log = structlog.get_logger("constancia.web")


def log_requests(handle: Handler) -> Handler:
    """Write one line per request: method, name of the route, status, time taken; never the path or what was sent."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = handle(request)
        log.info(
            "request",
            method=request.method,
            route=request.resolver_match.view_name if request.resolver_match else "",
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
        )
        return response

    return middleware


def who_asks(handle: Handler) -> Handler:
    """Give the request its actor, looked up when first needed, and a signed-in person's own language."""

    def middleware(request: Any) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user)) if request.user.is_authenticated else Actor("")
        if request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return handle(request)

    return middleware


def stay_signed_in(handle: Handler) -> Handler:
    """Move the end of a session on when its owner does something; what a page fetches by itself does not count.

    At most once a minute: a session that is written on every request waits for whoever holds the pen of an SQLite store.
    """

    def middleware(request: Any) -> HttpResponseBase:
        minute = int(time.time()) // 60
        if request.user.is_authenticated and not request.htmx and request.session.get("seen") != minute:
            request.session["seen"] = minute
        return handle(request)

    return middleware


def finish_signing_in(handle: Handler) -> Handler:
    """Send somebody who has a password to replace, or no second factor yet, to do that first."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return handle(request)

    def process_view(request: Any, _view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        if not request.user.is_authenticated or request.resolver_match.view_name in _UNFINISHED:
            return None
        if request.user.must_change_password:
            return redirect("account_change_password")
        if not settings.DEMO and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def show_refusals(handle: Handler) -> Handler:
    """Show a refusal that no form took up: 403 when the role does not allow it, else 422 with every reason."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return handle(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if not isinstance(exception, Refused):
            return None
        if any(each.kind is NOT_PERMITTED for each in exception.refusals):
            return errors.forbidden(request)
        return render(request, "web/refused.html", {"refusals": exception.refusals}, status=422)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
