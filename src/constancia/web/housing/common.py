"""What the pages of housing share: the facility asked about, once the asker may see it, and how cells are named."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import may, require
from constancia.register.models import Facility
from constancia.web.access import Request
from constancia.web.forms import ActForm, WallClock, in_zone

LOCAL_NOW = _("In the time of the place. Left as it is: now.")


@dataclass(frozen=True, slots=True)
class House:
    """A facility as a page of housing needs it, with what the asker may do there."""

    code: str
    name: str
    zone: str
    may: dict[str, bool]


_ASKED = (
    "housing.arrange",
    "housing.certify",
    "housing.place",
    "housing.approve",
    "housing.separate",
    "housing.count",
)


def house_for(request: Request, code: str, permission: str = "housing.read") -> House:
    """Return a facility; 403 when the asker lacks the permission there, 404 when there is none."""
    require(request.actor, permission, code)
    found = Facility.objects.filter(code=code).first()
    if found is None:
        raise Http404
    allowed = {each.partition(".")[2]: may(request.actor, each, code) for each in _ASKED}
    return House(found.code, found.name, found.zone, allowed)


class InHouse(ActForm):
    """A form about a facility: wall clocks are those of the place, and a moment left empty is now."""

    def __init__(self, *args: Any, zone: str, moment: datetime, **kwargs: Any) -> None:
        """Take the zone of the place and the moment of the request."""
        super().__init__(*args, **kwargs)
        self.clock_zone, self.moment = zone, moment

    def said(self) -> dict[str, Any]:
        """Return what was read, with readings of a wall clock turned into moments; numbers left empty stay None."""
        found = dict(self.cleaned_data)
        for name, field in self.fields.items():
            if isinstance(field, WallClock):
                found[name] = in_zone(found[name], self.clock_zone)
                if name == "at" and found[name] is None:
                    found[name] = self.moment
        return found
