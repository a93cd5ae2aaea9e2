"""The sign-in page; in a demonstration it lists who can be played."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from constancia.access.queries import accounts


class SignIn(LoginView):  # type: ignore[misc]
    """Sign in by name and password; the second factor follows."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demonstration's accounts, in a demonstration only."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            shown["demonstration"] = [each for each in accounts() if each.is_open]
            shown["demonstration_password"] = settings.CONSTANCIA_DEMO_PASSWORD
        return shown
