"""Recording what places are like: facilities as described, cells as surveyed, who was counted there, figures taken by hand."""

from datetime import datetime
from decimal import Decimal

from constancia.core.actors import Actor
from constancia.ledger.journal import Recorded
from constancia.standards.actions.conditions import Act, record, require_there
from constancia.standards.events import places as e


def describe_facility(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    state: str = "",
    calendar: str = "",
    recognised: bool | None = None,
    capacity: int | None = None,
    capacity_set_by: str = "",
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Describe a facility from `at` on: its State, whether it is recognised, its capacity (ICPPED art. 17(2)(c)).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, "")
    said = e.FacilityDescribed(
        state=state,
        calendar=calendar,
        recognised=recognised,
        capacity=capacity,
        capacity_set_by=capacity_set_by,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def survey_cell(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    cell: str,
    module: str = "",
    kind: str = "",
    gross_area: Decimal | None = None,
    sanitary_area: Decimal | None = None,
    sanitary_partition: str = "",
    furniture_area: Decimal | None = None,
    min_width: Decimal | None = None,
    height: Decimal | None = None,
    design_occupancy: int | None = None,
    beds: int | None = None,
    bedding_sets: int | None = None,
    passable: bool | None = None,
    window_reads: bool | None = None,
    window_opens: bool | None = None,
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record what a cell measures and holds from `at` on (Mandela Rules 12-15, CPT/Inf (2015) 44).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, "")
    said = e.CellSurveyed(
        cell=cell,
        module=module,
        kind=kind,
        gross_area=gross_area,
        sanitary_area=sanitary_area,
        sanitary_partition=sanitary_partition,
        furniture_area=furniture_area,
        min_width=min_width,
        height=height,
        design_occupancy=design_occupancy,
        beds=beds,
        bedding_sets=bedding_sets,
        passable=passable,
        window_reads=window_reads,
        window_opens=window_opens,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def count_presence(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    person: str = "",
    cell: str = "",
    count: int | None = None,
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record that a person was in a cell, or how many there were in all (Mandela Rule 12).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.PresenceCounted(
        person=person,
        cell=cell,
        count=count,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def take_figure(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    facility: str,
    kind: str,
    value: Decimal,
    module: str = "",
    cell: str = "",
    out_of: Decimal | None = None,
    sensor: str = "",
    calibrated: bool | None = None,
    plausible: bool | None = None,
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Record a figure measured or counted by hand (Mandela Rules 13-16); devices send theirs to `measurements`.

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, "")
    said = e.FigureTaken(
        module=module,
        cell=cell,
        kind=kind,
        value=value,
        out_of=out_of,
        sensor=sensor,
        calibrated=calibrated,
        plausible=plausible,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)


def close_register(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    closes: str,
    records: int,
    facility: str = "",
    person: str = "",
    closed_by: str = "",
    until: datetime | None = None,
    note: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Sign that a table is complete for a facility, or for a person's own file, from `at` until `until` (EC-UNK).

    Refuses as `conditions.record` does.
    """
    where = require_there(by, "standards.record", facility, person)
    said = e.RegisterClosed(
        person=person,
        closes=closes,
        records=records,
        closed_by=closed_by,
        until=until,
        note=note,
    )
    return record(said, Act(by, at, now, authority, supersedes), where)
