"""Every norm over facts too many to be printed: the register's facts as files, and verdicts as files, on this machine or on many."""

from datetime import datetime
from functools import partial
from pathlib import Path

import click

from constancia.cli.commands.people import Moment
from constancia.cli.output import answer, clock, common, operator, progress
from constancia.core.permissions import require
from constancia.core.time import iso
from constancia.ledger.journal import number_known_at
from constancia.norms.checking import known_norms
from constancia.norms.profiles import DEFAULT, profile
from constancia.norms.scale.asked import Asked
from constancia.norms.scale.evaluation import ENGINES, Evaluation, evaluate
from constancia.norms.verdicts import WORST_FIRST
from constancia.standards.facts.exporting import export_facts

_OUT = click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to make; it must not exist yet.",
)


@click.command("evaluate")
@click.option(
    "--facts",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder with one Parquet or CSV file for each fact table (docs/reference/fact-tables.md).",
)
@_OUT
@click.option(
    "--engine",
    default="embedded",
    show_default=True,
    type=click.Choice(ENGINES),
    help="Here, or on Spark (extra `spark`).",
)
@click.option("--master", default="local[2]", show_default=True, metavar="URL", help="Where Spark runs.")
@click.option(
    "--profile", "under", default=DEFAULT, show_default=True, metavar="FILE", help="A shipped profile or a file of one."
)
@click.option("--at", type=Moment(), help="The moment to judge at (default: now).")
@click.option("--as-known-at", "known", type=Moment(), help="Only what was recorded by this moment, judged as of then.")
@click.option("--norm", "wanted", multiple=True, metavar="ID", help="Only this norm; may be given several times.")
@common
def evaluate_(
    facts: Path,
    out: Path,
    engine: str,
    master: str,
    under: str,
    at: datetime | None,
    known: datetime | None,
    wanted: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Judge facts of any size by every norm and write the verdicts as Parquet; the engine changes nothing in them."""
    chosen = profile(under)
    norms = tuple(known_norms(chosen.library(), wanted))
    asked = Asked(chosen, at or clock(), known, norms)
    found = evaluate(facts, out, asked, engine=engine, master=master, progress=partial(progress, every=1))
    answer(found, _lines(found, out), as_json=as_json)


@click.command("export")
@_OUT
@click.option("--as-known-at", "known", type=Moment(), help="As the register knew it then.")
@common
def export_(out: Path, known: datetime | None, *, as_json: bool) -> None:
    """Write the register's fact tables as Parquet, for `evaluate` here or elsewhere (they hold personal data)."""
    require(operator(), "journal.export")
    known_at = None if known is None else number_known_at(known)
    rows = export_facts(out, known_at=known_at, progress=progress("Facilities", every=1))
    answer(rows, [f"{name}.parquet: {count} rows" for name, count in rows.items()], as_json=as_json)


def _lines(found: Evaluation, out: Path) -> list[str]:
    said = [f"Judged at {iso(found.judged_at)} under the profile {found.profile}: {sum(found.rows.values()):,} rows."]
    for norm, counts in found.verdicts.items():
        figures = " ".join(f"{verdict} {counts[verdict]:,}" for verdict in WORST_FIRST if verdict in counts)
        said.append(f"{norm:17} {figures}")
    return [*said, f"Verdicts: {out}"]
