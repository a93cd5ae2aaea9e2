"""Questions others may ask of the journal, beside its entries (`journal.entries`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from constancia.ledger.journal import Recorded, read_document
from constancia.ledger.models import Entry, Head


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry as it lies in the journal: what it says, its bytes, its leaf, and the entries that supersede it."""

    entry: Recorded
    document: bytes
    leaf: bytes
    leaf_hash: bytes
    superseded_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeadSeen:
    """The tree head of the newest commit."""

    size: int
    root: bytes
    recorded_at: datetime


def stored(number: int) -> Stored | None:
    """Return one entry, or None when the journal does not hold it."""
    found = Entry.objects.filter(number=number).first()
    if found is None:
        return None
    document = bytes(found.document)
    later = tuple(superseded([number]).get(number, ()))
    return Stored(read_document(document), document, bytes(found.leaf), bytes(found.leaf_hash), later)


def superseded(numbers: Iterable[int]) -> dict[int, list[int]]:
    """Return, for those entries that were superseded, the numbers of the entries that did it."""
    found: dict[int, list[int]] = {}
    pairs = Entry.objects.filter(supersedes__in=list(numbers)).order_by("number").values_list("supersedes", "number")
    for old, new in pairs:
        if old is not None:
            found.setdefault(old, []).append(new)
    return found


def recorded_late(
    events: Iterable[str], margin: timedelta, *, after: int = 0, before: int | None = None, limit: int | None = None
) -> list[Recorded]:
    """Return entries of some events that were recorded more than `margin` after what they report, newest first.

    `after` and `before` bound the entry numbers, both left out themselves.
    """
    found = _late(events, margin, after)
    if before is not None:
        found = found.filter(number__lt=before)
    documents = found.order_by("-number").values_list("document", flat=True)
    return [read_document(bytes(each)) for each in documents[:limit]]


def count_late(events: Iterable[str], margin: timedelta, *, after: int = 0) -> int:
    """Return how many entries `recorded_late` would return without a limit."""
    return _late(events, margin, after).count()


def _late(events: Iterable[str], margin: timedelta, after: int) -> QuerySet[Entry]:
    return Entry.objects.filter(event__in=list(events), number__gt=after, recorded_at__gt=F("occurred_at") + margin)


def newest_head() -> HeadSeen | None:
    """Return the tree head of the newest commit, or None for an empty store."""
    found = Head.objects.order_by("-size").first()
    return None if found is None else HeadSeen(found.size, bytes(found.root), found.recorded_at)
