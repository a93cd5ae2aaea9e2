"""The page of fact tables: what may be written in each, column by column, in both languages."""

from collections.abc import Iterator

from constancia.norms.facts.tables import TYPES, Column, Table, tables
from constancia.norms.units import UNITS
from reference.markdown import code, table, target, text

WHEN = {
    "interval": "Its rows run from `since` to `until` (half-open); a blank `until` means that it goes on.",
    "point": "Its rows happen at `occurred_at`.",
    "either": "Its rows happen at `occurred_at`, or run from `since` to `until`.",
    "standing": "Its rows hold for good.",
}


def undocumented() -> Iterator[str]:
    """Yield what is missing about fact tables and their columns."""
    for name, each in tables().items():
        if not (each.title.es.strip() and each.owner.es.strip()):
            yield f"fact table {name}: no Spanish title or owner"
        for column in each.columns.values():
            if not (column.text.en.strip() and column.text.es.strip()):
                yield f"fact table {name}, column {column.name}: not said in both languages"


def page() -> str:
    """Return the page."""
    types = table(
        ("type", "English", "español"), ((code(key), text(said.en), text(said.es)) for key, said in TYPES.items())
    )
    return "\n\n".join([types, *(_table(each) for each in tables().values())])


def _table(each: Table) -> str:
    rows = (
        (code(column.name), _type(column), text(column.text.en), text(column.text.es))
        for column in each.columns.values()
    )
    about = [text(each.about.en), text(each.about.es)] if each.about else []
    return "\n\n".join(
        [
            f"{target('facts', each.name)}\n## {code(each.name)}",
            f"{text(each.title.en)} / {text(each.title.es)}. Owed by {text(each.owner.en)} / lo debe {text(each.owner.es)}.",
            WHEN[each.kind],
            *about,
            table(("column", "type", "English", "español"), rows),
        ]
    )


def _type(column: Column) -> str:
    marks = [column.type]
    if column.codes:
        marks.append("one of " + ", ".join(map(code, column.codes)))
    if column.unit:
        marks.append(f"in {UNITS[column.unit][1].en}" if column.unit in UNITS else f"in {column.unit}")
    if column.day_in:
        marks.append(f"a date without its hour is taken as {code(column.day_in)}")
    if column.need:
        marks.append("**must be filled**")
    return "; ".join(marks)
