"""The board of a facility: by topic and module how things stand, and beside each figure how much of it can be judged at all."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from constancia.norms.judging import Question
from constancia.norms.verdicts import NOT_APPLICABLE, RANK, UNKNOWN, worst
from constancia.standards.evaluation import asked, chosen
from constancia.standards.sums import Sums, window_length
from constancia.standards.topics import topic_of

WHOLE = "*"
"""Stands for the module of what is said of a whole facility: all its modules together, and the facility itself."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of what was asked of one question in one module: how much could be judged, how much was met, how much was not.

    All are shares of the same whole, from 0 to 1: person-time for questions about stretches of time, records for questions
    about records. What nobody recorded counts in the whole and in nothing else.
    """

    judged: float
    met: float
    breached: float


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the board of one module, of `WHOLE`, or of persons whose module is not on record ("")."""

    topic: str
    module: str
    norm: str
    limb: str
    rung: str
    decisive: bool
    severity: str
    verdict: str
    subjects: dict[str, int]
    share: Share | None


@dataclass(frozen=True, slots=True)
class Tile:
    """One topic in one module: the worst that decides, how many subjects it concerns, and the mean shares of its questions."""

    topic: str
    module: str
    verdict: str
    breached: int
    unknown: int
    share: Share | None


def lines(sums: Sums) -> list[Line]:
    """Return every question on the board of the whole facility and of every module, from the sums of a facility."""
    table = _by_question(sums)
    held = _modules(sums)
    modules = {key[1] for key in sums if key[0] == "cells"} | held.keys()
    found: list[Line] = []
    for question in asked():
        amounts = table.get(question.key, {})
        everything = _together(amounts.values())
        if question.limb.subject == "facility":
            found.append(_line(question, WHOLE, everything, window_length(), UNKNOWN))
            continue
        some = [
            _line(question, each, amounts.get(each, _Amounts()), held.get(each, 0), _silent(held.get(each, 0)))
            for each in sorted(modules | amounts.keys())
        ]
        whole = _line(question, WHOLE, everything, sum(held.values()), NOT_APPLICABLE)
        found += [replace(whole, verdict=worst(each.verdict for each in some)), *some]
    return found


def _silent(held: int) -> str:
    """Return what is said where no verdict is on record: not known of people who were held, nothing where nobody was."""
    return UNKNOWN if held else NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Agreement:
    """The board of the people held under an agreement, all as one group: its lines, which speak of persons only.

    `unclassed` is how many people held in the window might belong to them too: neither status nor instrument is on record.
    """

    lines: list[Line]
    unclassed: int


def agreement(sums: Sums) -> Agreement:
    """Return every question about persons on the board of the people held under an agreement; no line where there is nobody."""
    whole = _modules(sums).get("", 0)
    table = _by_question(sums) if whole else {}
    found = [
        _line(question, "", table.get(question.key, {}).get("", _Amounts()), whole, UNKNOWN)
        for question in asked()
        if whole and question.limb.subject == "person"
    ]
    return Agreement(found, sums["unclassed",])


@dataclass(slots=True)
class _Amounts:
    """Of one question in one module: subjects and weight by verdict."""

    subjects: dict[str, int] = field(default_factory=dict)
    weight: dict[str, int] = field(default_factory=dict)


def _together(modules: Iterable[_Amounts]) -> _Amounts:
    subjects: Counter[str] = Counter()
    weight: Counter[str] = Counter()
    for each in modules:
        subjects.update(each.subjects)
        weight.update(each.weight)
    return _Amounts(dict(subjects), dict(weight))


def _by_question(sums: Sums) -> dict[tuple[str, ...], dict[str, _Amounts]]:
    found: defaultdict[tuple[str, ...], defaultdict[str, _Amounts]] = defaultdict(lambda: defaultdict(_Amounts))
    for key, count in sums.items():
        if key[0] in ("subjects", "weight"):
            what, *question, module, verdict = key
            getattr(found[tuple(question)][module], what)[verdict] = count
    return dict(found)


def _modules(sums: Sums) -> dict[str, int]:
    return {key[1]: time for key, time in sums.items() if key[0] == "held"}


def _line(question: Question, module: str, amounts: _Amounts, time: int, nothing: str) -> Line:
    counts = dict(sorted(amounts.subjects.items(), key=lambda each: RANK[each[0]]))
    whole = sum(amounts.weight.values()) if hasattr(question.rung.form, "occasion") else time
    return Line(
        topic_of(question.norm.id),
        module,
        *question.key,
        chosen()[2].get(question.key, False),
        question.norm.severity,
        worst(counts) if counts else nothing,
        counts,
        _share(amounts.weight, whole - amounts.weight.get(NOT_APPLICABLE, 0)),
    )


def _share(weight: dict[str, int], whole: int) -> Share | None:
    """Return shares of a whole, which leaves out what does not apply; None where there was nothing to judge."""
    if whole <= 0:
        return None
    judged = sum(amount for verdict, amount in weight.items() if verdict not in (UNKNOWN, NOT_APPLICABLE))
    breached = sum(weight.get(each, 0) for each in ("BLOCK", "BREACH", "PRESUMED"))
    return Share(*(round(min(each / whole, 1), 6) for each in (judged, weight.get("MET", 0), breached)))


def tiles(found: list[Line]) -> list[Tile]:
    """Return the board's tiles: each topic in each module, by the questions that decide, or by all where none does."""
    groups: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for each in found:
        groups[each.topic, each.module].append(each)
    return [_tile(topic, module, some) for (topic, module), some in groups.items()]


def _tile(topic: str, module: str, some: list[Line]) -> Tile:
    deciding = [each for each in some if each.decisive] or some
    asked = [each for each in deciding if each.verdict != NOT_APPLICABLE]
    shares = [each.share for each in asked if each.share is not None]
    mean = (
        Share(*(round(sum(each) / len(shares), 6) for each in zip(*map(_figures, shares), strict=True)))
        if shares
        else None
    )
    return Tile(
        topic,
        module,
        worst(each.verdict for each in asked),
        max((_most(each, ("BLOCK", "BREACH", "PRESUMED")) for each in asked), default=0),
        max((_most(each, (UNKNOWN,)) for each in asked), default=0),
        mean,
    )


def _figures(share: Share) -> tuple[float, float, float]:
    return share.judged, share.met, share.breached


def _most(line: Line, verdicts: tuple[str, ...]) -> int:
    return sum(line.subjects.get(each, 0) for each in verdicts)


def as_data(found: list[Line]) -> list[dict[str, Any]]:
    """Return lines as plain data, for the cache and the API."""
    return [asdict(each) for each in found]


def from_data(data: list[dict[str, Any]]) -> list[Line]:
    """Return lines from plain data."""
    return [Line(**{**each, "share": Share(**each["share"]) if each["share"] else None}) for each in data]
