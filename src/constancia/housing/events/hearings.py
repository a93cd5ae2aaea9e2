"""What can be recorded about hearings: when and where an authority will hear a person, and that it will not."""

from datetime import datetime

from constancia.core.events import Event, event

_SOURCE = "ICCPR art. 14(3)(d); Body of Principles, principle 32; Mandela Rule 120"


@event("housing.hearing_fixed", en="Hearing fixed", es="Audiencia señalada", source=_SOURCE)
class HearingFixed(Event):
    """An authority will hear a person: from when on, and in which hearing room of the facility, or where outside of it."""

    hearing: str
    starts: datetime
    room: str
    outside: str
    held_by: str


@event("housing.hearing_cancelled", en="Hearing cancelled", es="Audiencia cancelada", source=_SOURCE)
class HearingCancelled(Event):
    """A hearing that was fixed will not take place then."""

    hearing: str
    reason: str
