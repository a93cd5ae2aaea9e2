"""Questions others may ask of daily rolls."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Sum

from constancia.register.roll.models import RollDay


@dataclass(frozen=True, slots=True)
class RollsRead:
    """The rolls of one facility that were read, and the entry of the one read last."""

    facility: str
    first_day: date
    last_day: date
    rolls: int
    stale: int
    rows: int
    rejected: int
    last_entry: int


def rolls_read(codes: frozenset[str] | None = None, *, known_at: int | None = None) -> list[RollsRead]:
    """Return what was read by an entry of the journal (None: now), one line per facility; `codes` limits the facilities."""
    found = RollDay.objects.all() if codes is None else RollDay.objects.filter(facility__in=codes)
    if known_at is not None:
        found = found.filter(entry__lte=known_at)
    lines = found.values("facility").annotate(
        first_day=Min("day"),
        last_day=Max("day"),
        rolls=Count("id"),
        stale=Count("stale_of"),
        total_rows=Sum("rows"),
        total_rejected=Sum("rejected"),
        last_entry=Max("entry"),
    )
    return [
        RollsRead(
            each["facility"],
            each["first_day"],
            each["last_day"],
            each["rolls"],
            each["stale"],
            each["total_rows"],
            each["total_rejected"],
            each["last_entry"],
        )
        for each in lines.order_by("facility")
    ]
