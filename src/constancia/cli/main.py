"""Where `constancia` starts: choose the store, wake Django, run the command, answer with the right exit code."""

import json
import os
import sys
from collections.abc import Sequence

import click
import django

from constancia.core.refusals import Refused

REFUSED, USAGE, NOT_VERIFIED = 1, 2, 3
"""Exit codes besides 0: refused or invalid; wrong usage; a verification failed."""


def main() -> None:
    """Run the command that the shell asked for."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; refusals go to stdout as JSON with `--json`, else to stderr."""
    _choose_store(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "constancia.project.settings")
    django.setup()
    from django.db import DatabaseError  # noqa: PLC0415 - as below

    from constancia.cli.commands import constancia  # noqa: PLC0415 - tables exist only after django.setup()

    try:
        code = constancia.main(args=list(arguments), prog_name="constancia", standalone_mode=False)
    except Refused as refused:
        _show_refusals(refused, as_json="--json" in arguments, language=language())
        return REFUSED
    except click.UsageError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        error.show()
        return REFUSED
    except DatabaseError as error:
        click.echo(
            f"The store cannot be used ({type(error).__name__}). Is --db right, and was it made by `init`?", err=True
        )
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nInterrupted; nothing is lost, run the command again.", err=True)
        return REFUSED
    return code if isinstance(code, int) else 0


def language() -> str:
    """Return the language of messages: that of the terminal's locale when it is Spanish, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "es" if locale.startswith("es") else "en"


def _choose_store(arguments: Sequence[str]) -> None:
    """Let `--db URL`, wherever it stands, decide before the settings are read."""
    for position, word in enumerate(arguments):
        if word == "--db" and position + 1 < len(arguments):
            os.environ["CONSTANCIA_DB"] = arguments[position + 1]
        elif word.startswith("--db="):
            os.environ["CONSTANCIA_DB"] = word.removeprefix("--db=")


def _show_refusals(refused: Refused, *, as_json: bool, language: str) -> None:
    if as_json:
        click.echo(json.dumps({"refusals": [each.as_data(language) for each in refused.refusals]}, ensure_ascii=False))
        return
    for each in refused.refusals:
        where = f"{each.field}: " if each.field else ""
        click.echo(f"{where}{each.message(language)}  [{each.code}; {each.kind.rule}]", err=True)
        click.echo(f"  → {each.kind.remedy.in_(language)}", err=True)
