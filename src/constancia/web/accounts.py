"""Accounts, for administrators: who can sign in, with which roles; and everybody's own tokens."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.access import actions, tokens
from constancia.access.queries import account as account_of
from constancia.access.queries import accounts as all_accounts
from constancia.access.queries import tokens_of
from constancia.core.actors import EVERYWHERE
from constancia.core.permissions import ROLES
from constancia.core.refusals import Refused
from constancia.core.text import Text
from constancia.register.queries import facilities
from constancia.web.access import SIGNED_IN, Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.forms import ActForm, choice, text

_REASON_HINT = _("The order or the task behind it. It goes into the journal: write no names.")
_LANGUAGES = {"es": Text("Spanish", "Español"), "en": Text("English", "Inglés")}


class OpenAccount(ActForm):
    """A new account; its first password is made by the computer and shown once."""

    username = text(_("Sign-in name"), _("3 to 40 letters, digits, dots, hyphens or underscores."))
    name = text(_("Name of the person"), _("Shown on screens to colleagues; never written into the journal."))
    language = choice(_("Language"), _LANGUAGES)
    reason = text(_("Reason"), _REASON_HINT, long=True)


class RoleAt(ActForm):
    """A role and where it holds."""

    role = choice(_("Role"), ROLES)
    facility = forms.ChoiceField(label=_("Facility"), required=False)
    reason = text(_("Reason"), _REASON_HINT, long=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the facilities of the register."""
        super().__init__(*args, **kwargs)
        places = [(each.code, f"{each.name} ({each.code})") for each in facilities()]
        self.fields["facility"].choices = [(EVERYWHERE, _("Everywhere")), *places]  # type: ignore[attr-defined]


class Because(ActForm):
    """A reason only."""

    reason = text(_("Reason"), _REASON_HINT, long=True)


class TokenName(ActForm):
    """A name for a token."""

    name = text(_("Name of the token"), _("The program that will use it."))


@page("access.manage", everywhere=True)
def accounts(request: Request) -> HttpResponse:
    """List the accounts."""
    return render(request, "web/accounts.html", {"accounts": all_accounts()})


@page("access.manage", everywhere=True, section="accounts")
def open_account(request: Request) -> HttpResponse:
    """Open an account and show its first password once."""
    form = OpenAccount(sent(request), initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        said, password = form.cleaned_data, secrets.token_urlsafe(15)
        try:
            user = actions.open_user(
                by=request.actor,
                at=now(),
                now=now(),
                username=said["username"],
                password=password,
                reason=said["reason"],
                name=said["name"],
                language=said["language"] or "es",
                must_change_password=True,
            )
        except Refused as refused:
            form.add_refusals(refused.refusals)
        else:
            shown = {"secret": password, "username": said["username"], "back": reverse("account", args=[user])}
            return render(request, "web/account_opened.html", shown)
    shown = {"form": form, "title": _("Open an account"), "back": reverse("accounts"), "button": _("Open the account")}
    return render(request, "web/act.html", shown, status=422 if form.errors else 200)


@page("access.manage", everywhere=True, section="accounts")
def account(request: Request, user: str) -> HttpResponse:
    """Show one account and its roles."""
    return render(request, "web/account.html", {"account": _found(user)})


@page("access.manage", everywhere=True, section="accounts")
def grant(request: Request, user: str) -> HttpResponse:
    """Give an account a role."""
    return act_page(
        request,
        RoleAt(sent(request)),
        lambda said: actions.grant_role(by=request.actor, at=now(), now=now(), user=user, **said),
        title=_("Grant a role"),
        intro=_found(user).username,
        button=_("Grant the role"),
        done=_("The role is granted."),
        **_back(user),
    )


@page("access.manage", everywhere=True, section="accounts")
def revoke(request: Request, user: str, role: str, facility: str) -> HttpResponse:
    """Take a role from an account."""
    found = _found(user)
    where = "" if facility == EVERYWHERE else f" · {facility}"
    name = ROLES[role].in_(get_language() or "es") if role in ROLES else role
    return act_page(
        request,
        Because(sent(request)),
        lambda said: actions.revoke_role(
            by=request.actor, at=now(), now=now(), user=user, role=role, facility=facility, **said
        ),
        title=_("Revoke a role"),
        intro=f"{found.username}: {name}{where}",
        button=_("Revoke the role"),
        done=_("The role is revoked."),
        **_back(user),
    )


@page("access.manage", everywhere=True, section="accounts")
def close(request: Request, user: str) -> HttpResponse:
    """Close an account."""
    return act_page(
        request,
        Because(sent(request)),
        lambda said: actions.close_user(by=request.actor, at=now(), now=now(), user=user, **said),
        title=_("Close the account"),
        intro=_found(user).username,
        button=_("Close the account"),
        done=_("The account is closed."),
        **_back(user),
    )


@page(SIGNED_IN)
def my_account(request: Request) -> HttpResponse:
    """Show one's own account: roles, password, second factor, tokens; make a token."""
    form = TokenName(sent(request))
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            secret = tokens.make_token(by=request.actor, now=now(), name=form.cleaned_data["name"])
            form = TokenName()
        except Refused as refused:
            form.add_refusals(refused.refusals)
    shown = {"form": form, "secret": secret, "tokens": tokens_of(request.actor.id)}
    shown["account"] = _found(request.actor.id)
    return render(request, "web/my_account.html", shown, status=422 if form.errors else 200)


@page(SIGNED_IN)
def revoke_token(request: Request, token: int) -> HttpResponse:
    """Revoke one of one's own tokens."""
    if request.method == "POST":
        tokens.revoke_token(by=request.actor, now=now(), token=token)
        messages.success(request, _("The token is revoked."))
    return redirect("my_account")


def _found(user: str) -> Any:
    found = account_of(user)
    if found is None:
        raise Http404
    return found


def _back(user: str) -> dict[str, Any]:
    here = reverse("account", args=[user])
    return {"back": here, "to": lambda _result: here}
