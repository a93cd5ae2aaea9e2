"""The shapes of what the API gives about conditions, findings and norms."""

from dataclasses import asdict
from datetime import datetime

from ninja import Schema

from constancia.norms.library.model import Norm
from constancia.standards.board import Agreement, Line


class ShareSeen(Schema):
    """Of the whole that was asked for: how much could be judged, was met, was breached; 0 to 1."""

    judged: float
    met: float
    breached: float


class LineSeen(Schema):
    """One question on the board of a module, of the whole facility (`*`), or of people whose module is not on record (blank).

    `share` is null where there was nothing to judge.
    """

    topic: str
    module: str
    norm: str
    limb: str
    rung: str
    decisive: bool
    severity: str
    verdict: str
    subjects: dict[str, int]
    share: ShareSeen | None

    @classmethod
    def of(cls, line: Line) -> "LineSeen":
        """Return a line of the board."""
        return cls(**asdict(line))


class TimerSeen(Schema):
    """A time limit that is running, and when it is reached unless something changes."""

    norm: str
    limb: str
    severity: str
    subject_kind: str
    subject: str
    record: str
    due: datetime
    threshold: str
    decisive: bool


class AgreementSeen(Schema):
    """The board of the people held under an agreement, and how many people might belong to them for want of a record."""

    lines: list[LineSeen]
    unclassed: int

    @classmethod
    def of(cls, board: Agreement | None) -> "AgreementSeen | None":
        """Return the board of the people held under an agreement; None where none was kept."""
        if board is None:
            return None
        return cls(lines=[LineSeen.of(each) for each in board.lines], unclassed=board.unclassed)


class BoardSeen(Schema):
    """A facility's board, the moment at which it was worked out, and the entry of the journal up to which it holds.

    `everybody_at`: when everybody was last judged; since then, whom an act touched.
    """

    facility: str
    as_of: datetime
    everybody_at: datetime
    upto: int
    lines: list[LineSeen]
    agreement: AgreementSeen | None
    timers: list[TimerSeen]


class FindingSeen(Schema):
    """A finding as it stands."""

    id: str
    facility: str
    origin: str
    norm: str
    limb: str
    rung: str
    severity: str
    subject_kind: str
    subject: str
    record: str
    verdict: str
    since: datetime | None
    measured: str
    threshold: str
    state: str
    level: str
    assigned_to: str
    due_at: datetime | None
    cured_at: datetime | None
    times: int


class NormSeen(Schema):
    """A norm: where it stands, what it asks in both languages, and how far its text was read."""

    id: str
    citation: dict[str, str]
    title: dict[str, str]
    rule: dict[str, str]
    severity: str
    text_status: str

    @classmethod
    def of(cls, norm: Norm) -> "NormSeen":
        """Return a norm of the library."""
        return cls(
            id=norm.id,
            citation=asdict(norm.citation),
            title=asdict(norm.title),
            rule=asdict(norm.rule),
            severity=norm.severity,
            text_status=norm.text_status,
        )


class ReadingsTaken(Schema):
    """How many readings of a post are new, and how many had been told before."""

    new: int
    known: int
