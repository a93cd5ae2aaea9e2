"""Who acts in a benchmark."""

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.core.permissions import ROLES

CLERK = Actor("os:bench", frozenset(Grant(role, EVERYWHERE) for role in ROLES))
