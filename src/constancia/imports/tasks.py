"""The work that waits in the queue: one task, naming the run to read."""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from django_tasks import task

from constancia.access.queries import actor_numbered
from constancia.core.actors import Actor
from constancia.core.refusals import Refused
from constancia.imports import reading, reasons, store
from constancia.imports import refusals as why
from constancia.imports.models import FAILED, WAITING, ImportRun
from constancia.register.roll.files import Source

log = structlog.get_logger("constancia.imports")


@task()
def read_run(number: int) -> None:
    """Read a waiting run as whoever asked for it, with the roles that person has now.

    Whatever goes wrong is told in the run's row and nowhere else: the queue keeps tracebacks, which could quote a person.
    """
    run = ImportRun.objects.filter(id=number, state=WAITING).first()
    if run is None:
        return
    found = store.sources(number, reading.names_of(run))
    if not found:
        reasons_now = reasons.written([why.FILES_GONE()])
        ImportRun.objects.filter(id=number).update(state=FAILED, refusals=reasons_now, ended_at=_now())
        return
    by = actor_numbered(run.by)
    try:
        _READERS[run.kind](run, found, by)
    except Refused as refused:
        log.warning("import_refused", run=number, codes=[each.code for each in refused.refusals])
    except Exception as error:  # noqa: BLE001 - told in the row and logged by `reading`; the queue must not keep its text
        log.warning("import_failed", run=number, error=type(error).__name__)


_READERS: dict[str, Callable[[ImportRun, list[Source], Actor], object]] = {
    "roll": lambda run, found, by: reading.read_rolls(run, found, by=by, clock=_now),
    "headcounts": lambda run, found, by: reading.read_headcounts(run, found[0], by=by, clock=_now),
    "segregation": lambda run, found, by: reading.read_segregation(run, found[0], by=by, clock=_now),
    "measurements": lambda run, found, by: reading.read_measurements(run, found, by=by, clock=_now),
}
"""How each kind of run is read."""


def _now() -> datetime:
    return datetime.now(UTC)
