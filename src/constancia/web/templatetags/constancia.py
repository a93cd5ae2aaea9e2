"""What templates need: words in the language of the page, moments in the time of a place, fields with their errors."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, ChoiceField, FileInput, Select, Textarea
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from constancia.core import events as declared
from constancia.core.permissions import ROLES
from constancia.core.text import Text
from constancia.housing import codes as housing
from constancia.imports import codes as imports
from constancia.norms import units
from constancia.norms.datafile import WrongData
from constancia.norms.library.model import SEVERITIES, Norm
from constancia.norms.verdicts import MEANING
from constancia.register import codes, headcounts
from constancia.standards import codes as standards
from constancia.standards.board import WHOLE, Line
from constancia.standards.words import CODE_NAMES, KIND_NAMES
from constancia.web.clock import now
from constancia.web.forms import ActForm, WallClock
from constancia.web.times import local_time, short_day
from constancia.web.words import EVENT_FIELDS

register = template.Library()

VERDICTS: dict[str, Text] = {
    "BLOCK": Text("Must not happen", "No debe ocurrir"),
    "BREACH": Text("Breach", "Incumplimiento"),
    "PRESUMED": Text("Breach presumed", "Incumplimiento presunto"),
    "UNKNOWN": Text("Not known", "No consta"),
    "REVIEW": Text("To be looked at", "Por examinar"),
    "RISK": Text("Warning sign", "Señal de alerta"),
    "PENDING": Text("Time running", "Plazo en curso"),
    "MET": Text("Met", "Se cumple"),
    "N/A": Text("Does not apply", "No aplicable"),
}
"""What verdicts are called on pages."""

_LISTS: dict[str, dict[str, Text]] = {
    "role": ROLES,
    "state": codes.STATES,
    "evidence": codes.EVIDENCE,
    "standing": codes.STANDINGS,
    "ground_kind": codes.GROUND_KINDS,
    "status": codes.LEGAL_STATUSES,
    "name_kind": codes.NAME_KINDS,
    "identifier": codes.IDENTIFIER_KINDS,
    "relation": codes.RELATIONS,
    "precision": codes.BIRTH_PRECISIONS,
    "citizenship": codes.CITIZENSHIP_STANDINGS,
    "absence": codes.ABSENCE_KINDS,
    "hold_kind": codes.HOLD_KINDS,
    "import_kind": imports.KINDS,
    "import_origin": imports.ORIGINS,
    "import_state": imports.STATES,
    "counts": headcounts.DEFINITIONS,
    "group": {**codes.LEGAL_STATUSES, "not recorded": Text("Not recorded", "No consta")},
    "match": codes.MATCHES,
    "severity": SEVERITIES,
    "verdict": VERDICTS,
    "verdict_meaning": MEANING,
    "finding_state": standards.STATES,
    "origin": standards.ORIGINS,
    "level": standards.LEVELS,
    "implementation": standards.IMPLEMENTATION,
    "condition": KIND_NAMES,
    "fact": CODE_NAMES,
    "purpose": {**housing.PURPOSES, **housing.ROOMS},
    "sex": housing.SEXES,
    "age": housing.AGES,
    "out_of_use": housing.OUT_OF_USE,
    "scope": housing.SCOPES,
    "apart_reason": housing.APART_REASONS,
    "part": housing.ROLES_APART,
    "need": housing.NEEDS,
    "class": housing.CLASSES,
    "way": housing.WAYS,
    "question": housing.QUESTIONS,
    "plan_state": housing.PLAN_STATES,
    "count_kind": housing.COUNT_KINDS,
    "explanation": housing.EXPLANATIONS,
    "claim_standing": housing.STANDINGS,
    "capacity": housing.CAPACITIES,
}


@register.filter
def percent(value: float | str | None) -> str:
    """Return a share of 0 to 1 in percent, rounded down: nothing is called whole that is not; no share is a dash."""
    return "–" if value is None or isinstance(value, str) else f"{int(value * 100)}\u00a0%"


@register.filter
def steps(value: float) -> int:
    """Return a share as a number of tenths, rounded down, for the length of a bar."""
    return int(value * 10)


@register.filter
def from_now(moment: datetime) -> str:
    """Return how long it is until a moment, in whole hours or days."""
    hours = max(int((moment - now()).total_seconds() // 3600), 0)
    if hours < 72:
        return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}
    return ngettext("in %(n)s day", "in %(n)s days", hours // 24) % {"n": hours // 24}


_NOT_SAID = frozenset({"person", "facility", "since", "until", "occurred_at", "note", "record"})


@register.filter
def values_said(row: dict[str, str | None]) -> list[str]:
    """Return what a recorded condition says, less who, where and when; blanks are left out, a bare yes names its column."""
    said_ = {"yes": _("yes"), "no": _("no")}
    found = []
    for name, value in row.items():
        if value and name not in _NOT_SAID:
            found.append(f"{name}: {said_[value]}" if value in said_ else value)
    return [*found, *([row["note"]] if row.get("note") else [])]  # type: ignore[list-item]


@register.filter
def said(text: Text) -> str:
    """Return a text in the language of the page."""
    return text.in_(get_language() or "es")


@register.filter
def module_name(module: str) -> str:
    """Return how the board calls a module, all of them together, and none."""
    return {WHOLE: _("Whole facility"), "": _("Module not on record")}.get(module, module)


@register.filter
def asked(line: Line, norm: Norm) -> str:
    """Return in words what a line of the board asks: the limb, and the figure of its rung."""
    limb = next(each for each in norm.limbs if each.name == line.limb)
    rung = next(each for each in limb.rungs if each.id == line.rung)
    return " · ".join(each for each in (said(limb.text), rung.threshold) if each)


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
def coded(pair: tuple[str, str]) -> str:
    """Return the name of a code given with its list."""
    of, value = pair
    return event_name(value) if of == "event" else code(value, of)


@register.filter
def field_name(value: str) -> Any:
    """Return the name of an entry's field."""
    return EVENT_FIELDS.get(value, value)


register.filter("in_zone", local_time)
register.filter("short_day", short_day)


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


_CLASSES: dict[type, str] = {
    Select: "govuk-select",
    Textarea: "govuk-textarea",
    CheckboxInput: "govuk-checkboxes__input",
    FileInput: "govuk-file-upload",
}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw a field's input with its class, tied to its hint and its errors for screen readers."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    base = next((name for each, name in _CLASSES.items() if isinstance(widget, each)), "govuk-input")
    classes = f"{base} {base}--error" if field.errors else base
    tied = [f"{field.auto_id}-hint"] * bool(field.help_text) + [f"{field.auto_id}-error"] * bool(field.errors)
    attributes: dict[str, str | bool] = {"class": classes}
    if tied:
        attributes["aria-describedby"] = " ".join(tied)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return field.as_widget(attrs=attributes)


@register.filter
def answer(field: BoundField) -> Any:
    """Return what was typed into a field as somebody reads it before it is recorded."""
    form: ActForm = field.form  # type: ignore[assignment]
    value = form.cleaned_data.get(field.name)
    if isinstance(field.field, ChoiceField):
        return dict(field.field.choices).get(value, value)  # type: ignore[arg-type]
    if isinstance(field.field, WallClock):
        return f"{short_day(value)}, {value:%H:%M}" if value else ""
    return worded(value, field.name)


@register.filter
def at(values: dict[Any, Any] | None, key: Any) -> Any:
    """Return what a table holds for a key, or nothing."""
    return (values or {}).get(key, "")


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether a field is a box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def refusal_sentence(refusal: Any) -> str:
    """Return a refusal and what can be done about it."""
    language = get_language() or "es"
    return f"{refusal.message(language)} {refusal.kind.remedy.in_(language)}"


@register.filter
def refusal_alone(refusal: Any) -> str:
    """Return a refusal as a sentence in the language of the page."""
    return str(refusal.message(get_language() or "es"))


@register.filter
def within(code_: str) -> str:
    """Return the code of a place without its facility."""
    return code_.partition("/")[2]


@register.filter
def measured(value: Any) -> str:
    """Return a measure without the zeros that nobody measured."""
    return "–" if value is None else number_format(value.normalize(), use_l10n=True)


@register.filter
def quantity(written: str) -> str:
    """Return a quantity as people say it: `0.016667 h` is a minute, `408 h` is 17 days as well; what is none stays as it is."""
    try:
        found = units.quantity(written)
    except WrongData:
        return written
    if found.unit in units.ELAPSED:
        return _time_said(found.exact)
    return _with_unit(found.number, found.unit)


def _time_said(exact: Fraction) -> str:
    """Return elapsed microseconds in whole seconds, whole minutes, or hours to a tenth, from two days on in days as well."""
    if exact < units.MINUTE:
        return _with_unit(Decimal(round(exact / units.SECOND)), "s")
    if exact < units.HOUR:
        return _with_unit(Decimal(round(exact / units.MINUTE)), "min")
    hours = _with_unit(_tenths(exact / units.HOUR), "h")
    return hours if exact < 2 * units.DAY else f"{hours} ({number_format(_tenths(exact / units.DAY))} d)"


def _with_unit(number: Decimal, unit: str) -> str:
    return f"{number_format(number)} {units.UNITS[unit][1].in_(get_language() or 'es')}".strip()


def _tenths(value: Fraction) -> Decimal:
    """Return a number to one decimal, and without it where that is nought."""
    tenths = round(value * 10)
    return Decimal(tenths // 10) if tenths % 10 == 0 else Decimal(tenths) / 10
