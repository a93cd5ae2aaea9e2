"""A facility's places as a file: brought into the register, and written from it."""

import os
from contextlib import nullcontext
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from constancia.cli.output import answer, clock, common, operator
from constancia.housing.actions import import_building
from constancia.housing.actions.buildings import Imported
from constancia.housing.buildings.reading import read_building_file
from constancia.housing.buildings.schema import building_of
from constancia.housing.buildings.writing import written
from constancia.housing.queries.buildings import building_at
from constancia.ledger.sequence import rehearsing


@click.command("import-facility")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only say what it would do; nothing is recorded.")
@common
def import_facility(file: Path, *, check: bool, as_json: bool) -> None:
    """Record the places that FILE (constancia-facility/1, YAML or JSON) names and the register does not have yet.

    All of it in one transaction, or nothing with every reason; running it again adds nothing.
    """
    building = building_of(read_building_file(file), file.name)
    with rehearsing() if check else nullcontext():
        done = import_building(by=operator(), now=clock(), building=building)
    data = {"file": file.name, "checked_only": check, "effective": building.effective, **asdict(done)}
    answer(data, _lines(done, check=check), as_json=as_json)


def _lines(done: Imported, *, check: bool) -> list[str]:
    opened = f"{done.modules} modules, {done.landings} landings, {done.cells} cells, {done.beds} beds"
    changed = f"{done.described} described anew, {done.measured} measured, {done.capacities} with other capacities"
    return [
        f"{done.facility}: opened: {opened}",
        f"  {changed}; {done.claims} published figures",
        f"  {done.unchanged} places as they were; {done.not_in_file} in the register that the file does not name",
        "nothing was recorded: this was a check" if check else f"{done.entries} entries",
    ]


@click.command("export-facility")
@click.argument("facility")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]),
    help="As of this moment, with its offset, such as 2026-03-01T12:00+0000; by default now.",
)
@common
def export_facility(facility: str, output: Path, at: datetime | None, *, as_json: bool) -> None:
    """Write the places of FACILITY, and what was published about it, to a file that `import-facility` reads.

    Certificates, signed capacities, the profile, reservations and what is out of use are not in it.
    """
    if not (output.parent.is_dir() and os.access(output.parent, os.W_OK)):
        raise click.BadParameter(f"the folder {output.parent} cannot be written to", param_hint="'-o'")
    found = building_at(facility, at or clock())
    part = output.with_name(output.name + ".part")
    part.write_text(written(found), encoding="utf-8")
    part.replace(output)
    data = {"facility": facility, "effective": found.effective, "places": len(found.places), "file": str(output)}
    answer(data, [f"{len(found.places)} places of {facility} written to {output}"], as_json=as_json)
