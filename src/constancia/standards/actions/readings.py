"""Readings as devices post them: taken in at once and for good, journaled in batches a little later.

A post is answered when its readings are durable. The same reading again changes nothing, in whatever order posts arrive; another
figure for a moment already told is refused. `gather` turns what waits into entries, one for each device and kind.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import groupby, islice
from typing import Any

from django.db import transaction

from constancia.core.actors import Actor
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.core.time import iso
from constancia.ledger.journal import Draft, record
from constancia.ledger.sequence import writing
from constancia.register import refusals as register
from constancia.standards import refusals as why
from constancia.standards.actions.common import draft_of
from constancia.standards.actions.devices import digest_of
from constancia.standards.events.devices import Reading as Read
from constancia.standards.events.devices import ReadingsReceived
from constancia.standards.follow_up import conditions_changed
from constancia.standards.models import Arrival, Device, DeviceToken, Reading
from constancia.standards.rules import PLAUSIBLE, whole

MOST_AT_ONCE = 1_000
"""How many readings one post may hold."""

READINGS_AN_ENTRY = 5_000
"""How many readings one entry of the journal holds at most."""

CLOCK_AHEAD = timedelta(minutes=5)
"""By how much a device's clock may run ahead."""

UNITS = {
    "temperature": "C",
    "humidity": "%",
    "co2": "ppm",
    "outdoor_air": "L/s",
    "daylight": "lx",
    "light": "lx",
    "night_light": "lx",
}
"""The unit in which a device sends each kind of figure."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One reading as a device sent it."""

    kind: str
    at: datetime
    value: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a post: how many readings are new, and how many had been told before."""

    new: int
    known: int


def device_of_token(token: str) -> Device | None:
    """Return the device in use that a token belongs to, or None."""
    found = DeviceToken.objects.filter(digest=digest_of(token), ended_at=None).first()
    return None if found is None else Device.objects.filter(id=found.device, retired_at=None).first()


def take_in(*, device: Device, sent: Sequence[Sent], now: datetime) -> Taken:
    """Keep what a device posted, all of it or nothing; whoever calls has checked the device's token.

    Refuses `standards.too_many_readings`, `standards.not_measured`, `standards.bad_number`, `standards.other_reading`,
    `register.in_future`.
    """
    refuse_if_any(_refuse(sent, now))
    with transaction.atomic():
        known = _known(device.id, sent)
        fresh: dict[tuple[str, datetime], str] = {}
        wrong: list[Refusal] = []
        for each in sent:
            before = known.get((each.kind, each.at), fresh.get((each.kind, each.at)))
            if before is None:
                fresh[each.kind, each.at] = each.value
            elif whole(before) != whole(each.value):
                wrong.append(why.OTHER_READING(field="value", device=device.id, at=iso(each.at)))
        refuse_if_any(wrong)
        rows = [
            Arrival(device=device.id, kind=kind, at=at, value=value, arrived_at=now)
            for (kind, at), value in fresh.items()
        ]
        Arrival.objects.bulk_create(rows, ignore_conflicts=True)
        if fresh:
            conditions_changed(device.facility, now)
    return Taken(len(fresh), len(sent) - len(fresh))


def _refuse(sent: Sequence[Sent], now: datetime) -> list[Refusal]:
    if not 1 <= len(sent) <= MOST_AT_ONCE:
        return [why.TOO_MANY_READINGS(field="readings", limit=MOST_AT_ONCE)]
    return [refusal for each in sent for refusal in _refuse_one(each, now)]


def _refuse_one(each: Sent, now: datetime) -> Iterator[Refusal]:
    if each.kind not in PLAUSIBLE:
        yield why.NOT_MEASURED(field="kind", value=each.kind[:40], known=", ".join(PLAUSIBLE))
    if figure(each.value) is None:
        yield why.BAD_NUMBER(field="value", column=each.kind[:24], value=each.value[:40])
    if each.at > now + CLOCK_AHEAD:
        yield register.IN_FUTURE(field="at", at=iso(each.at), now=iso(now))


def figure(text: str) -> Decimal | None:
    """Return a figure as written, or None when it is none that can be kept."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    fits = value.is_finite() and abs(value) < 10**9 and len(text) <= 40
    return value if fits else None


def _known(device: str, sent: Sequence[Sent]) -> dict[tuple[str, datetime], str]:
    """Return what the device told already of these moments, waiting or journaled."""
    moments = sorted({each.at for each in sent})
    waiting = Arrival.objects.filter(device=device, at__in=moments).values_list("kind", "at", "value")
    found = {(kind, at): value for kind, at, value in waiting}
    written = Reading.objects.filter(device=device, at__in=moments).values_list("kind", "at", "value")
    found.update({(kind, at): str(Decimal(value).scaleb(-9)) for kind, at, value in written})
    return found


def gather(*, by: Actor, now: datetime, limit: int = 500_000) -> int:
    """Turn readings that wait into entries of the journal, in order of device, kind and time; return how many entries.

    A crash before the commit leaves them waiting. The devices were known when they posted, so that this refuses nobody but a
    journal that is not open (`ledger.not_opened`).
    """
    with writing():
        waiting = list(Arrival.objects.order_by("device", "kind", "at")[:limit])
        facilities = dict(Device.objects.values_list("id", "facility"))
        told = _journaled(waiting)
        fresh = [(each.device, each.kind, each.at, each.value) for each in waiting]
        drafts = list(drafts_of((each for each in fresh if each[:3] not in told), facilities, ""))
        record(drafts, by=by, now=now)
        Arrival.objects.filter(id__in=[each.id for each in waiting]).delete()
    return len(drafts)


def _journaled(waiting: Sequence[Arrival]) -> set[tuple[str, str, datetime]]:
    """Return which of the waiting readings got into the journal while they were being posted again."""
    found: set[tuple[str, str, datetime]] = set()
    for device, some in groupby(waiting, key=lambda each: each.device):
        moments = [each.at for each in some]
        written = Reading.objects.filter(device=device, at__range=(min(moments), max(moments)))
        found.update(written.values_list("device", "kind", "at"))
    return found


def drafts_of(rows: Iterable[tuple[str, str, datetime, str]], facilities: dict[str, str], file: str) -> Iterator[Draft]:
    """Yield the entries of readings given in order of device, kind and time as (device, kind, moment, figure)."""
    for (device, kind), some in groupby(rows, key=lambda each: each[:2]):
        while batch := [Read(iso(at), value) for _, _, at, value in islice(some, READINGS_AN_ENTRY)]:
            said = ReadingsReceived(device=device, kind=kind, unit=UNITS[kind], readings=tuple(batch), file=file)
            at = datetime.fromisoformat(batch[0].at)
            yield draft_of(said, subject=f"device:{device}", facility=facilities[device], at=at)


def require_device(token: str) -> Device:
    """Return the device of a token; refuses `standards.unknown_device` without naming what was sent."""
    found: Any = device_of_token(token)
    if found is None:
        raise Refused([why.UNKNOWN_DEVICE(field="Authorization", device="")])
    return found  # type: ignore[no-any-return]
