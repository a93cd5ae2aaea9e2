"""The journal as Parquet files for analysts: entries with their facts, the public leaves, the tree heads."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from constancia.ledger.reading import rows, snapshot
from constancia.ledger.sequence import moment_from_db

_ENTRY_SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("event", pa.string()),
        ("version", pa.int16()),
        ("subject", pa.string()),
        ("subject_seq", pa.int32()),
        ("occurred_at", pa.timestamp("us", tz="UTC")),
        ("zone", pa.string()),
        ("recorded_at", pa.timestamp("us", tz="UTC")),
        ("actor", pa.string()),
        ("authority", pa.string()),
        ("facility", pa.string()),
        ("ground", pa.string()),
        ("supersedes", pa.int64()),
        ("facts", pa.string()),
        ("document", pa.binary()),
        ("leaf", pa.binary()),
        ("leaf_hash", pa.binary()),
    ]
)
_HEAD_SCHEMA = pa.schema([("size", pa.int64()), ("root", pa.binary()), ("recorded_at", pa.timestamp("us", tz="UTC"))])
_BATCH = 20_000


def export_parquet(folder: Path, *, progress: Callable[[int], None] = lambda _number: None) -> dict[str, int]:
    """Write `entries.parquet` and `heads.parquet` into a folder and return the rows of each.

    Each file is written beside its final name and then moved there, so that an interrupted export leaves no half file.
    The entries hold personal data; their keys (openings) are not exported.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with snapshot(), rows(connection, _ENTRIES) as entries, rows(connection, _HEADS) as heads:
        written = (_entry_row(*each) for each in entries), (_head_row(*each) for each in heads)
        return {
            "entries": _write(folder / "entries.parquet", _ENTRY_SCHEMA, written[0], progress),
            "heads": _write(folder / "heads.parquet", _HEAD_SCHEMA, written[1], lambda _number: None),
        }


def _write(path: Path, schema: pa.Schema, found: Iterable[dict[str, Any]], progress: Callable[[int], None]) -> int:
    part = path.with_suffix(".part")
    total = 0
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for batch in _batches(found):
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=schema))
            total += len(batch)
            progress(total)
    part.replace(path)
    return total


_ENTRIES = """
SELECT number, subject_seq, occurred_at, recorded_at, document, leaf, leaf_hash FROM ledger_entry ORDER BY number
"""
_HEADS = "SELECT size, root, recorded_at FROM ledger_head ORDER BY size"


def _batches(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    source = iter(found)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _entry_row(
    number: int, subject_seq: int, occurred_at: Any, recorded_at: Any, document: Any, leaf: Any, leaf_hash: Any
) -> dict[str, Any]:
    data = json.loads(bytes(document))
    return {
        **data,
        "number": number,
        "subject_seq": subject_seq,
        "occurred_at": moment_from_db(occurred_at),
        "recorded_at": moment_from_db(recorded_at),
        "facts": json.dumps(data["facts"], ensure_ascii=False, sort_keys=True),
        "document": bytes(document),
        "leaf": bytes(leaf),
        "leaf_hash": bytes(leaf_hash),
    }


def _head_row(size: int, root: Any, recorded_at: Any) -> dict[str, Any]:
    return {"size": size, "root": bytes(root), "recorded_at": moment_from_db(recorded_at)}
