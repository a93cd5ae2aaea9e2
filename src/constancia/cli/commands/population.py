"""How many people are held, on a day or over a range, each figure beside its definition."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from constancia.cli.commands.people import Moment, known_option
from constancia.cli.output import answer, common
from constancia.core.time import local_day
from constancia.ledger.journal import number_known_at
from constancia.register import population as counts
from constancia.register.models import Facility
from constancia.register.population import DayCount

_BASES = {"present": ("rows", "persons", "stays"), "held": ("bridged",)}


@click.command()
@click.option("--at", "at", type=Moment(), help="One day (or a moment: the day it falls on at the place).")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="The first day of a range.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="The last day of a range, included.")
@click.option("--by", "group", type=click.Choice(counts.GROUPS), help="Split the count.")
@click.option("--basis", type=click.Choice(sorted(_BASES)), help="Only figures of this kind (default: all).")
@click.option("--facility", help="One facility (default: every one).")
@known_option
@common
def population(
    at: datetime | None,
    first: datetime | None,
    last: datetime | None,
    group: str | None,
    basis: str | None,
    facility: str | None,
    known: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Count the people held, day by day, with the definition of each figure."""
    if (at is None) == (first is None or last is None):
        raise click.UsageError("give either --at DAY, or --from DAY and --to DAY")
    places = _places(facility)
    known_at = None if known is None else number_known_at(known)
    columns = _BASES[basis] if basis else ("rows", "persons", "stays", "bridged")
    data: dict[str, Any] = {
        "definitions": {each: counts.DEFINITIONS[each].en for each in columns},
        "as_known_at_entry": known_at,
        "days": [],
        "mean": None,
        "ranges": [],
    }
    for place in places:
        start, stop = _range(place, at, first, last)
        found = counts.daily(place, start, stop, by=group or "", known_at=known_at)
        rows = [_row(place.code, each, columns, grouped=bool(group)) for each in found]
        data["days"] += rows
        if at is None and not group:
            seen = counts.seen(place, start, stop, known_at=known_at)
            data["ranges"].append({"facility": place.code, **_summary(rows, columns), **asdict(seen)})
    if len(data["ranges"]) == 1:
        data["mean"] = data["ranges"][0]["mean"]
    answer(data, _lines(data, columns, known_at), as_json=as_json)


_RANGE_DEFINITIONS = {
    "mean": "mean of the days with a count; stale copies and days without a roll are left out",
    "mean_per_roll": "mean of all rolls, stale copies included",
    "person_days": "sum of the days with figures, stale copies included",
    "distinct_persons": "distinct persons present on at least one of the days",
    "distinct_stays": "distinct admissions present on at least one of the days",
}


def _summary(rows: list[dict[str, Any]], columns: Iterable[str]) -> dict[str, Any]:
    """Return the means and sums of one facility's range of days."""
    counted = [row for row in rows if row["count"] != "stale"]
    return {
        "mean": {each: counts.mean([row[each] for row in counted]) for each in columns},
        "mean_per_roll": {each: counts.mean([row[each] for row in rows]) for each in columns},
        "person_days": {each: sum(row[each] or 0 for row in rows) for each in columns},
    }


def _places(code: str | None) -> list[Facility]:
    found = list(Facility.objects.filter(code=code) if code else Facility.objects.order_by("code"))
    if not found:
        raise click.ClickException(f"no facility {code}" if code else "the register holds no facility yet")
    return found


def _range(place: Facility, at: datetime | None, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    if at is not None:
        is_bare_day = (at.hour, at.minute, at.second) == (0, 0, 0)
        day = at.date() if is_bare_day else local_day(at, place.zone)
        return day, day
    assert first is not None and last is not None  # noqa: PT018, S101 - checked by the caller
    if last < first:
        raise click.UsageError("--to is before --from")
    return first.date(), last.date()


def _row(code: str, each: DayCount, columns: Iterable[str], *, grouped: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"day": each.day, "facility": code}
    if grouped:
        row["group"] = each.group
    return {**row, "count": each.count, **{name: getattr(each, name) for name in columns}}


def _lines(data: dict[str, Any], columns: Iterable[str], known_at: int | None) -> list[str]:
    lines = [f"{name}: {text}" for name, text in data["definitions"].items()]
    if known_at is not None:
        lines.append(f"as the register knew it at entry {known_at}")
        if not known_at:
            lines.append("(nothing was recorded by then: it knew nothing)")
    for row in data["days"]:
        figures = "  ".join(f"{name} {'–' if row[name] is None else row[name]}" for name in columns)
        lines.append(f"{row['day']}  {row['facility']}  {row.get('group', '')}  {row['count']:8}  {figures}")
    for summary in data["ranges"]:
        lines.append(summary["facility"])
        lines += [f"  {name} = {text}: {_shown(summary[name])}" for name, text in _RANGE_DEFINITIONS.items()]
    return lines


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {'–' if each is None else each}" for name, each in value.items())
    return str(value)
