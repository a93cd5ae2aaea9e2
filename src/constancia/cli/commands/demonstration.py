"""The demonstration: generated people in a generated facility, loaded and served."""

import os

import click

from constancia.cli.output import answer, clock, common, operator
from constancia.cli.serving import become_server, bind_option, make_tables
from constancia.demo.load import load
from constancia.ledger.models import Entry
from constancia.register.models import Person


@click.command()
@click.option("--people", default=2000, show_default=True, type=click.IntRange(1, 200_000), help="Generated persons.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same people.")
@click.option("--no-serve", is_flag=True, help="Load only.")
@bind_option
@common
def demo(people: int, seed: int, bind: str, *, no_serve: bool, as_json: bool) -> None:
    """Load a generated facility with two years of custody, and serve it on this machine."""
    make_tables()
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
        become_server(bind)


def _show_progress(done: int, total: int) -> None:
    if done % 250 == 0 or done == total:
        end = "\n" if done == total else ""
        click.echo(f"\rLoading {done:,} of {total:,} steps", nl=False, err=True)
        click.echo(end, nl=False, err=True)
