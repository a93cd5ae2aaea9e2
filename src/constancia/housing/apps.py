"""Django's name for this package."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    """Places, separation, placement and roll call."""

    name = "constancia.housing"
    label = "housing"
    default_auto_field = "django.db.models.BigAutoField"
