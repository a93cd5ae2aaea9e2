"""Verdicts, norms, cases and coverage as plain data for JSON, with exact figures and the words of one language. Pure."""

from typing import Any

from constancia.core.time import iso
from constancia.norms.calendars import moment
from constancia.norms.cases import Case, Expected
from constancia.norms.coverage import COUNTED_IN, Coverage
from constancia.norms.library.model import ORIGINS, SEVERITIES, TEXT_STATUS, Limb, Norm
from constancia.norms.library.read import Library
from constancia.norms.units import ELAPSED, UNITS, quantity
from constancia.norms.verdicts import Verdict
from constancia.norms.words import because, owed, plain

_YES_OR_NO = ("instant", "sequence")
"""Forms whose question has no figure, unless they measure something."""


def verdict_data(verdict: Verdict, library: Library, language: str) -> dict[str, Any]:
    """Return one verdict: moments in UTC, `until` null while it holds, `measured` and `threshold` in `unit`."""
    limb = limb_of(library.norm(verdict.norm), verdict.limb)
    asks_figure = limb.form_name not in _YES_OR_NO or verdict.measured is not None
    return {
        "norm": verdict.norm,
        "limb": verdict.limb,
        "rung": verdict.rung,
        "subject": verdict.subject,
        "subject_kind": verdict.subject_kind,
        "record": verdict.record or None,
        "verdict": verdict.verdict,
        "since": _iso(verdict.since),
        "until": _iso(verdict.until),
        "measured": plain(verdict.measured),
        "threshold": threshold(verdict) if asks_figure else None,
        "unit": verdict.unit if asks_figure else None,
        "because": because(verdict, language),
        "reason": verdict.reason,
        "missing": [{"fact": each, "owed": owed(each, language)} for each in verdict.missing],
        "due": _iso(verdict.due),
        "decisive": verdict.decisive,
        "text_status": verdict.text_status,
    }


def limb_of(norm: Norm, name: str) -> Limb:
    """Return a limb of a norm by name."""
    return next(each for each in norm.limbs if each.name == name)


def threshold(verdict: Verdict) -> Any:
    """Return the threshold as a number in the verdict's unit, or in words where it has another unit (3 work days) or none."""
    number, _, unit = verdict.threshold.partition(" ")
    if verdict.threshold == "0":
        return 0
    if unit not in UNITS:
        return verdict.threshold
    found = quantity(verdict.threshold)
    if unit == verdict.unit or (unit in ELAPSED and verdict.unit in ELAPSED):
        return plain(found.exact / UNITS[verdict.unit][0])
    return f"{number} {unit}"


def coverage_data(found: Coverage, language: str) -> dict[str, Any]:
    """Return how much of one question could be judged; `share` is null where nothing was in scope."""
    return {
        "norm": found.norm,
        "limb": found.limb,
        "rung": found.rung,
        "judged": plain(found.judged),
        "in_scope": plain(found.in_scope),
        "counted_in": found.counted_in,
        "counted_in_words": COUNTED_IN[found.counted_in].in_(language),
        "share": plain(found.share),
    }


def norm_data(norm: Norm) -> dict[str, Any]:
    """Return a norm whole, in both languages."""
    return {
        "norm": norm.id,
        "title": _both(norm.title),
        "rule": _both(norm.rule),
        "note": _both(norm.note) if norm.note else None,
        "citation": _both(norm.citation),
        "instrument": _both(norm.instrument.name),
        "text_status": norm.text_status,
        "text_status_words": _both(TEXT_STATUS[norm.text_status]),
        "sources": [{"code": each.code, "where": each.where} for each in norm.sources],
        "since": norm.since,
        "until": norm.until,
        "severity": norm.severity,
        "severity_words": _both(SEVERITIES[norm.severity]),
        "absolute_as_framed": norm.as_framed,
        "starred": norm.starred,
        "who": _both(norm.who),
        "ladder": norm.ladder or None,
        "limbs": [_limb_data(each) for each in norm.limbs],
    }


def _limb_data(limb: Limb) -> dict[str, Any]:
    return {
        "limb": limb.name,
        "text": _both(limb.text),
        "form": limb.form_name,
        "subject": limb.subject,
        "unit": limb.unit,
        "rungs": [
            {
                "rung": each.id,
                "threshold": each.threshold,
                "origin": each.origin,
                "origin_words": _both(ORIGINS[each.origin]),
                "text_status": each.text_status,
                "text": _both(each.text) if each.text else None,
            }
            for each in limb.rungs
        ],
    }


def case_data(case: Case) -> dict[str, Any]:
    """Return a worked case: its facts as in the fact tables, and what is expected."""
    return {
        "case": case.id or None,
        "title": _both(case.title),
        "zone": case.zone,
        "at": case.at,
        "as_known_at": case.known_at,
        "profile": case.profile,
        "facts": case.rows,
        "expected": [_expected_data(each) for each in case.expected],
    }


def _expected_data(wanted: Expected) -> dict[str, Any]:
    return {
        "norm": wanted.norm,
        "limb": wanted.limb or None,
        "rung": wanted.rung or None,
        "not" if wanted.never else "verdict": wanted.verdict,
        "measured": wanted.measured or None,
        **wanted.parts,
    }


def _both(text: Any) -> dict[str, str]:
    return {"en": text.en, "es": text.es}


def _iso(at: int | None) -> str | None:
    return None if at is None else iso(moment(at))
