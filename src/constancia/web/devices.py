"""Measuring devices: the list, entering one, calibrating it, its token, retiring it."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from constancia.register import queries as register
from constancia.standards import queries
from constancia.standards.actions import devices as acts
from constancia.standards.rules import PLAUSIBLE
from constancia.standards.words import CODE_NAMES
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.files import places_for
from constancia.web.findings import StepForm
from constancia.web.forms import MISSING_HERE, choice, moment, offered, text
from constancia.web.words import LOCAL_TIME

PERMISSION = "standards.devices"


class Open(StepForm):
    """A new device with its place."""

    facility = forms.ChoiceField(label=_("Facility"), error_messages={"required": MISSING_HERE})
    device = text(_("Code of the device"), _("Letters, digits, dots, hyphens; it never changes."), needed=True)
    stands_for = forms.IntegerField(
        label=_("Seconds for which a reading stands"),
        help_text=_("After that the figure is not carried on."),
        min_value=1,
    )
    module = text(_("Module (optional)"))
    cell = text(_("Cell (optional)"))
    model = text(_("Make and model (optional)"))

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        """Offer the facilities for which the asker looks after devices."""
        super().__init__(*args, **kwargs)
        self.fields["facility"].choices = offered(places)  # type: ignore[attr-defined]


class Calibrate(StepForm):
    """A calibration."""

    at = moment(_("Checked"), LOCAL_TIME)
    kind = choice(_("What it measures"), {each: CODE_NAMES[each] for each in PLAUSIBLE})
    valid_until = moment(_("Valid until"), LOCAL_TIME)
    checked_by = text(_("Checked by"), needed=True)
    reference = text(_("Certificate (optional)"))


class Retire(StepForm):
    """The end of a device."""

    reason = text(_("Reason"), needed=True)


@page(PERMISSION)
def devices(request: Request) -> HttpResponse:
    """List the devices of the facilities that the asker looks after."""
    return render(request, "web/devices.html", {"rows": queries.devices(request.actor)})


@page(PERMISSION, section="devices")
def open_device(request: Request) -> HttpResponse:
    """Enter a device."""
    form = Open(sent(request), places=places_for(request, PERMISSION))
    return _act(
        request, form, lambda said: acts.open_device(at=now(), by=request.actor, now=now(), **said), _("Enter a device")
    )


@page(PERMISSION, section="devices")
def calibrate(request: Request, device: str) -> HttpResponse:
    """Record a calibration."""
    form = Calibrate(sent(request))
    form.clock_zone = _zone(request, device)
    return _act(
        request,
        form,
        lambda said: acts.calibrate(by=request.actor, now=now(), device=device, **said),
        _("Record a calibration"),
        device,
    )


@page(PERMISSION, section="devices")
def retire_device(request: Request, device: str) -> HttpResponse:
    """Take a device out of use."""
    _zone(request, device)
    form = Retire(sent(request))
    return _act(
        request,
        form,
        lambda said: acts.retire_device(by=request.actor, at=now(), now=now(), device=device, **said),
        _("Retire the device"),
        device,
    )


@page(PERMISSION, section="devices")
def device_token(request: Request, device: str) -> HttpResponse:
    """Make a new token for a device and show it this once."""
    _zone(request, device)
    token = acts.make_device_token(by=request.actor, now=now(), device=device) if request.method == "POST" else ""
    return render(request, "web/device_token.html", {"device": device, "token": token})


def _zone(request: Request, device: str) -> str:
    found = queries.devices(request.actor).filter(id=device, retired_at=None).first()
    if found is None:
        raise Http404
    return str(register.facilities().get(code=found.facility).zone)


def _act(request: Request, form: StepForm, act: Any, title: Any, intro: str = "") -> HttpResponse:
    back = reverse("devices")
    return act_page(
        request,
        form,
        act,
        title=title,
        done=_("It is recorded."),
        to=lambda _made: back,
        intro=intro,
        back=back,
        button=title,
    )


def addresses() -> list[URLPattern]:
    """Return the pages of devices."""
    return [
        path("devices/", devices, name="devices"),
        path("devices/open/", open_device, name="open_device"),
        path("devices/<str:device>/calibrate/", calibrate, name="calibrate"),
        path("devices/<str:device>/retire/", retire_device, name="retire_device"),
        path("devices/<str:device>/token/", device_token, name="device_token"),
    ]
