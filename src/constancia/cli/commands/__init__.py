"""Every command of `constancia`, by room."""

from importlib import import_module

import click

from constancia import __version__

WHERE = {
    "account": "accounts:account",
    "bench": "bench:bench",
    "demo": "demonstration:demo",
    "housing": "housing:housing",
    "import": "imports:import_",
    "init": "store:init",
    "journal": "journal:journal",
    "norms": "norms:norms",
    "person": "people:person",
    "population": "population:population",
    "serve": "store:serve",
    "standards": "standards:standards",
    "uncovered": "flags:uncovered",
    "work": "background:work_",
}
"""The module and the name of every command. A command's room is entered only when it is asked for: one that counts
heads need not wait for a solver to load."""


class Rooms(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Return the names of all commands, in order."""
        return sorted(WHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Return a command by its name, or nothing where there is none."""
        if cmd_name not in WHERE:
            return None
        module, name = WHERE[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def constancia() -> None:
    """Keep a custody register that answers for itself."""
