"""Django's name for this package."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The journal and its tables."""

    name = "constancia.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
