"""How sign-in differs from allauth's own: nobody signs up, and keys of the second factor are kept encrypted."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an administrator, in the journal."""

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """Answer no."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keys of authenticator apps are readable with the register's secret only, which is not in the database."""

    def encrypt(self, text: str) -> str:
        """Return the key as it is stored."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the key as it was given."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """Allow going back to one factor in a demonstration only."""
        return bool(settings.DEMO)


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"constancia/second-factor\n" + settings.SECRET_KEY.encode()).digest()))
