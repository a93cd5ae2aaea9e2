"""Forms that record: a person, an item of the file, an identity link."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from constancia.register import actions
from constancia.register.codes import NAME_KINDS, RELATIONS, STANDINGS
from constancia.register.file import ITEMS
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.files import file_for, places_for
from constancia.web.forms import ActForm, OnPerson, choice, text
from constancia.web.person_acts import on_person


class NewPerson(ActForm):
    """A new file."""

    written = text(_("Name, as the person writes it"), needed=True)
    kind = choice(_("Kind of name"), NAME_KINDS)
    evidence = text(_("Evidence (optional)"), _("What the name was taken from."))


class ItemForm(OnPerson):
    """One item of the minimum file."""

    standing = choice(_("How it stands"), STANDINGS)
    content = text(_("Content"), _("What is known."), long=True)
    asked = text(_("Who was asked"), _("When nothing is known: who was asked, and when."))
    examiner = text(_("Examiner (health items)"))


class LinkForm(OnPerson):
    """A statement of identity."""

    other = text(_("Number of the other file"), "P-0000-0000", needed=True)
    relation = choice(_("Relation"), RELATIONS)
    reason = text(_("Reason"), _("What this rests on. Both files stay whole."), long=True, needed=True)


class Because(OnPerson):
    """A reason only."""

    reason = text(_("Reason"), long=True, needed=True)


@page("register.record", section="search")
def register_person(request: Request) -> HttpResponse:
    """Open a file for a person."""
    return act_page(
        request,
        NewPerson(sent(request), initial={"kind": "as_written"}),
        lambda said: actions.register_person(by=request.actor, at=now(), now=now(), **said),
        title=_("Register a person"),
        lead=_("Search first: the person may have a file already."),
        button=_("Open the file"),
        back=reverse("search"),
        done=_("The file is open."),
        to=lambda person: reverse("person", args=[person]),
    )


@page("register.read", section="search")
def item(request: Request, person: str, item: str) -> HttpResponse:
    """Record one item of the minimum file, or who was asked for it."""
    file = file_for(request, person)
    if item not in ITEMS:
        raise Http404

    def act(said: dict[str, Any]) -> Any:
        return actions.record_item(by=request.actor, at=now(), now=now(), person=person, item=item, **said)

    form = ItemForm(sent(request), file=file, places=places_for(request))
    shown = {"title": _("Record an item of the file"), "done": _("The item is recorded."), "intro": ITEMS[item].text}
    return on_person(request, file, form, act, **shown)


@page("register.link", section="search")
def link(request: Request, person: str) -> HttpResponse:
    """State that another file is, or is not, the same person."""
    file = file_for(request, person)

    def act(said: dict[str, Any]) -> Any:
        return actions.link_identity(by=request.actor, at=now(), now=now(), person=person, **said)

    form = LinkForm(sent(request), file=file, places=places_for(request))
    return on_person(request, file, form, act, title=_("Link with another file"), done=_("The link is recorded."))


@page("register.link", section="search")
def unlink(request: Request, person: str, link: str) -> HttpResponse:
    """Take a statement of identity back."""
    file = file_for(request, person)

    def act(said: dict[str, Any]) -> Any:
        return actions.unlink_identity(by=request.actor, at=now(), now=now(), person=person, link=link, **said)

    form = Because(sent(request), file=file, places=places_for(request))
    return on_person(request, file, form, act, title=_("End the link"), done=_("The link is ended."))
