"""Working in the background."""

import signal
import threading

import click

from constancia.cli.output import common
from constancia.imports.worker import stop_with_parent, work


@click.command(name="work")
@click.option("--until-input-ends", is_flag=True, help="Stop when standard input is closed, as `serve` asks.")
@common
def work_(*, until_input_ends: bool, as_json: bool) -> None:  # noqa: ARG001 - it never returns an answer
    """Read imports that wait in the background, until stopped; `serve` and `demo` start a worker themselves."""
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    if until_input_ends:
        stop_with_parent(stop.set)
    work(stop)
