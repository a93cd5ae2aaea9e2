"""Reading which rows count: tests on columns, moments and states, checked against the fact tables. Pure."""

from collections.abc import Mapping
from typing import Any

from constancia.core.text import Text
from constancia.norms.datafile import WrongData, fields, listed
from constancia.norms.facts.tables import Column, tables
from constancia.norms.forms.rows import KINDS, Rows, Test, Time
from constancia.norms.forms.setting import WORKED_OUT
from constancia.norms.forms.states import State
from constancia.norms.units import NANO, duration

_COLUMN_OF = {"person": "person", "facility": "facility"}


def column(table: str, name: str, where: str) -> Column:
    """Return a column of a table, or of the row's person or facility (`person.sex`); another name raises `WrongData`."""
    prefix, _, rest = name.partition(".")
    owner, wanted = (_COLUMN_OF[prefix], rest) if rest and prefix in _COLUMN_OF else (table, name)
    if table == "custody" and name in WORKED_OUT:
        return Column(name, "moment", Text("", ""))
    if owner not in tables() or wanted not in tables()[owner].columns:
        raise WrongData(f"{where}: table {owner} has no column {wanted}")
    return tables()[owner].columns[wanted]


def read_tests(given: Mapping[str, Any], table: str, where: str) -> tuple[Test, ...]:
    """Read conditions such as `{kind: [exam, visit], refused: {is: no, or_blank: yes}}`."""
    return tuple(_test(name, value, column(table, name, where), where) for name, value in given.items())


def _test(name: str, given: Any, col: Column, where: str) -> Test:
    if not isinstance(given, dict):
        kind = "is" if col.type == "yes_no" else "any_of"
        return Test(name, kind, _value(kind, given, col, where))
    given = dict(given)
    or_blank = given.pop("or_blank", "no") == "yes"
    if len(given) != 1:
        raise WrongData(f"{where}: {name} needs exactly one condition")
    ((kind, value),) = given.items()
    kind = {"any": "any_of", "not": "none_of"}.get(kind, kind)
    if kind not in KINDS:
        raise WrongData(f"{where}: no such condition {kind}")
    return Test(name, kind, _value(kind, value, col, where), or_blank)


def _value(kind: str, given: Any, col: Column, where: str) -> Any:
    if kind in ("is", "filled"):
        return _yes(given, where)
    if kind in ("at_least", "at_most", "over", "under"):
        return round(float(given) * NANO) if col.type == "number" else int(given)
    if kind in ("any_of", "none_of"):
        codes = tuple(listed(given))
        unknown = set(codes) - set(col.codes) if col.codes else set()
        if unknown:
            raise WrongData(f"{where}: {col.name} has no code {sorted(unknown)}")
        return codes
    return tuple(listed(given)) if kind in ("has_all", "filled_not") else given


def _yes(given: Any, where: str) -> bool:
    if given not in ("yes", "no"):
        raise WrongData(f"{where}: write yes or no")
    return bool(given == "yes")


def read_times(given: Any, table: str, where: str) -> tuple[Time, ...]:
    """Read moments such as `since`, `occurred_at + 30 d`, or a list of them; `always` is none."""
    if given == "always":
        return ()
    found = []
    for each in listed(given):
        name, sign, moved = str(each).partition(" ")
        column(table, name, where)
        way, _, amount = moved.partition(" ")
        if sign and way not in ("+", "-"):
            raise WrongData(f"{where}: cannot read the moment {each!r}")
        found.append(Time(name, duration(amount) * (1 if way == "+" else -1) if sign else 0))
    return tuple(found)


def read_rows(given: Any, where: str) -> Rows:
    """Read rows such as `{table: regime, where: {company: alone}}`; a bare name means every row of that table."""
    if isinstance(given, str):
        given = {"table": given}
    fields(given, where, need={"table"}, may={"where", "since", "until", "at", "via", "ends_if"})
    table = given["table"]
    if table not in tables():
        raise WrongData(f"{where}: no such table {table}")
    columns = tables()[table].columns
    whole = "since" in columns
    happens = "occurred_at" if "occurred_at" in columns else "since"
    read = Rows(
        table,
        read_tests(given.get("where", {}), table, where),
        since=read_times(given.get("since", "since" if whole else "always"), table, where),
        until=read_times(given.get("until", "until" if whole else "always"), table, where),
        at=read_times(given["at"], table, where) if "at" in given else (Time(happens),) if happens in columns else (),
        ends_if=read_tests(given.get("ends_if", {}), table, where),
        via=given.get("via", ""),
    )
    return _READ.setdefault(read, read)


_READ: dict[Rows, Rows] = {}
"""Rows that several norms write alike are one, so that what is worked out of them for one norm serves the others."""


def read_state(name: str, given: Any) -> State:
    """Read a named state."""
    where = f"state {name}"
    fields(
        given,
        where,
        need={"en", "es"},
        may={"holds", "fails", "doubtful", "overruled", "weakly", "silent", "filed", "closed", "outlasts", "asks"},
    )
    kinds = {
        kind: tuple(read_rows(each, where) for each in listed(given.get(kind, [])))
        for kind in ("holds", "fails", "doubtful", "overruled", "weakly")
    }
    for register in (given.get("silent"), given.get("filed"), given.get("closed")):
        if register is not None and register not in tables():
            raise WrongData(f"{where}: no such register {register}")
    asks = given.get("asks") or next((rows.asks for rows in kinds["holds"]), "")
    return State(
        name,
        Text(given["en"], given["es"]),
        **kinds,
        silent=given.get("silent", ""),
        filed=given.get("filed", ""),
        closed=given.get("closed", ""),
        outlasts=given.get("outlasts") == "yes",
        asks=asks or f"closing.{given.get('closed', '')}",
    )
