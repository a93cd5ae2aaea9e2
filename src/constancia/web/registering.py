"""Forms that record: a person, an admission, a release, a ground, an item of the file, an identity link."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import facilities_for
from constancia.register import actions, queries
from constancia.register.codes import GROUND_KINDS, NAME_KINDS, RELATIONS, RELEASE_REASONS, STANDINGS
from constancia.register.file import ITEMS
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.forms import ActForm, choice, day, in_zone, moment, text
from constancia.web.people import file_for, zone_of
from constancia.web.words import AUTHORITY, AUTHORITY_HINT, LOCAL_TIME, WHEN


class NewPerson(ActForm):
    """A new file."""

    written = text(_("Name, as the person writes it"), needed=True)
    kind = choice(_("Kind of name"), NAME_KINDS)
    evidence = text(_("Evidence (optional)"), _("What the name was taken from."))


class Admission(ActForm):
    """An admission."""

    facility = forms.ChoiceField(label=_("Facility"), required=False)
    at = moment(WHEN, LOCAL_TIME)
    received_from = text(_("Received from"), needed=True)
    escort = text(_("Escort (optional)"), _("Service or duty number of those who brought the person."))
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)
    override = text(
        _("Override (only when no legal instrument is in force)"),
        _(
            "Who decided to receive the person all the same, and why. The stay stays on the list until a ground covers it."
        ),
        long=True,
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the facilities where the asker may record."""
        super().__init__(*args, **kwargs)
        self.fields["facility"].choices = [("", "—"), *places]  # type: ignore[attr-defined]


class Release(ActForm):
    """A release."""

    at = moment(WHEN, LOCAL_TIME)
    reason = choice(_("Reason"), RELEASE_REASONS)
    destination = text(_("Destination"), _("Where the person went."), needed=True)
    evidence = text(_("Proof of release"), _("Signature, witness or document that proves the release."), needed=True)
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)


class GroundForm(ActForm):
    """A legal instrument."""

    kind = choice(_("Kind of instrument"), GROUND_KINDS)
    issuer = text(_("Issuing authority"), needed=True)
    reference = text(_("Reference"), _("Case or file number as the instrument gives it."), needed=True)
    issued_on = day(_("Issued on"), required=True)
    valid_from = moment(_("Valid from"), LOCAL_TIME)
    valid_until = moment(_("Valid until (optional)"), LOCAL_TIME, required=False)
    review_due_on = day(_("Review due on (optional)"))
    document_sha256 = text(_("SHA-256 of the document (optional)"), _("64 hexadecimal digits."))
    facts = text(_("Facts it rests on (optional)"), long=True)


class ItemForm(ActForm):
    """One item of the minimum file."""

    standing = choice(_("How it stands"), STANDINGS)
    content = text(_("Content"), _("What is known."), long=True)
    asked = text(_("Who was asked"), _("When nothing is known: who was asked, and when."))
    examiner = text(_("Examiner (health items)"))


class LinkForm(ActForm):
    """A statement of identity."""

    other = text(_("Number of the other file"), "P-0000-0000")
    relation = choice(_("Relation"), RELATIONS)
    reason = text(_("Reason"), _("What this rests on. Both files stay whole."), long=True)


class EndLink(ActForm):
    """Why a link ends."""

    reason = text(_("Reason"), long=True)


@page("register.record")
def register_person(request: Request) -> HttpResponse:
    """Open a file for a person."""
    return act_page(
        request,
        NewPerson(sent(request), initial={"kind": "as_written"}),
        lambda said: actions.register_person(by=request.actor, at=now(), now=now(), **said),
        title=_("Register a person"),
        intro=_("Search first: the person may have a file already."),
        button=_("Open the file"),
        back=reverse("search"),
        done=_("The file is open."),
        to=lambda person: reverse("person", args=[person]),
    )


@page("register.record")
def admit(request: Request, person: str) -> HttpResponse:
    """Receive a person into a facility."""
    file_for(request, person)
    places = _places(request)
    zones = {each.code: each.zone for each in places}
    form = Admission(sent(request), places=[(each.code, f"{each.name} ({each.code})") for each in places])

    def act(said: dict[str, Any]) -> Any:
        at = in_zone(said.pop("at"), zones.get(said["facility"], "UTC"))
        return actions.admit(by=request.actor, at=at, now=now(), person=person, **said)

    return _on_person(request, person, form, act, _("Record an admission"), _("The admission is recorded."))


@page("register.record")
def release(request: Request, person: str) -> HttpResponse:
    """Let a person go."""
    zone = zone_of(file_for(request, person))

    def act(said: dict[str, Any]) -> Any:
        at = in_zone(said.pop("at"), zone)
        return actions.release(by=request.actor, at=at, now=now(), person=person, **said)

    form = Release(sent(request))
    return _on_person(request, person, form, act, _("Record a release"), _("The release is recorded."))


@page("register.record")
def ground(request: Request, person: str) -> HttpResponse:
    """Record a legal instrument."""
    zone = zone_of(file_for(request, person))

    def act(said: dict[str, Any]) -> Any:
        said["valid_from"], said["valid_until"] = in_zone(said["valid_from"], zone), in_zone(said["valid_until"], zone)
        return actions.record_ground(by=request.actor, at=now(), now=now(), person=person, **said)

    form = GroundForm(sent(request))
    return _on_person(request, person, form, act, _("Record a ground"), _("The ground is recorded."))


@page("register.read")
def item(request: Request, person: str, item: str) -> HttpResponse:
    """Record one item of the minimum file, or who was asked for it."""
    file_for(request, person)
    if item not in ITEMS:
        raise Http404

    def act(said: dict[str, Any]) -> Any:
        return actions.record_item(by=request.actor, at=now(), now=now(), person=person, item=item, **said)

    form = ItemForm(sent(request))
    done = _("The item is recorded.")
    return _on_person(request, person, form, act, _("Record an item of the file"), done, intro=ITEMS[item].text)


@page("register.link")
def link(request: Request, person: str) -> HttpResponse:
    """State that another file is, or is not, the same person."""
    file_for(request, person)

    def act(said: dict[str, Any]) -> Any:
        return actions.link_identity(by=request.actor, at=now(), now=now(), person=person, **said)

    form = LinkForm(sent(request))
    return _on_person(request, person, form, act, _("Link with another file"), _("The link is recorded."))


@page("register.link")
def unlink(request: Request, person: str, link: str) -> HttpResponse:
    """Take a statement of identity back."""
    file_for(request, person)

    def act(said: dict[str, Any]) -> Any:
        return actions.unlink_identity(by=request.actor, at=now(), now=now(), person=person, link=link, **said)

    form = EndLink(sent(request))
    return _on_person(request, person, form, act, _("End the link"), _("The link is ended."))


def _places(request: Request) -> list[Any]:
    codes = facilities_for(request.actor, "register.record")
    return [each for each in queries.facilities() if codes is None or each.code in codes]


def _on_person(
    request: Request, person: str, form: ActForm, act: Any, title: Any, done: Any, intro: Any = ""
) -> HttpResponse:
    here = reverse("person", args=[person])
    return act_page(
        request,
        form,
        act,
        title=title,
        done=done,
        to=lambda _result: here,
        back=here,
        button=title,
        intro=intro or person,
    )
