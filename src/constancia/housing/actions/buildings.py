"""A whole facility from a file: what the register does not say yet is recorded in one transaction, or nothing is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Min

from constancia.core.actors import Actor
from constancia.core.events import Event, in_one_form
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.housing.actions.common import Act
from constancia.housing.buildings.changes import changes, refuse_later
from constancia.housing.buildings.shape import Building
from constancia.housing.events import places as e
from constancia.housing.models import Place
from constancia.housing.paths import kind_of, subject_of
from constancia.housing.queries.buildings import claims_of
from constancia.housing.queries.rows import at_instant
from constancia.ledger.journal import Draft, record
from constancia.ledger.sequence import writing
from constancia.register.actions import open_facility
from constancia.register.actions.common import refuse_text
from constancia.register.models import Facility
from constancia.register.refusals import OTHER_ZONE
from constancia.register.rules import refuse_moment


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file led to: places opened by kind, what else was recorded, and places that the file or the register has alone."""

    facility: str
    facility_opened: bool
    modules: int
    landings: int
    cells: int
    beds: int
    described: int
    measured: int
    capacities: int
    claims: int
    unchanged: int
    not_in_file: int
    entries: int


def import_building(*, by: Actor, now: datetime, building: Building) -> Imported:
    """Record what a facility file says and the register does not: places, measures, capacities, published figures.

    All of it in one transaction, places from the file's moment on, published figures as of now; the same file again adds
    nothing, and what the file does not name stays. A facility not open yet is opened by the act of that name. Refuses with every
    reason, each with file, place and field: `register.other_zone`, `register.in_future`, `housing.opened_later`, and as
    `open_facility` does.
    """
    require(by, "housing.arrange", building.code)
    act = Act(by, building.effective, now)
    with writing():
        refusals, opened = _facility(building, act)
        stands = {each.code: each for each in at_instant(Place, act.at).filter(facility=building.code)}
        wanted = changes(building, stands)
        refusals += _refuse(building, act, stands)
        refusals += [_in(building, each, one.place) for one in wanted for each in refuse_text(one.event)]
        refuse_if_any(refusals[:50])
        known = claims_of(building.code)
        claims = [each for each in building.claims if in_one_form(each) not in known]
        drafts = [_draft(each.event, subject_of(each.place), act.at, building) for each in wanted]
        drafts += [_draft(each, f"housing:{building.code}", now, building) for each in claims]
        record(drafts, by=by, now=now)
    return _imported(building, opened, [each.event for each in drafts], stands, {each.place for each in wanted})


def _facility(building: Building, act: Act) -> tuple[list[Refusal], bool]:
    """Open the facility where it is not open yet; return why that cannot be, or why it is another, and whether it was opened."""
    found = Facility.objects.filter(code=building.code).first()
    if found is not None:
        other = OTHER_ZONE(field="zone", facility=found.code, zone=found.zone)
        return [] if found.zone == building.zone else [_in(building, other, "facility")], False
    try:
        open_facility(
            by=act.by,
            at=act.at,
            now=act.now,
            code=building.code,
            name=building.name,
            zone=building.zone,
            authority=building.authority,
        )
    except Refused as refused:
        if any(each.field == "" for each in refused.refusals):
            raise
        return [_in(building, each, "facility") for each in refused.refusals], False
    return [], True


def _refuse(building: Building, act: Act, stands: Mapping[str, Any]) -> list[Refusal]:
    first = Place._default_manager.filter(facility=building.code, since__gt=act.at).values_list("code")
    later = {code: since for code, since in first.annotate(Min("since")) if code not in stands}
    moment = [replace(each, field=f"{building.file}: effective") for each in refuse_moment(act.at, act.now)]
    claims = [_in(building, each, "claims") for claim in building.claims for each in refuse_text(claim)]
    return [*moment, *refuse_later(building, later, stands), *claims]


def _in(building: Building, refusal: Refusal, place: str) -> Refusal:
    """Return a refusal that names file, place and field."""
    return replace(refusal, field=f"{building.file}: {place}: {refusal.field}")


def _draft(event: Event, subject: str, at: datetime, building: Building) -> Draft:
    return Draft(in_one_form(event), subject, occurred_at=at, zone=building.zone, facility=building.code)


def _imported(
    building: Building, opened: bool, events: list[Event], stands: Mapping[str, Any], changed: set[str]
) -> Imported:
    named = {each.code for each in building.places}
    kinds = Counter(kind_of(each.place) for each in events if isinstance(each, e.PlaceOpened))
    done = Counter(type(each) for each in events)
    return Imported(
        facility=building.code,
        facility_opened=opened,
        modules=kinds["module"],
        landings=kinds["landing"],
        cells=kinds["cell"],
        beds=kinds["bed"],
        described=done[e.PlaceDescribed],
        measured=done[e.PlaceMeasured],
        capacities=done[e.CapacitiesSet],
        claims=done[e.ClaimRecorded],
        unchanged=len(named - changed),
        not_in_file=len(stands.keys() - named),
        entries=len(events) + opened,
    )
