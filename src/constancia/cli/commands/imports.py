"""Bringing in what others wrote: daily rolls and published head counts."""

import sys
from datetime import UTC
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from constancia.cli.output import answer, clock, common, operator
from constancia.core.text import Text
from constancia.register import headcounts
from constancia.register.actions import open_facility
from constancia.register.models import Facility
from constancia.register.roll.actions import import_roll
from constancia.register.roll.rejects import write_rejects
from constancia.register.roll.report import DEFINITIONS, missing_days, report
from constancia.register.roll.tables import Reject


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
    done = import_roll(by=operator(), paths=paths, facility=facility, zone=zone, clock=clock, progress=_show_progress)
    rejects_file = _write_rejects(facility, done.rejects)
    figures = report(facility)
    data = {
        **figures,
        "rejected": len(done.rejects),
        "rejects_file": rejects_file,
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
    found = headcounts.import_headcounts(
        by=operator(), path=path, definition=definition, producer=producer, zone=zone, now=clock()
    )
    rejects = found.pop("rejects")
    data = {
        **found,
        "rejected": len(rejects),
        "rejects_file": _write_rejects("facility-days", rejects),
        "definition": definition,
        "producer": producer,
    }
    lines = [f"{name}: {value}" for name, value in data.items()]
    answer(data, [*lines, f"  = {headcounts.DEFINITIONS[definition].en}"], as_json=as_json)


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


def _write_rejects(name: str, rejects: list[Reject]) -> str | None:
    """Write this run's rejects beside the store and return the file's name, or None when there are none."""
    if not rejects:
        return None
    folder = Path(settings.CONSTANCIA_HOME) / "rejects"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{clock().astimezone(UTC):%Y%m%dT%H%M%S%f}.csv"
    write_rejects(path, rejects)
    return str(path)


def _lines(data: dict[str, Any]) -> list[str]:
    lines = [f"{data['facility']}: {data['first_day']} … {data['last_day']}"]
    for name, value in data.items():
        if isinstance(definition := DEFINITIONS.get(name), Text):
            lines.append(f"  {name:>22} {value!s:>12}   {definition.en}")
    if data["rejects_file"]:
        lines.append(f"  what could not be read: {data['rejects_file']}")
    return lines
