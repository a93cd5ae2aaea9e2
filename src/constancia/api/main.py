"""The API itself: who asks, how refusals are told, and its two rooms of endpoints."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from constancia import __version__
from constancia.access.queries import actor_of
from constancia.access.tokens import user_of_token
from constancia.api.acting import router as acting
from constancia.api.reading import router as reading
from constancia.core.actors import Actor
from constancia.core.permissions import NOT_PERMITTED
from constancia.core.refusals import Refused


class Token(HttpBearer):
    """`Authorization: Bearer …` with a token that the account's owner made; the request then carries its actor."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who asks, or None."""
        user = user_of_token(token, now=datetime.now(UTC))
        if user is None:
            return None
        request.actor = actor_of(user)  # type: ignore[attr-defined]
        return request.actor  # type: ignore[attr-defined, no-any-return]


api = NinjaAPI(
    title="Constancia",
    version=__version__,
    description="The custody register that answers for itself. Refusals name every reason at once.",
    auth=Token(),
    throttle=[AuthRateThrottle("600/m")],
    urls_namespace="api-1",
)
api.add_router("", reading)
api.add_router("", acting)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer 403 when the actor may not do it, else 409, with every reason in the language asked for."""
    language = get_language() or "es"
    forbidden = any(each.kind is NOT_PERMITTED for each in error.refusals)
    data: dict[str, Any] = {"refusals": [each.as_data(language) for each in error.refusals]}
    return api.create_response(request, data, status=403 if forbidden else 409)
