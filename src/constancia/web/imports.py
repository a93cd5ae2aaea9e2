"""Imports: hand files over, watch them being read, and see what failed and why."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from constancia.core.permissions import facilities_for, may
from constancia.core.refusals import refuse_if_any
from constancia.imports import actions, queries, store, uploads
from constancia.imports.models import FAILED
from constancia.imports.rules import LARGEST_UPLOAD, MOST_FILES
from constancia.register import headcounts
from constancia.register.roll.queries import rolls_read
from constancia.web.access import Request, page
from constancia.web.acts import act_page
from constancia.web.clock import now
from constancia.web.files import places_for
from constancia.web.forms import MISSING_HERE, ActForm, choice, offered, text

PAGE = 25
_PERMISSION = queries.PERMISSION


class SeveralFiles(forms.FileField):
    """A field for one file or several; none is for the domain to refuse."""

    widget = type("Several", (forms.FileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFiles, self).clean(each, initial) for each in given if each]


class WithFiles(ActForm):
    """A form that brings files."""

    files_hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the files last: everything else has then arrived when they are too large."""
        super().__init__(*args, **kwargs)
        field = SeveralFiles(label=_("Files"), help_text=self.files_hint, required=False, allow_empty_file=True)
        field.needed = True  # type: ignore[attr-defined]
        self.fields["files"] = field


class Rolls(WithFiles):
    """Daily rolls of a facility."""

    facility = forms.ChoiceField(label=_("Facility"), error_messages={"required": MISSING_HERE})
    files_hint = _(
        "CSV, Parquet, or archives of CSV (.zip, .tar.xz). One file a day with its date in the name, or a column file_date."
    )

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        """Offer the facilities for which the asker may import."""
        super().__init__(*args, **kwargs)
        self.fields["facility"].choices = offered(places)  # type: ignore[attr-defined]


class Segregation(Rolls):
    """Lists of segregation placements of a facility."""

    files_hint = _("CSV with the day or hour of placement and of release; columns are found by their names.")


class Measurements(Rolls):
    """Measurements of a facility's devices."""

    files_hint = _(
        "CSV, or archives of CSV: a column of times and one for each figure. Each file is of the device it is named after."
    )


class HeadCounts(WithFiles):
    """Counts that somebody published."""

    definition = choice(_("What is counted"), headcounts.DEFINITIONS)
    producer = text(_("Who counted"), _("The institution that publishes these figures."), needed=True)
    zone = text(_("Time zone of the days"), _("Name of the IANA list, such as America/El_Salvador."), needed=True)
    files_hint = _("CSV or Parquet with the columns facility, date and n: one row per facility and day.")


@page(_PERMISSION)
def imports(request: Request) -> HttpResponse:
    """Show the runs, newest first, and what was read so far."""
    return render(request, "web/imports.html", _shown(request))


@page(_PERMISSION)
def progress(request: Request) -> HttpResponse:
    """Return the table of runs alone, for the page to refresh."""
    return render(request, "web/imports_table.html", _shown(request))


@page(_PERMISSION, section="imports")
def run(request: Request, run: int) -> HttpResponse:
    """Show one run; asked by htmx, the part that changes alone."""
    found = _found(request, run)
    template = "web/import_progress.html" if request.htmx else "web/import.html"
    return render(request, template, {"run": found})


@page(_PERMISSION, section="imports")
def rejects(request: Request, run: int) -> HttpResponseBase:
    """Return the rejects file of a run."""
    found = _found(request, run)
    path = store.rejects_of(found.run)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"rejects-{run}.csv", content_type="text/csv")


@csrf_exempt
@page(_PERMISSION, section="imports")
def hand_over_rolls(request: Request) -> HttpResponseBase:
    """Take rolls to be read in the background; the form's token is checked once files are expected."""
    uploads.expect_files(request)
    return _rolls(request)


@csrf_exempt
@page(_PERMISSION, everywhere=True, section="imports")
def hand_over_headcounts(request: Request) -> HttpResponseBase:
    """Take published head counts to be read in the background; as `hand_over_rolls`."""
    uploads.expect_files(request)
    return _headcounts(request)


@csrf_exempt
@page(_PERMISSION, section="imports")
def hand_over_segregation(request: Request) -> HttpResponseBase:
    """Take segregation lists to be read in the background; as `hand_over_rolls`."""
    uploads.expect_files(request)
    return _conditions(request, "segregation", Segregation, _("Bring in segregation lists"))


@csrf_exempt
@page(_PERMISSION, section="imports")
def hand_over_measurements(request: Request) -> HttpResponseBase:
    """Take files of measurements to be read in the background; as `hand_over_rolls`."""
    uploads.expect_files(request)
    return _conditions(request, "measurements", Measurements, _("Bring in measurements"))


@page(_PERMISSION, section="imports")
def try_again(request: Request, run: int) -> HttpResponse:
    """Let a failed run be read again."""
    return _on_run(
        request,
        run,
        lambda: actions.try_again(by=request.actor, now=now(), run=run),
        title=_("Try the import again"),
        explained=_("Its files are still here. What was read before is not read twice."),
        done=_("The import is waiting to be read."),
    )


@page(_PERMISSION, section="imports")
def set_aside(request: Request, run: int) -> HttpResponse:
    """Take a failed run off the list of what needs doing."""
    return _on_run(
        request,
        run,
        lambda: actions.set_aside(by=request.actor, now=now(), run=run),
        title=_("Put the import aside"),
        explained=_("It leaves the list of what needs doing, and its files are removed. What it had recorded stands."),
        done=_("The import is off the list; what it had recorded stands."),
    )


@csrf_protect
def _rolls(request: Request) -> HttpResponse:
    places = places_for(request, _PERMISSION)
    form = Rolls(*_sent(request), places=places)

    def act(said: dict[str, Any]) -> int:
        refuse_if_any(uploads.too_much(request))
        files = uploads.arrived(said["files"])
        return actions.hand_over_rolls(
            by=request.actor, now=now(), facility=said["facility"], files=files, origin="web"
        )

    return act_page(
        request,
        form,
        act,
        title=_("Bring in daily rolls"),
        to=lambda number: reverse("import", args=[number]),
        **_around(),
    )


@csrf_protect
def _conditions(request: Request, kind: str, form_: type[Rolls], title: Any) -> HttpResponse:
    form = form_(*_sent(request), places=places_for(request, _PERMISSION))

    def act(said: dict[str, Any]) -> list[int]:
        refuse_if_any(uploads.too_much(request))
        files = uploads.arrived(said["files"])
        return actions.hand_over_conditions(
            by=request.actor, now=now(), kind=kind, facility=said["facility"], files=files, origin="web"
        )

    return act_page(request, form, act, title=title, to=lambda _numbers: reverse("imports"), **_around())


@csrf_protect
def _headcounts(request: Request) -> HttpResponse:
    form = HeadCounts(*_sent(request))

    def act(said: dict[str, Any]) -> list[int]:
        refuse_if_any(uploads.too_much(request))
        files = uploads.arrived(said.pop("files"))
        return actions.hand_over_headcounts(by=request.actor, now=now(), files=files, origin="web", **said)

    return act_page(
        request,
        form,
        act,
        title=_("Bring in published head counts"),
        to=lambda _numbers: reverse("imports"),
        **_around(),
    )


def _sent(request: Request) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _around() -> dict[str, Any]:
    lead = _("At most %(size)s MB and %(files)s files at once. They are read in the background and removed once read.")
    return {
        "button": _("Hand over"),
        "done": _("The files have arrived."),
        "back": reverse("imports"),
        "lead": lead % {"size": LARGEST_UPLOAD // 2**20, "files": MOST_FILES},
        "with_files": True,
    }


def _on_run(request: Request, run: int, act: Any, *, done: Any, **shown: Any) -> HttpResponse:
    found = _found(request, run)
    if request.method == "POST":
        act()
        messages.success(request, done)
        return redirect("import", run=run)
    return render(request, "web/import_act.html", {"run": found, **shown})


def _found(request: Request, run: int) -> queries.RunSeen:
    found = queries.run(request.actor, run, now=now())
    if found is None:
        raise Http404
    return found


def _shown(request: Request) -> dict[str, Any]:
    state = FAILED if request.GET.get("state") == FAILED else ""
    number = request.GET.get("page", "")
    at = int(number) if number.isdigit() and 0 < len(number) < 6 else 1
    start = (max(at, 1) - 1) * PAGE
    found = queries.runs(request.actor, now=now(), state=state, start=start, limit=PAGE + 1)
    everywhere = may(request.actor, _PERMISSION)
    return {
        "runs": found[:PAGE],
        "going_on": any(each.is_going_on for each in found),
        "state": state,
        "page": at,
        "more": len(found) > PAGE,
        "rolls": rolls_read(facilities_for(request.actor, _PERMISSION)),
        "counts": headcounts.counts_read() if everywhere else [],
        "may_import_counts": everywhere,
    }
