"""From entries to the tables of the standards room. Each posting takes entries in order of number, one or thousands alike."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection

from constancia.core.time import parse_moment
from constancia.ledger.journal import Recorded, chains_of
from constancia.ledger.rows import delete_rows, insert_rows
from constancia.standards import finding_timeline
from constancia.standards.events import devices as d
from constancia.standards.events import files as f
from constancia.standards.events import findings as n
from constancia.standards.events.condition import Condition
from constancia.standards.rules import is_plausible, whole
from constancia.standards.timeline import condition_row

_CONDITION = (
    "entry",
    "kind",
    "record",
    "subject",
    "person",
    "facility",
    "cell",
    "at",
    "until",
    "recorded_at",
    "facts",
)


def conditions(entries: Sequence[Recorded]) -> None:
    """Write recorded conditions, each version as a row; a correction marks the version it replaces, a withdrawal the record."""
    records = _records(entries)
    insert_rows("standards_condition", _CONDITION, _condition_rows(entries, records))
    with connection.cursor() as cursor:
        for entry in entries:
            if entry.supersedes is None:
                continue
            if isinstance(entry.event, Condition):
                column, key, value = "superseded_by", "entry", entry.supersedes
            else:
                column, key, value = "withdrawn_by", "record", records[entry.supersedes]
            statement = f"UPDATE standards_condition SET {column} = %s WHERE {key} = %s"  # noqa: S608 - our own names
            cursor.execute(statement, [entry.number, value])


def _condition_rows(entries: Sequence[Recorded], records: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    for entry in entries:
        said: Any = entry.event
        if isinstance(said, Condition):
            row = condition_row(said, entry.occurred_at, entry.facility)
            yield (
                entry.number,
                said.table,
                records[entry.number],
                entry.subject,
                getattr(said, "person", ""),
                entry.facility,
                getattr(said, "cell", ""),
                entry.occurred_at,
                getattr(said, "until", None),
                entry.recorded_at,
                json.dumps(row, sort_keys=True, ensure_ascii=False),
            )


def _records(entries: Sequence[Recorded]) -> dict[int, int]:
    """Return the record to which each entry belongs, and each entry that one of them supersedes."""
    ours = {each.number for each in entries}
    before = sorted({each.supersedes for each in entries if each.supersedes is not None} - ours)
    found: dict[int, int] = {}
    with connection.cursor() as cursor:
        for number in before:
            cursor.execute("SELECT record FROM standards_condition WHERE entry = %s", [number])
            found[number] = cursor.fetchone()[0]
    for entry in entries:
        found[entry.number] = entry.number if entry.supersedes is None else found[entry.supersedes]
    return found


def devices(entries: Sequence[Recorded]) -> None:
    """Write devices, their calibrations, and since when one is retired."""
    opened = [
        (
            said.device,
            entry.facility,
            said.module,
            said.cell,
            said.model,
            said.stands_for,
            entry.occurred_at,
            entry.number,
        )
        for entry in entries
        if isinstance(said := entry.event, d.DeviceOpened)
    ]
    columns = ("id", "facility", "module", "cell", "model", "stands_for", "opened_at", "entry")
    insert_rows("standards_device", columns, opened)
    checked = [
        (entry.number, said.device, said.kind, entry.occurred_at, said.valid_until, said.checked_by)
        for entry in entries
        if isinstance(said := entry.event, d.DeviceCalibrated)
    ]
    insert_rows("standards_calibration", ("entry", "device", "kind", "since", "until", "checked_by"), checked)
    with connection.cursor() as cursor:
        for entry in entries:
            if isinstance(said := entry.event, d.DeviceRetired):
                at = connection.ops.adapt_datetimefield_value(entry.occurred_at)
                cursor.execute("UPDATE standards_device SET retired_at = %s WHERE id = %s", [at, said.device])


def readings(entries: Sequence[Recorded]) -> None:
    """Write readings; a figure that is not physically possible is marked and kept."""
    rows = (
        (said.device, said.kind, parse_moment(at), whole(value), is_plausible(said.kind, Decimal(value)), entry.number)
        for entry in entries
        if isinstance(said := entry.event, d.ReadingsReceived)
        for at, value in said.readings
    )
    insert_rows("standards_reading", ("device", "kind", "at", "value", "plausible", "entry"), rows)


def files(entries: Sequence[Recorded]) -> None:
    """Write which files were read, and the rows of segregation lists."""
    read = [
        (entry.number, entry.facility, said.kind, said.name, said.sha256, said.rows, said.rejected)
        for entry in entries
        if isinstance(said := entry.event, f.FileRead)
    ]
    insert_rows("standards_file", ("entry", "facility", "kind", "name", "sha256", "rows", "rejected"), read)
    rows = (
        (entry.number, entry.facility, *(getattr(said, each) for each in _LISTED))
        for entry in entries
        if isinstance(said := entry.event, f.SegregationListed)
    )
    insert_rows("standards_segregation", ("entry", "facility", *_LISTED), rows)


_LISTED = (
    "key",
    "place",
    "cell",
    "since",
    "until",
    "precision",
    "stated_days",
    "listed_at",
    "sex",
    "citizenship",
    "kind",
    "reason",
    "mental_illness",
    "medical_illness",
    "disability",
    "asked_by",
    "file",
    "row",
    "copy",
)


def findings(entries: Sequence[Recorded]) -> None:
    """Write findings anew from all their entries."""
    chains = chains_of(entries)
    found = [finding_timeline.finding_state(chain) for chain in chains.values()]
    delete_rows("standards_finding", "id", list(chains))
    insert_rows("standards_finding", _FINDING, (_finding_row(each) for each in found if each is not None))


_FINDING = (
    "id",
    "facility",
    "origin",
    "norm",
    "limb",
    "rung",
    "severity",
    "subject_kind",
    "subject",
    "record",
    "verdict",
    "since",
    "measured",
    "threshold",
    "state",
    "assigned_to",
    "due_at",
    "cured_at",
    "level",
    "times",
    "entry",
    "last_entry",
)


def _finding_row(each: finding_timeline.FindingState) -> tuple[Any, ...]:
    said = each.opened
    return (
        said.finding,
        each.facility,
        said.origin,
        said.norm,
        said.limb,
        said.rung,
        said.severity,
        said.subject_kind,
        said.subject,
        said.record,
        said.verdict,
        each.since,
        each.measured,
        said.threshold,
        each.state,
        each.assigned_to,
        each.due_at,
        each.cured_at,
        each.level,
        each.times,
        each.entry,
        each.last_entry,
    )


def recommendations(entries: Sequence[Recorded]) -> None:
    """Write recommendations anew from all their entries."""
    chains = chains_of(entries)
    delete_rows("standards_recommendation", "id", list(chains))
    columns = ("id", "facility", "finding", "asks", "due_at", "state", "entry", "last_entry")
    rows = (_recommendation_row(chain) for chain in chains.values())
    insert_rows("standards_recommendation", columns, rows)


def _recommendation_row(chain: Sequence[Recorded]) -> tuple[Any, ...]:
    first, last = chain[0], chain[-1]
    made: Any = first.event
    state = last.event.state if isinstance(last.event, n.RecommendationFollowed) else "open"
    return (
        made.recommendation,
        first.facility,
        made.finding,
        made.asks,
        made.due_at,
        state,
        first.number,
        last.number,
    )
