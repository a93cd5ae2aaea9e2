"""Every address of the web. A view without a rule of access fails a test (`tests/screens/test_access.py`)."""

from django.urls import include, path

from constancia.api.main import api
from constancia.web import errors

urlpatterns = [
    path("", include("constancia.web.urls")),
    path("api/v1/", api.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
