"""Questions others may ask of the register. Each can be asked as known at an earlier entry of the journal."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet

from constancia.core.actors import Actor
from constancia.core.permissions import facilities_for, may
from constancia.ledger.journal import Recorded, entries, entries_by_subject
from constancia.register import events as e
from constancia.register import instruments, statements, timeline
from constancia.register.file import ITEMS, Item
from constancia.register.models import Custody, Facility, Person
from constancia.register.population import known_spans
from constancia.register.roll import events as r

LATE_AFTER = timedelta(hours=24)
"""An entry recorded more than a day after the fact is shown as late."""


@dataclass(frozen=True, slots=True)
class FileItem:
    """One item of the minimum file as it stands: `standing` is empty when nobody recorded or asked anything yet."""

    key: str
    standing: str
    content: str
    asked: str
    entry: int | None
    restricted: bool


@dataclass(frozen=True, slots=True)
class PersonFile:
    """Everything the register says of one person, as known at some entry."""

    person: str
    names: Sequence[Recorded]
    identifiers: Sequence[Recorded]
    facts: Sequence[Recorded]
    items: Sequence[FileItem]
    spans: Sequence[timeline.Span]
    grounds: Sequence[instruments.Ground]
    uncovered: Sequence[instruments.Uncovered]
    holds: Sequence[statements.Hold]
    links: Sequence[statements.Link]
    entries: Sequence[Recorded]

    @property
    def name(self) -> str:
        """Return the first name on file, or nothing when none is recorded."""
        return self.names[0].event.written if self.names else ""  # type: ignore[attr-defined]


_FACTS = (
    e.BirthRecorded,
    e.CitizenshipRecorded,
    e.SexRecorded,
    e.LanguageRecorded,
    e.DependantRecorded,
    e.ContactRecorded,
    e.TakenIntoCustody,
)


def person_file(person: str, *, known_at: int | None = None) -> PersonFile | None:
    """Return a person's file as known at entry `known_at` (None: now), or None when it did not exist then."""
    chain = entries_by_subject([person], upto=known_at).get(person)
    if chain is None:
        return None
    stands = timeline.standing(chain)
    spans = timeline.spans(chain)
    grounds = instruments.grounds(chain)
    return PersonFile(
        person=person,
        names=[each for each in stands if isinstance(each.event, e.NameRecorded)],
        identifiers=[each for each in stands if isinstance(each.event, e.IdentifierRecorded | r.PersonListed)],
        facts=[each for each in stands if isinstance(each.event, _FACTS)],
        items=_items(stands),
        spans=spans,
        grounds=grounds,
        uncovered=instruments.uncovered(spans, grounds),
        holds=statements.holds(stands),
        links=statements.links(stands),
        entries=chain,
    )


def _items(stands: Iterable[Recorded]) -> list[FileItem]:
    """Return every item of the minimum file, in its order; the newest word on each counts."""
    found: dict[str, FileItem] = {}
    for entry in stands:
        for key, item in ITEMS.items():
            if _records(entry.event, item):
                found[key] = FileItem(key, "recorded", "", "", entry.number, item.restricted)
        if isinstance(entry.event, e.ItemRecorded) and entry.event.item in ITEMS:
            said = entry.event
            found[said.item] = FileItem(
                said.item, said.standing, said.content, said.asked, entry.number, ITEMS[said.item].restricted
            )
    return [found.get(key, FileItem(key, "", "", "", None, item.restricted)) for key, item in ITEMS.items()]


def _records(event: Any, item: Item) -> bool:
    """Tell whether an event says anything of an item."""
    if event.code not in item.events and event.code not in item.also:
        return False
    said = [getattr(event, each, "") for each in item.says]
    return not said or any(each.strip() for each in said)


def is_late(entry: Recorded) -> bool:
    """Tell whether an entry was recorded more than `LATE_AFTER` after what it reports."""
    return entry.recorded_at - entry.occurred_at > LATE_AFTER


def may_read(actor: Actor, person: str) -> bool:
    """Tell whether an actor may read a person's file: by role where the person is or was last, anywhere when nowhere yet."""
    facility = Person.objects.filter(id=person).values_list("facility", flat=True).first()
    if facility == "":
        facility = next((each.facility for each in entries(subjects=[person], newest_first=True) if each.facility), "")
    if facility:
        return may(actor, "register.read", facility)
    return facilities_for(actor, "register.read") != frozenset()


def facilities(actor: Actor | None = None, *, known_at: int | None = None) -> QuerySet[Facility]:
    """Return the facilities known at an entry (None: now), or those of them whose population an actor may count."""
    found = Facility.objects.order_by("code")
    if known_at is not None:
        found = found.filter(entry__lte=known_at)
    codes = facilities_for(actor, "register.count") if actor else None
    return found if codes is None else found.filter(code__in=codes)


def history(person: str, *, known_at: int | None = None) -> list[dict[str, Any]]:
    """Return a person's entries as plain data for the command line and the API, oldest first."""
    chain = entries_by_subject([person], upto=known_at).get(person, [])
    gone = {each.supersedes: each.number for each in chain if each.supersedes is not None}
    return [
        {
            "number": each.number,
            "event": each.event.code,
            "occurred_at": each.occurred_at,
            "zone": each.zone,
            "recorded_at": each.recorded_at,
            "recorded_by": each.actor,
            "authority": each.authority,
            "facility": each.facility,
            "late": is_late(each),
            "supersedes": each.supersedes,
            "superseded_by": gone.get(each.number),
            "facts": each.event,
        }
        for each in chain
    ]


def was_received(person: str, facility: str, at: datetime) -> bool:
    """Tell whether the register had received a person at a facility by a moment, whatever happened since."""
    return Custody.objects.filter(person=person, facility=facility, since__lte=at, known_until=None).exists()


def persons_of(facility: str, *, known_at: int | None = None, among: Collection[str] | None = None) -> list[str]:
    """Return everybody who was ever held at a facility, or those of some persons, as known at an entry (None: now), by number."""
    found = known_spans(known_at).filter(facility=facility).order_by("person")
    if among is not None:
        found = found.filter(person__in=among)
    return list(found.values_list("person", flat=True).distinct())


def ever_at(facility: str, among: Collection[str]) -> set[str]:
    """Return those of some persons of whom the register ever said that they were held at a facility, even if it took that back."""
    found: set[str] = set()
    wanted = sorted(among)
    for at in range(0, len(wanted), _PERSONS_AT_ONCE):
        some = Custody.objects.filter(facility=facility, person__in=wanted[at : at + _PERSONS_AT_ONCE])
        found.update(some.values_list("person", flat=True))
    return found


_PERSONS_AT_ONCE = 500


def held_since(facility: str) -> list[tuple[str, datetime]]:
    """Return everybody who is held at a facility now, with the moment at which this began, the longest first."""
    held = Person.objects.filter(facility=facility, state="held").values("id")
    found = Custody.objects.filter(person__in=held, facility=facility, known_until=None).values_list("person")
    return sorted(found.annotate(begun=Min("since")).order_by(), key=lambda each: (each[1], each[0]))
