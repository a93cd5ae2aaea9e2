"""Django's name for this package."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Accounts, roles and tokens."""

    name = "constancia.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
