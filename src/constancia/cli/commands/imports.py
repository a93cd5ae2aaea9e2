"""Bringing in what others wrote: daily rolls, published head counts, segregation lists, measurements."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from constancia.cli.output import answer, clock, common, operator
from constancia.core.text import Text
from constancia.imports.actions import begin_here
from constancia.imports.models import ImportRun
from constancia.imports.reading import read_headcounts, read_measurements, read_rolls, read_segregation
from constancia.imports.store import rejects_of
from constancia.register import headcounts
from constancia.register.actions import open_facility
from constancia.register.models import Facility
from constancia.register.roll.findings import FINDINGS, findings
from constancia.register.roll.report import DEFINITIONS, missing_days, report
from constancia.standards.files import measurements_report, segregation_report


@click.group("import")
def import_() -> None:
    """Bring in daily rolls, published head counts, segregation lists or measurements."""


@import_.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--zone", required=True, help="The IANA time zone of the place, such as America/New_York.")
@click.option("--facility", default="ROLL", show_default=True, help="The code of the place; opened when new.")
@common
def roll(paths: tuple[Path, ...], zone: str, facility: str, *, as_json: bool) -> int:
    """Read daily rolls (CSV, archives of CSV, Parquet) into the register. Running it again adds nothing."""
    _open_when_new(facility, zone)
    run = _begin("roll", paths, zone, facility=facility)
    done = read_rolls(run, paths, by=operator(), clock=clock, progress=_show_progress)
    figures = report(facility)
    data = {
        **figures,
        "rejected": len(done.rejects),
        "rejects_file": str(rejects_of(run.id)) if done.rejects else None,
        "days_without_roll": missing_days(facility),
        "new_files": done.new_rolls,
        "known_files": done.known_rolls,
        "new_entries": done.new_entries,
    }
    answer(data, _lines(data), as_json=as_json)
    return 1 if done.rejects and not (done.new_rolls or done.known_rolls) else 0


@import_.command("facility-days")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--definition", required=True, type=click.Choice(sorted(headcounts.DEFINITIONS)), help="What is counted.")
@click.option("--producer", required=True, help="Who counted.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone of the days.")
@common
def facility_days(path: Path, definition: str, producer: str, zone: str, *, as_json: bool) -> None:
    """Read published head counts per facility and day, kept apart by definition and producer."""
    run = _begin("headcounts", [path], zone, definition=definition, producer=producer)
    found = read_headcounts(run, path, by=operator(), clock=clock)
    rejects = found.pop("rejects")
    data = {
        **found,
        "rejected": len(rejects),
        "rejects_file": str(rejects_of(run.id)) if rejects else None,
        "definition": definition,
        "producer": producer,
    }
    lines = [f"{name}: {value}" for name, value in data.items()]
    answer(data, [*lines, f"  = {headcounts.DEFINITIONS[definition].en}"], as_json=as_json)


@import_.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--zone", required=True, help="The IANA time zone of the place, such as America/New_York.")
@click.option(
    "--facility", default="SEGREGATION", show_default=True, help="The code to keep it under; opened when new."
)
@click.option("--list", "listed", is_flag=True, help="Name every placement with what is said of it.")
@common
def segregation(path: Path, zone: str, facility: str, *, listed: bool, as_json: bool) -> None:
    """Read a list of segregation placements; what cannot be judged is named, nothing is put right."""
    _open_when_new(facility, zone)
    run = _begin("segregation", [path], zone, facility=facility)
    done = read_segregation(run, path, by=operator(), clock=clock)
    found = segregation_report.report(facility, zone)
    verdicts = list(segregation_report.judged(facility))
    unsure = [each for each in verdicts if each.says in segregation_report.NOT_JUDGED]
    data = {
        **found,
        "rows": done.rows,
        "known": done.known,
        "new_entries": done.new_entries,
        "rejected": len(done.rejects),
        "rejects_file": str(rejects_of(run.id)) if done.rejects else None,
        "cannot_be_judged": [*(verdicts if listed else unsure)],
    }
    lines = [
        f"  {name:>24} {data[name]!s:>12}   {text.en}"
        for name, text in segregation_report.DEFINITIONS.items()
        if name != "not_judged"
    ]
    lines += [
        f"  {'':>24} {count:>12}   {segregation_report.NOT_JUDGED[name].en}"
        for name, count in found["not_judged"].items()
    ]
    lines += [f"{each.file}:{each.row}  {each.says}" for each in (verdicts if listed else unsure)]
    answer(data, [*lines, *_rejects_line(data)], as_json=as_json)


@import_.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--zone", required=True, help="The IANA time zone of times without an offset.")
@click.option("--facility", default="MEASURED", show_default=True, help="The code of the place; opened when new.")
@click.option("--device", default="", help="The code of the device; by default each file's own name.")
@click.option("--cell-by-name", is_flag=True, help="Each file is named after the cell in which its device hangs.")
@common
def measurements(
    paths: tuple[Path, ...], zone: str, facility: str, device: str, *, cell_by_name: bool, as_json: bool
) -> int:
    """Read measurements (CSV or archives of CSV); impossible figures are kept, marked and counted."""
    _open_when_new(facility, zone)
    run = _begin("measurements", paths, zone, facility=facility)
    done = read_measurements(run, paths, by=operator(), clock=clock, device=device, cell_by_name=cell_by_name)
    data = {
        "facility": facility,
        "files": [measurements_report.file_figures(each) for each in done.files],
        "short_headers": done.short_headers,
        "new_readings": done.new_readings,
        "known_readings": done.known_readings,
        "new_entries": done.new_entries,
        "rejected": len(done.rejects),
        "rejects_file": str(rejects_of(run.id)) if done.rejects else None,
    }
    answer(data, [*measurements_report.lines(done), *_rejects_line(data)], as_json=as_json)
    return 1 if done.rejects and not (done.new_readings or done.known_readings) else 0


@import_.command("findings")
@click.argument("kinds", nargs=-1, required=True, type=click.Choice(list(FINDINGS)))
@click.option("--facility", default="ROLL", show_default=True, help="The code of the place.")
@common
def findings_(kinds: tuple[str, ...], facility: str, *, as_json: bool) -> None:
    """List what is odd about the rolls read, person by person; nothing of it was repaired."""
    found = list(findings(facility, kinds))
    lines = [f"{kind} ({sum(each.kind == kind for each in found)}): {FINDINGS[kind].en}" for kind in kinds]
    lines += [f"{each.kind}  {each.person}  {each.stay}  {each.detail}" for each in found]
    definitions = {kind: FINDINGS[kind].en for kind in kinds}
    answer({"facility": facility, "definitions": definitions, "findings": found}, lines, as_json=as_json)


def _open_when_new(facility: str, zone: str) -> None:
    if not Facility.objects.filter(code=facility).exists():
        now = clock()
        open_facility(
            by=operator(),
            at=now,
            now=now,
            code=facility,
            name=facility,
            zone=zone,
            authority="not stated by the source",
        )


def _show_progress(day: str, entries: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{day}: {entries:,} entries", nl=False, err=True)


def _begin(kind: str, paths: Sequence[Path], zone: str, **facts: str) -> ImportRun:
    """Note the run, so that the web shows how far it is and why it failed."""
    size = sum(each.stat().st_size for each in paths if each.is_file())
    names = [each.name for each in paths]
    return begin_here(by=operator(), now=clock(), kind=kind, names=names, size=size, zone=zone, **facts)


def _lines(data: dict[str, Any]) -> list[str]:
    lines = [f"{data['facility']}: {data['first_day']} … {data['last_day']}"]
    for name, value in data.items():
        if isinstance(definition := DEFINITIONS.get(name), Text):
            lines.append(f"  {name:>22} {value!s:>12}   {definition.en}")
    return [*lines, *_rejects_line(data)]


def _rejects_line(data: dict[str, Any]) -> list[str]:
    return [f"  what could not be read: {data['rejects_file']}"] if data["rejects_file"] else []
