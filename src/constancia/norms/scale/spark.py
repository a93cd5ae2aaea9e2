"""The Spark engine: the same rows spread over the same parts, and the same judgement of each, on as many machines as there are.

Rows travel packed, as compressed columns of one table and part. Spark is imported here and nowhere else.
"""

import io
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from constancia.core.refusals import Refused, refusal
from constancia.core.text import Text
from constancia.norms.scale import routing
from constancia.norms.scale.asked import EVERYWHERE, KINDS, Asked
from constancia.norms.scale.closings import HELD, added, held_in_batch, registers
from constancia.norms.scale.part import ARROW, KEY, PART, VERDICTS, judged, plain
from constancia.norms.scale.staging import BATCH, Staged, blank

NO_SPARK = refusal(
    "norms.no_spark",
    Text("Spark cannot be used here: {what} is missing.", "Spark no puede usarse aquí: falta {what}."),
    rule="docs/concepts/at-scale.md",
    remedy=Text(
        "Install it (`pip install 'constancia[spark]'`, and Java 17 or later with JAVA_HOME set), or use --engine embedded.",
        "Instálelo (`pip install 'constancia[spark]'`, y Java 17 o posterior con JAVA_HOME definido), o use --engine embedded.",
    ),
)
SPARK_FAILED = refusal(
    "norms.spark_failed",
    Text("Spark gave up ({error}); nothing was written.", "Spark abandonó ({error}); no se escribió nada."),
    rule="docs/concepts/at-scale.md",
    remedy=Text(
        "Read what Spark printed. Is --master right, and do all machines have Constancia and see these folders?",
        "Lea lo que imprimió Spark. ¿Es correcto --master, y tienen todas las máquinas Constancia y acceso a estas carpetas?",
    ),
)

PACKED = f"{PART} int, table_ string, rows_ binary"
"""Rows on their way: to which part, of which table, and the rows themselves as compressed Arrow columns."""


def judge_parts(
    asked: Asked, staged: Staged, out: Path, work: Path, progress: Callable[[int], None], master: str = "local[2]"
) -> None:
    """Write the verdicts of every part into `out`; `work` is a folder for what is needed meanwhile.

    Refuses `norms.no_spark`, `norms.spark_failed`.
    """
    pyspark = _pyspark()
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with PySpark

    try:
        session = _session(pyspark, master, work)
        try:
            _judge(session, asked, staged, out, progress)
        finally:
            session.stop()
    except (Py4JError, pyspark.errors.PySparkException) as error:
        raise Refused([SPARK_FAILED(error=type(error).__name__)]) from error


def _pyspark() -> Any:
    try:
        import pyspark.sql  # noqa: PLC0415 - an extra that few install
    except ImportError as error:
        raise Refused([NO_SPARK(what="PySpark")]) from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise Refused([NO_SPARK(what="Java")])
    return pyspark


def _session(pyspark: Any, master: str, work: Path) -> Any:
    """Return a session; one on this machine alone listens on the loopback address only and serves no pages."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    logging.getLogger("py4j").setLevel(logging.WARNING)  # it tells of every connection that it closes
    settings = {
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
        "spark.sql.execution.arrow.maxBytesPerBatch": "64m",
        "spark.executorEnv.POLARS_MAX_THREADS": "1",
    }
    if master.startswith("local"):
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        settings |= {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "1g",
            "spark.local.dir": str(work / "spark"),
        }
    builder = pyspark.sql.SparkSession.builder.master(master).appName("constancia standards evaluate")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _judge(session: Any, asked: Asked, staged: Staged, out: Path, progress: Callable[[int], None]) -> None:
    _views(session, staged)
    shared = {each: _whole(session, routing.everywhere(each)) for each in EVERYWHERE if each in staged.rows}
    held = added(_held(session, asked, staged, shared))
    # one task a part: what Spark takes for small is compressed
    session.conf.set("spark.sql.adaptive.coalescePartitions.enabled", "false")
    for number, kind in enumerate(KINDS, start=1):
        given = routing.tables_of(asked, kind, set(staged.rows))
        if given:
            packed = _packed(session, asked, kind, given, staged)
            verdicts = packed.groupBy(PART).applyInArrow(_judge_of(asked, kind, given, shared, held), _SCHEMA)
            verdicts.write.mode("append").parquet(_here(out))
        progress(number)


def _packed(session: Any, asked: Asked, kind: str, given: list[str], staged: Staged) -> Any:
    """Return the rows of every part of a kind of subject, packed."""
    parts = routing.parts_for(sum(staged.rows[each] for each in given))
    part = f"CAST(pmod(xxhash64({{column}}), {parts}) AS INT)"
    session.sql(routing.named(asked, kind, set(staged.rows), part)).createOrReplaceTempView(f"named_{kind}")
    session.conf.set("spark.sql.shuffle.partitions", str(parts))
    each_table = [
        session.sql(routing.routed(asked, kind, table, part)).mapInArrow(_packer(table), PACKED) for table in given
    ]
    return reduce(lambda some, more: some.unionAll(more), each_table)


def _views(session: Any, staged: Staged) -> None:
    for table in staged.rows:
        session.read.parquet(_here(staged.path(table))).createOrReplaceTempView(f"staged_{table}")
        several = session.sql(routing.repeated(table)).first()["n"]
        session.sql(routing.keyed(table, versions=several > 0)).createOrReplaceTempView(f"keyed_{table}")


def _here(path: Path) -> str:
    """Return a path of the common file system, whatever file system a cluster would take it for."""
    return f"file://{path.resolve()}"


def _whole(session: Any, question: str) -> pl.DataFrame:
    return pl.DataFrame(session.sql(question).toArrow())


def _held(session: Any, asked: Asked, staged: Staged, shared: dict[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Yield how many records each closing finds in its register, register by register."""
    if "closing" not in shared:
        return
    for register in sorted({each for kind in KINDS for each in registers(asked, kind)} & staged.rows.keys()):
        counted = session.sql(routing.latest(register)).mapInArrow(
            _counter(asked, register, shared["closing"]), "record string, held long"
        )
        yield pl.DataFrame(counted.groupBy("record").sum("held").toArrow()).rename({"sum(held)": "held"}).cast(HELD)


# what the workers do

Batches = Iterable[pa.RecordBatch]


def _counter(asked: Asked, register: str, closings: pl.DataFrame) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    def count(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = held_in_batch(asked, register, closings, pl.DataFrame(batch))
            yield from plain(found, _HELD).to_batches()

    return count


def _packer(table: str) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    def pack(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for (number,), rows in pl.DataFrame(batch).partition_by(PART, as_dict=True, include_key=False).items():
                packed = io.BytesIO()
                rows.write_ipc(packed, compression="zstd")
                yield pa.RecordBatch.from_pydict(
                    {PART: [number], "table_": [table], "rows_": [packed.getvalue()]}, _PACKED
                )

    return pack


def _judge_of(
    asked: Asked, kind: str, given: list[str], shared: dict[str, pl.DataFrame], held: pl.DataFrame
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def judge(packed: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        frames = {each: [blank(each).with_columns(pl.lit(None, pl.String).alias(KEY))] for each in given}
        for batch in packed:
            for table, rows in zip(batch["table_"], batch["rows_"], strict=True):
                frames[table.as_py()].append(pl.read_ipc(io.BytesIO(rows.as_py())))
        rows_of = {table: pl.concat(several, how="diagonal") for table, several in frames.items()}
        for found in judged(asked, kind, rows_of, shared, held):
            yield from plain(found, ARROW).to_batches(max_chunksize=_AT_ONCE)

    return judge


_AT_ONCE = 50_000
"""How many verdicts a worker hands over at once."""

_SPARK = {pl.String: "string", pl.Int64: "long", pl.Boolean: "boolean", pl.Datetime: "timestamp"}
_SCHEMA = ", ".join(f"`{name}` {_SPARK[type(kind)]}" for name, kind in VERDICTS.items())
_HELD = pa.schema([("record", pa.string()), ("held", pa.int64())])
_PACKED = pa.schema([(PART, pa.int32()), ("table_", pa.string()), ("rows_", pa.binary())])
