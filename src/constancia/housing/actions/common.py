"""What every act of housing shares: the place or person under the pen, and entries written."""

from collections.abc import Sequence

from constancia.core.events import Event
from constancia.core.refusals import Refusal
from constancia.housing import refusals as why
from constancia.housing.models import Place
from constancia.housing.paths import facility_of, subject_of
from constancia.housing.queries.cells import places_at
from constancia.ledger.journal import Recorded, chain_of
from constancia.ledger.sequence import writing
from constancia.register.actions.common import Act, draft_of, place_of, write, write_all, zone_of
from constancia.register.models import Person
from constancia.register.refusals import UNKNOWN_PERSON
from constancia.register.rules import refuse_moment, refuse_supersede

__all__ = [
    "Act",
    "draft_of",
    "known",
    "on_person",
    "on_place",
    "place_of",
    "refuse_unknown",
    "write",
    "write_all",
    "zone_of",
]


def on_place(
    act: Act, code: str, events: Sequence[Event], refusals: Sequence[Refusal], *, kinds: frozenset[str] = frozenset()
) -> list[Recorded]:
    """Record something of a place that is open at the act's moment; `kinds` says which kinds of place it can be."""
    with writing():
        facility = facility_of(code)
        zone = zone_of(facility)
        place = places_at([code], act.at).get(code)
        drafts = [draft_of(each, act, zone, facility) for each in events]
        return write_all(
            drafts,
            act,
            subject=subject_of(code),
            refusals=[
                *refuse_moment(act.at, act.now),
                *refuse_unknown(place, code, kinds),
                *refuse_supersede(chain_of(subject_of(code)), act.supersedes, type(events[0])),
                *refusals,
            ],
        )


def refuse_unknown(place: Place | None, code: str, kinds: frozenset[str]) -> list[Refusal]:
    """Refuse a place that is not there at the moment, or is of another kind."""
    if place is None:
        return [why.UNKNOWN_PLACE(field="place", place=code[:60])]
    return [] if not kinds or place.kind in kinds else [why.NOT_A_CELL(field="place", place=code)]


def on_person(act: Act, person: str, event: Event, refusals: Sequence[Refusal]) -> Recorded:
    """Record something in a person's file, at the facility where the person is; call it while holding the pen."""
    facility, zone = place_of(person)
    reasons = [
        *known(person),
        *refuse_moment(act.at, act.now),
        *refuse_supersede(chain_of(person), act.supersedes, type(event)),
        *refusals,
    ]
    return write(event, act, subject=person, zone=zone, facility=facility, refusals=reasons)


def known(*persons: str) -> list[Refusal]:
    """Refuse every person who has no file."""
    there = set(Person.objects.filter(id__in=persons).values_list("id", flat=True))
    return [UNKNOWN_PERSON(field="person", person=each[:20]) for each in persons if each not in there]
