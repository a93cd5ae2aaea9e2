"""Forms for what a file holds in a structured form: names, numbers, birth, citizenship, sex, languages, family, contacts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from constancia.register import actions
from constancia.register.codes import BIRTH_PRECISIONS, CITIZENSHIP_STANDINGS, NAME_KINDS
from constancia.web.access import Request, page
from constancia.web.acts import sent
from constancia.web.clock import now
from constancia.web.files import file_for, places_for
from constancia.web.forms import OnPerson, choice, day, text
from constancia.web.person_acts import on_person

_EVIDENCE = _("Document or statement it was taken from.")


class Name(OnPerson):
    """A name."""

    written = text(_("As written"), needed=True)
    kind = choice(_("Kind"), NAME_KINDS)
    evidence = text(_("Evidence"), _EVIDENCE)


class Identifier(OnPerson):
    """A number."""

    kind = text(_("Kind"), _("Identity card, passport, case file …"), needed=True)
    issuer = text(_("Issuer"), needed=True)
    value = text(_("Number"), needed=True)


class Birth(OnPerson):
    """A birth date, exact or between two days."""

    earliest = day(_("Earliest day"), _("When the date is exact, both days are the same."), required=True)
    latest = day(_("Latest day"), required=True)
    precision = choice(_("Precision"), BIRTH_PRECISIONS)
    evidence = text(_("Evidence"), _EVIDENCE)


class Citizenship(OnPerson):
    """One citizenship."""

    country = text(_("Country"), _("Three letters of ISO 3166, such as SLV; XXX for stateless."), needed=True)
    standing = choice(_("Standing"), CITIZENSHIP_STANDINGS)
    evidence = text(_("Evidence"), _EVIDENCE)


class Sex(OnPerson):
    """Sex on papers, gender in the person's own words."""

    on_papers = text(_("On papers"))
    self_perceived = text(_("Self-perceived"), _("In the person's own words."))


class Language(OnPerson):
    """A language."""

    language = text(_("Language"), _("Code of ISO 639, such as es or nah."), needed=True)
    level = text(_("Level"))
    interpreter_needed = forms.BooleanField(label=_("Interpreter needed"), required=False)


class Dependant(OnPerson):
    """A child or other dependant."""

    relation = text(_("Relation"), needed=True)
    name = text(_("Name"), needed=True)
    born_on = day(_("Born on"))
    whereabouts = text(_("Whereabouts"))
    in_care_of = text(_("In the care of"))


class Contact(OnPerson):
    """Someone to be told, or not."""

    name = text(_("Name"), needed=True)
    relation = text(_("Relation"))
    reach = text(_("How to reach"), needed=True)
    notify = forms.BooleanField(label=_("To be told"), required=False)
    scope = text(_("Of what"))


@dataclass(frozen=True, slots=True)
class Detail:
    """One kind of detail: its form, its action and its title."""

    form: type[OnPerson]
    act: Callable[..., Any]
    title: Any


DETAILS = {
    "name": Detail(Name, actions.record_name, _("Record a name")),
    "identifier": Detail(Identifier, actions.record_identifier, _("Record a number")),
    "birth": Detail(Birth, actions.record_birth, _("Record a birth date")),
    "citizenship": Detail(Citizenship, actions.record_citizenship, _("Record a citizenship")),
    "sex": Detail(Sex, actions.record_sex, _("Record sex and gender")),
    "language": Detail(Language, actions.record_language, _("Record a language")),
    "dependant": Detail(Dependant, actions.record_dependant, _("Record a dependant")),
    "contact": Detail(Contact, actions.record_contact, _("Record a contact")),
}
"""Every kind by the word in its address, which is that of its event: `register.<kind>_recorded`."""


@page("register.record", section="search")
def detail(request: Request, person: str, kind: str) -> HttpResponse:
    """Record one detail of a file."""
    file = file_for(request, person)
    if kind not in DETAILS:
        raise Http404
    chosen = DETAILS[kind]
    form = chosen.form(sent(request), file=file, places=places_for(request))

    def act(said: dict[str, Any]) -> Any:
        return chosen.act(by=request.actor, at=now(), now=now(), person=person, **said)

    return on_person(request, file, form, act, title=chosen.title, done=_("The detail is recorded."))
