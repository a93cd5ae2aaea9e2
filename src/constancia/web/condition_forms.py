"""Forms of conditions, made from the fact tables: each field asks for one column, in the words that the table itself has for it."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.core.text import Text
from constancia.core.time import zone as zone_called
from constancia.norms.facts.tables import Column, tables
from constancia.standards.kinds import KINDS
from constancia.standards.timeline import column_of
from constancia.standards.words import CODE_NAMES, KIND_NAMES, LABELS
from constancia.web.forms import ActForm, WallClock, choice, day, in_zone, moment, text, yes_no
from constancia.web.words import AUTHORITY_HINT, LOCAL_TIME, WHEN

_PENDING = _("It has only been asked for and has not taken place yet.")
_AUTHORITY = _("Authority (optional)")


class ConditionForm(ActForm):
    """One condition; what is left blank is not on record."""

    clock_zone = "UTC"

    def said(self) -> dict[str, Any]:
        """Return what was read: clocks as moments at the place, answers of yes or no as such, blanks as nothing."""
        found = dict(self.cleaned_data)
        for name, field in self.fields.items():
            if isinstance(field, WallClock):
                found[name] = in_zone(found[name], self.clock_zone)
        return found


def form_of(kind: str, *, with_person: bool) -> type[ConditionForm]:
    """Return the form of a kind of condition; `with_person` asks for no person, since the page is about one."""
    made: dict[str, Any] = {"at": moment(WHEN, LOCAL_TIME)}
    columns = tables()[kind].columns
    for each in fields(KINDS[kind].event):
        column = columns.get(column_of(each.name))
        if each.name == "pending":
            made["pending"] = forms.BooleanField(label=_PENDING, required=False)
        elif column is not None and not (with_person and each.name == "person"):
            made[each.name] = _field(column, kind)
    made["authority"] = text(_AUTHORITY, AUTHORITY_HINT)
    return type("Form", (ConditionForm,), made)


def _field(column: Column, kind: str) -> forms.Field:
    label = _lazily(LABELS.get(column.name, column.text), column.unit)
    if kind == "closing" and column.name == "register":
        return choice(label, KIND_NAMES)
    made = _MAKERS.get(column.type)
    long = column.name in ("note", "circumstances", "reasons")
    return text(label, long=long, needed=column.need) if made is None else made(label, column)


_MAKERS: dict[str, Callable[[Any, Column], forms.Field]] = {
    "code": lambda label, column: choice(label, {each: CODE_NAMES[each] for each in column.codes}),
    "yes_no": lambda label, _column: yes_no(label),
    "moment": lambda label, _column: moment(label, LOCAL_TIME, required=False),
    "day": lambda label, _column: day(label),
    "number": lambda label, _column: forms.DecimalField(label=label, required=False, max_digits=18, decimal_places=9),
    "whole": lambda label, _column: forms.IntegerField(label=label, required=False, min_value=0),
}
"""How a column of each type is asked for; any other is text."""


def _lazily(said: Text, unit: str) -> Any:
    words = lazystr(_InLanguage(said))
    return format_lazy("{} ({})", words, unit.replace("m2", "m²")) if unit else words


class _InLanguage:
    """A text that is written in whatever language the page is in."""

    def __init__(self, said: Text) -> None:
        self.said = said

    def __str__(self) -> str:
        return self.said.in_(get_language() or "es").rstrip(".")


def initial_of(row: Mapping[str, Any], kind: str, at: datetime, until: datetime | None, zone: str) -> dict[str, Any]:
    """Return what a recorded condition says as a form holds it, for a correction."""

    def wall(moment_: datetime) -> str:
        return moment_.astimezone(zone_called(zone)).strftime("%Y-%m-%dT%H:%M")

    found: dict[str, Any] = {"at": wall(at)}
    for each in fields(KINDS[kind].event):
        column = tables()[kind].columns.get(column_of(each.name))
        value = row.get(column_of(each.name))
        if column is not None and value is not None:
            found[each.name] = wall(datetime.fromisoformat(value)) if column.type == "moment" else value
    if until is not None:
        found["until"] = wall(until)
    found["pending"] = row.get("occurred_at") is None and "requested_at" in row and "pending" in _names(kind)
    return found


def _names(kind: str) -> set[str]:
    return {each.name for each in fields(KINDS[kind].event)}
