"""What the register's entries say as rows of the fact tables `person`, `custody` and `ground`. Pure.

Only custody that was recorded or seen on a roll counts: a hole between two rolls is neither custody nor freedom. A temporary
absence goes on being custody; an escape ends it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from constancia.core.time import iso
from constancia.register import events as e
from constancia.register import instruments, timeline
from constancia.standards.timeline import Row, record_of

_STATUS = {
    "remand": "charged",
    "convicted_unsentenced": "convicted",
    "sentenced": "sentenced",
    "indeterminate": "sentenced",
    "recall": "sentenced",
    "civil": "civil",
    "immigration": "immigration",
    "held_under_agreement": "agreement",
}
"""The register's legal statuses as the norms know them; any other is not known to them."""

_SEX = {"female": "female", "f": "female", "male": "male", "m": "male", "other": "other", "x": "other"}
_CERTAIN = frozenset({"recorded", "sighted", "stated"})
_ENDED: dict[type[Any], str] = {
    e.Released: "release",
    e.Died: "death",
    e.TransferredOut: "transfer",
    e.Escaped: "escape",
    e.TransferredIn: "transfer",
    e.Returned: "return",
}
_ENTERED: dict[type[Any], str] = {
    e.Admitted: "admission",
    e.TransferredOut: "transfer",
    e.TransferredIn: "transfer",
    e.Returned: "return",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Unbroken custody in one place, whatever happened to status or presence meanwhile."""

    stay: str
    facility: str
    since: datetime
    until: datetime | None
    status: str
    first: int
    last: int | None


def periods(spans: Sequence[timeline.Span]) -> Iterator[Period]:
    """Yield the periods of custody of one person, from the register's spans; in transit there is no facility."""
    now: Period | None = None
    for each in spans:
        if each.evidence not in _CERTAIN or each.state == "escaped":
            continue
        place = "" if each.state == "in_transit" else each.facility
        if now is not None and (now.stay, now.facility, now.until) == (each.stay, place, each.since):
            now = replace(now, until=each.until, status=each.status or now.status, last=each.ended_by)
            continue
        if now is not None:
            yield now
        now = Period(each.stay, place, each.since, each.until, each.status, each.entry, each.ended_by)
    if now is not None:
        yield now


def person_row(person: str, stands: Sequence[Any]) -> Row:
    """Return what the standing entries say of a person; a name is only said to be on file, never repeated."""
    births = [each.event for each in stands if isinstance(each.event, e.BirthRecorded)]
    sexes = [each.event for each in stands if isinstance(each.event, e.SexRecorded)]
    states = [each.event for each in stands if isinstance(each.event, e.CitizenshipRecorded)]
    tongues = [each.event.language for each in stands if isinstance(each.event, e.LanguageRecorded)]
    exact = births[-1].earliest if births and births[-1].earliest == births[-1].latest else None
    countries = [_country(each.country) for each in states if each.standing != "disputed"]
    return {
        "person": person,
        "kind": "held",
        "name": "on file" if any(isinstance(each.event, e.NameRecorded) for each in stands) else None,
        "birth_date": exact.isoformat() if exact else None,
        "sex": _SEX.get(sexes[-1].on_papers.casefold()) if sexes else None,
        "gender": (sexes[-1].self_perceived or None) if sexes else None,
        "citizenships": ";".join(dict.fromkeys(each for each in countries if each)) or None,
        "citizenship_disputed": ("yes" if any(each.standing == "disputed" for each in states) else "no")
        if states
        else None,
        "languages": ";".join(dict.fromkeys(each for each in tongues if each.isalnum())) or None,
        "record": f"person:{person}",
        "recorded_at": iso(stands[0].recorded_at) if stands else None,
    }


def _country(code: str) -> str:
    return "none" if code == "XXX" else code


def custody_rows(person: str, chain: Sequence[Any], authorities: Mapping[str, str]) -> Iterator[Row]:
    """Yield the periods of custody of a person, each as it began and, once over, as it ended: two versions of one record.

    `authorities` holds the authority in charge of each facility.
    """
    stands = timeline.standing(chain)
    entries = {each.number: each for each in chain}
    grounds = instruments.grounds(chain)
    for each in periods(timeline.spans(chain)):
        first = entries[each.first]
        begun: Row = {
            "person": person,
            "facility": each.facility or None,
            "entered_by": _ENTERED.get(type(first.event)),
            "legal_status": _STATUS.get(each.status),
            "since": iso(each.since),
            "record": record_of(each.first),
            "recorded_at": iso(first.recorded_at),
            "authority_in_charge": authorities.get(each.facility),
            "ordering_authority": next((g.issuer for g in grounds if _covers(g, each.since)), None),
            "reasons": next((g.facts or g.statute for g in grounds if _covers(g, each.since)), None) or None,
            **_taken(stands, each.since),
            **_items(stands),
        }
        yield begun
        if each.until is not None and each.last is not None:
            last = entries[each.last]
            yield {**begun, "until": iso(each.until), "recorded_at": iso(last.recorded_at), **_ending(last)}


def _covers(ground: instruments.Ground, at: datetime) -> bool:
    return ground.since <= at and (ground.until is None or at < ground.until)


def _taken(stands: Sequence[Any], by: datetime) -> Row:
    """Return when, where and by whom the person was last taken before a period of custody began."""
    found = [each for each in stands if isinstance(each.event, e.TakenIntoCustody) and each.occurred_at <= by]
    if not found:
        return {}
    said = found[-1].event
    by_whom = f"{said.authority} {said.officers}".strip()
    return {"taken_at": iso(found[-1].occurred_at), "taken_place": said.place or None, "taken_by": by_whom or None}


def _items(stands: Sequence[Any]) -> Row:
    """Return what the minimum file says; what nobody recorded stays blank."""
    items = {each.event.item: each.event for each in stands if isinstance(each.event, e.ItemRecorded)}
    kin = any(isinstance(each.event, e.DependantRecorded) for each in stands)
    told = any(isinstance(each.event, e.ContactRecorded) for each in stands)
    injuries = {"recorded": "seen", "none": "none_seen"}
    family = kin or ("family" in items and items["family"].standing in ("recorded", "none", "refused"))
    listed = "property" in items and items["property"].standing in ("recorded", "none")
    return {
        "health_state": _content(items.get("health")),
        "injuries": injuries.get(items["injuries"].standing) if "injuries" in items else None,
        "injuries_examined_by": (items["injuries"].examiner or None) if "injuries" in items else None,
        "supervising_authority": _content(items.get("supervised_by")),
        "property_listed": "yes" if listed else None,
        "family_recorded": "yes" if family else None,
        "emergency_contact": "yes" if told else None,
    }


def _content(item: Any) -> str | None:
    """Tell that an item is on file without repeating what it says: the norms ask whether, never what."""
    return "on file" if item is not None and item.standing in ("recorded", "none") else None


def _ending(last: Any) -> Row:
    said = last.event
    return {
        "ended_as": _ENDED.get(type(said)),
        "destination": getattr(said, "destination", "") or getattr(said, "remains", "") or None,
        "released_to": getattr(said, "received_by", "") or getattr(last, "authority", "") or None,
        "release_witness": getattr(said, "evidence", "") or None,
    }


def ground_rows(person: str, chain: Sequence[Any]) -> Iterator[Row]:
    """Yield the legal instruments of a person as they stand; each names that person, or the register would not hold it."""
    entries = {each.number: each for each in chain}
    annulled = {
        each.event.ground: each.occurred_at
        for each in timeline.standing(chain)
        if isinstance(each.event, e.GroundAnnulled)
    }
    for each in instruments.grounds(chain):
        first = entries[each.entry]
        until = None if each.until is None or each.until <= each.since else iso(each.until)
        yield {
            "person": person,
            "facility": first.facility or None,
            "kind": each.kind if each.kind in GROUND_KINDS else "other",
            "individual": "yes",
            "issuer": each.issuer or None,
            "issued_at": f"{first.event.issued_on.isoformat()}T00:00:00Z",
            "statute": each.statute or None,
            "document": each.document_sha256 or each.reference or None,
            "annulled_at": iso(annulled[each.ground]) if each.ground in annulled else None,
            "since": iso(each.since),
            "until": until or (iso(each.since) if each.until is not None else None),
            "record": record_of(each.entry),
            "recorded_at": iso(first.recorded_at),
        }


GROUND_KINDS = frozenset(
    {
        "remand_order",
        "sentence",
        "recall_order",
        "committal_civil",
        "immigration_order",
        "removal_order",
        "extradition_order",
        "transfer_order",
    }
)
"""The register's kinds of instrument that the norms know by the same name."""
