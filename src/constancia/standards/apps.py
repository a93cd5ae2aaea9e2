"""Django's name for this package."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Conditions, measurements, findings."""

    name = "constancia.standards"
    label = "standards"
    default_auto_field = "django.db.models.BigAutoField"
