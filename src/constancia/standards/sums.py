"""What a board is added up from: subjects and person-time by question, module and verdict. Pure.

Every subject adds to the sums by itself, whatever is known of others. So the subjects that an act touched can be taken out as they
were and put in as they are, and the board is the same as if everybody had been judged anew.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import timedelta

import polars as pl

from constancia.norms.calendars import micros
from constancia.norms.judging import Question
from constancia.norms.live import Subject
from constancia.standards.evaluation import Evaluated
from constancia.standards.weights import Weights, of_agreement, weights_of, without_class

WINDOW = timedelta(days=30)
"""Over how many days back from its moment a board measures coverage."""

Sums = Counter[tuple[str, ...]]
"""Whole numbers by what they count: the first word of a key says what, the others where.

`held`, module: person-time in microseconds; `cells`, module; `subjects` and `weight`, question and module and verdict: how many
subjects stand under it, and for how much person-time (facility: time; records: how many); `unclassed`: persons without a class.
"""

_AT_ONCE = 250_000
"""About how many verdicts are added up in one go."""


def replaced(base: Sums, old: Sums, new: Sums) -> Sums:
    """Return sums with what some subjects added taken out and put in anew."""
    made = Counter(base)
    made.subtract(old)
    made.update(new)
    return Counter({key: count for key, count in made.items() if count})


def sums_of(evaluated: Evaluated, only: Collection[Subject] | None = None) -> tuple[Sums, Sums]:
    """Return the sums of a facility and those of the people held there under an agreement; `only`: of some subjects."""
    hi = micros(evaluated.as_of)
    weights = weights_of(evaluated.facts, evaluated.scope.facility, hi - window_length(), hi)
    mine = weights if only is None else weights.of(only)
    under = of_agreement(evaluated.facts, mine)
    group = _summed(evaluated, under, ("person",))
    group["unclassed",] = without_class(evaluated.facts, mine)
    return _summed(evaluated, mine, ("person", "cell", "facility")), group


def window_length() -> int:
    """Return the length of `WINDOW` in microseconds."""
    return int(WINDOW / timedelta(microseconds=1))


def _summed(evaluated: Evaluated, weights: Weights, kinds: Collection[str]) -> Sums:
    found: Sums = Counter({("held", module): time for module, time in weights.whole.items()})
    found.update(("cells", module) for module in weights.module_of["cell"].values())
    for kind in kinds:
        for by_records in (False, True):
            asked = [
                (question, frame)
                for question, frame in evaluated.judgement.answers
                if question.limb.subject == kind and hasattr(question.rung.form, "occasion") == by_records
            ]
            for frame in _batches(asked):
                _add(found, weights, kind, weights.placed(kind, frame), by_records=by_records)
    return Counter({key: count for key, count in found.items() if count})


def _batches(asked: list[tuple[Question, pl.DataFrame]]) -> Iterator[pl.DataFrame]:
    """Yield the verdicts on some questions together, each with its question, not too many at once."""
    some: list[pl.DataFrame] = []
    for question, frame in asked:
        key = [pl.lit(each).alias(name) for name, each in zip(_KEY, question.key, strict=True)]
        some.append(frame.select(*key, "subject", pl.col("verdict").cast(pl.String), "since", "until"))
        if sum(each.height for each in some) > _AT_ONCE:
            yield pl.concat(some)
            some = []
    if some:
        yield pl.concat(some)


_KEY = ("norm", "limb", "rung")
_GROUP = (*_KEY, "module", "verdict")


def _add(found: Sums, weights: Weights, kind: str, placed: pl.DataFrame, *, by_records: bool) -> None:
    end = pl.col("until")
    standing = placed.filter(end.is_null() | (end > (weights.lo if by_records else weights.hi - 1)))
    counted = standing.group_by(_GROUP).agg(pl.col("subject").n_unique())
    if by_records:
        weighed = placed.filter(end.is_null() | (end >= weights.lo)).group_by(_GROUP).len()
    else:
        weighed = weights.timed(kind, placed).group_by(_GROUP).agg(pl.col("time").sum())
    for what, frame in (("subjects", counted), ("weight", weighed)):
        for *key, count in frame.iter_rows():
            found[(what, *key)] += count
