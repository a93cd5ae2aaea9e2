"""What can be done to the places of a facility: every act with its form and its action; one table, one view."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.housing import actions, space
from constancia.housing.codes import AGES, CAPACITIES, HEARING, OUT_OF_USE, PURPOSES, SCOPES, SEXES
from constancia.housing.events.places import Measures
from constancia.housing.queries.cells import places_at
from constancia.web.access import Request, page
from constancia.web.acts import act_page, sent
from constancia.web.clock import now
from constancia.web.forms import choice, day, moment, text, yes_no
from constancia.web.housing.common import LOCAL_NOW, InHouse, house_for
from constancia.web.words import WHEN

READS = _("A window lets one read and work by daylight")
OPENS = _("A window lets fresh air in")


def count(label: Any, hint: Any = "", *, required: bool = False) -> forms.IntegerField:
    """Return a field for a whole number; empty is nothing known."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
    return forms.IntegerField(
        label=label, help_text=hint, required=required, min_value=0, max_value=10**6, widget=widget
    )


def measure(label: Any, hint: Any = "") -> forms.DecimalField:
    """Return a field for a measure to three places; empty is nothing known."""
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.001", "min": 0})
    return forms.DecimalField(
        label=label, help_text=hint, required=False, min_value=0, max_digits=8, decimal_places=3, widget=widget
    )


class OnPlace(InHouse):
    """Something about one place of the facility."""

    place = text(_("Place"), _("Path, such as CD-1/M3/A/12."), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class OpenModule(InHouse):
    """A whole module of equal cells."""

    code = text(
        _("Code of the module"), _("Short and without spaces, such as M3. It can never be changed."), needed=True
    )
    name = text(_("Name"), needed=True)
    sex = choice(_("For"), SEXES)
    age = choice(_("Age"), AGES)
    health_care = forms.BooleanField(label=_("Health care in the module"), required=False)
    purpose = choice(_("Purpose of its cells"), PURPOSES)
    landings = count(_("Landings"), required=True)
    cells_per_landing = count(_("Cells in each landing"), required=True)
    gross_m2 = measure(_("Floor of each cell, in m²"))
    sanitary_m2 = measure(_("Of it sanitary annexe, in m²"))
    ventilation = measure(
        _("Air that reaches it, from 0 to 1"), _("Share of what the cell needs. Empty: not measured.")
    )
    toilets = count(_("Toilets in each cell"))
    basins = count(_("Basins in each cell"))
    bunks = count(_("Bunks in each cell"))
    lower_bunks = count(_("Of them lower bunks"))
    step_free = count(_("Step-free places in each cell"))
    window_reads = yes_no(READS)
    window_opens = yes_no(OPENS)
    certified_normal = count(_("Certified normal capacity of each cell"), _("Uncrowded."))
    working = count(_("Working capacity of each cell"))
    maximum = count(_("Maximum capacity of each cell"))
    measured_by = text(_("Measured by, or source"), needed=True)
    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)

    def said(self) -> dict[str, Any]:
        """Return what was read; cells are ordinary unless somebody says otherwise."""
        found = super().said()
        return {**found, "purpose": found["purpose"] or "normal"}


class HearingRoom(InHouse):
    """A hearing room beside the cells of a module."""

    place = text(_("Code of the hearing room"), _("Path of a module and its own code, such as CD-1/M3/H."), needed=True)
    name = text(_("Name"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)

    def said(self) -> dict[str, Any]:
        """Return what was read; the purpose goes without saying."""
        return {**super().said(), "purpose": HEARING}


class Measured(OnPlace):
    """What was measured in a cell."""

    gross_m2 = measure(_("Floor, in m²"))
    sanitary_m2 = measure(_("Of it sanitary annexe, in m²"))
    furniture_m2 = measure(_("Of it under furniture, in m²"))
    height_m = measure(_("Height, in m"))
    openings_m2 = measure(_("Openings to the air, in m²"))
    ventilation = measure(
        _("Air that reaches it, from 0 to 1"), _("Share of what the cell needs. Empty: not measured.")
    )
    toilets = count(_("Toilets"))
    lock_in_toilets = count(_("Of them reachable at lock-in"))
    basins = count(_("Basins"))
    lock_in_basins = count(_("Of them reachable at lock-in"))
    showers = count(_("Showers"))
    bunks = count(_("Bunks"))
    lower_bunks = count(_("Of them lower bunks"))
    step_free = count(_("Step-free places"))
    window_reads = yes_no(READS)
    window_opens = yes_no(OPENS)
    measured_by = text(_("Measured by, or source"), needed=True)


class Capacities(OnPlace):
    """For how many people a cell is."""

    certified_normal = count(_("Certified normal capacity"), _("Uncrowded."))
    working = count(_("Working capacity"))
    maximum = count(_("Maximum capacity"))
    reason = text(_("Reason"), needed=True)


class Certificate(OnPlace):
    """Somebody answers for a cell as it is."""

    approved_by = text(_("Approved by"), needed=True)
    reference = text(_("Reference"), needed=True)
    valid_until = day(_("Last day of the certificate"), required=True)


class OutOfUse(OnPlace):
    """A place is taken out of use."""

    reason = choice(_("Reason"), OUT_OF_USE)
    note = text(_("What is wrong"), long=True, needed=True)
    permanent = forms.BooleanField(label=_("For good"), required=False)
    expected_back_on = day(_("Expected back in use (optional)"))


class BackInUse(OnPlace):
    """A place may be used again."""

    note = text(_("What was done"), needed=True)


class Reserve(OnPlace):
    """Places kept free."""

    places = count(_("Places"), required=True)
    person = text(_("For whom (optional)"), _("Number of the file, such as P-4F7K-91QN."))
    purpose = text(_("What for"), needed=True)
    last_day = day(_("Last day"), required=True)


class EndReservation(OnPlace):
    """Reserved places are free again."""

    reservation = text(_("Reservation"), _("Its number, as the page of the cell shows it."), needed=True)
    reason = text(_("Reason"), needed=True)
    field_order = ("place", "reservation", "reason", "at")


class Signature(InHouse):
    """How many people a facility can hold safely."""

    places = count(_("Operational capacity"), required=True)
    signed_by = text(_("Signed by"), needed=True)
    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class Profile(InHouse):
    """Which limits are hard."""

    capacity = choice(_("Capacity that is the hard limit"), CAPACITIES)
    norm = forms.ChoiceField(label=_("Space norm that limits as well"), required=False)
    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the norms in the language of the page."""
        super().__init__(*args, **kwargs)
        language = get_language() or "es"
        norms = [(name, each.text.in_(language)) for name, each in space.NORMS.items()]
        self.fields["norm"].choices = [("", _("None")), *norms]  # type: ignore[attr-defined]


class Published(InHouse):
    """A figure that somebody published."""

    what = text(_("What"), needed=True)
    value = text(_("Figure"), needed=True)
    unit = text(_("Unit"))
    said_by = text(_("Who said so"), needed=True)
    said_on = text(_("When"))
    reference = text(_("Reference"), long=True, needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class Group(InHouse):
    """A separation group."""

    group = text(_("Code of the group"), needed=True)
    name = text(_("Name"), needed=True)
    reason = text(_("Why it must be known for safety"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


class Rivals(InHouse):
    """Two groups kept apart."""

    group = text(_("Code of the group"), needed=True)
    other = text(_("Code of the other group"), needed=True)
    scope = choice(_("Kept apart"), SCOPES, none=_("No longer kept apart"))
    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)


@dataclass(frozen=True, slots=True)
class HouseAct:
    """One act: its form, action, title, the sentence after it and the permission; `whole`: the action takes the facility.

    `asks`: what is asked once more before it is recorded, of an act that ends something. `anew`: it says again all that
    it may say, so the form begins with what is on record.
    """

    form: type[InHouse]
    action: Callable[..., Any]
    title: Any
    done: Any
    permission: str
    whole: bool = False
    asks: Any = ""
    anew: bool = False


_ARRANGE, _CERTIFY = "housing.arrange", "housing.certify"

CELL_ACTS: dict[str, HouseAct] = {
    "measure": HouseAct(
        Measured, actions.measure_place, _("Record measures"), _("The measures are recorded."), _ARRANGE, anew=True
    ),
    "capacities": HouseAct(
        Capacities, actions.set_capacities, _("Set capacities"), _("The capacities are set."), _ARRANGE, anew=True
    ),
    "certify": HouseAct(
        Certificate, actions.certify_place, _("Certify the cell"), _("The cell is certified."), _CERTIFY
    ),
    "reserve": HouseAct(
        Reserve, actions.reserve_places, _("Reserve places"), _("The places are reserved."), "housing.place"
    ),
    "out_of_use": HouseAct(
        OutOfUse, actions.take_out_of_use, _("Take out of use"), _("The place is out of use."), _ARRANGE
    ),
    "back_in_use": HouseAct(
        BackInUse, actions.put_back_in_use, _("Put back in use"), _("The place is in use again."), _ARRANGE
    ),
}
"""Acts on one place, offered on its page."""

HOUSE_ACTS: dict[str, HouseAct] = {
    **CELL_ACTS,
    "end_reservation": HouseAct(
        EndReservation,
        actions.end_reservation,
        _("Cancel a reservation"),
        _("The reservation has ended."),
        "housing.place",
        asks=_("The reserved places are free for anybody from then on."),
    ),
    "module": HouseAct(
        OpenModule, actions.open_module, _("Open a module"), _("The module is open."), _ARRANGE, whole=True
    ),
    "hearing_room": HouseAct(
        HearingRoom,
        actions.open_place,
        _("Open a hearing room"),
        _("The hearing room is open."),
        _ARRANGE,
    ),
    "capacity": HouseAct(
        Signature,
        actions.sign_capacity,
        _("Sign the operational capacity"),
        _("The operational capacity is signed."),
        _CERTIFY,
        whole=True,
    ),
    "profile": HouseAct(
        Profile, actions.choose_profile, _("Choose the profile"), _("The profile is chosen."), _CERTIFY, whole=True
    ),
    "claim": HouseAct(
        Published,
        actions.record_claim,
        _("Record a published figure"),
        _("The published figure is recorded."),
        _ARRANGE,
        whole=True,
    ),
    "group": HouseAct(
        Group, actions.open_group, _("Open a separation group"), _("The group is open."), "housing.separate"
    ),
    "rivals": HouseAct(
        Rivals, actions.keep_groups_apart, _("Keep groups apart"), _("That is recorded."), "housing.separate"
    ),
}
"""Every act on the places of a facility, by the name of its page."""


def _view_of(act: HouseAct) -> Callable[..., HttpResponse]:
    @page(act.permission, section="housing")
    def view(request: Request, house: str) -> HttpResponse:
        """Draw or do one act of the table."""
        found, moment_ = house_for(request, house, act.permission), now()
        asked = request.GET.get("place", "")[:60]
        back = _back(house, asked)
        given = {"facility": house} if act.whole else {}
        initial = {"place": asked, "reservation": request.GET.get("reservation", "")[:20]}
        if act.anew:
            initial |= _on_record(act.form, house, asked, moment_)
        return act_page(
            request,
            act.form(sent(request), zone=found.zone, moment=moment_, initial=initial),
            lambda said: act.action(**said, **given, by=request.actor, now=moment_),
            title=act.title,
            button=act.title,
            intro=asked or found.name,
            back=back,
            done=act.done,
            to=lambda _made: back,
            ends=lambda _said: act.asks,
        )

    return view  # type: ignore[return-value]


def _on_record(form: type[InHouse], house: str, place: str, at: datetime) -> dict[str, Any]:
    """Return what a form asks of a place as it stands; of a place elsewhere, nothing."""
    found = places_at([place], at).get(place)
    if found is None or found.facility != house:
        return {}
    names = {each.name for each in fields(Measures)} | set(CAPACITIES)
    return {name: getattr(found, name) for name in names & set(form.base_fields)}


def _back(house: str, place: str) -> str:
    within = place.removeprefix(f"{house}/")
    return reverse("cell", args=[house, within]) if within.count("/") == 2 else reverse("house", args=[house])


def addresses() -> list[URLPattern]:
    """Return the addresses of all acts."""
    return [
        path(f"housing/<str:house>/act/{name.replace('_', '-')}/", _view_of(act), name=f"house_{name}")
        for name, act in HOUSE_ACTS.items()
    ]
