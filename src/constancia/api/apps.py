"""Django's name for this package."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP API and the answers it gave to requests that may be repeated."""

    name = "constancia.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
