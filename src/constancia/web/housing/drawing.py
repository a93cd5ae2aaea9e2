"""The map of a module as SVG, drawn on the server: pattern and number as well as colour, each cell a link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from constancia.housing.queries.map import CellSeen, ModuleSeen

ACROSS, WIDE, HIGH, GAP, HEAD = 6, 46, 34, 4, 18
"""Cells in a row, their size and distance, and the height of a landing's name; in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a cell is drawn: a level from 0 (nothing) to 5 (alarm), what is printed in it, and what it says."""

    level: int
    figure: str
    says: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One question that the map answers: its name, how a cell is marked, and what each level means."""

    label: Any
    mark: Callable[[CellSeen], Mark]
    legend: Mapping[int, Any]


_FULL = {
    0: gettext_lazy("Empty"),
    1: gettext_lazy("Up to half"),
    2: gettext_lazy("More than half"),
    3: gettext_lazy("Full"),
    5: gettext_lazy("Over capacity"),
    4: gettext_lazy("Not known or out of use"),
}


def _against(measure: Callable[[CellSeen], int | None]) -> Callable[[CellSeen], Mark]:
    def mark(cell: CellSeen) -> Mark:
        most = measure(cell)
        if cell.closed or most is None:
            return Mark(4, str(cell.people or "–"), _("out of use") if cell.closed else _("capacity not known"))
        says = _("%(people)s of %(most)s") % {"people": cell.heads, "most": most}
        if cell.heads > most:
            return Mark(5, str(cell.heads), says)
        if not cell.people:
            return Mark(0, "0", says)
        return Mark(3 if cell.heads == most else 2 if 2 * cell.heads > most else 1, str(cell.heads), says)

    return mark


def _space(cell: CellSeen) -> Mark:
    if not cell.people:
        return Mark(0, "0", _("nobody"))
    if cell.m2_each is None:
        return Mark(4, "?", _("floor not measured"))
    level = next(level for least, level in ((6, 1), (4, 2), (3, 3), (0, 5)) if cell.m2_each >= least)
    return Mark(level, f"{cell.m2_each:.1f}", _("%(area)s m² each") % {"area": cell.m2_each})


def _conflicts(cell: CellSeen) -> Mark:
    if not cell.breaches:
        return Mark(0, str(cell.people), _("no rule broken"))
    return Mark(5, str(cell.breaches), _("%(count)s people against a rule") % {"count": cell.breaches})


def _unusable(cell: CellSeen) -> Mark:
    if cell.is_usable:
        return Mark(0 if not cell.people else 1, str(cell.people), _("usable"))
    return Mark(5 if cell.people else 4, str(cell.people), _("not usable"))


LAYERS: dict[str, Layer] = {
    "limit": Layer(gettext_lazy("Against the hard limit of the profile"), _against(lambda cell: cell.limit), _FULL),
    "certified_normal": Layer(
        gettext_lazy("Against certified normal capacity"), _against(lambda cell: cell.certified_normal), _FULL
    ),
    "working": Layer(gettext_lazy("Against working capacity"), _against(lambda cell: cell.working), _FULL),
    "maximum": Layer(gettext_lazy("Against maximum capacity"), _against(lambda cell: cell.maximum), _FULL),
    "space": Layer(
        gettext_lazy("Space for each person"),
        _space,
        {
            0: gettext_lazy("Empty"),
            1: gettext_lazy("6 m² or more"),
            2: gettext_lazy("4 to 6 m²"),
            3: gettext_lazy("3 to 4 m²"),
            5: gettext_lazy("Under 3 m²"),
            4: gettext_lazy("Floor not measured"),
        },
    ),
    "conflicts": Layer(
        gettext_lazy("Hard rules broken"),
        _conflicts,
        {0: gettext_lazy("None broken"), 5: gettext_lazy("Somebody against a rule")},
    ),
    "unusable": Layer(
        gettext_lazy("Empty but unusable"),
        _unusable,
        {
            0: gettext_lazy("Empty and usable"),
            1: gettext_lazy("In use"),
            4: gettext_lazy("Empty and not usable"),
            5: gettext_lazy("In use though not usable"),
        },
    ),
}
"""What the map can show, by the word in its address."""

PATTERNS = mark_safe(
    '<svg class="cn-patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="cn-p1" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#e9f2f0"/>'
    '<circle cx="4" cy="4" r="1" fill="#0b5a57"/></pattern>'
    '<pattern id="cn-p2" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#c9dfdb"/>'
    '<path d="M0 8L8 0" stroke="#0b5a57" stroke-width="1"/></pattern>'
    '<pattern id="cn-p3" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#f6dfb4"/>'
    '<path d="M0 0L6 6" stroke="#b3690a" stroke-width="1.2"/></pattern>'
    '<pattern id="cn-p4" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#efece4"/>'
    '<path d="M0 6L6 0M0 0L6 6" stroke="#8b877c" stroke-width=".8"/></pattern>'
    '<pattern id="cn-p5" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#9c2a1d"/>'
    '<path d="M0 4H8" stroke="#b9493b" stroke-width="1.5"/></pattern></defs></svg>'
)
"""What fills the cells, drawn once on a page."""


def module_svg(module: ModuleSeen, layer: Layer) -> SafeString:
    """Return the drawing of a module: a row of links for each landing."""
    top, parts = 0, []
    for landing in module.landings:
        parts.append(format_html('<text class="cn-map__name" x="0" y="{}">{}</text>', top + 13, landing.name))
        for number, cell in enumerate(landing.cells):
            across, down = number % ACROSS, number // ACROSS
            left, upper = across * (WIDE + GAP), top + HEAD + down * (HIGH + GAP)
            parts.append(_cell(cell, layer.mark(cell), left, upper))
        rows = -(-len(landing.cells) // ACROSS)
        top += HEAD + rows * (HIGH + GAP) + 6
    width = ACROSS * (WIDE + GAP) - GAP
    label = _("Map of %(name)s") % {"name": module.name}
    return format_html(
        '<svg class="cn-map" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>',
        width,
        max(top, 1),
        label,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _cell(cell: CellSeen, mark: Mark, left: int, upper: int) -> SafeString:
    house, within = cell.code.split("/", 1)
    middle, base = left + WIDE / 2, upper + HIGH / 2
    return format_html(
        '<a href="{}" aria-label="{}" class="cn-map__cell cn-map__cell--{}">'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2"/><text x="{}" y="{}" class="cn-map__number">{}</text>'
        '<rect class="cn-map__plate" x="{}" y="{}" width="{}" height="15" rx="2"/>'
        '<text class="cn-map__figure" x="{}" y="{}">{}</text></a>',
        reverse("cell", args=[house, within]),
        f"{within}: {mark.says}",
        mark.level,
        left,
        upper,
        WIDE,
        HIGH,
        left + 4,
        upper + 11,
        cell.name,
        middle - 2 - 3.6 * len(mark.figure),
        base - 1,
        7.2 * len(mark.figure) + 4,
        middle,
        base + 11,
        mark.figure,
    )
