"""One whole question: the facts of a folder under a profile at a moment, its verdicts, and how much could be judged. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from constancia.core.refusals import refusal, refuse_if_any
from constancia.core.text import Text
from constancia.norms.calendars import micros
from constancia.norms.coverage import Coverage, coverage
from constancia.norms.facts.load import load
from constancia.norms.judging import Judgement, judge
from constancia.norms.library.read import Library
from constancia.norms.profiles import DEFAULT, Profile, profile
from constancia.norms.verdicts import Verdict, worst

NOT_A_NORM = refusal(
    "norms.unknown_norm",
    Text("The library has no norm {what}.", "La biblioteca no tiene la norma {what}."),
    rule="docs/reference/norms.md",
    remedy=Text("See `constancia norms list`.", "Consulte `constancia norms list`."),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer: the profile used, the moment judged at, what was known by (None: everything on file), and the verdicts."""

    profile: Profile
    library: Library
    at: datetime
    known_at: datetime | None
    judgement: Judgement

    @property
    def asked(self) -> list[str]:
        """Return the norms that were asked, each once."""
        return list(dict.fromkeys(question.norm.id for question, _ in self.judgement.answers))

    def verdicts(self) -> Iterator[Verdict]:
        """Yield every verdict, in the order of the library, of subjects and of time."""
        return self.judgement.verdicts()

    def coverage(self) -> list[Coverage]:
        """Return how much of each question could be judged."""
        return list(coverage(self.judgement))

    def worst(self) -> dict[str, str]:
        """Return the worst verdict of each norm asked; N/A where it said nothing at all."""
        found: dict[str, list[str]] = {norm: [] for norm in self.asked}
        for question, frame in self.judgement.answers:
            found[question.norm.id] += frame["verdict"].cast(str).unique().to_list()
        return {norm: worst(verdicts) for norm, verdicts in found.items()}


def check(
    folder: Path,
    *,
    at: datetime,
    known_at: datetime | None = None,
    under: str = DEFAULT,
    norms: Iterable[str] = (),
) -> Checked:
    """Judge the facts of a folder at a moment, under a shipped profile or one read from a file.

    With `known_at` only rows recorded by then are judged, as of then: the verdicts as they were known. Raises `Refused` with every
    fault of the profile, of the names in `norms` and of the files.
    """
    chosen = profile(under)
    library = chosen.library()
    wanted = known_norms(library, norms)
    facts = load(folder)
    moment = at if known_at is None else min(at, known_at)
    if known_at is not None:
        facts = facts.as_known_at(micros(known_at))
    found = judge(library, facts, micros(moment), chosen.setting, norms=wanted, decisive=chosen.decides())
    return Checked(chosen, library, moment, known_at, found)


def known_norms(library: Library, wanted: Iterable[str]) -> list[str]:
    """Return the identifiers of norms however they are typed; raises `Refused` with each that the library does not have."""
    found, faults = [], []
    for each in wanted:
        try:
            found.append(library.norm(each).id)
        except KeyError:
            faults.append(NOT_A_NORM(what=each[:40], field="norm"))
    refuse_if_any(faults)
    return found
