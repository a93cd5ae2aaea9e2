"""What every recorded condition of custody shares: the fact table whose row it states, and how it is taken back."""

from typing import ClassVar

from constancia.core.events import Event, event


class Condition(Event):
    """One row of a fact table of the norms; a field left blank ("" or None) means: not on record.

    The entry's moment is when it began or happened, its facility the place. `table` names the fact table.
    """

    table: ClassVar[str]


@event(
    "standards.condition_withdrawn",
    en="Condition withdrawn",
    es="Condición retirada",
    source="Mandela Rule 6; ADR 0009",
)
class ConditionWithdrawn(Event):
    """A recorded condition (the one that this entry supersedes) was wrong and nothing takes its place; it stays readable."""

    reason: str
