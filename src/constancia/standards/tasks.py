"""The work that waits in the queue: bringing a facility's board up to date, and journaling what its devices posted."""

from datetime import UTC, datetime

import structlog
from django.utils.module_loading import import_string
from django_tasks import task

from constancia.core.refusals import Refused

FOLLOW = "constancia.standards.keeping.follow"
"""What the task does, by name: acts queue this task, and what it does are acts again."""

log = structlog.get_logger("constancia.standards")


@task()
def refresh(facility: str) -> None:
    """Judge anew what changed at a facility, open and escalate its findings, and keep its board's figures.

    Whatever goes wrong is told in the log by kind and nowhere else: the queue keeps tracebacks, which could quote a person.
    """
    try:
        import_string(FOLLOW)(facility, now=datetime.now(UTC))
    except Refused as refused:
        log.warning("board_refused", facility=facility, codes=[each.code for each in refused.refusals])
    except Exception as error:  # noqa: BLE001 - the queue must not keep its text
        log.warning("board_failed", facility=facility, error=type(error).__name__)
