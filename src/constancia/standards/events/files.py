"""Files of others about conditions: which were read, and what their rows say of segregation."""

from datetime import datetime

from constancia.core.events import Event, event


@event(
    "standards.file_read",
    en="File of conditions read",
    es="Archivo de condiciones leído",
    source="docs/concepts/conditions",
)
class FileRead(Event):
    """A file was read to its end: how many rows it has, how many could not be kept, and how many were there already."""

    kind: str
    name: str
    sha256: str
    rows: int
    rejected: int
    known: int


@event(
    "standards.segregation_listed",
    en="Segregation listed",
    es="Aislamiento asentado en una lista",
    source="Mandela Rules 43-45; real-data: segregation review records",
)
class SegregationListed(Event):
    """A row of somebody's list of segregation placements, as written; such lists name nobody.

    `key` identifies the row's content, so that the same row is never kept twice; `precision` is `day` or `minute`, and tells how
    exactly `since` and `until` are known; `stated_days` is the length that the list itself states. `copy` counts the
    rows of the same content in the file up to this one.
    """

    key: str
    place: str
    cell: str
    since: datetime
    until: datetime | None
    precision: str
    stated_days: str
    listed_at: str
    sex: str
    citizenship: str
    kind: str
    reason: str
    mental_illness: str
    medical_illness: str
    disability: str
    asked_by: str
    file: str
    row: int
    copy: int
