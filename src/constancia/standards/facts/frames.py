"""From rows of text to the frames that the norms judge. Pure."""

from collections.abc import Mapping, Sequence

import polars as pl

from constancia.core.refusals import Refusal, refuse_if_any
from constancia.norms.facts.frames import Facts, empty
from constancia.norms.facts.load import typed
from constancia.norms.facts.tables import tables
from constancia.standards.timeline import Row


def frame_of(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as the frame of a fact table; a value that it cannot hold is refused, as in a file."""
    kind = tables()[table]
    names = [each for each in kind.columns if any(each in row for row in rows)]
    text = pl.DataFrame(
        {each: [row.get(each) for row in rows] for each in names}, schema=dict.fromkeys(names, pl.String)
    )
    faults: list[Refusal] = []
    made = typed(text, kind, table, faults)
    refuse_if_any(faults)
    return made


def facts_of(rows: Mapping[str, Sequence[Row]], frames: Mapping[str, pl.DataFrame]) -> Facts:
    """Return facts from rows of text and from frames that are typed already; a table of both holds both."""
    made = {name: frame_of(name, some) for name, some in rows.items() if some}
    for name, frame in frames.items():
        made[name] = pl.concat([made[name], frame]) if name in made else frame
    return Facts({name: made.get(name, empty(table)) for name, table in tables().items() if name in made})
