"""What housing's entries say as rows of the fact tables `cell`, `placement` and `presence`. Pure.

Whoever is placed in a cell and held at that facility is taken to be there. How many were there in all is only known where
somebody counted: a list of names can show that space is too small, never that it is enough.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from constancia.core.time import iso
from constancia.housing.paths import around
from constancia.housing.space import KINDS
from constancia.housing.timeline.places import Place, places
from constancia.housing.timeline.sleeping import Placement, placements
from constancia.register.timeline import Span, spans
from constancia.standards.timeline import Row, as_text, record_of


def cell_rows(chain: Sequence[Any]) -> Iterator[Row]:
    """Yield what a cell was, interval by interval, from all its entries."""
    recorded = {each.number: each.recorded_at for each in chain}
    for place in places(chain):
        if place.kind == "cell":
            yield _cell(place, iso(recorded[place.entry]))


def _cell(place: Place, recorded_at: str) -> Row:
    return {
        "cell": place.code,
        "facility": place.facility,
        "module": around(place.code, "module"),
        "kind": KINDS.get(place.purpose, "cell"),
        "gross_area": as_text(place.gross_m2),
        "sanitary_area": as_text(place.sanitary_m2),
        "furniture_area": as_text(place.furniture_m2),
        "height": as_text(place.height_m),
        "design_occupancy": as_text(place.certified_normal),
        "beds": as_text(place.bunks),
        "window_reads": as_text(place.window_reads),
        "window_opens": as_text(place.window_opens),
        "since": iso(place.since),
        "until": as_text(place.until),
        "record": record_of(place.entry),
        "recorded_at": recorded_at,
    }


def sleeping_rows(person: str, chain: Sequence[Any]) -> Iterator[tuple[str, Row]]:
    """Yield, with its table, each place in a cell that a person was given, and each stretch in which the person was there."""
    recorded = {each.number: each.recorded_at for each in chain}
    held = [each for each in spans(chain) if each.state == "held" and each.evidence == "recorded"]
    for placement in placements(person, chain):
        row: Row = {
            "person": person,
            "cell": placement.cell,
            "facility": placement.facility,
            "since": iso(placement.since),
            "until": as_text(placement.until),
            "record": record_of(placement.entry),
            "recorded_at": iso(recorded[max(placement.entry, placement.ended_by or 0)]),
        }
        yield "placement", {**row, "bed": placement.bed or None}
        for number, (since, until) in enumerate(_there(placement, held)):
            piece = {"since": iso(since), "until": as_text(until), "record": f"{row['record']}:{number}"}
            yield "presence", {**row, **piece}


def _there(placement: Placement, held: Sequence[Span]) -> Iterator[tuple[Any, Any]]:
    """Yield the stretches of a placement during which the person was held, not out at court or in hospital."""
    for span in held:
        since = max(placement.since, span.since)
        ends = [each for each in (placement.until, span.until) if each is not None]
        if span.stay == placement.stay and (not ends or since < min(ends)):
            yield since, min(ends) if ends else None
