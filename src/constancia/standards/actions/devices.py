"""Measuring devices: entering one with its place and its secret, calibrating it, retiring it."""

import re
import secrets
from datetime import datetime
from hashlib import sha256

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refused
from constancia.ledger.journal import Recorded
from constancia.ledger.sequence import writing
from constancia.register.refusals import ENDS_BEFORE_START
from constancia.register.rules import refuse_missing, refuse_moment
from constancia.standards import refusals as why
from constancia.standards.actions.common import write_one
from constancia.standards.events import devices as e
from constancia.standards.follow_up import conditions_changed
from constancia.standards.models import Device, DeviceToken
from constancia.standards.rules import PLAUSIBLE

PERMISSION = "standards.devices"
LONGEST_PERIOD = 86_400
_CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")


def open_device(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    device: str,
    stands_for: int,
    module: str = "",
    cell: str = "",
    model: str = "",
) -> Recorded:
    """Enter a measuring device with its place; a reading of it stands for `stands_for` seconds and no longer.

    Refuses `standards.bad_device`, `standards.device_there`, `standards.bad_period`, `register.unknown_facility`,
    `register.in_future`, `register.too_long`.
    """
    require(by, PERMISSION, facility)
    with writing():
        said = e.DeviceOpened(device=device, module=module, cell=cell, model=model, stands_for=stands_for)
        wrong = [] if _CODE.fullmatch(device) else [why.BAD_DEVICE(field="device")]
        if not 1 <= stands_for <= LONGEST_PERIOD:
            wrong.append(why.BAD_PERIOD(field="stands_for"))
        if Device.objects.filter(id=device).exists():
            wrong.append(why.DEVICE_THERE(field="device", device=device[:40]))
        return write_one(
            said,
            subject=f"device:{device}",
            facility=facility,
            by=by,
            at=at,
            now=now,
            refusals=[*wrong, *refuse_moment(at, now)],
        )


def calibrate(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    device: str,
    kind: str,
    valid_until: datetime,
    checked_by: str,
    reference: str = "",
) -> Recorded:
    """Record that a device was checked for one kind of figure, and until when that counts.

    From the first calibration on, readings outside every calibration are set aside. Refuses `standards.unknown_device`,
    `standards.not_measured`, `register.missing`, `register.ends_before_start`, `register.in_future`.
    """
    found = _device(by, device)
    with writing():
        said = e.DeviceCalibrated(
            device=device, kind=kind, valid_until=valid_until, checked_by=checked_by, reference=reference
        )
        wrong = [] if valid_until > at else [ENDS_BEFORE_START(field="valid_until")]
        if kind not in PLAUSIBLE:
            wrong.append(why.NOT_MEASURED(field="kind", value=kind[:40], known=", ".join(PLAUSIBLE)))
        entry = write_one(
            said,
            subject=f"device:{device}",
            facility=found.facility,
            by=by,
            at=at,
            now=now,
            refusals=[*wrong, *refuse_missing(checked_by=checked_by), *refuse_moment(at, now)],
        )
        conditions_changed(found.facility, now)
        return entry


def retire_device(*, by: Actor, at: datetime, now: datetime, device: str, reason: str) -> Recorded:
    """Take a device out of use and end its tokens; what it read stays.

    Refuses `standards.unknown_device`, `register.missing`, `register.in_future`.
    """
    found = _device(by, device)
    with writing():
        entry = write_one(
            e.DeviceRetired(device=device, reason=reason),
            subject=f"device:{device}",
            facility=found.facility,
            by=by,
            at=at,
            now=now,
            refusals=[*refuse_missing(reason=reason), *refuse_moment(at, now)],
        )
        DeviceToken.objects.filter(device=device, ended_at=None).update(ended_at=now)
        return entry


def make_device_token(*, by: Actor, now: datetime, device: str) -> str:
    """Return a new secret for a device, shown this once; the ones before it open nothing any longer.

    Refuses `standards.unknown_device`.
    """
    _device(by, device)
    token = f"cd_{secrets.token_urlsafe(32)}"
    with writing():
        DeviceToken.objects.filter(device=device, ended_at=None).update(ended_at=now)
        DeviceToken.objects.create(device=device, digest=digest_of(token), made_at=now, made_by=by.id)
    return token


def digest_of(token: str) -> str:
    """Return the digest under which a token is kept; a token is random enough to need no salt."""
    return sha256(token.encode()).hexdigest()


def _device(by: Actor, device: str) -> Device:
    found = Device.objects.filter(id=device).first()
    require(by, PERMISSION, found.facility if found else "")
    if found is None or found.retired_at is not None:
        raise Refused([why.UNKNOWN_DEVICE(field="device", device=device[:40])])
    return found
