"""Django settings, read from the environment; `docs/reference/settings.md` lists every variable."""

from constancia.project.settings.base import *  # noqa: F403 - Django reads settings as one module
