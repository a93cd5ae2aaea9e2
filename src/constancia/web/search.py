"""Finding a file. What was typed travels in the body of the request, never in an address or a log."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from constancia.core.ids import read_id
from constancia.web.access import Request, page
from constancia.web.acts import sent
from constancia.web.forms import ActForm, text


class Wanted(ActForm):
    """Whom to find."""

    wanted = text(
        _("Name or number of the file"), _("As you have it: spelling may differ. Or the number, P-0000-0000.")
    )


@page("register.read")
def search(request: Request) -> HttpResponse:
    """Find files by name or number."""
    form = Wanted(sent(request))
    shown: dict[str, object] = {"form": form, "searched": False}
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["wanted"].strip()
        number = _number(wanted)
        if number:
            return redirect("person", person=number)
        shown |= {"searched": bool(wanted), "found": []}
    return render(request, "web/search.html", shown)


def _number(wanted: str) -> str:
    try:
        return read_id(wanted, "P")
    except ValueError:
        return ""
