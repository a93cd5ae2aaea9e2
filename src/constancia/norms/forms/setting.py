"""What a judgement takes as given besides the facts: default zone, majority, calendars; and which columns stand beside a row. Pure."""

from dataclasses import dataclass, field

from constancia.norms.facts.tables import tables

SUBJECTS = ("person", "cell", "facility")
"""What can be judged."""

PERSON_FACTS = ("sex", "birth_date", "citizenships", "citizenship_disputed", "kind")
FACILITY_FACTS = ("zone", "state", "calendar")

_ODD = {
    "transfer": ("departed_at", "planned_at"),
    "proceeding": ("requested_at", "occurred_at"),
    "person": ("recorded_at",),
}

BEGINS: dict[str, tuple[str, ...]] = {
    name: _ODD.get(name, ("occurred_at",) if table.kind == "point" else ("since",)) for name, table in tables().items()
}
"""The moment at which a record of each table begins."""

WORKED_OUT = ("adult_at", "entered_at")
"""Columns of a period of custody that are worked out: when the person comes of age there, and when it was first written down."""

ZONED_BY = {"person": "custody", "cell": "cell"}
"""The table that says in which facility, and so in which zone, a subject is."""

CAME_FROM_CUSTODY = ("transfer", "return")
"""Ways of entering custody that say that the person was held just before."""

WENT_INTO_CUSTODY = ("transfer",)
"""Ways of leaving a period of custody that say that the person was held just after."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The conventions of a profile that evaluators need.

    `zone`: zone of facts whose data set has no facility table at all (EC-TZ). `majority`: age in years. `calendars`: holiday
    calendar by State.
    """

    zone: str = ""
    majority: int = 18
    calendars: dict[str, str] = field(default_factory=dict)
