"""The accounts of the demonstration: one for each role, with a password that everybody knows."""

from datetime import datetime

from django.conf import settings

from constancia.access.actions import grant_role, open_user
from constancia.access.models import User
from constancia.core.actors import EVERYWHERE, Actor
from constancia.core.permissions import ROLES

_PLACES = {"registrar": "CD-1", "housing_officer": "CD-1", "health_officer": "CD-1"}
"""Roles that hold at one facility only; the others hold everywhere."""


def open_accounts(by: Actor, now: datetime) -> None:
    """Open an account named after each role."""
    for role, label in ROLES.items():
        if User.objects.filter(username=role).exists():
            continue
        user = open_user(
            by=by,
            at=now,
            now=now,
            username=role,
            password=settings.CONSTANCIA_DEMO_PASSWORD,
            name=label.es,
            reason="Demonstration / Demostración",
        )
        grant_role(
            by=by,
            at=now,
            now=now,
            user=user,
            role=role,
            facility=_PLACES.get(role, EVERYWHERE),
            reason="Demonstration / Demostración",
        )
