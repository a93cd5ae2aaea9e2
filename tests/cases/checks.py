"""What a line of a case can claim. Where both can answer, the journal and the tables are asked, and have to agree."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from constancia.ledger.journal import entries, number_known_at
from constancia.register import population, queries, worklists
from constancia.register.models import Custody, Facility, Uncovered

from .notation import MOMENT, Line, Unreadable, moment

Check = Callable[[Any, Line, dict[str, str]], None]


def _state(play: Any, line: Line, said: dict[str, str]) -> None:
    found = state_of(play.people[said["p"]], line.at, line.known)
    state, place = found or (None, said["f"])
    assert state == _WORDS[said["state"]], f"{line.where}: the register says {found}"
    assert said["f"] in (None, place), f"{line.where}: the register says {found}"


def state_of(person: str, at: Any, known: Any) -> tuple[str, str] | None:
    """Return state and place at a moment, as known at another, from the tables and from the journal; both must agree."""
    number = None if known is None else number_known_at(known)
    file = queries.person_file(person, known_at=number)
    spans = file.spans if file else []
    by_journal = [(each.state, each.facility) for each in spans if _covers(each.since, each.until, at)]
    rows = population.known_spans(number).filter(person=person)
    by_table = [(row.state, row.facility) for row in rows if _covers(*_ends(row, number), at)]
    assert by_journal == by_table
    assert len(by_journal) < 2
    return by_journal[0] if by_journal else None


def _without_ground(play: Any, line: Line, said: dict[str, str]) -> None:
    person = play.people[said["p"]]
    number = None if line.known is None else number_known_at(line.known)
    file = queries.person_file(person, known_at=number)
    listed = any(_covers(each.since, each.until, line.at) for each in file.uncovered) if file else False
    if line.known is None:
        assert listed == worklists.uncovered_at(line.at).filter(person=person).exists()
    assert listed == (said["how"] == "is without ground"), f"{line.where}: listed is {listed}"


def _uncovered(play: Any, line: Line, said: dict[str, str]) -> None:
    rows = Uncovered.objects.filter(person=play.people[said["p"]]).order_by("since")
    found = [(each.since, each.until) for each in rows]
    pieces = re.findall(rf"from ({MOMENT})(?: to ({MOMENT}))?", said["pieces"] or "")
    wanted = [(moment(since, line.zone), moment(until or None, line.zone)) for since, until in pieces]
    assert found == wanted, f"{line.where}: the list says {_local(found, line)}"


def _counted(play: Any, line: Line, said: dict[str, str]) -> None:
    number = None if line.known is None else number_known_at(line.known)
    rows = population.known_spans(number).filter(facility=said["f"], state__in=("held", "in_transit", "absent"))
    found = {row.person for row in rows if _covers(*_ends(row, number), line.at)}
    assert len(found) == int(said["n"]), f"{line.where}: the register counts {len(found)}"


def _counted_on_day(play: Any, line: Line, said: dict[str, str]) -> None:
    day = date.fromisoformat(said["day"])
    (found,) = population.daily(Facility.objects.get(code=said["f"]), day, day)
    assert found.persons == int(said["n"]), f"{line.where}: the register counts {found.persons}"


def _held_for(play: Any, line: Line, said: dict[str, str]) -> None:
    file = queries.person_file(play.people[said["p"]])
    assert file
    found = sum((each.until - each.since for each in file.spans if each.until), timedelta())
    wanted = timedelta(hours=int(said["hours"]), minutes=int(said["minutes"] or 0))
    assert found == wanted, f"{line.where}: the register says {found}"


def _reviews(play: Any, line: Line, said: dict[str, str]) -> None:
    day = date.fromisoformat(said["day"])
    noon = datetime.combine(day, time(12), ZoneInfo("America/El_Salvador"))
    found = sorted(each["reference"] for each in worklists.reviews_due_at(noon))
    wanted = [] if said["which"] == "nothing" else sorted(said["which"].split(", "))
    assert found == wanted, f"{line.where}: due is {found}"


def _late(play: Any, line: Line, said: dict[str, str]) -> None:
    number = play.entries[said["label"]]
    (entry,) = entries(after=number - 1, upto=number)
    assert queries.is_late(entry) == (said["how"] == "is late"), line.where


def _stands(play: Any, line: Line, said: dict[str, str]) -> None:
    number = play.entries[said["label"]]
    (entry,) = entries(after=number - 1, upto=number)
    rows = {row["number"]: row for row in queries.history(entry.subject)}
    by = rows[number]["superseded_by"]
    wanted = play.entries[said["by"]] if said["by"] else None
    assert rows[number]["event"] == entry.event.code
    assert by == wanted, f"{line.where}: it is superseded by {by}"


def _links(play: Any, line: Line, said: dict[str, str]) -> None:
    file = queries.person_file(play.people[said["p"]])
    assert file
    found = [(each.other, each.relation) for each in file.links]
    relation = {"is": "same_person", "is not": "not_the_same"}.get(said["how"])
    wanted = [(play.people[said["other"]], relation)] if relation else []
    assert found == wanted, f"{line.where}: the file says {found}"


def _ends(row: Custody, number: int | None) -> tuple[datetime, datetime | None]:
    return row.since, population.until_as_known(row.until, row.end_known_from, number)


def _covers(since: datetime, until: datetime | None, at: Any) -> bool:
    return since <= at and (until is None or at < until)


def _local(pieces: list[tuple[datetime, datetime | None]], line: Line) -> str:
    return "; ".join(
        " to ".join(f"{each.astimezone(ZoneInfo(line.zone)):%Y-%m-%d %H:%M}" if each else "…" for each in pair)
        for pair in pieces
    )


_WORDS = {
    "held": "held",
    "in transit": "in_transit",
    "out": "absent",
    "at large": "escaped",
    "not in custody": None,
}
_P = r"(?P<p>P\d+)"

CHECKS: dict[str, Check] = {
    rf"{_P} is (?P<state>held|in transit|out|at large|not in custody)(?: at (?P<f>\S+))?": _state,
    rf"{_P} (?P<how>is without ground|is not without ground)": _without_ground,
    rf"{_P} uncovered (?:never|(?P<pieces>from .+))": _uncovered,
    r"(?P<n>\d+) held at (?P<f>\S+)": _counted,
    r"day (?P<day>\d{4}-\d\d-\d\d) at (?P<f>\S+) counts (?P<n>\d+)": _counted_on_day,
    rf"{_P} was in custody for (?P<hours>\d+) h(?: (?P<minutes>\d+) min)? in all": _held_for,
    r"on (?P<day>\d{4}-\d\d-\d\d) review is due of (?P<which>.+)": _reviews,
    r"entry (?P<label>\S+) (?P<how>is late|is not late)": _late,
    r"entry (?P<label>\S+) (?:stands|gave way to (?P<by>\S+))": _stands,
    rf"{_P} (?P<how>is|is not|may be) the same person as (?P<other>P\d+)": _links,
}
"""From sentences to claims about the register."""


def check(play: Any, line: Line) -> None:
    """Check what a line claims."""
    for pattern, claim in CHECKS.items():
        if found := re.fullmatch(pattern, line.says):
            claim(play, line, found.groupdict())
            return
    raise Unreadable(f"{line.where}: nobody knows how to check {line.says!r}")
