"""Which entries hold facts that only some roles may read (health, family, contacts)."""

from typing import Any

from constancia.core.actors import Actor
from constancia.core.events import to_facts
from constancia.core.permissions import facilities_for, may
from constancia.ledger.journal import Recorded
from constancia.register.events import ItemRecorded
from constancia.register.file import ITEMS
from constancia.register.roll.values import HEALTH

_OF_HOUSING = frozenset(
    {
        "housing.need_recorded",
        "housing.need_ended",
        "housing.membership_claimed",
        "housing.membership_contested",
        "housing.membership_ended",
    }
)
"""What somebody needs where they sleep speaks of health; a claim about a group is for the safety of the person only."""

_RESTRICTED = _OF_HOUSING | {code for item in ITEMS.values() if item.restricted for code in item.events}
"""Events that record a restricted item in a structured form; a death is public to all who may read the file."""


def is_restricted(entry: Recorded) -> bool:
    """Tell whether an entry's facts are restricted, if only in part: a roll may state a matter of health among others."""
    if any(each.name in HEALTH for each in getattr(entry.event, "attributes", ())):
        return True
    if isinstance(entry.event, ItemRecorded):
        return entry.event.item not in ITEMS or ITEMS[entry.event.item].restricted
    return entry.event.code in _RESTRICTED


def may_see(actor: Actor, entry: Recorded) -> bool:
    """Tell whether an actor may read the facts of an entry; that the entry exists is not restricted."""
    return not is_restricted(entry) or may_read_restricted(actor, entry.facility)


def visible_facts(actor: Actor, entry: Recorded) -> dict[str, Any] | None:
    """Return the facts of an entry that an actor may read, without those of a roll that speak of health; None when none."""
    if may_see(actor, entry):
        return to_facts(entry.event)
    if hasattr(entry.event, "attributes"):
        facts = to_facts(entry.event)
        return {**facts, "attributes": [each for each in facts["attributes"] if _name_of(each) not in HEALTH]}
    return None


def _name_of(attribute: Any) -> str:
    return str(attribute["name"] if isinstance(attribute, dict) else attribute[0])


def may_read_restricted(actor: Actor, facility: str) -> bool:
    """Tell whether an actor may read restricted facts at a facility, or of a person who is nowhere yet."""
    if facility:
        return may(actor, "register.read_health", facility)
    return facilities_for(actor, "register.read_health") != frozenset()
