"""What templates need: words in the language of the page, moments in the time of a place, fields with their errors."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from constancia.core import events as declared
from constancia.core.permissions import ROLES
from constancia.core.text import Text
from constancia.core.time import zone as zone_called
from constancia.register import codes
from constancia.web.words import EVENT_FIELDS

register = template.Library()

_LISTS: dict[str, dict[str, Text]] = {
    "role": ROLES,
    "state": codes.STATES,
    "evidence": codes.EVIDENCE,
    "standing": codes.STANDINGS,
    "ground_kind": codes.GROUND_KINDS,
    "status": codes.LEGAL_STATUSES,
    "name_kind": codes.NAME_KINDS,
    "relation": codes.RELATIONS,
    "precision": codes.BIRTH_PRECISIONS,
    "citizenship": codes.CITIZENSHIP_STANDINGS,
    "match": codes.MATCHES,
}


@register.filter
def said(text: Text) -> str:
    """Return a text in the language of the page."""
    return text.in_(get_language() or "es")


@register.filter
def code(value: str, of: str) -> str:
    """Return the name of a code on a list; a code that the list does not know is shown as the source wrote it."""
    found = _LISTS[of].get(value)
    return value if found is None else said(found)


@register.filter
def event_name(value: str) -> str:
    """Return the name of an event by its code, of its newest version."""
    known = [kind for (code_, _version), kind in declared.ALL.items() if code_ == value]
    return said(known[-1].text) if known else value


@register.filter
def field_name(value: str) -> Any:
    """Return the name of an entry's field."""
    return EVENT_FIELDS.get(value, value)


@register.filter
def in_zone(moment: datetime | None, zone: str) -> str:
    """Return a moment in the time of a place, to the minute, as a date of the page's language."""
    if moment is None:
        return ""
    local = moment.astimezone(zone_called(zone or "UTC"))
    return f"{short_day(local)}, {local:%H:%M}"


@register.filter
def short_day(day: date | None) -> str:
    """Return a day such as 24 nov 2026; Spanish writes months in small letters."""
    if day is None:
        return ""
    written = date_format(day, "j M Y")
    return written.lower() if (get_language() or "es").startswith("es") else written


@register.filter
def figure(value: int | None) -> str:
    """Return a number with its thousands apart; nothing known is a dash."""
    return "–" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def worded(value: Any, field: str) -> Any:
    """Return a value of an entry in words: yes or no, a day, a code of the register's lists."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date) and not isinstance(value, datetime):
        return short_day(value)
    lists = {"standing": "citizenship", "precision": "precision"}
    return code(value, lists[field]) if field in lists else value


@register.filter
def hexadecimal(value: bytes) -> str:
    """Return bytes in hex."""
    return value.hex()


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw a field's input with its class, tied to its hint and its errors for screen readers."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    kind = {Select: "govuk-select", Textarea: "govuk-textarea", CheckboxInput: "govuk-checkboxes__input"}
    base = next((name for each, name in kind.items() if isinstance(widget, each)), "govuk-input")
    classes = f"{base} {base}--error" if field.errors else base
    tied = [f"{field.auto_id}-hint"] * bool(field.help_text) + [f"{field.auto_id}-error"] * bool(field.errors)
    attributes: dict[str, str | bool] = {"class": classes}
    if tied:
        attributes["aria-describedby"] = " ".join(tied)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether a field is a box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def refusal_sentence(refusal: Any) -> str:
    """Return a refusal and what can be done about it."""
    language = get_language() or "es"
    return f"{refusal.message(language)} {refusal.kind.remedy.in_(language)}"
