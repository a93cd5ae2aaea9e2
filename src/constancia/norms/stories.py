"""A worked case told in words: what is on record in it, and what a norm must say of it. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from constancia.core.text import Text
from constancia.norms.cases import Case, Expected
from constancia.norms.facts.tables import tables
from constancia.norms.library.model import Limb, Norm, Rung
from constancia.norms.words import REASONS, UNIVERSES, owed, with_unit


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a case: the table's title, and column by column its meaning (None for a code, which speaks for itself) and value."""

    title: Text
    says: tuple[tuple[str, Text | None, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is expected of one limb: the verdict (or `never` it; `nothing`: the limb is silent), its figure, and the rest in words."""

    limb: Text
    rung: str
    verdict: str
    never: bool
    measured: str
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A worked case as a reader meets it."""

    case: Case
    facts: tuple[Told, ...]
    wanted: tuple[Wanted, ...]


def story(case: Case, norm: Norm, language: str) -> Story:
    """Return a case told in `language`, with what it expects of one norm."""
    wanted = [_wanted(each, norm, language) for each in case.expected if each.norm == norm.id]
    return Story(case, tuple(_facts(case)), tuple(wanted))


def _facts(case: Case) -> Iterator[Told]:
    for name, rows in case.told.items():
        table = tables()[name]
        for row in rows:
            says = [
                (key, None if column is None or column.type == "code" else column.text, value)
                for key, value in row.items()
                for column in [table.columns.get(key)]
                if value
            ]
            yield Told(table.title, tuple(says))


def _wanted(wanted: Expected, norm: Norm, language: str) -> Wanted:
    limb = next((each for each in norm.limbs if each.name == wanted.limb), norm.limbs[0])
    rung = next((each for each in limb.rungs if each.id == wanted.rung), limb.rungs[0])
    measured = _figure(wanted.measured, limb, language)
    rest = tuple(_rest(wanted, limb, rung, measured, language))
    return Wanted(limb.text, wanted.rung, wanted.verdict, wanted.never, measured, rest)


def _figure(written: str, limb: Limb, language: str) -> str:
    try:
        return with_unit(Decimal(written), limb.unit, language) if written else ""
    except InvalidOperation:
        return written


_PARTS = {
    "at": Text("at {value}", "en {value}"),
    "from": Text("from {value}", "desde {value}"),
    "to": Text("until {value}", "hasta {value}"),
    "of": Text("of {value}", "de {value}"),
    "missing": Text("not on record: {value}", "no consta: {value}"),
}


def _rest(wanted: Expected, limb: Limb, rung: Rung, measured: str, language: str) -> Iterator[str]:
    for key, value in wanted.parts.items():
        if key == "because":
            values: defaultdict[str, str] = defaultdict(lambda: "…", measured=measured or "…", threshold=rung.threshold)
            values["universe"] = UNIVERSES[limb.subject].in_(language)
            yield REASONS[value].in_(language).format_map(values)
        else:
            yield _PARTS[key].in_(language).format(value=owed(value, language) if key == "missing" else value)
