"""The lists behind the first page: everything that waits for somebody, page by page and as CSV."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import facilities_for
from constancia.core.time import iso
from constancia.housing.queries.lists import open_differences, waiting_anywhere
from constancia.register import queries, worklists
from constancia.register.roll.rejects import harmless
from constancia.web.access import Request, Rule, page
from constancia.web.clock import now

PAGE = 50
MOST = 1_000_000
"""No list as CSV is longer."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: the person or entry, where it leads, its place, its moments and days, and words about it.

    `code` names a word of one of the lists in the template tags: `list:value`.
    """

    subject: str
    url: str
    facility: str = ""
    since: datetime | None = None
    until: Any = None
    note: str = ""
    code: tuple[str, str] = ("", "")


Find = Callable[[Request, datetime, int, int], tuple[Sequence[Row], int]]
"""Rows from a start on, at most so many, and how many there are in all."""


@dataclass(frozen=True, slots=True)
class Worklist:
    """A list: its title, what it says when it is empty, its columns, who may see it, and how its rows are found."""

    title: Any
    nothing: Any
    columns: dict[str, Any]
    rule: Rule
    find: Find


def _uncovered(request: Request, moment: datetime, start: int, most: int) -> tuple[list[Row], int]:
    found = worklists.uncovered_at(moment, codes=_codes(request))
    rows = [
        Row(each.person, _file(each.person), each.facility, each.since, note=each.override)
        for each in found[start : start + most]
    ]
    return rows, found.count()


def _reviews(request: Request, moment: datetime, start: int, most: int) -> tuple[list[Row], int]:
    found = worklists.reviews_due_at(moment, codes=_codes(request))
    rows = [
        Row(
            each["person"],
            _file(each["person"]),
            each["facility"],
            until=each["review_due_on"],
            note=f"{each['issuer']} · {each['reference']}",
            code=("ground_kind", each["kind"]),
        )
        for each in found[start : start + most]
    ]
    return rows, found.count()


def _overdue(request: Request, moment: datetime, start: int, most: int) -> tuple[list[Row], int]:
    found = worklists.overdue_at(moment, codes=_codes(request))
    rows = [
        Row(
            each.person,
            _file(each.person),
            each.facility,
            each.left_at,
            each.expected_back_at,
            code=("absence", each.kind),
        )
        for each in found[start : start + most]
    ]
    return rows, len(found)


def _late(_request: Request, moment: datetime, start: int, most: int) -> tuple[list[Row], int]:
    found, count = worklists.newly_late(moment, limit=start + most)
    rows = [
        Row(
            str(each.number),
            reverse("entry", args=[each.number]),
            each.facility,
            each.occurred_at,
            each.recorded_at,
            code=("event", each.event.code),
        )
        for each in found[start:]
    ]
    return rows, count


def _differences(request: Request, _moment: datetime, start: int, most: int) -> tuple[list[Row], int]:
    found = open_differences(facilities_for(request.actor, "housing.read"))
    rows = [
        Row(
            each.count,
            reverse("count", args=[each.facility, each.count]),
            each.facility,
            note=f"{each.cell.partition('/')[2]}: "
            + _("counted %(seen)s instead of %(on)s") % {"seen": each.attested, "on": each.computed},
        )
        for each in found[start : start + most]
    ]
    return rows, found.count()


def _waiting(request: Request, moment: datetime, start: int, most: int) -> tuple[list[Row], int]:
    found = waiting_anywhere(facilities_for(request.actor, "housing.read"), moment)
    rows = [
        Row(each.person, reverse("sleeping", args=[each.person]), facility, each.since, note=each.cell)
        for facility, each in found[start : start + most]
    ]
    return rows, len(found)


WORKLISTS: dict[str, Worklist] = {
    "uncovered": Worklist(
        _("In custody without a ground in force"),
        _("Everyone in custody is covered by a ground."),
        {
            "subject": _("Person"),
            "facility": _("Facility"),
            "since": _("Without a ground since"),
            "note": _("Override"),
        },
        Rule("register.read"),
        _uncovered,
    ),
    "differences": Worklist(
        _("Differences between counts and the register"),
        _("Every count agrees with the register, or is explained."),
        {"subject": _("Roll call"), "facility": _("Facility"), "note": _("Difference")},
        Rule("housing.read"),
        _differences,
    ),
    "waiting": Worklist(
        _("Waiting for a cell"),
        _("Nobody in custody waits for a cell."),
        {
            "subject": _("Person"),
            "facility": _("Facility"),
            "since": _("Waiting since"),
            "note": _("In reception"),
        },
        Rule("housing.read"),
        _waiting,
    ),
    "overdue": Worklist(
        _("Expected back and not back"),
        _("Everyone who went out is back, or not due yet."),
        {
            "subject": _("Person"),
            "facility": _("Facility"),
            "code": _("What for"),
            "since": _("Left"),
            "until": _("Expected back"),
        },
        Rule("register.read"),
        _overdue,
    ),
    "reviews": Worklist(
        _("Reviews due"),
        _("No review is due."),
        {
            "subject": _("Person"),
            "facility": _("Facility"),
            "code": _("Instrument"),
            "note": _("Issuer and reference"),
            "until": _("Review due"),
        },
        Rule("register.read"),
        _reviews,
    ),
    "late": Worklist(
        _("Recorded late in the last 30 days"),
        _("In the last 30 days no movement was recorded more than a day late."),
        {
            "subject": _("Entry"),
            "code": _("Event"),
            "facility": _("Facility"),
            "since": _("Happened"),
            "until": _("Recorded"),
        },
        Rule("journal.read", everywhere=True),
        _late,
    ),
}
"""Every list by the last part of its address, in the order of the first page."""


def addresses() -> list[URLPattern]:
    """Return the addresses of every list, as a page and as CSV."""
    found = []
    for name, each in WORKLISTS.items():
        guard = page(each.rule.who, everywhere=each.rule.everywhere, section="home")
        found += [
            path(f"lists/{name}/", guard(_page_of(name, each)), name=f"list_{name}"),
            path(f"lists/{name}.csv", guard(_csv_of(name, each)), name=f"list_{name}_csv"),
        ]
    return found


def zones() -> dict[str, str]:
    """Return the time zone of every facility by its code."""
    return {each.code: each.zone for each in queries.facilities()}


def _page_of(name: str, of: Worklist) -> Callable[[Request], HttpResponse]:
    def view(request: Request) -> HttpResponse:
        """Show one page of the list."""
        number = _page_number(request)
        moment, start = now(), (number - 1) * PAGE
        rows, count = of.find(request, moment, start, PAGE)
        shown = {
            "name": name,
            "list": of,
            "rows": rows,
            "zones": zones(),
            "count": count,
            "first": start + 1,
            "last": start + len(rows),
            "before": urlencode({"page": number - 1}) if number > 1 else "",
            "after": urlencode({"page": number + 1}) if start + len(rows) < count else "",
            "csv": reverse(f"list_{name}_csv"),
        }
        return render(request, "web/worklist.html", shown)

    return view


def _csv_of(name: str, of: Worklist) -> Callable[[Request], HttpResponse]:
    def view(request: Request) -> HttpResponse:
        """Return the whole list as CSV, moments in UTC."""
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        writer = csv.writer(response)
        writer.writerow(of.columns)
        rows, _count = of.find(request, now(), 0, MOST)
        for row in rows:
            writer.writerow([_plain(getattr(row, column)) for column in of.columns])
        return response

    return view


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return iso(value.astimezone(UTC))
    if isinstance(value, tuple):
        return str(value[1])
    return harmless(str(value)) if value is not None else ""


def _page_number(request: Request) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdigit() and len(asked) < 6 else 1


def _codes(request: Request) -> frozenset[str] | None:
    return facilities_for(request.actor, "register.read")


def _file(person: str) -> str:
    return reverse("person", args=[person])
