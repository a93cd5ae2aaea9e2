"""Creating the store, serving it, and the demonstration."""

import os
import sys

import click
from django.core.management import call_command

from constancia.cli.output import answer, clock, common, operator
from constancia.demo.load import load
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
    """Run the web."""
    if plain_http:
        os.environ["CONSTANCIA_HTTPS"] = "0"
    _serve(bind)


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
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "constancia.project.wsgi:application",
        "--bind",
        bind,
        "--workers",
        "2",
    ]
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def _show_progress(done: int, total: int) -> None:
    if done % 250 == 0 or done == total:
        end = "\n" if done == total else ""
        click.echo(f"\rLoading {done:,} of {total:,} steps", nl=False, err=True)
        click.echo(end, nl=False, err=True)
