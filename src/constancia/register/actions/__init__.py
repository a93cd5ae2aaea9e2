"""What a person can do in the register; the only writers of its entries.

Every action takes `by` (who acts), `at` (when it happened) and `now` (when it is written), checks the permission first,
then reads the facts under the journal's pen, collects every refusal, and records.
"""

from constancia.register.actions.corrections import withdraw_stay
from constancia.register.actions.custody import admit, record_death, record_past_stay, record_status, release
from constancia.register.actions.facilities import open_facility
from constancia.register.actions.grounds import (
    annul_ground,
    challenge_ground,
    lift_hold,
    place_hold,
    record_ground,
    review_ground,
)
from constancia.register.actions.links import link_identity, unlink_identity
from constancia.register.actions.moves import escape, leave_temporarily, take_back, transfer_in, transfer_out
from constancia.register.actions.persons import (
    record_birth,
    record_citizenship,
    record_contact,
    record_dependant,
    record_identifier,
    record_item,
    record_language,
    record_name,
    record_sex,
    record_taking,
    register_person,
    withdraw_entry,
)

__all__ = [
    "admit",
    "annul_ground",
    "challenge_ground",
    "escape",
    "leave_temporarily",
    "lift_hold",
    "link_identity",
    "open_facility",
    "place_hold",
    "record_birth",
    "record_citizenship",
    "record_contact",
    "record_death",
    "record_dependant",
    "record_ground",
    "record_identifier",
    "record_item",
    "record_language",
    "record_name",
    "record_past_stay",
    "record_sex",
    "record_status",
    "record_taking",
    "register_person",
    "release",
    "review_ground",
    "take_back",
    "transfer_in",
    "transfer_out",
    "unlink_identity",
    "withdraw_entry",
    "withdraw_stay",
]
