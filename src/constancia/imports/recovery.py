"""After a crash: runs that nobody reads any more are queued again, files that nobody wants are removed."""

from datetime import datetime

from django.core.management import call_command
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from constancia.imports import reasons, store
from constancia.imports import refusals as why
from constancia.imports.actions import queue
from constancia.imports.models import FAILED, READING, WAITING, ImportRun
from constancia.imports.tasks import read_run

MOST_ATTEMPTS = 3
"""A run that was cut short so often is not tried again by itself: its files may be what brings the reading down."""


def recover(now: datetime) -> None:
    """Queue again what was cut short; call only while nothing is being read in the background."""
    for run in ImportRun.objects.filter(state__in=(WAITING, READING)).exclude(origin="terminal"):
        if run.state == READING and run.attempts >= MOST_ATTEMPTS:
            failed = reasons.written([why.INTERRUPTED()])
            ImportRun.objects.filter(id=run.id).update(state=FAILED, refusals=failed, ended_at=now)
        elif run.state == READING or not _is_queued(run):
            with transaction.atomic():
                ImportRun.objects.filter(id=run.id).update(state=WAITING)
                queue(run.id)


def tidy_up(now: datetime) -> None:
    """Remove files that belong to no run that could still be read, and queue records older than two weeks."""
    kept = ImportRun.objects.filter(state__in=(WAITING, READING, FAILED), settled_at=None)
    store.tidy(kept.values_list("id", flat=True), now)
    call_command("prune_db_task_results", verbosity=0)


def _is_queued(run: ImportRun) -> bool:
    try:
        return bool(run.task) and read_run.get_result(run.task).status == TaskResultStatus.READY
    except TaskResultDoesNotExist:
        return False
