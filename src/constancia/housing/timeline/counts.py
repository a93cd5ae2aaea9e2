"""From a count's entries to where it stands: what was counted, what differed, what was searched and explained. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from constancia.housing.events import counts as e
from constancia.housing.timeline.places import standing_of


@dataclass(frozen=True, slots=True)
class Counted:
    """One count of one cell by a named person; `computed` is what the register said at that moment."""

    cell: str
    round: int
    seen: int
    present: tuple[str, ...]
    unknown: int
    counted_by: str
    recorded_by: str
    key: str
    on_paper: bool
    at: datetime
    recorded_at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between a count and the register; `state` is open, recounted (a later round agreed) or explained."""

    cell: str
    round: int
    computed: int
    attested: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    state: str
    explanation: str
    statement: str
    searches: int
    entry: int
    closed_by: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """A roll call: when it began, of which cells, what was counted, and every difference there ever was."""

    count: str
    facility: str
    kind: str
    cells: tuple[str, ...]
    as_of: datetime
    opened_by: str
    entry: int
    counted: tuple[Counted, ...]
    differences: tuple[Difference, ...]
    closed_by: int | None

    @property
    def last_of(self) -> dict[str, Counted]:
        """Return the newest round of each cell that was counted."""
        return {each.cell: each for each in self.counted}

    @property
    def uncounted(self) -> tuple[str, ...]:
        """Return the cells that nobody counted yet."""
        done = self.last_of
        return tuple(each for each in self.cells if each not in done)

    @property
    def unexplained(self) -> tuple[Difference, ...]:
        """Return the differences that neither a later round nor an explanation settles."""
        return tuple(each for each in self.differences if each.state == "open")


def count_of(entries: Iterable[Any]) -> Count | None:
    """Return a roll call from all its entries, or None when it was never opened."""
    found: Count | None = None
    for entry in standing_of(entries):
        said = entry.event
        if isinstance(said, e.CountOpened):
            found = Count(
                said.count,
                entry.facility,
                said.kind,
                said.cells,
                entry.occurred_at,
                entry.actor,
                entry.number,
                (),
                (),
                None,
            )
        elif found is not None and type(said) in _STEPS:
            found = _STEPS[type(said)](found, entry)
    return found


def _counted(of: Count, entry: Any) -> Count:
    said = entry.event
    made = Counted(
        said.cell,
        said.round,
        said.seen,
        said.present,
        said.unknown,
        said.counted_by,
        entry.actor,
        said.key,
        said.on_paper,
        entry.occurred_at,
        entry.recorded_at,
        entry.number,
    )
    settled = tuple(
        replace(each, state="recounted", closed_by=entry.number)
        if each.cell == said.cell and each.state == "open"
        else each
        for each in of.differences
    )
    return replace(of, counted=(*of.counted, made), differences=settled)


def _difference(of: Count, entry: Any) -> Count:
    said = entry.event
    made = Difference(
        said.cell,
        said.round,
        said.computed,
        said.attested,
        said.missing,
        said.extra,
        "open",
        "",
        "",
        0,
        entry.number,
        None,
    )
    return replace(of, differences=(*of.differences, made))


def _searched(of: Count, entry: Any) -> Count:
    return _each_open(of, entry.event.cell, lambda each: replace(each, searches=each.searches + 1))


def _explained(of: Count, entry: Any) -> Count:
    said = entry.event
    return _each_open(
        of,
        said.cell,
        lambda each: replace(
            each, state="explained", explanation=said.explanation, statement=said.statement, closed_by=entry.number
        ),
    )


def _each_open(of: Count, cell: str, change: Any) -> Count:
    changed = (change(each) if each.cell == cell and each.state == "open" else each for each in of.differences)
    return replace(of, differences=tuple(changed))


def _closed(of: Count, entry: Any) -> Count:
    return replace(of, closed_by=entry.number)


_STEPS: dict[type[Any], Any] = {
    e.CellCounted: _counted,
    e.DifferenceFound: _difference,
    e.CellSearched: _searched,
    e.DifferenceExplained: _explained,
    e.CountClosed: _closed,
}
