"""One part of the facts judged: the verdicts on the subjects that are its own, as a frame that no other part can change. Pure."""

from collections.abc import Iterator, Mapping

import polars as pl
import pyarrow as pa

from constancia.norms.facts.frames import Facts
from constancia.norms.forms.board import Board
from constancia.norms.judging import answer
from constancia.norms.scale.asked import Asked
from constancia.norms.scale.closings import fitted

PART, KEY, ROW = "part_", "key_", "row_"
"""Columns beside those of a table: the part a row goes to, the subject for which it does (blank: looked up), its place in its file."""

_AT = pl.Datetime("us", "UTC")
_TEXT, _WHOLE = pl.String(), pl.Int64()

VERDICTS = pl.Schema(
    {
        "norm": _TEXT,
        "limb": _TEXT,
        "rung": _TEXT,
        "subject_kind": _TEXT,
        "subject": _TEXT,
        "record": _TEXT,
        "verdict": _TEXT,
        "since": _AT,
        "until": _AT,
        "num": _WHOLE,
        "den": _WHOLE,
        "limit": _WHOLE,
        "unit": _TEXT,
        "threshold": _TEXT,
        "reason": _TEXT,
        "missing": _TEXT,
        "due": _AT,
        "decisive": pl.Boolean(),
        "text_status": _TEXT,
    }
)
"""The columns of written verdicts: `num` / `den` was measured, `limit` a limit worked out, both in the smallest part of `unit`."""

_AS_ARROW = {
    pl.String: pa.string(),
    pl.Int64: pa.int64(),
    pl.Boolean: pa.bool_(),
    pl.Datetime: pa.timestamp("us", tz="UTC"),
}
ARROW = pa.schema([(name, _AS_ARROW[type(kind)]) for name, kind in VERDICTS.items()])
"""The same columns as Arrow has them."""

Tables = Mapping[str, pl.DataFrame]


def judged(asked: Asked, kind: str, rows: Tables, shared: Tables, held: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the verdicts on a part's own subjects of one kind, question by question.

    `rows`: the part's own rows by table, with `KEY` and `ROW`; `shared`: those that every part reads, with `ROW`; `held`: how many
    records each closing finds over all parts. A table that was given has a frame here, be it empty.
    """
    keys = [each[KEY].drop_nulls() for each in rows.values()]
    own = pl.concat([pl.Series(KEY, [], dtype=pl.String), *keys]).unique().to_list()
    facts = Facts({name: _in_order(name, rows, shared) for name in {*rows, *shared}})
    board = Board(fitted(asked, kind, facts, held), asked.as_of, asked.profile.setting)
    for question in asked.questions(kind):
        said = {
            "norm": question.norm.id,
            "limb": question.limb.name,
            "rung": question.rung.id,
            "subject_kind": kind,
            "unit": question.limb.unit,
            "threshold": question.rung.threshold,
            "decisive": asked.decisive.get(question.key, False),
            "text_status": question.rung.text_status,
        }
        frame = answer(question, board).filter(pl.col("subject").is_in(own))
        frame = frame.with_columns(**{name: pl.lit(value) for name, value in said.items()})
        yield frame.select(pl.col(name).cast(type_) for name, type_ in VERDICTS.items())


def _in_order(table: str, rows: Tables, shared: Tables) -> pl.DataFrame:
    """Return each row of a table once, in the order of its file."""
    found = [each[table].drop(KEY, strict=False) for each in (rows, shared) if table in each]
    return pl.concat(found).sort(ROW).unique(ROW, keep="first", maintain_order=True).drop(ROW)


def plain(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return a frame as an Arrow table of plain strings and moments of UTC."""
    return frame.select(schema.names).to_arrow().cast(schema)
