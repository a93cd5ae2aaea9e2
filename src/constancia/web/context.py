"""What the frame of every page shows: navigation for this person's roles, languages, the tree head."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from constancia.access.queries import actor_of
from constancia.core.actors import Actor
from constancia.ledger.queries import newest_head
from constancia.web.access import SIGNED_IN, Rule


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation: route, label, and the rule of the page it leads to."""

    route: str
    label: Any
    rule: Rule


NAVIGATION = (
    Place("home", _("Home"), Rule(SIGNED_IN)),
    Place("population", _("Population"), Rule("register.count")),
    Place("housing", _("Housing"), Rule("housing.read")),
    Place("search", _("Search"), Rule("register.read")),
    Place("boards", _("Board"), Rule("standards.read")),
    Place("findings", _("Findings"), Rule("standards.read")),
    Place("reprisals", _("After complaints"), Rule("standards.read_complaints")),
    Place("norms", _("Norms"), Rule(SIGNED_IN)),
    Place("journal", _("Journal"), Rule("journal.read", everywhere=True)),
    Place("imports", _("Imports"), Rule("register.import")),
    Place("devices", _("Devices"), Rule("standards.devices")),
    Place("facilities", _("Facilities"), Rule("register.open_facility", everywhere=True)),
    Place("accounts", _("Accounts"), Rule("access.manage", everywhere=True)),
)


def shell(request: Any) -> dict[str, Any]:
    """Return the variables of the frame; error pages may be drawn before anybody is known."""
    signed_in = bool(getattr(request, "user", None) and request.user.is_authenticated)
    actor = (getattr(request, "actor", None) or actor_of(request.user)) if signed_in else Actor("")
    return {
        "navigation": _navigation(request, actor) if signed_in else [],
        "tree_head": newest_head if signed_in else None,
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
    }


def _navigation(request: Any, actor: Actor) -> list[dict[str, Any]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    section = getattr(getattr(request.resolver_match, "func", None), "section", here)
    return [
        {"url": reverse(each.route), "label": each.label, "active": section == each.route, "here": here == each.route}
        for each in NAVIGATION
        if each.rule.admits(actor)
    ]
