"""Opening a place of detention."""

import re
from datetime import datetime

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.time import zone as zone_called
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register import refusals as why
from constancia.register import rules
from constancia.register.actions.common import Act, write
from constancia.register.events import FacilityOpened
from constancia.register.models import Facility

_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")


def open_facility(
    *, by: Actor, at: datetime, now: datetime, code: str, name: str, zone: str, authority: str
) -> Recorded:
    """Enter a place of detention with the authority in charge of it (ICPPED art. 17(3)(e)).

    `code` is immutable, `zone` an IANA name. Refuses `register.missing`, `register.bad_facility_code`,
    `register.bad_zone`, `register.already_there`, `register.too_long`, `register.in_future`.
    """
    require(by, "register.open_facility", code)
    with writing():
        refusals = [
            *rules.refuse_missing(code=code, name=name, zone=zone, authority=authority),
            *rules.refuse_moment(at, now),
        ]
        if zone.strip() and not _is_zone(zone):
            refusals.append(why.BAD_ZONE(field="zone", zone=zone[:60]))
        if code.strip() and not _CODE.fullmatch(code):
            refusals.append(why.BAD_FACILITY_CODE(field="code"))
        refusals += [
            why.TOO_LONG(field=field, limit=200)
            for field, value in (("name", name), ("authority", authority))
            if len(value) > 200
        ]
        if Facility.objects.filter(code=code).exists():
            refusals.append(why.ALREADY_THERE(field="code", what=code))
        event = FacilityOpened(facility=code, name=name, zone=zone, authority=authority)
        return write(
            event, Act(by, at, now, authority), subject=f"facility:{code}", zone=zone, facility=code, refusals=refusals
        )


def _is_zone(name: str) -> bool:
    try:
        zone_called(name)
    except ValueError:
        return False
    return True
