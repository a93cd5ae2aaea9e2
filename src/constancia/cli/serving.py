"""The web server and its background worker: tables made, the worker started, the process become the server."""

import os
import subprocess
import sys

import click
from django.core.management import call_command
from django.db import connections

bind_option = click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port of the web.")

_GUNICORN = (
    "constancia.project.wsgi:application", "--preload", "--workers", "2", "--worker-class", "gthread", "--threads", "4",
    "--timeout", "120", "--no-control-socket",
)  # fmt: skip


def make_tables() -> None:
    """Make the tables that this version of the program has and the store has not."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def become_server(bind: str) -> None:
    """Become the web server on an address, with a background worker beside it; this never returns.

    The program is loaded once and then forked into its workers, so no connection to the store may be open by then.
    """
    connections.close_all()
    _start_worker()
    command = [sys.executable, "-m", "gunicorn", *_GUNICORN, "--bind", bind]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def _start_worker() -> None:
    """Start the worker; this process, which becomes the web server, holds the other end of its standard input.

    However the web server ends, the pipe then closes and the worker ends too.
    """
    end, held = os.pipe()
    os.set_inheritable(held, True)
    command = [sys.executable, "-m", "constancia.cli", "work", "--until-input-ends"]
    subprocess.Popen(command, stdin=end, start_new_session=True)  # noqa: S603 - our own interpreter, no shell
    os.close(end)
