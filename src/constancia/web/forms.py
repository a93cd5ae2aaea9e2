"""Forms: they read the shape of what was typed; whether it may be done is for the domain to say, all at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from allauth.account.forms import ChangePasswordForm
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.access.actions import note_password_chosen
from constancia.core.refusals import Refusal
from constancia.core.text import Text
from constancia.core.time import from_local
from constancia.register.queries import PersonFile
from constancia.register.refusals import MISSING
from constancia.web.files import zone_of
from constancia.web.times import read_aloud

MISSING_HERE = _("This must be filled in.")


class ActForm(forms.Form):
    """A form for one act; refusals of the domain become its errors, each at its field where it names one."""

    use_required_attribute = False
    clock_zone = "UTC"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave required text to the domain, so that everything missing is said together with everything wrong."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def said(self) -> dict[str, Any]:
        """Return what was read, as the act takes it."""
        return dict(self.cleaned_data)

    def add_missing(self) -> None:
        """Say what else is missing when the form cannot be read, so that it need not be sent twice to learn it."""
        for name, field in self.fields.items():
            if getattr(field, "needed", False) and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(MISSING_HERE, code="required"))

    def add_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Show each refusal with what can be done about it."""
        for each in refusals:
            field = each.field if each.field in self.fields else None
            self.add_error(field, forms.ValidationError(self._sentence(each, field), code=each.code))

    def _sentence(self, refusal: Refusal, field: str | None) -> Any:
        if refusal.kind is MISSING and field:
            return MISSING_HERE
        language = get_language() or "es"
        values = {name: read_aloud(value, self.clock_zone) for name, value in refusal.values.items()}
        return f"{Refusal(refusal.kind, values).message(language)} {refusal.kind.remedy.in_(language)}"


class OnPerson(ActForm):
    """A form for an act on a person's file: it offers what fits this file, and reads clocks as they stood at the place.

    `exact` holds the moments of an entry to be corrected: one whose field is left alone keeps its seconds.
    """

    def __init__(
        self,
        *args: Any,
        file: PersonFile,
        places: Sequence[Any],
        exact: Mapping[str, datetime] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take the file and the facilities at which the asker may record."""
        super().__init__(*args, **kwargs)
        self.file, self.places, self.exact = file, places, exact or {}
        self.clock_zone = zone_of(file)
        self.offer()

    def offer(self) -> None:
        """Fill the choices that depend on the file or on the asker."""

    def said(self) -> dict[str, Any]:
        """Return what was read, with readings of a wall clock turned into moments."""
        zones = {each.code: each.zone for each in self.places}
        self.clock_zone = zones.get(self.cleaned_data.get("facility", ""), self.clock_zone)
        found = dict(self.cleaned_data)
        for name, field in self.fields.items():
            if isinstance(field, WallClock):
                kept = name in self.exact and not {name, "facility"} & set(self.changed_data)
                found[name] = self.exact[name] if kept else in_zone(found[name], self.clock_zone)
        return found


class AtFacility(OnPerson):
    """An act at one of the facilities where the asker may record."""

    facility = forms.ChoiceField(label=_("Facility"), error_messages={"required": MISSING_HERE})

    def offer(self) -> None:
        """Offer those facilities."""
        self.fields["facility"].choices = offered(self.places)  # type: ignore[attr-defined]


def offered(places: Sequence[Any]) -> list[tuple[str, str]]:
    """Return facilities as choices; where there is only one, it is chosen already."""
    known = [(each.code, f"{each.name} ({each.code})") for each in places]
    return known if len(known) == 1 else [("", "—"), *known]


def text(label: Any, hint: Any = "", *, long: bool = False, needed: bool = False) -> forms.CharField:
    """Return a field for text; emptiness is judged by the domain, and said here only beside errors of shape."""
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput(attrs={"autocomplete": "off"})
    field = forms.CharField(label=label, help_text=hint, required=False, widget=widget, max_length=5000)
    field.needed = needed  # type: ignore[attr-defined]
    return field


def choice(label: Any, options: Mapping[str, Text], hint: Any = "", *, none: Any = "—") -> forms.ChoiceField:
    """Return a field for one code of a list, named in the language of the page; `none` names choosing nothing."""

    def options_now() -> list[tuple[str, str]]:
        language = get_language() or "es"
        return [("", none), *((code, name.in_(language)) for code, name in options.items())]

    return forms.ChoiceField(label=label, help_text=hint, choices=options_now, required=False)


class YesNo(forms.TypedChoiceField):
    """A question answered yes or no; left alone, nothing is on record."""

    def prepare_value(self, value: Any) -> Any:
        """Return an answer as one of the choices."""
        return {True: "yes", False: "no"}.get(value, value)


def yes_no(label: Any, hint: Any = "") -> YesNo:
    """Return a field whose answer is yes, no, or nothing."""
    return YesNo(
        label=label,
        help_text=hint,
        required=False,
        choices=[("", _("Not recorded")), ("yes", _("Yes")), ("no", _("No"))],
        coerce="yes".__eq__,
        empty_value=None,
    )


def day(label: Any, hint: Any = "", *, required: bool = False) -> forms.DateField:
    """Return a field for a calendar day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return Day(label=label, help_text=hint, required=required, widget=widget, input_formats=["%Y-%m-%d"])


class Day(forms.DateField):
    """A calendar day of this register's centuries."""

    def to_python(self, value: Any) -> Any:
        """Return the day."""
        return _of_our_time(super().to_python(value))


class WallClock(forms.DateTimeField):
    """A date and a time as a clock on the wall shows them; the place's zone turns them into a moment."""

    def to_python(self, value: Any) -> Any:
        """Return the reading without any zone."""
        read = _of_our_time(super().to_python(value))
        return read.replace(tzinfo=None) if isinstance(read, datetime) else read


def _of_our_time(read: Any) -> Any:
    """Refuse years that no register speaks of; those at the edges of the calendar do not exist in every time zone."""
    if read is not None and not 1800 <= read.year < 2200:
        raise forms.ValidationError(_("The year must lie between 1800 and 2199."), code="invalid")
    return read


def moment(label: Any, hint: Any = "", *, required: bool = True) -> WallClock:
    """Return a field for a wall-clock reading."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    return WallClock(label=label, help_text=hint, required=required, widget=widget, input_formats=formats)


def in_zone(wall: Any, zone: str) -> Any:
    """Return the moment of a wall-clock reading at a place; an optional field left empty stays None."""
    return None if wall is None else from_local(wall, zone)


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    """A new password also ends the duty to replace the first one."""

    def save(self) -> None:
        """Store the password."""
        super().save()
        note_password_chosen(self.user)
