"""Finding a file. What was typed travels in the body of the request, never in an address or a log."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from constancia.core.permissions import facilities_for
from constancia.core.refusals import Refused
from constancia.register.search import find_persons
from constancia.web.access import Request, page
from constancia.web.acts import sent
from constancia.web.forms import ActForm, text

SHOWN = 10


class Wanted(ActForm):
    """Whom to find."""

    wanted = text(
        _("Name or number"),
        _("As you have it: spelling and order may differ. Or the number of the file, or a number of any issuer."),
    )
    born_in = forms.IntegerField(
        label=_("Year of birth"),
        help_text=_("If you know it: files that fit it come first."),
        required=False,
        min_value=1850,
        max_value=2100,
    )


@page("register.read")
@never_cache
def search(request: Request) -> HttpResponse:
    """Find files by name or number; the number of a file opens it."""
    form = Wanted(sent(request))
    shown: dict[str, object] = {"form": form, "searched": False, "limit": SHOWN}
    if form.is_bound and form.is_valid() and (wanted := form.cleaned_data["wanted"].strip()):
        try:
            found = find_persons(request.actor, wanted, limit=SHOWN, born_in=form.cleaned_data["born_in"])
        except Refused as refused:
            form.add_refusals(refused.refusals)
        else:
            if [each.how for each in found] == [("number",)]:
                return redirect("person", person=found[0].person)
            shown |= {"searched": True, "found": found}
            shown["may_register"] = facilities_for(request.actor, "register.record") != frozenset()
    return render(request, "web/search.html", shown, status=422 if form.errors else 200)
