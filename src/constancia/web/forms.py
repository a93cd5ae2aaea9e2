"""Forms: they read the shape of what was typed; whether it may be done is for the domain to say, all at once."""

from collections.abc import Iterable, Mapping
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


class ActForm(forms.Form):
    """A form for one act; refusals of the domain become its errors, each at its field where it names one."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave required text to the domain, so that everything missing is said together with everything wrong."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def add_missing(self) -> None:
        """Say what else is missing when the form cannot be read, so that it need not be sent twice to learn it."""
        for name, field in self.fields.items():
            if getattr(field, "needed", False) and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(_("This must be filled in."), code="required"))

    def add_refusals(self, refusals: Iterable[Refusal]) -> None:
        """Show each refusal with what can be done about it."""
        language = get_language() or "es"
        for each in refusals:
            sentence = f"{each.message(language)} {each.kind.remedy.in_(language)}"
            error = forms.ValidationError(sentence, code=each.code)
            self.add_error(each.field if each.field in self.fields else None, error)


def text(label: Any, hint: Any = "", *, long: bool = False, needed: bool = False) -> forms.CharField:
    """Return a field for text; emptiness is judged by the domain, and said here only beside errors of shape."""
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput(attrs={"autocomplete": "off"})
    field = forms.CharField(label=label, help_text=hint, required=False, widget=widget, max_length=5000)
    field.needed = needed  # type: ignore[attr-defined]
    return field


def choice(label: Any, options: Mapping[str, Text], hint: Any = "") -> forms.ChoiceField:
    """Return a field for one code of a list, named in the language of the page."""

    def options_now() -> list[tuple[str, str]]:
        language = get_language() or "es"
        return [("", "—"), *((code, name.in_(language)) for code, name in options.items())]

    return forms.ChoiceField(label=label, help_text=hint, choices=options_now, required=False)


def day(label: Any, hint: Any = "", *, required: bool = False) -> forms.DateField:
    """Return a field for a calendar day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget, input_formats=["%Y-%m-%d"])


class WallClock(forms.DateTimeField):
    """A date and a time as a clock on the wall shows them; the place's zone turns them into a moment."""

    def to_python(self, value: Any) -> Any:
        """Return the reading without any zone."""
        read = super().to_python(value)
        return read.replace(tzinfo=None) if isinstance(read, datetime) else read


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
