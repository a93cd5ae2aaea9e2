"""Django's name for this package."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and styles; no tables."""

    name = "constancia.web"
    label = "web"
