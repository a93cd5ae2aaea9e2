"""What the files of one run hold, file by file and kind by kind, with everything that is odd about them. Pure."""

from collections.abc import Iterator
from typing import Any

from constancia.standards.files.measurement_rows import Column, Measured
from constancia.standards.files.measurements import MeasurementImport


def file_figures(found: Measured) -> dict[str, Any]:
    """Return the figures of one file as plain data; steps in seconds."""
    return {
        "file": found.name,
        "rows": found.rows,
        "ignored_columns": list(found.ignored),
        "usual_step": found.step.total_seconds(),
        "other_steps": found.other_steps,
        "longest_step": found.longest_step.total_seconds(),
        "hours_that_come_twice": found.ambiguous,
        "rejected": len(found.rejects),
        "kinds": [_kind_figures(each) for each in found.columns],
    }


def _kind_figures(each: Column) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "readings": each.readings,
        "implausible": each.implausible,
        "lowest": each.lowest,
        "highest": each.highest,
        "doubtful": each.doubtful,
    }


def lines(done: MeasurementImport) -> Iterator[str]:
    """Yield the same for a reader."""
    for found in done.files:
        steps = f"{found.other_steps} steps other than {found.step.total_seconds():g} s"
        yield f"{found.name}: {found.rows} rows, {steps}, longest {found.longest_step.total_seconds():g} s"
        for each in found.columns:
            doubt = "  MOSTLY IMPOSSIBLE: another column, or not calibrated" if each.doubtful else ""
            figures = f"{each.readings:>9} readings, {each.implausible} impossible, {each.lowest} … {each.highest}"
            yield f"  {each.kind:<12} {figures}{doubt}"
        if found.ignored:
            yield f"  columns left aside: {', '.join(found.ignored)}"
    for name in done.short_headers:
        yield f"{name}: its header names one column fewer than its rows have; the first was taken for row numbers"
    yield f"new readings {done.new_readings}, known already {done.known_readings}, rejected {len(done.rejects)}"
