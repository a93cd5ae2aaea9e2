"""From entries to the register's tables. Each posting takes entries in order of number, one or thousands alike."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from constancia.ledger.journal import Recorded, entries_by_subject
from constancia.ledger.rows import insert_rows
from constancia.register import events as e
from constancia.register import models as m
from constancia.register import timeline

_AT_ONCE = 500


def facility(entries: Sequence[Recorded]) -> None:
    """Write facilities."""
    columns = ("code", "name", "zone", "authority", "entry")
    rows = [
        (entry.event.facility, entry.event.name, entry.event.zone, entry.event.authority, entry.number)
        for entry in entries
        if isinstance(entry.event, e.FacilityOpened)
    ]
    insert_rows("register_facility", columns, rows)


def person(entries: Sequence[Recorded]) -> None:
    """Rewrite the persons concerned and their identifiers from their entries."""
    chains = _chains(entries)
    _delete(m.Person, "id", list(chains))
    _delete(m.Identifier, "person", list(chains))
    insert_rows("register_person", _PERSON, (_person_row(each, chain) for each, chain in chains.items()))
    insert_rows(
        "register_identifier",
        ("person", "kind", "issuer", "value", "entry"),
        (row for each, chain in chains.items() for row in _identifier_rows(each, chain)),
    )


def custody(entries: Sequence[Recorded]) -> None:
    """Rewrite the custody, grounds, holds and uncovered pieces of the persons concerned from their entries."""
    chains = _chains(entries)
    for model in (m.Custody, m.Ground, m.Uncovered, m.Hold):
        _delete(model, "person", list(chains))
    insert_rows(
        "register_custody", _CUSTODY, (row for each, chain in chains.items() for row in _custody_rows(each, chain))
    )
    insert_rows(
        "register_ground", _GROUND, (row for each, chain in chains.items() for row in _ground_rows(each, chain))
    )
    insert_rows(
        "register_uncovered",
        ("person", "stay", "facility", "since", "until", "override"),
        (row for each, chain in chains.items() for row in _uncovered_rows(each, chain)),
    )
    insert_rows("register_hold", _HOLD, (row for each, chain in chains.items() for row in _hold_rows(each, chain)))


def links(entries: Sequence[Recorded]) -> None:
    """Rewrite the identity links of the persons concerned."""
    chains = _chains(entries)
    _delete(m.Link, "person", list(chains))
    insert_rows(
        "register_link",
        ("link", "person", "other", "relation", "reason", "ended", "entry"),
        (row for each, chain in chains.items() for row in _link_rows(each, chain)),
    )


_PERSON = ("id", "name", "born_earliest", "born_latest", "sex", "facility", "state", "entry", "last_entry")
_CUSTODY = (
    "person",
    "stay",
    "facility",
    "state",
    "evidence",
    "since",
    "until",
    "rows",
    "status",
    "sex",
    "age",
    "entry",
    "ended_by",
    "known_from",
    "end_known_from",
    "known_until",
)
_GROUND = (
    "id",
    "person",
    "kind",
    "issuer",
    "reference",
    "since",
    "until",
    "review_due_on",
    "challenged",
    "ended",
    "document_sha256",
    "entry",
)
_HOLD = ("id", "person", "kind", "authority", "reference", "until", "lifted", "entry")


def _chains(entries: Sequence[Recorded]) -> dict[str, list[Recorded]]:
    """Return the chains of the persons concerned, as far as the newest of the entries given."""
    return entries_by_subject(sorted({each.subject for each in entries}), upto=entries[-1].number)


def _delete(model: type[Model], field: str, values: list[str]) -> None:
    for at in range(0, len(values), _AT_ONCE):
        model._default_manager.filter(**{f"{field}__in": values[at : at + _AT_ONCE]}).delete()


def _person_row(person_id: str, chain: Sequence[Recorded]) -> tuple[Any, ...]:
    stands = timeline.standing(chain)
    names = [each.event for each in stands if isinstance(each.event, e.NameRecorded)]
    births = [each.event for each in stands if isinstance(each.event, e.BirthRecorded)]
    sexes = [each.event.on_papers for each in stands if isinstance(each.event, e.SexRecorded)]
    born: tuple[date | None, date | None] = (births[-1].earliest, births[-1].latest) if births else (None, None)
    open_span = next((each for each in reversed(timeline.spans(chain)) if each.until is None), None)
    return (
        person_id,
        names[0].written if names else "",
        *born,
        sexes[-1] if sexes else "",
        open_span.facility if open_span else "",
        open_span.state if open_span else "",
        chain[0].number,
        chain[-1].number,
    )


def _identifier_rows(person_id: str, chain: Sequence[Recorded]) -> Iterator[tuple[Any, ...]]:
    for entry in timeline.standing(chain):
        if isinstance(entry.event, e.IdentifierRecorded):
            yield (person_id, entry.event.kind, entry.event.issuer, entry.event.value, entry.number)


def _custody_rows(person_id: str, chain: Sequence[Recorded]) -> Iterator[tuple[Any, ...]]:
    for version in timeline.versions(chain):
        span = version.span
        yield (
            person_id,
            span.stay,
            span.facility,
            span.state,
            span.evidence,
            span.since,
            span.until,
            span.rows,
            span.status,
            span.sex,
            span.age,
            span.entry,
            span.ended_by,
            version.known_from,
            version.end_known_from,
            version.known_until,
        )


def _ground_rows(person_id: str, chain: Sequence[Recorded]) -> Iterator[tuple[Any, ...]]:
    for each in timeline.grounds(chain):
        yield (
            each.ground,
            person_id,
            each.kind,
            each.issuer,
            each.reference,
            each.since,
            each.until,
            each.review_due_on,
            each.challenged,
            each.ended,
            each.document_sha256,
            each.entry,
        )


def _uncovered_rows(person_id: str, chain: Sequence[Recorded]) -> Iterator[tuple[Any, ...]]:
    overrides = {
        entry.event.stay: entry.event.override
        for entry in timeline.standing(chain)
        if isinstance(entry.event, e.Admitted)
    }
    for piece in timeline.uncovered(timeline.spans(chain), timeline.grounds(chain)):
        yield (person_id, piece.stay, piece.facility, piece.since, piece.until, overrides.get(piece.stay, ""))


def _hold_rows(person_id: str, chain: Sequence[Recorded]) -> Iterator[tuple[Any, ...]]:
    stands = timeline.standing(chain)
    lifted = {each.event.hold for each in stands if isinstance(each.event, e.HoldLifted)}
    for entry in stands:
        if isinstance(entry.event, e.HoldPlaced):
            hold = entry.event
            yield (
                hold.hold,
                person_id,
                hold.kind,
                hold.authority,
                hold.reference,
                hold.until,
                hold.hold in lifted,
                entry.number,
            )


def _link_rows(person_id: str, chain: Sequence[Recorded]) -> Iterator[tuple[Any, ...]]:
    stands = timeline.standing(chain)
    ended = {each.event.link for each in stands if isinstance(each.event, e.IdentityUnlinked)}
    for entry in stands:
        if isinstance(entry.event, e.IdentityLinked):
            link = entry.event
            yield (
                link.link,
                person_id,
                link.other,
                link.relation,
                link.reason,
                link.link in ended,
                entry.number,
            )
