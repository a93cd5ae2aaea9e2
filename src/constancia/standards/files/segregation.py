"""Importing lists of segregation placements: idempotent, nothing dropped in silence, nothing smoothed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refused
from constancia.ledger.journal import Draft, record
from constancia.ledger.sequence import writing
from constancia.register.actions.common import zone_of
from constancia.register.refusals import OTHER_ZONE
from constancia.register.roll.tables import LARGEST_FILE, Reject, Source, Unreadable, shown
from constancia.standards import refusals as why
from constancia.standards.events.files import FileRead, SegregationListed
from constancia.standards.files.columns import read_table
from constancia.standards.files.segregation_rows import Listed, Placement, placements
from constancia.standards.models import FileRead as FileRow
from constancia.standards.models import Segregation


@dataclass(slots=True)
class SegregationImport:
    """What one run did: rows of the file, rows that were there already, entries made, and what was rejected."""

    rows: int = 0
    known: int = 0
    new_entries: int = 0
    rejects: list[Reject] = field(default_factory=list)


def import_segregation(
    *, by: Actor, path: Path | Source, facility: str, zone: str, clock: Callable[[], datetime]
) -> SegregationImport:
    """Read a CSV list of segregation placements under a facility code that is open already.

    The same row again adds nothing, in the same or in a longer file; two rows of one content in one file are two placements.
    Refuses `register.unknown_facility`, `register.other_zone`, and `standards.bad_file` for a file none of which can be read.
    """
    require(by, "register.import", facility)
    refuse_place(facility, zone)
    source = path if isinstance(path, Source) else Source(path, path.name)
    data = bytes_of(source)
    listed = _listed(source, data, zone)
    digest = sha256(data).hexdigest()
    done = SegregationImport(rows=listed.rows, rejects=listed.rejects)
    now = clock()
    with writing():
        known = set(Segregation.objects.values_list("key", flat=True))
        fresh = []
        for each in listed.placements:
            if each.since > now:
                done.rejects.append(Reject(shown(source.name), each.row, "since", "future_day"))
            elif each.key not in known:
                fresh.append(each)
        done.known = len(listed.placements) - len(fresh)
        drafts = list(_drafts(fresh, facility, zone, shown(source.name)))
        if not FileRow.objects.filter(facility=facility, sha256=digest).exists():
            drafts.append(_marker(source, digest, done, facility, zone, now))
        record(drafts, by=by, now=now)
    done.new_entries = len(drafts)
    return done


def refuse_place(facility: str, zone: str) -> None:
    """Refuse a facility that is not open, or whose days are those of another zone."""
    theirs = zone_of(facility)
    if theirs != zone:
        raise Refused([OTHER_ZONE(field="zone", facility=facility, zone=theirs)])


def bytes_of(source: Source) -> bytes:
    """Return a file's bytes; refuses `standards.bad_file` for one that is too large or cannot be opened."""
    try:
        with source.path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError:
        raise bad_file(Reject(shown(source.name), 0, "", "cannot_open")) from None
    if len(data) > LARGEST_FILE:
        raise bad_file(Reject(shown(source.name), 0, "", "too_big"))
    return data


def bad_file(at: Reject) -> Refused:
    """Return the refusal of a whole file, with the row and column at fault."""
    return Refused([why.BAD_FILE(file=at.file, row=at.row, column=at.field, reason=at.reason, field="path")])


def _listed(source: Source, data: bytes, zone: str) -> Listed:
    table = read_table(shown(source.name), data)
    if isinstance(table, Unreadable):
        raise bad_file(table.reject)
    listed = placements(table, zone)
    if listed.missing:
        raise bad_file(Reject(table.name, 1, listed.missing[0], "missing_column"))
    return listed


def _drafts(fresh: list[Placement], facility: str, zone: str, file: str) -> Iterator[Draft]:
    for each in fresh:
        said = SegregationListed(
            key=each.key,
            since=each.since,
            until=each.until,
            precision=each.precision,
            file=file,
            row=each.row,
            copy=each.copy,
            **each.says,
        )
        yield Draft(said, f"segregation:{each.key}", each.since, zone, facility)


def _marker(source: Source, digest: str, done: SegregationImport, facility: str, zone: str, now: datetime) -> Draft:
    said = FileRead(
        kind="segregation",
        name=shown(source.name),
        sha256=digest,
        rows=done.rows,
        rejected=len(done.rejects),
        known=done.known,
    )
    return Draft(said, f"conditions:{facility}", now, zone, facility)
