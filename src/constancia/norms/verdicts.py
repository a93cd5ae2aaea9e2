"""What a norm can say of a subject: nine verdicts, their order in roll-ups, and one verdict with all that belongs to it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from constancia.core.text import Text

MET, BREACH, PRESUMED, RISK = "MET", "BREACH", "PRESUMED", "RISK"
PENDING, UNKNOWN, REVIEW, BLOCK, NOT_APPLICABLE = "PENDING", "UNKNOWN", "REVIEW", "BLOCK", "N/A"

WORST_FIRST = (BLOCK, BREACH, PRESUMED, UNKNOWN, REVIEW, RISK, PENDING, MET, NOT_APPLICABLE)
"""The order in which a roll-up keeps the worst; UNKNOWN is never folded into MET."""

RANK = {verdict: rank for rank, verdict in enumerate(WORST_FIRST)}

MEANING: dict[str, Text] = {
    BLOCK: Text("the act must not happen", "el acto no debe realizarse"),
    BREACH: Text("the facts on record prove a breach", "los hechos registrados prueban un incumplimiento"),
    PRESUMED: Text(
        "a breach is presumed; rebutting it is for a person to decide",
        "se presume un incumplimiento; desvirtuarlo corresponde a una persona",
    ),
    UNKNOWN: Text("the records do not decide", "los registros no permiten decidir"),
    REVIEW: Text("a person has to look", "debe examinarlo una persona"),
    RISK: Text("a warning sign, not a breach", "una señal de alerta, no un incumplimiento"),
    PENDING: Text("the time allowed is still running", "el plazo aún corre"),
    MET: Text("the facts on record show that it is met", "los hechos registrados muestran que se cumple"),
    NOT_APPLICABLE: Text("it does not apply here", "no es aplicable aquí"),
}
"""What each verdict says."""


def worst(verdicts: Iterable[str]) -> str:
    """Return the worst of several verdicts; of none, N/A."""
    return min(verdicts, key=RANK.__getitem__, default=NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one limb of a norm says of one subject over one interval, against one rung.

    `record` is the record judged, blank where a stretch of time is. `since` and `until` are microseconds of UTC; `until` None:
    it still holds at the moment judged; equal to `since`: an instant. `measured` is exact, in `unit`. `missing` names what is not
    on record as `table.column`. `decisive` tells whether the profile lets this rung raise alarms; `text_status` how far the
    norm's text was read (`read`, `second-hand`, `unverified`).
    """

    norm: str
    limb: str
    rung: str
    subject_kind: str
    subject: str
    record: str
    verdict: str
    since: int | None
    until: int | None
    measured: Fraction | None
    threshold: str
    unit: str
    reason: str
    missing: tuple[str, ...]
    due: int | None
    decisive: bool
    text_status: str

    @property
    def key(self) -> tuple[str, ...]:
        """Return what identifies the question that was asked: norm, limb, rung, subject and record."""
        return (self.norm, self.limb, self.rung, self.subject_kind, self.subject, self.record)
