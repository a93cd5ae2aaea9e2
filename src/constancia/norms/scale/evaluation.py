"""Every norm over a folder of facts, part by part, on an engine; the verdicts as Parquet in a new folder."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from constancia.core.refusals import refusal, refuse_if_any
from constancia.core.text import Text
from constancia.core.time import iso
from constancia.norms.scale import embedded, spark
from constancia.norms.scale.asked import Asked
from constancia.norms.scale.part import VERDICTS
from constancia.norms.scale.staging import stage

FOLDER_EXISTS = refusal(
    "norms.folder_exists",
    Text("There is something at {folder} already.", "Ya hay algo en {folder}."),
    rule="docs/concepts/at-scale.md",
    remedy=Text("Name a folder that does not exist yet.", "Indique una carpeta que aún no exista."),
)

ENGINES = ("embedded", "spark")
FOLDER, SUMMARY = "verdicts", "evaluation.json"
"""What an evaluation leaves: a folder of Parquet files, and what was asked and found as JSON."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was asked and found: rows read by table, and verdicts by norm and verdict."""

    profile: str
    engine: str
    judged_at: datetime
    known_at: datetime | None
    rows: dict[str, int]
    verdicts: dict[str, dict[str, int]]


def evaluate(
    facts: Path,
    out: Path,
    asked: Asked,
    *,
    engine: str = "embedded",
    master: str = "local[2]",
    progress: Callable[[str], Callable[[int], None]] = lambda _label: lambda _count: None,
) -> Evaluation:
    """Judge a folder of facts by every norm asked and write the verdicts into `out`, a new folder.

    All is written beside `out` first and then moved there, so that an interrupted evaluation leaves nothing. Refuses
    `norms.folder_exists`, every fault of the files, `norms.no_spark`, `norms.spark_failed`.
    """
    refuse_if_any([FOLDER_EXISTS(folder=out.name, field="out")] if out.exists() else [])
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        staged = stage(facts, work / "staged", asked, progress("Rows read"))
        made = work / "made"
        (made / FOLDER).mkdir(parents=True)
        said = progress("Parts judged")
        if engine == "spark":
            spark.judge_parts(asked, staged, made / FOLDER, work, said, master)
        else:
            embedded.judge_parts(asked, staged, made / FOLDER, work, said)
        # an engine writes no file where it has nothing to say, and a reader wants the columns
        pl.DataFrame(schema=VERDICTS).write_parquet(made / FOLDER / "part-none.parquet")
        found = Evaluation(asked.profile.code, engine, asked.at, asked.known_at, staged.rows, _counted(made / FOLDER))
        (made / SUMMARY).write_text(_as_json(found), encoding="utf-8")
        made.rename(out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found


def verdicts_in(folder: Path) -> pl.LazyFrame:
    """Return the verdicts of an evaluation, to be asked."""
    return pl.scan_parquet(folder / "*.parquet")


def _counted(folder: Path) -> dict[str, dict[str, int]]:
    """Return how many verdicts of each kind each norm gave."""
    counted = verdicts_in(folder).group_by("norm", "verdict").len().sort("norm", "verdict").collect()
    found: dict[str, dict[str, int]] = {}
    for norm, verdict, count in counted.iter_rows():
        found.setdefault(norm, {})[verdict] = count
    return found


def _as_json(found: Evaluation) -> str:
    known = None if found.known_at is None else iso(found.known_at)
    data = {
        "profile": found.profile,
        "engine": found.engine,
        "judged_at": iso(found.judged_at),
        "as_known_at": known,
        "rows": found.rows,
        "verdicts": found.verdicts,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)
