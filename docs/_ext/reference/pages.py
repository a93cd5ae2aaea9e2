"""The map of the reference: every page with a generated part, and the module that writes it and knows what is missing."""

from types import ModuleType

from reference import (
    api,
    benchmarks,
    codes,
    commands,
    events,
    facts,
    floors,
    items,
    norms,
    permissions,
    readmes,
    refusals,
    settings,
    tables,
)

PAGES: dict[str, ModuleType] = {
    "architecture/floor-plan": floors,
    "architecture/packages": readmes,
    "reference/events": events,
    "reference/refusals": refusals,
    "reference/commands": commands,
    "reference/settings": settings,
    "reference/permissions": permissions,
    "reference/file-items": items,
    "reference/codes": codes,
    "reference/tables": tables,
    "reference/fact-tables": facts,
    "reference/norms": norms,
    "reference/api": api,
    "reference/benchmarks": benchmarks,
}
"""By the name of the page; each module has `page()`, the generated part, and `undocumented()`, what is missing on it."""

PLACE = "<!-- generated here -->"
"""The line of a page that the generated part takes."""
