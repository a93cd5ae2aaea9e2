"""What inspectors looked at: noted for each of them alone."""

from datetime import datetime

from constancia.core.actors import Actor
from constancia.standards.models import Look

_FEW = 500


def note_look(*, by: Actor, now: datetime, what: str) -> None:
    """Note what an inspector looked at, for that inspector alone; whoever is no inspector leaves no trace. Refuses nobody."""
    if "inspector" in by.roles:
        Look.objects.create(actor=by.id, at=now, what=what[:200])


def looks_of(by: Actor) -> list[Look]:
    """Return an inspector's own looks, newest first; nobody can ask for anybody else's."""
    return list(Look.objects.filter(actor=by.id).order_by("-at")[:_FEW])
