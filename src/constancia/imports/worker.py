"""The background worker: reads one waiting run after the other, each in a process of its own.

One process per run gives the memory back after each, and a file that brings the reading down takes nothing else with it.
Run as a module, this file is such a process; `work` is what starts them.
"""

import contextlib
import fcntl
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import django
from django.core.management import call_command
from django.db import connection

MOST_MEMORY = 6 * 2**30
"""A process that reads one run may not use more; what would need more fails, and the machine goes on."""

_PAUSE = 5.0


def work(stop: threading.Event) -> None:
    """Read what waits, until told to stop; only one worker at a time works for one CONSTANCIA_HOME, others stand by."""
    from constancia.imports.recovery import recover, tidy_up  # noqa: PLC0415 - tables exist only after django.setup()

    with _only_one(stop):
        if not stop.is_set():
            tidy_up(datetime.now(UTC))
        while not stop.is_set():
            recover(datetime.now(UTC))
            connection.close()
            _one_run(stop)


def stop_with_parent(stop: Callable[[], object]) -> None:
    """Call `stop` once the process that holds the other end of standard input has ended, however it ended."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop()

    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def _only_one(stop: threading.Event) -> Iterator[None]:
    from constancia.imports import store  # noqa: PLC0415 - settings exist only after django.setup()

    with (store.folder() / "worker.lock").open("w") as lock:
        while not stop.is_set():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stop.wait(1)
        yield


def _one_run(stop: threading.Event) -> None:
    """Let a process wait for a run and read it; when told to stop, kill it: a run is safe to be cut short anywhere."""
    command = [sys.executable, "-m", "constancia.imports.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603 - ourselves
        while process.poll() is None and not stop.wait(0.2):
            pass
        process.kill()
    if process.returncode and not stop.is_set():
        stop.wait(_PAUSE)


def _read_one() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "constancia.project.settings")
    django.setup()
    stop_with_parent(lambda: os._exit(0))
    call_command("db_worker", interval=1, max_tasks=1, startup_delay=False, verbosity=0)


if __name__ == "__main__":
    _read_one()
