"""Django's name for this package."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The journal and its tables."""

    name = "constancia.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the project's catalogue: an entry can only be read where its event is known."""
        from constancia.ledger.catalogue import catalogue  # noqa: PLC0415 - it names models, which exist only now

        catalogue()
