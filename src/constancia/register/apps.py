"""Django's name for this package."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Persons, grounds and custody."""

    name = "constancia.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
