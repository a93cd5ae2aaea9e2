"""Charts as SVG, drawn on the server: no script, and nothing that our content security policy forbids."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import vl_convert
from django.utils.safestring import SafeString, mark_safe

_INK, _MUTED, _RULE = "#12312f", "#4d5f5c", "#d9d5ca"
_COLOURS = ("#0b5a57", "#b3690a", "#5b3f8c", "#8c2f39", "#2c6fa8", "#5d6b16", "#7a4b2a", "#444444")
_DASHES = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4], [12, 4], [1, 4], [6, 2, 1, 2])
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_STYLE = re.compile(r'\sstyle="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name (empty when it is the only one) and its figure for each day; None leaves a hole."""

    name: str
    points: Sequence[tuple[date, int | None]]


def lines(drawn: Sequence[Line], *, language: str) -> SafeString:
    """Return an SVG with one line per group, told apart by dashes as well as by colour."""
    values = [
        {"day": day.isoformat(), "group": line.name or "–", "figure": figure}
        for line in drawn
        for day, figure in line.points
    ]
    svg = vl_convert.vegalite_to_svg(
        _specification(values, many=len(drawn) > 1), format_locale=_number_locale(language)
    )
    return mark_safe(_responsive(svg))  # noqa: S308 - drawn here from our own numbers; texts are escaped by the drawer


def _specification(values: list[dict[str, Any]], *, many: bool) -> dict[str, Any]:
    group = {"field": "group", "type": "nominal", "title": None}
    legend = {"orient": "bottom", "columns": 3, "columnPadding": 48, "symbolStrokeWidth": 2.5, "symbolSize": 400}
    colour = {**group, "scale": {"range": list(_COLOURS)}, "legend": legend if many else None}
    dash = {**group, "scale": {"range": list(_DASHES)}, "legend": legend if many else None}
    axis = {"labelFontSize": 13, "titleFontSize": 13, "labelColor": _MUTED, "domainColor": _RULE, "tickColor": _RULE}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 860,
        "height": 300,
        "background": None,
        "data": {"values": values},
        "mark": {
            "type": "line",
            "strokeWidth": 2.5,
            "interpolate": "step-after",
            "invalid": "break-paths-show-path-domains",
        },
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "title": None,
                "axis": {
                    **axis,
                    "format": "%Y-%m-%d",
                    "labelOverlap": "greedy",
                    "labelSeparation": 24,
                    "grid": False,
                    "tickCount": 5,
                },
            },
            "y": {
                "field": "figure",
                "type": "quantitative",
                "title": None,
                "axis": {**axis, "gridColor": _RULE, "tickMinStep": 1, "format": ",d", "tickCount": 5},
                "scale": {"zero": True},
            },
            "color": colour,
            "strokeDash": dash,
        },
        "config": {"font": _FONT, "view": {"stroke": None}, "legend": {"labelFontSize": 13, "labelColor": _INK}},
    }


def _number_locale(language: str) -> dict[str, Any]:
    thousands = "\u202f" if language.startswith("es") else ","
    decimal = "," if language.startswith("es") else "."
    return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}


def _responsive(svg: str) -> str:
    """Let the drawing shrink with the page, hide it from screen readers (its table says it), and drop inline styles."""
    svg = _STYLE.sub("", svg)
    svg = re.sub(
        r'<svg ([^>]*?)width="[\d.]+" height="[\d.]+"', r'<svg \1 aria-hidden="true" focusable="false"', svg, count=1
    )
    return svg.replace('aria-roledescription=""', "")
