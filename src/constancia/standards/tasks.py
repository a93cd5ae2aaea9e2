"""The work that waits in the queue: bringing boards up to date, and journaling what devices posted."""

from datetime import UTC, datetime, timedelta

import structlog
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from constancia.core.refusals import Refused
from constancia.standards.models import Board

FOLLOW = "constancia.standards.keeping.follow"
"""What the tasks do, by name: acts queue these tasks, and what they do are acts again."""

AGAIN = timedelta(minutes=5)
"""How long after a look at every board the next one is due."""

log = structlog.get_logger("constancia.standards")


@task()
def refresh(facility: str) -> None:
    """Judge anew what changed at a facility, open and escalate its findings, and keep its board's figures."""
    _follow(facility)
    _look_again()


@task()
def look() -> None:
    """Do so at every facility with a board, because time passed and people were received, moved and released meanwhile."""
    for facility in Board.objects.exclude(as_of=None).order_by("facility").values_list("facility", flat=True):
        _follow(facility)
    _look_again()


def _follow(facility: str) -> None:
    """Bring one board up to date.

    Whatever goes wrong is told in the log by kind and nowhere else: the queue keeps tracebacks, which could quote a person.
    """
    try:
        import_string(FOLLOW)(facility, now=datetime.now(UTC))
    except Refused as refused:
        log.warning("board_refused", facility=facility, codes=[each.code for each in refused.refusals])
    except Exception as error:  # noqa: BLE001 - the queue must not keep its text
        log.warning("board_failed", facility=facility, error=type(error).__name__)


def _look_again() -> None:
    """Queue the next look at every board unless one waits already."""
    if not DBTaskResult.objects.filter(task_path=look.module_path, status=TaskResultStatus.READY).exists():
        look.using(run_after=datetime.now(UTC) + AGAIN).enqueue()
