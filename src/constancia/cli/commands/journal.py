"""The journal: is it whole, can everything be rebuilt from it, and its columnar export."""

from pathlib import Path

import click

from constancia.cli.output import answer, common, progress
from constancia.ledger.export import export_parquet
from constancia.ledger.replay import replay as rebuild
from constancia.ledger.verify import NotedHead
from constancia.ledger.verify import verify as verify_journal

_NOT_VERIFIED = 3


@click.group()
def journal() -> None:
    """Check, rebuild or export the journal."""


@journal.command()
@click.option("--head", metavar="SIZE:ROOT", help="A tree head noted earlier, outside the register.")
@common
def verify(head: str | None, *, as_json: bool) -> int:
    """Name the first entry that was altered, lost or put in another order."""
    result = verify_journal(_noted(head), progress=progress("Verified"))
    data = {
        "entries": result.entries,
        "root": result.root,
        "fault": result.fault
        and {"kind": result.fault.kind, "entry": result.fault.number, "detail": result.fault.detail},
    }
    if result.fault is None:
        lines = [f"{result.entries} entries, whole and in order. Tree head {result.entries}:{result.root}"]
    else:
        lines = [result.fault.message("en"), result.fault.message("es")]
    answer(data, lines, as_json=as_json)
    return 0 if result.fault is None else _NOT_VERIFIED


@journal.command()
@click.option("--check", is_flag=True, required=True, help="Rebuild into a scratch store and compare.")
@common
def replay(*, check: bool, as_json: bool) -> int:  # noqa: ARG001 - the word says what the command does
    """Rebuild every table from the journal in a scratch store and compare it row by row."""
    result = rebuild(progress=progress("Replayed"))
    data = {
        "entries": result.entries,
        "rows": result.rows,
        "differences": [{"table": each.table} for each in result.differences],
    }
    lines = [f"{table}: {count} rows" for table, count in result.rows.items()]
    lines += [f"{each.table} differs: rebuilt {each.rebuilt}, live {each.live}" for each in result.differences]
    answer(data, lines, as_json=as_json)
    return _NOT_VERIFIED if result.differences else 0


@journal.command()
@click.option(
    "--parquet",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to.",
)
@common
def export(folder: Path, *, as_json: bool) -> None:
    """Write the journal as Parquet files (they hold personal data)."""
    rows = export_parquet(folder, progress=progress("Exported"))
    answer(rows, [f"{name}.parquet: {count} rows" for name, count in rows.items()], as_json=as_json)


def _noted(head: str | None) -> NotedHead | None:
    if head is None:
        return None
    size, _, root = head.partition(":")
    if not size.isdigit() or len(root) != 64:
        raise click.UsageError("--head takes SIZE:ROOT, as `journal verify` prints it")
    return NotedHead(int(size), root)
