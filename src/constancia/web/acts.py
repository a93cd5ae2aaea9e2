"""One act from one form: shown, sent, refused with every reason at its place, asked once more where it ends something, done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from constancia.core.permissions import NOT_PERMITTED
from constancia.core.refusals import Refused
from constancia.ledger.sequence import rehearsing
from constancia.web.access import Request
from constancia.web.forms import ActForm

Act = Callable[[dict[str, Any]], Any]


def sent(request: Request) -> Any:
    """Return what a form was sent with, even when it was sent empty; None when it is only looked at."""
    return request.POST if request.method == "POST" else None


def act_page(
    request: Request,
    form: ActForm,
    act: Act,
    *,
    title: Any,
    done: Any,
    to: Callable[[Any], str],
    ends: Callable[[dict[str, Any]], Any] = lambda _said: "",
    **shown: Any,
) -> HttpResponse:
    """Draw a form; when sent, call `act` with what was read and go to `to(result)`, or show every refusal.

    `done` is the sentence shown after the act, or makes it from the result; `shown` goes to the template (`intro`, `back`,
    `button`). When `ends` says what the act ends, it is tried and taken back first, so that refusals come at once, and then
    asked once more.
    """
    shown |= {"form": form, "title": title}
    if request.method == "POST" and form.is_valid():
        said = form.said()
        asked = ends(said)
        step = request.POST.get("step", "try" if asked else "record")
        try:
            if step == "record":
                result = act(said)
                messages.success(request, done(result) if callable(done) else done)
                return redirect(to(result))
            if step == "try":
                with rehearsing():
                    act(said)
                return render(request, "web/check.html", {**shown, "asked": asked})
        except Refused as refused:
            if any(each.kind is NOT_PERMITTED for each in refused.refusals):
                raise
            form.add_refusals(refused.refusals)
    elif form.errors:
        form.add_missing()
    return render(request, "web/act.html", shown, status=422 if form.errors else 200)
