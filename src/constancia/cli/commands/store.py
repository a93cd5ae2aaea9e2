"""Creating the store, serving it, working in the background, and the demonstration."""

import os
import signal
import subprocess
import sys
import threading

import click
from django.core.management import call_command
from django.db import connections

from constancia.cli.output import answer, clock, common, operator
from constancia.demo.load import load
from constancia.imports.worker import stop_with_parent, work
from constancia.ledger.actions import open_register
from constancia.ledger.models import Entry
from constancia.register.models import Person

_BIND = click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port of the web.")


@click.command()
@click.option("--name", default="Constancia", show_default=True, help="The name of the register.")
@common
def init(name: str, *, as_json: bool) -> None:
    """Create the store and open the register in it."""
    _make_tables()
    now = clock()
    entry = open_register(by=operator(), name=name, at=now, now=now)
    answer(
        {"register": entry.subject, "entry": entry.number},
        [f"Register {entry.subject} is open. / El registro {entry.subject} está abierto."],
        as_json=as_json,
    )


@click.command()
@_BIND
@click.option("--plain-http", is_flag=True, help="Without HTTPS: for this machine only, or behind no proxy at all.")
@common
def serve(bind: str, *, plain_http: bool, as_json: bool) -> None:  # noqa: ARG001 - it never returns an answer
    """Run the web and its background worker; tables that this version adds to an older store are made first."""
    _make_tables()
    if plain_http:
        os.environ["CONSTANCIA_HTTPS"] = "0"
    _serve(bind)


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


@click.command()
@click.option("--people", default=2000, show_default=True, type=click.IntRange(1, 200_000), help="Generated persons.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same people.")
@click.option("--no-serve", is_flag=True, help="Load only.")
@_BIND
@common
def demo(people: int, seed: int, bind: str, *, no_serve: bool, as_json: bool) -> None:
    """Load a generated facility with two years of custody, and serve it on this machine."""
    _make_tables()
    if Entry.objects.exists():
        data = {"people": Person.objects.count(), "entries": Entry.objects.count(), "loaded": False}
        note = "The store holds a register already; nothing was loaded."
    else:
        told = load(by=operator(), people=people, seed=seed, now=clock(), progress=_show_progress)
        data = {"people": Person.objects.count(), "entries": Entry.objects.count(), "loaded": True, **told}
        note = "The demonstration is loaded."
    answer(data, [f"{note} {data['people']} persons, {data['entries']} entries."], as_json=as_json)
    if not no_serve:
        os.environ["CONSTANCIA_DEMO"], os.environ["CONSTANCIA_HTTPS"] = "1", "0"
        click.echo(f"Open http://{bind}/ (accounts are listed on the sign-in page). Stop with Ctrl-C.", err=True)
        _serve(bind)


def _make_tables() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def _serve(bind: str) -> None:
    """Become the web server, with a background worker beside it."""
    connections.close_all()
    _start_worker()
    command = [sys.executable, "-m", "gunicorn", "constancia.project.wsgi:application", "--bind", bind]
    command += [
        "--workers",
        "2",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--timeout",
        "120",
        "--no-control-socket",
    ]
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


def _show_progress(done: int, total: int) -> None:
    if done % 250 == 0 or done == total:
        end = "\n" if done == total else ""
        click.echo(f"\rLoading {done:,} of {total:,} steps", nl=False, err=True)
        click.echo(end, nl=False, err=True)
