"""The API itself: who asks, how refusals are told, and its rooms of endpoints."""

from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.operation import Operation

from constancia import __version__
from constancia.api import refusals as why
from constancia.api.access import REQUESTS_A_MINUTE, SIGNED_IN, PerAccount, Request, Token, needs
from constancia.api.accounts import router as accounts
from constancia.api.acting import router as acting
from constancia.api.conditions import router as conditions
from constancia.api.housing import router as housing
from constancia.api.housing_reading import router as housing_reading
from constancia.api.imports import router as imports
from constancia.api.lists import router as lists
from constancia.api.reading import router as reading
from constancia.core.permissions import NOT_PERMITTED
from constancia.core.refusals import Refusal, Refused


class Api(NinjaAPI):
    """The API; its operations are called as their functions are, wherever those stand."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an operation in the description."""
        return operation.view_func.__name__


api = Api(
    title="Constancia",
    version=__version__,
    description="The custody register that answers for itself. Refusals name every reason at once.",
    auth=Token(),
    throttle=[PerAccount()],
    urls_namespace="api-1",
    docs_url=None,
)
elsewhere = Router()


@elsewhere.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False)
@needs(SIGNED_IN)
def nothing_here(request: Request, rest: str) -> Any:  # noqa: ARG001 - every endpoint takes them
    """Answer 404 in the shape of every other refusal; this room is asked last."""
    raise Http404


for room in (reading, lists, acting, housing_reading, housing, conditions, imports, accounts, elsewhere):
    api.add_router("", room)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer 403 when the actor may not do it, else 409, with every reason in the language asked for."""
    forbidden = any(each.kind is NOT_PERMITTED for each in error.refusals)
    return _say(request, list(error.refusals), 403 if forbidden else 409)


@api.exception_handler(AuthenticationError)
def no_token(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer 401."""
    response = _say(request, [why.NO_TOKEN(field="Authorization")], 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Throttled)
def too_often(request: HttpRequest, _error: Throttled) -> HttpResponse:
    """Answer 429; ninja adds when to come back."""
    return _say(request, [why.TOO_OFTEN(limit=REQUESTS_A_MINUTE)], 429)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer 404."""
    return _say(request, [why.NOT_FOUND()], 404)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 with every field that cannot be read; what was sent is never repeated."""
    found = [why.UNREADABLE(field=_field(each["loc"]), problem=each["msg"].rstrip(".")) for each in error.errors]
    return _say(request, found, 422)


@api.exception_handler(HttpError)
def bad_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer 400 to a body that is no JSON."""
    return _say(request, [why.UNREADABLE(problem="JSON")], error.status_code)


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    """Answer 413."""
    return _say(request, [why.REQUEST_TOO_LARGE()], 413)


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(BadRequest)
@api.exception_handler(MultiPartParserError)
def malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer 400 to a form that cannot be taken apart."""
    return _say(request, [why.UNREADABLE(problem=type(error).__name__)], 400)


def _say(request: HttpRequest, found: list[Refusal], status: int) -> HttpResponse:
    language = get_language() or "es"
    data = {"refusals": [each.as_data(language) for each in found]}
    return api.create_response(request, data, status=status)


def _field(where: tuple[Any, ...]) -> str:
    """Return the name of a field without where in the request it stands: `body.facts.at` is `at`."""
    inside = where[2:] if where[0] == "body" and len(where) > 2 else where[1:]
    return ".".join(str(each) for each in inside)
