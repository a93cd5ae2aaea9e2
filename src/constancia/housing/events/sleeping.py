"""What can be recorded about where people sleep: moves, overrides, and plans with their approval."""

from dataclasses import dataclass

from constancia.core.events import Event, event

_PLACE = "Mandela Rules 11-13; custody-systems: rows 45-49"


@event("housing.placed", en="Placed in a cell", es="Ubicado en celda", source=_PLACE)
class Placed(Event):
    """A person sleeps in a cell from this moment on; `how` is a key of `codes.WAYS`, `plan` names the plan it follows.

    `override` is the entry that let it happen against a hard rule.
    """

    stay: str
    cell: str
    bed: str
    how: str
    reason: str
    plan: str
    override: int | None


@event("housing.taken_out", en="Taken out of the cell", es="Retirado de la celda", source=_PLACE)
class TakenOut(Event):
    """A person has no cell any more and waits in reception."""

    stay: str
    reason: str


@event(
    "housing.override_given",
    en="Override given",
    es="Excepción autorizada",
    source="docs/decisions/0014; Mandela Rule 11",
)
class OverrideGiven(Event):
    """Somebody with the authority decides to place a person against hard rules, each named; it remains a breach."""

    cell: str
    rules: tuple[str, ...]
    reason: str


@event(
    "housing.entry_withdrawn",
    en="Housing entry withdrawn",
    es="Asiento de alojamiento retirado",
    source="Mandela Rule 6",
)
class EntryWithdrawn(Event):
    """An earlier entry of housing (the one this entry supersedes) was wrong and nothing takes its place."""

    reason: str


@dataclass(frozen=True)
class PlanMove:
    """One person's part of a plan: from which cell (empty: none) into which (empty: none found), and why, in both languages."""

    person: str
    from_cell: str
    to_cell: str
    why_en: str
    why_es: str


@dataclass(frozen=True)
class Worth:
    """One term of what a plan is worth: as things were when it was made, and as they would be; the less the better."""

    name: str
    before: str
    after: str


@event("housing.plan_proposed", en="Plan proposed", es="Plan propuesto", source="Mandela Rule 11; four eyes")
class PlanProposed(Event):
    """A plan for many moves, as the engine proposed it; `objective` and `lower_bound` are exact fractions as text.

    `worth` compares it with the placement of that moment; `conflicts_*` say who cannot all be placed, and why.
    `question_sha256` and `answer_sha256` commit to the files that the engine read and wrote (canonical JSON).
    """

    plan: str
    question: str
    about: str
    moves: tuple[PlanMove, ...]
    status: str
    objective: str
    lower_bound: str
    worth: tuple[Worth, ...]
    conflicts_en: tuple[str, ...]
    conflicts_es: tuple[str, ...]
    question_sha256: str
    answer_sha256: str


@event("housing.plan_approved", en="Plan approved", es="Plan aprobado", source="four eyes")
class PlanApproved(Event):
    """Somebody approves a plan, whole or for some persons only; the moves follow in the same transaction."""

    plan: str
    persons: tuple[str, ...]
    whole: bool
    reason: str


@event("housing.plan_rejected", en="Plan rejected", es="Plan rechazado", source="four eyes")
class PlanRejected(Event):
    """Somebody decides that a plan will not be carried out."""

    plan: str
    reason: str
