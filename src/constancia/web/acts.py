"""One act from one form: shown, sent, refused with every reason at its place, or done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from constancia.core.permissions import NOT_PERMITTED
from constancia.core.refusals import Refused
from constancia.web.access import Request
from constancia.web.forms import ActForm


def sent(request: Request) -> Any:
    """Return what a form was sent with, even when it was sent empty; None when it is only looked at."""
    return request.POST if request.method == "POST" else None


def act_page(
    request: Request,
    form: ActForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: Any,
    done: Any,
    to: Callable[[Any], str],
    **shown: Any,
) -> HttpResponse:
    """Draw a form; when sent, call `act` with what was read and go to `to(result)`, or show every refusal.

    `done` is the sentence shown after the act; `shown` goes to the template (`intro`, `back`, `button`).
    """
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form.cleaned_data)
        except Refused as refused:
            if any(each.kind is NOT_PERMITTED for each in refused.refusals):
                raise
            form.add_refusals(refused.refusals)
        else:
            messages.success(request, done)
            return redirect(to(result))
    elif form.errors:
        form.add_missing()
    status = 422 if form.errors else 200
    return render(request, "web/act.html", {"form": form, "title": title, **shown}, status=status)
