"""Every worked case against both evaluators: what a lawyer expects, found twice."""

from datetime import datetime

import pytest

from constancia.core.time import iso
from constancia.norms.calendars import micros, moment
from constancia.norms.cases import NOTHING, Case, Expected, cases, cases_of
from constancia.norms.facts.tables import tables
from constancia.norms.judging import judge
from constancia.norms.library.model import Limb
from constancia.norms.library.read import Library, library
from constancia.norms.live import Live
from constancia.norms.profiles import Profile, profile
from constancia.norms.verdicts import Verdict
from constancia.norms.words import because, plain
from tests.cases.norms.test_properties import plain as whole


def set_wise(case: Case, under: Profile) -> list[Verdict]:
    facts = case.facts()
    if case.known_at:
        facts = facts.as_known_at(micros(case.known_at))
    found = judge(under.library(), facts, micros(case.known_at or case.at), under.setting, norms=case.norms)
    return list(found.verdicts())


def incremental(case: Case, under: Profile) -> list[Verdict]:
    facts = case.facts()
    if case.known_at:
        facts = facts.as_known_at(micros(case.known_at))
    now = micros(case.known_at or case.at)
    live = Live(under.library(), under.setting, norms=case.norms, has_facilities="facility" in facts.given)
    for name in tables():
        for row in facts.versions(name).iter_rows(named=True):
            list(live.put(name, row, now))
    return [each for subject in list(live.world.sheets) for each in live.verdicts(subject, now)]


def covers(verdict: Verdict, at: str, case: Case) -> bool:
    instant = micros(datetime.fromisoformat(at))
    until = micros(case.known_at or case.at) + 1 if verdict.until is None else verdict.until
    return (verdict.since is None or verdict.since <= instant) and (instant < until or verdict.since == instant)


def moment_of(found: int | None) -> str | None:
    return None if found is None else iso(moment(found))


def fits(verdict: Verdict, wanted: Expected) -> bool:
    parts = wanted.parts
    return (
        verdict.verdict == wanted.verdict
        and (not wanted.measured or str(plain(verdict.measured)) == str(plain_text(wanted.measured)))
        and ("from" not in parts or moment_of(verdict.since) == parts["from"])
        and ("to" not in parts or moment_of(verdict.until) == parts["to"])
        and ("missing" not in parts or parts["missing"] in verdict.missing)
        and ("because" not in parts or verdict.reason == parts["because"])
    )


def plain_text(measured: str) -> int | float:
    return int(measured) if measured.lstrip("-").isdigit() else float(measured)


def chosen(verdicts: list[Verdict], wanted: Expected, case: Case) -> list[Verdict]:
    return [
        each
        for each in verdicts
        if each.norm == wanted.norm
        and wanted.limb in ("", each.limb)
        and wanted.rung in ("", each.rung)
        and wanted.parts.get("of", each.subject) == each.subject
        and ("at" not in wanted.parts or covers(each, wanted.parts["at"], case))
    ]


def wrong(verdicts: list[Verdict], case: Case) -> list[str]:
    """Return what is expected and not found, each with what was found instead."""
    found = []
    for wanted in case.expected:
        mine = chosen(verdicts, wanted, case)
        if wanted.verdict == NOTHING:
            right = not mine
        elif wanted.never:
            right = bool(mine) and all(each.verdict != wanted.verdict for each in mine)
        elif wanted.says_which:
            right = any(fits(each, wanted) for each in mine)
        else:
            right = bool(mine) and all(each.verdict == wanted.verdict for each in mine)
        if not right:
            found.append(f"{wanted.norm}/{wanted.limb}: {wanted} – found {[shown(each) for each in mine]}")
    return found


def shown(verdict: Verdict) -> str:
    times = f"{moment_of(verdict.since)}–{moment_of(verdict.until)}"
    return f"{verdict.limb}/{verdict.rung} {verdict.subject}: {verdict.verdict} {plain(verdict.measured)} {times} {verdict.reason} {verdict.missing}"


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.id or case.norms[0]}: {case.title.en}")
def test_a_worked_case(case: Case) -> None:
    under = profile(case.profile)
    once, again = set_wise(case, under), incremental(case, under)
    assert sorted(map(whole, once), key=repr) == sorted(map(whole, again), key=repr)
    assert wrong(once, case) == []
    for each in once:
        assert because(each, "en")
        assert because(each, "es")


NORMS: Library = library()
SAYS_NO = {"BREACH", "PRESUMED", "RISK", "REVIEW", "BLOCK"}


def silence_is_a_breach(limb: Limb) -> bool:
    """Tell whether the missing record is itself the breach, so that nothing is left open (EC-UNK)."""
    return all(getattr(rung.form, "silence", "") == "BREACH" for rung in limb.rungs)


@pytest.mark.parametrize("norm", NORMS.norms)
def test_a_norm_has_its_cases_citation_and_spanish(norm: str) -> None:
    """A norm is shown met, not met and not known, and each of its limbs stands in a case; else the build fails."""
    mine = NORMS.norms[norm]
    said = [each for case in cases_of().get(norm, []) for each in case.expected if each.norm == norm]
    verdicts = {each.verdict for each in said if not each.never}
    assert {each.limb for each in said} >= {limb.name for limb in mine.limbs}
    assert verdicts & SAYS_NO
    assert "MET" in verdicts or all(limb.form_name == "gathering" for limb in mine.limbs)
    assert "UNKNOWN" in verdicts or all(silence_is_a_breach(limb) for limb in mine.limbs)
    for said in (mine.citation, mine.rule, mine.title, mine.who, *(limb.text for limb in mine.limbs)):
        assert said.en.strip()
        assert said.es.strip()
    assert mine.text_status == "unverified" or mine.sources or mine.instrument.code == "constancia"
