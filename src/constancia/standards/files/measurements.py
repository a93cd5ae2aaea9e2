"""Importing files of measurements: one device for each file, every reading kept as written, what is odd about it told."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePath

import polars as pl

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refused
from constancia.ledger.journal import Draft, record
from constancia.ledger.sequence import writing
from constancia.register.roll.files import tables
from constancia.register.roll.tables import ROW, Reject, Source, TextTable, Unreadable
from constancia.standards import refusals as why
from constancia.standards.actions.devices import open_device
from constancia.standards.actions.readings import READINGS_AN_ENTRY, UNITS
from constancia.standards.events.devices import Reading as Read
from constancia.standards.events.devices import ReadingsReceived
from constancia.standards.events.files import FileRead
from constancia.standards.files.columns import has_short_header, read_table
from constancia.standards.files.measurement_rows import AT, VALUE, Measured, measured
from constancia.standards.files.segregation import refuse_place
from constancia.standards.follow_up import conditions_changed
from constancia.standards.models import Device, Reading
from constancia.standards.models import FileRead as FileRow

Opener = Callable[[str, timedelta], None]
"""Enters a device that the register does not know yet, given its code and the usual step of its readings."""


_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(days=1)


@dataclass(slots=True)
class MeasurementImport:
    """What one run did: each file with its oddities, readings that were new or known, and what was rejected."""

    files: list[Measured] = field(default_factory=list)
    short_headers: list[str] = field(default_factory=list)
    new_readings: int = 0
    known_readings: int = 0
    new_entries: int = 0
    rejects: list[Reject] = field(default_factory=list)


def import_measurements(
    *,
    by: Actor,
    paths: Sequence[Path | Source],
    facility: str,
    zone: str,
    clock: Callable[[], datetime],
    device: str = "",
    enter_device: Opener | None = None,
    progress: Callable[[str, int], None] = lambda _name, _entries: None,
) -> MeasurementImport:
    """Read CSV files (or archives of them) of a device's readings, each file by its own transaction.

    The device is `device`, or called as its file is; one that the register does not know is entered by `enter_device`, or else the
    file is refused. The same reading again adds nothing; another figure for a moment already told is rejected. Refuses
    `register.unknown_facility`, `register.other_zone` and `standards.unknown_device`; unreadable files are named in `rejects`.
    """
    require(by, "register.import", facility)
    refuse_place(facility, zone)
    done = MeasurementImport()
    digests: dict[str, str] = {}

    def read(name: str, data: bytes) -> TextTable | Unreadable:
        digests[name] = sha256(data).hexdigest()
        if has_short_header(data):
            done.short_headers.append(name)
        return read_table(name, data)

    for table in tables(paths, read):
        if isinstance(table, Unreadable):
            done.rejects.append(table.reject)
            continue
        found = measured(table, zone)
        done.files.append(found)
        if found.missing:
            done.rejects.append(Reject(found.name, 1, found.missing, "missing_column"))
            continue
        code = device or PurePath(found.name).stem
        _open(code, facility, found, enter_device)
        _write(done, found, code, facility, zone, digests[found.name], by, clock())
        progress(found.name, done.new_entries)
    return done


def opener(by: Actor, facility: str, clock: Callable[[], datetime], *, cell_by_name: bool) -> Opener:
    """Return what enters unknown devices in somebody's name; `cell_by_name`: a file is named after the cell of its device."""

    def enter(code: str, step: timedelta) -> None:
        now = clock()
        cell = code if cell_by_name else ""
        seconds = int(step.total_seconds())
        open_device(by=by, at=now, now=now, facility=facility, device=code, cell=cell, stands_for=seconds)

    return enter


def _open(code: str, facility: str, found: Measured, enter_device: Opener | None) -> None:
    known = Device.objects.filter(id=code, facility=facility, retired_at=None).exists()
    if not known and enter_device is not None and not Device.objects.filter(id=code).exists():
        enter_device(code, min(max(found.step, _SHORTEST), _LONGEST))
    elif not known:
        raise Refused([why.UNKNOWN_DEVICE(field="device", device=code[:40])])


def _write(
    done: MeasurementImport,
    found: Measured,
    device: str,
    facility: str,
    zone: str,
    digest: str,
    by: Actor,
    now: datetime,
) -> None:
    """Make a file's readings durable, all or none, unless the journal holds them already."""
    with writing():
        drafts: list[Draft] = []
        for kind, frame in found.readings.items():
            fresh, known = _fresh(frame, device, kind, found, now)
            done.known_readings += known
            done.new_readings += fresh.height
            drafts += _drafts(fresh, device, kind, found.name, facility, zone)
        done.rejects += found.rejects
        if not FileRow.objects.filter(facility=facility, sha256=digest, kind="measurements").exists():
            said = FileRead(
                kind="measurements",
                name=found.name,
                sha256=digest,
                rows=found.rows,
                rejected=len(found.rejects),
                known=done.known_readings,
            )
            drafts.append(Draft(said, f"conditions:{facility}", now, zone, facility))
        record(drafts, by=by, now=now)
        conditions_changed(facility, now)
    done.new_entries += len(drafts)


def _fresh(frame: pl.DataFrame, device: str, kind: str, found: Measured, now: datetime) -> tuple[pl.DataFrame, int]:
    """Return the readings that are new, and how many were told before; other figures for a known moment are rejected."""
    future = frame.filter(pl.col(AT) > now)
    found.rejects += [Reject(found.name, row, AT, "future_day") for row in future[ROW]]
    frame = frame.filter(pl.col(AT) <= now)
    if not frame.height:
        return frame, 0
    inside = Reading.objects.filter(device=device, kind=kind, at__range=(frame[AT].min(), frame[AT].max()))
    schema = {AT: pl.Datetime("us", "UTC"), "told": pl.Int64()}
    told = pl.DataFrame(list(inside.values_list("at", "value")), schema=schema, orient="row")
    joined = frame.join(told, on=AT, how="left", maintain_order="left")
    nano = (pl.col(VALUE).cast(pl.Float64) * 1e9).round().cast(pl.Int64)
    other = joined.filter(pl.col("told").is_not_null() & ((pl.col("told") - nano).abs() > 1000))
    found.rejects += [Reject(found.name, row, kind, "another_reading") for row in other[ROW]]
    fresh = joined.filter(pl.col("told").is_null()).select(ROW, AT, VALUE)
    return fresh, joined.height - fresh.height - other.height


def _drafts(fresh: pl.DataFrame, device: str, kind: str, file: str, facility: str, zone: str) -> Iterator[Draft]:
    moments = fresh[AT].dt.strftime("%Y-%m-%dT%H:%M:%S%.f") + "Z"
    rows = list(zip(moments.to_list(), fresh[VALUE].to_list(), strict=True))
    for at in range(0, len(rows), READINGS_AN_ENTRY):
        some = tuple(Read(*each) for each in rows[at : at + READINGS_AN_ENTRY])
        said = ReadingsReceived(device=device, kind=kind, unit=UNITS[kind], readings=some, file=file)
        yield Draft(said, f"device:{device}", datetime.fromisoformat(some[0].at), zone, facility)
