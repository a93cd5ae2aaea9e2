"""The library of norms, one norm whole, and the facts of a folder judged; needs no store."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click

from constancia.cli.commands.people import Moment
from constancia.cli.main import language
from constancia.cli.output import answer, clock, common
from constancia.core.text import Text
from constancia.core.time import iso
from constancia.norms.answers import case_data, coverage_data, norm_data, verdict_data
from constancia.norms.calendars import moment
from constancia.norms.cases import cases_of
from constancia.norms.checking import Checked, check, known_norms
from constancia.norms.coverage import Coverage
from constancia.norms.library.model import SEVERITIES, TEXT_STATUS, Norm
from constancia.norms.library.read import library
from constancia.norms.printing import norm_lines
from constancia.norms.profiles import DEFAULT
from constancia.norms.verdicts import MEANING, MET, NOT_APPLICABLE, WORST_FIRST, Verdict
from constancia.norms.words import because


@click.group()
def norms() -> None:
    """Read the library of norms, and judge fact tables by it."""


@norms.command("list")
@common
def list_(*, as_json: bool) -> None:
    """List every norm with its citation, how far its text was read, and how binding it is."""
    known = list(library().norms.values())
    data = {"norms": [norm_data(each) for each in known]}
    answer(data, _listed(known), as_json=as_json)


def _listed(known: list[Norm]) -> Iterator[str]:
    for each in known:
        title, citation = each.title.in_(language()), each.citation.in_(language())
        yield f"{each.id:17} {each.severity}  {each.text_status:11}  {title}  [{citation}]"
    yield f"{len(known)} norms. Severity: " + "; ".join(f"{key} {said.en}" for key, said in SEVERITIES.items())
    yield "Text: " + "; ".join(said.en for said in TEXT_STATUS.values())


@norms.command()
@click.argument("norm")
@common
def show(norm: str, *, as_json: bool) -> None:
    """Show one norm whole: the rule in English and Spanish, its citation, its rungs and its worked cases."""
    known = library()
    (found,) = known_norms(known, [norm])
    cases = cases_of().get(found, [])
    data = {**norm_data(known.norms[found]), "cases": [case_data(each) for each in cases]}
    answer(data, norm_lines(known.norms[found], cases), as_json=as_json)


@norms.command("check")
@click.option(
    "--facts",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="A folder with one CSV or Parquet file for each fact table (docs/reference/fact-tables.md).",
)
@click.option(
    "--profile", default=DEFAULT, show_default=True, metavar="FILE", help="A shipped profile or a file of one."
)
@click.option("--at", type=Moment(), help="The moment to judge at (default: now).")
@click.option("--as-known-at", "known", type=Moment(), help="Only what was recorded by this moment, judged as of then.")
@click.option("--norm", "wanted", multiple=True, metavar="ID", help="Only this norm; may be given several times.")
@click.option(
    "--only", multiple=True, type=click.Choice(WORST_FIRST), help="Only these verdicts; may be given several times."
)
@common
def check_(
    facts: Path,
    profile: str,
    at: datetime | None,
    known: datetime | None,
    wanted: tuple[str, ...],
    only: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Judge the facts of a folder by every norm: verdicts, why, what is missing, and how much could be judged."""
    found = check(facts, at=at or clock(), known_at=known, under=profile, norms=wanted)
    verdicts = [each for each in found.verdicts() if not only or each.verdict in only]
    covered = found.coverage()
    data = {
        "verdicts": [verdict_data(each, found.library, language()) for each in verdicts],
        "coverage": [coverage_data(each, language()) for each in covered],
        "worst": found.worst(),
        "profile": found.profile.code,
        "judged_at": found.at,
        "as_known_at": found.known_at,
    }
    answer(data, _lines(found, verdicts, covered), as_json=as_json)


def _lines(found: Checked, verdicts: list[Verdict], covered: list[Coverage]) -> Iterator[str]:
    said = language()
    known = f", as known at {iso(found.known_at)}" if found.known_at else ""
    yield f"Judged at {iso(found.at)}{known}, under the profile {found.profile.code}."
    shares: dict[str, list[Coverage]] = {}
    for each in covered:
        shares.setdefault(each.norm, []).append(each)
    counts: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        counts.setdefault(verdict.norm, Counter())[verdict.verdict] += 1
    order = {verdict: place for place, verdict in enumerate(WORST_FIRST)}
    for norm in sorted(counts, key=lambda each: min(order[verdict] for verdict in counts[each])):
        yield _norm_line(found.library.norms[norm], counts[norm], shares[norm], said)
    for verdict in sorted(verdicts, key=lambda each: order[each.verdict]):
        if verdict.verdict not in (MET, NOT_APPLICABLE):
            yield _verdict_line(verdict, said)
    if not verdicts:
        yield "No norm says anything of these facts."
    used = [each for each in WORST_FIRST if any(each in count for count in counts.values())]
    yield "; ".join(f"{each}: {MEANING[each].in_(said)}" for each in used)


_DECIDES = Text("decides under this profile", "decide según este perfil")
_COVERED = Text("could be judged", "pudo juzgarse")


def _norm_line(norm: Norm, count: Mapping[str, int], shares: list[Coverage], said: str) -> str:
    figures = " ".join(f"{verdict} {count[verdict]}" for verdict in WORST_FIRST if count[verdict])
    known = [each.share for each in shares if each.share is not None]
    share = f"{float(min(known)) * 100:.1f} % {_COVERED.in_(said)}" if known else "–"
    return f"{norm.id:17} {figures:40} {share}  {norm.title.in_(said)}"


def _verdict_line(verdict: Verdict, said: str) -> str:
    since, until = (_moment(each) for each in (verdict.since, verdict.until))
    decides = f" ({_DECIDES.in_(said)})" if verdict.decisive else ""
    return (
        f"{verdict.verdict}  {verdict.norm} {verdict.limb}/{verdict.rung}  {verdict.subject} {verdict.record}"
        f"  {since} – {until}  {because(verdict, said)}{decides}"
    )


def _moment(at: int | None) -> str:
    return "…" if at is None else iso(moment(at))
