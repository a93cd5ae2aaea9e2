"""Opening accounts from the machine itself: how the first administrator of a register comes to be."""

import secrets

import click

from constancia.access.actions import grant_role, open_user
from constancia.cli.output import answer, clock, common, operator
from constancia.core.actors import EVERYWHERE
from constancia.core.permissions import ROLES
from constancia.ledger.sequence import writing


@click.group()
def account() -> None:
    """Open accounts without signing in; the rest is done on the accounts page."""


@account.command("open")
@click.argument("username")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="What the account may do.")
@click.option("--facility", default=EVERYWHERE, show_default=True, help="The facility where the role holds; * is all.")
@click.option("--name", default="", help="Shown on screens to colleagues; never written into the journal.")
@click.option("--language", default="es", show_default=True, type=click.Choice(["es", "en"]), help="Of its screens.")
@click.option("--reason", required=True, help="The order or the task behind it; goes into the journal.")
@common
def open_(username: str, role: str, facility: str, name: str, language: str, reason: str, *, as_json: bool) -> None:
    """Open an account with one role and print its first password, which has to be replaced at the first sign-in."""
    by, now, password = operator(), clock(), secrets.token_urlsafe(15)
    with writing():
        user = open_user(
            by=by,
            at=now,
            now=now,
            username=username,
            password=password,
            reason=reason,
            name=name,
            language=language,
            must_change_password=True,
        )
        grant_role(by=by, at=now, now=now, user=user, role=role, facility=facility, reason=reason)
    answer(
        {"user": user, "username": username, "password": password},
        [
            f"Account {user} is open. Sign-in name: {username}  First password: {password}",
            "It is shown only now. / Solo se muestra ahora.",
        ],
        as_json=as_json,
    )
