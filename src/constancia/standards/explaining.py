"""Why a verdict is what it is: the rule, the facts in order, the arithmetic, the parameters, and what would change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any

from constancia.core.actors import Actor
from constancia.core.text import Text
from constancia.norms.calendars import moment
from constancia.norms.datafile import names, read
from constancia.norms.facts.tables import tables
from constancia.norms.judging import Question, questions
from constancia.norms.library.read import Convention
from constancia.norms.units import NANO, UNITS, shown
from constancia.norms.verdicts import Verdict
from constancia.norms.words import because, owed, with_unit
from constancia.register import queries as register
from constancia.standards.changes import people_of
from constancia.standards.evaluation import Evaluated, chosen, evaluate, used
from constancia.standards.facts.assembling import Scope
from constancia.standards.restricted import may_read_kind, may_see_verdict
from constancia.standards.timeline import entry_of

_ASIDE = frozenset({"record", "recorded_at", "source", "note", "person", "facility", "since", "until", "occurred_at"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact used: its table, when it was so, the entry it comes from, and what it says; nothing where it is restricted."""

    table: str
    title: Text
    since: datetime | None
    until: datetime | None
    entry: int | None
    says: tuple[tuple[str, Text | None, str], ...] | None


@dataclass(frozen=True, slots=True)
class Explained:
    """One question answered about one subject: every verdict in order of time, the facts, the parameters."""

    question: Question
    decisive: bool
    verdicts: tuple[Verdict, ...]
    facts: tuple[Fact, ...]

    @property
    def last(self) -> Verdict:
        """Return the verdict that holds now, or held last."""
        return self.verdicts[-1]


def explain(
    actor: Actor,
    *,
    facility: str,
    norm: str,
    subject: str,
    kind: str,
    as_of: datetime,
    known_at: int | None = None,
) -> list[Explained]:
    """Return what a norm says of a person, a cell or the facility, question by question, with the facts it rests on.

    Restricted facts are listed without their content to those who may not read them, and verdicts that would tell who complained
    are left out for them. Of a person who was never held there nothing
    is said.
    """
    if kind == "person" and subject not in register.persons_of(facility):
        return []
    scope = Scope(facility, _persons(kind, subject), known_at=known_at)
    evaluated = evaluate(scope, as_of, norms=[norm])
    found = []
    for question, decisive in _asked(norm):
        if not may_see_verdict(actor, norm, question.limb.name, facility):
            continue
        verdicts = tuple(each for each in evaluated.judgement.verdicts() if _is_about(each, question, subject))
        if verdicts:
            facts = tuple(_facts(actor, evaluated, question, subject))
            found.append(Explained(question, decisive, verdicts, facts))
    return found


def _is_about(verdict: Verdict, question: Question, subject: str) -> bool:
    return verdict.subject == subject and (verdict.norm, verdict.limb, verdict.rung) == question.key


def _asked(norm: str) -> Iterator[tuple[Question, bool]]:
    _, library, decisive = chosen()
    for each in questions(library, [norm]):
        yield each, decisive.get(each.key, False)


def _persons(kind: str, subject: str) -> tuple[str, ...] | None:
    """Return whose facts bear on a subject: the person, those who were in the cell, or everybody."""
    if kind == "person":
        return (subject,)
    if kind == "cell":
        return tuple(sorted(people_of([subject])))
    return None


def _facts(actor: Actor, evaluated: Evaluated, question: Question, subject: str) -> Iterator[Fact]:
    for table, row in used(evaluated.facts, question, subject, None, None):
        begins = row.get("since") if row.get("since") is not None else row.get("occurred_at")
        end = row.get("until")
        says = tuple(_says(table, row)) if may_read_kind(actor, table, row.get("facility") or "") else None
        yield Fact(
            table,
            tables()[table].title,
            None if begins is None else moment(begins),
            None if end is None else moment(end),
            entry_of(row.get("source") or row["record"]),
            says,
        )


def _says(table: str, row: dict[str, Any]) -> Iterator[tuple[str, Text | None, str]]:
    """Yield what a row says: column, what the column means (a code speaks for itself), and the value as it is written."""
    for name, column in tables()[table].columns.items():
        value = row.get(name)
        if name not in _ASIDE and value is not None:
            yield name, None if column.type == "code" else column.text, _written(value, column.type)


def _written(value: Any, type_: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if type_ == "moment":
        return moment(value).isoformat()
    if type_ == "number":
        return format(shown(Fraction(value, NANO)), "f")
    return str(value).strip(";")


@cache
def conventions_of(norm: str) -> tuple[Convention, ...]:
    """Return the conventions (EC-…) whose values stand in a norm."""
    library = chosen()[1]
    for file in names("norms"):
        said = next((each for each in read("norms", file) if each["id"] == norm), None)
        if said is not None:
            return tuple(each for code, each in library.conventions.items() if f"${code}." in str(said))
    return ()


_UNLESS = Text(
    "It becomes a breach at that moment unless what is asked is on record before.",
    "Será un incumplimiento en ese momento salvo que antes conste lo exigido.",
)
_AT_LEAST = Text(
    "At least {limit} is asked: {by} more would meet it.", "Se exige al menos {limit}: bastaría con {by} más."
)
_AT_MOST = Text(
    "At most {limit} is allowed: {by} less would meet it.", "Se admite como máximo {limit}: bastaría con {by} menos."
)
_MARGIN = Text(
    "It is met with {by} to spare; the limit is {limit}.", "Se cumple con un margen de {by}; el límite es {limit}."
)
_ON_RECORD = Text("It could be judged if this were on record: {what}.", "Podría juzgarse si constara esto: {what}.")
_OTHER_FACTS = Text(
    "Other facts on record, or a correction of those listed below, would change it.",
    "Lo cambiarían otros hechos registrados, o la corrección de los que figuran abajo.",
)


def what_would_change(question: Question, verdict: Verdict, language: str) -> list[str]:
    """Return, in sentences, what would make the verdict another one."""
    if verdict.missing:
        return [_ON_RECORD.in_(language).format(what=owed(each, language)) for each in verdict.missing]
    if verdict.verdict == "PENDING":
        return [_UNLESS.in_(language)]
    difference = _difference(question, verdict)
    if difference is None:
        return [_OTHER_FACTS.in_(language)]
    limit, away = difference
    values = {
        "limit": with_unit(shown(limit), verdict.unit, language),
        "by": with_unit(shown(abs(away)), verdict.unit, language),
    }
    at_least = question.limb.stricter == "more"
    if (away >= 0) is at_least:
        return [_MARGIN.in_(language).format(**values)]
    return [(_AT_LEAST if at_least else _AT_MOST).in_(language).format(**values)]


def _difference(question: Question, verdict: Verdict) -> tuple[Fraction, Fraction] | None:
    """Return the limit in the verdict's unit, and by how much the measured figure lies above it."""
    limit = question.rung.limit
    if limit is None or verdict.measured is None or limit.unit in ("calendar_days", "work_days"):
        return None
    there = Fraction(limit.whole, UNITS[verdict.unit][0])
    return there, verdict.measured - there


def sentence(verdict: Verdict, language: str) -> str:
    """Return why, with what is missing and who owes it."""
    return because(verdict, language)
