"""Django's name for this package."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Runs of imports; an operational table, not derived from the journal."""

    name = "constancia.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
