"""What every command shares: its common options, its answer as text or JSON, its progress on stderr, and who asks."""

import dataclasses
import getpass
import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import click

from constancia.core.actors import EVERYWHERE, Actor, Grant
from constancia.core.events import Event, to_facts
from constancia.core.permissions import ROLES
from constancia.core.time import iso

_OPTIONS = (
    click.option("--json", "as_json", is_flag=True, help="Answer in JSON on standard output."),
    click.option("--db", metavar="URL", expose_value=False, help="The store (default: CONSTANCIA_DB, or a file)."),
)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that every command takes."""
    for option in _OPTIONS:
        function = option(function)
    return function


def operator() -> Actor:
    """Return the actor of the command line: the account on this machine, which can read the store anyway.

    The journal names it `os:<account>`, so that what was done from a terminal can be told from what was done signed in.
    """
    return Actor(f"os:{getpass.getuser()}"[:64], frozenset(Grant(role, EVERYWHERE) for role in ROLES))


def clock() -> datetime:
    """Return the moment at which the command runs; the domain itself never asks a clock."""
    return datetime.now(UTC)


def answer(data: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """Print the answer: `data` as JSON, or the lines for a reader."""
    if as_json:
        click.echo(json.dumps(data, default=_plain, ensure_ascii=False))
        return
    for line in lines:
        click.echo(line)


def progress(label: str, *, every: int = 1000) -> Callable[[int], None]:
    """Return a function that shows on a terminal how far a long task is: what it counts, each time that `every` divides it."""
    terminal = sys.stderr.isatty()

    def show(count: int) -> None:
        if terminal and count % every == 0:
            click.echo(f"\r{label}: {count:,}", nl=False, err=True)

    return show


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Event):
        return to_facts(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    raise TypeError(f"no JSON for {type(value).__name__}")
