"""The work that waits in the queue: one task, naming the run to read."""

from datetime import UTC, datetime

import structlog
from django_tasks import task

from constancia.access.queries import actor_numbered
from constancia.core.refusals import Refused
from constancia.imports import reading, reasons, store
from constancia.imports import refusals as why
from constancia.imports.models import FAILED, WAITING, ImportRun

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
        if run.kind == "roll":
            reading.read_rolls(run, found, by=by, clock=_now)
        else:
            reading.read_headcounts(run, found[0], by=by, clock=_now)
    except Refused as refused:
        log.warning("import_refused", run=number, codes=[each.code for each in refused.refusals])
    except Exception as error:  # noqa: BLE001 - told in the row and logged by `reading`; the queue must not keep its text
        log.warning("import_failed", run=number, error=type(error).__name__)


def _now() -> datetime:
    return datetime.now(UTC)
