"""Creating the store."""

import click
from django.core.management import call_command

from constancia.cli.output import answer, clock, common, operator
from constancia.ledger.actions import open_register


@click.command()
@click.option("--name", default="Constancia", show_default=True, help="The name of the register.")
@common
def init(name: str, *, as_json: bool) -> None:
    """Create the store and open the register in it."""
    call_command("migrate", verbosity=0)
    now = clock()
    entry = open_register(by=operator(), name=name, at=now, now=now)
    answer(
        {"register": entry.subject, "entry": entry.number},
        [f"Register {entry.subject} is open. / El registro {entry.subject} está abierto."],
        as_json=as_json,
    )
