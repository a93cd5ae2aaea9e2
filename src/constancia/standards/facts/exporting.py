"""The fact tables of the whole register as Parquet, for whoever judges them elsewhere or on many machines."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl

from constancia.core.refusals import refuse_if_any
from constancia.ledger.reading import snapshot
from constancia.norms.facts.writing import write
from constancia.norms.scale.evaluation import FOLDER_EXISTS
from constancia.register import queries as register
from constancia.standards.facts.assembling import Scope, facts_for


def export_facts(
    folder: Path, *, known_at: int | None = None, progress: Callable[[int], None] = lambda _count: None
) -> dict[str, int]:
    """Write every fact table into a new folder, as it stands or as known at an entry, and return the rows of each.

    One facility is in memory at a time, then one table. All is written beside the folder first and then moved there, so that an
    interrupted export leaves nothing. The tables hold personal data. Refuses `norms.folder_exists`.
    """
    refuse_if_any([FOLDER_EXISTS(folder=folder.name, field="out")] if folder.exists() else [])
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with snapshot():
            for number, place in enumerate(register.facilities(known_at=known_at)):
                write(facts_for(Scope(place.code, known_at=known_at)), work / f"{number:06}")
                progress(number + 1)
        rows = _together(sorted(work.iterdir()), work / "made")
        (work / "made").rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return rows


def _together(facilities: list[Path], into: Path) -> dict[str, int]:
    """Write the tables of all facilities as one; the rows of somebody who was in two stand in both, and are kept once."""
    into.mkdir()
    rows = {}
    for name in sorted({each.name for facility in facilities for each in facility.iterdir()}):
        files = [facility / name for facility in facilities if (facility / name).exists()]
        frame = pl.concat(pl.read_parquet(each) for each in files).unique(maintain_order=True)
        frame.write_parquet(into / name, compression="zstd")
        rows[Path(name).stem] = frame.height
    return rows
