"""Places of detention: the list of them, and entering a new one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from constancia.register import actions, queries
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.forms import ActForm, text

_PERMISSION = "register.open_facility"


class NewFacility(ActForm):
    """A place of detention."""

    code = text(
        _("Code"),
        _("Letters, digits, dots, hyphens or underscores, such as CD-1. It can never be changed."),
        needed=True,
    )
    name = text(_("Name"), needed=True)
    zone = text(_("Time zone"), _("Name of the IANA list, such as America/El_Salvador."), needed=True)
    authority = text(_("Authority in charge"), needed=True)


@page(_PERMISSION, everywhere=True)
def facilities(request: Request) -> HttpResponse:
    """List the places of detention."""
    return render(request, "web/facilities.html", {"facilities": queries.facilities()})


@page(_PERMISSION, everywhere=True, section="facilities")
def open_facility(request: Request) -> HttpResponse:
    """Enter a place of detention."""
    return act_page(
        request,
        NewFacility(sent(request), initial={"zone": "America/El_Salvador"}),
        lambda said: actions.open_facility(by=request.actor, at=now(), now=now(), **said),
        title=_("Open a facility"),
        button=_("Open the facility"),
        back=reverse("facilities"),
        done=_("The facility is open."),
        to=lambda _entry: reverse("facilities"),
    )
