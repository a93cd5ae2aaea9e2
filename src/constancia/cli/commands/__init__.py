"""Every command of `constancia`, by room."""

import click

from constancia import __version__
from constancia.cli.commands.accounts import account
from constancia.cli.commands.bench import bench
from constancia.cli.commands.flags import uncovered
from constancia.cli.commands.housing import housing
from constancia.cli.commands.imports import import_
from constancia.cli.commands.journal import journal
from constancia.cli.commands.norms import norms
from constancia.cli.commands.people import person
from constancia.cli.commands.population import population
from constancia.cli.commands.standards import standards
from constancia.cli.commands.store import demo, init, serve, work_


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def constancia() -> None:
    """Keep a custody register that answers for itself."""


for command in (
    account,
    bench,
    demo,
    housing,
    import_,
    init,
    journal,
    norms,
    person,
    population,
    serve,
    standards,
    uncovered,
    work_,
):
    constancia.add_command(command)
