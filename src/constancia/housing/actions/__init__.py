"""What a person can do about housing; the only writers of its entries.

Every action takes `by` (who acts), `at` (when it happened) and `now` (when it is written), checks the permission first,
then reads the facts under the journal's pen, collects every refusal, and records.
"""

from constancia.housing.actions.buildings import import_building
from constancia.housing.actions.counts import (
    close_roll_call,
    explain_difference,
    open_roll_call,
    record_cell_search,
    submit_count,
)
from constancia.housing.actions.hearings import cancel_hearing, fix_hearing
from constancia.housing.actions.houses import choose_profile, open_module, record_claim, sign_capacity
from constancia.housing.actions.moves import hold_in_reception, move, override, swap, take_out, withdraw_move
from constancia.housing.actions.places import (
    certify_place,
    describe_place,
    end_reservation,
    measure_place,
    open_place,
    put_back_in_use,
    reserve_places,
    set_capacities,
    take_out_of_use,
)
from constancia.housing.actions.plans import approve_plan, propose_plan, reject_plan
from constancia.housing.actions.separation import (
    claim_membership,
    contest_membership,
    end_keep_apart,
    end_membership,
    end_need,
    keep_apart,
    keep_groups_apart,
    open_group,
    record_need,
)

__all__ = [
    "approve_plan",
    "cancel_hearing",
    "certify_place",
    "choose_profile",
    "claim_membership",
    "close_roll_call",
    "contest_membership",
    "describe_place",
    "end_keep_apart",
    "end_membership",
    "end_need",
    "end_reservation",
    "explain_difference",
    "fix_hearing",
    "hold_in_reception",
    "import_building",
    "keep_apart",
    "keep_groups_apart",
    "measure_place",
    "move",
    "open_group",
    "open_module",
    "open_place",
    "open_roll_call",
    "override",
    "propose_plan",
    "put_back_in_use",
    "record_cell_search",
    "record_claim",
    "record_need",
    "reject_plan",
    "reserve_places",
    "set_capacities",
    "sign_capacity",
    "submit_count",
    "swap",
    "take_out",
    "take_out_of_use",
    "withdraw_move",
]
