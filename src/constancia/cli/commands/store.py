"""Creating the store and serving it."""

import os

import click

from constancia.cli.output import answer, clock, common, operator
from constancia.cli.serving import become_server, bind_option, make_tables
from constancia.ledger.actions import open_register


@click.command()
@click.option("--name", default="Constancia", show_default=True, help="The name of the register.")
@common
def init(name: str, *, as_json: bool) -> None:
    """Create the store and open the register in it."""
    make_tables()
    now = clock()
    entry = open_register(by=operator(), name=name, at=now, now=now)
    answer(
        {"register": entry.subject, "entry": entry.number},
        [f"Register {entry.subject} is open. / El registro {entry.subject} está abierto."],
        as_json=as_json,
    )


@click.command()
@bind_option
@click.option("--plain-http", is_flag=True, help="Without HTTPS: for this machine only, or behind no proxy at all.")
@common
def serve(bind: str, *, plain_http: bool, as_json: bool) -> None:  # noqa: ARG001 - it never returns an answer
    """Run the web and its background worker; tables that this version adds to an older store are made first."""
    make_tables()
    if plain_http:
        os.environ["CONSTANCIA_HTTPS"] = "0"
    become_server(bind)
