"""Values over time without overlaps: where rows of one subject overlap, the least and the greatest of them. Pure."""

import polars as pl


def flat(values: pl.DataFrame) -> pl.DataFrame:
    """Return (subject, since, until, lo, hi) from (subject, since, until, value), overlaps resolved."""
    ordered = values.sort("subject", "since")
    reach = pl.col("until").cum_max().over("subject").shift(1).over("subject")
    overlapping = ordered.filter((pl.col("since") < reach).fill_null(value=False))["subject"].unique()
    plain = ordered.filter(~pl.col("subject").is_in(overlapping.to_list()))
    single = plain.select("subject", "since", "until", pl.col("value").alias("lo"), pl.col("value").alias("hi"))
    if not overlapping.len():
        return single
    several = _resolved(ordered.filter(pl.col("subject").is_in(overlapping.to_list())))
    return pl.concat([single, several]).sort("subject", "since")


def _resolved(values: pl.DataFrame) -> pl.DataFrame:
    cuts = (
        pl.concat([values.select("subject", at="since"), values.select("subject", at="until")])
        .unique()
        .sort("subject", "at")
        .with_columns(pl.col("at").shift(-1).over("subject").alias("next"))
        .drop_nulls()
    )
    return (
        cuts.join(values, on="subject")
        .filter((pl.col("since") <= pl.col("at")) & (pl.col("at") < pl.col("until")))
        .group_by("subject", "at", "next")
        .agg(pl.col("value").min().alias("lo"), pl.col("value").max().alias("hi"))
        .select("subject", pl.col("at").alias("since"), pl.col("next").alias("until"), "lo", "hi")
        .sort("subject", "since")
    )
