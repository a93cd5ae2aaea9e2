"""Person-time in a window: by how much each verdict weighs, so that what nobody recorded weighs as much as what was. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import polars as pl

from constancia.housing.codes import CLASS_OF_GROUND
from constancia.norms.facts.frames import ENDLESS, Facts

_SPAN = {"subject": pl.String, "begin": pl.Int64, "end": pl.Int64, "heads": pl.Int64}


@dataclass(frozen=True, slots=True)
class Weights:
    """The custody of a facility in a window, and in which module each cell and person is.

    `held` has a row for each piece of custody of a person; `there` one for each known presence in a cell, with how many heads.
    """

    lo: int
    hi: int
    facility: str
    held: pl.DataFrame
    there: pl.DataFrame
    module_of: Mapping[str, Mapping[str, str]]

    def of(self, only: Collection[tuple[str, str]]) -> "Weights":
        """Return the weights of some subjects (kind and identifier) alone."""
        known = {
            kind: {each: module for each, module in modules.items() if (kind, each) in only}
            for kind, modules in self.module_of.items()
        }
        held, there = (
            frame.filter(pl.col("subject").is_in(list(known[kind])))
            for kind, frame in (("person", self.held), ("cell", self.there))
        )
        return replace(self, held=held, there=there, module_of=known)

    @property
    def whole(self) -> dict[str, int]:
        """Return the person-time of each module in microseconds."""
        found: defaultdict[str, int] = defaultdict(int)
        for person, begin, end, _one in self.held.iter_rows():
            found[self.module_of["person"][person]] += end - begin
        return dict(found)

    def placed(self, subject: str, frame: pl.DataFrame) -> pl.DataFrame:
        """Return a frame of verdicts with the module of each subject, only of subjects that belong to the facility."""
        known = self.module_of[subject]
        schema = {"subject": pl.String, "module": pl.String}
        places = pl.DataFrame({"subject": list(known), "module": list(known.values())}, schema=schema)
        return frame.join(places, on="subject")

    def timed(self, subject: str, placed: pl.DataFrame) -> pl.DataFrame:
        """Return the person-time (of a facility: the time) of each verdict inside the window, in its column `time`."""
        if subject == "facility":
            spans = pl.DataFrame([(self.facility, self.lo, self.hi, 1)], schema=_SPAN, orient="row")
        else:
            spans = self.held if subject == "person" else self.there
        joined = placed.join(spans, on="subject")
        begin = pl.max_horizontal(pl.col("since").fill_null(-ENDLESS), "begin")
        end = pl.min_horizontal(pl.col("until").fill_null(ENDLESS), "end")
        return joined.with_columns(((end - begin).clip(lower_bound=0) * pl.col("heads")).alias("time"))


def weights_of(facts: Facts, facility: str, lo: int, hi: int) -> Weights:
    """Return the weights of a facility between two moments (microseconds of UTC)."""
    cells = dict(
        facts.frame("cell")
        .filter(pl.col("facility") == facility)
        .select("cell", pl.col("module").fill_null(""))
        .iter_rows()
    )
    presence = facts.frame("presence").filter(pl.col("facility") == facility)
    beds = facts.frame("placement").filter(pl.col("facility") == facility)
    rows = pl.concat([each.select("person", "cell", "since") for each in (presence, beds)]).drop_nulls(
        ["person", "cell"]
    )
    where = {
        person: cells.get(cell, "") for person, cell, _ in rows.sort("since", "cell", nulls_last=False).iter_rows()
    }
    custody = facts.frame("custody").filter(pl.col("facility") == facility)
    held = _spans(custody, "person", lo, hi)
    persons = {person: where.get(person, "") for person in custody["person"].unique().to_list()}
    module_of = {"person": persons, "cell": cells, "facility": {facility: ""}}
    return Weights(lo, hi, facility, held, _spans(_heads(presence), "cell", lo, hi), module_of)


def of_agreement(facts: Facts, weights: Weights) -> Weights:
    """Return the weights of the people held under an agreement alone, as one group ("").

    They are those whose legal status says so and, where no status is on record, those with an order under an agreement. Cells and
    the facility belong to everybody and weigh nothing here.
    """
    ordered = _with_ground(facts, [kind for kind, class_ in CLASS_OF_GROUND.items() if class_ == "agreement"])
    status = pl.col("legal_status")
    theirs = (
        facts.frame("custody")
        .filter(pl.col("facility") == weights.facility)
        .filter((status == "agreement") | (status.is_null() & pl.col("person").is_in(ordered)))
    )
    theirs = theirs.filter(pl.col("person").is_in(list(weights.module_of["person"])))
    held = _spans(theirs, "person", weights.lo, weights.hi)
    persons = dict.fromkeys(held["subject"].to_list(), "")
    module_of: Mapping[str, Mapping[str, str]] = {"person": persons, "cell": {}, "facility": {}}
    return replace(weights, held=held, there=weights.there.clear(), module_of=module_of)


def without_class(facts: Facts, weights: Weights) -> int:
    """Return of how many people held in the window neither a legal status nor an instrument that shows one is on record."""
    ordered = _with_ground(facts, list(CLASS_OF_GROUND))
    open_ = facts.frame("custody").filter(
        (pl.col("facility") == weights.facility) & pl.col("legal_status").is_null() & ~pl.col("person").is_in(ordered)
    )
    open_ = open_.filter(pl.col("person").is_in(list(weights.module_of["person"])))
    return _spans(open_, "person", weights.lo, weights.hi)["subject"].n_unique()


def _with_ground(facts: Facts, kinds: list[str]) -> list[str]:
    ground = facts.frame("ground")
    return ground.filter(pl.col("kind").is_in(kinds))["person"].unique().to_list()


def _heads(presence: pl.DataFrame) -> pl.DataFrame:
    """Return how many heads each row of presence stands for: a cell that was counted goes by its counts, others by persons."""
    known = presence.filter(pl.col("cell").is_not_null())
    counted = known.filter(pl.col("count").is_not_null())
    listed = known.filter(pl.col("person").is_not_null()).join(counted.select("cell").unique(), on="cell", how="anti")
    return pl.concat(
        [counted.with_columns(pl.col("count").alias("heads")), listed.with_columns(pl.lit(1, pl.Int64).alias("heads"))]
    )


def _spans(frame: pl.DataFrame, column: str, lo: int, hi: int) -> pl.DataFrame:
    """Return the pieces of a frame's rows inside a window."""
    if "heads" not in frame.columns:
        frame = frame.with_columns(pl.lit(1, pl.Int64).alias("heads"))
    begin = pl.col("since").fill_null(-ENDLESS).clip(lower_bound=lo)
    end = pl.col("until").fill_null(ENDLESS).clip(upper_bound=hi)
    made = frame.select(pl.col(column).alias("subject"), begin.alias("begin"), end.alias("end"), "heads")
    return made.filter(pl.col("end") > pl.col("begin")).cast(_SPAN)  # type: ignore[arg-type]
