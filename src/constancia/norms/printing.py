"""A norm as a page of plain text, in both languages, with its rungs and worked cases. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from constancia.core.text import Text
from constancia.core.time import iso
from constancia.norms.cases import Case, Expected
from constancia.norms.library.model import ORIGINS, SEVERITIES, TEXT_STATUS, Limb, Norm


def norm_lines(norm: Norm, cases: Iterable[Case]) -> Iterator[str]:
    """Yield the lines of a norm's page."""
    yield f"{norm.id}  {norm.title.en} / {norm.title.es}"
    yield f"  en  {norm.rule.en}"
    yield f"  es  {norm.rule.es}"
    if norm.note:
        yield f"  note  {norm.note.en}"
        yield f"  nota  {norm.note.es}"
    yield f"Citation  {norm.citation.en} ({norm.instrument.name.en})"
    yield f"Cita      {norm.citation.es} ({norm.instrument.name.es})"
    yield f"Text      {norm.text_status}: {_both(TEXT_STATUS[norm.text_status])}"
    yield from (f"  source {each.code}: {each.where}" for each in norm.sources)
    until = norm.until.isoformat() if norm.until else "…"
    yield f"In force  {norm.since.isoformat()} – {until}"
    yield f"Severity  {norm.severity}: {_both(SEVERITIES[norm.severity])}{' (as framed)' if norm.as_framed else ''}"
    yield f"Covers    {_both(norm.who)}"
    for limb in norm.limbs:
        yield from _limb_lines(limb)
    for number, case in enumerate(cases, start=1):
        yield from case_lines(case, number, norm.id)


def _limb_lines(limb: Limb) -> Iterator[str]:
    yield f"Limb {limb.name}: {_both(limb.text)}  ({limb.form_name}, by {limb.subject})"
    for rung in limb.rungs:
        named = f" {_both(rung.text)}" if rung.text else ""
        yield f"  rung {rung.id}:{named} {rung.threshold}  ({_both(ORIGINS[rung.origin])}; text {rung.text_status})"


def case_lines(case: Case, number: int, norm: str) -> Iterator[str]:
    """Yield the lines of a worked case: its facts row by row, then what is expected of a norm."""
    yield f"Case {case.id or number}: {_both(case.title)}"
    known = f", as known at {iso(case.known_at)}" if case.known_at else ""
    yield f"  judged at {iso(case.at)}{known}; clock times of {case.zone}"
    for table, rows in case.told.items():
        yield from (f"  {table}  {_row(row)}" for row in rows)
    yield from (f"  → {expected_line(each)}" for each in case.expected if each.norm == norm)


def _row(row: Mapping[str, str]) -> str:
    return ", ".join(f"{column} {value}" for column, value in row.items() if value)


def expected_line(wanted: Expected) -> str:
    """Return what is expected of a limb as a line."""
    limb = "/".join(each for each in (wanted.limb, wanted.rung) if each)
    verdict = f"not {wanted.verdict}" if wanted.never else wanted.verdict
    parts = "; ".join(f"{key} {value}" for key, value in wanted.parts.items())
    return "  ".join(each for each in (limb, verdict, wanted.measured, parts) if each)


def _both(text: Text) -> str:
    return text.en if text.en == text.es else f"{text.en} / {text.es}"
