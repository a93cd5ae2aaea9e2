"""The readings of devices as the fact table `measurement`: each stands until the next one, and never longer than it may."""

from collections.abc import Collection
from datetime import datetime

import polars as pl

from constancia.norms.calendars import micros
from constancia.norms.facts.frames import empty
from constancia.norms.facts.tables import tables
from constancia.standards.models import Calibration, Device, Reading

_SECOND = 1_000_000
_SCHEMA = {
    "sensor": pl.String,
    "kind": pl.String,
    "at": pl.Int64,
    "value": pl.Int64,
    "plausible": pl.Boolean,
    "entry": pl.Int64,
}


def measurements(
    facility: str,
    cells: Collection[str] | None = None,
    *,
    known_at: int | None = None,
    since: datetime | None = None,
) -> pl.DataFrame | None:
    """Return the readings of a facility's devices, or those in some cells, as a frame of the fact table; None when there is none.

    A reading outside every calibration of its device is marked as not calibrated; a device that nobody ever calibrated has the
    column blank. What is not physically possible is marked and set aside by the norms, never corrected.
    """
    there = Device.objects.filter(facility=facility)
    there = there if cells is None else there.filter(cell__in=cells)
    devices = list(there.values("id", "module", "cell", "stands_for"))
    found = Reading.objects.filter(device__in=[each["id"] for each in devices])
    if known_at is not None:
        found = found.filter(entry__lte=known_at)
    if since is not None:
        found = found.filter(at__gte=since)
    rows = [
        (device, kind, micros(at), value, plausible, entry)
        for device, kind, at, value, plausible, entry in found.values_list(
            "device", "kind", "at", "value", "plausible", "entry"
        ).iterator()
    ]
    if not rows:
        return None
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("sensor", "kind", "at")
    places = pl.DataFrame(devices).rename({"id": "sensor"})
    return _as_facts(frame.join(places, on="sensor"), facility, _calibrated(frame, known_at))


def _calibrated(frame: pl.DataFrame, known_at: int | None) -> pl.DataFrame:
    """Return, for each reading of a device with any calibration of its kind, whether it lies inside one."""
    found = Calibration.objects.filter(device__in=frame["sensor"].unique().to_list())
    if known_at is not None:
        found = found.filter(entry__lte=known_at)
    rows = [(each.device, each.kind, micros(each.since), micros(each.until)) for each in found]
    schema = {"sensor": pl.String, "kind": pl.String, "begins": pl.Int64, "ends": pl.Int64}
    checks = pl.DataFrame(rows, schema=schema, orient="row")
    inside = (pl.col("at") >= pl.col("begins")) & (pl.col("at") < pl.col("ends"))
    same = ("sensor", "kind", "at")
    return frame.join(checks, on=["sensor", "kind"]).group_by(same).agg(inside.any().alias("calibrated"))


def _as_facts(frame: pl.DataFrame, facility: str, calibrated: pl.DataFrame) -> pl.DataFrame:
    following = pl.col("at").shift(-1).over("sensor", "kind")
    ends = pl.min_horizontal(following, pl.col("at") + pl.col("stands_for").cast(pl.Int64) * _SECOND)
    made = frame.join(calibrated, on=["sensor", "kind", "at"], how="left", maintain_order="left").select(
        pl.lit(facility).alias("facility"),
        *(pl.when(pl.col(each) != "").then(pl.col(each)).alias(each) for each in ("module", "cell")),
        "kind",
        "value",
        "sensor",
        "calibrated",
        "plausible",
        pl.col("at").alias("since"),
        ends.alias("until"),
        pl.format("entry:{}:{}:{}", "entry", "sensor", "at").alias("record"),
        pl.format("entry:{}", "entry").alias("source"),
    )
    whole = pl.concat([empty(tables()["measurement"]), made], how="diagonal")
    return whole.select(list(tables()["measurement"].columns))
