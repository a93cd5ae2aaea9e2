"""What a person can do about imports: hand files over, try a failed run again, put it aside."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from constancia.core.actors import Actor
from constancia.core.permissions import require
from constancia.core.refusals import Refusal, Refused, refuse_if_any
from constancia.core.time import zone as zone_called
from constancia.imports import refusals as why
from constancia.imports import rules, store
from constancia.imports.models import FAILED, READING, WAITING, ImportRun
from constancia.imports.queries import PERMISSION
from constancia.imports.tasks import read_run
from constancia.register.headcounts import DEFINITIONS
from constancia.register.models import Facility
from constancia.register.refusals import BAD_ZONE, MISSING, TOO_LONG, UNKNOWN_CODE, UNKNOWN_FACILITY
from constancia.register.roll.files import day_in_name


def hand_over_rolls(*, by: Actor, now: datetime, facility: str, files: Sequence[rules.Arrived], origin: str) -> int:
    """Hand daily rolls of a facility over to be read in the background; return the number of the run.

    The files are moved, not copied. Refuses `register.unknown_facility`, `imports.no_file`, `imports.too_large`,
    `imports.too_many_files`, `imports.unknown_kind`, `imports.empty_file`, `imports.too_many_waiting`.
    """
    require(by, PERMISSION, facility)
    found = Facility.objects.filter(code=facility).first()
    refusals = [] if found else [UNKNOWN_FACILITY(field="facility", facility=facility[:40])]
    zone = found.zone if found else ""
    run = ImportRun(kind="roll", origin=origin, facility=facility, zone=zone, by=by.id, asked_at=now)
    return _hand_over(run, files, refusals)


def hand_over_headcounts(
    *,
    by: Actor,
    now: datetime,
    definition: str,
    producer: str,
    zone: str,
    files: Sequence[rules.Arrived],
    origin: str,
) -> list[int]:
    """Hand published head counts over to be read in the background, one run for each file; return their numbers.

    Refuses `register.unknown_code` for a definition not known, `register.missing`, `register.bad_zone`, and files as
    `hand_over_rolls` does.
    """
    require(by, PERMISSION)
    refusals = _refuse_counts(definition, producer.strip(), zone)
    refuse_if_any([*refusals, *rules.refuse_files("headcounts", files)])
    made = []
    with transaction.atomic():
        for each in files:
            run = ImportRun(kind="headcounts", origin=origin, zone=zone, by=by.id, asked_at=now)
            run.definition, run.producer = definition, producer.strip()
            made.append(_hand_over(run, [each], []))
    return made


def hand_over_conditions(
    *, by: Actor, now: datetime, kind: str, facility: str, files: Sequence[rules.Arrived], origin: str
) -> list[int]:
    """Hand segregation lists or measurements of a facility over, one run for each file; return their numbers.

    Refuses as `hand_over_rolls` does.
    """
    require(by, PERMISSION, facility)
    found = Facility.objects.filter(code=facility).first()
    refusals = [] if found else [UNKNOWN_FACILITY(field="facility", facility=facility[:40])]
    refuse_if_any([*refusals, *rules.refuse_files(kind, files)])
    zone = found.zone if found else ""
    made = []
    with transaction.atomic():
        for each in files:
            run = ImportRun(kind=kind, origin=origin, facility=facility, zone=zone, by=by.id, asked_at=now)
            made.append(_hand_over(run, [each], []))
    return made


def begin_here(
    *, by: Actor, now: datetime, kind: str, names: Sequence[str], size: int, zone: str, **facts: str
) -> ImportRun:
    """Note a run that the caller reads itself, at a terminal, and return its row for `reading`.

    Refuses `core.not_permitted`; what is wrong with the files is told when they are read.
    """
    require(by, PERMISSION, facts.get("facility", ""))
    return ImportRun.objects.create(
        kind=kind,
        origin="terminal",
        zone=zone,
        names=_written(names),
        size=size,
        by=by.id,
        asked_at=now,
        touched_at=now,
        state=READING,
        **facts,
    )


def try_again(*, by: Actor, now: datetime, run: int) -> None:
    """Let a failed run be read again. Refuses `imports.unknown_run`, `imports.not_failed`, `imports.files_gone`."""
    with transaction.atomic():
        found = _failed(by, run)
        if found.origin == "terminal" or not store.sources(run, json.loads(found.names)):
            raise Refused([why.FILES_GONE(field="run")])
        ImportRun.objects.filter(id=run).update(state=WAITING, attempts=0, refusals="[]", asked_at=now, ended_at=None)
        queue(run)


def set_aside(*, by: Actor, now: datetime, run: int) -> None:
    """Take a failed run off the list of what needs doing and remove its files; what it recorded stands.

    Refuses `imports.unknown_run`, `imports.not_failed`.
    """
    with transaction.atomic():
        found = _failed(by, run)
        ImportRun.objects.filter(id=found.id).update(settled_at=now, settled_by=by.id)
    store.forget(run)


def queue(run: int) -> None:
    """Put a waiting run into the queue of the background worker, in the caller's transaction."""
    task = read_run.enqueue(run)
    ImportRun.objects.filter(id=run).update(task=task.id)


def _hand_over(run: ImportRun, files: Sequence[rules.Arrived], refusals: list[Refusal]) -> int:
    """Refuse with every reason, or note the run, move its files (in order of day) and queue it, all or nothing."""
    if ImportRun.objects.filter(state=WAITING).count() >= rules.MOST_WAITING:
        refusals.append(why.TOO_MANY_WAITING(limit=rules.MOST_WAITING))
    refuse_if_any([*refusals, *rules.refuse_files(run.kind, files)])
    in_order = sorted(files, key=lambda each: (day_in_name(each.name) or date.max, each.name))
    run.names, run.size = _written([each.name for each in in_order]), sum(each.size for each in files)
    with transaction.atomic():
        run.save()
        store.keep(run.id, in_order)
        queue(run.id)
    return int(run.id)


def _failed(by: Actor, number: int) -> ImportRun:
    found = ImportRun.objects.filter(id=number).first()
    if found is None:
        require(by, PERMISSION)
        raise Refused([why.UNKNOWN_RUN(field="run", run=number)])
    require(by, PERMISSION, found.facility)
    if found.state != FAILED or found.settled_at is not None:
        raise Refused([why.NOT_FAILED(field="run")])
    return found


def _refuse_counts(definition: str, producer: str, zone: str) -> list[Refusal]:
    found = []
    if definition not in DEFINITIONS:
        found.append(UNKNOWN_CODE(field="definition", value=definition[:40], known=", ".join(sorted(DEFINITIONS))))
    if not producer:
        found.append(MISSING(field="producer", name="producer"))
    if len(producer) > 200:
        found.append(TOO_LONG(field="producer", limit=200))
    try:
        zone_called(zone)
    except ValueError:
        found.append(BAD_ZONE(field="zone", zone=zone[:60]))
    return found


def _written(names: Sequence[str]) -> str:
    return json.dumps([rules.shown_name(each) for each in names], ensure_ascii=False)
