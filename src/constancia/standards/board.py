"""The board of a facility: by topic and module how things stand, and beside each figure how much of it can be judged at all."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from constancia.norms.calendars import micros
from constancia.norms.judging import Question
from constancia.norms.verdicts import NOT_APPLICABLE, UNKNOWN, worst
from constancia.standards.evaluation import Evaluated
from constancia.standards.topics import topic_of
from constancia.standards.weights import Weights, of_agreement, weights_of, without_class

WINDOW = timedelta(days=30)
"""Over how many days back from its moment a board measures coverage."""


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
    """One question on the board of one module ("" for persons whose module is not on record)."""

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


def lines(evaluated: Evaluated, window: timedelta = WINDOW) -> list[Line]:
    """Return every question on every module's board, over the days before the moment of evaluation."""
    weights = _weights(evaluated, window)
    found: list[Line] = []
    for question, frame in evaluated.judgement.answers:
        found += _lines(evaluated, question, frame, weights)
    return found


@dataclass(frozen=True, slots=True)
class Agreement:
    """The board of the people held under an agreement, all as one group: its lines, which speak of persons only.

    `unclassed` is how many people held in the window might belong to them too: neither status nor instrument is on record.
    """

    lines: list[Line]
    unclassed: int


def agreement(evaluated: Evaluated, window: timedelta = WINDOW) -> Agreement:
    """Return every question about persons on the board of the people held under an agreement; no line where there is nobody."""
    everybody = _weights(evaluated, window)
    weights = of_agreement(evaluated.facts, everybody)
    found: list[Line] = []
    for question, frame in evaluated.judgement.answers:
        if weights.whole and question.limb.subject == "person":
            found += _lines(evaluated, question, frame, weights)
    return Agreement(found, without_class(evaluated.facts, everybody))


def _weights(evaluated: Evaluated, window: timedelta) -> Weights:
    hi = micros(evaluated.as_of)
    return weights_of(evaluated.facts, evaluated.scope.facility, hi - micros_of(window), hi)


def micros_of(window: timedelta) -> int:
    """Return a length of time in microseconds."""
    return int(window / timedelta(microseconds=1))


def _lines(evaluated: Evaluated, question: Question, frame: pl.DataFrame, weights: Weights) -> Iterator[Line]:
    subject = question.limb.subject
    placed = weights.placed(subject, frame.with_columns(pl.col("verdict").cast(pl.String)))
    by_records = hasattr(question.rung.form, "occasion")
    now = placed.filter((pl.col("until").is_null()) | (pl.col("until") > weights.hi - 1))
    if by_records:
        now = placed.filter(pl.col("until").is_null() | (pl.col("until") > weights.lo))
    standing = _by_module(now)
    shares = _records(placed, weights) if by_records else weights.shares(subject, placed)
    modules = {""} if subject == "facility" else weights.modules | standing.keys()
    for module in sorted(modules):
        counts = standing.get(module, {})
        nothing = UNKNOWN if weights.whole.get(module) or subject == "facility" else NOT_APPLICABLE
        yield Line(
            topic_of(question.norm.id),
            module,
            *question.key,
            evaluated.judgement.decisive.get(question.key, False),
            question.norm.severity,
            worst(counts) if counts else nothing,
            counts,
            _share(shares.get(module)),
        )


def _by_module(frame: pl.DataFrame) -> dict[str, dict[str, int]]:
    """Return, module by module, how many subjects stand under each verdict."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    counted = frame.group_by("module", "verdict").agg(pl.col("subject").n_unique().alias("n"))
    for module, verdict, count in counted.iter_rows():
        found[module][verdict] = count
    return found


def _records(frame: pl.DataFrame, weights: Weights) -> dict[str, dict[str, float]]:
    """Return how many records of each module stand under each verdict in the window."""
    inside = frame.filter(pl.col("until").is_null() | (pl.col("until") >= weights.lo))
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for module, verdict, count in inside.group_by("module", "verdict").len().iter_rows():
        found[module][verdict] = count
    for each in found.values():
        each["whole"] = sum(each.values()) - each.get(NOT_APPLICABLE, 0)
    return found


def _share(amounts: dict[str, float] | None) -> Share | None:
    """Return shares of a whole; None where there was nothing to judge."""
    whole = (amounts or {}).get("whole", 0)
    if amounts is None or not whole:
        return None
    blind = (UNKNOWN, NOT_APPLICABLE, "whole")
    judged = sum(amount for verdict, amount in amounts.items() if verdict not in blind)
    breached = sum(amounts.get(each, 0) for each in ("BLOCK", "BREACH", "PRESUMED"))
    return Share(*(round(min(each / whole, 1), 6) for each in (judged, amounts.get("MET", 0), breached)))


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
