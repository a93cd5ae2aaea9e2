"""Bringing in what others wrote: daily rolls and published head counts."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from constancia.cli.output import answer, clock, common, operator
from constancia.core.text import Text
from constancia.imports.actions import begin_here
from constancia.imports.models import ImportRun
from constancia.imports.reading import read_headcounts, read_rolls
from constancia.imports.store import rejects_of
from constancia.register import headcounts
from constancia.register.actions import open_facility
from constancia.register.models import Facility
from constancia.register.roll.findings import FINDINGS, findings
from constancia.register.roll.report import DEFINITIONS, missing_days, report


@click.group("import")
def import_() -> None:
    """Bring in daily rolls or published head counts."""


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
    if data["rejects_file"]:
        lines.append(f"  what could not be read: {data['rejects_file']}")
    return lines
