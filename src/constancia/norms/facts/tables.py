"""What the fact tables are called and what each column means, read from `data/tables`. Pure."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from constancia.core.text import Text
from constancia.norms.datafile import WrongData, bilingual, fields, names, read

TYPES: dict[str, Text] = {
    "id": Text("identifier", "identificador"),
    "text": Text("text", "texto"),
    "code": Text("one of its codes", "uno de sus códigos"),
    "codes": Text("codes separated by a semicolon", "códigos separados por punto y coma"),
    "state": Text("two-letter code of a State (ISO 3166-1)", "código de dos letras de un Estado (ISO 3166-1)"),
    "moment": Text("date and hour with offset (ISO 8601)", "fecha y hora con desfase (ISO 8601)"),
    "day": Text("date (ISO 8601)", "fecha (ISO 8601)"),
    "yes_no": Text("yes or no", "sí o no"),
    "number": Text("decimal number, at most nine decimals", "número decimal, nueve decimales como máximo"),
    "whole": Text("whole number", "número entero"),
    "zone": Text("IANA time zone", "zona horaria IANA"),
}
"""The types of columns, with what may be written in them. A blank always means: not on record."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether it must be filled, its accepted codes, its unit and what it means.

    `day_in` names the column that takes a date written without its hour.
    """

    name: str
    type: str
    text: Text
    need: bool = False
    codes: tuple[str, ...] = ()
    unit: str = ""
    day_in: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One fact table: when its rows are true (`kind`), who owes them, and its columns by name.

    Kinds: `interval` (since, until), `point` (occurred_at), `either`, `standing` (neither).
    """

    name: str
    kind: str
    title: Text
    owner: Text
    about: Text | None
    columns: dict[str, Column]

    @property
    def moments(self) -> tuple[str, ...]:
        """Return its columns of type moment."""
        return tuple(each.name for each in self.columns.values() if each.type == "moment")


_TIMES = {
    "since": Column(
        "since", "moment", Text("When it began. Blank: not known.", "Cuándo comenzó. En blanco: no consta.")
    ),
    "until": Column(
        "until", "moment", Text("When it ended. Blank: it goes on.", "Cuándo terminó. En blanco: continúa.")
    ),
    "occurred_at": Column("occurred_at", "moment", Text("When it happened.", "Cuándo ocurrió.")),
}
_BY_KIND = {"interval": ("since", "until"), "point": ("occurred_at",), "either": ("occurred_at", "since", "until")}
_EVERYWHERE = (
    Column(
        "record",
        "id",
        Text(
            "Identifier of the record. Two rows with the same one are two versions: the later recorded replaces the other.",
            "Identificador del registro. Dos filas con el mismo son dos versiones: la registrada después sustituye a la otra.",
        ),
    ),
    Column(
        "recorded_at",
        "moment",
        Text(
            "When this row was written down (knowledge time). Blank: not known, so never counted as known in time.",
            "Cuándo se anotó esta fila (tiempo de conocimiento). En blanco: no consta, y nunca cuenta como sabido a tiempo.",
        ),
    ),
    Column("source", "text", Text("Where the row comes from.", "De dónde procede la fila.")),
    Column("note", "text", Text("Anything else; never judged.", "Cualquier otra cosa; nunca se juzga.")),
)


@cache
def tables() -> dict[str, Table]:
    """Return every fact table by name."""
    found: dict[str, Table] = {}
    for file in names("tables"):
        for name, given in read("tables", file).items():
            if name in found:
                raise WrongData(f"{file}: table {name} stands twice")
            found[name] = _table(name, given)
    return found


def _table(name: str, given: Any) -> Table:
    where = f"table {name}"
    fields(given, where, need={"kind", "title", "owner", "columns"}, may={"about", "optional_moment"})
    kind = given["kind"]
    columns = {each: _column(each, value, where) for each, value in given["columns"].items()}
    for time in _BY_KIND.get(kind, ()):
        must = kind == "point" and "optional_moment" not in given
        base = _TIMES[time]
        columns[time] = Column(time, "moment", base.text, need=must)
    columns.update({each.name: each for each in _EVERYWHERE})
    about = bilingual(given["about"], where) if "about" in given else None
    return Table(name, kind, bilingual(given["title"], where), bilingual(given["owner"], where), about, columns)


def _column(name: str, given: Any, table: str) -> Column:
    where = f"{table}, column {name}"
    fields(given, where, need={"type", "en", "es"}, may={"need", "codes", "unit", "day_in"})
    if given["type"] not in TYPES:
        raise WrongData(f"{where}: no such type {given['type']}")
    return Column(
        name,
        given["type"],
        Text(given["en"], given["es"]),
        need=given.get("need") == "true",
        codes=tuple(given.get("codes", ())),
        unit=given.get("unit", ""),
        day_in=given.get("day_in", ""),
    )
